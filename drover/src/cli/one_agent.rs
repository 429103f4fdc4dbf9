//! What is said to or about one agent on the command line. Configs, packages and connection settings are offered to it,
//! taken back and offered again alike.

use clap::Args;
use fleet::AgentId;
use proto::control::v1::{GetAgentRequest, Transport};
use serde::Serialize;

use super::failure::Failure;
use super::output::{Form, Out};
use super::target::{Api, Target, soon};

/// Which agent.
#[derive(Debug, Clone, Args)]
pub struct OneAgent {
    /// Its instance uid.
    pub uid: AgentId,
    /// Where the control API is.
    #[command(flatten)]
    pub target: Target,
    /// Form of the output.
    #[command(flatten)]
    pub form: Form,
}

impl OneAgent {
    /// Writes an answer; people read what it means for the agent.
    ///
    /// # Errors
    /// The output is closed.
    pub fn say(&self, out: Out<'_>, answer: &impl Serialize, what: &str) -> Result<(), Failure> {
        self.form.say(out, answer, &format!("{} {what}", self.uid))
    }
}

/// Which agent, and what it is offered. Whoever takes this has a flag `clear` beside it.
#[derive(Debug, Clone, Args)]
pub struct Offered {
    /// To whom.
    #[command(flatten)]
    pub agent: OneAgent,
    /// Name of what is offered; it wins over every assignment of its kind.
    #[arg(required_unless_present = "clear", conflicts_with = "clear")]
    pub name: Option<String>,
    /// Its revision; the newest by default.
    #[arg(long, default_value_t = 0)]
    pub revision: u64,
}

impl Offered {
    /// Writes an answer; people read what the agent should have now, with `more` about it.
    ///
    /// # Errors
    /// The output is closed.
    pub fn say(&self, out: Out<'_>, answer: &impl Serialize, more: &str) -> Result<(), Failure> {
        let uid = self.agent.uid;
        let text = match &self.name {
            Some(name) => format!("{uid} should have {name}{more}"),
            None => format!("nothing of this kind is offered to {uid} alone"),
        };
        self.agent.form.say(out, answer, &text)
    }
}

/// Why an instruction did not reach an agent within `wait` seconds, with what helps if that agent polls.
pub async fn late(api: &Api, agent: AgentId, wait: u32, failure: Failure) -> Failure {
    let request = GetAgentRequest { instance_uid: agent.to_string(), ..Default::default() };
    let known = api.agents().get_agent(soon(request)).await;
    let polls = known.is_ok_and(|known| known.get_ref().transport() == Transport::Http);
    match failure {
        Failure::Refused(why) if polls => Failure::Refused(format!(
            "{why}\nthis agent polls over HTTP and takes an instruction with its next poll; none \
             came within {wait} s: give a --wait longer than its interval (30 s is usual)"
        )),
        failure @ (Failure::Refused(_)
        | Failure::Usage(_)
        | Failure::Unreachable(_)
        | Failure::OutputClosed) => failure,
    }
}
