//! `[node]`: where other processes reach this one, and how much it takes on.

use std::net::SocketAddr;
use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use super::ConfigError;

/// The node role.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Node {
    /// Where it listens for gateways and control APIs.
    pub listen: SocketAddr,
    /// `host:port` under which they reach it. Needed when `listen` is no single address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advertise: Option<String>,
    /// Its share of the shards, relative to other nodes.
    pub weight: u32,
    /// How long the cluster waits for a sign of life before others take over.
    pub lease_ttl_s: u64,
    /// The largest message sent to an agent, before compression. What is larger is not offered. No
    /// more than any gateway's `limits.outbound_bytes_max`.
    pub message_bytes_max: usize,
    /// How long an agent may go on applying a config or settings before it is asked for its full state.
    pub applying_s_max: u64,
    /// Agents per second of the whole cluster that are asked for their full state: each node asks its share.
    pub full_states_per_second: u32,
    /// How often an agent that polls is taken to do so until it has shown how often.
    pub poll_interval_s: NonZeroU32,
    /// Polls that may fail to come before an agent counts as gone.
    pub missed_polls_max: NonZeroU32,
}

impl Default for Node {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([0, 0, 0, 0], 4330)),
            advertise: None,
            weight: 100,
            lease_ttl_s: 10,
            message_bytes_max: fleet::desired::MESSAGE_BYTES_MAX,
            applying_s_max: 60,
            full_states_per_second: fleet::shards::Config::default().full_states_per_second,
            poll_interval_s: NonZeroU32::MIN.saturating_add(29),
            missed_polls_max: NonZeroU32::MIN.saturating_add(2),
        }
    }
}

impl Node {
    /// The address to advertise; `None` means: whatever `listen` was bound to.
    pub(crate) fn advertised(&self) -> Result<Option<&str>, ConfigError> {
        match &self.advertise {
            Some(address) => Ok(Some(address)),
            None if self.listen.ip().is_unspecified() => Err(ConfigError::Together {
                key: "node.advertise",
                why: format!(
                    "node.listen is {}, which nobody can connect to: set the host:port under \
                     which other processes reach this node",
                    self.listen
                ),
            }),
            None => Ok(None),
        }
    }
}
