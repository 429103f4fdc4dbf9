//! `drover packages status`: what an agent should have, and what it reported.

use proto::control::v1::{GetPackageStatusesRequest, GetPackageStatusesResponse};
use proto::opamp::v1::{PackageStatus, PackageStatusEnum};

use crate::cli::failure::Failure;
use crate::cli::one_agent::OneAgent;
use crate::cli::output::{Format, Out, json, or_dash, pairs, short_hash, table};
use crate::cli::target::soon;
use crate::config::Env;

pub(super) async fn show(agent: OneAgent, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
    let mut client = agent.target.connect(env).await?.packages();
    let request =
        GetPackageStatusesRequest { instance_uid: agent.uid.to_string(), min_revision: 0 };
    let found = client.get_package_statuses(soon(request)).await?.into_inner();
    match agent.form.output {
        Format::Json => json(out, &found),
        Format::Table => describe(&found, out),
    }
}

fn describe(found: &GetPackageStatusesResponse, out: Out<'_>) -> Result<(), Failure> {
    let statuses = found.package_statuses.clone().unwrap_or_default();
    let desired = found.desired.as_ref().map_or_else(
        || "-".to_owned(),
        |set| {
            let from = or_dash(&set.assignment);
            format!("{}@{} ({}, assignment {from})", set.name, set.revision, short_hash(&set.hash))
        },
    );
    let mut rows = vec![
        ["should have".to_owned(), desired],
        ["reported set".to_owned(), short_hash(&statuses.server_provided_all_packages_hash)],
    ];
    if !found.missing_capabilities.is_empty() {
        rows.push(["not offered without".to_owned(), found.missing_capabilities.join(" ")]);
    }
    if !found.failed_hash.is_empty() {
        let text = format!("{} (see `drover packages retry`)", short_hash(&found.failed_hash));
        rows.push(["not offered again".to_owned(), text]);
    }
    if !statuses.error_message.is_empty() {
        rows.push(["error".to_owned(), statuses.error_message.clone()]);
    }
    pairs(out, rows)?;
    writeln!(out)?;
    let heads = ["PACKAGE", "STATUS", "HAS", "OFFERED", "ERROR"];
    let rows = statuses.packages.iter().map(|(name, status)| row(name, status));
    table(out, heads, rows, "the agent reported no packages")
}

/// One package in words.
pub(in crate::cli) fn row(name: &str, status: &PackageStatus) -> [String; 5] {
    let word = match status.status() {
        PackageStatusEnum::Installed => "INSTALLED".to_owned(),
        PackageStatusEnum::InstallPending => "PENDING".to_owned(),
        PackageStatusEnum::Installing => "INSTALLING".to_owned(),
        PackageStatusEnum::InstallFailed => "FAILED".to_owned(),
        PackageStatusEnum::Downloading => match &status.download_details {
            Some(details) => format!("DOWNLOADING {:.0} %", details.download_percent),
            None => "DOWNLOADING".to_owned(),
        },
    };
    [
        if name.is_empty() { "(top level)".to_owned() } else { name.to_owned() },
        word,
        or_dash(&status.agent_has_version),
        or_dash(&status.server_offered_version),
        or_dash(&status.error_message),
    ]
}
