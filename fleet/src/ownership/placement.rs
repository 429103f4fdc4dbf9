//! Where each shard should be, recomputed only when the nodes that take work change.

use crate::topology::{MemberState, Topology};
use crate::{MemberId, Moment, Shard, rendezvous};

#[derive(Debug, Default)]
pub(super) struct Placement {
    ready: Vec<(MemberId, u32)>,
    wanted: Vec<Option<MemberId>>,
    changed_at: Moment,
}

impl Placement {
    /// `leaving` takes no work whatever its key still says.
    pub(super) fn refresh(
        &mut self,
        topology: &Topology,
        shards: u16,
        leaving: Option<MemberId>,
        now: Moment,
    ) {
        let ready: Vec<_> = topology
            .live_nodes()
            .filter(|(id, node)| node.state == MemberState::Ready && Some(*id) != leaving)
            .map(|(id, node)| (id, node.weight))
            .collect();
        if ready == self.ready && self.wanted.len() == usize::from(shards) {
            return;
        }
        self.wanted = Shard::all()
            .take(usize::from(shards))
            .map(|shard| rendezvous::owner(shard, ready.iter().copied()))
            .collect();
        self.ready = ready;
        self.changed_at = now;
    }

    /// Every shard and the node it should be on, if there is any.
    pub(super) fn wanted(&self) -> impl Iterator<Item = (Shard, Option<MemberId>)> {
        Shard::all().zip(self.wanted.iter().copied())
    }

    pub(super) fn node_for(&self, shard: Shard) -> Option<MemberId> {
        self.wanted.get(usize::from(shard.number())).copied().flatten()
    }

    /// How many nodes should sooner take this shard than `node`.
    pub(super) fn rank(&self, shard: Shard, node: MemberId) -> Option<usize> {
        rendezvous::rank(shard, node, self.ready.iter().copied())
    }

    pub(super) fn is_ready(&self, node: MemberId) -> bool {
        self.ready.iter().any(|(id, _)| *id == node)
    }

    /// When the nodes that take work last changed.
    pub(super) const fn changed_at(&self) -> Moment {
        self.changed_at
    }
}
