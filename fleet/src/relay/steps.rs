//! The steps behind the socket's public methods.

use std::collections::VecDeque;

use super::session::Replay;
use super::{Effect, Pending, Session, Socket};
use crate::link::{Attach, Claim, Message, Send, SessionKey, Since, ToNode};
use crate::topology::Route;
use crate::{AgentId, MemberId, Shard};

impl Socket {
    pub(super) fn find(&self, agent: AgentId) -> Option<&Session> {
        let at = self.sessions.binary_search_by_key(&agent, Session::agent).ok()?;
        self.sessions.get(at)
    }

    /// The session of this key, if it is attached under exactly this claim.
    pub(super) fn session(&mut self, key: SessionKey, claim: Claim) -> Option<&mut Session> {
        let at = self.sessions.binary_search_by_key(&key.agent, Session::agent).ok()?;
        let session = self.sessions.get_mut(at)?;
        (key.socket == self.id && session.attached_under(claim)).then_some(session)
    }

    fn is_pending(&self, agent: AgentId) -> bool {
        self.writing.iter().chain(&self.outbox).any(|pending| pending.send.key.agent == agent)
    }

    pub(super) fn attached(&self, claim: Claim) -> bool {
        let shard = |s: &&Session| s.shard() == claim.shard;
        self.sessions.iter().filter(shard).all(|session| session.attached_under(claim))
    }

    /// Presents a session to an owner; later, if one of its messages is on its way to the socket: the checkpoint that
    /// goes along must be the one the agent has seen.
    pub(super) fn attach(&mut self, at: usize, route: Route, effects: &mut Vec<Effect>) {
        let agent = self.sessions[at].agent();
        if self.is_pending(agent) {
            self.sessions[at].defer(route);
            return;
        }
        let key = SessionKey { socket: self.id, agent };
        let (transport, principal) = (self.transport, self.principal.clone());
        let session = &mut self.sessions[at];
        let claim = Claim { shard: session.shard(), epoch: route.epoch };
        let (parts, replays) = session.attach(route);
        let attach = session.attaches();
        let frame = Attach {
            key,
            claim,
            since: parts.since,
            checkpoint: parts.checkpoint,
            gap: parts.gap,
            transport,
            principal,
            replays: replays.len() as u32,
            attach,
        };
        effects.push(Effect::ToNode(route.owner, ToNode::Attach(Box::new(frame))));
        for Replay { number, data, traceparent, replayed } in replays {
            let message = Message { key, claim, number, attach, data, replayed, traceparent };
            effects.push(Effect::ToNode(route.owner, ToNode::Message(message)));
        }
    }

    /// Messages of an older epoch that are not being written are refused: the owner they came from has been replaced.
    pub(super) fn drop_outdated(&mut self, shard: Shard, route: Route, effects: &mut Vec<Effect>) {
        let outdated = |pending: &Pending| {
            pending.send.claim.shard == shard && pending.send.claim.epoch < route.epoch
        };
        if !self.outbox.iter().any(outdated) {
            return;
        }
        let (out, keep) = std::mem::take(&mut self.outbox).into_iter().partition(outdated);
        self.outbox = keep;
        let out: VecDeque<Pending> = out;
        for Pending { from, send } in out {
            let dropped = ToNode::Dropped(send.key, send.claim, send.number);
            effects.push(Effect::ToNode(from, dropped));
        }
    }

    pub(super) fn on_attach_ack(&mut self, key: SessionKey, claim: Claim, since: Since) {
        if let Some(session) = self.session(key, claim) {
            session.on_attach_ack(since);
        }
    }

    pub(super) fn on_send(&mut self, from: MemberId, send: Box<Send>) -> Vec<Effect> {
        // An owner that was handed a message twice answers it twice; the agent hears one answer.
        let again = |pending: &Pending| {
            (pending.send.key, pending.send.answers) == (send.key, send.answers)
        };
        let pending = send.answers > 0 && self.writing.iter().chain(&self.outbox).any(again);
        let session = self.session(send.key, send.claim);
        if session.is_none_or(|session| {
            pending || send.attach != session.attaches() || session.was_answered(send.answers)
        }) || self.close.is_some()
        {
            let dropped = ToNode::Dropped(send.key, send.claim, send.number);
            return vec![Effect::ToNode(from, dropped)];
        }
        if self.outbox.len() >= self.limits.outbox_len_max {
            return vec![Effect::Close(1008, "the agent does not read".into())];
        }
        self.outbox.push_back(Pending { from, send });
        Vec::new()
    }

