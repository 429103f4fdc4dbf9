use proto::opamp::v1::{
    AgentConfigFile, AgentConfigMap, AgentDescription, ComponentHealth, KeyValue, PackageAvailable,
    PackagesAvailable, RemoteConfigStatus, RemoteConfigStatuses as Status, ServerToAgent,
};
use proto::record::v1 as record;
use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::capability;
use crate::desired::{Item, Payload, Row};

mod custom;
mod instructions;
mod offers;
mod packages;
mod replies;
mod settings;
mod status;

pub(super) const AGENT: AgentId = AgentId::new([1; 16]);
pub(super) const START: Moment = Moment(1_000_000);
pub(super) const PATIENCE: Duration = Duration::from_secs(60);
/// What most agents can do.
pub(super) const BITS: u64 = 0x0001 | ACCEPTS_CONFIG | RESTARTS | REPORTS_HEALTH | REPORTS_CONFIG;
pub(super) const ACCEPTS_CONFIG: u64 = 0x0002;
pub(super) const RESTARTS: u64 = 0x0400;
pub(super) const REPORTS_HEALTH: u64 = 0x0800;
pub(super) const REPORTS_CONFIG: u64 = 0x1000;

pub(super) fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

/// What the store holds of a session.
pub(super) fn stored(
    sequence_num: u64,
    observed: &Observed,
    failed: Option<Prefix>,
) -> record::Agent {
    record::Agent {
        sequence_num,
        capabilities: BITS,
        digest: observed.digest().to_vec().into(),
        failed_config_hash: failed.map(Prefix::to_bytes).unwrap_or_default(),
        ..Default::default()
    }
}

/// A message that reports nothing.
pub(super) fn bare(sequence_num: u64) -> AgentToServer {
    AgentToServer {
        instance_uid: AGENT.to_bytes(),
        sequence_num,
        capabilities: BITS,
        ..Default::default()
    }
}

/// A message that reports all that [`BITS`] promises.
pub(super) fn full(sequence_num: u64) -> AgentToServer {
    let name = KeyValue { key: "service.name".into(), value: None };
    let described = AgentDescription { identifying_attributes: vec![name], ..Default::default() };
    AgentToServer {
        agent_description: Some(described),
        health: Some(ComponentHealth { healthy: true, ..Default::default() }),
        ..bare(sequence_num)
    }
}

/// A message that reports what became of a config.
pub(super) fn reports(sequence_num: u64, config: &str, status: Status) -> AgentToServer {
    let status = RemoteConfigStatus {
        last_remote_config_hash: hash(config).to_bytes(),
        status: status.into(),
        error_message: String::new(),
    };
    AgentToServer { remote_config_status: Some(status), ..bare(sequence_num) }
}

pub(super) fn config(name: &str) -> Arc<Payload> {
    let file = AgentConfigFile { body: Bytes::from(name.to_owned()), content_type: String::new() };
    let map = AgentConfigMap { config_map: [(String::new(), file)].into() };
    let hash = crate::config::hash(&map).to_bytes();
    let config_map = Some(map);
    let row =
        record::Config { name: "c".into(), revision: 1, config_map, hash, ..Default::default() };
    Arc::clone(Item::new(Row::Config(&row)).unwrap().payload().unwrap())
}

/// A set of one package whose version this is.
pub(super) fn packages(version: &str) -> Arc<Payload> {
    let package = PackageAvailable { version: version.into(), ..Default::default() };
    let packages = [("p".to_owned(), package)].into();
    let packages = crate::packages::seal(PackagesAvailable { packages, ..Default::default() });
    let packages = Some(packages);
    let row = record::PackageSet { name: "p".into(), packages, ..Default::default() };
    Arc::clone(Item::new(Row::Packages(&row)).unwrap().payload().unwrap())
}

pub(super) fn hash(name: &str) -> Digest {
    config(name).hash
}

/// A session, the time, and what surrounds them.
pub(super) struct Talk {
    pub(super) session: Session,
    pub(super) pacer: Pacer,
    pub(super) served: Served,
    pub(super) now: Moment,
    pub(super) voice: bool,
    pub(super) transport: Transport,
    number: u64,
}

impl Talk {
    /// Nobody knows the agent yet.
    pub(super) fn new(transport: Transport) -> Self {
        let session = Session::new(AGENT);
        let pacer = Pacer::new(200, 500);
        let served = Served::default();
        Self { session, pacer, served, now: START, voice: true, transport, number: 0 }
    }

    /// An agent that has reported everything, with sequence number 1.
    pub(super) fn known() -> Self {
        Self::known_by(Transport::WebSocket)
    }

