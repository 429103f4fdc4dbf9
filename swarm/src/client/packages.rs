//! What the agent does with the packages it is offered, as opamp-go's syncer does it, except that nothing is
//! downloaded: a simulated agent takes the content as fetched.

use bytes::Bytes;
use fleet::Moment;
use proto::opamp::v1::{
    AgentCapabilities as Bit, PackageStatus, PackageStatusEnum, PackageStatuses, PackagesAvailable,
};

use super::Session;
use super::report::Parts;
use super::work::Work;

/// What it reports of its packages, and the set that it installs.
#[derive(Debug, Default)]
pub(super) struct Packages {
    pub(super) statuses: PackageStatuses,
    pub(super) installing: Option<Work>,
}

impl Packages {
    /// A set that failed is tried again when it is offered again: only a set that was installed is remembered.
    fn has(&self, hash: &Bytes) -> bool {
        let statuses = &self.statuses;
        statuses.server_provided_all_packages_hash == hash && statuses.error_message.is_empty()
    }

    /// Takes over a set. What it no longer names is gone; what it names unchanged stays as it is.
    fn take(&mut self, hash: Bytes, offer: PackagesAvailable) {
        let statuses = &mut self.statuses;
        statuses.server_provided_all_packages_hash = hash;
        statuses.error_message.clear();
        statuses.packages.retain(|name, _| offer.packages.contains_key(name));
        for (name, package) in offer.packages {
            let fresh = PackageStatus { name: name.clone(), ..PackageStatus::default() };
            let status = statuses.packages.entry(name).or_insert(fresh);
            let known = !status.agent_has_hash.is_empty() && status.agent_has_hash == package.hash;
            status.server_offered_version = package.version;
            status.server_offered_hash = Bytes::copy_from_slice(&package.hash);
            status.error_message.clear();
            status.set_status(match known {
                true => PackageStatusEnum::Installed,
                false => PackageStatusEnum::Installing,
            });
        }
    }

    fn is_installing(&self) -> bool {
        let installing = i32::from(PackageStatusEnum::Installing);
        self.statuses.packages.values().any(|package| package.status == installing)
    }

    /// Every package that is being installed is, or failed with the text.
    fn end(&mut self, failure: Option<&str>) {
        for package in self.statuses.packages.values_mut() {
            match (package.status(), failure) {
                (PackageStatusEnum::Installing, None) => {
                    package.set_status(PackageStatusEnum::Installed);
                    package.agent_has_version = package.server_offered_version.clone();
                    package.agent_has_hash = package.server_offered_hash.clone();
                }
                (PackageStatusEnum::Installing, Some(text)) => {
                    package.set_status(PackageStatusEnum::InstallFailed);
                    package.error_message = text.to_owned();
                }
                (
                    PackageStatusEnum::Installed
                    | PackageStatusEnum::InstallPending
                    | PackageStatusEnum::InstallFailed
                    | PackageStatusEnum::Downloading,
                    _,
                ) => {}
            }
        }
        self.statuses.error_message = failure.unwrap_or_default().to_owned();
    }
}

impl Session {
    pub(super) fn on_packages(&mut self, offer: PackagesAvailable, now: Moment) {
        // Copied, because a slice would keep the whole message in memory.
        let hash = Bytes::copy_from_slice(&offer.all_packages_hash);
        *self.seen.package_offers.entry(hash.clone()).or_default() += 1;
        let known = self.packages.as_ref().is_some_and(|packages| packages.has(&hash));
        if known && !hash.is_empty() {
            self.seen.repeated_offers += 1;
            return;
        }
        let Some(mut work) = Work::of(&self.profile.behaviour.packages) else { return };
        let reported = self.can(Bit::ReportsPackageStatuses);
        let packages = self.packages.get_or_insert_default();
        packages.take(hash, offer);
        if !reported || !packages.is_installing() {
            work.begin(now);
        }
        packages.installing = Some(work);
        self.owe_packages();
    }

    /// Ends an installation whose time has come.
    pub(super) fn settle_packages(&mut self, now: Moment) {
        let Some(packages) = &mut self.packages else { return };
        let Some(work) = packages.installing.take_if(|work| work.is_over(now)) else { return };
        packages.end(work.failure.as_deref());
        match work.failure {
            Some(_) => self.seen.failed += 1,
            None => self.seen.applied += 1,
        }
        self.owe_packages();
    }

    fn owe_packages(&mut self) {
        if self.can(Bit::ReportsPackageStatuses) {
            self.owe(Parts::PACKAGES);
        }
    }
}