    pub(super) fn on_close(
        &mut self,
        key: SessionKey,
        claim: Claim,
        code: u16,
        why: String,
    ) -> Vec<Effect> {
        if self.session(key, claim).is_none() {
            return Vec::new();
        }
        if self.sessions.len() > 1 {
            // The socket serves other agents too: only this one's session ends.
            return self.end_session(key, claim);
        }
        if self.writing.is_some() || !self.outbox.is_empty() {
            self.close = Some((code, why));
            return Vec::new();
        }
        vec![Effect::Close(code, why)]
    }

    /// One of several agents on the socket is done: its owner is told, the others go on.
    fn end_session(&mut self, key: SessionKey, claim: Claim) -> Vec<Effect> {
        let mut effects = Vec::new();
        let owner = self.find(key.agent).and_then(Session::owner);
        let (out, keep) = std::mem::take(&mut self.outbox)
            .into_iter()
            .partition::<VecDeque<_>, _>(|pending| pending.send.key.agent == key.agent);
        self.outbox = keep;
        for Pending { from, send } in out {
            let dropped = ToNode::Dropped(send.key, send.claim, send.number);
            effects.push(Effect::ToNode(from, dropped));
        }
        if let Some(writing) = self.writing.as_mut().filter(|w| w.send.key.agent == key.agent) {
            // It answers a message of the session that ends, not of one the agent may begin next.
            writing.send.answers = 0;
        }
        self.sessions.retain(|session| session.agent() != key.agent);
        if let Some(owner) = owner {
            effects.push(Effect::ToNode(owner.owner, ToNode::Detach(key, claim)));
        }
        self.finish_flushes(&mut effects);
        effects
    }

    pub(super) fn on_flush(&mut self, claim: Claim) -> Vec<Effect> {
        for session in self.sessions.iter_mut().filter(|s| s.attached_under(claim)) {
            session.hold();
        }
        if self.flushed(claim) {
            return vec![Effect::Flushed(claim)];
        }
        if !self.flushing.contains(&claim) {
            self.flushing.push(claim);
        }
        Vec::new()
    }

    /// Says which claims have no output left, of those that were asked to flush.
    pub(super) fn finish_flushes(&mut self, effects: &mut Vec<Effect>) {
        let asked = std::mem::take(&mut self.flushing);
        let (flushed, waiting) =
            asked.into_iter().partition::<Vec<_>, _>(|claim| self.flushed(*claim));
        self.flushing = waiting;
        effects.extend(flushed.into_iter().map(Effect::Flushed));
    }

    fn flushed(&self, claim: Claim) -> bool {
        !self.writing.iter().chain(&self.outbox).any(|pending| pending.send.claim == claim)
    }

    pub(super) fn on_resume(&mut self, shard: Shard, route: Route) -> Vec<Effect> {
        let claim = Claim { shard, epoch: route.epoch };
        self.flushing.retain(|flushing| *flushing != claim);
        for session in self.sessions.iter_mut().filter(|s| s.attached_under(claim)) {
            session.on_link_lost(route.owner);
        }
        self.on_route(shard, route)
    }

    /// The owner knew nothing of the session when a message came although this side believed it to be attached.
    pub(super) fn on_reattach(
        &mut self,
        from: MemberId,
        key: SessionKey,
        claim: Claim,
        attach: u32,
    ) -> Vec<Effect> {
        if self.close.is_some() {
            return Vec::new();
        }
        // Attached again since: the message came again with that.
        let current = |session: &&mut Session| session.attaches() == attach;
        let Some(session) = self.session(key, claim).filter(current) else { return Vec::new() };
        session.on_link_lost(from);
        self.on_route(claim.shard, Route { owner: from, epoch: claim.epoch })
    }

    pub(super) fn on_not_owner(&mut self, claim: Claim) -> Vec<Effect> {
        let mut refused = false;
        for session in self.sessions.iter_mut().filter(|s| s.attached_under(claim)) {
            session.refused();
            refused = true;
        }
        refused.then_some(Effect::Retry(claim.shard)).into_iter().collect()
    }

    /// What waited for the session's output to reach the socket: a deferred attach.
    pub(super) fn after_write(&mut self, at: usize, effects: &mut Vec<Effect>) {
        let agent = self.sessions[at].agent();
        if self.is_pending(agent) {
            return;
        }
        let shard = self.sessions[at].shard();
        if let Some(route) = self.sessions[at].take_deferred() {
            self.attach(at, route, effects);
            let claim = Claim { shard, epoch: route.epoch };
            if self.attached(claim) {
                effects.push(Effect::Attached(claim));
            }
        }
    }
}
