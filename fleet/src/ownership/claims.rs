//! Taking shards that no living node holds.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use super::{Action, CLAIM_SHARDS_MAX, CLAIMS_MAX, ClaimId, ClaimOutcome, View};
use crate::{MemberId, Moment, Revision, Shard};

/// How long the node that should claim an orphan has before the next one tries; after twice that,
/// any node does.
const TURN: Duration = Duration::from_secs(2);
/// How long a shard is left alone after a claim of it alone failed: the watch will bring the
/// reason.
const CONFLICT_WAIT: Duration = Duration::from_secs(1);
/// How long no claim is sent after the store did not answer one.
const UNAVAILABLE_WAIT: Duration = Duration::from_millis(500);

#[derive(Debug, Default)]
pub(super) struct Claims {
    last: u64,
    in_flight: BTreeMap<ClaimId, Batch>,
    /// Halves of batches that conflicted; together at most one entry per shard.
    halves: VecDeque<Batch>,
    /// The shards of all of those.
    busy: BTreeSet<Shard>,
    orphans: BTreeMap<Shard, Orphan>,
    paused_until: Moment,
}

#[derive(Debug)]
struct Batch {
    old: Option<MemberId>,
    shards: Vec<(Shard, Option<Revision>)>,
}

#[derive(Debug, Clone, Copy)]
struct Orphan {
    since: Moment,
    blocked_until: Moment,
}

impl Claims {
    pub(super) fn clear(&mut self) {
        // Ids are never reused, so outcomes of what is forgotten here find nothing.
        *self = Self { last: self.last, ..Self::default() };
    }

    /// Whether no claim is under way.
    pub(super) fn is_idle(&self) -> bool {
        self.busy.is_empty()
    }

    /// Ends one claim and returns its shards; those of a conflict are tried again in halves.
    pub(super) fn finish(&mut self, id: ClaimId, outcome: ClaimOutcome, now: Moment) -> Vec<Shard> {
        let Some(mut batch) = self.in_flight.remove(&id) else { return Vec::new() };
        let shards = batch.shards.iter().map(|(shard, _)| *shard).collect();
        match outcome {
            ClaimOutcome::Conflict if batch.shards.len() > 1 => {
                let rest = batch.shards.split_off(batch.shards.len() / 2);
                self.halves.push_back(Batch { old: batch.old, shards: rest });
                self.halves.push_back(batch);
                return shards;
            }
            ClaimOutcome::Conflict => {
                for (shard, _) in &batch.shards {
                    if let Some(orphan) = self.orphans.get_mut(shard) {
                        orphan.blocked_until = now + CONFLICT_WAIT;
                    }
                }
            }
            ClaimOutcome::Unavailable => self.paused_until = now + UNAVAILABLE_WAIT,
            ClaimOutcome::Claimed(_) => {}
        }
        for shard in &shards {
            self.busy.remove(shard);
        }
        shards
    }

    /// Sends every claim that is due; returns when the next one will be.
    pub(super) fn start(&mut self, view: &View<'_>, actions: &mut Vec<Action>) -> Moment {
        let (due, next) = self.due(view);
        if view.now < self.paused_until {
            return if self.orphans.is_empty() { next } else { next.min(self.paused_until) };
        }
        self.start_halves(view, actions);
        for (old, shards) in due {
            for shards in shards.chunks(CLAIM_SHARDS_MAX) {
                if self.in_flight.len() == CLAIMS_MAX {
                    // The next outcome makes room and calls again.
                    return next;
                }
                self.busy.extend(shards.iter().map(|(shard, _)| *shard));
                self.send(Batch { old, shards: shards.to_vec() }, actions);
            }
        }
        next
    }

    fn start_halves(&mut self, view: &View<'_>, actions: &mut Vec<Action>) {
        while self.in_flight.len() < CLAIMS_MAX
            && let Some(mut batch) = self.halves.pop_front()
        {
            batch.shards.retain(|(shard, seen)| {
                let unchanged = orphan_of(view, *shard) == Some((batch.old, *seen));
                if !unchanged {
                    self.busy.remove(shard);
                }
                unchanged
            });
            if !batch.shards.is_empty() {
                self.send(batch, actions);
            }
        }
    }

    fn send(&mut self, batch: Batch, actions: &mut Vec<Action>) {
        self.last += 1;
        let id = ClaimId(self.last);
        actions.push(Action::Claim { id, old: batch.old, shards: batch.shards.clone() });
        self.in_flight.insert(id, batch);
    }

    /// The orphans this node should claim now, by old owner, and when the next one will be due.
    fn due(&mut self, view: &View<'_>) -> (Due, Moment) {
        let mut due = Due::new();
        let mut next = Moment::NEVER;
        for (shard, wanted) in view.placement.wanted() {
            let Some((old, seen)) = orphan_of(view, shard) else {
                self.orphans.remove(&shard);
                continue;
            };
            let new = Orphan { since: view.now, blocked_until: Moment::default() };
            let orphan = *self.orphans.entry(shard).or_insert(new);
            if self.busy.contains(&shard) {
                continue;
            }
            let Some(turn) = turn(view, shard, wanted, orphan) else { continue };
            if turn <= view.now {
                due.entry(old).or_default().push((shard, seen));
            } else {
                next = next.min(turn);
            }
        }
        (due, next)
    }
}

type Due = BTreeMap<Option<MemberId>, Vec<(Shard, Option<Revision>)>>;

/// The last owner and revision of a shard that no living member holds.
fn orphan_of(view: &View<'_>, shard: Shard) -> Option<(Option<MemberId>, Option<Revision>)> {
    match view.topology.route(shard) {
        None => Some((None, None)),
        Some(route) if view.topology.member(route.owner).is_none() => {
            Some((Some(route.owner), Some(route.epoch.revision)))
        }
        Some(_) => None,
    }
}

/// When this node may claim an orphan; `None` while it takes no work.
fn turn(view: &View<'_>, shard: Shard, wanted: Option<MemberId>, orphan: Orphan) -> Option<Moment> {
    let turn = if wanted == Some(view.me) {
        orphan.since
    } else {
        match view.placement.rank(shard, view.me)? {
            0 | 1 => orphan.since + TURN,
            _ => orphan.since + TURN * 2,
        }
    };
    Some(turn.max(orphan.blocked_until))
}
