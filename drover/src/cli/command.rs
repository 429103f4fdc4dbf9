//! `drover command`: one agent, one instruction, one receipt.

use std::time::Duration;

use clap::{Args, Subcommand};
use fleet::AgentId;
use proto::control::v1::{CommandReceipt, CommandState, RestartRequest};

use super::failure::Failure;
use super::output::{Form, Format, Out, json};
use super::target::{Target, within};
use crate::config::Env;

/// Tell one agent to do something.
#[derive(Debug, Subcommand)]
pub enum Commands {
    /// Restart the agent's process.
    Restart(Restart),
}

/// Which agent, and how patiently.
#[derive(Debug, Args)]
pub struct Restart {
    /// Its instance uid.
    pub uid: AgentId,
    /// Seconds to wait until the command is on the agent's connection.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=300))]
    pub wait: u32,
    /// An id of yours: repeating it returns the first receipt instead of restarting again.
    #[arg(long, default_value = "")]
    pub request_id: String,
    /// Where the control API is.
    #[command(flatten)]
    pub target: Target,
    /// Form of the output.
    #[command(flatten)]
    pub form: Form,
}

impl Commands {
    /// Does it.
    ///
    /// # Errors
    /// [`Failure`]; also when the command did not reach the agent.
    pub async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let Self::Restart(args) = self;
        let mut client = args.target.connect(env).await?.commands();
        let request = RestartRequest {
            instance_uid: args.uid.to_string(),
            request_id: args.request_id,
            wait_seconds: args.wait,
        };
        let deadline = Duration::from_secs(u64::from(args.wait) + 10);
        let receipt = client.restart(within(request, deadline)).await?.into_inner();
        match args.form.output {
            Format::Json => json(out, &receipt)?,
            Format::Table => writeln!(out, "{}", sentence(&receipt))?,
        }
        outcome(&receipt)
    }
}

fn sentence(receipt: &CommandReceipt) -> String {
    let owner = receipt.owner.clone().unwrap_or_default();
    let epoch = owner.epoch.unwrap_or_default();
    let uid = &receipt.instance_uid;
    let what = match receipt.state() {
        CommandState::Unspecified => "no state reported for",
        CommandState::Accepted => "restart accepted, not yet sent to",
        CommandState::Dispatched => "restart on its way to",
        CommandState::Written => "restart written to",
        CommandState::Observed => "restart seen of",
        CommandState::NotDelivered => "restart NOT delivered to",
        CommandState::Expired => "restart expired before it reached",
        CommandState::Unknown => "nobody knows whether the restart reached",
    };
    format!(
        "{what} {uid}\ncommand {}  node {}  gateway {}  epoch {}.{}",
        receipt.id, owner.node, owner.gateway, epoch.generation, epoch.revision
    )
}

fn outcome(receipt: &CommandReceipt) -> Result<(), Failure> {
    let why = match receipt.state() {
        CommandState::Accepted
        | CommandState::Dispatched
        | CommandState::Written
        | CommandState::Observed => return Ok(()),
        CommandState::NotDelivered => "not delivered; it is safe to repeat",
        CommandState::Expired => "expired; it is safe to repeat",
        CommandState::Unknown | CommandState::Unspecified => {
            "unknown outcome; look at the agent before repeating it"
        }
    };
    let reason =
        if receipt.reason.is_empty() { String::new() } else { format!(" ({})", receipt.reason) };
    Err(Failure::Refused(format!("{why}{reason}")))
}
