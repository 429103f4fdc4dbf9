//! What the rest of the cluster learns of an agent: its record in the store, and its presence.

use std::time::Duration;

use bytes::Bytes;
use proto::record::v1 as record;
use proto::route::v1 as route;
use record::PartKind;

use super::agent::{Agent, Connection, Stored};
use super::message::jittered;
use super::{Effect, Phase, Shards, State};
use crate::link::{Claim, Transport};
use crate::observed::{DECIDED_ON, INLINE_BYTES_MAX};
use crate::session::Slot;
use crate::{AgentId, Digest, Moment, Prefix, Shard};

/// A record to store and the bodies it names.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Whose.
    pub agent: AgentId,
    /// The record.
    pub record: record::Agent,
    /// Bodies that are not inline and may not be in the store yet.
    pub bodies: Vec<(PartKind, Digest, Bytes)>,
    storing: Stored,
}

fn unix_ms(moment: Moment) -> i64 {
    i64::try_from(moment.0).unwrap_or(i64::MAX)
}

impl Shards {
    /// The record of an agent as it should be stored now.
    pub fn report(&self, claim: Claim, id: AgentId, now: Moment) -> Option<Report> {
        let state = self.shards.get(&claim.shard).filter(|s| s.epoch == claim.epoch)?;
        let agent = state.agents.get(&id)?;
        let body = |(kind, part): (PartKind, &crate::observed::Part)| {
            let bytes = part.bytes.clone().filter(|b| b.len() > INLINE_BYTES_MAX)?;
            (!part.not_kept).then_some((kind, part.hash, bytes))
        };
        let bodies = agent.session.observed().parts().filter_map(body).collect();
        let record = record(id, agent, now);
        Some(Report { agent: id, record, bodies, storing: agent.storable() })
    }

    /// What became of a report: stored, with the bodies that were too large for the store, or not (it is tried again).
    pub fn stored(
        &mut self,
        claim: Claim,
        report: &Report,
        outcome: Result<&[Digest], ()>,
        now: Moment,
    ) {
        let id = report.agent;
        if self.epoch(claim.shard) != Some(claim.epoch) {
            return;
        }
        let Some(agent) = self.agent_mut(claim.shard, id) else { return };
        agent.storing = false;
        if let Ok(too_large) = outcome {
            agent.stored = Some(report.storing);
            for (kind, hash, bytes) in &report.bodies {
                if too_large.contains(hash) {
                    agent.session.observed_mut().keep_here(*kind, *hash);
                } else if !DECIDED_ON.contains(kind) && bytes.len() > INLINE_BYTES_MAX {
                    agent.session.observed_mut().release(*kind, *hash);
                }
            }
        }
        self.schedule_store(claim.shard, id, now);
        self.reschedule(claim.shard, id, now);
    }

    /// Agents of a shard whose record is behind: to be stored before the shard is handed over.
    pub fn unstored(&self, claim: Claim) -> Vec<AgentId> {
        let Some(state) = self.shards.get(&claim.shard) else { return Vec::new() };
        let behind = |agent: &Agent| {
            agent.stored != Some(agent.storable()) && agent.live && !agent.is_temporary()
        };
        state.agents.iter().filter(|(_, agent)| behind(agent)).map(|(id, _)| *id).collect()
    }

    /// Looks whether the agent's record is behind and when to store it.
    pub(super) fn schedule_store(&mut self, shard: Shard, id: AgentId, now: Moment) {
        let delay = jittered(self.config.store_delay, id);
        let ahead = self.config.store_every * (self.config.store_burst.max(1) - 1);
        let together = self.config.store_together;
        let Some(agent) = self.agent_mut(shard, id) else { return };
        if agent.stored == Some(agent.storable()) || agent.is_temporary() {
            agent.store_at = None;
        } else if !agent.storing {
            let at = next_multiple((now + delay).max(agent.stored_until - ahead), together);
            agent.store_at.get_or_insert(at);
        }
    }

