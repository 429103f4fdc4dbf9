//! `drover config list`: configs and who they are assigned to.

use clap::Args;
use proto::control::v1::{
    Assignment, ListAssignmentsRequest, ListRemoteConfigsRequest, OfferKind, RemoteConfig,
};
use serde::Serialize;

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
        let all = Listed { configs: configs(&api).await?, assignments: assignments(&api).await? };
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
        let heads = ["ASSIGNMENT", "SELECTOR", "PRIORITY", "CONFIG", "AGE", "BY"];
        let rows = all.assignments.iter().map(|assignment| {
            let every = assignment.selector.is_empty();
            [
                assignment.name.clone(),
                if every { "(every agent)".to_owned() } else { assignment.selector.clone() },
                assignment.priority.to_string(),
                format!("{}@{}", assignment.config_name, assignment.config_revision),
                ago(assignment.updated.as_ref(), unix_now()),
                or_dash(&assignment.actor),
            ]
        });
        table(out, heads, rows, "no assignments; make one with `drover config assign`")
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

async fn assignments(api: &Api) -> Result<Vec<Assignment>, Failure> {
    let (mut all, mut page_token) = (Vec::new(), String::new());
    loop {
        let kind = OfferKind::RemoteConfig.into();
        let request = ListAssignmentsRequest { page_size: 0, page_token, kind };
        let page = api.configs().list_assignments(soon(request)).await?.into_inner();
        all.extend(page.assignments);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return Ok(all);
        }
    }
}
