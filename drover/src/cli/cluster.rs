//! `drover members` and `drover shards`: the processes of the cluster, and who owns what.

use clap::Args;
use proto::control::v1::{ListMembersRequest, ListShardsRequest, ListShardsResponse};

use super::failure::Failure;
use super::output::{Form, Format, Out, ago, json, or_dash, table};
use super::target::{Target, soon};
use crate::clock::unix_now;
use crate::config::Env;

/// List the processes of the cluster.
#[derive(Debug, Args)]
pub struct Members {
    /// Where the control API is.
    #[command(flatten)]
    pub target: Target,
    /// Form of the output.
    #[command(flatten)]
    pub form: Form,
}

/// List the shards and their owners.
#[derive(Debug, Args)]
pub struct Shards {
    /// Where the control API is.
    #[command(flatten)]
    pub target: Target,
    /// Form of the output.
    #[command(flatten)]
    pub form: Form,
}

impl Members {
    /// Does it.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let mut client = self.target.connect(env).await?.cluster();
        let all = client.list_members(soon(ListMembersRequest {})).await?.into_inner();
        match self.form.output {
            Format::Json => json(out, &all),
            Format::Table => {
                let heads = ["MEMBER", "ROLE", "STATE", "SHARDS", "ADDRESS", "VERSION", "UP"];
                let rows = all.members.iter().map(|member| {
                    [
                        member.id.clone(),
                        member.role.clone(),
                        member.state.clone(),
                        member.shards.to_string(),
                        or_dash(&member.address),
                        member.version.clone(),
                        ago(member.started.as_ref(), unix_now()),
                    ]
                });
                table(out, heads, rows, "no members")
            }
        }
    }
}

impl Shards {
    /// Does it.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let mut client = self.target.connect(env).await?.cluster();
        let mut all = ListShardsResponse::default();
        loop {
            let page_token = std::mem::take(&mut all.next_page_token);
            let request = ListShardsRequest { page_size: 0, page_token };
            let page = client.list_shards(soon(request)).await?.into_inner();
            all.shards.extend(page.shards);
            (all.revision, all.next_page_token) = (page.revision, page.next_page_token);
            if all.next_page_token.is_empty() {
                break;
            }
        }
        match self.form.output {
            Format::Json => json(out, &all),
            Format::Table => {
                let heads = ["SHARD", "OWNER", "ALIVE", "EPOCH", "AGENTS"];
                let rows = all.shards.iter().map(|shard| {
                    let epoch = shard.epoch.unwrap_or_default();
                    [
                        format!("{:04}", shard.shard),
                        or_dash(&shard.owner),
                        if shard.owner_alive { "yes" } else { "no" }.to_owned(),
                        format!("{}.{}", epoch.generation, epoch.revision),
                        shard.agents.to_string(),
                    ]
                });
                table(out, heads, rows, "no shards")
            }
        }
    }
}
