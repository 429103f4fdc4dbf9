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
    owners: BTreeMap<(Shard, Epoch), MemberId>,
    /// The highest epoch each process has heard of for each shard.
    highest: BTreeMap<(Place, Shard), Epoch>,
}

impl Checks {
    pub(crate) const fn new(shards: u16) -> Self {
        Self { shards, owners: BTreeMap::new(), highest: BTreeMap::new() }
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
        let held: BTreeMap<_, _> = node.machine.held().collect();
        assert_eq!(node.told, held, "actions and state disagree at {now:?}");
        for shard in Shard::all().take(usize::from(self.shards)) {
            let Some(route) = node.machine.topology().route(shard) else { continue };
            let highest = self.highest.entry((node.place, shard)).or_insert(route.epoch);
            assert!(*highest <= route.epoch, "the epoch of {shard} went back at {now:?}");
            *highest = route.epoch;
        }
        let Some(me) = node.machine.me() else {
            assert!(held.is_empty(), "{:?} holds shards without being a member", node.place);
            return;
        };
        for (shard, epoch) in held {
            let owner = *self.owners.entry((shard, epoch)).or_insert(me);
            assert_eq!(owner, me, "two owners of {shard} under {epoch} at {now:?}");
            let written = store.get(Key::Shard(shard)).unwrap().revision;
            assert!(epoch.revision <= written, "{epoch} of {shard} was never written");
            for other in nodes.iter().flatten().filter(|other| other.place != node.place) {
                let both =
                    node.machine.speaks_for(shard, now) && other.machine.speaks_for(shard, now);
                assert!(!both, "{:?} and {:?} both speak for {shard}", node.place, other.place);
            }
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
