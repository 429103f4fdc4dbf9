//! What must hold after every step, and what must come true once faults stop.

use std::collections::BTreeMap;

use fleet::topology::MemberState;
use fleet::{Epoch, MemberId, Moment, Shard, rendezvous};

use crate::message::Place;
use crate::node::Node;
use crate::store::{Key, Store, Value};

#[derive(Debug)]
pub(crate) struct Checks {
    shards: u16,
    /// Invariants looked at so far.
    pub(crate) made: u64,
    owners: BTreeMap<(Shard, Epoch), MemberId>,
    /// The highest epoch each process has heard of, by shard.
    highest: BTreeMap<Place, Vec<Epoch>>,
}

impl Checks {
    pub(crate) const fn new(shards: u16) -> Self {
        Self { shards, made: 0, owners: BTreeMap::new(), highest: BTreeMap::new() }
    }

    /// Only the node that just acted can have broken something: time alone takes voice away, never
    /// gives it.
    pub(crate) fn after_step(
        &mut self,
        nodes: &[Option<Node>],
        acted: u8,
        store: &Store,
        now: Moment,
    ) {
        let Some(node) = &nodes[usize::from(acted)] else { return };
        let told = node.told.iter().map(|(shard, epoch)| (*shard, *epoch));
        assert!(told.eq(node.machine.held()), "actions and state disagree at {now:?}");
        self.made += 1;
        self.owned_once(node, store, now);
        for (shard, _) in node.machine.held() {
            if !node.machine.speaks_for(shard, now) {
                continue;
            }
            for other in nodes.iter().flatten().filter(|other| other.place != node.place) {
                self.made += 1;
                let both = other.machine.speaks_for(shard, now);
                assert!(!both, "{:?} and {:?} both speak for {shard}", node.place, other.place);
            }
        }
    }

    /// What it has newly heard of is later than what it knew, was written, and names one owner.
    fn owned_once(&mut self, node: &Node, store: &Store, now: Moment) {
        let none = || vec![Epoch::default(); usize::from(self.shards)];
        let highest = self.highest.entry(node.place).or_insert_with(none);
        for (shard, highest) in Shard::all().zip(highest) {
            let Some(route) = node.machine.topology().route(shard) else { continue };
            if *highest == route.epoch {
                continue;
            }
            assert!(*highest < route.epoch, "the epoch of {shard} went back at {now:?}");
            *highest = route.epoch;
            let owner = *self.owners.entry((shard, route.epoch)).or_insert(route.owner);
            assert_eq!(owner, route.owner, "two owners of {shard} under {}", route.epoch);
            self.made += 3;
            let written = store.get(Key::Shard(shard)).unwrap().revision;
            assert!(route.epoch.revision <= written, "{} was never written", route.epoch);
        }
        for (shard, epoch) in node.machine.held() {
            self.made += 1;
            let route = node.machine.topology().route(shard).unwrap();
            assert_eq!((Some(route.owner), route.epoch), (node.machine.me(), epoch), "{shard}");
        }
    }
}

/// Every shard is held, with voice, by the living node it belongs on.
pub(crate) fn settled(nodes: &[Option<Node>], store: &Store, shards: u16, now: Moment) {
    let ready: Vec<(MemberId, u32)> = store
        .rows()
        .filter_map(|(key, row)| match (key, &row.value) {
            (Key::Member(id), Value::Member(member)) if member.state == MemberState::Ready => {
                Some((id, member.weight))
            }
            (Key::Member(_) | Key::Shard(_), _) => None,
        })
        .collect();
    let alive: Vec<_> = nodes.iter().flatten().filter_map(|node| node.machine.me()).collect();
    assert_eq!(ready.len(), alive.len(), "every member is a process and every process a member");
    for shard in Shard::all().take(usize::from(shards)) {
        let row = store.get(Key::Shard(shard)).unwrap();
        let wanted = rendezvous::owner(shard, ready.iter().copied()).unwrap();
        assert_eq!(row.value, Value::Owner(wanted), "{shard} is not where it belongs");
        let speaking: Vec<_> = nodes
            .iter()
            .flatten()
            .filter(|node| node.machine.speaks_for(shard, now))
            .filter_map(|node| node.machine.me())
            .collect();
        assert_eq!(speaking, [wanted], "{shard} at {now:?}");
    }
}
