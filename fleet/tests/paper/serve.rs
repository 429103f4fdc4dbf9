//! What nodes do for agents in a paper cluster: frames in, effects out.

use std::collections::BTreeSet;
use std::time::Duration;

use fleet::link::{Claim, Send, ToGateway};
use fleet::shards::{Effect, Report, Rows, StoredAgent};
use fleet::{AgentId, Digest, MemberId, Moment};
use prost::Message as _;
use proto::opamp::v1::ServerToAgent;

use crate::edge::Event;
use crate::gateway::GatewayId;
use crate::message::{Place, Timer};
use crate::node::Node;
use crate::serving::{Serving, catalog};
use crate::store::Key;
use crate::world::World;

const fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

impl World {
    pub(crate) fn node(&mut self, place: Place) -> Option<&mut Node> {
        self.nodes.iter_mut().flatten().find(|node| node.place == place)
    }

    /// Lets the shards of a node do something and performs it. Whatever ownership decided comes first.
    pub(crate) fn serve(
        &mut self,
        place: Place,
        act: impl FnOnce(&mut Serving, Moment) -> Vec<Effect>,
    ) {
        let now = self.now;
        let Some(node) = self.node(place) else { return };
        let (until, speaks) = (node.voice_until, node.machine.voice(now));
        assert_eq!(speaks, now < until, "{place:?} has voice until {until:?}, at {now:?}");
        let moves: BTreeSet<_> = node.moves.keys().copied().collect();
        let Some(serving) = &mut node.serving else { return };
        serving.shards.set_voice(until);
        let mut effects = serving.follow(&moves, now);
        effects.extend(act(serving, now));
        while serving.shards.has_steps() {
            effects.extend(serving.shards.step(now));
        }
        let at = serving.shards.deadline();
        let wakes = at != serving.tick_at && at != Moment::NEVER;
        serving.tick_at = at;
        if wakes {
            self.later(at.max(now), Event::NodeTick(place));
        }
        for effect in effects {
            self.effect(place, effect);
        }
    }

    fn effect(&mut self, node: Place, effect: Effect) {
        match effect {
            Effect::ToGateway(to, frame) => {
                let Some(id) = self.gateway_of(to) else { return };
                if let ToGateway::Send(send) = &frame {
                    self.check_voice(node, send);
                }
                self.send_to_gateway(id, node, frame);
            }
            Effect::Load(claim) => {
                let at = self.soon();
                self.later(at, Event::Load(node, claim));
            }
            Effect::Store(claim, agent) => self.store_soon(node, claim, agent),
            Effect::Answer(id, _, outcome) => self.edge.answered(id, outcome),
            Effect::Flushed(claim) => {
                let at = self.now + ms(1 + self.rng.below(200));
                let Some(serving) = self.node(node).and_then(|n| n.serving.as_mut()) else {
                    return;
                };
                if let Some(id) = serving.flushed(claim) {
                    self.later(at, Event::HandOver(node, id));
                }
            }
            Effect::CutLink(to) => {
                if let Some(id) = self.gateway_of(to) {
                    self.cut(id, node);
                }
            }
            Effect::Ready(_)
            | Effect::Presence(..)
            | Effect::Warn(..)
            | Effect::Learned(_)
            | Effect::Gone(..)
            | Effect::Csr(..)
            | Effect::Custom(..) => {}
        }
    }

    fn gateway_of(&self, member: MemberId) -> Option<GatewayId> {
        self.edge.listed.keys().find(|id| id.member() == member).copied()
    }

    /// Nobody speaks on its own account without voice, nor after a later owner did.
    fn check_voice(&mut self, place: Place, send: &Send) {
        let message = ServerToAgent::decode(send.head.clone()).unwrap();
        if message.flags == 0 && message.command.is_none() && send.body.is_none() {
            return;
        }
        let (now, agent) = (self.now, send.key.agent);
        let voice = self.node(place).is_some_and(|node| node.machine.voice(now));
        assert!(voice, "{place:?} spoke to {agent} without voice");
        let last = self.edge.voiced.entry(agent).or_insert(send.claim.epoch);
        assert!(*last <= send.claim.epoch, "{place:?} spoke to {agent} after a later owner");
        *last = send.claim.epoch;
    }

    fn store_soon(&mut self, node: Place, claim: Claim, agent: AgentId) {
        let (now, at) = (self.now, self.soon());
        let Some(serving) = self.node(node).and_then(|n| n.serving.as_mut()) else { return };
        if let Some(report) = serving.shards.report(claim, agent, now) {
            self.later(at, Event::Store(node, claim, Box::new(report)));
        }
    }

