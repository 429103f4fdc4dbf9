//! `drover packages assign`, `offer` and `retry`.

use clap::Args;
use proto::control::v1::{AssignPackagesRequest, OfferPackagesRequest, RetryPackagesRequest};

use crate::cli::assignment::{Given, sentence};
use crate::cli::failure::Failure;
use crate::cli::one_agent::{Offered, OneAgent};
use crate::cli::output::{Out, short_hash};
use crate::cli::target::soon;
use crate::config::Env;

pub(super) async fn assign(given: Given, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
    let mut client = given.target.connect(env).await?.packages();
    let request = AssignPackagesRequest {
        name: given.assignment,
        selector: given.selector.unwrap_or_default(),
        priority: given.priority,
        set_name: given.name,
        set_revision: given.revision,
    };
    let answer = client.assign_packages(soon(request)).await?.into_inner();
    let (matched, incapable) = (answer.matched_agents, answer.incapable_agents);
    given.form.say(out, &answer, &sentence(answer.assignment.as_ref(), matched, incapable))
}

/// Which agent, and which set.
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
        let mut client = offer.agent.target.connect(env).await?.packages();
        let request = OfferPackagesRequest {
            instance_uid: offer.agent.uid.to_string(),
            set_name: offer.name.clone().unwrap_or_default(),
            set_revision: offer.revision,
        };
        let answer = client.offer_packages(soon(request)).await?.into_inner();
        offer.say(out, &answer, &format!(" ({})", short_hash(&answer.all_packages_hash)))
    }
}

pub(super) async fn retry(agent: OneAgent, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
    let mut client = agent.target.connect(env).await?.packages();
    let request = RetryPackagesRequest { instance_uid: agent.uid.to_string() };
    let answer = client.retry_packages(soon(request)).await?.into_inner();
    agent.say(out, &answer, "is offered its packages again")
}
