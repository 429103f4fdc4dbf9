//! `[gateway]`: where agents connect.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The gateway role.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gateway {
    /// Where it listens for agents.
    #[serde(default = "listen")]
    pub listen: SocketAddr,
    /// The one path it serves.
    #[serde(default = "path")]
    pub path: String,
    /// The certificate agents see and what they must show.
    pub tls: GatewayTls,
    /// A folder with package content, which agents download from `/v1/packages/{sha256}`. What `drover packages
    /// upload` stores in control_api.packages_dir has to appear here: one folder, a shared volume or a copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packages_dir: Option<PathBuf>,
    /// Bounds; see each.
    #[serde(default)]
    pub limits: Limits,
}

fn listen() -> SocketAddr {
    SocketAddr::from(([0, 0, 0, 0], 4320))
}

fn path() -> String {
    gateway::Config::default().path
}

/// TLS towards agents. The files are read again when they change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GatewayTls {
    /// The server's certificate chain, PEM.
    pub cert: PathBuf,
    /// Its private key, PEM.
    pub key: PathBuf,
    /// Authorities whose agent certificates are accepted, PEM.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_ca: Option<PathBuf>,
    /// What is asked of agents.
    #[serde(default)]
    pub client_auth: ClientAuth,
}

/// Whether agents must show a certificate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClientAuth {
    /// They must, and it must be good.
    #[default]
    Required,
    /// They may; a bad one is refused.
    Optional,
    /// They are not asked.
    Off,
}

macro_rules! limits {
    ($($(#[$doc:meta])* $key:ident: $kind:ty => $field:ident = $from:expr;)*) => {
        /// Bounds of a gateway. A key that is absent keeps the default.
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct Limits {
            $(
                $(#[$doc])*
                #[serde(skip_serializing_if = "Option::is_none")]
                pub $key: Option<$kind>,
            )*
        }

        impl Limits {
            fn apply(&self, config: &mut gateway::Config) {
                $(if let Some(value) = self.$key { config.$field = $from(value); })*
            }
        }
    };
}

limits! {
    /// TLS handshakes in progress at once.
    handshakes_max: usize => handshakes_max = std::convert::identity;
    /// Connections held at once.
    connections_max: usize => connections_max = std::convert::identity;
    /// New connections per second from one address.
    connects_per_address: usize => connects_per_address = std::convert::identity;
    /// Frames or requests per second from one connection, for each agent on it.
    messages_per_agent: usize => messages_per_agent = std::convert::identity;
    /// One agent message, after decompression.
    message_bytes_max: usize => message_bytes_max = std::convert::identity;
    /// Memory for messages above 16 KiB. One larger message at a time is taken beyond that.
    large_bytes_max: usize => large_bytes_max = std::convert::identity;
    /// Whether WebSockets may pack their messages (permessage-deflate).
    deflate: bool => deflate = std::convert::identity;
    /// One message to an agent; what is larger is not sent.
    outbound_bytes_max: usize => outbound_bytes_max = std::convert::identity;
    /// TLS established to the first request's last header byte.
    header_deadline_s: u64 => header_deadline = Duration::from_secs;
    /// A message's first byte to its last.
    body_deadline_s: u64 => body_deadline = Duration::from_secs;
    /// Upgrade to the first message of a WebSocket.
    first_message_deadline_s: u64 => first_message_deadline = Duration::from_secs;
    /// How long a kept HTTP connection may be idle.
    keep_alive_s: u64 => keep_alive = Duration::from_secs;
    /// How often a WebSocket is pinged.
    ping_every_s: u64 => ping_every = Duration::from_secs;
    /// Ping to pong.
    pong_deadline_s: u64 => pong_deadline = Duration::from_secs;
    /// One write to one agent without progress. A whole message may take a second more for each 64 KiB.
    write_deadline_s: u64 => write_deadline = Duration::from_secs;
    /// How long a poll waits while its shard has no owner.
    owner_wait_s: u64 => owner_wait = Duration::from_secs;
    /// Least `Retry-After` when shedding.
    shed_retry_after_s: u64 => shed_retry_after = Duration::from_secs;
    /// The same while draining.
    drain_retry_after_s: u64 => drain_retry_after = Duration::from_secs;
    /// Over how long a drain spreads its closes.
    drain_window_s: u64 => drain_window = Duration::from_secs;
    /// Downloads of package content at once.
    downloads_max: usize => downloads_max = std::convert::identity;
    /// Agent messages kept for replay, per session.
    replay_bytes_session: usize => replay_bytes_session = std::convert::identity;
    /// Agent messages kept for replay, in the whole process.
    replay_bytes_total: usize => replay_bytes_total = std::convert::identity;
}

impl Gateway {
    /// Defaults with these certificates.
    pub(crate) fn new(listen: SocketAddr, tls: GatewayTls) -> Self {
        Self { listen, path: path(), tls, packages_dir: None, limits: Limits::default() }
    }

    /// What the role takes.
    pub fn role_config(&self) -> gateway::Config {
        let mut config = gateway::Config {
            path: self.path.clone(),
            packages_dir: self.packages_dir.clone(),
            ..gateway::Config::default()
        };
        self.limits.apply(&mut config);
        config
    }
}
