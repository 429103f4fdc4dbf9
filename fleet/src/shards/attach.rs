//! Which socket speaks for an agent.
//!
//! A gateway that lost its link presents the same socket again: that is a resumption, never a duplicate. Two sockets
//! for one uid are a reconnect whose first half is not known to be dead yet, or two agents with one uid (OpAMP
//! specification, "Duplicate WebSocket Connections"): the incumbent is probed; if it lives, the newcomer gets a new
//! uid, otherwise it takes over. No ruling before the shard is READY: until then the incumbent may not have been heard.

use std::collections::VecDeque;
use std::time::Duration;

use super::agent::{Challenger, Connection};
use super::message::{Asked, new_uid};
use super::{Effect, Phase, Seat, Shards};
use crate::link::{Attach, Claim, SessionKey, Since, ToGateway, Transport};
use crate::{AgentId, MemberId, Moment};

/// Sockets that may claim one agent at a time besides its own; one more is closed.
const CHALLENGERS_LEN_MAX: usize = 4;

/// How often an agent polls, given how long it was silent. Between two polls it may come earlier to report something,
/// many times in a row too: a short silence says as little as it is short.
fn learned(every: Duration, silent: Duration) -> Duration {
    if silent < every { (every - silent / 2).max(silent) } else { (every + silent) / 2 }
}

impl Shards {
    pub(super) fn on_attach(
        &mut self,
        gateway: MemberId,
        attach: Attach,
        now: Moment,
    ) -> Vec<Effect> {
        let (claim, id) = (attach.claim, attach.key.agent);
        let Some(state) = self.shards.get_mut(&claim.shard) else { return Vec::new() };
        if matches!(state.phase, Phase::Moving { .. }) {
            // It will be attached to the successor, or again after Resume.
            return Vec::new();
        }
        if !state.agents.contains_key(&id) && self.renames.of(id).is_some() {
            return self.attach_renamed(gateway, &attach);
        }
        let agent = state.agents.entry(id).or_insert_with(|| self.renames.newcomer(id, now));
        let resumed = agent.is_socket(gateway, attach.key);
        let incumbent = match agent.connection {
            Connection::Socket { since, left: false, .. } if !resumed => Some(since),
            Connection::Socket { .. } | Connection::Polling { .. } | Connection::Offline => None,
        };
        let Some(since) = incumbent else { return self.accept(gateway, attach, now) };
        // A `since` of this epoch says only who came here first, which is no merit before READY.
        let earned = |since: &Since| since.epoch != claim.epoch;
        let senior = attach.since.filter(earned) > Some(since).filter(earned);
        if senior && !matches!(state.phase, Phase::Ready) {
            return self.swap(gateway, attach, now);
        }
        self.challenge(gateway, attach, now)
    }

    /// The socket speaks for the agent from now on.
    fn accept(&mut self, gateway: MemberId, attach: Attach, now: Moment) -> Vec<Effect> {
        let (claim, key) = (attach.claim, attach.key);
        let link = self.links.get(&gateway).copied().unwrap_or_default();
        let Some(state) = self.shards.get_mut(&claim.shard) else { return Vec::new() };
        let Some(agent) = state.agents.get_mut(&key.agent) else { return Vec::new() };
        let resumed = agent.is_socket(gateway, key);
        agent.before = (attach.transport == Transport::Http).then(|| Box::new(agent.before(key)));
        let polls_on =
            agent.before.is_some() && matches!(agent.connection, Connection::Polling { .. });
        if !(resumed || polls_on) {
            agent.connected_since = now;
        }
        // It does not challenge itself; what it has said comes again after the attach.
        agent.challengers.retain(|c| !(c.gateway == gateway && c.attach.key == key));
        let first = attach.since.is_none() && !resumed;
        if attach.transport == Transport::WebSocket && first {
            agent.session.on_new_socket();
        } else if attach.transport == Transport::WebSocket && attach.checkpoint.is_none() {
            agent.session.on_unheard();
        }
        let fresh = !agent.live;
        agent.live = true;
        agent.session.on_attach(attach.checkpoint.as_ref(), attach.gap, fresh);
        agent.transport = Some(attach.transport);
        agent.certificate = attach.principal.certificate;
        agent.peer_address = attach.principal.peer_address;
        agent.last_seen = now;
        let before = agent.gateway();
        let mut effects = Vec::new();
        if attach.transport == Transport::WebSocket || before != Some(gateway) {
            // What was on its way on another path came through as the checkpoint says, or not at all.
            effects = Self::answers(before, agent.session.on_path_lost());
        }
        match attach.transport {
            Transport::WebSocket => {
                state.attaches += 1;
                let given = Since { epoch: claim.epoch, count: state.attaches };
                let since = attach.since.unwrap_or(given);
                let left = resumed && !agent.connected();
                agent.replays = attach.replays;
                let (socket, attach) = (key.socket, attach.attach);
                agent.connection =
                    Connection::Socket { gateway, socket, since, link, attach, left };
                let ack = ToGateway::AttachAck(key, claim, since);
                effects.push(Effect::ToGateway(gateway, ack));
            }
            Transport::Http => {
                let every = match agent.connection {
                    Connection::Polling { last, every, .. } => learned(every, now.since(last)),
                    Connection::Offline | Connection::Socket { .. } => self.config.poll_default,
                };
                agent.connection = Connection::Polling { gateway, last: now, every };
            }
        }
        self.resolve(claim.shard, key.agent);
        // A poll like the one before is told of with what else the message changes, or after a while.
        if !(polls_on && before == Some(gateway)) {
            effects.extend(self.presence_changed(claim, key.agent));
        }
        if self.is_ready(claim) {
            // A probe of another socket, or on another link, says nothing about this one.
            self.reset_ruling(claim, key.agent);
            effects.extend(self.open_ruling(claim, key.agent, now));
        }
        effects.extend(self.push(claim.shard, key.agent, now));
        effects
    }

