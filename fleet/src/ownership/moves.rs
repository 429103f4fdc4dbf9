//! Giving shards to the node they belong on.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{Action, MOVE_SHARDS_MAX, MOVES_MAX, MoveId, MoveOutcome, View};
use crate::{Epoch, MemberId, Moment, Revision, Shard};

/// How long the nodes must have stayed the same before shards are moved for balance.
const DAMPING: Duration = Duration::from_secs(1);
/// The time between the beginnings of two moves for balance.
const INTERVAL: Duration = Duration::from_millis(500);
/// How long a successor is left alone after a move to it failed.
const FAILURE_WAIT: Duration = Duration::from_secs(1);
/// How long before a transaction of unknown outcome is sent again.
const RETRY_WAIT: Duration = Duration::from_millis(250);

/// How eagerly shards are given away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// Not at all: orphans come first.
    Waiting,
    /// Damped and paced.
    Balancing,
    /// As fast as moves finish.
    Draining,
}

#[derive(Debug, Default)]
pub(super) struct Moves {
    last: u64,
    running: BTreeMap<MoveId, Move>,
    silent: BTreeMap<Shard, Silence>,
    avoid: BTreeMap<MemberId, Moment>,
    next_at: Moment,
}

#[derive(Debug)]
struct Move {
    successor: MemberId,
    shards: Vec<(Shard, Epoch)>,
    phase: Phase,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Running,
    /// It was given up or its transaction repeated; the outcome is to come.
    Waiting,
    /// The transaction may have been written.
    Unknown {
        retry_at: Moment,
    },
}

/// Why a held shard may not be spoken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Silence {
    /// It is being moved.
    Moving(MoveId),
    /// A move of it failed in the store at this revision. An earlier attempt may have been written,
    /// so the shard stays silent until the view has reached that revision. Later attempts cannot be
    /// written: member ids do not come back and epochs do not go back, so a guard that failed once
    /// fails for good.
    Until(Revision),
}

impl Moves {
    pub(super) fn clear(&mut self) {
        *self = Self { last: self.last, ..Self::default() };
    }

    /// Whether no move is under way.
    pub(super) fn is_idle(&self) -> bool {
        self.running.is_empty()
    }

    /// Whether a shard is being given away, or may have been.
    pub(super) fn silences(&self, shard: Shard) -> bool {
        self.silent.contains_key(&shard)
    }

    /// A shard has a new owner: what was known of its last move no longer matters.
    pub(super) fn forget(&mut self, shard: Shard) {
        self.silent.remove(&shard);
    }

    /// The view has reached this revision.
    pub(super) fn settle(&mut self, revision: Revision) {
        self.silent.retain(|_, silence| match silence {
            Silence::Moving(_) => true,
            Silence::Until(known_at) => *known_at > revision,
        });
    }

    /// Ends one move, or one attempt to write it; returns where its shards went or would have gone.
    pub(super) fn finish(
        &mut self,
        id: MoveId,
        outcome: MoveOutcome,
        now: Moment,
    ) -> Option<(MemberId, Vec<(Shard, Epoch)>)> {
        if outcome == MoveOutcome::Unavailable {
            self.running.get_mut(&id)?.phase = Phase::Unknown { retry_at: now + RETRY_WAIT };
            return None;
        }
        let Move { successor, shards, .. } = self.running.remove(&id)?;
        for (shard, _) in &shards {
            if self.silent.get(shard) != Some(&Silence::Moving(id)) {
                continue;
            }
            match outcome {
                MoveOutcome::Conflict(at) => {
                    self.silent.insert(*shard, Silence::Until(at));
                }
                MoveOutcome::Failed => {
                    self.silent.remove(shard);
                }
                // The new owner is observed next, which ends the silence.
                MoveOutcome::Committed(_) | MoveOutcome::Unavailable => {}
            }
        }
        if matches!(outcome, MoveOutcome::Conflict(_) | MoveOutcome::Failed) {
            self.avoid.insert(successor, now + FAILURE_WAIT);
        }
        Some((successor, shards))
    }

    /// Gives up moves to nodes that no longer take work.
    pub(super) fn abort(&mut self, view: &View<'_>, actions: &mut Vec<Action>) {
        for (id, moving) in &mut self.running {
            if moving.phase == Phase::Running && !view.placement.is_ready(moving.successor) {
                moving.phase = Phase::Waiting;
                actions.push(Action::AbortMove(*id));
            }
        }
    }

    /// Begins every move that is due; returns when the next one will be.
    pub(super) fn start(
        &mut self,
        view: &View<'_>,
        pace: Pace,
        actions: &mut Vec<Action>,
    ) -> Moment {
        let now = view.now;
        self.avoid.retain(|_, until| *until > now);
        let mut next = self.retry(now, actions);
        let due = match pace {
            Pace::Waiting => return next,
            Pace::Balancing => self.next_at.max(view.placement.changed_at() + DAMPING),
            Pace::Draining => now,
        };
        while self.running.len() < MOVES_MAX {
            let Some((successor, shards)) = self.largest(view, &mut next) else { break };
            if now < due.max(self.next_at) && pace == Pace::Balancing {
                return next.min(due.max(self.next_at));
            }
            self.begin(successor, shards, actions);
            self.next_at = now + INTERVAL;
        }
        next
    }

    /// Repeats what may have been written; returns when the next repetition is due.
    fn retry(&mut self, now: Moment, actions: &mut Vec<Action>) -> Moment {
        let mut next = Moment::NEVER;
        for (id, moving) in &mut self.running {
            match moving.phase {
                Phase::Unknown { retry_at } if retry_at <= now => {
                    moving.phase = Phase::Waiting;
                    actions.push(Action::RetryMove(*id));
                }
                Phase::Unknown { retry_at } => next = next.min(retry_at),
                Phase::Running | Phase::Waiting => {}
            }
        }
        next
    }

    /// The shards that belong on another node, for the node with most of them.
    fn largest(
        &self,
        view: &View<'_>,
        next: &mut Moment,
    ) -> Option<(MemberId, Vec<(Shard, Epoch)>)> {
        let mut misplaced: BTreeMap<MemberId, Vec<(Shard, Epoch)>> = BTreeMap::new();
        for (shard, epoch) in view.held {
            let Some(wanted) = view.placement.node_for(*shard) else { continue };
            if wanted == view.me || self.silences(*shard) {
                continue;
            }
            match self.avoid.get(&wanted) {
                Some(until) => *next = (*next).min(*until),
                None => misplaced.entry(wanted).or_default().push((*shard, *epoch)),
            }
        }
        misplaced.into_iter().max_by_key(|(_, shards)| shards.len())
    }

    fn begin(
        &mut self,
        successor: MemberId,
        mut shards: Vec<(Shard, Epoch)>,
        actions: &mut Vec<Action>,
    ) {
        shards.truncate(MOVE_SHARDS_MAX);
        self.last += 1;
        let id = MoveId(self.last);
        for (shard, _) in &shards {
            self.silent.insert(*shard, Silence::Moving(id));
        }
        actions.push(Action::BeginMove { id, successor, shards: shards.clone() });
        self.running.insert(id, Move { successor, shards, phase: Phase::Running });
    }
}
