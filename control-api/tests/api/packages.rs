//! Package sets: what is in them, who should have them, and who said what.

use proto::control::v1::{
    AssignPackagesRequest, AssignRemoteConfigRequest, CreatePackageSetRequest,
    CreateRemoteConfigRequest, DeleteAssignmentRequest, GetPackageSetRequest,
    GetPackageStatusesRequest, ListAssignmentsRequest, ListPackageSetsRequest, OfferKind,
    OfferPackagesRequest, RetryPackagesRequest,
};
use proto::opamp::v1::{
    AgentConfigFile, AgentConfigMap, DownloadableFile, Header, Headers, PackageAvailable,
    PackageStatus, PackageStatusEnum, PackageStatuses,
};
use tonic::Code;

use crate::world::{CAPABLE, World, agent, reason, report};

const ACCEPTS_PACKAGES: u64 = 0x0008;

pub(crate) fn package(url: &str, content: u8) -> PackageAvailable {
    PackageAvailable {
        version: "1.2.3".into(),
        file: Some(DownloadableFile {
            download_url: url.into(),
            content_hash: vec![content; 32].into(),
            signature: b"\0any \xff bytes".to_vec().into(),
            headers: Some(Headers {
                headers: vec![Header { key: "Authorization".into(), value: "hunter2".into() }],
            }),
        }),
        ..Default::default()
    }
}

pub(crate) fn create(name: &str, packages: &[(&str, PackageAvailable)]) -> CreatePackageSetRequest {
    let packages = packages.iter().map(|(name, p)| ((*name).to_owned(), p.clone())).collect();
    CreatePackageSetRequest { name: name.into(), packages, ..Default::default() }
}

fn assign(set: &str, selector: &str) -> AssignPackagesRequest {
    AssignPackagesRequest { set_name: set.into(), selector: selector.into(), ..Default::default() }
}

#[tokio::test]
async fn a_set_is_complete_and_hashed_by_the_server_and_shown_without_header_values() {
    let world = World::start().await;
    let mut client = world.packages();
    let (a, b) = (package("https://h/a", 1), package("https://h/b", 2));
    let request = create("base", &[("a", a.clone()), ("b", b)]);
    let first = client.create_package_set(request.clone()).await.unwrap().into_inner();
    let same = client.create_package_set(request).await.unwrap().into_inner();
    let set = first.package_set.unwrap();
    assert_eq!((first.created, set.revision), (true, 1));
    assert_eq!((same.created, same.package_set.unwrap().revision), (false, 1));
    let packages = set.packages.unwrap();
    assert_eq!(packages.all_packages_hash.len(), 32);
    assert!(packages.packages.values().all(|package| package.hash.len() == 32));
    // Leaving a package out is how it is removed.
    let less = client.create_package_set(create("base", &[("a", a.clone())])).await.unwrap();
    assert_eq!(less.into_inner().package_set.unwrap().revision, 2);
    let get = |revision| GetPackageSetRequest { name: "base".into(), revision };
    let newest = client.get_package_set(get(0)).await.unwrap().into_inner();
    let shown = newest.packages.as_ref().unwrap().packages["a"].file.clone().unwrap();
    let given = a.file.unwrap();
    assert_eq!((shown.signature, shown.content_hash), (given.signature, given.content_hash));
    let header = &shown.headers.as_ref().unwrap().headers[0];
    assert_eq!((header.key.as_str(), header.value.as_str()), ("Authorization", "***"));
    let listed = client.list_package_sets(ListPackageSetsRequest::default()).await.unwrap();
    assert_eq!(listed.into_inner().package_sets, [newest]);
    let stored = world.records.get_revision::<proto::record::v1::PackageSet>("base", None).await;
    assert!(format!("{stored:?}").contains("hunter2"));
    assert!(!format!("{:?}", world.audit().await).contains("hunter2"));
}

