use bytes::Bytes;
use prost::Message as _;
use proto::opamp::v1::{
    AgentConfigFile, AgentConfigMap, AgentDescription, AgentToServer, ComponentHealth,
    ServerToAgent, ServerToAgentFlags,
};

use super::*;
use crate::link::{Attach, Message, Principal, Since, Transport};
use crate::{Revision, SocketId};

mod attaching;
mod disconnecting;
mod duplicates;
mod instructions;
mod moving;
mod polling;
mod storing;

pub(super) const GATE: MemberId = MemberId::new([1; 16]);
pub(super) const OTHER: MemberId = MemberId::new([2; 16]);
/// Its jitter is none: its times are those of the config.
pub(super) const AGENT: AgentId = AgentId::new([20; 16]);
pub(super) const START: Moment = Moment(1_000_000);
const BITS: u64 = 0x0001 | 0x0002 | 0x0400 | 0x0800 | 0x1000;

pub(super) fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

pub(super) fn claim(revision: u64) -> Claim {
    claim_of(7, revision)
}

pub(super) fn claim_of(shard: u32, revision: u64) -> Claim {
    let epoch = Epoch { generation: 1, revision: Revision(revision) };
    Claim { shard: Shard::new(shard).unwrap(), epoch }
}

pub(super) fn key(socket: u64) -> SessionKey {
    SessionKey { socket: SocketId(socket), agent: AGENT }
}

/// The first Attach of a socket, with one message to follow.
pub(super) fn attach(socket: u64) -> Attach {
    Attach {
        attach: 1,
        key: key(socket),
        claim: claim(1),
        since: None,
        checkpoint: None,
        gap: false,
        transport: Transport::WebSocket,
        principal: Principal::default(),
        replays: 1,
    }
}

pub(super) fn bare(sequence_num: u64) -> AgentToServer {
    AgentToServer {
        instance_uid: AGENT.to_bytes(),
        sequence_num,
        capabilities: BITS,
        ..Default::default()
    }
}

pub(super) fn full(sequence_num: u64) -> AgentToServer {
    let agent_description = Some(AgentDescription::default());
    AgentToServer { agent_description, ..unwell(sequence_num, "") }
}

pub(super) fn unwell(sequence_num: u64, last_error: &str) -> AgentToServer {
    let last_error = last_error.to_owned();
    let health = Some(ComponentHealth { healthy: true, last_error, ..Default::default() });
    AgentToServer { health, ..bare(sequence_num) }
}

/// A message on its way from a gateway.
pub(super) fn says(socket: u64, number: u64, message: &AgentToServer) -> Message {
    Message {
        attach: 1,
        key: key(socket),
        claim: claim(1),
        number,
        data: message.encode_to_vec().into(),
        replayed: false,
        traceparent: String::new(),
    }
}

/// What a gateway was given for an agent: to whom, on which socket, in answer to what, and its words.
pub(super) type Told = (MemberId, u64, u64, ServerToAgent);

/// The shards of one node, and the time.
pub(super) struct Node {
    pub(super) shards: Shards,
    pub(super) now: Moment,
}

impl Node {
    /// Nothing is owned; both gateways are live and linked.
    pub(super) fn new() -> Self {
        let mut shards = Shards::new(Config::default(), 42);
        shards.set_voice(Moment::NEVER);
        shards.set_gateways([GATE, OTHER].into(), START);
        shards.on_link_up(GATE);
        shards.on_link_up(OTHER);
        Self { shards, now: START }
    }

    /// The shard is loaded with nothing in it, and waits for the gateways.
    pub(super) fn attaching() -> Self {
        Self::attaching_with(Vec::new())
    }

    pub(super) fn attaching_with(stored: Vec<StoredAgent>) -> Self {
        let mut node = Self::new();
        assert_eq!(node.shards.own(claim(1)), [Effect::Load(claim(1))]);
        assert_eq!(node.shards.loaded(claim(1), stored, Rows::default(), START), []);
        node
    }

    pub(super) fn ready() -> Self {
        Self::attaching().attached()
    }

    pub(super) fn attached(mut self) -> Self {
        self.frame(GATE, ToNode::Attached(claim(1)));
        let effects = self.frame(OTHER, ToNode::Attached(claim(1)));
        assert!(effects.contains(&Effect::Ready(claim(1))));
        self
    }

    /// READY, with the agent on socket 1 of GATE; it has reported everything with sequence number 1.
    pub(super) fn connected() -> Self {
        let mut node = Self::ready();
        node.attach(GATE, attach(1));
        let effects = node.say(GATE, 1, 1, full(1));
        node.write(&effects);
        node
    }

    pub(super) fn at(&mut self, after_ms: u64) -> &mut Self {
        self.now = START + ms(after_ms);
        self
    }

    pub(super) fn frame(&mut self, from: MemberId, frame: ToNode) -> Vec<Effect> {
        self.shards.on_frame(from, frame, self.now)
    }

    pub(super) fn attach(&mut self, from: MemberId, attach: Attach) -> Vec<Effect> {
        self.frame(from, ToNode::Attach(Box::new(attach)))
    }

