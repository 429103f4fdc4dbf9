//! `drover command`: one agent, one instruction, one receipt; and what came of earlier ones.

use std::time::Duration;

use clap::{Args, Subcommand};
use fleet::AgentId;
use proto::control::v1::{
    CommandReceipt, CommandState, ListCommandsRequest, ListCommandsResponse, RestartRequest,
};

use super::failure::Failure;
use super::one_agent::{OneAgent, late};
use super::output::{Form, Format, Out, ago, json, or_dash, table};
use super::target::{Target, soon, within};
use crate::clock::unix_now;
use crate::config::Env;

/// Tell one agent to do something.
#[derive(Debug, Subcommand)]
pub enum Commands {
    /// Restart the agent's process.
    Restart(Restart),
    /// List an agent's commands, the newest first, with what is known of each now.
    List(OneAgent),
}

/// Which agent, and how patiently.
#[derive(Debug, Args)]
pub struct Restart {
    /// Its instance uid.
    pub uid: AgentId,
    /// Seconds to wait until the command is on the agent's connection; one that polls needs more than its interval.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=300))]
    pub wait: u32,
    /// An id of yours: repeating it returns the first receipt instead of restarting again. What was never sent is sent.
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
        match self {
            Self::Restart(args) => restart(args, env, out).await,
            Self::List(args) => list(args, env, out).await,
        }
    }
}

async fn restart(args: Restart, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
    let api = args.target.connect(env).await?;
    let named = !args.request_id.is_empty();
    let request = RestartRequest {
        instance_uid: args.uid.to_string(),
        request_id: args.request_id,
        wait_seconds: args.wait,
    };
    let deadline = Duration::from_secs(u64::from(args.wait) + 10);
    let receipt = api.commands().restart(within(request, deadline)).await?.into_inner();
    match args.form.output {
        Format::Json => json(out, &receipt)?,
        Format::Table => writeln!(out, "{}", sentence(&receipt))?,
    }
    match outcome(&receipt, named) {
        Err(failure) if receipt.state() == CommandState::Expired => {
            Err(late(&api, args.uid, args.wait, failure).await)
        }
        outcome => outcome,
    }
}

async fn list(args: OneAgent, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
    let mut client = args.target.connect(env).await?.commands();
    let mut all = ListCommandsResponse::default();
    loop {
        let request = ListCommandsRequest {
            instance_uid: args.uid.to_string(),
            page_size: 0,
            page_token: std::mem::take(&mut all.next_page_token),
        };
        let page = client.list_commands(soon(request)).await?.into_inner();
        all.commands.extend(page.commands);
        all.next_page_token = page.next_page_token;
        if all.next_page_token.is_empty() {
            break;
        }
    }
    if args.form.output == Format::Json {
        return json(out, &all);
    }
    let heads = ["COMMAND", "STATE", "AGE", "NODE", "GATEWAY", "BY", "REASON"];
    let rows = all.commands.iter().map(|receipt| {
        let owner = receipt.owner.clone().unwrap_or_default();
        [
            receipt.id.clone(),
            word(receipt.state()).to_owned(),
            ago(receipt.created.as_ref(), unix_now()),
            or_dash(&owner.node),
            or_dash(&owner.gateway),
            or_dash(&receipt.actor),
            or_dash(&receipt.reason),
        ]
    });
    table(out, heads, rows, "no commands")
}

/// The state in one word, as the API names it.
fn word(state: CommandState) -> &'static str {
    state.as_str_name().trim_start_matches("COMMAND_STATE_")
}

fn sentence(receipt: &CommandReceipt) -> String {
    let owner = receipt.owner.clone().unwrap_or_default();
    let epoch = owner.epoch.unwrap_or_default();
    let uid = &receipt.instance_uid;
    let what = match receipt.state() {
        CommandState::Unspecified => "no state reported for",
        CommandState::Accepted => "restart accepted, not yet sent to",
        CommandState::Dispatched => "restart on its way to",
        CommandState::Written => "restart is on the connection of",
        CommandState::Observed => "restarted (a new start time was reported):",
        CommandState::NotDelivered => "restart NOT delivered to",
        CommandState::Expired => "restart expired before it reached",
        CommandState::Unknown => "nobody knows whether the restart reached",
    };
    format!(
        "{what} {uid}\ncommand {}  node {}  gateway {}  epoch {}.{}",
        receipt.id, owner.node, owner.gateway, epoch.generation, epoch.revision
    )
}

/// What a receipt means to scripts; `named` says that the request had an id.
fn outcome(receipt: &CommandReceipt, named: bool) -> Result<(), Failure> {
    let why = match receipt.state() {
        // Another call has it just now, or has died with it: then a repetition takes it over.
        CommandState::Accepted => "not sent yet; repeat it with the same --request-id",
        CommandState::Dispatched | CommandState::Written | CommandState::Observed => return Ok(()),
        CommandState::NotDelivered | CommandState::Expired if named => {
            "it did not reach the agent; repeat it with another --request-id, this one is used up"
        }
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

#[cfg(test)]
mod tests;