#[tokio::test]
async fn what_no_agent_could_install_is_refused_with_its_reason() {
    let config = control_api::Config { offer_bytes_max: 10_000, ..Default::default() };
    let world = World::with(config).await;
    let mut client = world.packages();
    let good = || package("https://h/a", 1);
    let file = |change: fn(&mut DownloadableFile)| {
        let mut package = good();
        change(package.file.as_mut().unwrap());
        package
    };
    let no_file = PackageAvailable { file: None, ..good() };
    let secret = "https://user:pw@h/a";
    let wrong = [
        (no_file, "INVALID_ARGUMENT"),
        (file(|file| file.content_hash.truncate(20)), "INVALID_ARGUMENT"),
        (file(|file| file.content_hash.clear()), "INVALID_ARGUMENT"),
        (package("ftp://h/a", 1), "INVALID_ARGUMENT"),
        (package("/a", 1), "INVALID_ARGUMENT"),
        (package(secret, 1), "INVALID_ARGUMENT"),
        (
            file(|file| file.headers.as_mut().unwrap().headers[0].value = "***".into()),
            "INVALID_ARGUMENT",
        ),
        (
            file(|file| file.headers.as_mut().unwrap().headers[0].key = "a b".into()),
            "INVALID_ARGUMENT",
        ),
        (package("", 1), "NO_PACKAGES_DIR"),
        (PackageAvailable { version: "v".repeat(256), ..good() }, "INVALID_ARGUMENT"),
        (file(|file| file.signature = vec![1; 10_000].into()), "TOO_LARGE"),
    ];
    for (package, expected) in wrong {
        let request = create("base", &[("a", package.clone())]);
        let status = client.create_package_set(request).await.unwrap_err();
        assert_eq!(reason(&status), expected, "{package:?}");
        assert!(!status.message().contains("pw@"), "{status}");
        assert!(expected != "TOO_LARGE" || status.message().contains("10000"), "{status}");
    }
    let status = client.create_package_set(create("Upper", &[])).await.unwrap_err();
    assert_eq!(reason(&status), "INVALID_ARGUMENT");
    let request = CreatePackageSetRequest { expected_revision: 3, ..create("base", &[]) };
    let status = client.create_package_set(request).await.unwrap_err();
    assert_eq!(status.code(), Code::Aborted);
    let status = client.assign_packages(assign("nothing", "")).await.unwrap_err();
    assert_eq!(reason(&status), "PACKAGE_SET_NOT_FOUND");
}

#[tokio::test]
async fn assignments_of_every_kind_share_their_names_and_never_change_their_kind() {
    let world = World::start().await;
    let node = world.node(1).await;
    let mut last = 0;
    for (number, capabilities) in [(1, CAPABLE | ACCEPTS_PACKAGES), (2, CAPABLE)] {
        let epoch = world.claim(&node, agent(number)).await;
        let message = report(capabilities, &[("os.type", "linux")]);
        last = world.report(&node, epoch, agent(number), &message).await.0;
    }
    let seen = GetPackageStatusesRequest { instance_uid: agent(1).to_string(), min_revision: last };
    world.packages().get_package_statuses(seen).await.unwrap();
    world.packages().create_package_set(create("base", &[])).await.unwrap();
    let assigned = world.packages().assign_packages(assign("base", "claim.os.type=linux")).await;
    let assigned = assigned.unwrap().into_inner();
    assert_eq!((assigned.matched_agents, assigned.incapable_agents), (2, 1));
    let assignment = assigned.assignment.unwrap();
    assert_eq!((assignment.kind(), assignment.name.as_str()), (OfferKind::Packages, "base"));

    let mut configs = world.configs();
    let file = AgentConfigFile { body: "a".into(), ..Default::default() };
    let config = CreateRemoteConfigRequest {
        name: "base".into(),
        config_map: Some(AgentConfigMap { config_map: [(String::new(), file)].into() }),
        ..Default::default()
    };
    configs.create_remote_config(config).await.unwrap();
    let of_config = AssignRemoteConfigRequest { config_name: "base".into(), ..Default::default() };
    let status = configs.assign_remote_config(of_config.clone()).await.unwrap_err();
    assert_eq!(status.code(), Code::FailedPrecondition);
    assert_eq!(reason(&status), "ASSIGNMENT_OF_OTHER_KIND");
    let other = AssignRemoteConfigRequest { name: "configs".into(), ..of_config };
    configs.assign_remote_config(other).await.unwrap();
    for (kind, names) in [
        (OfferKind::Unspecified, vec!["base", "configs"]),
        (OfferKind::Packages, vec!["base"]),
        (OfferKind::RemoteConfig, vec!["configs"]),
        (OfferKind::OwnTelemetry, vec![]),
    ] {
        let request = ListAssignmentsRequest { kind: kind.into(), ..Default::default() };
        let listed = configs.list_assignments(request).await.unwrap().into_inner().assignments;
        let listed: Vec<_> = listed.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(listed, names, "{kind:?}");
    }
    let delete = DeleteAssignmentRequest { name: "base".into() };
    configs.delete_assignment(delete).await.unwrap();
    assert_eq!(world.records.list_assignments().await.unwrap().items.len(), 1);
}