    pub(crate) fn on_node_event(&mut self, event: Event) {
        let Some(place) = event.node() else { return };
        if self.node(place).is_none() {
            return;
        }
        let needs_store = !matches!(event, Event::NodePoll(_) | Event::NodeTick(_));
        if needs_store && self.is_cut(place) {
            return self.later(self.now + ms(500), event);
        }
        match event {
            Event::NodePoll(_) => self.node_poll(place),
            Event::NodeTick(_) => self.serve(place, |serving, now| {
                serving.tick_at = Moment::NEVER;
                let effects = serving.shards.on_tick(now);
                let next = serving.shards.deadline();
                assert!(next > now, "a deadline in the past would never be over");
                effects
            }),
            Event::Load(_, claim) => self.load(place, claim),
            Event::Store(_, claim, report) => self.store(place, claim, &report),
            Event::HandOver(_, id) => self.hand_over(place, id),
            _ => {}
        }
    }

    fn node_poll(&mut self, place: Place) {
        let mut at = self.soon() + ms(300);
        if self.rng.per_mille(self.faults.slow) {
            at = at + ms(4_000);
        }
        self.later(at, Event::NodePoll(place));
        if self.is_cut(place) {
            return;
        }
        let now = self.now;
        let listed = self.edge.listed.iter().filter(|(_, until)| **until > now);
        let gateways: BTreeSet<MemberId> = listed.map(|(id, _)| id.member()).collect();
        let revision = self.edge.revision;
        self.serve(place, |serving, now| {
            if serving.catalog != revision {
                serving.catalog = revision;
                serving.shards.set_catalog(catalog(revision));
            }
            serving.shards.set_gateways(gateways, now)
        });
    }

    /// What the store has of a shard, and whatever was written before the node's claim.
    fn load(&mut self, place: Place, claim: Claim) {
        let mut agents = Vec::new();
        for ((shard, _), record) in &self.edge.records {
            if *shard == claim.shard {
                let hash = |part: &proto::record::v1::Part| Digest::try_from(&part.hash[..]).ok();
                let bodies = record.parts.iter().filter_map(hash);
                let bodies = bodies.filter_map(|hash| self.edge.bodies.get(&hash).cloned());
                agents.push(StoredAgent { record: record.clone(), bodies: bodies.collect() });
            }
        }
        let revision = self.edge.revision;
        self.serve(place, |serving, now| {
            if serving.catalog != revision {
                serving.catalog = revision;
                serving.shards.set_catalog(catalog(revision));
            }
            serving.shards.loaded(claim, agents, Rows::default(), now)
        });
    }

    /// One guarded write (F4).
    fn store(&mut self, place: Place, claim: Claim, report: &Report) {
        self.keeper.store.expire(self.now);
        let me = self.node(place).and_then(|node| node.machine.me());
        let member = me.is_some_and(|me| self.keeper.store.get(Key::Member(me)).is_some());
        let row = self.keeper.store.get(Key::Shard(claim.shard));
        let owned = row.is_some_and(|row| row.revision == claim.epoch.revision);
        if member && owned {
            self.edge.records.insert((claim.shard, report.agent), report.record.clone());
            for (_, hash, bytes) in &report.bodies {
                self.edge.bodies.insert(*hash, bytes.clone());
            }
        }
        let outcome = if member && owned { Ok(&[][..]) } else { Err(()) };
        self.serve(place, |serving, now| {
            serving.shards.stored(claim, report, outcome, now);
            Vec::new()
        });
    }

    /// Everything is flushed: the successor is told, then ownership may write.
    fn hand_over(&mut self, place: Place, id: fleet::ownership::MoveId) {
        let now = self.now;
        let Some(serving) = self.node(place).and_then(|n| n.serving.as_mut()) else { return };
        let Some(moving) = serving.moves.get(&id) else { return };
        let successor = moving.successor;
        let mut behind = Vec::new();
        let mut handoffs = Vec::new();
        for claim in &moving.claims {
            for agent in serving.shards.unstored(*claim) {
                behind.extend(serving.shards.report(*claim, agent, now).map(|r| (*claim, r)));
            }
            handoffs.push((*claim, serving.shards.handoff(*claim, now)));
        }
        for (claim, report) in behind {
            self.store(place, claim, &report);
        }
        let next = self.nodes.iter().flatten().find(|n| n.machine.me() == Some(successor));
        if let Some(next) = next.map(|node| node.place) {
            self.serve(next, |serving, now| {
                for (claim, agents) in handoffs {
                    serving.shards.expect(claim, agents, now);
                }
                Vec::new()
            });
        }
        let Place::Node { index, .. } = place else { return };
        self.with(index, |node, now, out| node.on_timer(Timer::HandedOff(id), now, out));
    }
}
