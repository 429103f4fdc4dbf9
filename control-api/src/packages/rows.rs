//! Writing and reading package sets, and whom they are for.

use std::collections::BTreeMap;

use fleet::{Digest, packages};
use prost::Message;
use proto::control::v1::{
    AssignPackagesRequest, AssignPackagesResponse, CreatePackageSetRequest,
    CreatePackageSetResponse, OfferPackagesRequest, OfferPackagesResponse, PackageSet,
};
use proto::opamp::v1::{DownloadableFile, PackageAvailable, PackagesAvailable};
use proto::record::v1::{self as record, OfferKind};
use store::{Store, StoreError};

use crate::api::{Api, agent_id, timestamp};
use crate::masked;
use crate::offering::{Assigning, Offering, check_comment, name, selector};
use crate::operators::Actor;
use crate::refusal::Refusal;

const CREATE: &str = "/drover.control.v1.PackageService/CreatePackageSet";
const ASSIGN: &str = "/drover.control.v1.PackageService/AssignPackages";
const OFFER: &str = "/drover.control.v1.PackageService/OfferPackages";
/// Packages of one set, and the longest name and version, in bytes.
const PACKAGES_MAX: usize = 1_000;
const TEXT_LEN_MAX: usize = 255;

impl<S: Store> Api<S> {
    pub(super) async fn create_package_set(
        &self,
        actor: &Actor,
        request: CreatePackageSetRequest,
    ) -> Result<CreatePackageSetResponse, Refusal> {
        let name = name("name", &request.name)?;
        check_comment(&request.comment)?;
        let packages = packages::seal(self.complete(request.packages).await?);
        self.check_size("packages", packages.encoded_len())?;
        let expected = request.expected_revision;
        let row = record::PackageSet {
            schema: 1,
            name: name.to_string(),
            revision: if expected == 0 { 0 } else { expected.saturating_add(1) },
            packages: Some(packages),
            created_unix_ms: self.now_ms(),
            actor: actor.0.to_string(),
            comment: request.comment,
        };
        let action = async {
            let before = self.records.revision().await?;
            match self.records.create_revision(row).await {
                Ok((row, revision)) => Ok(((row, revision > before), revision)),
                Err(StoreError::Conflict(_)) => Err(Refusal::Aborted(format!(
                    "the newest revision of {name} is not {expected}"
                ))),
                Err(error) => Err(error.into()),
            }
        };
        let target = format!("packages/{name}");
        let ((row, created), revision) = self.audited(actor, CREATE, target, action).await?;
        let package_set = Some(package_set(row));
        Ok(CreatePackageSetResponse { package_set, created, revision: revision.0 })
    }

    /// The set with a place to download every file from.
    async fn complete(
        &self,
        mut packages: BTreeMap<String, PackageAvailable>,
    ) -> Result<PackagesAvailable, Refusal> {
        if packages.len() > PACKAGES_MAX {
            return Err(refuse(format!("at most {PACKAGES_MAX} packages")));
        }
        for (name, package) in &mut packages {
            if name.len() > TEXT_LEN_MAX || package.version.len() > TEXT_LEN_MAX {
                let why = format!("names and versions have at most {TEXT_LEN_MAX} bytes");
                return Err(refuse(why));
            }
            let file = package.file.as_mut();
            let file = file.ok_or_else(|| refuse(format!("package '{name}' has no file")))?;
            self.locate(name, file).await?;
        }
        Ok(PackagesAvailable { packages, ..PackagesAvailable::default() })
    }

