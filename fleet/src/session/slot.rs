//! One slot of offers: what the agent should have of one kind, what it was offered and what it said.
//!
//! Level-triggered by hash. Offered when the agent does not report the desired hash, and not again while that offer is
//! outstanding, nor for a hash it reported FAILED until an operator retries or another hash is desired.

use std::sync::Arc;
use std::time::Duration;

use crate::desired::Payload;
use crate::link::OfferState;
use crate::{Digest, Moment, Prefix};

/// How long an offer stays outstanding for an agent that reports its status but did not.
const OUTSTANDING: Duration = Duration::from_secs(60);

/// What is offered on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// `remote_config`.
    RemoteConfig,
    /// `packages_available`.
    Packages,
    /// `connection_settings`, of all kinds together.
    Settings,
}

impl Slot {
    /// Every slot, in the order of [`crate::link::Checkpoint::offers`] and in which they are offered.
    pub const ALL: [Self; 3] = [Self::RemoteConfig, Self::Packages, Self::Settings];
}

/// What one agent should have in one slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Its content, ready to be appended to a ServerToAgent.
    pub payload: Arc<Payload>,
    /// Raised by an operator to lift the hold on what FAILED.
    pub retry: u64,
}

/// What a status says of the hash it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It has it.
    Seen,
    /// It works on it and owes another status.
    Applying,
    Applied,
    Failed,
}

/// Whether the agent owes the end of what it is applying.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Applying {
    #[default]
    No,
    /// Reported; the time was not at hand.
    Begun,
    Until(Moment),
    /// Asked for its full state; once is enough.
    Probed,
}

/// What an offer is decided on besides the slot.
#[derive(Debug, Clone, Copy)]
pub(super) struct Situation {
    pub(super) now: Moment,
    /// Whether the agent reports what became of offers of this slot.
    pub(super) reports: bool,
    /// Until when a full report may come that would decide it.
    pub(super) wait: Option<Moment>,
}

#[derive(Debug, Default)]
pub(super) struct Track {
    desired: Option<Offer>,
    reported: Option<Prefix>,
    /// Offered and not answered yet.
    outstanding: Option<(Prefix, Moment)>,
    /// What was last written to it on whichever socket, for a slot that remembers.
    seen: Option<(Prefix, Moment)>,
    remembers: bool,
    last: Option<Digest>,
    failed: Option<Prefix>,
    written: u64,
    applying: Applying,
    /// When something may be offered that may not be now.
    look_at: Option<Moment>,
}

impl Track {
    /// A slot that offers a hash once to an agent that does not report, whatever sockets it comes on: taking the offer
    /// up costs it its connection, so that offering it on the next one again would never end.
    pub(super) fn remembering() -> Self {
        Self { remembers: true, ..Self::default() }
    }

    pub(super) fn restore(&mut self, failed: Option<Prefix>, seen: Option<Prefix>) {
        self.failed = failed;
        self.seen = seen.map(|hash| (hash, Moment(0)));
    }

    /// Whoever kept the session knows better than its checkpoint what was reported: only a `fresh` owner takes it over.
    /// The record it has may be older.
    pub(super) fn resume(&mut self, state: &OfferState, fresh: bool) {
        self.outstanding = state.offered;
        if fresh {
            self.failed = state.failed;
            self.reported = state.reported.or(self.reported);
        }
        if self.remembers && state.offered.is_some() {
            self.seen = state.offered;
        }
    }

    pub(super) fn state(&self) -> OfferState {
        let seen = self.seen.filter(|_| self.remembers);
        OfferState {
            offered: self.outstanding.or(seen),
            failed: self.failed,
            reported: self.reported,
        }
    }

    pub(super) fn desired(&self) -> Option<&Offer> {
        self.desired.as_ref()
    }

    pub(super) fn failed(&self) -> Option<Prefix> {
        self.failed
    }

    /// What a slot that remembers has written last.
    pub(super) fn seen(&self) -> Option<Prefix> {
        self.seen.filter(|_| self.remembers).map(|(hash, _)| hash)
    }

    /// The hash last offered, and how many offers were written.
    pub(super) fn offered(&self) -> (Option<Digest>, u64) {
        (self.last, self.written)
    }

