//! One socket's half of the link at work: feeds [`fleet::relay::Socket`] and performs what it decides.
//!
//! Both transports use it. It never waits; its owner writes what [`Carrier::next_write`] gives and asks it when to
//! stop reading. Dropping it tells every owner that the socket is gone.

use std::sync::Arc;

use bytes::Bytes;
use fleet::link::{Claim, Principal, SessionKey, ToGateway, Transport};
use fleet::relay::{Effect, Outgoing, Received, Socket};
use fleet::topology::Route;
use fleet::{AgentId, MemberId, Shard};

use crate::core::Core;
use crate::gate::Gate;
use crate::handle::{Handle, Mail};
use crate::outbox::Outbox;
use crate::routes::Visits;
use crate::trace;

/// Mail that may wait per session, on top of the mailbox's own bound.
const MAIL_PER_SESSION: usize = 8;

/// Why a socket ends, decided here or by a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct End {
    /// WebSocket close code.
    pub code: u16,
    /// Close reason.
    pub reason: String,
}

/// What the owner has to do soon.
#[derive(Debug, Default)]
pub(crate) struct Todo {
    /// Close the socket.
    pub end: Option<End>,
    /// Ping the agent.
    pub ping: bool,
    /// Look at the agent's certificate again.
    pub readmit: bool,
    /// Call [`Carrier::retry`] in a moment.
    pub retry: bool,
}

/// One socket's half of the link.
pub(crate) struct Carrier {
    core: Arc<Core>,
    handle: Arc<Handle>,
    socket: Socket,
    /// Let go when the sessions of the claim are attached.
    attaching: Vec<(Claim, Arc<Gate>)>,
    /// Let go when nothing of the claim is in flight.
    flushing: Vec<(Claim, Arc<Gate>)>,
    /// Shards whose owner did not know its claim yet.
    again: Vec<Shard>,
    /// Nodes that wait for a sign of life.
    probes: Vec<(SessionKey, Claim)>,
    /// The link that was last found full.
    full: Option<Arc<Outbox>>,
    /// The span of the message on its way to the socket, when its trace is sampled.
    writing: Option<tracing::Span>,
    /// What the owner has to do soon.
    pub todo: Todo,
}

impl Carrier {
    /// A new socket, known to the routes.
    pub(crate) fn new(core: &Arc<Core>, transport: Transport, principal: Principal) -> Self {
        let visits = match transport {
            Transport::WebSocket => Visits::EveryPing,
            Transport::Http => Visits::Never,
        };
        let handle = core.routes.add(core.config.mailbox_max, visits, (core.clock)());
        let socket = Socket::new(handle.id, transport, principal, core.limits());
        Self {
            core: Arc::clone(core),
            handle,
            socket,
            attaching: Vec::new(),
            flushing: Vec::new(),
            again: Vec::new(),
            probes: Vec::new(),
            full: None,
            writing: None,
            todo: Todo::default(),
        }
    }

    /// What the rest of the gateway holds of this socket.
    pub(crate) const fn handle(&self) -> &Arc<Handle> {
        &self.handle
    }

    /// What all tasks share.
    pub(crate) const fn core(&self) -> &Arc<Core> {
        &self.core
    }

    /// A whole message came: header stripped, uid peeked.
    pub(crate) fn on_message(&mut self, agent: AgentId, data: Bytes) {
        let shard = self.core.shard(agent);
        let traceparent = trace::message(self.handle.id, agent);
        self.core.metrics.messages_in.inc();
        let route = self.usable(shard);
        let received = Received { agent, shard, data, traceparent };
        let effects = self.socket.on_message(received, route);
        let opened = effects.contains(&Effect::Opened(shard));
        self.perform(effects);
        // From here on changes of this shard come as mail; one that came just before is made up for.
        if opened && let Some(route) = self.usable(shard) {
            self.route(shard, route);
        }
    }

    /// Mail from the rest of the gateway.
    pub(crate) fn on_mail(&mut self, mail: Mail) {
        match mail {
            Mail::Frame(node, frame) => {
                let effects = self.socket.on_frame(node, *frame);
                self.perform(effects);
            }
            Mail::Route(shard, route, gate) => {
                let claim = Claim { shard, epoch: route.epoch };
                self.attaching.retain(|(old, _)| old.shard != shard || *old == claim);
                self.attaching.extend(gate.map(|gate| (claim, gate)));
                self.route(shard, route);
            }
            Mail::LinkUp(node, gate) => {
                for (shard, route) in self.routes_to(node) {
                    let claim = Claim { shard, epoch: route.epoch };
                    self.attaching.push((claim, Arc::clone(&gate)));
                    self.route(shard, route);
                }
            }
            Mail::LinkLost(node) => self.socket.on_link_lost(node),
            Mail::Flush(node, claims, gate) => {
                self.flushing.extend(claims.iter().map(|claim| (*claim, Arc::clone(&gate))));
                let effects = self.socket.on_frame(node, ToGateway::Flush(claims.to_vec()));
                self.perform(effects);
            }
            Mail::Ping => self.todo.ping = true,
            Mail::Readmit => self.todo.readmit = true,
        }
    }

