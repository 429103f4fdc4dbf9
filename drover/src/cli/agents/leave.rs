//! `drover agents disconnect` and `delete`.

use clap::Args;
use fleet::AgentId;
use proto::control::v1::{DeleteAgentRequest, DisconnectAgentRequest};

use crate::cli::failure::Failure;
use crate::cli::output::{Form, Format, Out, json};
use crate::cli::target::{Target, soon};
use crate::config::Env;

/// Which agent, and why.
#[derive(Debug, Args)]
pub struct Disconnect {
    /// Its instance uid.
    uid: AgentId,
    /// What the agent is told, at most 123 bytes.
    #[arg(long, default_value = "")]
    reason: String,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    form: Form,
}

impl Disconnect {
    pub(super) async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let mut client = self.target.connect(env).await?.agents();
        let request =
            DisconnectAgentRequest { instance_uid: self.uid.to_string(), reason: self.reason };
        let answer = client.disconnect_agent(soon(request)).await?.into_inner();
        match self.form.output {
            Format::Json => json(out, &answer),
            Format::Table => Ok(writeln!(out, "{} is disconnected; it may return", self.uid)?),
        }
    }
}

/// Which agent.
#[derive(Debug, Args)]
pub struct Delete {
    /// Its instance uid.
    uid: AgentId,
    /// Disconnect it first if it is connected.
    #[arg(long)]
    disconnect: bool,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    form: Form,
}

impl Delete {
    pub(super) async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let mut client = self.target.connect(env).await?.agents();
        let request =
            DeleteAgentRequest { instance_uid: self.uid.to_string(), disconnect: self.disconnect };
        let answer = client.delete_agent(soon(request)).await?.into_inner();
        match self.form.output {
            Format::Json => json(out, &answer),
            Format::Table => Ok(writeln!(out, "{} is forgotten", self.uid)?),
        }
    }
}
