//! A shard's life on this node: loaded, attached, READY, moved away or lost.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use proto::record::v1 as record;

use super::agent::{Agent, Connection};
use super::{Effect, Phase, Rows, Shards, State, handover};
use crate::id::SHARDS;
use crate::link::{Claim, ToGateway, Transport};
use crate::observed::Observed;
use crate::session::{Outcome, Refusal, Session};
use crate::{AgentId, Digest, Epoch, MemberId, Moment, Revision, Shard};

/// An agent as the store has it.
#[derive(Debug, Clone, Default)]
pub struct StoredAgent {
    /// Its record.
    pub record: record::Agent,
    /// Bodies the record names by hash: the description at least.
    pub bodies: Vec<Bytes>,
}

impl Shards {
    /// The shards owned now, with their epochs.
    pub fn claims(&self) -> impl Iterator<Item = Claim> {
        self.shards.iter().map(|(shard, state)| Claim { shard: *shard, epoch: state.epoch })
    }

    /// Whether the shard serves under this claim.
    pub fn is_ready(&self, claim: Claim) -> bool {
        let ready = |s: &State| s.epoch == claim.epoch && matches!(s.phase, Phase::Ready);
        self.shards.get(&claim.shard).is_some_and(ready)
    }

    /// The store says that this node owns the shard. Agents are loaded first.
    pub fn own(&mut self, claim: Claim) -> Vec<Effect> {
        if self.shards.get(&claim.shard).is_some_and(|state| state.epoch >= claim.epoch) {
            return Vec::new();
        }
        let mut effects = self.release(claim.shard);
        let state = State {
            epoch: claim.epoch,
            phase: Phase::Loading,
            loaded: false,
            agents: BTreeMap::new(),
            early: Vec::new(),
            rows_at: Revision(0),
            early_rows: Vec::new(),
            parked: Vec::new(),
            attaches: 0,
        };
        self.shards.insert(claim.shard, state);
        self.unsettled.insert(claim.shard);
        self.share_pace();
        effects.push(Effect::Load(claim));
        effects
    }

    /// The answer to [`Effect::Load`]: the shard's agents, and its desired rows, which were read last.
    pub fn loaded(
        &mut self,
        claim: Claim,
        agents: Vec<StoredAgent>,
        rows: Rows,
        now: Moment,
    ) -> Vec<Effect> {
        let until = now + self.config.ready_wait;
        let waiting = self.gateways.clone();
        let handed = self.take_handed(claim, now);
        let Some(state) = self.shards.get_mut(&claim.shard) else { return Vec::new() };
        if state.epoch != claim.epoch || !matches!(state.phase, Phase::Loading) {
            return Vec::new();
        }
        if rows.at < state.rows_at {
            // Changes were lost after they had been read.
            return vec![Effect::Load(claim)];
        }
        state.rows_at = rows.at;
        for stored in agents {
            if let Some(agent) = restore(&stored, now) {
                state.agents.insert(agent.session.agent(), Box::new(agent));
            }
        }
        let changed = std::mem::take(&mut state.early_rows).into_iter();
        let changed = changed.filter(|(_, change)| change.at > rows.at);
        let changed = changed.map(|(id, change)| (id, change.row));
        let read = rows.rows.into_iter().map(|(id, row)| (id, Some(Box::new(row))));
        for (id, row) in read.chain(changed) {
            state.agents.entry(id).or_insert_with(|| self.renames.newcomer(id, now)).row = row;
        }
        for handoff in handed {
            if let Some(agent) = state.agents.get_mut(&handoff.agent) {
                handover::take(agent, &handoff, now);
            }
        }
        state.phase = Phase::Attaching { until, waiting };
        state.loaded = true;
        let early = std::mem::take(&mut state.early);
        let pollers: Vec<AgentId> = state.agents.keys().copied().collect();
        for id in pollers {
            self.resolve(claim.shard, id);
            self.reschedule(claim.shard, id, now);
        }
        let mut effects = self.ready_if_attached(claim, now);
        for (gateway, frame) in early {
            effects.extend(self.on_frame(gateway, frame, now));
        }
        effects
    }

