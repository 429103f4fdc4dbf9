//! Everything an agent reported, as rows: what `drover agents get --full` adds.

use std::collections::BTreeMap;

use proto::control::v1::left_out_part::Reason;
use proto::control::v1::{Agent, LeftOutPart};
use proto::opamp::v1::{ComponentDetails, ComponentHealth};

use super::attribute;
use crate::cli::output::{or_dash, short_hash};
use crate::cli::{packages, settings};

/// Levels of nested components that are shown; agents nest two or three.
const DEPTH_MAX: usize = 8;

/// The rows of every part that the short form leaves out.
pub(super) fn rows(agent: &Agent) -> Vec<[String; 2]> {
    let mut rows = Vec::new();
    if let Some(found) = &agent.health {
        health(&mut rows, "health of", &found.component_health_map, 1);
    }
    for offer in &agent.desired {
        rows.push(settings::desired(offer));
    }
    let status = settings::status(agent.connection_settings_status.as_ref());
    rows.push(["connection settings".to_owned(), status]);
    let statuses = agent.package_statuses.iter();
    for (name, status) in statuses.clone().flat_map(|statuses| &statuses.packages) {
        let [name, status, has, _, error] = packages::row(name, status);
        rows.push([format!("package {name}"), format!("{status} {has} {error}")]);
    }
    for statuses in statuses.filter(|statuses| !statuses.error_message.is_empty()) {
        rows.push(["packages error".to_owned(), statuses.error_message.clone()]);
    }
    if let Some(found) = &agent.custom_capabilities {
        rows.push(["custom capabilities".to_owned(), or_dash(&found.capabilities.join(" "))]);
    }
    if let Some(found) = &agent.available_components {
        rows.push(["available components".to_owned(), short_hash(&found.hash)]);
        components(&mut rows, "  ", &found.components, 1);
    }
    let effective = agent.effective_config.iter().filter_map(|found| found.config_map.as_ref());
    for (name, file) in effective.flat_map(|map| &map.config_map) {
        let text = format!("{} bytes {}", file.body.len(), file.content_type);
        rows.push([format!("effective config file {name:?}"), text]);
    }
    rows.extend(agent.left_out.iter().map(left_out));
    rows
}

/// A part that was reported and is not in the answer.
fn left_out(part: &LeftOutPart) -> [String; 2] {
    let why = match part.reason() {
        Reason::Unspecified => "reported",
        Reason::NotHeld => "reported; neither the store nor its node has it now",
        Reason::TooLarge => "reported; too large to be shown here",
    };
    let config = part.field == "effective_config";
    let hint = if config { ": `drover config effective` prints it" } else { "" };
    [format!("left out: {}", part.field), format!("{why}{hint}")]
}

/// A row per component below another.
fn health(
    rows: &mut Vec<[String; 2]>,
    above: &str,
    components: &BTreeMap<String, ComponentHealth>,
    depth: usize,
) {
    for (name, found) in components {
        let path = format!("{above} {name}");
        let word = if found.healthy { "healthy" } else { "unhealthy" };
        let mut text = word.to_owned();
        for more in [&found.status, &found.last_error] {
            if !more.is_empty() {
                text.push_str(": ");
                text.push_str(more);
            }
        }
        rows.push([path.clone(), text]);
        if depth < DEPTH_MAX {
            health(rows, &path, &found.component_health_map, depth + 1);
        }
    }
}

/// A row per component, with what is known about it.
fn components(
    rows: &mut Vec<[String; 2]>,
    indent: &str,
    all: &BTreeMap<String, ComponentDetails>,
    depth: usize,
) {
    for (name, details) in all {
        let metadata = details.metadata.iter().map(attribute);
        let text = metadata.map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>();
        rows.push([format!("{indent}{name}"), text.join(" ")]);
        if depth < DEPTH_MAX {
            components(rows, &format!("{indent}  "), &details.sub_component_map, depth + 1);
        }
    }
}

#[cfg(test)]
mod tests;
