//! Ports that stay ours while the process that listens on one is down.

use std::net::{Ipv4Addr, TcpListener};
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::bail;

/// Below the range that systems take for outgoing connections: a client that connects to a port of
/// that range while nobody listens can be given this very port as its own, and reach itself.
const FIRST: u16 = 10_000;
const COUNT: u16 = 20_000;
/// How far apart the tests of one program begin.
const APART: u32 = 499;
/// Those that began before, in this program.
static BEFORE: AtomicU32 = AtomicU32::new(0);

/// Hands out TCP ports of 127.0.0.1, each once.
#[derive(Debug)]
pub struct Ports {
    tried: u16,
    offset: u16,
}

impl Ports {
    /// Test programs that run at the same time begin at different places, and so do the tests of one.
    pub fn new() -> Self {
        let before = BEFORE.fetch_add(1, Ordering::Relaxed);
        let offset = std::process::id().wrapping_mul(97).wrapping_add(before * APART);
        Self { tried: 0, offset: u16::try_from(offset % u32::from(COUNT)).unwrap_or_default() }
    }

    /// The next one that is free now.
    ///
    /// # Errors
    /// When all were tried.
    pub fn take(&mut self) -> anyhow::Result<u16> {
        while self.tried < COUNT {
            let port = FIRST + (self.offset + self.tried) % COUNT;
            self.tried += 1;
            if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
                return Ok(port);
            }
        }
        bail!("no free port from {FIRST} on")
    }
}

impl Default for Ports {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_port_is_handed_out_twice() {
        let mut ports = Ports::new();
        let taken: BTreeSet<u16> = (0..50).map(|_| ports.take().unwrap()).collect();
        assert_eq!(taken.len(), 50);
    }
}
