//! What a fleet did, in numbers.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use fleet::AgentId;
use proto::opamp::v1::RemoteConfigStatuses;

use super::agent::Agent;
use crate::seen::Seen;

/// A fleet at one moment. Counts are since the start.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many agents there are.
    pub agents: u64,
    /// How many are connected now (polling: whose last poll was answered).
    pub connected: u64,
    /// WebSockets that pack messages now.
    pub packed: u64,
    /// Connections opened.
    pub connects: u64,
    /// Attempts that came to nothing, refusals included.
    pub connect_failures: u64,
    /// Connections that ended, whoever ended them.
    pub disconnects: u64,
    /// Messages to the server.
    pub sent: u64,
    /// Messages from the server.
    pub received: u64,
    /// Offers received, repeats included.
    pub offers: u64,
    /// Remote configs applied, package sets installed, and connection settings taken that were not
    /// for this server.
    pub applied: u64,
    /// Offers that failed as scripted.
    pub failed: u64,
    /// New credentials adopted.
    pub adopted: u64,
    /// Offered settings that no connection can be made with.
    pub settings_unusable: u64,
    /// Commands received.
    pub commands: u64,
    /// Requests for the full state.
    pub full_state_requests: u64,
    /// `error_response` messages.
    pub errors: u64,
    /// From the first message on an agent's newest connection to its first answer, the median of
    /// all agents.
    pub first_reply_p50: Duration,
    /// The same, the 99th percentile.
    pub first_reply_p99: Duration,
}

/// One agent at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentView {
    /// Its uid now.
    pub uid: AgentId,
    /// The uid it started with.
    pub first_uid: AgentId,
    /// Whether it is connected.
    pub connected: bool,
    /// The hash of the last remote config it applied and reports; `None` before, and after a newer
    /// one failed.
    pub applied: Option<Bytes>,
    /// What it saw.
    pub seen: Seen,
    /// Its side of its connection, to break exactly this one from outside.
    pub local: Option<SocketAddr>,
    /// Connections opened.
    pub connects: u64,
    /// The heartbeat or poll interval in force; zero is off.
    pub heartbeat: Duration,
}

pub(super) fn view(agent: &Agent) -> AgentView {
    let state = agent.state();
    let session = &state.session;
    let remote = session.remote_config();
    AgentView {
        uid: session.uid(),
        first_uid: session.identity().uid,
        connected: session.connected(),
        applied: (remote.status() == RemoteConfigStatuses::Applied)
            .then(|| remote.last_remote_config_hash.clone()),
        seen: session.seen().clone(),
        local: state.wire.local,
        connects: state.wire.connects,
        heartbeat: session.heartbeat(),
    }
}

pub(super) fn of(agents: &[Arc<Agent>]) -> Summary {
    let mut sum = Summary { agents: agents.len() as u64, ..Summary::default() };
    let mut replies = Vec::with_capacity(agents.len());
    for agent in agents {
        let state = agent.state();
        let (seen, wire) = (state.session.seen(), &state.wire);
        sum.connected += u64::from(state.session.connected());
        sum.packed += u64::from(wire.packed);
        sum.connects += wire.connects;
        sum.connect_failures += wire.connect_failures;
        sum.disconnects += wire.disconnects;
        sum.settings_unusable += wire.settings_unusable;
        sum.sent += seen.sent;
        sum.received += seen.received;
        sum.offers += seen.offers();
        sum.applied += seen.applied;
        sum.failed += seen.failed;
        sum.adopted += seen.adopted;
        sum.commands += seen.commands;
        sum.full_state_requests += seen.full_state_requests;
        sum.errors += seen.errors;
        replies.extend(wire.first_reply);
    }
    replies.sort_unstable();
    sum.first_reply_p50 = percentile(&replies, 50);
    sum.first_reply_p99 = percentile(&replies, 99);
    sum
}

/// The smallest of these that at least `percent` of them do not exceed; zero of none.
fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let rank = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(rank).copied().unwrap_or_default()
}