    /// The owners that did not know their claim yet are asked again.
    pub(crate) fn retry(&mut self) {
        self.todo.retry = false;
        for shard in std::mem::take(&mut self.again) {
            if let Some(route) = self.usable(shard) {
                let effects = self.socket.on_route(shard, route);
                self.perform(effects);
            }
        }
    }

    /// The agent gave a sign of life, or did not in time.
    pub(crate) fn on_probed(&mut self, alive: bool) {
        for (key, claim) in std::mem::take(&mut self.probes) {
            let effects = self.socket.on_probed(key, claim, alive);
            self.perform(effects);
        }
    }

    /// Whether a node waits for a sign of life.
    pub(crate) fn is_probed(&self) -> bool {
        !self.probes.is_empty()
    }

    /// The next message for the agent; [`Carrier::on_written`] has to follow before the next.
    pub(crate) fn next_write(&mut self) -> Option<Outgoing> {
        let outgoing = self.socket.next_write()?;
        self.writing = trace::write(&outgoing.traceparent);
        Some(outgoing)
    }

    /// The last message is on the socket.
    pub(crate) fn on_written(&mut self) {
        self.core.metrics.messages_out.inc();
        self.writing = None;
        let effects = self.socket.on_written();
        self.perform(effects);
    }

    /// Whether every message was answered.
    pub(crate) fn answered(&self) -> bool {
        self.socket.answered()
    }

    /// How many agents speak here; at least one.
    pub(crate) fn agents_len(&self) -> usize {
        self.socket.agents().size_hint().0.max(1)
    }

    /// Whether the agent may be read: its window is open and the links have room.
    pub(crate) fn reading(&mut self) -> bool {
        self.full.take_if(|outbox| outbox.has_room());
        self.full.is_none() && self.socket.reading()
    }

    /// Waits until the link that was full has room; for ever when none is. Cancel-safe.
    pub(crate) async fn room(&self) {
        match &self.full {
            Some(outbox) => outbox.room().await,
            None => std::future::pending().await,
        }
    }
}

impl Carrier {
    /// The route of a shard, if its owner can be reached.
    fn usable(&self, shard: Shard) -> Option<Route> {
        self.core.routes.route(shard).filter(|route| self.core.links.usable(*route))
    }

    /// The shards of this socket that a node owns.
    fn routes_to(&self, node: MemberId) -> Vec<(Shard, Route)> {
        let mut shards: Vec<Shard> = self.socket.agents().map(|(_, shard)| shard).collect();
        shards.sort_unstable();
        shards.dedup();
        let routes = shards.into_iter().filter_map(|shard| Some((shard, self.usable(shard)?)));
        routes.filter(|(_, route)| route.owner == node).collect()
    }

    fn route(&mut self, shard: Shard, route: Route) {
        let effects = self.socket.on_route(shard, route);
        self.perform(effects);
        if !self.core.links.usable(route) {
            // The old owner has lost its voice, and the new one cannot be reached yet: wait for its link.
            self.socket.on_link_lost(route.owner);
        }
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::ToNode(node, frame) => {
                    let Some(outbox) = self.core.links.outbox(node) else { continue };
                    outbox.push(frame);
                    if !outbox.has_room() {
                        self.full = Some(outbox);
                    }
                }
                Effect::Opened(shard) => self.opened(shard),
                Effect::Attached(claim) => {
                    self.attaching.retain(|(waiting, _)| *waiting != claim);
                }
                Effect::Flushed(claim) => {
                    self.flushing.retain(|(waiting, _)| *waiting != claim);
                }
                Effect::Retry(shard) => {
                    self.again.push(shard);
                    self.todo.retry = true;
                }
                Effect::Probe(key, claim) => {
                    self.probes.push((key, claim));
                    self.todo.ping = true;
                }
                Effect::Close(code, reason) => {
                    self.todo.end.get_or_insert(End { code, reason });
                }
            }
        }
    }

    fn opened(&mut self, shard: Shard) {
        let sessions = self.socket.agents().count();
        self.handle.set_bound(self.core.config.mailbox_max + sessions * MAIL_PER_SESSION);
        self.core.routes.open(shard, self.handle.id);
    }
}

impl Drop for Carrier {
    fn drop(&mut self) {
        let (effects, shards) = self.socket.on_closed();
        self.perform(effects);
        self.core.routes.remove(self.handle.id, shards.into_iter());
    }
}
