//! Something the agent accepted and has not brought to its end yet.

use std::time::Duration;

use fleet::Moment;

use crate::behaviour::Reaction;

#[derive(Debug, Default)]
pub(super) struct Work {
    /// `None` until the server was told that it began.
    done: Option<Moment>,
    lasts: Duration,
    /// How it ends, if not well.
    pub(super) failure: Option<String>,
}

impl Work {
    /// `None` for what is ignored.
    pub(super) fn of(reaction: &Reaction) -> Option<Self> {
        let (lasts, failure) = match reaction {
            Reaction::Ignore => return None,
            Reaction::Accept => (Duration::ZERO, None),
            Reaction::Slow(lasts) => (*lasts, None),
            Reaction::Fail(text) => (Duration::ZERO, Some(text.clone())),
        };
        Some(Self { done: None, lasts, failure })
    }

    /// The server was told, or never will be: its time runs from here.
    pub(super) fn begin(&mut self, now: Moment) {
        self.done = self.done.or(Some(now + self.lasts));
    }

    /// Both as one: it takes as long as the slower and fails if one does.
    pub(super) fn and(self, other: Self) -> Self {
        let failure = self.failure.or(other.failure);
        Self { done: None, lasts: self.lasts.max(other.lasts), failure }
    }

    /// When it ends, if that is known.
    pub(super) fn done(&self) -> Option<Moment> {
        self.done
    }

    pub(super) fn is_over(&self, now: Moment) -> bool {
        self.done.is_some_and(|done| done <= now)
    }
}