#[tokio::test]
async fn an_agent_that_takes_no_packages_is_refused_by_the_name_of_the_bit() {
    let world = World::start().await;
    let (node, epoch) = world.connected(agent(1)).await;
    let mut client = world.packages();
    client.create_package_set(create("base", &[])).await.unwrap();
    let offer = |set: &str| OfferPackagesRequest {
        instance_uid: agent(1).to_string(),
        set_name: set.into(),
        ..Default::default()
    };
    let status = client.offer_packages(offer("base")).await.unwrap_err();
    assert_eq!(
        (status.code(), reason(&status)),
        (Code::FailedPrecondition, "MISSING_CAPABILITY".into())
    );
    assert!(status.message().contains("AcceptsPackages"), "{status}");
    let row =
        || async { world.records.get_desired(world.shard(agent(1)), agent(1)).await.unwrap() };
    assert_eq!(row().await, None);
    let revision =
        world.report(&node, epoch, agent(1), &report(CAPABLE | ACCEPTS_PACKAGES, &[])).await;
    world.sees_connected(agent(1), revision).await;
    let offered = client.offer_packages(offer("base")).await.unwrap().into_inner();
    assert_eq!(offered.all_packages_hash.len(), 32);
    assert_eq!(row().await.unwrap().0.packages.unwrap().name, "base");
    client.offer_packages(offer("")).await.unwrap();
    let retry = RetryPackagesRequest { instance_uid: agent(1).to_string() };
    client.retry_packages(retry).await.unwrap();
    let row = row().await.unwrap().0;
    assert_eq!((row.packages, row.packages_retry, row.retry), (None, 1, 0));
}

#[tokio::test]
async fn statuses_are_what_the_agent_reported() {
    let world = World::start().await;
    let (node, epoch) = world.connected(agent(1)).await;
    let status = PackageStatus {
        name: "a".into(),
        status: PackageStatusEnum::InstallFailed.into(),
        error_message: "no space".into(),
        ..Default::default()
    };
    let statuses = PackageStatuses {
        packages: [("a".to_owned(), status)].into(),
        error_message: "one failed".into(),
        ..Default::default()
    };
    let mut message = report(CAPABLE, &[]);
    message.package_statuses = Some(statuses.clone());
    let revision = world.report(&node, epoch, agent(1), &message).await;
    let request =
        GetPackageStatusesRequest { instance_uid: agent(1).to_string(), min_revision: revision.0 };
    let found = world.packages().get_package_statuses(request).await.unwrap().into_inner();
    assert_eq!(found.package_statuses, Some(statuses));
    assert_eq!(found.missing_capabilities, ["AcceptsPackages"]);
    let unknown =
        GetPackageStatusesRequest { instance_uid: agent(9).to_string(), ..Default::default() };
    let status = world.packages().get_package_statuses(unknown).await.unwrap_err();
    assert_eq!(reason(&status), "AGENT_NOT_FOUND");
}
