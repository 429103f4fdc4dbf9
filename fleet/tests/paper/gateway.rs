//! A gateway as a place: the shell around its sockets.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use fleet::link::{Claim, Principal, SessionKey, ToGateway, ToNode, Transport};
use fleet::relay::{Effect, Limits, Outgoing, Received, Socket};
use fleet::topology::Route;
use fleet::{AgentId, MemberId, Shard, SocketId};

use crate::message::Place;
use crate::traffic::Planted;

/// A running gateway process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct GatewayId {
    pub(crate) index: u8,
    pub(crate) run: u8,
}

impl GatewayId {
    pub(crate) const fn member(self) -> MemberId {
        let mut id = [0; 16];
        (id[0], id[1]) = (100 + self.index, self.run);
        MemberId::new(id)
    }
}

/// What it wants done.
#[derive(Debug)]
pub(crate) enum Wish {
    ToNode(Place, ToNode),
    /// A message is to be written; say when it is.
    Write(SocketId),
    Probe(SessionKey, Claim),
    Close(SocketId),
}

/// What one Send is, for whoever checks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sent {
    pub(crate) claim: Claim,
    pub(crate) number: u64,
    pub(crate) answers: u64,
}

#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) socket: Socket,
    pub(crate) agent: AgentId,
    pub(crate) shard: Shard,
    pub(crate) http: bool,
    /// The name its agent knows; differs from the id only under a planted bug.
    pub(crate) name: SocketId,
    pub(crate) writing: Option<(Sent, Outgoing)>,
    sent: BTreeMap<(Claim, u64), Sent>,
    queued: Vec<Sent>,
    /// Messages of the agent on this socket.
    pub(crate) received: u64,
    unanswered: BTreeMap<u64, Bytes>,
    pub(crate) answered: BTreeSet<u64>,
    highest: Option<Claim>,
}

#[derive(Debug)]
pub(crate) struct Gateway {
    pub(crate) lines: BTreeMap<SocketId, Line>,
    pub(crate) routes: BTreeMap<Shard, Route>,
    /// Links that are up, and the member each leads to.
    pub(crate) linked: BTreeMap<Place, MemberId>,
    told: BTreeSet<Claim>,
    flushing: BTreeMap<Claim, BTreeSet<SocketId>>,
    planted: Planted,
    renamed: u64,
}

impl Gateway {
    pub(crate) fn new(planted: Planted) -> Self {
        Self {
            lines: BTreeMap::new(),
            routes: BTreeMap::new(),
            linked: BTreeMap::new(),
            told: BTreeSet::new(),
            flushing: BTreeMap::new(),
            planted,
            renamed: 1 << 32,
        }
    }

    pub(crate) fn open(&mut self, name: SocketId, agent: AgentId, shard: Shard, http: bool) {
        let line = self.line(name, agent, shard, http);
        self.lines.insert(name, line);
    }

    fn line(&self, id: SocketId, agent: AgentId, shard: Shard, http: bool) -> Line {
        let transport = if http { Transport::Http } else { Transport::WebSocket };
        Line {
            socket: Socket::new(id, transport, Principal::default(), Limits::default()),
            agent,
            shard,
            http,
            name: id,
            writing: None,
            sent: BTreeMap::new(),
            queued: Vec::new(),
            received: 0,
            unanswered: BTreeMap::new(),
            answered: BTreeSet::new(),
            highest: None,
        }
    }

    pub(crate) fn by_name(&self, name: SocketId) -> Option<SocketId> {
        self.lines.iter().find(|(_, line)| line.name == name).map(|(id, _)| *id)
    }

    fn reachable(&self, shard: Shard) -> Option<Route> {
        let route = *self.routes.get(&shard)?;
        self.linked.values().any(|member| *member == route.owner).then_some(route)
    }

    /// Whether the socket's agent may be read from.
    pub(crate) fn reads(&self, id: SocketId) -> bool {
        self.lines.get(&id).is_some_and(|line| line.socket.reading())
    }

    pub(crate) fn on_agent(&mut self, id: SocketId, data: Bytes) -> Vec<Wish> {
        let Some(line) = self.lines.get_mut(&id) else { return Vec::new() };
        line.received += 1;
        line.unanswered.insert(line.received, data.clone());
        let (agent, shard) = (line.agent, line.shard);
        let received = Received { agent, shard, data, traceparent: String::new() };
        let route = self.reachable(shard);
        let Some(line) = self.lines.get_mut(&id) else { return Vec::new() };
        let effects = line.socket.on_message(received, route);
        self.perform(id, effects)
    }

