//! A gateway's half and a node's half of one socket, joined without a network: bytes of an agent in, what the agent
//! reads out.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use fleet::custom::Served;
use fleet::desired::Catalog;
use fleet::link::{Claim, Principal, ToNode, Transport};
use fleet::relay::{self, Limits, Received, Socket};
use fleet::session::{Instruction, InstructionId, Outcome};
use fleet::shards::{self, Config, Order, RowChange, Rows, Shards};
use fleet::topology::Route;
use fleet::{AgentId, Epoch, MemberId, Moment, Revision, Shard, SocketId};
use proto::record::v1 as record;

const GATEWAY: MemberId = MemberId::new([1; 16]);
const NODE: MemberId = MemberId::new([2; 16]);

/// What the agent on the socket saw, and how its instructions ended.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Encoded ServerToAgents, in order.
    pub(crate) messages: Vec<Bytes>,
    /// The socket was closed with this code.
    pub(crate) closed: Option<u16>,
    /// Instructions that came to their end.
    pub(crate) ended: Vec<(InstructionId, Outcome)>,
}

/// One socket and the owner of whatever speaks on it.
pub(crate) struct Server {
    socket: Socket,
    sockets: u64,
    transport: Transport,
    shards: Shards,
    claim: Claim,
    pub(crate) now: Moment,
}

impl Server {
    /// READY, with nobody connected.
    pub(crate) fn new(transport: Transport) -> Self {
        let now = Moment(1_000_000);
        let epoch = Epoch { generation: 1, revision: Revision(7) };
        let claim = Claim { shard: Shard::new(7).expect("7 is below 4096"), epoch };
        let mut shards = Shards::new(Config::default(), 42);
        shards.set_voice(Moment::NEVER);
        shards.set_gateways([GATEWAY].into(), now);
        shards.on_link_up(GATEWAY);
        shards.own(claim);
        shards.loaded(claim, Vec::new(), Rows::default(), now);
        shards.on_frame(GATEWAY, ToNode::Attached(claim), now);
        assert!(shards.is_ready(claim));
        let socket = Self::socket(1, transport);
        Self { socket, sockets: 1, transport, shards, claim, now }
    }

    fn socket(id: u64, transport: Transport) -> Socket {
        Socket::new(SocketId(id), transport, Principal::default(), Limits::default())
    }

    /// A message whose uid the gateway has read.
    pub(crate) fn hear(&mut self, agent: AgentId, data: Bytes) -> Seen {
        let shard = self.claim.shard;
        let received = Received { agent, shard, data, traceparent: String::new() };
        let route = Route { owner: NODE, epoch: self.claim.epoch };
        let effects = self.socket.on_message(received, Some(route));
        let seen = self.settle(effects, Vec::new());
        if self.transport == Transport::Http {
            self.reconnect();
        }
        seen
    }

    /// The socket ends; the agents come back on another.
    pub(crate) fn reconnect(&mut self) {
        let (effects, _) = self.socket.on_closed();
        self.sockets += 1;
        self.socket = Self::socket(self.sockets, self.transport);
        self.settle(effects, Vec::new());
    }

    /// Time passes.
    pub(crate) fn wait(&mut self, time: Duration) -> Seen {
        self.now = self.now + time;
        let due = self.shards.on_tick(self.now);
        self.settle(Vec::new(), due)
    }

    /// Configs or assignments changed.
    pub(crate) fn assign(&mut self, catalog: Arc<Catalog>) -> Seen {
        self.shards.set_catalog(catalog);
        self.resolve()
    }

    fn resolve(&mut self) -> Seen {
        let mut due = Vec::new();
        while self.shards.has_steps() {
            due.extend(self.shards.step(self.now));
        }
        self.settle(Vec::new(), due)
    }

    /// The custom capabilities of this server changed.
    pub(crate) fn serve(&mut self, served: Served) -> Seen {
        self.shards.set_custom(served);
        self.resolve()
    }

    /// The desired row of one agent changed.
    pub(crate) fn row(&mut self, agent: AgentId, row: record::Desired) -> Seen {
        let change = RowChange { row: Some(Box::new(row)), at: Revision(1) };
        let due = self.shards.set_row(self.claim.shard, agent, change, self.now);
        self.settle(Vec::new(), due)
    }

    /// Somebody gives an instruction that may wait five seconds.
    pub(crate) fn order(&mut self, id: u64, agent: AgentId, instruction: Instruction) -> Seen {
        let expires = self.now + Duration::from_secs(5);
        let order = Order { id: InstructionId(id), agent, instruction, expires };
        let due = self.shards.on_instruction(self.claim, order, self.now);
        self.settle(Vec::new(), due)
    }

    /// Carries frames between the halves until none is left.
    fn settle(&mut self, edge: Vec<relay::Effect>, owner: Vec<shards::Effect>) -> Seen {
        let mut seen = Seen::default();
        let mut edge: VecDeque<_> = edge.into();
        let mut owner: VecDeque<_> = owner.into();
        loop {
            if let Some(effect) = edge.pop_front() {
                owner.extend(self.at_edge(effect, &mut seen));
            } else if let Some(effect) = owner.pop_front() {
                edge.extend(self.at_owner(effect, &mut seen));
            } else if let Some(outgoing) = self.socket.next_write() {
                let mut message = BytesMut::from(&outgoing.head[..]);
                message.extend_from_slice(&outgoing.body.unwrap_or_default());
                seen.messages.push(message.freeze());
                edge.extend(self.socket.on_written());
            } else {
                return seen;
            }
        }
    }

    fn at_edge(&mut self, effect: relay::Effect, seen: &mut Seen) -> Vec<shards::Effect> {
        let frame = match effect {
            relay::Effect::ToNode(_, frame) => frame,
            relay::Effect::Attached(claim) => ToNode::Attached(claim),
            relay::Effect::Flushed(claim) => ToNode::Flushed(vec![claim]),
            relay::Effect::Probe(key, claim) => ToNode::ProbeResult(key, claim, true),
            relay::Effect::Close(code, _) => {
                seen.closed.get_or_insert(code);
                return Vec::new();
            }
            relay::Effect::Opened(_) | relay::Effect::Retry(_) => return Vec::new(),
        };
        self.shards.on_frame(GATEWAY, frame, self.now)
    }

    #[allow(clippy::wildcard_enum_match_arm, reason = "only what reaches the agent matters here")]
    fn at_owner(&mut self, effect: shards::Effect, seen: &mut Seen) -> Vec<relay::Effect> {
        match effect {
            shards::Effect::ToGateway(_, frame) => return self.socket.on_frame(NODE, frame),
            shards::Effect::Store(claim, agent) => {
                if let Some(report) = self.shards.report(claim, agent, self.now) {
                    self.shards.stored(claim, &report, Ok(&[]), self.now);
                }
            }
            shards::Effect::Answer(id, _, outcome) => seen.ended.push((id, outcome)),
            _ => {}
        }
        Vec::new()
    }
}
