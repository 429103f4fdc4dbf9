//! `drover settings assign`, `offer` and `retry`.

use clap::{Args, ValueEnum};
use fleet::AgentId;
use proto::control::v1::{
    AssignConnectionSettingsRequest, OfferConnectionSettingsRequest, OfferKind,
    RetryConnectionSettingsRequest,
};

use crate::cli::assignment::{Whom, say};
use crate::cli::failure::Failure;
use crate::cli::output::{Form, Format, Out, json};
use crate::cli::target::{Target, soon};
use crate::config::Env;

/// Which settings, and for whom.
#[derive(Debug, Args)]
pub struct Assign {
    /// Name of the settings.
    name: String,
    #[command(flatten)]
    whom: Whom,
    /// Revision of the settings; the newest by default.
    #[arg(long, default_value_t = 0)]
    revision: u64,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    form: Form,
}

impl Assign {
    pub(super) async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let mut client = self.target.connect(env).await?.settings();
        let request = AssignConnectionSettingsRequest {
            name: self.whom.assignment,
            selector: self.whom.selector.unwrap_or_default(),
            priority: self.whom.priority,
            settings_name: self.name,
            settings_revision: self.revision,
        };
        let answer = client.assign_connection_settings(soon(request)).await?.into_inner();
        if self.form.output == Format::Json {
            return json(out, &answer);
        }
        let assignment = answer.assignment.unwrap_or_default();
        say(out, &assignment, answer.matched_agents, answer.incapable_agents)
    }
}

/// A kind of settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Opamp,
    OwnTelemetry,
    OtherConnections,
}

/// Which agent, and which settings.
#[derive(Debug, Args)]
pub struct Offer {
    /// Its instance uid.
    uid: AgentId,
    /// Name of the settings; they win over every assignment of their kind.
    #[arg(required_unless_present = "clear", conflicts_with = "clear")]
    name: Option<String>,
    /// Take back what was offered of this kind: assignments count again.
    #[arg(long, value_enum, value_name = "KIND")]
    clear: Option<Kind>,
    /// Revision of the settings; the newest by default.
    #[arg(long, default_value_t = 0)]
    revision: u64,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    form: Form,
}

impl Offer {
    pub(super) async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let mut client = self.target.connect(env).await?.settings();
        let clear = match self.clear {
            None => OfferKind::Unspecified,
            Some(Kind::Opamp) => OfferKind::OpampSettings,
            Some(Kind::OwnTelemetry) => OfferKind::OwnTelemetry,
            Some(Kind::OtherConnections) => OfferKind::OtherConnections,
        };
        let request = OfferConnectionSettingsRequest {
            instance_uid: self.uid.to_string(),
            settings_name: self.name.clone().unwrap_or_default(),
            settings_revision: self.revision,
            clear: clear.into(),
        };
        let answer = client.offer_connection_settings(soon(request)).await?.into_inner();
        if self.form.output == Format::Json {
            return json(out, &answer);
        }
        let lacks = answer.missing_capabilities.join(" ");
        match self.name {
            None => writeln!(out, "nothing of this kind is offered to {} alone", self.uid)?,
            Some(name) if lacks.is_empty() => writeln!(out, "{} should have {name}", self.uid)?,
            Some(name) => {
                writeln!(out, "{} should have {name}, but for what needs {lacks}", self.uid)?;
            }
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
        let mut client = self.target.connect(env).await?.settings();
        let request = RetryConnectionSettingsRequest { instance_uid: self.uid.to_string() };
        let answer = client.retry_connection_settings(soon(request)).await?.into_inner();
        match self.form.output {
            Format::Json => json(out, &answer),
            Format::Table => Ok(writeln!(out, "{} is offered its settings again", self.uid)?),
        }
    }
}
