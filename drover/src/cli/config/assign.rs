//! `drover config assign`: whom a config is for.

use std::fmt;

use clap::Args;
use proto::control::v1::{AssignRemoteConfigRequest, GetRemoteConfigRequest, RemoteConfig};
use serde::Serialize;

use crate::cli::failure::Failure;
use crate::cli::output::{Form, Out};
use crate::cli::target::{Api, Target, soon};
use crate::config::Env;

/// Which config, and for whom.
#[derive(Debug, Args)]
pub struct Assign {
    /// Name of the config.
    name: String,
    /// Selector over claims and labels, like claim.service.name=otelcol.
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    selector: Option<String>,
    /// Every agent.
    #[arg(long)]
    all: bool,
    /// Revision of the config; the newest by default.
    #[arg(long, default_value_t = 0)]
    revision: u64,
    /// Which of two assignments that match one agent wins: the higher.
    #[arg(long, default_value_t = 0, allow_negative_numbers = true)]
    priority: i32,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    form: Form,
}

impl Assign {
    pub(super) async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let api = self.target.connect(env).await?;
        let request = GetRemoteConfigRequest { name: self.name, revision: self.revision };
        let config = api.configs().get_remote_config(soon(request)).await?.into_inner();
        let selector = self.selector.unwrap_or_default();
        let summary = assign(&api, &config, selector, self.priority).await?;
        self.form.say(out, &summary, &summary.to_string())
    }
}

/// What an assignment means now.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Summary {
    name: String,
    selector: String,
    config: String,
    config_revision: u64,
    matched_agents: u64,
    incapable_agents: u64,
    revision: u64,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "assigned {}@{} to ", self.config, self.config_revision)?;
        match (self.selector.as_str(), self.matched_agents) {
            ("", 1) => f.write_str("every agent: 1 now")?,
            ("", agents) => write!(f, "every agent: {agents} now")?,
            (selector, 1) => write!(f, "{selector}: 1 agent now")?,
            (selector, agents) => write!(f, "{selector}: {agents} agents now")?,
        }
        match self.incapable_agents {
            0 => Ok(()),
            some => write!(f, ", {some} of them cannot take remote config"),
        }
    }
}

/// Assigns a config under its own name.
pub(super) async fn assign(
    api: &Api,
    config: &RemoteConfig,
    selector: String,
    priority: i32,
) -> Result<Summary, Failure> {
    let request = AssignRemoteConfigRequest {
        name: String::new(),
        selector,
        priority,
        config_name: config.name.clone(),
        config_revision: config.revision,
    };
    let answer = api.configs().assign_remote_config(soon(request)).await?.into_inner();
    let assignment = answer.assignment.unwrap_or_default();
    Ok(Summary {
        name: assignment.name,
        selector: assignment.selector,
        config: assignment.config_name,
        config_revision: assignment.config_revision,
        matched_agents: answer.matched_agents,
        incapable_agents: answer.incapable_agents,
        revision: answer.revision,
    })
}
