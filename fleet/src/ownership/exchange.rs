//! What goes in and out of the machine.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::topology::Member;
use crate::{Epoch, MemberId, Moment, Revision, Shard};

/// What stays the same while the process runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Config {
    /// The cluster's generation, part of every epoch.
    pub generation: u64,
    /// How many shards there are: [`crate::id::SHARDS`], fewer in a model.
    pub shards: u16,
}

/// A change in the store, as its watch tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A member's key was written.
    MemberPut(MemberId, Member),
    /// A member's key is gone.
    MemberDeleted(MemberId),
    /// A listing of every member at this revision, after events were lost.
    Members(BTreeMap<MemberId, Member>, Revision),
    /// A shard's key was written, at this revision.
    ShardPut(Shard, MemberId, Revision),
    /// Every change of members and shards up to this revision has been told. Nothing is decided
    /// before the first.
    Reached(Revision),
}

/// A new member key of this process is in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Registered {
    /// Its id: never used before, by anyone.
    pub id: MemberId,
    /// The revision that wrote it.
    pub revision: Revision,
    /// When the request that granted its lease was sent.
    pub sent_at: Moment,
    /// The lease's time to live.
    pub ttl: Duration,
}

/// What a keepalive of the lease brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keepalive {
    /// The store renewed the lease.
    Acknowledged {
        /// When the request was sent, not when the answer came.
        sent_at: Moment,
        /// What remains; zero means [`Self::Ended`].
        ttl: Duration,
    },
    /// The store says that the lease is gone.
    Ended,
    /// No answer. That is not a lost lease: voice runs out by itself.
    Failed,
}

/// Names a [`Action::Claim`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimId(pub u64);

/// Names a [`Action::BeginMove`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MoveId(pub u64);

/// What became of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimOutcome {
    /// It was written, at this revision.
    Claimed(Revision),
    /// A guard did not hold: nothing was written.
    Conflict,
    /// It may or may not have been written; the watch will tell.
    Unavailable,
}

/// What became of a planned move. The shell reports exactly one for each attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoveOutcome {
    /// The transaction was written, at this revision.
    Committed(Revision),
    /// A guard did not hold at this revision: nothing was or will be written, unless an earlier
    /// attempt was.
    Conflict(Revision),
    /// The transaction may or may not have been written. It is tried again on
    /// [`Action::RetryMove`].
    Unavailable,
    /// No transaction was sent: flushing or the hand-off failed, or the move was aborted before it.
    Failed,
}

/// What the shell does next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Grant a lease, put a member key under a fresh id, keep trying until it worked, then call
    /// [`super::Ownership::on_registered`].
    Register,
    /// One transaction: my member key Present, the old owner's Absent, each shard's key At the
    /// revision (`None`: Absent); then each shard's owner := me. The outcome goes to
    /// [`super::Ownership::on_claim`].
    Claim {
        /// For the outcome.
        id: ClaimId,
        /// Who held them; `None` if nobody ever did.
        old: Option<MemberId>,
        /// At most [`super::CLAIM_SHARDS_MAX`], each with the revision that was seen.
        shards: Vec<(Shard, Option<Revision>)>,
    },
    /// These shards are mine now, each under this epoch.
    Own(Vec<(Shard, Epoch)>),
    /// These shards are no longer mine: drop their sessions.
    Lose(Vec<Shard>),
    /// Stop taking input for these shards, get `Flushed` from every gateway, flush observed state,
    /// hand off, then one transaction: my member key and the successor's Present, each shard's key
    /// At its epoch; each owner := successor. The outcome goes to [`super::Ownership::on_move`].
    BeginMove {
        /// For the outcome.
        id: MoveId,
        /// Who takes over.
        successor: MemberId,
        /// At most [`super::MOVE_SHARDS_MAX`].
        shards: Vec<(Shard, Epoch)>,
    },
    /// Send the same move's transaction again: it is not known whether it was written.
    RetryMove(MoveId),
    /// Give the move up if its transaction was not sent yet. Its outcome is still reported.
    AbortMove(MoveId),
    /// The lease ended: drop every shard, claim and move. No outcome of theirs is wanted any more.
    DropAll,
}