    /// Before READY the session that was attached first, in the order of `since`, is the incumbent whoever comes first.
    fn swap(&mut self, gateway: MemberId, attach: Attach, now: Moment) -> Vec<Effect> {
        let (claim, id) = (attach.claim, attach.key.agent);
        let Some(state) = self.shards.get_mut(&claim.shard) else { return Vec::new() };
        let Some(agent) = state.agents.get_mut(&id) else { return Vec::new() };
        if let Connection::Socket { gateway: other, socket, since, link, attach: number, .. } =
            agent.connection
        {
            let key = SessionKey { socket, agent: id };
            let junior = Attach {
                key,
                since: Some(since),
                checkpoint: None,
                gap: true,
                transport: Transport::WebSocket,
                replays: 0,
                attach: number,
                claim,
                principal: agent.principal(),
            };
            agent.challengers.push(Challenger {
                gateway: other,
                attach: Box::new(junior),
                messages: VecDeque::new(),
                until: None,
                link,
                rekeyed: None,
            });
        }
        agent.connection = Connection::Offline;
        self.accept(gateway, attach, now)
    }

    /// A second socket waits for a ruling.
    fn challenge(&mut self, gateway: MemberId, attach: Attach, now: Moment) -> Vec<Effect> {
        let (claim, key) = (attach.claim, attach.key);
        let Some(state) = self.shards.get_mut(&claim.shard) else { return Vec::new() };
        let (ready, seed) = (matches!(state.phase, Phase::Ready), self.uid_seed);
        let link = self.links.get(&gateway).copied().unwrap_or_default();
        let Some(agent) = state.agents.get_mut(&key.agent) else { return Vec::new() };
        let same = |c: &Challenger| c.gateway == gateway && c.attach.key == key;
        if let Some(known) = agent.challengers.iter_mut().find(|c| same(c)) {
            // Its link was lost and is back: its messages come again.
            *known.attach = attach;
            known.messages.clear();
            known.link = link;
            return Vec::new();
        }
        if agent.challengers.len() >= CHALLENGERS_LEN_MAX {
            let reason = "too many connections with this instance_uid".to_owned();
            return vec![Effect::ToGateway(gateway, ToGateway::Close(key, claim, 1008, reason))];
        }
        // Whoever asked for a uid of its own is no reason to find out who came first.
        let asked = Asked::On(gateway, key.socket);
        let rekeyed = agent.is_temporary().then(|| new_uid(seed, key.agent, &asked, Moment(0)));
        agent.challengers.push(Challenger {
            gateway,
            attach: Box::new(attach),
            messages: VecDeque::new(),
            until: None,
            link,
            rekeyed,
        });
        if ready && rekeyed.is_none() {
            self.open_ruling(claim, key.agent, now)
        } else {
            Vec::new()
        }
    }

    /// Probes the incumbent of an agent that two sockets claim. Not before READY.
    pub(super) fn open_ruling(&mut self, claim: Claim, id: AgentId, now: Moment) -> Vec<Effect> {
        if !self.is_ready(claim) {
            return Vec::new();
        }
        let until = now + self.config.probe_wait;
        let Some(agent) = self.agent_mut(claim.shard, id) else { return Vec::new() };
        let mut open = false;
        for challenger in agent.challengers.iter_mut().filter(|c| c.rekeyed.is_none()) {
            open |= challenger.until.is_none();
            challenger.until.get_or_insert(until);
        }
        let probe = self.incumbent(claim.shard, id).filter(|_| open);
        self.reschedule(claim.shard, id, now);
        let probe = probe.map(|to| Effect::ToGateway(to.gateway, ToGateway::Probe(to.key, claim)));
        probe.into_iter().collect()
    }

    /// Forgets what was asked of an incumbent, so that the next [`Shards::open_ruling`] asks again.
    pub(super) fn reset_ruling(&mut self, claim: Claim, id: AgentId) {
        let Some(agent) = self.agent_mut(claim.shard, id) else { return };
        agent.challengers.iter_mut().for_each(|c| c.until = None);
    }

