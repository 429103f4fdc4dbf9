//! opamp-go's own client and packages: offered, downloaded from the gateway over HTTPS, checked, reported.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::time::Duration;

use bytes::Bytes;
use proto::control::v1::{
    CreatePackageSetRequest, GetPackageStatusesRequest, GetPackageStatusesResponse,
    OfferPackagesRequest, UploadPackageContentRequest,
};
use proto::opamp::v1::{DownloadableFile, PackageAvailable, PackageStatus, PackageStatusEnum};
use serde_json::Value;
use sha2::{Digest, Sha256};
use tests::agent::RealAgent;
use tests::api::Api;
use tests::{Standalone, until};

/// For everything a person waits for.
const SOON: Duration = Duration::from_secs(30);
const PACKAGE: &str = "collector";

/// A server, an agent that accepts packages, and an operator.
struct Fleet {
    server: Standalone,
    agent: RealAgent,
    uid: String,
    api: Api,
}

impl Fleet {
    async fn start(scheme: &str) -> Self {
        let server = Standalone::start().await.unwrap();
        let (agent, uid) = server.agent(scheme, &["--accept-packages"]).await.unwrap();
        let known = |a: &Value| !a["agentDescription"].is_null();
        server.shows(&uid, "it is known", known).await.unwrap();
        let api = server.control().unwrap();
        Self { server, agent, uid, api }
    }

    /// Stores content in two pieces; gives its hash.
    async fn upload(&self, content: &[u8]) -> Bytes {
        let (one, other) = content.split_at(content.len() / 2);
        let piece = |chunk: &[u8]| UploadPackageContentRequest {
            chunk: Bytes::copy_from_slice(chunk),
            content_hash: Bytes::new(),
        };
        let pieces = tokio_stream::iter([piece(one), piece(other)]);
        let stored = self.api.packages().upload_package_content(pieces).await.unwrap();
        stored.into_inner().content_hash
    }

    /// Makes a revision of the set with one package in it, and offers it to the agent.
    async fn offer(&self, version: &str, file: DownloadableFile) {
        let package = PackageAvailable {
            version: version.to_owned(),
            file: Some(file),
            ..PackageAvailable::default()
        };
        let create = CreatePackageSetRequest {
            name: "stable".to_owned(),
            packages: [(PACKAGE.to_owned(), package)].into(),
            ..CreatePackageSetRequest::default()
        };
        let created = self.api.packages().create_package_set(create).await.unwrap().into_inner();
        let offer = OfferPackagesRequest {
            instance_uid: self.uid.clone(),
            set_name: "stable".to_owned(),
            set_revision: created.package_set.unwrap().revision,
        };
        self.api.packages().offer_packages(offer).await.unwrap();
    }

    async fn statuses(&self) -> GetPackageStatusesResponse {
        let request = GetPackageStatusesRequest { instance_uid: self.uid.clone(), min_revision: 0 };
        self.api.packages().get_package_statuses(request).await.unwrap().into_inner()
    }

    /// Waits until the agent reports this of the package.
    async fn reported(&self, wanted: PackageStatusEnum, version: &str) -> PackageStatus {
        let mut newest = None;
        let reported = until("the package's status is seen", SOON, async || {
            let statuses = self.statuses().await.package_statuses.unwrap_or_default();
            newest = statuses.packages.get(PACKAGE).cloned();
            newest.as_ref().is_some_and(|status| {
                status.status() == wanted && status.server_offered_version == version
            })
        });
        reported.await.unwrap_or_else(|error| panic!("{error}: {newest:?}"));
        newest.unwrap()
    }
}

fn stored(hash: &Bytes) -> DownloadableFile {
    DownloadableFile { content_hash: hash.clone(), ..DownloadableFile::default() }
}

async fn installs(fleet: &mut Fleet, version: &str, content: &[u8]) {
    let hash = fleet.upload(content).await;
    assert_eq!(hash, Sha256::digest(content).as_slice());
    fleet.offer(version, stored(&hash)).await;
    let offered = fleet.agent.event("packages_available", SOON).await.unwrap();
    assert_eq!(offered["packages"][PACKAGE]["version"], version);
    let package = fleet.agent.event("package", SOON).await.unwrap();
    assert_eq!(package["sha256"], hex::encode(&hash));
    assert_eq!(package["size"], content.len());
    let synced = fleet.agent.event("packages_synced", SOON).await.unwrap();
    assert_eq!((&synced["complete"], &synced["hash"]), (&Value::Bool(true), &offered["hash"]));
    let status = fleet.reported(PackageStatusEnum::Installed, version).await;
    assert_eq!(status.agent_has_version, version);
    assert_eq!(status.agent_has_hash, status.server_offered_hash);
}

/// The content behind the URL is not what the set says: the agent refuses it, once.
async fn refuses_other_content(fleet: &mut Fleet) {
    let other = fleet.upload(b"something else").await;
    let file = DownloadableFile {
        download_url: format!(
            "{}/{}",
            fleet.server.endpoint("https").replace("/v1/opamp", "/v1/packages"),
            hex::encode(other)
        ),
        content_hash: Bytes::copy_from_slice(&Sha256::digest(b"what was promised")),
        ..DownloadableFile::default()
    };
    fleet.offer("3.0.0", file).await;
    fleet.agent.event("packages_available", SOON).await.unwrap();
    let synced = fleet.agent.event("packages_synced", SOON).await.unwrap();
    assert_eq!(synced["complete"], false);
    let status = fleet.reported(PackageStatusEnum::InstallFailed, "3.0.0").await;
    assert!(status.error_message.contains("the content has the hash"), "{status:?}");
    assert_eq!(status.agent_has_version, "2.0.0", "it keeps what it has");
    until("the refused set is held back", SOON, async || {
        !fleet.statuses().await.failed_hash.is_empty()
    })
    .await
    .unwrap();
}

async fn everything(scheme: &str) {
    let mut fleet = Fleet::start(scheme).await;
    installs(&mut fleet, "1.0.0", b"the first content").await;
    installs(&mut fleet, "2.0.0", &vec![7; 3_000_000]).await;
    refuses_other_content(&mut fleet).await;
    // Three reports later nothing has been offered again.
    fleet.server.push("base", "a: 1\n").await.unwrap();
    fleet.agent.event("remote_config", SOON).await.unwrap();
    assert_eq!(fleet.agent.count("packages_available"), 3, "each set is offered once");
    assert_eq!((fleet.agent.count("error"), fleet.agent.count("client_error")), (0, 0));
    assert_eq!(fleet.server.log(), "", "nothing here deserves a warning");
}

#[tokio::test]
async fn a_real_agent_on_a_websocket_installs_packages_and_refuses_other_content() {
    everything("wss").await;
}

#[tokio::test]
async fn a_real_agent_that_polls_installs_packages_and_refuses_other_content() {
    everything("https").await;
}
