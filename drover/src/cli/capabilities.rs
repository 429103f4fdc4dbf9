//! `drover capabilities`: custom capabilities, of this server and of agents.

use clap::{Args, Subcommand};
use proto::control::v1::{
    DeleteCustomCapabilityRequest, ListAgentCustomCapabilitiesRequest,
    ListAgentCustomCapabilitiesResponse, ListCustomCapabilitiesRequest,
    RegisterCustomCapabilityRequest,
};

use super::failure::Failure;
use super::output::{Form, Format, Out, ago, json, or_dash, table};
use super::target::{Target, soon};
use crate::clock::unix_now;
use crate::config::Env;

/// Custom capabilities: what this server lists, and what agents list.
#[derive(Debug, Subcommand)]
pub enum Capabilities {
    /// List the custom capabilities of this server.
    List(List),
    /// Add one to the list that every agent is told.
    Register(Named),
    /// Remove one from that list.
    Delete(Named),
    /// List the custom capabilities of agents.
    Agents(Agents),
}

/// A listing.
#[derive(Debug, Args)]
pub struct List {
    /// Where the control API is.
    #[command(flatten)]
    pub target: Target,
    /// Form of the output.
    #[command(flatten)]
    pub form: Form,
}

/// Which one.
#[derive(Debug, Args)]
pub struct Named {
    /// A reverse domain name, then perhaps a version: com.example.inventory/v2.
    pub name: String,
    /// Where the control API is.
    #[command(flatten)]
    pub target: Target,
}

/// Whose.
#[derive(Debug, Args)]
pub struct Agents {
    /// Only agents this selects, like claim.service.name=otelcol.
    #[arg(short = 'f', long, default_value = "")]
    pub filter: String,
    /// Where the control API is.
    #[command(flatten)]
    pub target: Target,
    /// Form of the output.
    #[command(flatten)]
    pub form: Form,
}

impl Capabilities {
    /// Does it.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        match self {
            Self::List(args) => list(args, env, out).await,
            Self::Register(Named { name, target }) => {
                let request = RegisterCustomCapabilityRequest { name: name.clone() };
                let mut client = target.connect(env).await?.messages();
                let answer = client.register_custom_capability(soon(request)).await?.into_inner();
                let word = if answer.created { "listed" } else { "listed already" };
                Ok(writeln!(out, "{name} {word}")?)
            }
            Self::Delete(Named { name, target }) => {
                let request = DeleteCustomCapabilityRequest { name: name.clone() };
                let mut client = target.connect(env).await?.messages();
                client.delete_custom_capability(soon(request)).await?;
                Ok(writeln!(out, "{name} listed no more")?)
            }
            Self::Agents(args) => agents(args, env, out).await,
        }
    }
}

async fn list(args: List, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
    let mut client = args.target.connect(env).await?.messages();
    let request = soon(ListCustomCapabilitiesRequest {});
    let listed = client.list_custom_capabilities(request).await?.into_inner();
    if args.form.output == Format::Json {
        return json(out, &listed);
    }
    let rows = listed
        .capabilities
        .iter()
        .map(|row| [row.name.clone(), ago(row.created.as_ref(), unix_now()), or_dash(&row.actor)]);
    table(out, ["CAPABILITY", "AGE", "BY"], rows, "no custom capabilities")
}

async fn agents(args: Agents, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
    let mut client = args.target.connect(env).await?.messages();
    let mut all = ListAgentCustomCapabilitiesResponse::default();
    loop {
        let request = ListAgentCustomCapabilitiesRequest {
            filter: args.filter.clone(),
            page_size: 0,
            page_token: std::mem::take(&mut all.next_page_token),
            min_revision: 0,
        };
        let page = client.list_agent_custom_capabilities(soon(request)).await?.into_inner();
        all.agents.extend(page.agents);
        all.next_page_token = page.next_page_token;
        if all.next_page_token.is_empty() {
            break;
        }
    }
    if args.form.output == Format::Json {
        return json(out, &all);
    }
    let rows = all.agents.iter().map(|a| [a.instance_uid.clone(), a.capabilities.join(" ")]);
    table(out, ["AGENT", "CUSTOM CAPABILITIES"], rows, "no agents with custom capabilities")
}
