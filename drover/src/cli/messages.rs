//! `drover messages`: custom messages to one agent, and from agents.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};
use fleet::AgentId;
use proto::control::v1::{
    CustomMessageEvent, SendCustomMessageRequest, SubscribeCustomMessagesRequest,
};
use tonic::{Code, Request};

use super::failure::Failure;
use super::one_agent::late;
use super::output::{Form, Format, Out, json, json_line, printable};
use super::target::{Target, within};
use crate::config::Env;

/// Custom messages to and from agents.
#[derive(Debug, Subcommand)]
pub enum Messages {
    /// Send one to an agent, at most once.
    Send(Send),
    /// Show what agents send from now on, one line each, until interrupted.
    Watch(Watch),
}

/// What to send, to whom, and how patiently.
#[derive(Debug, Args)]
pub struct Send {
    /// The agent's instance uid.
    pub uid: AgentId,
    /// The custom capability, which this server and the agent must list.
    pub capability: String,
    /// The type of the message, as the capability defines it.
    pub kind: String,
    /// Its data, as text.
    #[arg(long, default_value = "", conflicts_with = "file")]
    pub data: String,
    /// A file with its data.
    #[arg(long)]
    pub file: Option<PathBuf>,
    /// Seconds to wait until it is on the agent's connection; an agent that polls needs more than its interval.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=300))]
    pub wait: u32,
    /// Where the control API is.
    #[command(flatten)]
    pub target: Target,
    /// Form of the output.
    #[command(flatten)]
    pub form: Form,
}

/// What to watch.
#[derive(Debug, Args)]
pub struct Watch {
    /// Only agents this selects, like claim.service.name=otelcol.
    #[arg(short = 'f', long, default_value = "")]
    pub filter: String,
    /// Only this custom capability.
    #[arg(long, default_value = "")]
    pub capability: String,
    /// Where the control API is.
    #[command(flatten)]
    pub target: Target,
    /// Form of the output.
    #[command(flatten)]
    pub form: Form,
}

impl Messages {
    /// Does it.
    ///
    /// # Errors
    /// [`Failure`]; also when the message did not reach the agent.
    pub async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        match self {
            Self::Send(args) => send(args, env, out).await,
            Self::Watch(args) => watch(args, env, out).await,
        }
    }
}

async fn send(args: Send, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
    let data = match &args.file {
        Some(file) => std::fs::read(file).map_err(|error| {
            Failure::Refused(format!("cannot read {}: {error}", file.display()))
        })?,
        None => args.data.into_bytes(),
    };
    let request = SendCustomMessageRequest {
        instance_uid: args.uid.to_string(),
        capability: args.capability,
        r#type: args.kind,
        data: data.into(),
        wait_seconds: args.wait,
    };
    let api = args.target.connect(env).await?;
    let deadline = Duration::from_secs(u64::from(args.wait) + 10);
    let sent = match api.messages().send_custom_message(within(request, deadline)).await {
        Ok(sent) => sent.into_inner(),
        Err(status) if status.code() == Code::DeadlineExceeded => {
            return Err(late(&api, args.uid, args.wait, status.into()).await);
        }
        Err(status) => return Err(status.into()),
    };
    match args.form.output {
        Format::Json => json(out, &sent),
        Format::Table => {
            let owner = sent.owner.clone().unwrap_or_default();
            let gateway = owner.gateway;
            Ok(writeln!(
                out,
                "message {} is on the connection of {}\nnode {}  gateway {gateway}",
                sent.id, args.uid, owner.node
            )?)
        }
    }
}

async fn watch(args: Watch, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
    let mut client = args.target.connect(env).await?.messages();
    let Watch { filter, capability, .. } = args;
    let request = Request::new(SubscribeCustomMessagesRequest { filter, capability });
    let mut events = client.subscribe_custom_messages(request).await?.into_inner();
    while let Some(event) = events.message().await? {
        match args.form.output {
            Format::Json => json_line(out, &event)?,
            Format::Table => {
                writeln!(out, "{}", line(&event))?;
                out.flush()?;
            }
        }
    }
    Ok(())
}

fn line(event: &CustomMessageEvent) -> String {
    let CustomMessageEvent { instance_uid, message, dropped, nodes, .. } = event;
    let Some(message) = message else {
        return format!("listening to {nodes} nodes, {dropped} messages lost so far");
    };
    let data = String::from_utf8_lossy(&message.data);
    printable(format!("{instance_uid}  {}  {}  {data}", message.capability, message.r#type))
}