    /// The live gateways, as the store has them. Sessions of one that is gone are over; should it live and only its
    /// lease have ended, it presents its sockets again on its next link.
    pub fn set_gateways(&mut self, gateways: BTreeSet<MemberId>, now: Moment) -> Vec<Effect> {
        let gone: Vec<MemberId> = self.gateways.difference(&gateways).copied().collect();
        self.gateways = gateways;
        let mut effects = Vec::new();
        for gateway in gone {
            for claim in self.claims().collect::<Vec<_>>() {
                if let Some(state) = self.shards.get_mut(&claim.shard)
                    && let Phase::Attaching { waiting, .. } = &mut state.phase
                {
                    waiting.remove(&gateway);
                }
                effects.extend(self.on_flushed(gateway, claim));
                effects.extend(self.drop_gateway(claim, gateway, None, now));
                effects.extend(self.ready_if_attached(claim, now));
            }
            effects.extend(self.links.contains_key(&gateway).then_some(Effect::CutLink(gateway)));
        }
        effects
    }

    /// A gateway opened a link.
    pub fn on_link_up(&mut self, gateway: MemberId) {
        self.link_count += 1;
        self.links.insert(gateway, self.link_count);
    }

    /// A gateway's link is gone; its sockets may be alive.
    pub fn on_link_lost(&mut self, gateway: MemberId) -> Vec<Effect> {
        self.links.remove(&gateway);
        let mut effects = Vec::new();
        for claim in self.claims().collect::<Vec<_>>() {
            effects.extend(self.on_flushed(gateway, claim));
            let Some(state) = self.shards.get_mut(&claim.shard) else { continue };
            // All of it comes again on the next link.
            state.early.retain(|(from, _)| *from != gateway);
            for agent in state.agents.values_mut().filter(|a| a.gateway() == Some(gateway)) {
                effects.extend(Self::answers(Some(gateway), agent.session.on_path_lost()));
            }
        }
        effects
    }

    /// A gateway has attached every session of the shard: what it did not attach on this link is gone.
    pub(super) fn on_attached(
        &mut self,
        gateway: MemberId,
        claim: Claim,
        now: Moment,
    ) -> Vec<Effect> {
        let link = self.links.get(&gateway).copied();
        let mut effects = self.drop_gateway(claim, gateway, link, now);
        if let Some(state) = self.shards.get_mut(&claim.shard)
            && let Phase::Attaching { waiting, .. } = &mut state.phase
        {
            waiting.remove(&gateway);
        }
        effects.extend(self.ready_if_attached(claim, now));
        effects
    }

    /// Ends the sessions of a gateway that were attached on another link than `keep`.
    fn drop_gateway(
        &mut self,
        claim: Claim,
        of: MemberId,
        keep: Option<u64>,
        now: Moment,
    ) -> Vec<Effect> {
        let Some(state) = self.shards.get_mut(&claim.shard) else { return Vec::new() };
        for agent in state.agents.values_mut().filter(|a| !a.challengers.is_empty()) {
            agent.challengers.retain(|c| c.gateway != of || Some(c.link) == keep);
        }
        let lost = |agent: &Agent| {
            matches!(agent.connection, Connection::Socket { gateway, link, .. }
                if gateway == of && Some(link) != keep)
        };
        let lost: Vec<AgentId> =
            state.agents.iter().filter(|(_, agent)| lost(agent)).map(|(id, _)| *id).collect();
        lost.into_iter().flat_map(|id| self.take_over(claim, id, now)).collect()
    }

