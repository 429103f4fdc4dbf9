//! `drover packages assign`, `offer` and `retry`.

use clap::Args;
use fleet::AgentId;
use proto::control::v1::{AssignPackagesRequest, OfferPackagesRequest, RetryPackagesRequest};

use crate::cli::assignment::{Whom, say};
use crate::cli::failure::Failure;
use crate::cli::output::{Form, Format, Out, json, short_hash};
use crate::cli::target::{Target, soon};
use crate::config::Env;

/// Which set, and for whom.
#[derive(Debug, Args)]
pub struct Assign {
    /// Name of the set.
    name: String,
    #[command(flatten)]
    whom: Whom,
    /// Revision of the set; the newest by default.
    #[arg(long, default_value_t = 0)]
    revision: u64,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    form: Form,
}

impl Assign {
    pub(super) async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let mut client = self.target.connect(env).await?.packages();
        let request = AssignPackagesRequest {
            name: self.whom.assignment,
            selector: self.whom.selector.unwrap_or_default(),
            priority: self.whom.priority,
            set_name: self.name,
            set_revision: self.revision,
        };
        let answer = client.assign_packages(soon(request)).await?.into_inner();
        if self.form.output == Format::Json {
            return json(out, &answer);
        }
        let assignment = answer.assignment.unwrap_or_default();
        say(out, &assignment, answer.matched_agents, answer.incapable_agents)
    }
}

/// Which agent, and which set.
#[derive(Debug, Args)]
pub struct Offer {
    /// Its instance uid.
    uid: AgentId,
    /// Name of the set; it wins over every assignment.
    #[arg(required_unless_present = "clear", conflicts_with = "clear")]
    name: Option<String>,
    /// Take back what was offered: assignments count again.
    #[arg(long)]
    clear: bool,
    /// Revision of the set; the newest by default.
    #[arg(long, default_value_t = 0)]
    revision: u64,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    form: Form,
}

impl Offer {
    pub(super) async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let mut client = self.target.connect(env).await?.packages();
        let request = OfferPackagesRequest {
            instance_uid: self.uid.to_string(),
            set_name: self.name.clone().unwrap_or_default(),
            set_revision: self.revision,
        };
        let answer = client.offer_packages(soon(request)).await?.into_inner();
        if self.form.output == Format::Json {
            return json(out, &answer);
        }
        match self.name {
            Some(name) => {
                let hash = short_hash(&answer.all_packages_hash);
                writeln!(out, "{} should have {name} ({hash})", self.uid)?;
            }
            None => writeln!(out, "nothing is offered to {} alone", self.uid)?,
        }
        Ok(())
    }
}

/// Which agent.
#[derive(Debug, Args)]
pub struct Retry {
    /// Its instance uid.
    uid: AgentId,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    form: Form,
}

impl Retry {
    pub(super) async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let mut client = self.target.connect(env).await?.packages();
        let request = RetryPackagesRequest { instance_uid: self.uid.to_string() };
        let answer = client.retry_packages(soon(request)).await?.into_inner();
        match self.form.output {
            Format::Json => json(out, &answer),
            Format::Table => Ok(writeln!(out, "{} is offered its packages again", self.uid)?),
        }
    }
}