    /// Sets the agent's one timer to whatever is due first.
    pub(super) fn reschedule(&mut self, shard: Shard, id: AgentId, now: Moment) {
        let missed = self.config.missed_polls_max;
        // What cannot be said now would be due for ever; whatever lifts that looks again.
        let speaks = now < self.voice_until && self.pushes_to(shard, id).is_some();
        let ready = |state: &State| matches!(state.phase, Phase::Ready);
        let rules = self.shards.get(&shard).is_some_and(ready);
        let Some(agent) = self.agent_mut(shard, id) else { return };
        let conversation = match agent.connection {
            Connection::Socket { .. } if speaks => agent.session.deadline(),
            Connection::Socket { .. } => agent.session.expires(),
            Connection::Polling { last, every, .. } => {
                (last + every * missed).min(agent.session.expires())
            }
            Connection::Offline => agent.session.expires(),
        };
        let ruling = agent.challengers.iter().filter_map(|c| c.until).filter(|_| rules).min();
        let at = conversation
            .min(ruling.unwrap_or(Moment::NEVER))
            .min(agent.store_at.unwrap_or(Moment::NEVER));
        let at = Some(at).filter(|at| *at < Moment::NEVER);
        let old = std::mem::replace(&mut agent.timer, at);
        if old != at {
            if let Some(old) = old {
                self.timers.remove(&(old, shard, id));
            }
            if let Some(at) = at {
                self.timers.insert((at, shard, id));
            }
        }
    }

    /// Does what is due for one agent.
    pub(super) fn agent_due(&mut self, shard: Shard, id: AgentId, now: Moment) -> Vec<Effect> {
        let missed = self.config.missed_polls_max;
        let every = jittered(self.config.store_every, id);
        let Some(state) = self.shards.get_mut(&shard) else { return Vec::new() };
        let claim = Claim { shard, epoch: state.epoch };
        let Some(agent) = state.agents.get_mut(&id) else { return Vec::new() };
        let mut effects = Vec::new();
        if agent.store_at.is_some_and(|at| at <= now) {
            (agent.store_at, agent.storing) = (None, true);
            agent.stored_until = agent.stored_until.max(now) + every;
            effects.push(Effect::Store(claim, id));
        }
        let gone = matches!(agent.connection, Connection::Polling { last, every, .. }
            if last + every * missed <= now);
        let ruled = matches!(state.phase, Phase::Ready)
            && agent.challengers.iter().any(|c| c.until.is_some_and(|until| until <= now));
        if gone {
            effects.extend(self.disconnected(claim, id, now));
        }
        if ruled {
            // No answer to the probe: the incumbent is as good as dead.
            effects.extend(self.depose(claim, id, now));
        }
        effects.extend(self.push(shard, id, now));
        effects
    }

    pub(super) fn presence_changed(&self, claim: Claim, id: AgentId) -> Vec<Effect> {
        let state = self.shards.get(&claim.shard);
        let hidden = state.and_then(|s| s.agents.get(&id)).is_some_and(|a| a.is_temporary());
        let told = self.is_ready(claim) && !hidden;
        if told { vec![Effect::Presence(claim, id)] } else { Vec::new() }
    }

    /// The presence of every agent of a shard, for a snapshot.
    pub fn presences(&self, claim: Claim) -> Vec<route::Presence> {
        let Some(state) = self.shards.get(&claim.shard) else { return Vec::new() };
        let shown = state.agents.iter().filter(|(_, agent)| !agent.is_temporary());
        shown.map(|(id, agent)| presence(claim, *id, agent)).collect()
    }

    /// The presence of one agent.
    pub fn presence(&self, claim: Claim, id: AgentId) -> Option<route::Presence> {
        let state = self.shards.get(&claim.shard).filter(|s| s.epoch == claim.epoch)?;
        state.agents.get(&id).map(|agent| presence(claim, id, agent))
    }

