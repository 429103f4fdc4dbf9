//! The command line: what there is, and which part of the program does it.

pub mod agents;
pub mod assignment;
pub mod capabilities;
pub mod certs;
pub mod cluster;
pub mod command;
pub mod config;
pub mod failure;
pub mod messages;
pub mod one_agent;
pub mod output;
pub mod packages;
pub mod requests;
pub mod settings;
pub mod swarm;
pub mod target;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// A control plane for fleets of OpAMP agents.
///
/// Without a command it runs every role in this process and keeps its data in ./drover-data; DROVER_SECTION__KEY
/// variables change its configuration.
#[derive(Debug, Parser)]
#[command(name = "drover", version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    /// What to run when there is no command.
    #[command(flatten)]
    pub everything: Everything,
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Every role in one process, with a development CA.
#[derive(Debug, Clone, Args)]
pub struct Everything {
    /// The folder of all data [env: DROVER_DATA_DIR; default: ./drover-data].
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Where agents connect.
    #[arg(long, default_value = "0.0.0.0:4320")]
    pub listen: SocketAddr,
    /// Where operators connect.
    #[arg(long, default_value = "127.0.0.1:4321")]
    pub api_listen: SocketAddr,
    /// Where /metrics, /healthz and /readyz are.
    #[arg(long, default_value = "127.0.0.1:4322")]
    pub admin_listen: SocketAddr,
    /// Another name or address of this machine for its certificates; may be repeated.
    #[arg(long = "san", value_name = "NAME")]
    pub sans: Vec<String>,
    /// Which log lines are written, like info or gateway=debug.
    #[arg(long, default_value = "warn")]
    pub log: String,
}

/// Everything with a name of its own.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the roles whose sections a configuration file has.
    Run(File),
    /// Run the gateway role: holds agents' sockets.
    Gateway(File),
    /// Run the node role: holds agents' sessions.
    Node(File),
    /// Run the control-api role: serves operators and automation.
    ControlApi(File),
    /// Make certificates, and answer agents that ask for one.
    #[command(subcommand)]
    Certs(certs::Certs),
    /// Look at agents, disconnect and forget them.
    #[command(subcommand)]
    Agents(agents::Agents),
    /// Agents' configuration (push, assign, offer, retry, list, ...) and this program's own (check, dump).
    #[command(subcommand)]
    Config(config::Config),
    /// Agents' packages: content, complete sets of packages, and who should have them.
    #[command(subcommand)]
    Packages(packages::Packages),
    /// Agents' connection settings: this server, their own telemetry, other connections.
    #[command(subcommand)]
    Settings(settings::Settings),
    /// Tell one agent to do something.
    #[command(subcommand)]
    Command(command::Commands),
    /// Custom messages to and from agents.
    #[command(subcommand)]
    Messages(messages::Messages),
    /// Custom capabilities: what this server lists, and what agents list.
    #[command(subcommand)]
    Capabilities(capabilities::Capabilities),
    /// List the processes of the cluster.
    Members(cluster::Members),
    /// List the shards and their owners.
    Shards(cluster::Shards),
    /// Run simulated agents against a server.
    Swarm(swarm::Swarm),
}

/// A process configuration.
#[derive(Debug, Clone, Args)]
pub struct File {
    /// The TOML file; DROVER_SECTION__KEY variables are laid over it.
    #[arg(long)]
    pub config: PathBuf,
}

#[cfg(test)]
mod tests;
