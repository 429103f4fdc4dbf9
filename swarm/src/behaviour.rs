//! What a simulated agent does with what the server asks for.

use std::time::Duration;

/// What to do with one kind of offer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Reaction {
    /// Do it at once.
    #[default]
    Accept,
    /// Count it and do nothing; no status is reported.
    Ignore,
    /// Report that it failed, with this text.
    Fail(String),
    /// Do it after this long.
    Slow(Duration),
}

/// One reaction for each kind of offer, for agents that have its capability bit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Behaviour {
    /// `remote_config`. Reported as APPLYING, then APPLIED or FAILED.
    pub config: Reaction,
    /// `packages_available`. Reported as Installing, then Installed or InstallFailed. Nothing is
    /// downloaded: the content counts as fetched.
    pub packages: Reaction,
    /// `connection_settings.opamp`. Accepting means what it means to the OpAMP Supervisor: a new
    /// client with the offered credentials, whose sequence numbers and memory of offers start again
    /// (SUPERVISOR.md 4.6).
    pub settings: Reaction,
    /// `connection_settings.own_metrics`, `own_traces` and `own_logs`. Accepting them sends no
    /// telemetry. An offer of several kinds of settings has one status: FAILED if any of them
    /// fails.
    pub telemetry: Reaction,
    /// `connection_settings.other_connections`. Accepting them opens no connections.
    pub connections: Reaction,
    /// The Restart command. `Fail` reports an unhealthy agent with the text, as a command has no
    /// status of its own.
    pub restart: Reaction,
}
