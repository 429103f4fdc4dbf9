//! `drover config`: agents' configuration, and this program's own. The two share a word because operators do.

mod assign;
mod drift;
mod effective;
mod give;
mod list;
mod own;
mod push;

use clap::Subcommand;

use super::failure::Failure;
use super::one_agent::OneAgent;
use super::output::Out;
use crate::config::Env;

/// Agents' configuration (push, assign, offer, retry, list, ...) and this program's own (check, dump).
#[derive(Debug, Subcommand)]
pub enum Config {
    /// Agents: save a file as a revision of a named config, and assign it on request.
    Push(push::Push),
    /// Agents: give a config to every agent a selector matches, now and later.
    Assign(assign::Assign),
    /// Agents: give a config to one agent, whatever is assigned to it.
    Offer(give::Offer),
    /// Agents: offer an agent its config again, also after it failed.
    Retry(OneAgent),
    /// Agents: delete an assignment; what it gave stays until something else is offered.
    Unassign(give::Unassign),
    /// Agents: list configs and assignments.
    List(list::List),
    /// Agents: print what an agent reported it runs.
    Effective(effective::Effective),
    /// Agents: list those whose config is not the one they should have, and why.
    Drift(drift::Drift),
    /// This program: check a configuration file.
    Check(own::Own),
    /// This program: print a configuration file with the environment applied and secrets masked.
    Dump(own::Own),
}

impl Config {
    /// Does it.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        match self {
            Self::Push(args) => args.run(env, out).await,
            Self::Assign(args) => args.run(env, out).await,
            Self::Offer(args) => args.run(env, out).await,
            Self::Retry(agent) => give::retry(agent, env, out).await,
            Self::Unassign(args) => args.run(env, out).await,
            Self::List(args) => args.run(env, out).await,
            Self::Effective(args) => args.run(env, out).await,
            Self::Drift(args) => args.run(env, out).await,
            Self::Check(args) => args.check(env, out),
            Self::Dump(args) => args.dump(env, out),
        }
    }
}