    pub(super) fn say(
        &mut self,
        from: MemberId,
        socket: u64,
        number: u64,
        message: AgentToServer,
    ) -> Vec<Effect> {
        self.frame(from, ToNode::Message(says(socket, number, &message)))
    }

    /// One HTTP exchange.
    pub(super) fn poll(&mut self, socket: u64, message: AgentToServer) -> Vec<Effect> {
        let transport = Transport::Http;
        let mut effects = self.attach(GATE, Attach { transport, ..attach(socket) });
        effects.extend(self.say(GATE, socket, 1, message));
        self.write(&effects);
        self.frame(GATE, ToNode::Detach(key(socket), claim(1)));
        effects
    }

    /// What was sent is on its socket.
    pub(super) fn write(&mut self, effects: &[Effect]) {
        for (to, frame) in frames(effects) {
            if let ToGateway::Send(send) = frame {
                self.frame(to, ToNode::Written(send.key, send.claim, send.number));
            }
        }
    }

    pub(super) fn tick(&mut self, after_ms: u64) -> Vec<Effect> {
        let now = self.at(after_ms).now;
        self.shards.on_tick(now)
    }

    pub(super) fn online(&self) -> bool {
        self.shards.presence(claim(1), AGENT).is_some_and(|presence| presence.connected)
    }

    pub(super) fn order(&mut self, id: u64, instruction: Instruction) -> Vec<Effect> {
        let expires = self.now + ms(5_000);
        let order = Order { id: InstructionId(id), agent: AGENT, instruction, expires };
        self.shards.on_instruction(claim(1), order, self.now)
    }

    /// A config for this agent alone.
    pub(super) fn desire(&mut self, name: &str) -> Vec<Effect> {
        let file = AgentConfigFile { body: Bytes::from(name.to_owned()), ..Default::default() };
        let map = AgentConfigMap { config_map: [(String::new(), file)].into() };
        let hash = crate::config::hash(&map).to_bytes();
        let config_map = Some(map);
        let name = name.to_owned();
        let reference = record::ConfigRef { name: name.clone(), revision: 1 };
        let config = record::Config { name, revision: 1, config_map, hash, ..Default::default() };
        let mut catalog = Catalog::default();
        catalog.apply(&config).unwrap();
        self.shards.set_catalog(Arc::new(catalog));
        let row = record::Desired { remote_config: Some(reference), ..Default::default() };
        let change = RowChange { row: Some(Box::new(row)), at: Revision(1) };
        self.shards.set_row(claim(1).shard, AGENT, change, self.now)
    }
}

pub(super) fn frames(effects: &[Effect]) -> Vec<(MemberId, ToGateway)> {
    let frame = |effect: &Effect| {
        if let Effect::ToGateway(to, frame) = effect { Some((*to, frame.clone())) } else { None }
    };
    effects.iter().filter_map(frame).collect()
}

pub(super) fn told(effects: &[Effect]) -> Vec<Told> {
    let sent = |(to, frame)| {
        let ToGateway::Send(send) = frame else { return None };
        let body = send.body.map(|(_, body)| body).unwrap_or_default();
        let message = ServerToAgent::decode(Bytes::from([&send.head[..], &body].concat())).unwrap();
        Some((to, send.key.socket.0, send.answers, message))
    };
    frames(effects).into_iter().filter_map(sent).collect()
}

/// Where the effects send answers: gateway, socket, the number of the message they answer.
pub(super) fn answered(effects: &[Effect]) -> Vec<(MemberId, u64, u64)> {
    told(effects).into_iter().map(|(to, socket, answers, _)| (to, socket, answers)).collect()
}

pub(super) fn asks(effects: &[Effect]) -> usize {
    let flag = ServerToAgentFlags::ReportFullState as u64;
    told(effects).iter().filter(|(.., message)| message.flags & flag != 0).count()
}

pub(super) fn since_in(effects: &[Effect]) -> Option<Since> {
    let since = |(_, frame)| {
        if let ToGateway::AttachAck(_, _, since) = frame { Some(since) } else { None }
    };
    frames(effects).into_iter().find_map(since)
}

pub(super) fn probes(effects: &[Effect]) -> Vec<(MemberId, u64)> {
    let probe = |(to, frame)| {
        if let ToGateway::Probe(key, _) = frame { Some((to, key.socket.0)) } else { None }
    };
    frames(effects).into_iter().filter_map(probe).collect()
}

/// What a node says to a message of a session that it knows nothing of.
pub(super) fn reattach(gateway: MemberId, socket: u64) -> Effect {
    Effect::ToGateway(gateway, ToGateway::Reattach(key(socket), claim(1), 1))
}

pub(super) fn closes(effects: &[Effect]) -> Vec<(MemberId, u64, u16)> {
    let close = |(to, frame)| {
        if let ToGateway::Close(key, _, code, _) = frame {
            Some((to, key.socket.0, code))
        } else {
            None
        }
    };
    frames(effects).into_iter().filter_map(close).collect()
}

pub(super) fn outcomes(effects: &[Effect]) -> Vec<(u64, Outcome)> {
    let answer =
        |e: &Effect| if let Effect::Answer(id, _, how) = e { Some((id.0, *how)) } else { None };
    effects.iter().filter_map(answer).collect()
}