    fn ready_if_attached(&mut self, claim: Claim, now: Moment) -> Vec<Effect> {
        let Some(state) = self.shards.get_mut(&claim.shard) else { return Vec::new() };
        match &state.phase {
            Phase::Attaching { until, waiting } if waiting.is_empty() || *until <= now => {}
            Phase::Attaching { .. } | Phase::Loading | Phase::Ready | Phase::Moving { .. } => {
                return Vec::new();
            }
        }
        state.phase = Phase::Ready;
        self.unsettled.remove(&claim.shard);
        let parked = std::mem::take(&mut state.parked);
        let contested: Vec<AgentId> = state
            .agents
            .iter()
            .filter(|(_, agent)| !agent.challengers.is_empty())
            .map(|(id, _)| *id)
            .collect();
        let mut effects = vec![Effect::Ready(claim)];
        for id in contested {
            self.reset_ruling(claim, id);
            effects.extend(self.open_ruling(claim, id, now));
        }
        for parked in parked {
            effects.extend(self.instruct(claim, parked, now));
        }
        effects
    }

    /// The shards that are not READY, with their epochs.
    fn unsettled(&self) -> Vec<Claim> {
        let claim = |shard: &Shard| Some(Claim { shard: *shard, epoch: self.epoch(*shard)? });
        self.unsettled.iter().filter_map(claim).collect()
    }

    /// Phases whose time is up.
    pub(super) fn phases_due(&mut self, now: Moment) -> Vec<Effect> {
        let mut effects = Vec::new();
        let mut late = BTreeSet::new();
        let wait = self.config.flush_wait;
        for claim in self.unsettled() {
            effects.extend(self.ready_if_attached(claim, now));
            if let Some(state) = self.shards.get_mut(&claim.shard) {
                let late = state.parked.extract_if(.., |order| order.expires <= now);
                let expired = Outcome::Refused(Refusal::Expired);
                effects.extend(late.map(|order| Effect::Answer(order.id, None, expired)));
            }
            if let Some(state) = self.shards.get_mut(&claim.shard)
                && let Phase::Moving { until, waiting, flushed: false } = &mut state.phase
                && *until <= now
            {
                // The links are cut once; losing them ends the wait.
                *until = now + wait;
                late.extend(waiting.iter().copied());
            }
        }
        // Cutting the link loses what was on its way, so nothing of the old owner is left there either.
        effects.extend(late.into_iter().map(Effect::CutLink));
        effects
    }

    /// Prepares a planned move: input stops, gateways flush. [`Effect::Flushed`] follows for each shard.
    pub fn begin_move(&mut self, claims: &[Claim], now: Moment) -> Vec<Effect> {
        let until = now + self.config.flush_wait;
        let linked: BTreeSet<MemberId> = self.links.keys().copied().collect();
        let mut moving = Vec::new();
        let mut effects = Vec::new();
        for claim in claims {
            let state = self.shards.get_mut(&claim.shard);
            let Some(state) = state.filter(|s| s.epoch == claim.epoch) else { continue };
            // After a move that was given up: what was flushed still is.
            if let Phase::Moving { flushed, .. } = state.phase {
                effects.extend(flushed.then_some(Effect::Flushed(*claim)));
                continue;
            }
            let flushed = linked.is_empty();
            state.phase = Phase::Moving { until, waiting: linked.clone(), flushed };
            self.unsettled.insert(claim.shard);
            moving.push(*claim);
            if flushed {
                effects.push(Effect::Flushed(*claim));
            }
        }
        for gateway in linked.into_iter().filter(|_| !moving.is_empty()) {
            effects.push(Effect::ToGateway(gateway, ToGateway::Flush(moving.clone())));
        }
        effects
    }

    pub(super) fn on_flushed(&mut self, gateway: MemberId, claim: Claim) -> Vec<Effect> {
        let Some(state) = self.shards.get_mut(&claim.shard) else { return Vec::new() };
        let Phase::Moving { waiting, flushed, .. } = &mut state.phase else { return Vec::new() };
        waiting.remove(&gateway);
        if *flushed || !waiting.is_empty() || state.epoch != claim.epoch {
            return Vec::new();
        }
        *flushed = true;
        vec![Effect::Flushed(claim)]
    }

