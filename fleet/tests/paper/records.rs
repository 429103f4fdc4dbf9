//! What nodes write to the store, and what they read from its logs.

use fleet::ownership::Change;
use fleet::topology::{Member, MemberState};
use fleet::{Epoch, MemberId, Revision, Role, Shard};

use crate::store::{Event, Guard, Key, LeaseId, Txn, Value};

pub(crate) fn member(state: MemberState) -> Member {
    Member { role: Role::Node, address: String::new(), weight: 1, state }
}

pub(crate) fn draining(me: MemberId, lease: LeaseId) -> Txn {
    Txn {
        guards: vec![(Key::Member(me), Guard::Present)],
        puts: vec![(Key::Member(me), Value::Member(member(MemberState::Draining)))],
        lease: Some(lease),
    }
}

pub(crate) fn claim(
    me: MemberId,
    old: Option<MemberId>,
    shards: &[(Shard, Option<Revision>)],
) -> Txn {
    let mut txn = Txn { guards: vec![(Key::Member(me), Guard::Present)], ..Txn::default() };
    txn.guards.extend(old.map(|old| (Key::Member(old), Guard::Absent)));
    for (shard, seen) in shards {
        txn.guards.push((Key::Shard(*shard), seen.map_or(Guard::Absent, Guard::At)));
        txn.puts.push((Key::Shard(*shard), Value::Owner(me)));
    }
    txn
}

pub(crate) fn hand_over(me: MemberId, successor: MemberId, shards: &[(Shard, Epoch)]) -> Txn {
    let mut txn = Txn::default();
    txn.guards.extend([me, successor].map(|id| (Key::Member(id), Guard::Present)));
    for (shard, epoch) in shards {
        txn.guards.push((Key::Shard(*shard), Guard::At(epoch.revision)));
        txn.puts.push((Key::Shard(*shard), Value::Owner(successor)));
    }
    txn
}

pub(crate) fn change(event: &Event) -> Change {
    match (event.key, &event.value) {
        (Key::Member(id), Some(Value::Member(member))) => Change::MemberPut(id, member.clone()),
        (Key::Member(id), None) => Change::MemberDeleted(id),
        (Key::Shard(shard), Some(Value::Owner(owner))) => {
            Change::ShardPut(shard, *owner, event.revision)
        }
        (Key::Member(_) | Key::Shard(_), _) => unreachable!("no such event: {event:?}"),
    }
}
