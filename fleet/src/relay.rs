//! The gateway's half of the link: one [`Socket`] per WebSocket or HTTP exchange, owned by that socket's task.
//!
//! It keeps what must outlive a node: the agent's unanswered messages and the checkpoint of the last message that
//! reached the agent. It never looks inside a message. When the owner of a shard changes it presents its sessions to
//! the new owner (attach), hands over the unanswered messages again (replay), and refuses what the old owner still
//! sends (fence F2). ARCHITECTURE.md §3.2; `docs/link.md` draws the sequences.
//!
//! The shell calls a method for each thing that happens and performs the returned [`Effect`]s in order.

use std::collections::VecDeque;

use bytes::Bytes;

use crate::link::{
    Attach, Claim, Message, Principal, Send, SessionKey, Since, ToGateway, ToNode, Transport,
};
use crate::topology::Route;
use crate::{AgentId, MemberId, Shard, SocketId};

mod session;

use session::Session;

/// Bounds of one socket. Each is a promise about memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Messages of one session without an answer; at this many the socket is not read.
    pub unanswered_len_max: usize,
    /// Bytes of unanswered messages kept for replay per session; a message beyond is forwarded but not kept, and
    /// its loss shows as a gap.
    pub kept_bytes_max: usize,
    /// Agents on one socket; a message of one more closes it.
    pub sessions_len_max: usize,
    /// Messages waiting to be written; one more closes the socket, which does not read.
    pub outbox_len_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            unanswered_len_max: 8,
            kept_bytes_max: 64 << 10,
            sessions_len_max: 4096,
            outbox_len_max: 64,
        }
    }
}

/// What the shell must do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Put this on the link to that node; without a link it is lost, which is what losing a link means.
    ToNode(MemberId, ToNode),
    /// The socket has its first session of this shard: tell it when the shard's owner changes.
    Opened(Shard),
    /// Every session of the shard on this socket is attached under this claim.
    Attached(Claim),
    /// No output of the shard is left on this socket, and its input is held.
    Flushed(Claim),
    /// The owner does not know the claim yet: call [`Socket::on_route`] for this shard again in a moment.
    Retry(Shard),
    /// Ping the socket and answer with [`Socket::on_probed`].
    Probe(SessionKey, Claim),
    /// Close with this WebSocket close code and reason.
    Close(u16, String),
}

/// What to put on the socket: one message, `head` followed by `body`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The first part of the encoded ServerToAgent.
    pub head: Bytes,
    /// The rest, when there is one.
    pub body: Option<Bytes>,
}

/// A whole message of an agent: header stripped, uid peeked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Whose it is.
    pub agent: AgentId,
    /// That agent's shard.
    pub shard: Shard,
    /// The encoded AgentToServer.
    pub data: Bytes,
    /// W3C trace context, empty when not sampled.
    pub traceparent: String,
}

/// One message on its way to the socket.
#[derive(Debug)]
struct Pending {
    from: MemberId,
    send: Box<Send>,
}

/// What one socket carries.
#[derive(Debug)]
pub struct Socket {
    id: SocketId,
    transport: Transport,
    principal: Principal,
    limits: Limits,
    /// Sorted by agent. Nearly always one.
    sessions: Vec<Session>,
    outbox: VecDeque<Pending>,
    writing: Option<Pending>,
    close: Option<(u16, String)>,
}

impl Socket {
    /// A socket that has carried nothing yet.
    pub fn new(id: SocketId, transport: Transport, principal: Principal, limits: Limits) -> Self {
        Self {
            id,
            transport,
            principal,
            limits,
            sessions: Vec::with_capacity(1),
            outbox: VecDeque::new(),
            writing: None,
            close: None,
        }
    }

    /// Whether the socket may be read: no session has its window full.
    pub fn reading(&self) -> bool {
        let window = self.limits.unanswered_len_max;
        self.close.is_none() && self.sessions.iter().all(|s| s.unanswered_len() < window)
    }

    /// Whether some session waits for an owner: its messages go nowhere now.
    pub fn stranded(&self) -> bool {
        self.sessions.iter().any(Session::stranded)
    }

    /// The agents on this socket.
    pub fn agents(&self) -> impl Iterator<Item = (AgentId, Shard)> {
        self.sessions.iter().map(|session| (session.agent(), session.shard()))
    }

