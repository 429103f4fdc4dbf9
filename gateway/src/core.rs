//! What every task of a gateway shares.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use arc_swap::ArcSwap;
use fleet::moment::Clock;
use fleet::relay::{Limits, Outgoing};
use fleet::{AgentId, Shard};
use rand::RngExt;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::warn;
use yawc::DeflatePool;

use crate::config::Config;
use crate::content::Packages;
use crate::links::Links;
use crate::meter::Rooms;
use crate::metrics::Metrics;
use crate::pace::Addresses;
use crate::routes::Routes;
use crate::tls::Loaded;

/// Replay room a socket always gets, however many there are.
const KEPT_BYTES_MIN: usize = 4 << 10;

/// Shared by the listener, the sockets and the links.
pub(crate) struct Core {
    /// Limits.
    pub config: Arc<Config>,
    /// The cluster's key of uid to shard.
    pub hash_key: [u8; 16],
    /// Shards and sockets.
    pub routes: Arc<Routes>,
    /// Ways to nodes.
    pub links: Arc<Links>,
    /// The TLS material in use.
    pub tls: ArcSwap<Loaded>,
    /// Now.
    pub clock: Clock,
    /// What agents download.
    pub packages: Packages,
    /// Counters.
    pub metrics: Metrics,
    /// Room for large messages.
    pub rooms: Arc<Rooms>,
    /// Deflate state between messages.
    pub deflate: DeflatePool,
    /// Who connects how fast.
    pub addresses: Addresses,
    /// WebSockets open; they share the replay room.
    pub sockets: AtomicUsize,
    /// Connections with a place, whatever they are used for.
    pub held: AtomicUsize,
    /// Whether no node can be reached, for too long.
    pub(crate) cut_off: AtomicBool,
    /// No new sockets.
    pub drain: CancellationToken,
    /// Everything ends now.
    pub halt: CancellationToken,
    /// One task per connection.
    pub connections: TaskTracker,
}

impl Core {
    /// The shard of an agent.
    pub(crate) fn shard(&self, agent: AgentId) -> Shard {
        Shard::of(agent, &self.hash_key)
    }

    /// A place for one more connection. When all are taken there is none, and it is answered 503.
    pub(crate) fn place(self: &Arc<Self>) -> Option<Place> {
        let one_more = |held: usize| (held < self.config.connections_max).then_some(held + 1);
        let held = self.held.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more);
        held.ok().map(|_| Place(Arc::clone(self)))
    }

    /// Whether new sockets are turned away, even those with a place.
    pub(crate) fn sheds(&self) -> bool {
        self.cut_off.load(Ordering::Relaxed) || self.drain.is_cancelled()
    }

    /// A message for an agent without what makes it larger than the limit: a part that is too large is not sent
    /// (PROTOCOL.md T10, H5).
    pub(crate) fn fitting(&self, outgoing: Outgoing) -> Outgoing {
        let body = outgoing.body.filter(|body| {
            let fits = outgoing.head.len() + body.len() <= self.config.outbound_bytes_max;
            if !fits {
                self.metrics.oversized.inc();
                warn!(bytes = body.len(), "an offer is too large for agents and was not sent");
            }
            fits
        });
        Outgoing { body, ..outgoing }
    }

    /// Counts one WebSocket until the guard is dropped, a panic included.
    pub(crate) fn seat(self: &Arc<Self>) -> Seat {
        self.sockets.fetch_add(1, Ordering::Relaxed);
        self.metrics.websockets.inc();
        Seat(Arc::clone(self))
    }

    /// Bounds of one new socket. The replay room of the process is shared out among the sockets there are.
    pub(crate) fn limits(&self) -> Limits {
        let sockets = self.sockets.load(Ordering::Relaxed).max(1);
        let share = self.config.replay_bytes_total / sockets;
        let kept_bytes_max = share.clamp(KEPT_BYTES_MIN, self.config.replay_bytes_session);
        Limits { kept_bytes_max, outbox_len_max: self.config.mailbox_max, ..Limits::default() }
    }
}

/// One connection's place among those there may be.
pub(crate) struct Place(Arc<Core>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.held.fetch_sub(1, Ordering::Relaxed);
    }
}

/// One WebSocket, counted.
pub(crate) struct Seat(Arc<Core>);

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.sockets.fetch_sub(1, Ordering::Relaxed);
        self.0.metrics.websockets.dec();
    }
}

/// At least this long, at most half as long again.
pub(crate) fn jittered(least: Duration) -> Duration {
    least.mul_f64(rand::rng().random_range(1.0..1.5))
}
