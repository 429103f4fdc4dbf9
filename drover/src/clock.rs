//! The one place where wall-clock time enters.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use fleet::Moment;
use fleet::moment::Clock;

/// Time since the Unix epoch; zero on a machine whose clock is set before it.
#[expect(clippy::disallowed_methods, reason = "this is where wall-clock time enters")]
pub fn unix_now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// A clock that starts at the wall clock's time and then follows the monotonic one, so it never steps back.
pub fn monotonic() -> Clock {
    let started = Moment(u64::try_from(unix_now().as_millis()).unwrap_or(u64::MAX));
    let since = Instant::now();
    Arc::new(move || started + since.elapsed())
}
