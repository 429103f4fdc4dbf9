//! Claims that reached this gateway through the store before they reached their owner.

use std::collections::BTreeSet;
use std::future::pending;
use std::time::Duration;

use fleet::link::Claim;
use tokio::time::{Instant, sleep_until};

const PAUSE_MIN: Duration = Duration::from_millis(50);
const PAUSE_MAX: Duration = Duration::from_secs(2);

/// Collects them and says when to announce them again: soon at first, ever later while the owner does not know them.
/// Bounded by the number of shards.
#[derive(Debug)]
pub(super) struct Again {
    claims: BTreeSet<Claim>,
    at: Option<Instant>,
    /// The last round.
    announced: BTreeSet<Claim>,
    pause: Duration,
}

impl Default for Again {
    fn default() -> Self {
        Self { claims: BTreeSet::new(), at: None, announced: BTreeSet::new(), pause: PAUSE_MIN }
    }
}

impl Again {
    /// The owner did not know this claim.
    pub(super) fn add(&mut self, claim: Claim) {
        self.claims.retain(|known| known.shard != claim.shard || known.epoch > claim.epoch);
        self.claims.insert(claim);
        if self.at.is_some() {
            return;
        }
        // Refused again after the last round: wait longer. Another claim is a new story.
        let repeated = self.announced.contains(&claim);
        self.pause = if repeated { (self.pause * 2).min(PAUSE_MAX) } else { PAUSE_MIN };
        self.at = Some(Instant::now() + self.pause);
    }

    /// Waits for the next round and returns its claims. Cancel-safe.
    pub(super) async fn due(&mut self) -> BTreeSet<Claim> {
        match self.at {
            Some(at) => sleep_until(at).await,
            None => pending().await,
        }
        self.at = None;
        self.announced = std::mem::take(&mut self.claims);
        self.announced.clone()
    }
}

#[cfg(test)]
mod tests;
