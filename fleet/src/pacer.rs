//! A token bucket without a clock: how often something may happen.

use std::time::Duration;

use crate::Moment;

/// Allows `per_second` on average and `burst` at once.
#[derive(Debug, Clone)]
pub struct Pacer {
    /// Milliseconds one token takes to grow back.
    every: Duration,
    burst: u32,
    /// When the bucket was, or will be, empty.
    empty_at: Moment,
}

impl Pacer {
    /// A full bucket. `per_second` is at least 1 and at most 1,000.
    pub fn new(per_second: u32, burst: u32) -> Self {
        let every = Duration::from_millis(u64::from(1000 / per_second.clamp(1, 1000)));
        Self { every, burst: burst.max(1), empty_at: Moment(0) }
    }

    /// Takes a token if there is one.
    pub fn take(&mut self, now: Moment) -> bool {
        let oldest = now - self.every * self.burst;
        let start = self.empty_at.max(oldest);
        let next = start + self.every;
        let free = next <= now;
        if free {
            self.empty_at = next;
        }
        free
    }

    /// When the next token will be there.
    pub fn next(&self) -> Moment {
        self.empty_at + self.every
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_then_the_rate() {
        let mut pacer = Pacer::new(10, 3);
        let now = Moment(100_000);
        let taken: Vec<_> = (0..5).map(|_| pacer.take(now)).collect();
        assert_eq!(taken, [true, true, true, false, false]);
        assert!(!pacer.take(Moment(100_099)));
        assert!(pacer.take(Moment(100_100)));
        assert!(!pacer.take(Moment(100_100)));
    }
}
