//! `drover swarm`: simulated agents against a server.

use std::path::PathBuf;

use clap::Args;

/// Run simulated agents against a server.
#[derive(Debug, Args)]
pub struct Swarm {
    /// How many.
    #[arg(long, default_value_t = 100)]
    pub agents: usize,
    /// Where they connect, like wss://localhost:4320/v1/opamp; https:// polls.
    #[arg(long)]
    pub endpoint: String,
    /// CA of the server's certificate.
    #[arg(long)]
    pub ca: PathBuf,
}
