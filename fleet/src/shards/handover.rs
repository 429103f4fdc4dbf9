//! What the owner of a shard hands to its successor: polling agents have no gateway that keeps their checkpoints.

use std::time::Duration;

use super::Shards;
use super::agent::{Agent, Connection};
use crate::link::{Checkpoint, Claim, Transport};
use crate::{AgentId, MemberId, Moment};

/// How long after a hand-over its shard may be claimed and loaded: flushing and one transaction, with room to spare.
const HANDED_LIFE: Duration = Duration::from_secs(60);

/// What an old owner knows of a polling agent and the store does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handoff {
    /// Who.
    pub agent: AgentId,
    /// Where its conversation stands.
    pub checkpoint: Checkpoint,
    /// How long ago it polled.
    pub silent: Duration,
    /// How often it polls.
    pub every: Duration,
}

impl Shards {
    /// What the successor must be told about polling agents.
    pub fn handoff(&self, claim: Claim, now: Moment) -> Vec<Handoff> {
        let Some(state) = self.shards.get(&claim.shard) else { return Vec::new() };
        let poller = |agent: &Agent| {
            let Connection::Polling { last, every, .. } = agent.connection else { return None };
            let checkpoint = agent.session.checkpoint();
            let agent = agent.session.agent();
            Some(Handoff { agent, checkpoint, silent: now.since(last), every })
        };
        state.agents.values().filter_map(|agent| poller(agent)).collect()
    }

    /// The old owner hands over; used when the store says that this node owns the shard.
    pub fn expect(&mut self, old: Claim, agents: Vec<Handoff>, now: Moment) {
        self.handed.insert(old.shard, (old.epoch, now, agents));
    }

    /// What was handed over with the shard by the owner before this claim.
    pub(super) fn take_handed(&mut self, claim: Claim, now: Moment) -> Vec<Handoff> {
        let handed = self.handed.remove(&claim.shard);
        let fresh = |at: Moment| now.since(at) < HANDED_LIFE;
        let handed = handed.filter(|(old, at, _)| *old < claim.epoch && fresh(*at));
        handed.map(|(.., agents)| agents).unwrap_or_default()
    }
}

/// The successor goes on where the old owner stopped.
pub(super) fn take(agent: &mut Agent, handoff: &Handoff, now: Moment) {
    agent.session.on_attach(Some(&handoff.checkpoint), false, true);
    agent.live = true;
    agent.transport = Some(Transport::Http);
    let last = now - handoff.silent;
    // No gateway has spoken for it here yet; the next poll names one.
    let gateway = MemberId::new([0; 16]);
    agent.connection = Connection::Polling { gateway, last, every: handoff.every };
    agent.last_seen = last;
}