    /// A message came in, and its shard has this owner now, if any is reachable.
    pub fn on_message(&mut self, received: Received, route: Option<Route>) -> Vec<Effect> {
        let Received { agent, shard, data, traceparent } = received;
        let mut effects = Vec::new();
        let at = match self.sessions.binary_search_by_key(&agent, Session::agent) {
            Ok(at) => at,
            Err(_) if self.sessions.len() >= self.limits.sessions_len_max => {
                return vec![Effect::Close(1008, "too many agents on one socket".into())];
            }
            Err(at) => {
                if !self.sessions.iter().any(|s| s.shard() == shard) {
                    effects.push(Effect::Opened(shard));
                }
                self.sessions.insert(at, Session::new(agent, shard));
                at
            }
        };
        let kept_bytes_max = self.limits.kept_bytes_max;
        let number = self.sessions[at].keep(data.clone(), kept_bytes_max);
        match self.sessions[at].forwards_to() {
            Some(owner) => {
                let key = SessionKey { socket: self.id, agent };
                let claim = Claim { shard, epoch: owner.epoch };
                let message = Message { key, claim, number, data, replayed: false, traceparent };
                effects.push(Effect::ToNode(owner.owner, ToNode::Message(message)));
            }
            None => {
                // Input that is held waits for another owner or for Resume.
                if let Some(route) = route.filter(|route| self.sessions[at].wants(*route)) {
                    self.attach(at, route, &mut effects);
                }
            }
        }
        effects
    }

    /// The shard's owner, as the store or the owner itself says, and there is a link to it. Sessions not attached
    /// under this epoch are attached; an older epoch than one already known changes nothing.
    pub fn on_route(&mut self, shard: Shard, route: Route) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.drop_outdated(shard, route, &mut effects);
        for at in 0..self.sessions.len() {
            if self.sessions[at].shard() == shard && self.sessions[at].wants(route) {
                self.attach(at, route, &mut effects);
            }
        }
        let claim = Claim { shard, epoch: route.epoch };
        if self.attached(claim) {
            effects.push(Effect::Attached(claim));
        }
        effects
    }

    /// The link to a node is gone: its sessions wait for [`Socket::on_route`].
    pub fn on_link_lost(&mut self, node: MemberId) {
        for session in &mut self.sessions {
            session.on_link_lost(node);
        }
    }

    /// A frame from a node about this socket, or about a shard with sessions on it (Flush, Resume, NotOwner).
    pub fn on_frame(&mut self, from: MemberId, frame: ToGateway) -> Vec<Effect> {
        match frame {
            ToGateway::AttachAck(key, claim, since) => self.on_attach_ack(key, claim, since),
            ToGateway::Send(send) => return self.on_send(from, send),
            ToGateway::Close(key, claim, code, reason) => {
                return self.on_close(key, claim, code, reason);
            }
            ToGateway::Flush(claims) => {
                return claims.into_iter().flat_map(|claim| self.on_flush(claim)).collect();
            }
            ToGateway::Resume(claims) => {
                let owner = |claim: Claim| Route { owner: from, epoch: claim.epoch };
                return claims
                    .into_iter()
                    .flat_map(|claim| self.on_resume(claim.shard, owner(claim)))
                    .collect();
            }
            ToGateway::NotOwner(claim) => return self.on_not_owner(claim),
            ToGateway::Probe(key, claim) => {
                if self.session(key, claim).is_some() {
                    return vec![Effect::Probe(key, claim)];
                }
                let absent = ToNode::ProbeResult(key, claim, false);
                return vec![Effect::ToNode(from, absent)];
            }
        }
        Vec::new()
    }

    /// The ping of a probe was answered or not.
    pub fn on_probed(&self, key: SessionKey, claim: Claim, alive: bool) -> Vec<Effect> {
        let owner = self.find(key.agent).and_then(Session::forwards_to);
        let result = ToNode::ProbeResult(key, claim, alive);
        owner.map(|owner| Effect::ToNode(owner.owner, result)).into_iter().collect()
    }

    /// The next message for the socket. Call [`Socket::on_written`] when it is there, and only then ask again.
    pub fn next_write(&mut self) -> Option<Outgoing> {
        if self.writing.is_some() {
            return None;
        }
        let pending = self.outbox.pop_front()?;
        let Send { head, body, .. } = &*pending.send;
        let outgoing = Outgoing { head: head.clone(), body: body.as_ref().map(|b| b.1.clone()) };
        self.writing = Some(pending);
        Some(outgoing)
    }

    /// The message of the last [`Socket::next_write`] is on the socket: its checkpoint holds from here on.
    pub fn on_written(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        let Some(Pending { from, send }) = self.writing.take() else { return effects };
        if let Ok(at) = self.sessions.binary_search_by_key(&send.key.agent, Session::agent) {
            self.sessions[at].install(send.answers, send.checkpoint);
            let written = ToNode::Written(send.key, send.claim, send.number);
            effects.push(Effect::ToNode(from, written));
            self.after_write(at, &mut effects);
        }
        if self.outbox.is_empty()
            && let Some((code, reason)) = self.close.take()
        {
            effects.push(Effect::Close(code, reason));
        }
        effects
    }

    /// The socket is gone: every owner is told. Returns the shards it had, for deregistration.
    pub fn on_closed(&mut self) -> (Vec<Effect>, Vec<Shard>) {
        self.outbox.clear();
        self.writing = None;
        let mut shards: Vec<Shard> = self.sessions.iter().map(Session::shard).collect();
        shards.dedup();
        let id = self.id;
        let detach = |session: Session| {
            let owner = session.owner()?;
            let key = SessionKey { socket: id, agent: session.agent() };
            let claim = Claim { shard: session.shard(), epoch: owner.epoch };
            Some(Effect::ToNode(owner.owner, ToNode::Detach(key, claim)))
        };
        (self.sessions.drain(..).filter_map(detach).collect(), shards)
    }
}

