//! `drover packages`: content agents download, complete sets of packages, and who should have them.

mod create;
mod give;
mod look;
mod manifest;
mod status;
mod upload;

use clap::Subcommand;

pub(super) use status::row;

use super::assignment::Given;
use super::failure::Failure;
use super::one_agent::OneAgent;
use super::output::Out;
use crate::config::Env;

/// Agents' packages: content, complete sets of packages, and who should have them.
#[derive(Debug, Subcommand)]
pub enum Packages {
    /// Store a file where agents can download it.
    Upload(upload::Upload),
    /// Save a complete set of packages from a TOML file: agents remove what is not in the set they are offered.
    #[command(after_long_help = manifest::HELP)]
    Create(create::Create),
    /// List sets and whom they are assigned to.
    List(look::List),
    /// Show a set as agents are offered it.
    Get(look::Get),
    /// Give a set to every agent a selector matches, now and later.
    Assign(Given),
    /// Give a set to one agent, or take it back.
    Offer(give::Offer),
    /// Show what an agent should have and what it reported.
    Status(OneAgent),
    /// Offer an agent again what it could not install.
    Retry(OneAgent),
}

impl Packages {
    /// Does it.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        match self {
            Self::Upload(args) => args.run(env, out).await,
            Self::Create(args) => args.run(env, out).await,
            Self::List(args) => args.run(env, out).await,
            Self::Get(args) => args.run(env, out).await,
            Self::Assign(given) => give::assign(given, env, out).await,
            Self::Offer(args) => args.run(env, out).await,
            Self::Status(agent) => status::show(agent, env, out).await,
            Self::Retry(agent) => give::retry(agent, env, out).await,
        }
    }
}