    pub(super) fn known_by(transport: Transport) -> Self {
        let mut talk = Self::new(transport);
        talk.hear(full(1));
        talk
    }

    /// Moves the time to this long after the start.
    pub(super) fn at(&mut self, after_ms: u64) -> &mut Self {
        self.now = START + ms(after_ms);
        self
    }

    /// The agent says this. What follows is not written yet.
    pub(super) fn say(&mut self, message: AgentToServer) -> Vec<Effect> {
        self.number += 1;
        let via = Via { number: self.number, replayed: false, transport: self.transport };
        let mut effects = self.receive(&message, via);
        effects.extend(self.push());
        effects
    }

    pub(super) fn receive(&mut self, message: &AgentToServer, via: Via) -> Vec<Effect> {
        let Self { session, pacer, served, now, voice, .. } = self;
        let mut context = Context {
            now: *now,
            voice: *voice,
            full_states: pacer,
            patience: PATIENCE,
            custom: served,
        };
        let mut effects = session.on_message(message, via);
        effects.extend(session.answer(message, via, &mut context));
        effects
    }

    /// What is due without the agent having said anything.
    pub(super) fn push(&mut self) -> Vec<Effect> {
        let Self { session, pacer, served, now, voice, .. } = self;
        let mut context = Context {
            now: *now,
            voice: *voice,
            full_states: pacer,
            patience: PATIENCE,
            custom: served,
        };
        match self.transport {
            Transport::WebSocket => session.push(&mut context),
            Transport::Http => session.expire(*now),
        }
    }

    /// The agent says this; what it is told is on its socket.
    pub(super) fn hear(&mut self, message: AgentToServer) -> Vec<ServerToAgent> {
        let effects = self.say(message);
        self.write(&effects)
    }

    /// What is due is on the socket.
    pub(super) fn pushed(&mut self) -> Vec<ServerToAgent> {
        let effects = self.push();
        self.write(&effects)
    }

    pub(super) fn write(&mut self, effects: &[Effect]) -> Vec<ServerToAgent> {
        for outgoing in sends(effects) {
            self.session.on_written(outgoing.number);
        }
        messages(effects)
    }

    pub(super) fn desire(&mut self, name: &str, retry: u64) -> &mut Self {
        let offer = Offer { payload: config(name), retry };
        self.session.on_desired(Slot::RemoteConfig, Some(offer));
        self
    }

    pub(super) fn order(&mut self, id: u64, what: Instruction) -> Result<(), Refusal> {
        let Self { session, pacer, served, now, voice, .. } = self;
        let context = Context {
            now: *now,
            voice: *voice,
            full_states: pacer,
            patience: PATIENCE,
            custom: served,
        };
        session.on_instruction(InstructionId(id), what, ms(5_000), &context)
    }
}

pub(super) fn sends(effects: &[Effect]) -> Vec<&Outgoing> {
    fn send(effect: &Effect) -> Option<&Outgoing> {
        if let Effect::Send(sent) = effect { Some(sent) } else { None }
    }
    effects.iter().filter_map(send).collect()
}

pub(super) fn message(outgoing: &Outgoing) -> ServerToAgent {
    let body = outgoing.body.as_ref().map(|(_, body)| body.clone()).unwrap_or_default();
    prost::Message::decode(Bytes::from([&outgoing.head[..], &body].concat())).unwrap()
}

pub(super) fn messages(effects: &[Effect]) -> Vec<ServerToAgent> {
    sends(effects).into_iter().map(message).collect()
}

/// How many of these ask for the full state.
pub(super) fn asks(messages: &[ServerToAgent]) -> usize {
    messages.iter().filter(|m| m.flags & ServerToAgentFlags::ReportFullState as u64 != 0).count()
}

/// The hashes these offer.
pub(super) fn offers(messages: &[ServerToAgent]) -> Vec<Digest> {
    let hash = |m: &ServerToAgent| {
        let config = m.remote_config.as_ref()?;
        Some(Digest::try_from(&config.config_hash[..]).unwrap())
    };
    messages.iter().filter_map(hash).collect()
}

pub(super) fn outcomes(effects: &[Effect]) -> Vec<(u64, Outcome)> {
    let answer =
        |e: &Effect| if let Effect::Answer(id, how) = e { Some((id.0, *how)) } else { None };
    effects.iter().filter_map(answer).collect()
}

/// An answer that says nothing but whose it is.
pub(super) fn ack() -> ServerToAgent {
    ServerToAgent { instance_uid: AGENT.to_bytes(), ..Default::default() }
}
