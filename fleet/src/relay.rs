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

use crate::link::{Claim, Message, Principal, Send, SessionKey, ToGateway, ToNode, Transport};
use crate::topology::Route;
use crate::{AgentId, MemberId, Shard, SocketId};

mod session;
mod steps;

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
    /// W3C trace context, empty when not sampled.
    pub traceparent: String,
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
    /// Claims asked to flush that still have output here.
    flushing: Vec<Claim>,
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
            flushing: Vec::new(),
        }
    }

    /// Whether the socket may be read: no session has its window full.
    pub fn reading(&self) -> bool {
        let window = self.limits.unanswered_len_max;
        self.close.is_none() && self.sessions.iter().all(|s| s.unanswered_len() < window)
    }

    /// Whether every message was answered, so that an answer of the gateway's own comes in its turn.
    pub fn answered(&self) -> bool {
        self.outbox.is_empty() && self.sessions.iter().all(|s| s.unanswered_len() == 0)
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
        let number = self.sessions[at].keep(data.clone(), &traceparent, kept_bytes_max);
        match self.sessions[at].forwards_to() {
            Some(owner) => {
                let key = SessionKey { socket: self.id, agent };
                let claim = Claim { shard, epoch: owner.epoch };
                let attach = self.sessions[at].attaches();
                let replayed = false;
                let message = Message { key, claim, number, attach, data, replayed, traceparent };
                effects.push(Effect::ToNode(owner.owner, ToNode::Message(message)));
            }
            None => {
                // Held: the owner is giving the shard away. An older epoch: this route is not news.
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
        self.finish_flushes(&mut effects);
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
            ToGateway::Reattach(key, claim, attach) => {
                return self.on_reattach(from, key, claim, attach);
            }
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
        let Send { head, body, traceparent, .. } = &*pending.send;
        let outgoing = Outgoing {
            head: head.clone(),
            body: body.as_ref().map(|b| b.1.clone()),
            traceparent: traceparent.clone(),
        };
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
        self.finish_flushes(&mut effects);
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
        shards.sort_unstable();
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

#[cfg(test)]
mod tests;
