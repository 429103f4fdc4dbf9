//! `drover settings`: how agents reach this server, where their own telemetry goes, and what else they connect to.

mod create;
mod document;
mod give;
mod look;
mod status;

use clap::Subcommand;

pub(super) use status::{desired, status};

use super::assignment::Given;
use super::failure::Failure;
use super::one_agent::OneAgent;
use super::output::Out;
use crate::config::Env;

/// Agents' connection settings: this server, their own telemetry, other connections.
#[derive(Debug, Subcommand)]
pub enum Settings {
    /// Save settings of one kind from a TOML file.
    #[command(after_long_help = document::HELP)]
    Create(create::Create),
    /// Say what `create` would say about a TOML file.
    #[command(after_long_help = document::HELP)]
    Lint(create::Lint),
    /// List settings and whom they are assigned to.
    List(look::List),
    /// Show settings without their secrets.
    Get(look::Get),
    /// Give settings to every agent a selector matches, now and later.
    Assign(Given),
    /// Give settings to one agent, or take them back.
    Offer(give::Offer),
    /// Show what an agent should have, what was offered to it and what it reported.
    Status(OneAgent),
    /// Offer an agent again what it reported FAILED.
    Retry(OneAgent),
}

impl Settings {
    /// Does it.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        match self {
            Self::Create(args) => args.run(env, out).await,
            Self::Lint(args) => args.run(env, out).await,
            Self::List(args) => args.run(env, out).await,
            Self::Get(args) => args.run(env, out).await,
            Self::Assign(given) => give::assign(given, env, out).await,
            Self::Offer(args) => args.run(env, out).await,
            Self::Status(agent) => status::show(agent, env, out).await,
            Self::Retry(agent) => give::retry(agent, env, out).await,
        }
    }
}
