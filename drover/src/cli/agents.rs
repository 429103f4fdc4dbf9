//! `drover agents`: who is there, and how they are.

mod full;
mod leave;

use clap::{Args, Subcommand};
use fleet::AgentId;
use proto::control::v1::agent_event::Type;
use proto::control::v1::{
    Agent, AgentEvent, AgentView, GetAgentRequest, ListAgentsRequest, ListAgentsResponse,
    Transport, WatchAgentsRequest,
};
use proto::opamp::v1::any_value::Value;
use proto::opamp::v1::{KeyValue, RemoteConfigStatuses};

use super::failure::Failure;
use super::output::{
    Form, Format, Out, ago, json, json_line, or_dash, pairs, printable, short_hash, table,
};
use super::target::{Target, soon};
use crate::clock::unix_now;
use crate::config::Env;

/// How much of an error a list shows.
const CELL_CHARS_MAX: usize = 60;
const PAGE: i32 = 1_000;

/// Look at agents, disconnect and forget them.
#[derive(Debug, Subcommand)]
pub enum Agents {
    /// List agents.
    List(List),
    /// Show one agent.
    Get(Get),
    /// Follow agents as they come, change and go.
    Watch(List),
    /// Close an agent's connection; it is free to return.
    Disconnect(leave::Disconnect),
    /// Forget an agent and what it reported.
    Delete(leave::Delete),
}

/// Which agents.
#[derive(Debug, Args)]
pub struct List {
    /// Selector over claims and labels, like claim.service.name=otelcol,label.env in (prod).
    #[arg(short, long, default_value = "")]
    pub filter: String,
    /// Where the control API is.
    #[command(flatten)]
    pub target: Target,
    /// Form of the output.
    #[command(flatten)]
    pub form: Form,
}

/// Which agent.
#[derive(Debug, Args)]
pub struct Get {
    /// Its instance uid.
    pub uid: AgentId,
    /// Show everything it reported; so does -o json.
    #[arg(long)]
    pub full: bool,
    /// Where the control API is.
    #[command(flatten)]
    pub target: Target,
    /// Form of the output.
    #[command(flatten)]
    pub form: Form,
}

impl Agents {
    /// Does it.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        match self {
            Self::List(args) => list(args, env, out).await,
            Self::Get(args) => get(args, env, out).await,
            Self::Watch(args) => watch(args, env, out).await,
            Self::Disconnect(args) => args.run(env, out).await,
            Self::Delete(args) => args.run(env, out).await,
        }
    }
}

async fn list(args: List, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
    let mut client = args.target.connect(env).await?.agents();
    let mut all = ListAgentsResponse::default();
    loop {
        let request = ListAgentsRequest {
            filter: args.filter.clone(),
            page_size: PAGE,
            page_token: std::mem::take(&mut all.next_page_token),
            ..ListAgentsRequest::default()
        };
        let page = client.list_agents(soon(request)).await?.into_inner();
        all.agents.extend(page.agents);
        (all.revision, all.next_page_token) = (page.revision, page.next_page_token);
        if all.next_page_token.is_empty() {
            break;
        }
    }
    match args.form.output {
        Format::Json => json(out, &all),
        Format::Table => {
            let heads = ["INSTANCE UID", "NAME", "CONNECTED", "HEALTH", "CONFIG", "STATUS", "SEEN"];
            table(out, heads, all.agents.iter().map(row), "no agents")
        }
    }
}

fn row(agent: &Agent) -> [String; 7] {
    let desired = agent.desired_config.as_ref();
    [
        agent.instance_uid.clone(),
        or_dash(&name(agent)),
        connection(agent).to_owned(),
        health(agent, CELL_CHARS_MAX),
        desired.map_or_else(|| "-".to_owned(), |c| format!("{}@{}", c.name, c.revision)),
        config_status(agent, CELL_CHARS_MAX),
        ago(agent.last_seen.as_ref(), unix_now()),
    ]
}

async fn get(args: Get, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
    let full = args.full || args.form.output == Format::Json;
    let view = if full { AgentView::Full } else { AgentView::Basic };
    let mut client = args.target.connect(env).await?.agents();
    let request =
        GetAgentRequest { instance_uid: args.uid.to_string(), view: view.into(), min_revision: 0 };
    let agent = client.get_agent(soon(request)).await?.into_inner();
    match args.form.output {
        Format::Json => json(out, &agent),
        Format::Table => describe(&agent, view, out),
    }
}

