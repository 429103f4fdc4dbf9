//! The node's half of the link: the shards one worker owns, their agents, and what happens to them.
//!
//! A shard is loaded from the store, attached by every live gateway, READY, and at last moved away or lost. Inputs
//! come with the time; [`Effect`]s go out. The files are the subjects: [`lifecycle`] (own, ready, move, release),
//! [`attach`] (which socket speaks for an agent), [`message`] (what agents say and what they are told), [`desired`]
//! (re-resolving), [`report`] (records and presence). ARCHITECTURE.md §3.2–3.4.
//!
//! It never writes desired state and never speaks with voice while the lease may be over (fencing F1).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use proto::opamp::v1::CustomMessage;
use proto::record::v1 as record;

use crate::components::{Known, Learned};
use crate::custom::Served;
use crate::desired::Catalog;
use crate::link::{Claim, SessionKey, ToGateway, ToNode};
use crate::pacer::Pacer;
use crate::session::{Instruction, InstructionId, Outcome, Refusal, Warning};
use crate::{AgentId, Epoch, MemberId, Moment, Revision, Shard};

mod agent;
mod attach;
mod components;
mod counts;
mod csr;
mod desired;
mod handover;
mod lifecycle;
mod message;
mod rename;
mod report;

use agent::Agent;
pub use csr::{CSR_BYTES_MAX, CheckCsr};
pub use desired::{RowChange, Rows};
pub use handover::Handoff;
pub use lifecycle::StoredAgent;
pub use rename::Rename;
pub use report::Report;

/// Times and paces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Config {
    /// How long a shard waits for gateways before it is READY without them.
    pub ready_wait: Duration,
    /// How long a move waits for gateways to flush; a slower link is cut.
    pub flush_wait: Duration,
    /// How long an incumbent has to answer a probe.
    pub probe_wait: Duration,
    /// How long a change of a quiet agent waits for others before it is stored, give or take a fifth.
    pub store_delay: Duration,
    /// Records are stored on multiples of this, so that those of many agents share transactions.
    pub store_together: Duration,
    /// The time between two records of an agent that goes on changing, give or take a fifth.
    pub store_every: Duration,
    /// Records of an agent that was quiet before they are spaced by `store_every`; 0 counts as 1.
    pub store_burst: u32,
    /// The presence of an agent that talks is at most this old, when nothing else in it changes.
    pub presence_every: Duration,
    /// Polls that may fail to come before an agent counts as gone.
    pub missed_polls_max: u32,
    /// The poll interval of an agent that polled once.
    pub poll_default: Duration,
    /// How long an agent may apply a config or settings before it is asked what became of them.
    pub patience: Duration,
    /// Agents per second of the whole cluster that are asked for their full state, and how many at once: whoever holds
    /// some of the shards asks as large a part of them.
    pub full_states_per_second: u32,
    /// See `full_states_per_second`.
    pub full_states_burst: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            ready_wait: Duration::from_secs(2),
            flush_wait: Duration::from_secs(2),
            probe_wait: Duration::from_secs(12),
            store_delay: Duration::from_millis(500),
            store_together: Duration::from_millis(250),
            store_every: Duration::from_secs(5),
            store_burst: 4,
            presence_every: Duration::from_secs(15),
            missed_polls_max: 3,
            poll_default: Duration::from_secs(30),
            patience: Duration::from_secs(60),
            full_states_per_second: 500,
            full_states_burst: 500,
        }
    }
}

/// What the shell must do, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Put this on the link to that gateway; without a link it is lost.
    ToGateway(MemberId, ToGateway),
    /// Read the shard's agents and desired rows and answer with [`Shards::loaded`].
    Load(Claim),
    /// The shard serves: publish its presence as a snapshot.
    Ready(Claim),
    /// This agent's presence changed in a READY shard.
    Presence(Claim, AgentId),
    /// Store this agent's record ([`Shards::report`]) and answer with [`Shards::stored`].
    Store(Claim, AgentId),
    /// An instruction ended; the gateway that wrote it.
    Answer(InstructionId, Option<MemberId>, Outcome),
    /// The agent sent this custom message: pass it on to subscribers. `None`: it sent one that goes nowhere; count it.
    Custom(AgentId, Option<Box<CustomMessage>>),
    /// Write down that the agent asks for a certificate.
    Csr(Claim, AgentId, Box<record::CertificateRequest>),
    /// This uid stands for nobody any more: take back its presence.
    Gone(Claim, AgentId),
    /// An agent said which components it has: the node's other workers may hear of agents of its type.
    Learned(Learned),
    /// Every gateway has flushed this shard: its state may be handed over.
    Flushed(Claim),
    /// The link to this gateway did not flush in time: close it.
    CutLink(MemberId),
    /// Tell an operator.
    Warn(AgentId, Warning),
}