// === The steps behind the public methods ===

impl Socket {
    fn find(&self, agent: AgentId) -> Option<&Session> {
        let at = self.sessions.binary_search_by_key(&agent, Session::agent).ok()?;
        self.sessions.get(at)
    }

    /// The session of this key, if it is attached under exactly this claim.
    fn session(&mut self, key: SessionKey, claim: Claim) -> Option<&mut Session> {
        let at = self.sessions.binary_search_by_key(&key.agent, Session::agent).ok()?;
        let session = self.sessions.get_mut(at)?;
        (key.socket == self.id && session.attached_under(claim)).then_some(session)
    }

    fn is_pending(&self, agent: AgentId) -> bool {
        self.writing.iter().chain(&self.outbox).any(|pending| pending.send.key.agent == agent)
    }

    fn attached(&self, claim: Claim) -> bool {
        let shard = |s: &&Session| s.shard() == claim.shard;
        self.sessions.iter().filter(shard).all(|session| session.attached_under(claim))
    }

    /// Presents a session to an owner; later, if one of its messages is on its way to the socket: the checkpoint that
    /// goes along must be the one the agent has seen.
    fn attach(&mut self, at: usize, route: Route, effects: &mut Vec<Effect>) {
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
        let attach = Attach {
            key,
            claim,
            since: parts.since,
            checkpoint: parts.checkpoint,
            gap: parts.gap,
            transport,
            principal,
            replays: replays.len() as u32,
        };
        effects.push(Effect::ToNode(route.owner, ToNode::Attach(Box::new(attach))));
        for (number, replayed, data) in replays {
            let traceparent = String::new();
            let message = Message { key, claim, number, data, replayed, traceparent };
            effects.push(Effect::ToNode(route.owner, ToNode::Message(message)));
        }
    }

    /// Messages of an older epoch that are not being written are refused: the owner they came from has been replaced.
    fn drop_outdated(&mut self, shard: Shard, route: Route, effects: &mut Vec<Effect>) {
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

    fn on_attach_ack(&mut self, key: SessionKey, claim: Claim, since: Since) {
        if let Some(session) = self.session(key, claim) {
            session.on_attach_ack(since);
        }
    }

    fn on_send(&mut self, from: MemberId, send: Box<Send>) -> Vec<Effect> {
        if self.session(send.key, send.claim).is_none() || self.close.is_some() {
            let dropped = ToNode::Dropped(send.key, send.claim, send.number);
            return vec![Effect::ToNode(from, dropped)];
        }
        if self.outbox.len() >= self.limits.outbox_len_max {
            return vec![Effect::Close(1008, "the agent does not read".into())];
        }
        self.outbox.push_back(Pending { from, send });
        Vec::new()
    }

    fn on_close(&mut self, key: SessionKey, claim: Claim, code: u16, why: String) -> Vec<Effect> {
        if self.session(key, claim).is_none() {
            return Vec::new();
        }
        if self.sessions.len() > 1 {
            // The socket serves other agents too: only this one's session ends.
            self.outbox.retain(|pending| pending.send.key.agent != key.agent);
            self.sessions.retain(|session| session.agent() != key.agent);
            return Vec::new();
        }
        if self.writing.is_some() || !self.outbox.is_empty() {
            self.close = Some((code, why));
            return Vec::new();
        }
        vec![Effect::Close(code, why)]
    }

    fn on_flush(&mut self, claim: Claim) -> Vec<Effect> {
        for session in self.sessions.iter_mut().filter(|s| s.attached_under(claim)) {
            session.hold();
        }
        let flushed = self.flushed(claim);
        flushed.then_some(Effect::Flushed(claim)).into_iter().collect()
    }

    fn flushed(&self, claim: Claim) -> bool {
        !self.writing.iter().chain(&self.outbox).any(|pending| pending.send.claim == claim)
    }

    fn on_resume(&mut self, shard: Shard, route: Route) -> Vec<Effect> {
        let claim = Claim { shard, epoch: route.epoch };
        for session in self.sessions.iter_mut().filter(|s| s.attached_under(claim)) {
            session.on_link_lost(route.owner);
        }
        self.on_route(shard, route)
    }

    fn on_not_owner(&mut self, claim: Claim) -> Vec<Effect> {
        let mut refused = false;
        for session in self.sessions.iter_mut().filter(|s| s.attached_under(claim)) {
            session.refused();
            refused = true;
        }
        refused.then_some(Effect::Retry(claim.shard)).into_iter().collect()
    }

    /// What waited for the session's output to reach the socket: a deferred attach, a flush.
    fn after_write(&mut self, at: usize, effects: &mut Vec<Effect>) {
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
        if let Some(claim) = self.sessions[at].held_under()
            && self.flushed(claim)
        {
            effects.push(Effect::Flushed(claim));
        }
    }
}

#[cfg(test)]
mod tests;
