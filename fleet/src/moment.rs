//! Time as an argument.

use std::ops::{Add, Sub};
use std::sync::Arc;
use std::time::Duration;

/// Asks for the present moment. Roles get one as an argument; a test hands in one it moves itself.
pub type Clock = Arc<dyn Fn() -> Moment + Send + Sync>;

/// A moment in milliseconds. In a process it counts from the Unix epoch but never steps back: the shell derives it
/// from a monotonic clock. In a test it is whatever the test says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Moment(pub u64);

impl Moment {
    /// Later than any other.
    pub const NEVER: Self = Self(u64::MAX);

    /// How long ago `earlier` was; zero if it is not in the past.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }
}

impl Add<Duration> for Moment {
    type Output = Self;

    fn add(self, by: Duration) -> Self {
        Self(self.0.saturating_add(u64::try_from(by.as_millis()).unwrap_or(u64::MAX)))
    }
}

impl Sub<Duration> for Moment {
    type Output = Self;

    fn sub(self, by: Duration) -> Self {
        Self(self.0.saturating_sub(u64::try_from(by.as_millis()).unwrap_or(u64::MAX)))
    }
}
