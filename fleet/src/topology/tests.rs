use super::*;

fn id(n: u8) -> MemberId {
    MemberId::new([n; 16])
}

fn epoch(generation: u64, revision: u64) -> Epoch {
    Epoch { generation, revision: Revision(revision) }
}

fn member(role: Role, state: MemberState) -> Member {
    Member { role, address: "127.0.0.1:4321".into(), weight: 1, state }
}

#[test]
fn an_epoch_never_goes_back_whatever_order_news_come_in() {
    let shard = Shard::new(7).unwrap();
    let mut topology = Topology::new();
    assert!(topology.set_owner(shard, id(1), epoch(1, 10)));
    assert!(!topology.set_owner(shard, id(2), epoch(1, 9)), "older");
    assert!(!topology.set_owner(shard, id(2), epoch(1, 10)), "the same");
    assert_eq!(topology.route(shard), Some(Route { owner: id(1), epoch: epoch(1, 10) }));
    assert!(topology.set_owner(shard, id(2), epoch(2, 3)), "a restored store has a new generation");
    assert_eq!(topology.route(shard).unwrap().owner, id(2));
}

#[test]
fn a_route_is_live_only_while_its_owner_is_there() {
    let shard = Shard::new(0).unwrap();
    let mut topology = Topology::new();
    topology.set_owner(shard, id(1), epoch(1, 1));
    assert_eq!(topology.live_route(shard), None);
    assert!(topology.put_member(id(1), member(Role::Node, MemberState::Ready)));
    assert!(!topology.put_member(id(1), member(Role::Node, MemberState::Ready)));
    assert_eq!(topology.live_route(shard).unwrap().0.owner, id(1));
    assert!(topology.delete_member(id(1)));
    assert!(!topology.delete_member(id(1)));
    assert_eq!(topology.live_route(shard), None);
    assert_eq!(topology.route(shard).unwrap().owner, id(1));
}

#[test]
fn members_are_listed_by_role_and_a_revision_never_goes_back() {
    let mut topology = Topology::new();
    topology.put_member(id(1), member(Role::Gateway, MemberState::Ready));
    topology.put_member(id(2), member(Role::Node, MemberState::Draining));
    topology.put_member(id(3), member(Role::ControlApi, MemberState::Ready));
    assert_eq!(topology.live_gateways().map(|(id, _)| id).collect::<Vec<_>>(), [id(1)]);
    assert_eq!(topology.live_nodes().map(|(id, _)| id).collect::<Vec<_>>(), [id(2)]);
    topology.reset_members(BTreeMap::new());
    assert_eq!(topology.members().count(), 0);
    topology.reached(Revision(5));
    topology.reached(Revision(4));
    assert_eq!(topology.revision(), Revision(5));
}