/// One shard and where it stands.
#[derive(Debug)]
struct State {
    epoch: Epoch,
    phase: Phase,
    /// Whether what the store knows of the agents is here.
    loaded: bool,
    agents: BTreeMap<AgentId, Box<Agent>>,
    /// Frames that came while loading: a few per session, bounded by the gateways' windows.
    early: Vec<(MemberId, ToNode)>,
    /// The desired rows are at least as new as this.
    rows_at: Revision,
    /// Desired rows that changed while loading; a list of all of them takes their place.
    early_rows: Vec<(AgentId, RowChange)>,
    /// Instructions that came before READY. Full: the next is refused as busy.
    parked: Vec<Order>,
    /// First attaches counted, for `Since`.
    attaches: u64,
}

#[derive(Debug)]
enum Phase {
    Loading,
    Attaching { until: Moment, waiting: BTreeSet<MemberId> },
    Ready,
    Moving { until: Moment, waiting: BTreeSet<MemberId>, flushed: bool },
}

/// One instruction for one agent, and until when it makes sense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Names it in [`Effect::Answer`].
    pub id: InstructionId,
    /// To whom.
    pub agent: AgentId,
    /// What.
    pub instruction: Instruction,
    /// Not sent by then: refused as expired.
    pub expires: Moment,
}

/// A session as its gateway names it: where replies to it go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seat {
    gateway: MemberId,
    key: SessionKey,
    claim: Claim,
    /// The attach that what is sent there was decided under.
    attach: u32,
}

/// The shards of one worker.
#[derive(Debug)]
pub struct Shards {
    config: Config,
    shards: BTreeMap<Shard, State>,
    /// Those of them that are not READY: the only ones with deadlines of their own.
    unsettled: BTreeSet<Shard>,
    /// Gateways with a link, and how many links each has had.
    links: BTreeMap<MemberId, u64>,
    link_count: u64,
    /// Live gateways according to the store.
    gateways: BTreeSet<MemberId>,
    catalog: Arc<Catalog>,
    composed: desired::Composed,
    /// The custom capabilities this server lists.
    custom: Served,
    renames: rename::Renames,
    check_csr: CheckCsr,
    /// The components of agents of this node, by their type.
    components: Known,
    /// Where re-resolving stands; `None` when done.
    resolving: Option<(Shard, Option<AgentId>)>,
    /// It has to go round once more: starting over each time would never reach the last shards.
    resolve_again: bool,
    timers: BTreeSet<(Moment, Shard, AgentId)>,
    full_states: Pacer,
    voice_until: Moment,
    /// Something was due that only voice allows: look again at the next [`Shards::set_voice`].
    silenced: bool,
    /// What old owners handed over, and when: of a move that failed it soon says nothing any more.
    handed: BTreeMap<Shard, (Epoch, Moment, Vec<Handoff>)>,
    uid_seed: u64,
}

impl Shards {
    /// No shards yet. `uid_seed` makes new instance uids unguessable; take it from the system's randomness.
    pub fn new(config: Config, uid_seed: u64) -> Self {
        Self {
            config,
            shards: BTreeMap::new(),
            unsettled: BTreeSet::new(),
            links: BTreeMap::new(),
            link_count: 0,
            gateways: BTreeSet::new(),
            catalog: Arc::new(Catalog::default()),
            composed: desired::Composed::default(),
            custom: Served::default(),
            renames: rename::Renames::default(),
            check_csr: csr::refuse,
            components: Known::default(),
            resolving: None,
            resolve_again: false,
            timers: BTreeSet::new(),
            full_states: Pacer::new(config.full_states_per_second, config.full_states_burst),
            voice_until: Moment(0),
            silenced: false,
            handed: BTreeMap::new(),
            uid_seed,
        }
    }

