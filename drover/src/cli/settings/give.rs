//! `drover settings assign`, `offer` and `retry`.

use clap::{Args, ValueEnum};
use proto::control::v1::{
    AssignConnectionSettingsRequest, OfferConnectionSettingsRequest, OfferKind,
    RetryConnectionSettingsRequest,
};

use crate::cli::assignment::{Given, sentence};
use crate::cli::failure::Failure;
use crate::cli::one_agent::{Offered, OneAgent};
use crate::cli::output::Out;
use crate::cli::target::soon;
use crate::config::Env;

pub(super) async fn assign(given: Given, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
    let mut client = given.target.connect(env).await?.settings();
    let request = AssignConnectionSettingsRequest {
        name: given.assignment,
        selector: given.selector.unwrap_or_default(),
        priority: given.priority,
        settings_name: given.name,
        settings_revision: given.revision,
    };
    let answer = client.assign_connection_settings(soon(request)).await?.into_inner();
    let (matched, incapable) = (answer.matched_agents, answer.incapable_agents);
    given.form.say(out, &answer, &sentence(answer.assignment.as_ref(), matched, incapable))
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
    #[command(flatten)]
    offer: Offered,
    /// Take back what was offered of this kind: assignments count again.
    #[arg(long, value_enum, value_name = "KIND")]
    clear: Option<Kind>,
}

impl Offer {
    pub(super) async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let Self { offer, clear } = self;
        let mut client = offer.agent.target.connect(env).await?.settings();
        let clear = match clear {
            None => OfferKind::Unspecified,
            Some(Kind::Opamp) => OfferKind::OpampSettings,
            Some(Kind::OwnTelemetry) => OfferKind::OwnTelemetry,
            Some(Kind::OtherConnections) => OfferKind::OtherConnections,
        };
        let request = OfferConnectionSettingsRequest {
            instance_uid: offer.agent.uid.to_string(),
            settings_name: offer.name.clone().unwrap_or_default(),
            settings_revision: offer.revision,
            clear: clear.into(),
        };
        let answer = client.offer_connection_settings(soon(request)).await?.into_inner();
        let lacks = match answer.missing_capabilities.join(" ") {
            none if none.is_empty() => none,
            some => format!(", but for what needs {some}"),
        };
        offer.say(out, &answer, &lacks)
    }
}

pub(super) async fn retry(agent: OneAgent, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
    let mut client = agent.target.connect(env).await?.settings();
    let request = RetryConnectionSettingsRequest { instance_uid: agent.uid.to_string() };
    let answer = client.retry_connection_settings(soon(request)).await?.into_inner();
    agent.say(out, &answer, "is offered its settings again")
}
