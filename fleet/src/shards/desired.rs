//! Re-resolving: desired state is computed again when the agent, its row or the catalog changes.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::{Arc, Weak};

use proto::opamp::v1::ConnectionSettingsOffers;
use proto::record::v1 as record;

use super::{Effect, Phase, Shards};
use crate::custom::Served;
use crate::desired::{Catalog, Payload, Subject, Target, resolve};
use crate::link::{Claim, ToGateway};
use crate::selector::Claims;
use crate::session::{Offer, Slot};
use crate::{AgentId, Digest, Moment, Revision, Shard};

/// An agent's desired row as of a revision of the store; `None`: it has none.
#[derive(Debug, Clone, PartialEq)]
pub struct RowChange {
    /// The row.
    pub row: Option<Box<record::Desired>>,
    /// The revision that changed it.
    pub at: Revision,
}

/// The desired rows of one shard as they were at a revision.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// Whose row is which.
    pub rows: Vec<(AgentId, record::Desired)>,
    /// The revision they were read at.
    pub at: Revision,
}

/// Agents looked at in one step, so that a fleet-wide change does not stall conversations.
const STEP_LEN_MAX: usize = 256;

impl Shards {
    /// Configs or assignments changed. Call [`Shards::step`] until it is done.
    pub fn set_catalog(&mut self, catalog: Arc<Catalog>) {
        self.catalog = catalog;
        self.resolve_all();
    }

    /// The custom capabilities this server lists changed: agents are told. Call [`Shards::step`] until it is done.
    pub fn set_custom(&mut self, custom: Served) {
        if self.custom != custom {
            self.custom = custom;
            self.resolve_all();
        }
    }

    pub(super) fn resolve_all(&mut self) {
        if self.resolving.is_some() {
            self.resolve_again = true;
        } else {
            self.resolving = self.shards.keys().next().map(|shard| (*shard, None));
        }
    }

