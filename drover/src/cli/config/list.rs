//! `drover config list`: configs and who they are assigned to.

use clap::Args;
use proto::control::v1::{Assignment, ListRemoteConfigsRequest, OfferKind, RemoteConfig};
use serde::Serialize;

use crate::cli::assignment;
use crate::cli::failure::Failure;
use crate::cli::output::{Form, Format, Out, ago, json, or_dash, short_hash, table};
use crate::cli::target::{Api, Target, soon};
use crate::clock::unix_now;
use crate::config::Env;

/// Configs and assignments.
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    form: Form,
}

#[derive(Serialize)]
struct Listed {
    configs: Vec<RemoteConfig>,
    assignments: Vec<Assignment>,
}

impl List {
    pub(super) async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let api = self.target.connect(env).await?;
        let assignments = assignment::all(&api, &[OfferKind::RemoteConfig]).await?;
        let all = Listed { configs: configs(&api).await?, assignments };
        if self.form.output == Format::Json {
            return json(out, &all);
        }
        let heads = ["CONFIG", "REVISION", "HASH", "AGE", "BY", "COMMENT"];
        let rows = all.configs.iter().map(|config| {
            [
                config.name.clone(),
                config.revision.to_string(),
                short_hash(&config.config_hash),
                ago(config.created.as_ref(), unix_now()),
                or_dash(&config.actor),
                or_dash(&config.comment),
            ]
        });
        table(out, heads, rows, "no configs; save one with `drover config push NAME FILE`")?;
        if all.configs.is_empty() {
            return Ok(());
        }
        writeln!(out)?;
        let empty = "no assignments; make one with `drover config assign`";
        assignment::show(out, &all.assignments, "CONFIG", empty)
    }
}

async fn configs(api: &Api) -> Result<Vec<RemoteConfig>, Failure> {
    let (mut all, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = ListRemoteConfigsRequest { page_size: 0, page_token };
        let page = api.configs().list_remote_configs(soon(request)).await?.into_inner();
        all.extend(page.configs);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return Ok(all);
        }
    }
}