    /// The move did not happen: the shard serves again, and gateways attach their sessions again.
    pub fn abort_move(&mut self, claims: &[Claim], now: Moment) -> Vec<Effect> {
        let (mut resumed, mut effects) = (Vec::new(), Vec::new());
        for claim in claims {
            let Some(state) = self.shards.get_mut(&claim.shard) else { continue };
            if state.epoch == claim.epoch && matches!(state.phase, Phase::Moving { .. }) {
                let until = now + self.config.ready_wait;
                state.phase =
                    Phase::Attaching { until, waiting: self.links.keys().copied().collect() };
                if !state.loaded {
                    // The move came before the agents: they are read now. All frames come again.
                    state.phase = Phase::Loading;
                    state.early.clear();
                    effects.push(Effect::Load(*claim));
                }
                resumed.push(*claim);
            }
        }
        let gateways = self.links.keys().copied().filter(|_| !resumed.is_empty());
        let resume = |gateway| Effect::ToGateway(gateway, ToGateway::Resume(resumed.clone()));
        effects.extend(gateways.map(resume));
        for claim in resumed.clone() {
            effects.extend(self.ready_if_attached(claim, now));
        }
        effects
    }

    /// The shard has another owner, or the lease is gone: nothing of it is kept.
    pub fn release(&mut self, shard: Shard) -> Vec<Effect> {
        self.unsettled.remove(&shard);
        let Some(state) = self.shards.remove(&shard) else { return Vec::new() };
        self.share_pace();
        let mut effects = Vec::new();
        for parked in state.parked {
            let outcome = Outcome::Refused(Refusal::NotOwner);
            effects.push(Effect::Answer(parked.id, None, outcome));
        }
        for (id, mut agent) in state.agents {
            if let Some(at) = agent.timer {
                self.timers.remove(&(at, shard, id));
            }
            let gateway = agent.gateway();
            effects.extend(Self::answers(gateway, agent.session.refuse_waiting(Refusal::NotOwner)));
            effects.extend(Self::answers(gateway, agent.session.on_path_lost()));
        }
        effects
    }

    /// Keeps the cluster's pace together with the owners of the other shards, without a word between them.
    fn share_pace(&mut self) {
        let owned = u32::try_from(self.shards.len()).unwrap_or(u32::MAX);
        self.full_states.set_share(owned, SHARDS.into());
    }

    pub(super) fn agent_mut(&mut self, shard: Shard, id: AgentId) -> Option<&mut Agent> {
        self.shards.get_mut(&shard)?.agents.get_mut(&id).map(|agent| &mut **agent)
    }

    /// The epoch under which the shard is owned.
    pub fn epoch(&self, shard: Shard) -> Option<Epoch> {
        self.shards.get(&shard).map(|state| state.epoch)
    }
}

pub(super) fn restore(stored: &StoredAgent, now: Moment) -> Option<Agent> {
    let record = &stored.record;
    let id = AgentId::from_wire(&record.instance_uid).ok()?;
    let body = |hash: Digest| stored.bodies.iter().find(|b| Digest::of(b) == hash).cloned();
    let observed = Observed::from_record(&record.parts, body);
    let session = Session::from_record(id, record, observed);
    let mut agent = Agent::new(session, now);
    agent.first_seen = Moment(u64::try_from(record.first_seen_unix_ms).unwrap_or_default());
    agent.last_seen = Moment(u64::try_from(record.reported_unix_ms).unwrap_or_default());
    agent.certificate = Digest::try_from(&record.credential[..]).ok();
    agent.transport = match record::Transport::try_from(record.transport) {
        Ok(record::Transport::Http) => Some(Transport::Http),
        Ok(record::Transport::Websocket) => Some(Transport::WebSocket),
        Ok(record::Transport::Unspecified) | Err(_) => None,
    };
    agent.stored = Some(agent.storable());
    Some(agent)
}
