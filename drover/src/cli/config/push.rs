//! `drover config push`: a file becomes a revision, and on request reaches agents.

use std::path::{Path, PathBuf};

use clap::Args;
use proto::control::v1::CreateRemoteConfigRequest;
use proto::opamp::v1::{AgentConfigFile, AgentConfigMap};
use serde::Serialize;

use super::assign::{Summary, assign};
use crate::cli::failure::Failure;
use crate::cli::output::{Form, Format, Out, json, short_hash};
use crate::cli::target::{Target, soon};
use crate::config::Env;

/// What to save, and whom to give it to.
#[derive(Debug, Args)]
pub struct Push {
    /// Name of the config.
    name: String,
    /// File with its body.
    file: PathBuf,
    /// Assign it to the agents this selector matches.
    #[arg(long, value_name = "SELECTOR", conflicts_with = "all")]
    assign: Option<String>,
    /// Assign it to every agent.
    #[arg(long)]
    all: bool,
    /// Which of two assignments that match one agent wins: the higher.
    #[arg(long, default_value_t = 0, allow_negative_numbers = true)]
    priority: i32,
    /// Media type of the body; by default from the file's extension.
    #[arg(long)]
    content_type: Option<String>,
    /// Name of the file inside the config; agents that take one file do not look at it.
    #[arg(long, default_value = "")]
    file_name: String,
    /// What changed, for whoever reads the list.
    #[arg(long, default_value = "")]
    comment: String,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    form: Form,
}

/// The answer as JSON.
#[derive(Serialize)]
struct Pushed {
    name: String,
    revision: u64,
    created: bool,
    config_hash: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    assignment: Option<Summary>,
}

impl Push {
    pub(super) async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let body = std::fs::read(&self.file)
            .map_err(|error| Failure::Usage(format!("{}: {error}", self.file.display())))?;
        let content_type = self.content_type.unwrap_or_else(|| media_type(&self.file).to_owned());
        let file = AgentConfigFile { body: body.into(), content_type };
        let config_map = AgentConfigMap { config_map: [(self.file_name, file)].into() };
        let api = self.target.connect(env).await?;
        let request = CreateRemoteConfigRequest {
            name: self.name,
            config_map: Some(config_map),
            comment: self.comment,
            expected_revision: 0,
        };
        let saved = api.configs().create_remote_config(soon(request)).await?.into_inner();
        let config = saved.config.unwrap_or_default();
        let selector = if self.all { Some(String::new()) } else { self.assign };
        let assignment = match selector {
            Some(selector) => Some(assign(&api, &config, selector, self.priority).await?),
            None => None,
        };
        match self.form.output {
            Format::Json => json(
                out,
                &Pushed {
                    name: config.name,
                    revision: config.revision,
                    created: saved.created,
                    config_hash: hex::encode(&config.config_hash),
                    assignment,
                },
            ),
            Format::Table => {
                let hash = short_hash(&config.config_hash);
                let at = format!("{}@{}", config.name, config.revision);
                match saved.created {
                    true => writeln!(out, "saved {at} ({hash})")?,
                    false => writeln!(out, "{at} has this content already ({hash})")?,
                }
                assignment.map_or(Ok(()), |assignment| Ok(writeln!(out, "{assignment}")?))
            }
        }
    }
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("yaml" | "yml") => "text/yaml",
        Some("json") => "application/json",
        Some("toml") => "application/toml",
        _ => "",
    }
}
