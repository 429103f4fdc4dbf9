//! `drover settings create` and `lint`.

use std::path::PathBuf;

use clap::Args;
use proto::control::v1::{CreateConnectionSettingsRequest, LintConnectionSettingsRequest};

use super::document;
use crate::cli::failure::Failure;
use crate::cli::output::{Form, Format, Out, json, short_hash};
use crate::cli::target::{Target, soon};
use crate::config::Env;

/// What is done about settings that can cost agents their connection.
#[derive(Debug, Clone, Copy, Args)]
struct Incomplete {
    /// Offer OpAMP settings without a certificate (for agents that are issued theirs on request, or have none),
    /// without its CA, with one that ends within a day, or without encryption.
    #[arg(long)]
    allow_incomplete: bool,
}

/// Which settings, and what they say.
#[derive(Debug, Args)]
pub struct Create {
    /// Name of the settings.
    name: String,
    /// TOML file; see --help.
    file: PathBuf,
    /// What changed, for whoever reads the list.
    #[arg(long, default_value = "")]
    comment: String,
    #[command(flatten)]
    incomplete: Incomplete,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    form: Form,
}

impl Create {
    pub(super) async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let settings = Some(document::read(&self.file)?);
        let mut client = self.target.connect(env).await?.settings();
        let request = CreateConnectionSettingsRequest {
            name: self.name,
            settings,
            comment: self.comment,
            expected_revision: 0,
            allow_incomplete: self.incomplete.allow_incomplete,
        };
        let saved = client.create_connection_settings(soon(request)).await?.into_inner();
        if self.form.output == Format::Json {
            return json(out, &saved);
        }
        let settings = saved.connection_settings.unwrap_or_default();
        let (at, hash) =
            (format!("{}@{}", settings.name, settings.revision), short_hash(&settings.hash));
        match saved.created {
            true => writeln!(out, "saved {at} ({hash})")?,
            false => writeln!(out, "{at} has this content already ({hash})")?,
        }
        for warning in saved.warnings {
            writeln!(out, "warning: {warning}")?;
        }
        Ok(())
    }
}

/// Which file.
#[derive(Debug, Args)]
pub struct Lint {
    /// TOML file; see `drover settings create --help`.
    file: PathBuf,
    #[command(flatten)]
    incomplete: Incomplete,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    form: Form,
}

impl Lint {
    pub(super) async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let settings = Some(document::read(&self.file)?);
        let mut client = self.target.connect(env).await?.settings();
        let allow_incomplete = self.incomplete.allow_incomplete;
        let request = LintConnectionSettingsRequest { settings, allow_incomplete };
        let found = client.lint_connection_settings(soon(request)).await?.into_inner();
        if self.form.output == Format::Json {
            json(out, &found)?;
        } else {
            for error in &found.errors {
                writeln!(out, "error: {error}")?;
            }
            for warning in &found.warnings {
                writeln!(out, "warning: {warning}")?;
            }
        }
        match found.errors.len() {
            0 => Ok(()),
            1 => Err(Failure::Refused("these settings would be refused".to_owned())),
            some => {
                Err(Failure::Refused(format!("these settings would be refused: {some} errors")))
            }
        }
    }
}
