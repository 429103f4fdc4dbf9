use std::time::Duration;

use super::*;
use crate::peer::Role;
use crate::topology::{Member, MemberState};

mod claiming;
mod moving;

const TTL: Duration = Duration::from_secs(10);

fn id(n: u8) -> MemberId {
    MemberId::new([n; 16])
}

fn shard(n: u32) -> Shard {
    Shard::new(n).unwrap()
}

fn epoch(revision: u64) -> Epoch {
    Epoch { generation: 1, revision: Revision(revision) }
}

fn node(state: MemberState) -> Member {
    Member { role: Role::Node, address: String::new(), weight: 1, state }
}

fn ready(n: u8) -> Change {
    Change::MemberPut(id(n), node(MemberState::Ready))
}

fn owned(shards: impl IntoIterator<Item = u32>, by: u8, revision: u64) -> Vec<Change> {
    shards.into_iter().map(|n| Change::ShardPut(shard(n), id(by), Revision(revision))).collect()
}

/// Node 1 with this many shards, registered at revision 1 and moment 0, which has heard of nothing.
fn registered(shards: u16) -> Ownership {
    let mut machine = Ownership::new(Config { generation: 1, shards });
    assert_eq!(machine.on_tick(Moment(0)), [Action::Register]);
    let me = Registered { id: id(1), revision: Revision(1), sent_at: Moment(0), ttl: TTL };
    assert_eq!(machine.on_registered(me, Moment(0)), []);
    machine
}

/// The same, after it has heard these changes.
fn heard(shards: u16, changes: Vec<Change>) -> (Ownership, Vec<Action>) {
    let mut machine = registered(shards);
    let reached = Change::Reached(Revision(100));
    let actions = machine.on_changes(changes.into_iter().chain([reached]), Moment(0));
    (machine, actions)
}

fn acknowledge(machine: &mut Ownership, now: Moment) -> Vec<Action> {
    machine.on_keepalive(id(1), Keepalive::Acknowledged { sent_at: now, ttl: TTL }, now)
}

#[test]
fn voice_ends_a_margin_before_the_lease_can() {
    for (ttl_ms, last_ms) in
        [(10_000, 7_999), (6_000, 3_999), (5_000, 3_499), (1_000, 699), (1_500, 1_049)]
    {
        let mut machine = registered(1);
        let ttl = Duration::from_millis(ttl_ms);
        let me = Registered { id: id(2), revision: Revision(2), sent_at: Moment(1_000), ttl };
        machine.on_registered(me, Moment(1_400));
        assert!(machine.voice(Moment(1_000 + last_ms)), "ttl {ttl_ms} ms");
        assert!(!machine.voice(Moment(1_000 + last_ms + 1)), "ttl {ttl_ms} ms");
    }
}

#[test]
fn a_keepalive_counts_from_when_it_was_sent_and_never_shortens_voice() {
    let mut machine = registered(1);
    acknowledge(&mut machine, Moment(5_000));
    assert!(machine.voice(Moment(12_999)) && !machine.voice(Moment(13_000)));
    acknowledge(&mut machine, Moment(4_000));
    assert!(machine.voice(Moment(12_999)), "answers may overtake each other");
    let former = Keepalive::Acknowledged { sent_at: Moment(20_000), ttl: TTL };
    machine.on_keepalive(id(9), former, Moment(20_000));
    assert!(!machine.voice(Moment(13_000)), "another member's lease says nothing about this one");
}

#[test]
fn a_failed_keepalive_is_not_a_lost_lease() {
    let (mut machine, _) = heard(2, [vec![ready(1)], owned(0..2, 1, 5)].concat());
    assert_eq!(machine.on_keepalive(id(1), Keepalive::Failed, Moment(60_000)), []);
    assert_eq!(machine.held().count(), 2);
    assert!(!machine.voice(Moment(60_000)) && !machine.speaks_for(shard(0), Moment(60_000)));
    acknowledge(&mut machine, Moment(60_000));
    assert!(machine.speaks_for(shard(0), Moment(60_000)));
}

