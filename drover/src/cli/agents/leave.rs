//! `drover agents disconnect` and `delete`.

use clap::Args;
use proto::control::v1::{DeleteAgentRequest, DisconnectAgentRequest};

use crate::cli::failure::Failure;
use crate::cli::one_agent::OneAgent;
use crate::cli::output::Out;
use crate::cli::target::soon;
use crate::config::Env;

/// Which agent, and why.
#[derive(Debug, Args)]
pub struct Disconnect {
    #[command(flatten)]
    agent: OneAgent,
    /// What the agent is told, at most 123 bytes.
    #[arg(long, default_value = "")]
    reason: String,
}

impl Disconnect {
    pub(super) async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let Self { agent, reason } = self;
        let mut client = agent.target.connect(env).await?.agents();
        let request = DisconnectAgentRequest { instance_uid: agent.uid.to_string(), reason };
        let answer = client.disconnect_agent(soon(request)).await?.into_inner();
        agent.say(out, &answer, "is disconnected; it may return")
    }
}

/// Which agent.
#[derive(Debug, Args)]
pub struct Delete {
    #[command(flatten)]
    agent: OneAgent,
    /// Disconnect it first if it is connected.
    #[arg(long)]
    disconnect: bool,
}

impl Delete {
    pub(super) async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let Self { agent, disconnect } = self;
        let mut client = agent.target.connect(env).await?.agents();
        let request = DeleteAgentRequest { instance_uid: agent.uid.to_string(), disconnect };
        let answer = client.delete_agent(soon(request)).await?.into_inner();
        agent.say(out, &answer, "is forgotten")
    }
}
