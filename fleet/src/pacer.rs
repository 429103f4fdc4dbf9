//! A token bucket without a clock: how often something may happen.

use std::time::Duration;

use crate::Moment;

/// Allows so many per second on average and so many at once; or a share of that, when others take the rest.
#[derive(Debug, Clone)]
pub struct Pacer {
    per_second: u32,
    burst_whole: u32,
    /// The time one token takes to grow back.
    every: Duration,
    burst: u32,
    /// When the bucket was, or will be, empty, since the beginning of [`Moment`]s.
    empty_at: Duration,
}

impl Pacer {
    /// A full bucket. 0 counts as 1.
    pub fn new(per_second: u32, burst: u32) -> Self {
        let (per_second, burst) = (per_second.max(1), burst.max(1));
        let every = Duration::from_secs(1) / per_second;
        Self { per_second, burst_whole: burst, every, burst, empty_at: Duration::ZERO }
    }

    /// Allows `part` of `whole` from now on, at least one at once. A share of nothing never refills.
    pub fn set_share(&mut self, part: u32, whole: u32) {
        let rate = f64::from(self.per_second) * f64::from(part) / f64::from(whole.max(1));
        self.every = Duration::try_from_secs_f64(1.0 / rate).unwrap_or(Duration::MAX);
        let burst = u64::from(self.burst_whole) * u64::from(part) / u64::from(whole.max(1));
        self.burst = u32::try_from(burst).unwrap_or(u32::MAX).max(1);
    }

    /// Takes a token if there is one.
    pub fn take(&mut self, now: Moment) -> bool {
        let now = Duration::from_millis(now.0);
        let oldest = now.saturating_sub(self.every.saturating_mul(self.burst));
        let next = self.empty_at.max(oldest).saturating_add(self.every);
        let free = next <= now;
        if free {
            self.empty_at = next;
        }
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(pacer: &mut Pacer, at: u64) -> usize {
        (0..1_000).take_while(|_| pacer.take(Moment(at))).count()
    }

    #[test]
    fn a_burst_then_the_rate() {
        let mut pacer = Pacer::new(10, 3);
        assert_eq!(taken(&mut pacer, 100_000), 3);
        assert_eq!(taken(&mut pacer, 100_099), 0);
        assert_eq!(taken(&mut pacer, 100_100), 1);
        assert_eq!(taken(&mut pacer, 100_999), 3);
    }

    #[test]
    fn shares_add_up_to_the_whole() {
        for shares in [vec![4096], vec![2048, 2048], vec![1, 95, 4000], vec![1024; 4]] {
            let (mut at_once, mut then) = (0, 0);
            for share in &shares {
                let mut pacer = Pacer::new(500, 400);
                pacer.set_share(*share, 4096);
                at_once += taken(&mut pacer, 100_000);
                then += (1..=100).map(|n| taken(&mut pacer, 100_000 + n * 100)).sum::<usize>();
            }
            assert!((400..=402).contains(&at_once), "{shares:?}: {at_once} at once");
            assert!((4_995..=5_000).contains(&then), "{shares:?}: {then} in ten seconds");
        }
    }

    #[test]
    fn a_share_of_nothing_allows_nothing_more() {
        let mut pacer = Pacer::new(500, 400);
        pacer.set_share(0, 4096);
        assert_eq!(taken(&mut pacer, 100_000), 0);
        pacer.set_share(4096, 4096);
        assert_eq!(taken(&mut pacer, 100_000), 400);
    }
}