    /// Composed offers left out since the last call because no message may be that large.
    pub fn take_too_large(&mut self) -> u64 {
        std::mem::take(&mut self.composed.too_large)
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

    fn shards_after(&mut self, shard: Shard) -> Option<(Shard, Option<AgentId>)> {
        let after = (Bound::Excluded(shard), Bound::Unbounded);
        let next = self.shards.range(after).next().map(|(next, _)| *next);
        let next = next.or_else(|| {
            std::mem::take(&mut self.resolve_again).then(|| self.shards.keys().next().copied())?
        });
        next.map(|next| (next, None))
    }

    /// The agent's desired row changed. Rows of shards owned elsewhere are ignored, and what was read already.
    pub fn set_row(
        &mut self,
        shard: Shard,
        id: AgentId,
        change: RowChange,
        now: Moment,
    ) -> Vec<Effect> {
        let Some(state) = self.shards.get_mut(&shard) else { return Vec::new() };
        if matches!(state.phase, Phase::Loading) {
            state.early_rows.push((id, change));
            return Vec::new();
        }
        let RowChange { row, at } = change;
        if at <= state.rows_at || (row.is_none() && !state.agents.contains_key(&id)) {
            // What was meant for a forgotten agent goes after it.
            return Vec::new();
        }
        state.agents.entry(id).or_insert_with(|| self.renames.newcomer(id, now)).row = row;
        self.resolve(shard, id);
        self.push(shard, id, now)
    }

    /// Every desired row there was at this revision, after changes were lost: what is not among them is gone. A shard
    /// that is being loaded is read again if it was read before.
    pub fn reset_rows(
        &mut self,
        rows: &BTreeMap<(Shard, AgentId), record::Desired>,
        at: Revision,
        now: Moment,
    ) -> Vec<Effect> {
        let mut changed = Vec::new();
        for (shard, state) in &mut self.shards {
            if at <= state.rows_at {
                continue;
            }
            if matches!(state.phase, Phase::Loading) {
                state.rows_at = at;
                state.early_rows.clear();
                continue;
            }
            let (first, last) = (AgentId::new([0; 16]), AgentId::new([0xff; 16]));
            let listed = rows.range((*shard, first)..=(*shard, last)).map(|((_, id), _)| *id);
            let known = state.agents.keys().copied();
            for id in known.chain(listed).collect::<BTreeSet<_>>() {
                let row = rows.get(&(*shard, id));
                let old = state.agents.get(&id).and_then(|agent| agent.row.as_deref());
                if old != row {
                    changed.push((*shard, id, RowChange { row: row.cloned().map(Box::new), at }));
                }
            }
        }
        let set = |(shard, id, change)| self.set_row(shard, id, change, now);
        changed.into_iter().flat_map(set).collect()
    }

    /// Forgets an agent: its record is deleted by whoever asked. Its sockets are closed, because nobody would answer
    /// them; who is to take another uid goes on being told so.
    pub fn forget(&mut self, claim: Claim, id: AgentId, now: Moment) -> Vec<Effect> {
        let mut effects =
            if self.renames.of(id).is_none() { self.close_all(claim, id) } else { Vec::new() };
        effects.extend(self.disconnected(claim, id, now));
        if let Some(state) = self.shards.get_mut(&claim.shard)
            && let Some(agent) = state.agents.remove(&id)
            && let Some(at) = agent.timer
        {
            self.timers.remove(&(at, claim.shard, id));
        }
        effects
    }

    fn close_all(&self, claim: Claim, id: AgentId) -> Vec<Effect> {
        let seat = self.incumbent(claim.shard, id).map(|seat| (seat.gateway, seat.key));
        let agent = self.shards.get(&claim.shard).and_then(|state| state.agents.get(&id));
        let others = agent.into_iter().flat_map(|agent| &agent.challengers);
        let others = others.map(|challenger| (challenger.gateway, challenger.attach.key));
        let close = |(gateway, key)| {
            let why = "the agent was deleted".to_owned();
            Effect::ToGateway(gateway, ToGateway::Close(key, claim, 1000, why))
        };
        seat.into_iter().chain(others).map(close).collect()
    }

    /// Computes what the agent should have now.
    pub(super) fn resolve(&mut self, shard: Shard, id: AgentId) {
        let catalog = Arc::clone(&self.catalog);
        let state = self.shards.get_mut(&shard);
        let Some(agent) = state.and_then(|state| state.agents.get_mut(&id)) else { return };
        let Some(description) = agent.session.observed().description() else { return };
        let capabilities = agent.session.capabilities();
        agent.resolved = Some(capabilities);
        let claims = Claims::of(&description);
        let subject = Subject { agent: id, claims: &claims, row: agent.row.as_deref() };
        let desired = resolve(&subject, &catalog);
        let whole = |target: &Target| target.item().and_then(|item| item.payload().cloned());
        let composed = desired.settings(capabilities);
        let settings = composed.and_then(|offer| self.composed.payload(offer, &catalog));
        let offers = [
            (Slot::RemoteConfig, whole(&desired.remote_config), desired.retry),
            (Slot::Packages, whole(&desired.packages), desired.packages_retry),
            (Slot::Settings, settings, desired.settings_retry),
        ];
        for (slot, payload, retry) in offers {
            let offer = payload.map(|payload| Offer { payload, retry });
            agent.session.on_desired(slot, offer);
        }
    }

    /// Computes it again if it was computed for other capability bits.
    pub(super) fn resolve_changed(&mut self, shard: Shard, id: AgentId) {
        let Some(agent) = self.agent_mut(shard, id) else { return };
        if agent.resolved != Some(agent.session.capabilities()) {
            self.resolve(shard, id);
        }
    }
}

/// Connection settings composed for agents, each kept once: most agents get the same.
#[derive(Debug, Default)]
pub(super) struct Composed {
    known: BTreeMap<Digest, Weak<Payload>>,
    /// Where to forget those that nobody should have any more.
    sweep_len: usize,
    /// Offers too large for a message.
    too_large: u64,
}

impl Composed {
    fn payload(
        &mut self,
        offer: ConnectionSettingsOffers,
        catalog: &Catalog,
    ) -> Option<Arc<Payload>> {
        let hash = Digest::try_from(&offer.hash[..]).ok()?;
        if let Some(known) = self.known.get(&hash).and_then(Weak::upgrade) {
            return Some(known);
        }
        let payload = Arc::new(Payload::settings(offer)?);
        if !catalog.carries(payload.fragment.len()) {
            self.too_large += 1;
            return None;
        }
        if payload.fragment_hash.is_some() {
            if self.known.len() >= self.sweep_len {
                self.known.retain(|_, known| known.strong_count() > 0);
                self.sweep_len = 2 * self.known.len() + SWEEP_LEN_MIN;
            }
            self.known.insert(hash, Arc::downgrade(&payload));
        }
        Some(payload)
    }
}

/// Composed settings that are kept before looking whether they are needed.
const SWEEP_LEN_MIN: usize = 64;