    async fn locate(&self, name: &str, file: &mut DownloadableFile) -> Result<(), Refusal> {
        let about = |why: String| refuse(format!("package '{name}': {why}"));
        let hash = Digest::try_from(&file.content_hash[..])
            .map_err(|_| about("content_hash is the 32 bytes of the file's SHA-256".to_owned()))?;
        if let Some(headers) = &file.headers {
            masked::check_headers(headers).map_err(|why| about(why.to_owned()))?;
        }
        if file.download_url.is_empty() {
            let folder = self.config.packages.as_ref().ok_or(Refusal::NoPackagesDir)?;
            let there = tokio::fs::try_exists(folder.dir.join(hash.to_string())).await;
            if !there.map_err(|error| Refusal::Disk(error.to_string()))? {
                return Err(Refusal::ContentNotFound(hash));
            }
            file.download_url = folder.url_of(hash);
            return Ok(());
        }
        let url: Option<http::Uri> = file.download_url.parse().ok();
        let authority = |url: &http::Uri| url.authority().map(ToString::to_string);
        let is_good = url.as_ref().is_some_and(|url| {
            matches!(url.scheme_str(), Some("http" | "https"))
                && authority(url).is_some_and(|authority| !authority.contains('@'))
        });
        if !is_good {
            let why = "download_url is http:// or https://, a host and a path, without credentials";
            return Err(about(why.to_owned()));
        }
        Ok(())
    }

    /// A revision of a set; 0 means the newest.
    pub(super) async fn package_set_row(
        &self,
        text: &str,
        revision: u64,
    ) -> Result<record::PackageSet, Refusal> {
        let name = name("name", text)?;
        let asked = (revision != 0).then_some(revision);
        let found = self.records.get_revision::<record::PackageSet>(name.as_str(), asked).await?;
        found.map(|(row, _)| row).ok_or_else(|| {
            Refusal::PackageSetNotFound(match asked {
                None => format!("no package set is named {name}"),
                Some(revision) => format!("package set {name} has no revision {revision}"),
            })
        })
    }

    pub(super) async fn assign_packages(
        &self,
        actor: &Actor,
        request: AssignPackagesRequest,
    ) -> Result<AssignPackagesResponse, Refusal> {
        let text = if request.name.is_empty() { &request.set_name } else { &request.name };
        let name = name("name", text)?;
        let selector = selector(&request.selector)?;
        let row = self.package_set_row(&request.set_name, request.set_revision).await?;
        let assigning = Assigning {
            kind: OfferKind::Packages,
            name,
            selector,
            priority: request.priority,
            of: record::ConfigRef { name: row.name, revision: row.revision },
        };
        let assigned = self.assign(actor, ASSIGN, assigning).await?;
        Ok(AssignPackagesResponse {
            assignment: Some(assigned.assignment),
            matched_agents: assigned.matched,
            incapable_agents: assigned.incapable,
            revision: assigned.revision.0,
        })
    }

    pub(super) async fn offer_packages(
        &self,
        actor: &Actor,
        request: OfferPackagesRequest,
    ) -> Result<OfferPackagesResponse, Refusal> {
        let agent = agent_id(&request.instance_uid)?;
        let row = if request.set_name.is_empty() {
            None
        } else {
            Some(self.package_set_row(&request.set_name, request.set_revision).await?)
        };
        let packages = row.as_ref().and_then(|row| row.packages.as_ref());
        let all_packages_hash = packages.map(|p| p.all_packages_hash.clone()).unwrap_or_default();
        let of = row.map(|row| record::ConfigRef { name: row.name, revision: row.revision });
        let offering = Offering { agent, kind: OfferKind::Packages, of };
        let revision = self.offer(actor, OFFER, offering).await?.revision;
        Ok(OfferPackagesResponse { revision: revision.0, all_packages_hash })
    }
}

fn refuse(why: String) -> Refusal {
    Refusal::invalid("packages", why)
}

/// A row as the API shows it: whatever a header says stays here.
pub(super) fn package_set(row: record::PackageSet) -> PackageSet {
    let mut packages = row.packages;
    for package in packages.iter_mut().flat_map(|set| set.packages.values_mut()) {
        if let Some(headers) = package.file.as_mut().and_then(|file| file.headers.as_mut()) {
            masked::hide_headers(headers);
        }
    }
    PackageSet {
        name: row.name,
        revision: row.revision,
        packages,
        created: timestamp(row.created_unix_ms),
        actor: row.actor,
        comment: row.comment,
    }
}
