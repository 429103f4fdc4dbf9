//! `drover config offer`, `retry` and `unassign`.

use clap::Args;
use fleet::AgentId;
use proto::control::v1::{
    DeleteAssignmentRequest, OfferRemoteConfigRequest, RetryRemoteConfigRequest,
};

use crate::cli::failure::Failure;
use crate::cli::output::{Form, Format, Out, json, short_hash};
use crate::cli::target::{Target, soon};
use crate::config::Env;

/// Which agent, and which config.
#[derive(Debug, Args)]
pub struct Offer {
    /// Its instance uid.
    uid: AgentId,
    /// Name of the config; it wins over every assignment.
    #[arg(required_unless_present = "clear", conflicts_with = "clear")]
    name: Option<String>,
    /// Take back what was offered: assignments count again.
    #[arg(long)]
    clear: bool,
    /// Revision of the config; the newest by default.
    #[arg(long, default_value_t = 0)]
    revision: u64,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    form: Form,
}

impl Offer {
    pub(super) async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let mut client = self.target.connect(env).await?.configs();
        let request = OfferRemoteConfigRequest {
            instance_uid: self.uid.to_string(),
            config_name: self.name.clone().unwrap_or_default(),
            config_revision: self.revision,
        };
        let answer = client.offer_remote_config(soon(request)).await?.into_inner();
        if self.form.output == Format::Json {
            return json(out, &answer);
        }
        match self.name {
            Some(name) => {
                let hash = short_hash(&answer.config_hash);
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
        let mut client = self.target.connect(env).await?.configs();
        let request = RetryRemoteConfigRequest { instance_uid: self.uid.to_string() };
        let answer = client.retry_remote_config(soon(request)).await?.into_inner();
        match self.form.output {
            Format::Json => json(out, &answer),
            Format::Table => Ok(writeln!(out, "{} is offered its config again", self.uid)?),
        }
    }
}

/// Which assignment.
#[derive(Debug, Args)]
pub struct Unassign {
    /// Name of the assignment, of whatever kind; `drover config assign` uses the config's.
    name: String,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    form: Form,
}

impl Unassign {
    pub(super) async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let mut client = self.target.connect(env).await?.configs();
        let request = DeleteAssignmentRequest { name: self.name.clone() };
        let answer = client.delete_assignment(soon(request)).await?.into_inner();
        match self.form.output {
            Format::Json => json(out, &answer),
            Format::Table => Ok(writeln!(out, "{} is assigned to nobody now", self.name)?),
        }
    }
}
