//! What happens at the edge of a paper cluster: frames, sockets, agents.

use std::collections::BTreeSet;
use std::time::Duration;

use fleet::link::{ToGateway, ToNode};
use fleet::topology::Route;
use fleet::{Epoch, Moment, Shard};

use crate::edge::{Event, GatewayItem, NodeItem};
use crate::gateway::{GatewayId, Wish};
use crate::message::Place;
use crate::store::{Key, Value};
use crate::world::World;

const fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

impl World {
    /// Soon, and now and then not so soon.
    pub(crate) fn soon(&mut self) -> Moment {
        let slow = self.rng.per_mille(self.faults.slow / 4);
        let worst = if slow { 3_000 } else { 30 };
        self.now + ms(1 + self.rng.below(worst))
    }

    pub(crate) fn on_edge(&mut self, event: Event) {
        match event {
            Event::Pump { gateway, node, to_node: true } => self.pump_to_node(gateway, node),
            Event::Pump { gateway, node, to_node: false } => self.pump_to_gateway(gateway, node),
            Event::GatewayPoll(id) => self.gateway_poll(id),
            Event::NodePoll(_)
            | Event::NodeTick(_)
            | Event::Load(..)
            | Event::Store(..)
            | Event::HandOver(..) => self.on_node_event(event),
            Event::Written(id, socket) => self.written(id, socket),
            Event::Probed(id, key, claim, alive) => {
                self.with_gateway(id, |gateway| gateway.on_probed(key, claim, alive));
            }
            Event::Up(id, name) => self.up(id, name),
            Event::Down(..)
            | Event::Speak { .. }
            | Event::Connect { .. }
            | Event::PollTimeout { .. } => self.on_agent_event(event),
            Event::Gone(id, name) => {
                let Some(gateway) = self.edge.gateways.get_mut(&id) else { return };
                let Some(socket) = gateway.by_name(name) else { return };
                let (line, wishes) = gateway.on_closed(socket);
                self.edge.ended.extend(line);
                self.grant(id, wishes);
            }
            Event::GatewayStart(index) => self.start_gateway(index),
        }
    }

    pub(crate) fn start_gateway(&mut self, index: u8) {
        if let Some(id) = self.edge.start_gateway(index) {
            self.later(self.now + ms(1), Event::GatewayPoll(id));
        }
    }

    /// kill -9 of a gateway: its sockets close, its listing outlives it.
    pub(crate) fn crash_gateway(&mut self, index: u8) {
        let Some(id) = self.edge.gateways.keys().find(|id| id.index == index).copied() else {
            return;
        };
        if let Some(gateway) = self.edge.gateways.remove(&id) {
            self.edge.ended.extend(gateway.lines.into_values());
        }
        self.edge.listed.insert(id, self.now + crate::node::TTL);
        let nodes: Vec<Place> =
            self.edge.pairs.keys().filter(|(g, _)| *g == id).map(|(_, node)| *node).collect();
        for node in nodes {
            self.cut(id, node);
        }
        for agent in self.edge.abandon(id) {
            let conn = self.edge.agents[agent].conns;
            let at = self.now + ms(self.rng.below(300));
            self.later(at, Event::Connect { agent, conn });
        }
        let at = self.now + ms(1_000 + self.rng.below(4_000));
        self.later(at, Event::GatewayStart(index));
    }

    /// A link goes down.
    pub(crate) fn cut(&mut self, gateway: GatewayId, node: Place) {
        if self.edge.cut(gateway, node) {
            for to_node in [true, false] {
                let at = self.soon();
                self.later(at, Event::Pump { gateway, node, to_node });
            }
        }
    }

    fn pump_to_node(&mut self, gateway: GatewayId, node: Place) {
        let Some(pair) = self.edge.pairs.get_mut(&(gateway, node)) else { return };
        let Some(item) = pair.to_node.pop_front() else { return };
        match item {
            NodeItem::Up(connection) => {
                pair.node_end = Some(connection);
                self.serve(node, |serving, _| {
                    serving.shards.on_link_up(gateway.member());
                    Vec::new()
                });
            }
            NodeItem::Lost => {
                pair.node_end = None;
                self.serve(node, |serving, _| serving.shards.on_link_lost(gateway.member()));
            }
            NodeItem::Frame(connection, frame) => {
                if pair.node_end == Some(connection) {
                    self.serve(node, |serving, now| {
                        serving.shards.on_frame(gateway.member(), frame, now)
                    });
                }
            }
        }
    }

    fn pump_to_gateway(&mut self, id: GatewayId, node: Place) {
        let Some(pair) = self.edge.pairs.get_mut(&(id, node)) else { return };
        match pair.to_gateway.pop_front() {
            Some(GatewayItem::Lost) => self.with_gateway(id, |gateway| {
                gateway.on_link_lost(node);
                Vec::new()
            }),
            Some(GatewayItem::Frame(connection, frame)) if pair.alive == Some(connection) => {
                self.with_gateway(id, |gateway| gateway.on_frame(node, frame));
            }
            Some(GatewayItem::Frame(..)) | None => {}
        }
    }

    pub(crate) fn send_to_node(&mut self, gateway: GatewayId, node: Place, frame: ToNode) {
        let Some(pair) = self.edge.pairs.get_mut(&(gateway, node)) else { return };
        let Some(connection) = pair.alive else { return };
        pair.to_node.push_back(NodeItem::Frame(connection, frame));
        let at = self.soon();
        self.later(at, Event::Pump { gateway, node, to_node: true });
    }

