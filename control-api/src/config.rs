//! Limits, page sizes and deadlines. Plain data; the binary reads it from the configuration file.

use std::path::PathBuf;
use std::time::Duration;

use fleet::Digest;

/// How much a control API takes on and how long it waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Calls in progress; more are refused with `RESOURCE_EXHAUSTED`.
    pub calls_max: usize,
    /// Beside them, calls that wait for an agent as long as their callers like; more are refused as well.
    pub patient_calls_max: usize,
    /// Open watches; more are refused with `RESOURCE_EXHAUSTED`.
    pub watches_max: usize,
    /// Bytes of one request.
    pub request_bytes_max: usize,
    /// Bytes of all files of one config. Stores take values of little more than 1 MiB.
    pub config_bytes_max: usize,
    /// Files of one config.
    pub config_files_max: usize,
    /// Bytes of one package set or of one set of connection settings. They are offered to agents in
    /// one message.
    pub offer_bytes_max: usize,
    /// Where package content goes; without it there is no content, only URLs.
    pub packages: Option<PackageFolder>,
    /// Uploads of package content at once.
    pub uploads_max: usize,
    /// Who answers certificate signing requests.
    pub approval: Approval,
    /// Where agents connect, `host:port/path`: what a certificate is offered with when no settings name an endpoint.
    pub agents_endpoint: Option<String>,
    /// Items of a page when the caller does not say.
    pub page_size: usize,
    /// Items of a page at most.
    pub page_size_max: usize,
    /// How long a read waits for its `min_revision`.
    pub min_revision_wait: Duration,
    /// How long instructions without a wait of their own, and questions to owners, may take.
    pub owner_wait: Duration,
    /// How long a read of one agent waits for its owner's word before it shows what the store has.
    pub live_wait: Duration,
    /// How long a restart waits when the caller does not say.
    pub command_wait: Duration,
    /// The longest a caller may ask for.
    pub command_wait_max: Duration,
    /// How much longer than that any call may take until it is answered or its stream begins.
    pub call_margin: Duration,
    /// Bytes of descriptions and other bodies kept in memory.
    pub bodies_bytes_max: usize,
    /// Bodies read from the store at the same time.
    pub bodies_reads_max: usize,
    /// How long members wait for a sign of this one before they count it as dead.
    pub member_ttl: Duration,
    /// First and longest wait before a node's presence stream is opened again.
    pub presence_retry: (Duration, Duration),
    /// How long drained connections may take to finish their calls.
    pub drain_wait: Duration,
}

/// A folder of files named by the SHA-256 of their content, served to agents by gateways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageFolder {
    /// Where it is. It is made when it is missing.
    pub dir: PathBuf,
    /// What agents put before a file's name to download it, without the last slash.
    pub url: String,
    /// Bytes of one file.
    pub file_bytes_max: u64,
}

/// Who answers agents' certificate signing requests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Approval {
    /// An operator, one by one.
    #[default]
    Manual,
    /// Every request that is good is answered at once.
    Automatic,
}

impl PackageFolder {
    /// Where agents download content.
    pub(crate) fn url_of(&self, content: Digest) -> String {
        format!("{}/{content}", self.url)
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            calls_max: 256,
            patient_calls_max: 1_024,
            watches_max: 256,
            request_bytes_max: 4 << 20,
            config_bytes_max: 1 << 20,
            config_files_max: 1_000,
            offer_bytes_max: 1 << 20,
            packages: None,
            approval: Approval::Manual,
            agents_endpoint: None,
            uploads_max: 4,
            page_size: 100,
            page_size_max: 1_000,
            min_revision_wait: Duration::from_secs(5),
            owner_wait: Duration::from_secs(10),
            live_wait: Duration::from_secs(1),
            command_wait: Duration::from_secs(10),
            command_wait_max: Duration::from_secs(300),
            call_margin: Duration::from_secs(15),
            bodies_bytes_max: 64 << 20,
            bodies_reads_max: 32,
            member_ttl: Duration::from_secs(10),
            presence_retry: (Duration::from_millis(100), Duration::from_secs(5)),
            drain_wait: Duration::from_secs(30),
        }
    }
}