fn describe(agent: &Agent, view: AgentView, out: Out<'_>) -> Result<(), Failure> {
    let mut rows = vec![
        ["instance uid".to_owned(), agent.instance_uid.clone()],
        ["connected".to_owned(), connection(agent).to_owned()],
        ["from".to_owned(), or_dash(&agent.peer_address)],
        ["seen".to_owned(), format!("{} ago", ago(agent.last_seen.as_ref(), unix_now()))],
    ];
    rows.extend(lines("health", &health(agent, usize::MAX)));
    rows.extend(lines("config status", &config_status(agent, usize::MAX)));
    rows.extend([
        ["effective config".to_owned(), short_hash(&agent.effective_config_hash)],
        ["offers".to_owned(), agent.remote_config_offers.to_string()],
        ["capabilities".to_owned(), agent.capabilities.join(" ")],
    ]);
    if let Some(config) = &agent.desired_config {
        let from = or_dash(&config.assignment);
        let text = format!("{}@{} (assignment {from})", config.name, config.revision);
        rows.push(["desired config".to_owned(), text]);
    }
    if let Some(owner) = &agent.owner {
        rows.push(["node".to_owned(), or_dash(&owner.node)]);
        rows.push(["gateway".to_owned(), or_dash(&owner.gateway)]);
        rows.push(["shard".to_owned(), owner.shard.to_string()]);
    }
    for (key, value) in attributes(agent) {
        rows.push([format!("claim.{key}"), value]);
    }
    for (key, value) in &agent.labels {
        rows.push([format!("label.{key}"), value.clone()]);
    }
    if view == AgentView::Full {
        rows.extend(full::rows(agent));
    }
    pairs(out, rows)
}

async fn watch(args: List, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
    let mut client = args.target.connect(env).await?.agents();
    let request = WatchAgentsRequest { filter: args.filter, view: AgentView::Basic.into() };
    let mut events = client.watch_agents(request).await?.into_inner();
    while let Some(event) = events.message().await? {
        match args.form.output {
            Format::Json => json_line(out, &event)?,
            Format::Table => {
                writeln!(out, "{}", event_line(&event))?;
                out.flush()?;
            }
        }
    }
    Err(Failure::Unreachable("the control API ended the watch; run it again".to_owned()))
}

fn event_line(event: &AgentEvent) -> String {
    let kind = match event.r#type() {
        Type::Unspecified => "?",
        Type::Added => "added",
        Type::Updated => "updated",
        Type::Connected => "connected",
        Type::Disconnected => "disconnected",
        Type::Moved => "moved",
        Type::Removed => "removed",
        Type::Bookmark => return "-- these are all; changes follow --".to_owned(),
    };
    let Some(agent) = &event.agent else { return kind.to_owned() };
    let line = format!(
        "{kind:<13}{}  {}  health {}  config {}",
        agent.instance_uid,
        or_dash(&name(agent)),
        health(agent, CELL_CHARS_MAX),
        config_status(agent, CELL_CHARS_MAX)
    );
    printable(line)
}

fn connection(agent: &Agent) -> &'static str {
    match (agent.connected, agent.transport()) {
        (false, _) => "no",
        (true, Transport::Websocket) => "websocket",
        (true, Transport::Http) => "http",
        (true, Transport::Unspecified) => "yes",
    }
}

fn health(agent: &Agent, most: usize) -> String {
    match &agent.health {
        None => "-".to_owned(),
        Some(health) if health.healthy => "healthy".to_owned(),
        Some(health) if health.last_error.is_empty() => "unhealthy".to_owned(),
        Some(health) => format!("unhealthy: {}", clipped(&health.last_error, most)),
    }
}

fn config_status(agent: &Agent, most: usize) -> String {
    let Some(status) = &agent.remote_config_status else { return "-".to_owned() };
    match status.status() {
        RemoteConfigStatuses::Unset => "-".to_owned(),
        RemoteConfigStatuses::Applied => "APPLIED".to_owned(),
        RemoteConfigStatuses::Applying => "APPLYING".to_owned(),
        RemoteConfigStatuses::Failed => format!("FAILED: {}", clipped(&status.error_message, most)),
    }
}

/// A text in as many rows as it has lines: what a collector has to say is rarely one line.
fn lines(key: &str, text: &str) -> Vec<[String; 2]> {
    let said = text.lines().filter(|line| !line.trim().is_empty());
    let keys = std::iter::once(key).chain(std::iter::repeat(""));
    keys.zip(said).map(|(key, line)| [key.to_owned(), line.to_owned()]).collect()
}

/// The beginning of a message, at most this many characters.
fn clipped(text: &str, most: usize) -> String {
    let line: String = text.chars().take(most).collect();
    if line.len() < text.len() { format!("{line}…") } else { line }
}

/// `service.name`, the attribute people know an agent by.
fn name(agent: &Agent) -> String {
    attributes(agent)
        .find(|(key, _)| key == "service.name")
        .map(|(_, value)| value)
        .unwrap_or_default()
}

fn attributes(agent: &Agent) -> impl Iterator<Item = (String, String)> {
    let description = agent.agent_description.as_ref();
    description
        .into_iter()
        .flat_map(|d| d.identifying_attributes.iter().chain(&d.non_identifying_attributes))
        .map(attribute)
}

fn attribute(pair: &KeyValue) -> (String, String) {
    let value = match pair.value.as_ref().and_then(|value| value.value.as_ref()) {
        None => String::new(),
        Some(Value::StringValue(text)) => text.clone(),
        Some(Value::BoolValue(value)) => value.to_string(),
        Some(Value::IntValue(value)) => value.to_string(),
        Some(Value::DoubleValue(value)) => value.to_string(),
        Some(Value::BytesValue(bytes)) => hex::encode(bytes),
        Some(nested @ (Value::ArrayValue(_) | Value::KvlistValue(_))) => format!("{nested:?}"),
    };
    (pair.key.clone(), value)
}
