//! Until when a node may act on its own account (F1).

use std::time::Duration;

use crate::Moment;

/// How long before the lease could end a node falls silent: 2 s, or three tenths of a lease shorter
/// than 6 s. It covers what clocks run apart within one lease and what an effect takes from the
/// check to the wire.
pub const fn margin(ttl: Duration) -> Duration {
    if ttl.as_secs() < 6 {
        Duration::from_millis(ttl.as_secs() * 300 + ttl.subsec_millis() as u64 * 3 / 10)
    } else {
        Duration::from_secs(2)
    }
}

/// The end of a node's voice, from the last acknowledged keepalive.
#[derive(Debug, Default)]
pub(super) struct Voice {
    until: Moment,
}

impl Voice {
    /// The store renewed the lease at or after `sent_at`, so it lasts at least until `sent_at +
    /// ttl`.
    pub(super) fn acknowledged(&mut self, sent_at: Moment, ttl: Duration) {
        self.until = self.until.max(sent_at + ttl.saturating_sub(margin(ttl)));
    }

    pub(super) const fn at(&self, now: Moment) -> bool {
        now.0 < self.until.0
    }
}