    pub(super) fn on_probe_result(
        &mut self,
        gateway: MemberId,
        claim: Claim,
        (key, alive): (SessionKey, bool),
        now: Moment,
    ) -> Vec<Effect> {
        let ready = self.is_ready(claim);
        let Some(agent) = self.agent_mut(claim.shard, key.agent) else { return Vec::new() };
        if !ready || !agent.is_socket(gateway, key) {
            return Vec::new();
        }
        if alive {
            return self.rekey_challengers(claim, key.agent, now);
        }
        self.depose(claim, key.agent, now)
    }

    /// The incumbent did not answer: its socket is closed, so that an agent that still uses it finds out.
    pub(super) fn depose(&mut self, claim: Claim, id: AgentId, now: Moment) -> Vec<Effect> {
        let reason = "another connection with this instance_uid took over".to_owned();
        let close =
            |to: Seat| Effect::ToGateway(to.gateway, ToGateway::Close(to.key, claim, 1008, reason));
        let mut effects: Vec<Effect> =
            self.incumbent(claim.shard, id).map(close).into_iter().collect();
        effects.extend(self.take_over(claim, id, now));
        effects
    }

    /// The incumbent is gone: the oldest challenger speaks for the agent, with what it has said so far.
    pub(super) fn take_over(&mut self, claim: Claim, id: AgentId, now: Moment) -> Vec<Effect> {
        let mut effects = self.disconnected(claim, id, now);
        let Some(agent) = self.agent_mut(claim.shard, id) else { return effects };
        let Some(at) = agent.challengers.iter().position(|c| c.rekeyed.is_none()) else {
            return effects;
        };
        let Challenger { gateway, attach, messages, .. } = agent.challengers.remove(at);
        effects.extend(self.accept(gateway, *attach, now));
        for message in messages {
            effects.extend(self.on_message(gateway, message, now));
        }
        effects.extend(self.open_ruling(claim, id, now));
        effects
    }

    /// The incumbent lives: whoever else uses its uid is told to take another one.
    fn rekey_challengers(&mut self, claim: Claim, id: AgentId, now: Moment) -> Vec<Effect> {
        let seed = self.uid_seed;
        let Some(agent) = self.agent_mut(claim.shard, id) else { return Vec::new() };
        for challenger in agent.challengers.iter_mut().filter(|c| c.rekeyed.is_none()) {
            let asked = Asked::On(challenger.gateway, challenger.attach.key.socket);
            let uid = new_uid(seed, id, &asked, now);
            challenger.rekeyed = Some(uid);
            challenger.until = None;
        }
        self.reschedule(claim.shard, id, now);
        self.tell_challengers(claim, id, now)
    }

    /// Answers what rekeyed sockets have said. Without voice the answers wait for the next message, or for the owner
    /// that the gateway gives them to.
    pub(super) fn tell_challengers(
        &mut self,
        claim: Claim,
        id: AgentId,
        now: Moment,
    ) -> Vec<Effect> {
        if now >= self.voice_until {
            return Vec::new();
        }
        let seed = self.uid_seed;
        let Some(agent) = self.agent_mut(claim.shard, id) else { return Vec::new() };
        let mut told = Vec::new();
        for challenger in &mut agent.challengers {
            let Some(uid) = challenger.rekeyed else { continue };
            let (gateway, key) = (challenger.gateway, challenger.attach.key);
            let Attach { transport, principal, .. } = &*challenger.attach;
            for message in std::mem::take(&mut challenger.messages) {
                let attach = message.attach;
                let uid = match transport {
                    Transport::WebSocket => uid,
                    // The next poll comes on another connection.
                    Transport::Http => {
                        let asked = Asked::by_poll(principal, &message.data);
                        new_uid(seed, id, &asked, Moment(0))
                    }
                };
                told.push((Seat { gateway, key, claim, attach }, uid, message.number));
            }
        }
        told.into_iter().flat_map(|(to, uid, number)| self.identify(to, uid, number, 0)).collect()
    }

    pub(super) fn on_detach(
        &mut self,
        gateway: MemberId,
        claim: Claim,
        key: SessionKey,
        now: Moment,
    ) -> Vec<Effect> {
        let Some(agent) = self.agent_mut(claim.shard, key.agent) else { return Vec::new() };
        agent.challengers.retain(|c| !(c.gateway == gateway && c.attach.key == key));
        if !agent.is_socket(gateway, key) {
            let ended = agent.session.on_exchange_ended(key.socket);
            return Self::answers(Some(gateway), ended);
        }
        self.take_over(claim, key.agent, now)
    }

    /// Nobody speaks for the agent any more.
    pub(super) fn disconnected(&mut self, claim: Claim, id: AgentId, now: Moment) -> Vec<Effect> {
        let Some(agent) = self.agent_mut(claim.shard, id) else { return Vec::new() };
        let gateway = agent.gateway();
        agent.connection = Connection::Offline;
        agent.replays = 0;
        agent.last_seen = now;
        let ended = agent.session.on_disconnected();
        let mut effects = self.presence_changed(claim, id);
        effects.extend(Self::answers(gateway, ended));
        self.reschedule(claim.shard, id, now);
        effects.extend(self.end_passing(claim, id));
        effects
    }
}
