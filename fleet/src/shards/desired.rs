//! Re-resolving: desired state is computed again when the agent, its row or the catalog changes.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use proto::record::v1 as record;

use super::agent::Agent;
use super::{Effect, Phase, Shards};
use crate::desired::{Catalog, Subject, resolve};
use crate::link::Claim;
use crate::selector::Claims;
use crate::session::{Offer, Session};
use crate::{AgentId, Moment, Shard};

/// Agents looked at in one step, so that a fleet-wide change does not stall conversations.
const STEP_LEN_MAX: usize = 256;

impl Shards {
    /// Configs or assignments changed. Call [`Shards::step`] until it is done.
    pub fn set_catalog(&mut self, catalog: Arc<Catalog>) {
        self.catalog = catalog;
        self.resolve_all();
    }

    pub(super) fn resolve_all(&mut self) {
        self.resolving = self.shards.keys().next().map(|shard| (*shard, None));
    }

    /// Whether [`Shards::step`] has work.
    pub fn has_steps(&self) -> bool {
        self.resolving.is_some()
    }

    /// Re-resolves the next few agents after a change of the catalog.
    pub fn step(&mut self, now: Moment) -> Vec<Effect> {
        let mut effects = Vec::new();
        let Some((shard, after)) = self.resolving.take() else { return effects };
        let Some(state) = self.shards.get(&shard) else {
            self.resolving = self.shards_after(shard);
            return effects;
        };
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let ids: Vec<AgentId> = state
            .agents
            .range((from, Bound::Unbounded))
            .take(STEP_LEN_MAX)
            .map(|(id, _)| *id)
            .collect();
        self.resolving = match ids.last() {
            Some(last) if ids.len() == STEP_LEN_MAX => Some((shard, Some(*last))),
            Some(_) | None => self.shards_after(shard),
        };
        for id in ids {
            self.resolve(shard, id);
            effects.extend(self.push(shard, id, now));
        }
        effects
    }

    fn shards_after(&self, shard: Shard) -> Option<(Shard, Option<AgentId>)> {
        let after = (Bound::Excluded(shard), Bound::Unbounded);
        self.shards.range(after).next().map(|(next, _)| (*next, None))
    }

    /// The agent's desired row changed. Rows of shards owned elsewhere are ignored.
    pub fn set_row(
        &mut self,
        shard: Shard,
        id: AgentId,
        row: Option<record::Desired>,
        now: Moment,
    ) -> Vec<Effect> {
        let Some(state) = self.shards.get_mut(&shard) else { return Vec::new() };
        if matches!(state.phase, Phase::Loading) {
            state.early_rows.push((id, row));
            return Vec::new();
        }
        let fresh = || Box::new(Agent::new(Session::new(id), now));
        state.agents.entry(id).or_insert_with(fresh).row = row;
        self.resolve(shard, id);
        self.push(shard, id, now)
    }

    /// Every desired row there is, after changes were lost: what is not among them is gone.
    pub fn reset_rows(
        &mut self,
        rows: &BTreeMap<(Shard, AgentId), record::Desired>,
        now: Moment,
    ) -> Vec<Effect> {
        let mut changed = Vec::new();
        for (shard, state) in &self.shards {
            for (id, agent) in &state.agents {
                let row = rows.get(&(*shard, *id));
                if agent.row.as_ref() != row {
                    changed.push((*shard, *id, row.cloned()));
                }
            }
        }
        let set = |(shard, id, row)| self.set_row(shard, id, row, now);
        changed.into_iter().flat_map(set).collect()
    }

    /// Forgets an agent: its record is deleted by whoever asked.
    pub fn forget(&mut self, claim: Claim, id: AgentId, now: Moment) -> Vec<Effect> {
        let effects = self.disconnected(claim, id, now);
        if let Some(state) = self.shards.get_mut(&claim.shard)
            && let Some(agent) = state.agents.remove(&id)
            && let Some(at) = agent.timer
        {
            self.timers.remove(&(at, claim.shard, id));
        }
        effects
    }

    /// Computes what the agent should have now.
    pub(super) fn resolve(&mut self, shard: Shard, id: AgentId) {
        let catalog = Arc::clone(&self.catalog);
        let Some(agent) = self.agent_mut(shard, id) else { return };
        let Some(description) = agent.session.observed().description() else { return };
        let claims = Claims::of(&description);
        let subject = Subject { agent: id, claims: &claims, row: agent.row.as_ref() };
        let desired = resolve(&subject, &catalog);
        let offer = desired
            .config()
            .map(|config| Offer { config: Arc::clone(config), retry: desired.retry });
        agent.session.on_desired(offer);
    }
}