    /// Everything held of one agent.
    pub fn inspect(&self, claim: Claim, id: AgentId) -> Option<route::InspectReply> {
        let state = self.shards.get(&claim.shard).filter(|s| s.epoch == claim.epoch)?;
        let agent = state.agents.get(&id)?;
        let part = |(kind, part): (PartKind, &crate::observed::Part)| route::Body {
            kind: i32::from(kind).unsigned_abs(),
            hash: part.hash.to_bytes(),
            data: part.bytes.clone().unwrap_or_default(),
        };
        let desired = |slot| {
            let hash = agent.session.desired(slot).map(|offer| offer.payload.hash);
            hash.map(Digest::to_bytes).unwrap_or_default()
        };
        Some(route::InspectReply {
            outcome: route::Outcome::Unspecified.into(),
            parts: agent.session.observed().parts().map(part).collect(),
            presence: Some(presence(claim, id, agent)),
            record: Some(record(id, agent, agent.last_seen)),
            desired_config_hash: desired(Slot::RemoteConfig),
            desired_packages_hash: desired(Slot::Packages),
            desired_settings_hash: desired(Slot::Settings),
            ..Default::default()
        })
    }

    /// How many agents are connected, for metrics.
    pub fn connected_len(&self) -> usize {
        let ready = self.shards.values().filter(|s| !matches!(s.phase, Phase::Loading));
        ready.flat_map(|s| s.agents.values()).filter(|agent| agent.connected()).count()
    }
}

/// The first multiple of `step` that is not before `at`.
fn next_multiple(at: Moment, step: Duration) -> Moment {
    let step = u64::try_from(step.as_millis()).unwrap_or(u64::MAX).max(1);
    Moment(at.0.div_ceil(step).saturating_mul(step))
}

/// What an agent reported until now, as the store keeps it.
fn record(id: AgentId, agent: &Agent, now: Moment) -> record::Agent {
    let session = &agent.session;
    let transport = match agent.transport {
        Some(Transport::WebSocket) => record::Transport::Websocket,
        Some(Transport::Http) => record::Transport::Http,
        None => record::Transport::Unspecified,
    };
    let prefix = |hash: Option<Prefix>| hash.map(Prefix::to_bytes).unwrap_or_default();
    let failed = |slot| prefix(session.failed(slot));
    record::Agent {
        schema: 1,
        instance_uid: id.to_bytes(),
        sequence_num: session.sequence_num().unwrap_or_default(),
        capabilities: session.capabilities().0,
        digest: Bytes::copy_from_slice(&session.digest()),
        parts: session.observed().to_record(),
        failed_config_hash: failed(Slot::RemoteConfig),
        failed_packages_hash: failed(Slot::Packages),
        failed_settings_hash: failed(Slot::Settings),
        offered_settings_hash: prefix(session.settings_seen()),
        components_hash: session.components_held().clone(),
        credential: agent.certificate.map(Digest::to_bytes).unwrap_or_default(),
        first_seen_unix_ms: unix_ms(agent.first_seen),
        reported_unix_ms: unix_ms(now),
        transport: transport.into(),
    }
}

fn presence(claim: Claim, id: AgentId, agent: &Agent) -> route::Presence {
    let health = agent.session.observed().health();
    let transport = match agent.transport {
        Some(Transport::WebSocket) => route::Transport::Websocket,
        Some(Transport::Http) => route::Transport::Http,
        None => route::Transport::Unspecified,
    };
    let offered = |slot| {
        let (hash, _) = agent.session.offered(slot);
        hash.map(Digest::to_bytes).unwrap_or_default()
    };
    let revision = claim.epoch.revision.0;
    route::Presence {
        instance_uid: id.to_bytes(),
        shard: claim.shard.number().into(),
        epoch: Some(route::Epoch { generation: claim.epoch.generation, revision }),
        connected: agent.connected(),
        last_seen_unix_ms: unix_ms(agent.last_seen),
        gateway: agent.gateway().map(|gateway| gateway.to_bytes()).unwrap_or_default(),
        transport: transport.into(),
        healthy: health.as_ref().is_some_and(|health| health.healthy),
        health_known: health.is_some(),
        start_time_unix_nano: health.map_or(0, |health| health.start_time_unix_nano),
        peer_address: agent.peer_address.clone(),
        connected_since_unix_ms: unix_ms(agent.connected_since),
        offered_config_hash: offered(Slot::RemoteConfig),
        offers_sent: agent.session.offered(Slot::RemoteConfig).1,
        offered_packages_hash: offered(Slot::Packages),
        offered_settings_hash: offered(Slot::Settings),
        removed: false,
    }
}

#[cfg(test)]
mod tests;
