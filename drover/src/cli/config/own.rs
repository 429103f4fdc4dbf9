//! `drover config check` and `dump`: the configuration of this program.

use std::path::PathBuf;

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::output::Out;
use crate::config::{Config, Env};

/// A process configuration.
#[derive(Debug, Args)]
pub struct Own {
    /// The TOML file; DROVER_SECTION__KEY variables are laid over it.
    #[arg(long)]
    config: PathBuf,
}

impl Own {
    pub(super) fn check(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let config = self.load(env)?;
        let roles: Vec<&str> = config.roles().into_iter().map(fleet::Role::name).collect();
        Ok(writeln!(out, "{}: fine; roles: {}", self.config.display(), roles.join(", "))?)
    }

    pub(super) fn dump(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let text = self.load(env)?.dump().map_err(anyhow::Error::from)?;
        Ok(write!(out, "{text}")?)
    }

    fn load(&self, env: &impl Env) -> Result<Config, Failure> {
        Config::load(&self.config, env).map_err(|error| Failure::Refused(error.to_string()))
    }
}
