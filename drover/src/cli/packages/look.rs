//! `drover packages list` and `get`.

use clap::Args;
use proto::control::v1::{
    Assignment, GetPackageSetRequest, ListPackageSetsRequest, OfferKind, PackageSet,
};
use proto::opamp::v1::PackageType;
use serde::Serialize;

use crate::cli::assignment;
use crate::cli::failure::Failure;
use crate::cli::output::{Form, Format, Out, ago, json, or_dash, short_hash, table};
use crate::cli::target::{Api, Target, soon};
use crate::clock::unix_now;
use crate::config::Env;

/// Sets and assignments.
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    form: Form,
}

/// Which set.
#[derive(Debug, Args)]
pub struct Get {
    /// Name of the set.
    name: String,
    /// Revision of the set; the newest by default.
    #[arg(long, default_value_t = 0)]
    revision: u64,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    form: Form,
}

#[derive(Serialize)]
struct Listed {
    package_sets: Vec<PackageSet>,
    assignments: Vec<Assignment>,
}

impl List {
    pub(super) async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let api = self.target.connect(env).await?;
        let assignments = assignment::all(&api, &[OfferKind::Packages]).await?;
        let all = Listed { package_sets: sets(&api).await?, assignments };
        if self.form.output == Format::Json {
            return json(out, &all);
        }
        let heads = ["SET", "REVISION", "PACKAGES", "HASH", "AGE", "BY", "COMMENT"];
        let rows = all.package_sets.iter().map(|set| {
            let packages = set.packages.clone().unwrap_or_default();
            [
                set.name.clone(),
                set.revision.to_string(),
                packages.packages.len().to_string(),
                short_hash(&packages.all_packages_hash),
                ago(set.created.as_ref(), unix_now()),
                or_dash(&set.actor),
                or_dash(&set.comment),
            ]
        });
        table(out, heads, rows, "no package sets; save one with `drover packages create`")?;
        if all.package_sets.is_empty() {
            return Ok(());
        }
        writeln!(out)?;
        let empty = "no assignments; make one with `drover packages assign`";
        assignment::show(out, &all.assignments, "SET", empty)
    }
}

async fn sets(api: &Api) -> Result<Vec<PackageSet>, Failure> {
    let (mut all, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = ListPackageSetsRequest { page_size: 0, page_token };
        let page = api.packages().list_package_sets(soon(request)).await?.into_inner();
        all.extend(page.package_sets);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return Ok(all);
        }
    }
}

impl Get {
    pub(super) async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let mut client = self.target.connect(env).await?.packages();
        let request = GetPackageSetRequest { name: self.name, revision: self.revision };
        let set = client.get_package_set(soon(request)).await?.into_inner();
        if self.form.output == Format::Json {
            return json(out, &set);
        }
        let packages = set.packages.unwrap_or_default();
        let hash = short_hash(&packages.all_packages_hash);
        writeln!(out, "{}@{} ({hash})", set.name, set.revision)?;
        let heads = ["PACKAGE", "TYPE", "VERSION", "CONTENT", "SIGNED", "URL"];
        let rows = packages.packages.into_iter().map(|(name, package)| {
            let kind = match package.r#type() {
                PackageType::TopLevel => "top-level",
                PackageType::Addon => "addon",
            };
            let file = package.file.unwrap_or_default();
            [
                if name.is_empty() { "(top level)".to_owned() } else { name },
                kind.to_owned(),
                or_dash(&package.version),
                short_hash(&file.content_hash),
                if file.signature.is_empty() { "no" } else { "yes" }.to_owned(),
                file.download_url,
            ]
        });
        table(out, heads, rows, "no packages: agents remove all of theirs")
    }
}
