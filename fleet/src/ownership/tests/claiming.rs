use super::*;
use crate::rendezvous;

fn claims(actions: &[Action]) -> Vec<(ClaimId, Option<MemberId>, Vec<Shard>)> {
    let claim = |action: &Action| {
        let Action::Claim { id, old, shards } = action else { return None };
        Some((*id, *old, shards.iter().map(|(shard, _)| *shard).collect()))
    };
    actions.iter().filter_map(claim).collect()
}

fn shards_of(claims: &[(ClaimId, Option<MemberId>, Vec<Shard>)]) -> Vec<Shard> {
    let mut all: Vec<_> = claims.iter().flat_map(|(_, _, shards)| shards.clone()).collect();
    all.sort();
    all
}

#[test]
fn the_first_node_claims_every_shard_in_41_transactions() {
    let (mut machine, actions) = heard(4096, vec![ready(1)]);
    let sent = claims(&actions);
    assert_eq!((sent.len(), actions.len()), (41, 41));
    assert_eq!(shards_of(&sent), Shard::all().collect::<Vec<_>>());
    assert!(sent.iter().all(|(_, old, shards)| old.is_none() && shards.len() <= 100));
    for (at, (claim, _, shards)) in sent.into_iter().enumerate() {
        let at = 200 + at as u64;
        let actions = machine.on_claim(claim, ClaimOutcome::Claimed(Revision(at)), Moment(1));
        let owned = shards.iter().map(|shard| (*shard, epoch(at))).collect();
        assert_eq!(actions, [Action::Own(owned)]);
    }
    assert_eq!(machine.held().count(), 4096);
    assert_eq!(machine.deadline(), Moment::NEVER);
}

#[test]
fn nothing_is_claimed_before_the_view_is_complete_or_without_voice() {
    let mut machine = registered(8);
    assert_eq!(machine.on_changes([ready(1)], Moment(0)), []);
    assert_eq!(machine.on_changes([Change::Reached(Revision(9))], Moment(8_000)), []);
    assert_eq!(claims(&acknowledge(&mut machine, Moment(9_000))).len(), 1);
}

#[test]
fn a_dead_nodes_shards_are_claimed_at_once_by_whom_they_belong_to() {
    let changes = [vec![ready(1), ready(2), ready(3)], owned(0..64, 3, 5)].concat();
    let (mut machine, actions) = heard(64, changes);
    assert_eq!(actions, [], "node 3 lives");
    let actions = machine.on_changes([Change::MemberDeleted(id(3))], Moment(5_000));
    let mine: Vec<_> = Shard::all()
        .take(64)
        .filter(|shard| rendezvous::owner(*shard, [(id(1), 1), (id(2), 1)]) == Some(id(1)))
        .collect();
    let sent = claims(&actions);
    assert_eq!(shards_of(&sent), mine);
    assert!(sent.len() == 1 && sent[0].1 == Some(id(3)));
    let Action::Claim { shards, .. } = &actions[0] else { panic!("{actions:?}") };
    assert!(shards.iter().all(|(_, seen)| *seen == Some(Revision(5))));
}

#[test]
fn what_the_designated_node_leaves_lying_is_claimed_after_two_seconds() {
    let changes = [vec![ready(1), ready(2)], owned(0..64, 3, 5)].concat();
    let (mut machine, actions) = heard(64, changes);
    let mine = shards_of(&claims(&actions));
    assert_eq!(machine.deadline(), Moment(2_000));
    assert_eq!(machine.on_tick(Moment(1_999)), []);
    let others = shards_of(&claims(&machine.on_tick(Moment(2_000))));
    assert!(!others.is_empty() && others.iter().all(|shard| !mine.contains(shard)));
    assert_eq!(mine.len() + others.len(), 64);
}

#[test]
fn a_conflict_is_narrowed_down_to_the_shards_that_cause_it() {
    // Shard 13 was claimed by somebody else; every claim with it fails.
    let changes = [vec![ready(1)], owned(0..100, 3, 5)].concat();
    let (mut machine, mut actions) = heard(100, changes);
    let (mut sent, mut at) = (0, 200);
    while let Some((claim, _, shards)) = claims(&actions).first().cloned() {
        sent += 1;
        at += 1;
        actions.remove(0);
        let outcome = if shards.contains(&shard(13)) {
            ClaimOutcome::Conflict
        } else {
            ClaimOutcome::Claimed(Revision(at))
        };
        let more = machine.on_claim(claim, outcome, Moment(1));
        actions.retain(|action| matches!(action, Action::Claim { .. }));
        actions.extend(more.into_iter().filter(|action| matches!(action, Action::Claim { .. })));
    }
    assert_eq!(machine.held().count(), 99);
    assert_eq!(sent, 15, "two claims for each halving of 100");
    assert_eq!(machine.deadline(), Moment(1_001), "the last one is left alone for a second");
    let actions = machine.on_changes(owned([13], 2, 190), Moment(500));
    assert_eq!(actions, []);
    machine.on_changes([ready(2)], Moment(501));
    assert!(claims(&machine.on_tick(Moment(1_001))).is_empty(), "the watch brought the reason");
}

#[test]
fn the_watch_may_tell_of_a_claim_before_its_outcome_does() {
    let (mut machine, actions) = heard(2, vec![ready(1)]);
    let claim = claims(&actions)[0].0;
    let told = machine.on_changes(owned(0..2, 1, 200), Moment(1));
    assert_eq!(told, [Action::Own(vec![(shard(0), epoch(200)), (shard(1), epoch(200))])]);
    assert_eq!(machine.on_claim(claim, ClaimOutcome::Claimed(Revision(200)), Moment(2)), []);

    let (mut machine, actions) = heard(2, vec![ready(1)]);
    let claim = claims(&actions)[0].0;
    let moved = [vec![ready(2)], owned(0..2, 1, 200), owned(0..2, 2, 201)].concat();
    machine.on_changes(moved, Moment(1));
    assert_eq!(machine.on_claim(claim, ClaimOutcome::Claimed(Revision(200)), Moment(2)), []);
    assert_eq!(machine.held().count(), 0, "it was moved away since");
}

#[test]
fn a_claim_of_unknown_outcome_is_sent_again_after_a_pause() {
    let (mut machine, actions) = heard(2, vec![ready(1)]);
    let claim = claims(&actions)[0].0;
    assert_eq!(machine.on_claim(claim, ClaimOutcome::Unavailable, Moment(100)), []);
    assert_eq!(machine.deadline(), Moment(600));
    assert_eq!(shards_of(&claims(&machine.on_tick(Moment(600)))), [shard(0), shard(1)]);
}

#[test]
fn claims_in_flight_are_bounded() {
    // 80 dead nodes with one shard each.
    let changes = (0..80).map(|n| owned([n], 100 + n as u8, 5 + u64::from(n))).collect::<Vec<_>>();
    let (mut machine, actions) = heard(80, [vec![ready(1)], changes.concat()].concat());
    let sent = claims(&actions);
    assert_eq!(sent.len(), CLAIMS_MAX);
    let actions = machine.on_claim(sent[0].0, ClaimOutcome::Claimed(Revision(200)), Moment(1));
    assert_eq!(claims(&actions).len(), 1);
}

#[test]
fn a_draining_node_claims_nothing() {
    let mut machine = registered(8);
    machine.drain(Moment(0));
    let changes = [ready(1), Change::Reached(Revision(1))];
    assert_eq!(machine.on_changes(changes, Moment(0)), []);
    assert_eq!(machine.on_tick(Moment(7_000)), []);
    assert!(machine.is_drained());
}
