//! `drover settings status`: what an agent should have, what was offered to it, and what it reported.

use proto::control::v1::{
    GetConnectionSettingsStatusRequest, GetConnectionSettingsStatusResponse, OfferSummary,
};
use proto::opamp::v1::{ConnectionSettingsStatus, ConnectionSettingsStatuses};

use super::look::kind;
use crate::cli::failure::Failure;
use crate::cli::one_agent::OneAgent;
use crate::cli::output::{Format, Out, json, or_dash, pairs, short_hash};
use crate::cli::target::soon;
use crate::config::Env;

pub(super) async fn show(agent: OneAgent, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
    let mut client = agent.target.connect(env).await?.settings();
    let request =
        GetConnectionSettingsStatusRequest { instance_uid: agent.uid.to_string(), min_revision: 0 };
    let found = client.get_connection_settings_status(soon(request)).await?.into_inner();
    match agent.form.output {
        Format::Json => json(out, &found),
        Format::Table => pairs(out, describe(&found)),
    }
}

fn describe(found: &GetConnectionSettingsStatusResponse) -> Vec<[String; 2]> {
    let mut rows: Vec<_> = found.desired.iter().map(desired).collect();
    if rows.is_empty() {
        rows.push(["should have".to_owned(), "-".to_owned()]);
    }
    rows.push(["snapshot".to_owned(), short_hash(&found.desired_hash)]);
    rows.push(["last offered".to_owned(), short_hash(&found.offered_hash)]);
    rows.push(["reported".to_owned(), status(found.status.as_ref())]);
    if !found.missing_capabilities.is_empty() {
        rows.push(["not offered without".to_owned(), found.missing_capabilities.join(" ")]);
    }
    if !found.failed_hash.is_empty() {
        let text = format!("{} (see `drover settings retry`)", short_hash(&found.failed_hash));
        rows.push(["not offered again".to_owned(), text]);
    }
    rows
}

/// One revision that an agent should have.
pub(in crate::cli) fn desired(offer: &OfferSummary) -> [String; 2] {
    let from = or_dash(&offer.assignment);
    let text = format!("{}@{} (assignment {from})", offer.name, offer.revision);
    [kind(offer.kind()).to_owned(), text]
}

/// What the agent said about them.
pub(in crate::cli) fn status(status: Option<&ConnectionSettingsStatus>) -> String {
    let Some(status) = status else { return "-".to_owned() };
    let hash = short_hash(&status.last_connection_settings_hash);
    match status.status() {
        ConnectionSettingsStatuses::Unset => "-".to_owned(),
        ConnectionSettingsStatuses::Applied => format!("APPLIED {hash}"),
        ConnectionSettingsStatuses::Applying => format!("APPLYING {hash}"),
        ConnectionSettingsStatuses::Failed => format!("FAILED {hash}: {}", status.error_message),
    }
}
