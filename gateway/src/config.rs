//! Every limit of a gateway, with its default. Plain data: the `drover` crate fills it from files.

use std::path::PathBuf;
use std::time::Duration;

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// Limits and deadlines of one gateway (RELIABILITY.md B.4, ARCHITECTURE.md §3.8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The one path that is served; matched exactly, the query is ignored.
    pub path: String,
    /// TLS handshakes in progress at once; more wait in the kernel's backlog.
    pub handshakes_max: usize,
    /// Connections held at once; above it upgrades and polls are answered 503.
    pub connections_max: usize,
    /// New connections per second from one address; more are answered 503. A quiet address may open 20 s' worth at
    /// once. 0 means without limit.
    pub connects_per_address: usize,
    /// Frames or requests per second from one connection, for each agent on it; a WebSocket that sends more is not
    /// read for a while, a poll more is answered 503. A quiet one may send 20 s' worth at once. 0 means without limit.
    pub messages_per_agent: usize,
    /// TCP accept to TLS established.
    pub handshake_deadline: Duration,
    /// TLS established to the first request's last header byte.
    pub header_deadline: Duration,
    /// How long a kept HTTP connection may be idle; longer than any polling interval in use.
    pub keep_alive: Duration,
    /// Request line and headers.
    pub header_bytes_max: usize,
    /// Last header byte to last body byte; on a WebSocket a message's first byte to its last.
    pub body_deadline: Duration,
    /// One agent message, after decompression (the specification suggests 64 MiB; raise it here).
    pub message_bytes_max: usize,
    /// Memory for messages above 16 KiB, from their first bytes to their answers: what has come of all of them
    /// together. Agents whose messages need more are not read, or told to come back later.
    pub large_bytes_max: usize,
    /// Whether WebSockets may pack their messages (permessage-deflate).
    pub deflate: bool,
    /// One message to an agent; what is larger is not sent, and counted.
    pub outbound_bytes_max: usize,
    /// Upgrade to the first message of a WebSocket.
    pub first_message_deadline: Duration,
    /// A WebSocket is pinged this often.
    pub ping_every: Duration,
    /// Ping to pong (or any other frame).
    pub pong_deadline: Duration,
    /// One write to one agent without progress. A whole message may take a second more for each 64 KiB.
    pub write_deadline: Duration,
    /// How long a closing WebSocket may take to answer the Close frame.
    pub close_deadline: Duration,
    /// Frames from nodes that wait for one socket; one more closes it.
    pub mailbox_max: usize,
    /// How long a poll waits while its shard has no owner.
    pub owner_wait: Duration,
    /// How long a poll waits for its answer.
    pub answer_wait: Duration,
    /// Least `Retry-After` when shedding; up to half as much again is added.
    pub shed_retry_after: Duration,
    /// The same while draining. Short: another gateway takes the agent now, or this one is back in a moment.
    pub drain_retry_after: Duration,
    /// Sockets without a path to a live owner for this long are closed.
    pub path_lost: Duration,
    /// How many of them per second.
    pub path_lost_pace: usize,
    /// Over how long a drain spreads the closes.
    pub drain_window: Duration,
    /// Frames queued on one link above which agents' sockets are not read.
    pub link_frames_max: usize,
    /// Frames above this travel in pieces of this size.
    pub chunk_bytes: usize,
    /// Agent messages kept for replay, per session.
    pub replay_bytes_session: usize,
    /// Agent messages kept for replay, in the whole process.
    pub replay_bytes_total: usize,
    /// The folder of package content, served at `/v1/packages/{sha256}`; without one there is none.
    pub packages_dir: Option<PathBuf>,
    /// Downloads of package content at once; more are answered 503.
    pub downloads_max: usize,
    /// How long others wait for a sign of life before this gateway counts as gone.
    pub member_ttl: Duration,
    /// This build's version, as other members see it.
    pub version: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            path: "/v1/opamp".to_owned(),
            handshakes_max: 2_000,
            connections_max: 19_000,
            connects_per_address: 1_000,
            messages_per_agent: 100,
            handshake_deadline: Duration::from_secs(10),
            header_deadline: Duration::from_secs(5),
            keep_alive: Duration::from_secs(120),
            header_bytes_max: 16 * KIB,
            body_deadline: Duration::from_secs(10),
            message_bytes_max: 4 * MIB,
            large_bytes_max: 2 * MIB,
            deflate: true,
            outbound_bytes_max: 4 * MIB,
            first_message_deadline: Duration::from_secs(15),
            ping_every: Duration::from_secs(30),
            pong_deadline: Duration::from_secs(10),
            write_deadline: Duration::from_secs(10),
            close_deadline: Duration::from_secs(2),
            mailbox_max: 64,
            owner_wait: Duration::from_secs(5),
            answer_wait: Duration::from_secs(10),
            shed_retry_after: Duration::from_secs(30),
            drain_retry_after: Duration::from_secs(2),
            path_lost: Duration::from_secs(30),
            path_lost_pace: 100,
            drain_window: Duration::from_secs(20),
            link_frames_max: 1_024,
            chunk_bytes: 64 * KIB,
            replay_bytes_session: 64 * KIB,
            replay_bytes_total: 64 * MIB,
            packages_dir: None,
            downloads_max: 64,
            member_ttl: Duration::from_secs(10),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}