    /// The lease was acknowledged: offers, commands and requests may be sent until then (F1). What could not be said
    /// before is said by [`Shards::step`].
    pub fn set_voice(&mut self, until: Moment) {
        let longer = until > self.voice_until;
        self.voice_until = until;
        if longer && std::mem::take(&mut self.silenced) {
            self.resolve_all();
        }
    }

    /// A frame from a gateway.
    pub fn on_frame(&mut self, gateway: MemberId, frame: ToNode, now: Moment) -> Vec<Effect> {
        let claim = match &frame {
            ToNode::Attach(attach) => attach.claim,
            ToNode::Message(message) => message.claim,
            ToNode::Detach(_, claim)
            | ToNode::Written(_, claim, _)
            | ToNode::Dropped(_, claim, _)
            | ToNode::Attached(claim)
            | ToNode::ProbeResult(_, claim, _) => *claim,
            ToNode::Flushed(claims) => {
                let flushed = |claim: &Claim| self.on_flushed(gateway, *claim);
                return claims.iter().flat_map(flushed).collect();
            }
        };
        match self.shards.get_mut(&claim.shard) {
            Some(state) if state.epoch == claim.epoch => {
                if matches!(state.phase, Phase::Loading) {
                    state.early.push((gateway, frame));
                    return Vec::new();
                }
            }
            Some(_) | None => {
                return vec![Effect::ToGateway(gateway, ToGateway::NotOwner(claim))];
            }
        }
        match frame {
            ToNode::Attach(attach) => self.on_attach(gateway, *attach, now),
            ToNode::Message(message) => self.on_message(gateway, message, now),
            ToNode::Detach(key, _) => self.on_detach(gateway, claim, key, now),
            ToNode::Written(key, _, number) => {
                self.on_sent(claim, key.agent, |session| session.on_written(number), now)
            }
            ToNode::Dropped(key, _, number) => {
                self.on_sent(claim, key.agent, |session| session.on_dropped(number), now)
            }
            ToNode::Attached(_) => self.on_attached(gateway, claim, now),
            ToNode::ProbeResult(key, _, alive) => {
                self.on_probe_result(gateway, claim, (key, alive), now)
            }
            ToNode::Flushed(_) => Vec::new(),
        }
    }

    /// What has come due. Call it when [`Shards::deadline`] has passed.
    pub fn on_tick(&mut self, now: Moment) -> Vec<Effect> {
        let mut effects = self.phases_due(now);
        while let Some((at, shard, agent)) = self.timers.first().copied()
            && at <= now
        {
            self.timers.remove(&(at, shard, agent));
            if let Some(state) = self.shards.get_mut(&shard)
                && let Some(entry) = state.agents.get_mut(&agent)
            {
                entry.timer = None;
            }
            effects.extend(self.agent_due(shard, agent, now));
        }
        effects
    }

    /// When [`Shards::on_tick`] has something to do.
    pub fn deadline(&self) -> Moment {
        let timer = self.timers.first().map_or(Moment::NEVER, |(at, ..)| *at);
        let unsettled = || self.unsettled.iter().filter_map(|shard| self.shards.get(shard));
        let phase = unsettled().map(|state| match &state.phase {
            Phase::Attaching { until, .. } | Phase::Moving { until, flushed: false, .. } => *until,
            Phase::Loading | Phase::Ready | Phase::Moving { .. } => Moment::NEVER,
        });
        let parked = unsettled().flat_map(|state| &state.parked).map(|p| p.expires);
        phase.chain(parked).min().unwrap_or(Moment::NEVER).min(timer)
    }

    /// Hands an instruction to an agent. The outcome comes as [`Effect::Answer`], at once or before it expires.
    pub fn on_instruction(&mut self, claim: Claim, order: Order, now: Moment) -> Vec<Effect> {
        let id = order.id;
        let refused = |why| vec![Effect::Answer(id, None, Outcome::Refused(why))];
        let Some(state) = self.shards.get_mut(&claim.shard).filter(|s| s.epoch == claim.epoch)
        else {
            return refused(Refusal::NotOwner);
        };
        if !matches!(state.phase, Phase::Ready) {
            if state.parked.len() >= PARKED_LEN_MAX {
                return refused(Refusal::Busy);
            }
            state.parked.push(order);
            return Vec::new();
        }
        self.instruct(claim, order, now)
    }
}

/// Instructions that wait for one shard to be READY.
const PARKED_LEN_MAX: usize = 1024;

#[cfg(test)]
mod tests;
