//! Sequence numbers, what was reported, and when to ask for everything again.
//!
//! OpAMP specification, "Agent Status Compression": a sequence number that is not the previous one plus one means a
//! message was lost. Asking is rationed: once per gap, never in answer to a full report, at most once a minute per
//! agent and at the node's pace across agents. An agent that is asked on every reply never stops reporting.

use std::fmt;
use std::time::Duration;

use proto::opamp::v1::{AgentCapabilities as Bit, AgentToServer, AgentToServerFlags};
use proto::record::v1::PartKind;

use super::{Context, Session, Via};
use crate::Moment;
use crate::capability::Capabilities;
use crate::link::Transport;

/// The shortest time between two requests for the full state of one agent.
const ASK_AGAIN: Duration = Duration::from_secs(60);
/// How long offers wait for the full state they would be decided on.
const OFFERS_WAIT: Duration = Duration::from_secs(10);
/// How long after a refusal by the pacer the agent is considered again.
const PACED: Duration = Duration::from_millis(200);

/// What an agent does although the specification forbids it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    /// `capabilities` must always be set (OpAMP specification, AgentToServer.capabilities).
    NoCapabilities,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoCapabilities => {
                "the agent's capabilities are 0 after they were not: \
                 it is offered nothing until they are back"
            }
        })
    }
}

/// Whether the server knows everything the agent has to say.
#[derive(Debug, Default)]
pub(super) struct FullState {
    wanted: bool,
    /// When a decision first had to wait for it.
    waited: Option<Moment>,
    /// Asked since it was wanted: the answer may come.
    awaited: bool,
    asked: Option<Moment>,
    retry: Option<Moment>,
}

impl FullState {
    pub(super) fn want(&mut self) {
        if !self.wanted {
            self.awaited = false;
            self.waited = None;
        }
        self.wanted = true;
    }

    pub(super) fn wanted(&self) -> bool {
        self.wanted
    }

    pub(super) fn asked(&self) -> Option<Moment> {
        self.asked
    }

    pub(super) fn resume(&mut self, asked: Option<Moment>) {
        self.asked = asked;
    }

    pub(super) fn deadline(&self) -> Moment {
        match (self.wanted, self.asked) {
            (false, _) => Moment::NEVER,
            (true, None) => self.retry.unwrap_or(Moment(0)),
            (true, Some(asked)) => (asked + ASK_AGAIN).max(self.retry.unwrap_or(Moment(0))),
        }
    }

    /// Until when a decision about offers had better wait for the report: for so long after it was asked for, or after
    /// the wait began when it is still to be asked for. Then what is known has to do.
    pub(super) fn pending(&mut self, now: Moment) -> Option<Moment> {
        if !self.wanted {
            return None;
        }
        let waited = *self.waited.get_or_insert(now);
        let askable = |asked: Moment| !self.awaited && now >= asked + ASK_AGAIN;
        let until = self.asked.filter(|asked| !askable(*asked)).unwrap_or(waited) + OFFERS_WAIT;
        (now < until).then_some(until)
    }
}

/// Whether the agent asks the server for an instance uid.
pub(super) fn wants_uid(message: &AgentToServer) -> bool {
    message.flags & AgentToServerFlags::RequestInstanceUid as u64 != 0
}

impl Session {
    /// Takes over what the message says. Returns the parts that changed.
    pub(super) fn merge(&mut self, message: &AgentToServer, via: Via) -> Vec<PartKind> {
        let sequence_num = message.sequence_num;
        if via.replayed && via.transport == Transport::WebSocket && self.covers(sequence_num) {
            return Vec::new();
        }
        self.counts_socket = true;
        let capabilities = Capabilities(message.capabilities);
        let expected = self.sequence_num.map(|previous| previous.wrapping_add(1));
        // An equal number is a repetition: everything in it replaces what it said before, so merging again is safe.
        let in_order = expected == Some(sequence_num)
            || self.sequence_num == Some(sequence_num)
            || std::mem::take(&mut self.adopted);
        self.sequence_num = Some(sequence_num);
        self.capabilities = capabilities;
        let changed = if self.weigh_components(message) {
            let rest = AgentToServer { available_components: None, ..message.clone() };
            self.observed.merge(&rest)
        } else {
            self.observed.merge(message)
        };
        self.offers.on_message(message);
        if is_full(message) || (self.full_state.wanted && answers_request(message)) {
            self.full_state.wanted = false;
        } else if !in_order {
            self.full_state.want();
        }
        changed
    }

    /// Whether a replayed number was merged before: it lies at most a replay window behind the last one, and that one
    /// came on the same socket. An agent on a new socket may have begun to count again.
    pub(super) fn covers(&self, sequence_num: u64) -> bool {
        const WINDOW: u64 = 1024;
        self.counts_socket
            && self.sequence_num.is_some_and(|last| last.wrapping_sub(sequence_num) < WINDOW)
    }

    /// Whether to ask now; if so it counts as asked.
    pub(super) fn full_state_due(&mut self, context: &mut Context<'_>) -> bool {
        let state = &mut self.full_state;
        if !context.voice || context.now < state.deadline() {
            return false;
        }
        if !context.full_states.take(context.now) {
            state.retry = Some(context.now + PACED);
            return false;
        }
        state.asked = Some(context.now);
        state.awaited = true;
        state.retry = None;
        true
    }
}

/// A report that leaves nothing to ask for: the description and whatever the capability bits promise.
fn is_full(message: &AgentToServer) -> bool {
    let capabilities = Capabilities(message.capabilities);
    let promised = [
        (Bit::ReportsHealth, message.health.is_some()),
        (Bit::ReportsEffectiveConfig, message.effective_config.is_some()),
        (Bit::ReportsPackageStatuses, message.package_statuses.is_some()),
        (Bit::ReportsAvailableComponents, message.available_components.is_some()),
    ];
    message.agent_description.is_some()
        && promised.iter().all(|(bit, reported)| *reported || !capabilities.has(*bit))
}

/// Some agents promise more than they report. What they send with their description is all there is.
fn answers_request(message: &AgentToServer) -> bool {
    message.agent_description.is_some()
}
