use super::*;
use crate::rendezvous;

type Begun = (MoveId, MemberId, Vec<(Shard, Epoch)>);

fn moves(actions: &[Action]) -> Vec<Begun> {
    let begun = |action: &Action| {
        let Action::BeginMove { id, successor, shards } = action else { return None };
        Some((*id, *successor, shards.clone()))
    };
    actions.iter().filter_map(begun).collect()
}

fn only(actions: &[Action]) -> Begun {
    let begun = moves(actions);
    assert_eq!((begun.len(), actions.len()), (1, 1), "{actions:?}");
    begun[0].clone()
}

/// Node 1 owns everything at revision 5; then node 2 joins at moment 0.
fn joined(shards: u16) -> Ownership {
    let changes = [vec![ready(1)], owned(0..u32::from(shards), 1, 5), vec![ready(2)]].concat();
    heard(shards, changes).0
}

#[test]
fn a_node_that_joins_gets_its_shards_in_paced_moves_and_no_others() {
    let mut machine = joined(1024);
    let theirs: Vec<_> = Shard::all()
        .take(1024)
        .filter(|shard| rendezvous::owner(*shard, [(id(1), 1), (id(2), 1)]) == Some(id(2)))
        .collect();
    let (mut given, mut begun_at, mut revision) = (Vec::new(), Vec::new(), 200);
    assert_eq!(machine.deadline(), Moment(1_000), "damped");
    while machine.deadline() != Moment::NEVER {
        let now = machine.deadline();
        let (mv, successor, shards) = only(&acknowledge(&mut machine, now));
        assert!(successor == id(2) && shards.len() <= MOVE_SHARDS_MAX);
        begun_at.push(now.0);
        given.extend(shards.iter().map(|(shard, _)| *shard));
        revision += 1;
        let lost = machine.on_move(mv, MoveOutcome::Committed(Revision(revision)), now);
        assert_eq!(lost, [Action::Lose(shards.iter().map(|(shard, _)| *shard).collect())]);
    }
    assert_eq!(given, theirs);
    assert!(begun_at.windows(2).all(|pair| pair[1] - pair[0] == 500), "{begun_at:?}");
    assert_eq!(machine.held().count(), 1024 - theirs.len());
}

#[test]
fn at_most_two_moves_are_under_way() {
    let mut machine = joined(1024);
    assert_eq!(moves(&machine.on_tick(Moment(1_000))).len(), 1);
    assert_eq!(moves(&machine.on_tick(Moment(1_500))).len(), 1);
    assert_eq!(machine.on_tick(Moment(7_000)), []);
}

#[test]
fn nothing_moves_while_nodes_come_and_go() {
    let mut machine = joined(64);
    for now in [900, 1_800, 2_700] {
        assert_eq!(machine.on_changes([ready((now / 900) as u8 + 2)], Moment(now)), []);
        assert_eq!(machine.on_tick(Moment(now + 899)), []);
    }
    assert!(!moves(&machine.on_tick(Moment(3_700))).is_empty());
}

#[test]
fn a_shard_that_is_being_moved_is_silent_until_the_move_failed() {
    let mut machine = joined(64);
    let now = Moment(1_000);
    let (mv, _, shards) = only(&machine.on_tick(now));
    let moving = shards[0].0;
    assert!(!machine.speaks_for(moving, now));
    assert_eq!(machine.on_move(mv, MoveOutcome::Failed, now), []);
    assert!(machine.speaks_for(moving, now));
    assert_eq!(machine.deadline(), Moment(2_000), "the successor is left alone for a second");
    assert_eq!(moves(&machine.on_tick(Moment(2_000))).len(), 1);
}

#[test]
fn after_a_conflict_a_shard_is_silent_until_the_view_shows_why() {
    let mut machine = joined(64);
    let now = Moment(1_000);
    let (mv, _, shards) = only(&machine.on_tick(now));
    let moving = shards[0].0;
    machine.on_move(mv, MoveOutcome::Conflict(Revision(150)), now);
    assert!(!machine.speaks_for(moving, now));
    machine.on_changes([Change::Reached(Revision(149))], now);
    assert!(!machine.speaks_for(moving, now));
    machine.on_changes([Change::Reached(Revision(150))], now);
    assert!(machine.speaks_for(moving, now));
}

#[test]
fn a_move_of_unknown_outcome_is_repeated_until_it_is_known() {
    let mut machine = joined(64);
    let (mv, successor, shards) = only(&machine.on_tick(Moment(1_000)));
    let moving = shards[0].0;
    assert_eq!(machine.on_move(mv, MoveOutcome::Unavailable, Moment(1_100)), []);
    assert_eq!(machine.deadline(), Moment(1_350));
    assert_eq!(machine.on_tick(Moment(1_350)), [Action::RetryMove(mv)]);
    assert!(!machine.speaks_for(moving, Moment(1_350)));
    // The first attempt was written: the watch tells, the repetition conflicts.
    let changes: Vec<_> = shards
        .iter()
        .map(|(shard, _)| Change::ShardPut(*shard, successor, Revision(160)))
        .collect();
    let lost = machine.on_changes(changes, Moment(1_400));
    assert_eq!(lost, [Action::Lose(shards.iter().map(|(shard, _)| *shard).collect())]);
    assert_eq!(machine.on_move(mv, MoveOutcome::Conflict(Revision(161)), Moment(1_500)), []);
}

#[test]
fn a_move_to_a_node_that_left_is_aborted_once() {
    let mut machine = joined(64);
    let (mv, _, shards) = only(&machine.on_tick(Moment(1_000)));
    let left = [Change::MemberDeleted(id(2))];
    assert_eq!(machine.on_changes(left, Moment(1_100)), [Action::AbortMove(mv)]);
    assert_eq!(machine.on_tick(Moment(1_200)), []);
    machine.on_move(mv, MoveOutcome::Failed, Moment(1_300));
    assert!(machine.speaks_for(shards[0].0, Moment(1_300)));
    assert_eq!(machine.held().count(), 64);
}

#[test]
fn a_draining_node_gives_everything_away_as_fast_as_moves_finish() {
    let changes = [vec![ready(1), ready(2), ready(3)], owned(0..512, 1, 5)].concat();
    let (mut machine, _) = heard(512, changes);
    let mut running = moves(&machine.drain(Moment(1)));
    assert_eq!(running.len(), MOVES_MAX);
    let (mut revision, mut total) = (200, 0);
    while let Some((mv, _, shards)) = running.pop() {
        revision += 1;
        total += shards.len();
        let outcome = MoveOutcome::Committed(Revision(revision));
        running.extend(moves(&machine.on_move(mv, outcome, Moment(1))));
        assert!(running.len() <= MOVES_MAX);
    }
    assert_eq!(total, 512);
    assert!(machine.is_drained());
}

#[test]
fn nothing_moves_to_a_node_that_drains() {
    let changes =
        [vec![ready(1), Change::MemberPut(id(2), node(MemberState::Draining))], owned(0..64, 1, 5)];
    let (mut machine, _) = heard(64, changes.concat());
    assert_eq!(machine.on_tick(Moment(5_000)), []);
    assert_eq!(machine.drain(Moment(5_000)), [], "and with no one else there, nothing moves");
}
