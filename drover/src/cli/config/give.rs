//! `drover config offer`, `retry` and `unassign`.

use clap::Args;
use proto::control::v1::{
    DeleteAssignmentRequest, OfferRemoteConfigRequest, RetryRemoteConfigRequest,
};

use crate::cli::failure::Failure;
use crate::cli::one_agent::{Offered, OneAgent};
use crate::cli::output::{Form, Out, short_hash};
use crate::cli::target::{Target, soon};
use crate::config::Env;

/// Which agent, and which config.
#[derive(Debug, Args)]
pub struct Offer {
    #[command(flatten)]
    offer: Offered,
    /// Take back what was offered: assignments count again.
    #[arg(long)]
    clear: bool,
}

impl Offer {
    pub(super) async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let Self { offer, .. } = self;
        let mut client = offer.agent.target.connect(env).await?.configs();
        let request = OfferRemoteConfigRequest {
            instance_uid: offer.agent.uid.to_string(),
            config_name: offer.name.clone().unwrap_or_default(),
            config_revision: offer.revision,
        };
        let answer = client.offer_remote_config(soon(request)).await?.into_inner();
        offer.say(out, &answer, &format!(" ({})", short_hash(&answer.config_hash)))
    }
}

pub(super) async fn retry(agent: OneAgent, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
    let mut client = agent.target.connect(env).await?.configs();
    let request = RetryRemoteConfigRequest { instance_uid: agent.uid.to_string() };
    let answer = client.retry_remote_config(soon(request)).await?.into_inner();
    agent.say(out, &answer, "is offered its config again")
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
        self.form.say(out, &answer, &format!("{} is assigned to nobody now", self.name))
    }
}