    pub(super) fn desire(&mut self, desired: Option<Offer>) {
        let retried = match (&self.desired, &desired) {
            (Some(old), Some(new)) => new.retry > old.retry,
            (None, _) | (_, None) => false,
        };
        if retried {
            self.failed = None;
            self.reported = None;
            self.outstanding = None;
        }
        self.desired = desired;
    }

    /// The agent said what became of the offer with this hash.
    pub(super) fn on_status(&mut self, hash: &[u8], verdict: Verdict) {
        let hash = Prefix::read(hash);
        let same = self.reported == hash;
        self.reported = hash;
        match verdict {
            Verdict::Failed if hash.is_some() => self.failed = hash,
            Verdict::Applied if self.failed == hash => self.failed = None,
            Verdict::Failed | Verdict::Applied | Verdict::Applying | Verdict::Seen => {}
        }
        self.applying = match (verdict, self.applying) {
            (Verdict::Applying, Applying::Begun | Applying::Until(_) | Applying::Probed)
                if same =>
            {
                self.applying
            }
            (Verdict::Applying, _) => Applying::Begun,
            (Verdict::Seen | Verdict::Applied | Verdict::Failed, _) => Applying::No,
        };
        if self.outstanding.is_some_and(|(offered, _)| Some(offered) == hash) {
            self.outstanding = None;
        }
        // It took it up. Should it name another one later, that is no late answer but a way back.
        if let Some((_, at)) = self.seen.as_mut().filter(|(seen, _)| Some(*seen) == hash) {
            *at = Moment(0);
        }
    }

    /// Whether what the agent began to apply has taken so long that it is to be asked about it, which is said once: a
    /// client may keep a failure to itself until then (PROTOCOL.md X7).
    pub(super) fn overdue(&mut self, now: Moment, patience: Duration) -> bool {
        match self.applying {
            Applying::Begun => {
                self.applying = Applying::Until(now + patience);
                false
            }
            Applying::Until(at) if at <= now => {
                self.applying = Applying::Probed;
                true
            }
            Applying::No | Applying::Until(_) | Applying::Probed => false,
        }
    }

    pub(super) fn on_new_socket(&mut self) {
        self.outstanding = None;
    }

    /// It is offered again although the agent may have had it.
    pub(super) fn repeat(&mut self) {
        (self.outstanding, self.seen, self.reported, self.failed) = (None, None, None, None);
    }

    pub(super) fn on_sent(&mut self, hash: Digest, now: Moment) {
        self.outstanding = Some((hash.prefix(), now));
        self.last = Some(hash);
    }

    pub(super) fn on_written(&mut self, hash: Prefix, at: Moment) {
        self.written += 1;
        self.seen = Some((hash, at));
    }

    pub(super) fn on_dropped(&mut self, hash: Prefix) {
        if self.outstanding.is_some_and(|(offered, _)| offered == hash) {
            self.outstanding = None;
        }
    }

    pub(super) fn deadline(&self) -> Moment {
        let probe = match self.applying {
            Applying::Until(at) => at,
            Applying::No | Applying::Begun | Applying::Probed => Moment::NEVER,
        };
        probe.min(self.look_at.unwrap_or(Moment::NEVER))
    }

    /// What to offer now, if anything.
    pub(super) fn due(&mut self, situation: Situation) -> Option<Offer> {
        let Situation { now, reports, wait } = situation;
        self.look_at = None;
        let desired = self.desired.as_ref()?;
        let hash = desired.payload.hash.prefix();
        if self.reported == Some(hash) || self.failed == Some(hash) {
            return None;
        }
        if wait.is_some() {
            self.look_at = wait;
            return None;
        }
        let seen = self.seen.filter(|_| self.remembers);
        let before = [self.outstanding, seen].into_iter().flatten();
        if let Some(at) = before.filter(|(offered, _)| *offered == hash).map(|(_, at)| at).max() {
            let repeat_at = at + OUTSTANDING;
            if !reports {
                return None;
            }
            if now < repeat_at {
                self.look_at = Some(repeat_at);
                return None;
            }
        }
        Some(desired.clone())
    }
}
