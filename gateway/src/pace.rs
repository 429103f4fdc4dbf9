//! How fast one peer may go (PROTOCOL.md O6): messages per connection, new connections per address.
//!
//! A peer that has been quiet may do at once what it could have done in [`BURST`]; after that it is held to its rate.

use std::collections::HashMap;
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// How much of its rate a quiet peer saves up.
const BURST: Duration = Duration::from_secs(20);
/// Addresses remembered at once; while there are more, further ones go unlimited.
const ADDRESSES_MAX: usize = 65_536;

/// One peer's pace: when it will have paid for what it did.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Pace(Option<Instant>);

impl Pace {
    /// Counts one thing at a rate of `per_second`; 0 means without limit.
    ///
    /// # Errors
    /// How long until this would have been in order. It is counted only if it is.
    pub(crate) fn step(&mut self, now: Instant, per_second: usize) -> Result<(), Duration> {
        let Ok(rate @ 1..) = u32::try_from(per_second) else { return Ok(()) };
        let paid = self.0.unwrap_or(now).max(now) + Duration::from_secs(1) / rate;
        let ahead = paid - now;
        if ahead > BURST {
            return Err(ahead - BURST);
        }
        self.0 = Some(paid);
        Ok(())
    }

    fn is_paid(self, now: Instant) -> bool {
        self.0.is_none_or(|paid| paid <= now)
    }
}

/// The paces of addresses. IPv6 counts by its first 64 bits, which one host has to itself.
#[derive(Default)]
pub(crate) struct Addresses(
    // Held for a look-up, and once a second for a sweep.
    Mutex<HashMap<IpAddr, Pace>>,
);

impl fmt::Debug for Addresses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Addresses")
    }
}

impl Addresses {
    /// Counts one connection from an address; whether it is in order.
    pub(crate) fn step(&self, address: IpAddr, now: Instant, per_second: usize) -> bool {
        let mut paces = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = key(address);
        if paces.len() >= ADDRESSES_MAX && !paces.contains_key(&key) {
            return true;
        }
        paces.entry(key).or_default().step(now, per_second).is_ok()
    }

    /// Forgets the addresses that have been quiet.
    pub(crate) fn sweep(&self, now: Instant) {
        let mut paces = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        paces.retain(|_, pace| !pace.is_paid(now));
    }
}

fn key(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests;