    pub(crate) fn on_frame(&mut self, from: Place, frame: ToGateway) -> Vec<Wish> {
        let Some(owner) = self.linked.get(&from).copied() else { return Vec::new() };
        let key = match &frame {
            ToGateway::AttachAck(key, ..) | ToGateway::Close(key, ..) => *key,
            ToGateway::Probe(key, _) | ToGateway::Reattach(key, ..) => *key,
            ToGateway::Send(send) => send.key,
            ToGateway::Flush(claims) => {
                return claims.iter().flat_map(|claim| self.flush(owner, from, *claim)).collect();
            }
            ToGateway::Resume(claims) => {
                self.told.retain(|claim| !claims.contains(claim));
                return self.all(owner, &frame, claims.clone());
            }
            ToGateway::NotOwner(_) => {
                return self.all(owner, &frame, Vec::new());
            }
        };
        let Some(line) = self.lines.get_mut(&key.socket) else {
            let absent = match frame {
                ToGateway::Send(send) => ToNode::Dropped(key, send.claim, send.number),
                // Under the planted bug the old name still stands for a living agent.
                ToGateway::Probe(_, claim) => {
                    let alive = self.planted == Planted::NewSocketAfterFlap;
                    ToNode::ProbeResult(key, claim, alive)
                }
                _ => return Vec::new(),
            };
            return vec![Wish::ToNode(from, absent)];
        };
        if let ToGateway::Send(send) = &frame {
            let (claim, number, answers) = (send.claim, send.number, send.answers);
            line.queued.push(Sent { claim, number, answers });
        }
        let effects = line.socket.on_frame(owner, frame);
        self.perform(key.socket, effects)
    }

    /// A frame for every socket; then the shards of `again` are presented again.
    fn all(&mut self, owner: MemberId, frame: &ToGateway, again: Vec<Claim>) -> Vec<Wish> {
        let mut wishes = Vec::new();
        for id in self.lines.keys().copied().collect::<Vec<_>>() {
            let Some(line) = self.lines.get_mut(&id) else { continue };
            let effects = line.socket.on_frame(owner, frame.clone());
            wishes.extend(self.perform(id, effects));
        }
        for claim in again {
            wishes.extend(self.refresh(claim.shard));
        }
        wishes
    }

    fn flush(&mut self, owner: MemberId, from: Place, claim: Claim) -> Vec<Wish> {
        let mut wishes = Vec::new();
        let waiting = self.lines.keys().copied().collect();
        self.flushing.insert(claim, waiting);
        for id in self.lines.keys().copied().collect::<Vec<_>>() {
            let Some(line) = self.lines.get_mut(&id) else { continue };
            let effects = line.socket.on_frame(owner, ToGateway::Flush(vec![claim]));
            wishes.extend(self.perform(id, effects));
        }
        if self.flushing.get(&claim).is_some_and(BTreeSet::is_empty) {
            self.flushing.remove(&claim);
            wishes.push(Wish::ToNode(from, ToNode::Flushed(vec![claim])));
        }
        wishes
    }

    fn flushed(&mut self, id: SocketId, claim: Claim) -> Option<Wish> {
        let waiting = self.flushing.get_mut(&claim)?;
        waiting.remove(&id);
        if !waiting.is_empty() {
            return None;
        }
        self.flushing.remove(&claim);
        let owner = self.routes.get(&claim.shard)?.owner;
        let place = self.place_of(owner)?;
        Some(Wish::ToNode(place, ToNode::Flushed(vec![claim])))
    }

    fn place_of(&self, member: MemberId) -> Option<Place> {
        self.linked.iter().find(|(_, linked)| **linked == member).map(|(place, _)| *place)
    }

    /// The store names an owner.
    pub(crate) fn on_route(&mut self, shard: Shard, route: Route) -> Vec<Wish> {
        let known = self.routes.get(&shard);
        if known.is_none_or(|known| known.epoch < route.epoch) {
            self.routes.insert(shard, route);
        }
        self.refresh(shard)
    }

    pub(crate) fn on_link_lost(&mut self, place: Place) {
        let Some(member) = self.linked.remove(&place) else { return };
        let theirs = |claim: &Claim| {
            self.routes.get(&claim.shard).is_some_and(|route| route.owner == member)
        };
        let told = self.told.iter().copied().filter(|claim| !theirs(claim)).collect();
        self.told = told;
        for line in self.lines.values_mut() {
            line.socket.on_link_lost(member);
        }
        if self.planted == Planted::NewSocketAfterFlap {
            self.rename();
        }
    }

    /// The planted bug: after a link was lost every socket gets another id.
    fn rename(&mut self) {
        for (old, was) in std::mem::take(&mut self.lines) {
            if !was.socket.stranded() || was.http || was.writing.is_some() {
                self.lines.insert(old, was);
                continue;
            }
            self.renamed += 1;
            let id = SocketId(self.renamed);
            let mut line = self.line(id, was.agent, was.shard, was.http);
            line.name = was.name;
            line.answered = was.answered;
            // The numbers begin again: what is known to be answered is known under the new ones.
            line.received = 0;
            line.answered.clear();
            for data in was.unanswered.values() {
                line.received += 1;
                line.unanswered.insert(line.received, data.clone());
                let (agent, shard) = (line.agent, line.shard);
                let data = data.clone();
                let received = Received { agent, shard, data, traceparent: String::new() };
                line.socket.on_message(received, None);
            }
            self.lines.insert(id, line);
        }
    }