    pub(crate) fn send_to_gateway(&mut self, gateway: GatewayId, node: Place, frame: ToGateway) {
        let Some(pair) = self.edge.pairs.get_mut(&(gateway, node)) else { return };
        let (Some(connection), true) = (pair.alive, pair.alive == pair.node_end) else { return };
        pair.to_gateway.push_back(GatewayItem::Frame(connection, frame));
        let at = self.soon();
        self.later(at, Event::Pump { gateway, node, to_node: false });
    }

    /// The gateway looks at the store: links to every node, a route for every shard.
    fn gateway_poll(&mut self, id: GatewayId) {
        if !self.edge.gateways.contains_key(&id) {
            return;
        }
        let mut at = self.soon() + ms(150);
        if self.rng.per_mille(self.faults.slow) {
            at = at + ms(3_000);
        }
        self.later(at, Event::GatewayPoll(id));
        let mut members = Vec::new();
        let mut routes = Vec::new();
        for (key, row) in self.keeper.store.rows() {
            match (key, &row.value) {
                (Key::Member(member), _) => members.push(member),
                (Key::Shard(shard), Value::Owner(owner)) => {
                    let epoch = Epoch { generation: 1, revision: row.revision };
                    routes.push((shard, Route { owner: *owner, epoch }));
                }
                (Key::Shard(_), Value::Member(_)) => {}
            }
        }
        let places: Vec<_> = self
            .nodes
            .iter()
            .flatten()
            .filter_map(|node| Some((node.place, node.machine.me()?)))
            .filter(|(_, me)| members.contains(me))
            .collect();
        for (place, member) in places {
            self.link(id, place, member);
        }
        for (shard, route) in routes {
            self.with_gateway(id, |gateway| gateway.on_route(shard, route));
        }
    }

    fn link(&mut self, id: GatewayId, node: Place, member: fleet::MemberId) {
        let Some(gateway) = self.edge.gateways.get_mut(&id) else { return };
        match gateway.linked.get(&node) {
            Some(linked) if *linked == member => return,
            // The process has become another member: its old link says nothing about that one.
            Some(_) => return self.cut(id, node),
            None => {}
        }
        let pair = self.edge.pairs.entry((id, node)).or_default();
        if pair.alive.is_some() || pair.to_gateway.iter().any(|i| matches!(i, GatewayItem::Lost)) {
            return;
        }
        self.edge.connections += 1;
        pair.alive = Some(self.edge.connections);
        pair.to_node.push_back(NodeItem::Up(self.edge.connections));
        gateway.linked.insert(node, member);
        let at = self.soon();
        self.later(at, Event::Pump { gateway: id, node, to_node: true });
        for shard in Shard::all().take(64) {
            self.with_gateway(id, |gateway| gateway.refresh(shard));
        }
    }

    pub(crate) fn with_gateway(
        &mut self,
        id: GatewayId,
        act: impl FnOnce(&mut crate::gateway::Gateway) -> Vec<Wish>,
    ) {
        let Some(gateway) = self.edge.gateways.get_mut(&id) else { return };
        let wishes = act(gateway);
        self.grant(id, wishes);
    }

    pub(crate) fn grant(&mut self, id: GatewayId, wishes: Vec<Wish>) {
        let mut closing = BTreeSet::new();
        for wish in wishes {
            match wish {
                Wish::ToNode(node, frame) => self.send_to_node(id, node, frame),
                Wish::Write(socket) => {
                    let at = self.soon();
                    self.later(at, Event::Written(id, socket));
                }
                Wish::Probe(key, claim) => {
                    let Some(line) = self.edge.gateways[&id].lines.get(&key.socket) else {
                        continue;
                    };
                    let alive = self.edge.user(id, line.name).is_some();
                    let at = if alive { self.soon() } else { self.now + ms(10_000) };
                    self.later(at, Event::Probed(id, key, claim, alive));
                }
                Wish::Close(socket) => {
                    closing.insert(socket);
                }
            }
        }
        for socket in closing {
            self.close(id, socket);
        }
    }

    /// The gateway closes a socket; its agent comes back at once.
    fn close(&mut self, id: GatewayId, socket: fleet::SocketId) {
        let Some(gateway) = self.edge.gateways.get_mut(&id) else { return };
        let (line, wishes) = gateway.on_closed(socket);
        let Some(line) = line else { return };
        if !line.http
            && let Some(agent) = self.edge.user(id, line.name)
        {
            self.disconnect(agent);
        }
        self.edge.ended.push(line);
        self.grant(id, wishes);
    }

    fn written(&mut self, id: GatewayId, socket: fleet::SocketId) {
        let Some(gateway) = self.edge.gateways.get_mut(&id) else { return };
        let Some(name) = gateway.lines.get(&socket).map(|line| line.name) else { return };
        let (bytes, wishes) = gateway.on_written(socket);
        if let Some(bytes) = bytes {
            self.to_agent(id, name, bytes);
        }
        self.grant(id, wishes);
    }

    fn up(&mut self, id: GatewayId, name: fleet::SocketId) {
        let Some(gateway) = self.edge.gateways.get_mut(&id) else { return };
        let Some(socket) = gateway.by_name(name) else { return };
        if !gateway.reads(socket) {
            return self.later(self.now + ms(50), Event::Up(id, name));
        }
        let Some(data) = self.edge.up.get_mut(&(id, name)).and_then(|up| up.pop_front()) else {
            return;
        };
        self.with_gateway(id, |gateway| gateway.on_agent(socket, data));
    }
}
