//! `drover packages create`: a file becomes a revision of a set.

use std::path::{Path, PathBuf};

use clap::Args;
use proto::control::v1::CreatePackageSetRequest;

use super::manifest::Manifest;
use crate::cli::failure::Failure;
use crate::cli::output::{Form, Format, Out, json, short_hash};
use crate::cli::target::{Target, soon};
use crate::config::Env;

/// Which set, and what is in it.
#[derive(Debug, Args)]
pub struct Create {
    /// Name of the set.
    name: String,
    /// TOML file with every package of the set; see --help.
    file: PathBuf,
    /// What changed, for whoever reads the list.
    #[arg(long, default_value = "")]
    comment: String,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    form: Form,
}

impl Create {
    pub(super) async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let manifest = Manifest::read(&self.file)?;
        let api = self.target.connect(env).await?;
        let folder = self.file.parent().unwrap_or(Path::new("."));
        let request = CreatePackageSetRequest {
            name: self.name,
            packages: manifest.packages(&api, folder).await?,
            comment: self.comment,
            expected_revision: 0,
        };
        let saved = api.packages().create_package_set(soon(request)).await?.into_inner();
        if self.form.output == Format::Json {
            return json(out, &saved);
        }
        let set = saved.package_set.unwrap_or_default();
        let packages = set.packages.unwrap_or_default();
        let (at, hash) =
            (format!("{}@{}", set.name, set.revision), short_hash(&packages.all_packages_hash));
        match saved.created {
            true => writeln!(out, "saved {at} ({hash}), {} packages", packages.packages.len())?,
            false => writeln!(out, "{at} has this content already ({hash})")?,
        }
        Ok(())
    }
}
