//! What one agent saw, counted, so that a test can say "exactly once".

use std::collections::BTreeMap;

use bytes::Bytes;

/// Counts since the agent was made. A restart or new credentials do not reset them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// Messages from the server.
    pub received: u64,
    /// Messages to the server, repeated ones included.
    pub sent: u64,
    /// Remote config offers by `config_hash`, repeats included.
    pub config_offers: BTreeMap<Bytes, u32>,
    /// Package offers by `all_packages_hash`, repeats included.
    pub package_offers: BTreeMap<Bytes, u32>,
    /// Connection settings offers by `hash`, repeats included.
    pub settings_offers: BTreeMap<Bytes, u32>,
    /// Offers skipped because their hash was the last one handled.
    pub repeated_offers: u64,
    /// Remote configs applied, package sets installed, and connection settings taken that were not
    /// for this server.
    pub applied: u64,
    /// Offers that the behaviour made fail.
    pub failed: u64,
    /// Connection settings adopted: each one is a new client with new credentials.
    pub adopted: u64,
    /// Commands received.
    pub commands: u64,
    /// Requests for the full state.
    pub full_state_requests: u64,
    /// `error_response` messages.
    pub errors: u64,
    /// The text of the newest `error_response`.
    pub last_error: String,
    /// New instance uids taken over.
    pub uid_changes: u64,
    /// Custom messages received.
    pub custom_messages: u64,
    /// Messages that could not be decoded.
    pub malformed: u64,
}

impl Seen {
    /// All offers, repeats included.
    pub fn offers(&self) -> u64 {
        let kinds = [&self.config_offers, &self.package_offers, &self.settings_offers];
        let all = kinds.into_iter().flat_map(BTreeMap::values);
        all.map(|count| u64::from(*count)).sum()
    }
}
