//! In which order agents last changed.

use std::collections::BTreeMap;

use crate::AgentId;

/// The most vanished agents that are remembered for followers.
const GONE_MAX: usize = 16_384;

/// One position per agent: its last change. Positions only rise.
#[derive(Debug, Default)]
pub(super) struct Changes {
    position: u64,
    order: BTreeMap<u64, AgentId>,
    last: BTreeMap<AgentId, u64>,
    gone: BTreeMap<u64, AgentId>,
    /// Vanished agents up to this position are forgotten.
    forgotten: u64,
}

/// The follower is too far behind: it has to list everything again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("changes since this position are no longer remembered: list again")]
pub struct Lagged;

impl Changes {
    pub(super) const fn position(&self) -> u64 {
        self.position
    }

    pub(super) fn note(&mut self, agent: AgentId, is_gone: bool) {
        self.position += 1;
        if let Some(last) = self.last.insert(agent, self.position) {
            self.order.remove(&last);
            self.gone.remove(&last);
        }
        self.order.insert(self.position, agent);
        if !is_gone {
            return;
        }
        self.gone.insert(self.position, agent);
        if self.gone.len() > GONE_MAX
            && let Some((position, agent)) = self.gone.pop_first()
        {
            self.order.remove(&position);
            self.last.remove(&agent);
            self.forgotten = position;
        }
    }

    pub(super) fn since(&self, after: u64, limit: usize) -> Result<(Vec<AgentId>, u64), Lagged> {
        if after < self.forgotten {
            return Err(Lagged);
        }
        let changed = self.order.range(after + 1..).take(limit);
        let (mut agents, mut upto) = (Vec::new(), after);
        for (position, agent) in changed {
            agents.push(*agent);
            upto = *position;
        }
        if agents.len() < limit {
            upto = self.position;
        }
        Ok((agents, upto))
    }
}
