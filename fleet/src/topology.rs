//! Who is there and who holds what, as far as this process has heard.
//!
//! It only remembers what it is told: it decides nothing and knows neither keys nor bytes. What it
//! says may be old, so whoever acts on a [`Route`] sends its epoch along and is told when it is
//! wrong.

use std::collections::BTreeMap;

use crate::id::SHARDS;
use crate::peer::Role;
use crate::{Epoch, MemberId, Revision, Shard};

/// Whether a member takes on new work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberState {
    /// It does.
    Ready,
    /// It is giving its work away and will stop.
    Draining,
}

/// One running process of a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// What it is.
    pub role: Role,
    /// `host:port` of its internal listener; empty for a role without one.
    pub address: String,
    /// Its share of the shards relative to other nodes; 0 counts as 1.
    pub weight: u32,
    /// Whether it takes on new work.
    pub state: MemberState,
}

/// Where a shard is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    /// The node that holds it.
    pub owner: MemberId,
    /// The claim by which it holds it.
    pub epoch: Epoch,
}

/// Members, owners of shards, and the revision up to which both are complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topology {
    members: BTreeMap<MemberId, Member>,
    owners: Vec<Option<Route>>,
    revision: Revision,
}

impl Default for Topology {
    fn default() -> Self {
        Self::new()
    }
}

impl Topology {
    /// Nobody is there and nothing is held.
    pub fn new() -> Self {
        Self {
            members: BTreeMap::new(),
            owners: vec![None; usize::from(SHARDS)],
            revision: Revision::default(),
        }
    }

    /// A member appeared or changed. Whether anything is different now.
    pub fn put_member(&mut self, id: MemberId, member: Member) -> bool {
        self.members.insert(id, member.clone()).as_ref() != Some(&member)
    }

    /// A member's key is gone: its lease ended or it left. Whether it was known.
    pub fn delete_member(&mut self, id: MemberId) -> bool {
        self.members.remove(&id).is_some()
    }

    /// All members there are, after events were lost.
    pub fn reset_members(&mut self, members: BTreeMap<MemberId, Member>) {
        self.members = members;
    }

    /// A shard has this owner under this epoch. Whether that is news: an epoch that is not higher
    /// than the known one is ignored, so epochs never go back.
    pub fn set_owner(&mut self, shard: Shard, owner: MemberId, epoch: Epoch) -> bool {
        let slot = &mut self.owners[usize::from(shard.number())];
        let newer = slot.is_none_or(|known| known.epoch < epoch);
        if newer {
            *slot = Some(Route { owner, epoch });
        }
        newer
    }

    /// Every change up to and including this revision has been applied. Never goes back.
    pub fn reached(&mut self, revision: Revision) {
        self.revision = self.revision.max(revision);
    }

    /// The revision up to which this is complete.
    pub const fn revision(&self) -> Revision {
        self.revision
    }

    /// Where a shard is held. The owner may be gone by now: see [`Self::live_route`].
    pub fn route(&self, shard: Shard) -> Option<Route> {
        self.owners[usize::from(shard.number())]
    }

    /// Where a shard is held, if that node is there, and the node.
    pub fn live_route(&self, shard: Shard) -> Option<(Route, &Member)> {
        let route = self.route(shard)?;
        Some((route, self.member(route.owner)?))
    }

    /// A member, if it is there.
    pub fn member(&self, id: MemberId) -> Option<&Member> {
        self.members.get(&id)
    }

    /// Every member, in order.
    pub fn members(&self) -> impl Iterator<Item = (MemberId, &Member)> {
        self.members.iter().map(|(id, member)| (*id, member))
    }

    /// Every gateway that is there, draining or not.
    pub fn live_gateways(&self) -> impl Iterator<Item = (MemberId, &Member)> {
        self.members().filter(|(_, member)| member.role == Role::Gateway)
    }

    /// Every node that is there, draining or not.
    pub fn live_nodes(&self) -> impl Iterator<Item = (MemberId, &Member)> {
        self.members().filter(|(_, member)| member.role == Role::Node)
    }
}

#[cfg(test)]
mod tests;
