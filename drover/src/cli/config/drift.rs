//! `drover config drift`: agents that do not run what they should.

use clap::Args;
use proto::control::v1::config_drift::Reason;
use proto::control::v1::{ConfigDrift, GetConfigDriftRequest, GetConfigDriftResponse};

use crate::cli::failure::Failure;
use crate::cli::output::{Form, Format, Out, json, or_dash, table};
use crate::cli::target::{Target, soon};
use crate::config::Env;

/// Which agents to look at.
#[derive(Debug, Args)]
pub struct Drift {
    /// Selector over claims and labels.
    #[arg(short, long, default_value = "")]
    filter: String,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    form: Form,
}

impl Drift {
    pub(super) async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let mut client = self.target.connect(env).await?.configs();
        let mut all = GetConfigDriftResponse::default();
        loop {
            let request = GetConfigDriftRequest {
                filter: self.filter.clone(),
                page_size: 0,
                page_token: std::mem::take(&mut all.next_page_token),
                min_revision: 0,
            };
            let page = client.get_config_drift(soon(request)).await?.into_inner();
            all.agents.extend(page.agents);
            all.next_page_token = page.next_page_token;
            if all.next_page_token.is_empty() {
                break;
            }
        }
        match self.form.output {
            Format::Json => json(out, &all),
            Format::Table => {
                let heads = ["INSTANCE UID", "WHY", "DESIRED", "CONNECTED", "ERROR"];
                table(out, heads, all.agents.iter().map(row), "no drift")
            }
        }
    }
}

fn row(agent: &ConfigDrift) -> [String; 5] {
    let why = match agent.reason() {
        Reason::Unspecified => "-",
        Reason::NotReported => "nothing reported yet",
        Reason::Applying => "applying",
        Reason::Failed => "FAILED",
        Reason::OtherConfig => "runs another config",
        Reason::Incapable => "cannot take remote config",
    };
    let desired = agent.desired.as_ref();
    [
        agent.instance_uid.clone(),
        why.to_owned(),
        desired.map_or_else(|| "-".to_owned(), |c| format!("{}@{}", c.name, c.revision)),
        if agent.connected { "yes" } else { "no" }.to_owned(),
        agent.status.as_ref().map_or_else(|| "-".to_owned(), |s| or_dash(&s.error_message)),
    ]
}