#[test]
fn an_ended_lease_drops_everything_and_registers_anew() {
    let zero = Keepalive::Acknowledged { sent_at: Moment(0), ttl: Duration::ZERO };
    for ending in [Keepalive::Ended, zero] {
        let (mut machine, _) = heard(2, [vec![ready(1)], owned(0..2, 1, 5)].concat());
        let actions = machine.on_keepalive(id(1), ending, Moment(1));
        assert_eq!(actions, [Action::DropAll, Action::Register]);
        assert!(!machine.voice(Moment(1)) && machine.held().count() == 0);
        assert_eq!(machine.on_tick(Moment(9_000)), [], "the shell is asked once");
    }
    let (mut machine, _) = heard(2, [vec![ready(1)], owned(0..2, 1, 5)].concat());
    let deleted = [Change::MemberDeleted(id(1))];
    assert_eq!(machine.on_changes(deleted, Moment(1)), [Action::DropAll, Action::Register]);
}

#[test]
fn outcomes_that_come_after_the_lease_ended_change_nothing() {
    let (mut machine, actions) = heard(1, vec![ready(1)]);
    let [Action::Claim { id: claim, .. }] = actions[..] else { panic!("{actions:?}") };
    machine.on_keepalive(id(1), Keepalive::Ended, Moment(1));
    let claimed = ClaimOutcome::Claimed(Revision(200));
    assert_eq!(machine.on_claim(claim, claimed, Moment(2)), []);
    let me = Registered { id: id(2), revision: Revision(300), sent_at: Moment(3), ttl: TTL };
    machine.on_registered(me, Moment(3));
    assert_eq!(machine.held().count(), 0);
}

#[test]
fn a_listing_without_me_ends_the_lease_only_if_it_is_newer_than_me() {
    let (mut machine, _) = heard(1, vec![ready(1)]);
    let older = Change::Members(BTreeMap::new(), Revision(0));
    assert_eq!(machine.on_changes([older], Moment(1)), []);
    let newer = Change::Members(BTreeMap::new(), Revision(1));
    assert_eq!(machine.on_changes([newer], Moment(1)), [Action::DropAll, Action::Register]);
}

#[test]
fn shards_moved_here_before_registration_was_confirmed_are_owned() {
    let mut machine = Ownership::new(Config { generation: 1, shards: 2 });
    machine.on_tick(Moment(0));
    machine.on_changes([vec![ready(1)], owned(0..1, 1, 5)].concat(), Moment(0));
    let me = Registered { id: id(1), revision: Revision(1), sent_at: Moment(0), ttl: TTL };
    let actions = machine.on_registered(me, Moment(0));
    assert_eq!(actions, [Action::Own(vec![(shard(0), epoch(5))])]);
}

#[test]
fn epochs_never_go_back_and_a_regained_shard_starts_over() {
    let (mut machine, actions) = heard(1, [vec![ready(1)], owned([0], 1, 5)].concat());
    assert_eq!(actions, [Action::Own(vec![(shard(0), epoch(5))])]);
    assert_eq!(machine.on_changes(owned([0], 2, 4), Moment(1)), [], "old news");
    assert_eq!(machine.on_changes(owned([0], 1, 5), Moment(1)), [], "the same news");
    let actions = machine.on_changes(owned([0], 1, 7), Moment(1));
    let regained = Action::Own(vec![(shard(0), epoch(7))]);
    assert_eq!(actions, [Action::Lose(vec![shard(0)]), regained]);
    let there_and_back = [vec![ready(2)], owned([0], 1, 9), owned([0], 2, 11)].concat();
    assert_eq!(machine.on_changes(there_and_back, Moment(2)), [Action::Lose(vec![shard(0)])]);
}

#[test]
fn a_stopped_node_drops_everything_and_stays_away() {
    let (mut machine, _) = heard(2, [vec![ready(1)], owned(0..2, 1, 5)].concat());
    assert_eq!(machine.stop(Moment(1)), [Action::DropAll]);
    assert!(!machine.voice(Moment(1)));
    assert_eq!(machine.on_tick(Moment(99_000)), []);
}