    /// Presents the shard's sessions to its owner if it can be reached.
    pub(crate) fn refresh(&mut self, shard: Shard) -> Vec<Wish> {
        let Some(route) = self.reachable(shard) else { return Vec::new() };
        let claim = Claim { shard, epoch: route.epoch };
        let mut wishes = Vec::new();
        let mut everyone = true;
        for id in self.lines.keys().copied().collect::<Vec<_>>() {
            let Some(line) = self.lines.get_mut(&id) else { continue };
            if line.shard != shard || line.received == 0 {
                continue;
            }
            let effects = line.socket.on_route(shard, route);
            everyone &= effects.contains(&Effect::Attached(claim));
            wishes.extend(self.perform(id, effects));
        }
        if everyone
            && self.told.insert(claim)
            && let Some(place) = self.place_of(route.owner)
        {
            wishes.push(Wish::ToNode(place, ToNode::Attached(claim)));
        }
        wishes
    }

    fn perform(&mut self, id: SocketId, effects: Vec<Effect>) -> Vec<Wish> {
        let mut wishes = Vec::new();
        for effect in effects {
            match effect {
                Effect::ToNode(member, frame) => {
                    if let ToNode::Dropped(_, claim, number) = &frame
                        && let Some(line) = self.lines.get_mut(&id)
                    {
                        line.queued.retain(|s| s.claim != *claim || s.number != *number);
                    }
                    let place = self.place_of(member);
                    wishes.extend(place.map(|place| Wish::ToNode(place, frame)));
                }
                Effect::Flushed(claim) => wishes.extend(self.flushed(id, claim)),
                Effect::Probe(key, claim) => wishes.push(Wish::Probe(key, claim)),
                Effect::Close(..) => wishes.push(Wish::Close(id)),
                // Routes are looked at again and again anyway.
                Effect::Opened(_) | Effect::Attached(_) | Effect::Retry(_) => {}
            }
        }
        wishes.extend(self.next_write(id));
        wishes
    }

    fn next_write(&mut self, id: SocketId) -> Vec<Wish> {
        let planted = self.planted;
        let Some(line) = self.lines.get_mut(&id) else { return Vec::new() };
        if line.writing.is_some() {
            return Vec::new();
        }
        let Some(outgoing) = line.socket.next_write() else { return Vec::new() };
        let sent = line.queued.remove(0);
        line.sent.insert((sent.claim, sent.number), sent);
        line.writing = Some((sent, outgoing));
        let mut wishes = vec![Wish::Write(id)];
        if planted == Planted::EarlyCheckpoint {
            let effects = line.socket.on_written();
            wishes.extend(self.perform(id, effects));
        }
        wishes
    }

    /// The message is on the socket. Returns its bytes, unless the planted bug loses it.
    pub(crate) fn on_written(&mut self, id: SocketId) -> (Option<Bytes>, Vec<Wish>) {
        let routes = self.routes.clone();
        let early = self.planted == Planted::EarlyCheckpoint;
        let Some(line) = self.lines.get_mut(&id) else { return (None, Vec::new()) };
        let Some((sent, outgoing)) = line.writing.take() else { return (None, Vec::new()) };
        let replaced = routes.get(&line.shard).is_some_and(|r| r.epoch > sent.claim.epoch);
        if early && replaced {
            return (None, self.next_write(id));
        }
        let highest = line.highest.get_or_insert(sent.claim);
        assert!(highest.epoch <= sent.claim.epoch, "the epochs of {id:?} went back");
        *highest = sent.claim;
        if sent.answers > 0 {
            let news = line.answered.insert(sent.answers);
            assert!(news, "message {} of {} was answered twice", sent.answers, line.agent);
            line.unanswered.remove(&sent.answers);
        }
        let mut bytes = outgoing.head.to_vec();
        bytes.extend(outgoing.body.unwrap_or_default());
        let effects = if early { Vec::new() } else { line.socket.on_written() };
        let http = line.http;
        let mut wishes = self.perform(id, effects);
        if http {
            wishes.push(Wish::Close(id));
        }
        (Some(bytes.into()), wishes)
    }

    pub(crate) fn on_probed(&mut self, key: SessionKey, claim: Claim, alive: bool) -> Vec<Wish> {
        let effects = match self.lines.get(&key.socket) {
            Some(line) => line.socket.on_probed(key, claim, alive),
            None => return Vec::new(),
        };
        self.perform(key.socket, effects)
    }

    /// The socket is gone. Returns the line for a last look.
    pub(crate) fn on_closed(&mut self, id: SocketId) -> (Option<Line>, Vec<Wish>) {
        let Some(line) = self.lines.get_mut(&id) else { return (None, Vec::new()) };
        let (effects, _) = line.socket.on_closed();
        let mut wishes = self.perform(id, effects);
        let flushing: Vec<Claim> = self.flushing.keys().copied().collect();
        wishes.extend(flushing.into_iter().filter_map(|claim| self.flushed(id, claim)));
        (self.lines.remove(&id), wishes)
    }
}
