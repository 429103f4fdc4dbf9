//! PROTOCOL.md, rows P1 to P5 and P8: package offers, on a WebSocket and by polling, against the real binary.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeSet;

use bytes::Bytes;
use fleet::Digest;
use proto::opamp::v1::{
    AgentToServer, DownloadableFile, Header, Headers, PackageAvailable, PackageDownloadDetails,
    PackageStatus, PackageStatusEnum as State, PackageStatuses, PackagesAvailable, ServerToAgent,
};
use tests::api::Api;
use tests::wire::PATIENCE;
use tests::wire::first::CAPABILITIES;
use tests::{By, Hand, Shared, until};
use tonic::Code;

static SERVER: Shared = Shared::new(&[]);

const ACCEPTS: u64 = 0x8;
const BITS: u64 = CAPABILITIES | ACCEPTS | 0x10;

fn package(version: &str) -> PackageAvailable {
    PackageAvailable {
        version: version.to_owned(),
        file: Some(DownloadableFile {
            download_url: "https://files.example/package.tar.gz".to_owned(),
            content_hash: Digest::of(version.as_bytes()).to_bytes(),
            ..DownloadableFile::default()
        }),
        ..PackageAvailable::default()
    }
}

fn offered(message: &ServerToAgent) -> Option<PackagesAvailable> {
    message.packages_available.clone()
}

fn hash(message: &ServerToAgent) -> Option<Bytes> {
    offered(message).map(|set| set.all_packages_hash)
}

fn says(all: &Bytes, state: State) -> AgentToServer {
    let status =
        PackageStatus { name: "p".to_owned(), status: state.into(), ..PackageStatus::default() };
    report(PackageStatuses {
        packages: [("p".to_owned(), status)].into(),
        server_provided_all_packages_hash: all.clone(),
        error_message: String::new(),
    })
}

fn report(statuses: PackageStatuses) -> AgentToServer {
    AgentToServer { package_statuses: Some(statuses), ..AgentToServer::default() }
}

/// An agent that has reported no packages yet, as the Go client does first.
async fn known(server: &tests::Standalone, by: By, bits: u64) -> Hand {
    let mut hand = Hand::new(server, by, bits).await.unwrap();
    hand.report(report(PackageStatuses::default())).await.unwrap();
    hand.until_known(server).await.unwrap();
    hand
}

/// Saves a set, gives it to the agent, and waits until the agent is offered it.
async fn give(api: &Api, hand: &mut Hand, name: &str, set: &[(&str, PackageAvailable)]) -> Bytes {
    let saved = api.save_packages(name, set).await.unwrap().packages.unwrap();
    api.offer_packages(hand.uid, name).await.unwrap();
    let this = |m: &ServerToAgent| hash(m).filter(|hash| *hash == saved.all_packages_hash);
    hand.hears("the packages", this).await.unwrap()
}

#[tokio::test]
async fn p1_no_packages_without_accepts_packages() {
    let server = SERVER.get().await.unwrap();
    let api = server.control().unwrap();
    api.save_packages("p1", &[("p", package("1"))]).await.unwrap();
    api.save("p1", "a: 1").await.unwrap();
    for by in By::BOTH {
        let mut hand = known(&server, by, BITS & !ACCEPTS).await;
        let refused = api.offer_packages(hand.uid, "p1").await.unwrap_err();
        assert_eq!(refused.code(), Code::FailedPrecondition, "{refused}");
        assert!(refused.message().contains("AcceptsPackages"), "{refused}");
        api.assign_packages("p1", &hand.selector()).await.unwrap();
        // Decided after the packages were.
        api.assign("p1", &hand.selector()).await.unwrap();
        hand.hears("the config", |m| m.remote_config.clone()).await.unwrap();
        hand.report(report(PackageStatuses::default())).await.unwrap();
        assert_eq!(hand.count(|m| m.packages_available.is_some()), 0, "{by:?}");
        hand.capabilities |= ACCEPTS;
        let reply = hand.ask(AgentToServer::default()).await.unwrap();
        assert!(reply.packages_available.is_some(), "{by:?}");
    }
}

#[tokio::test]
async fn p2_every_offer_names_the_hash_of_the_whole_set() {
    let server = SERVER.get().await.unwrap();
    let api = server.control().unwrap();
    for by in By::BOTH {
        let mut hand = known(&server, by, BITS).await;
        let sets: [&[(&str, PackageAvailable)]; 2] = [&[("p", package("1"))], &[]];
        for set in sets {
            // It is the 32 bytes that the API shows, also when it removes every package.
            assert_eq!(give(&api, &mut hand, "p2", set).await.len(), 32, "{by:?}");
        }
        assert_eq!(hand.count(|m| offered(m).is_some_and(|s| s.all_packages_hash.is_empty())), 0);
    }
}

#[tokio::test]
async fn p3_the_reply_to_another_hash_offers_the_set_and_to_the_same_does_not() {
    let server = SERVER.get().await.unwrap();
    let api = server.control().unwrap();
    for by in By::BOTH {
        let mut hand = known(&server, by, BITS).await;
        let set = give(&api, &mut hand, "p3", &[("p", package("1"))]).await;
        let other = Bytes::from_static(&[7; 32]);
        let rows = [
            (says(&set, State::Installed), false),
            (says(&other, State::Installed), true),
            (says(&set, State::Downloading), false),
            (report(PackageStatuses::default()), true),
            (says(&set, State::InstallFailed), false),
            (says(&set, State::InstallFailed), false),
            (says(&other, State::Installed), false),
        ];
        for (number, (statuses, expected)) in rows.into_iter().enumerate() {
            let reply = hand.ask(statuses).await.unwrap();
            let expected = expected.then(|| set.clone());
            assert_eq!(hash(&reply), expected, "{by:?}, report {number}");
        }
        api.retry_packages(hand.uid).await.unwrap();
        assert_eq!(hand.hears("the retry", hash).await.unwrap(), set, "{by:?}");
    }
}

#[tokio::test]
async fn p4_hashes_count_every_field_and_no_order() {
    let server = SERVER.get().await.unwrap();
    let api = server.control().unwrap();
    let with = |change: fn(&mut DownloadableFile)| {
        let mut package = package("1");
        package.file.iter_mut().for_each(change);
        package
    };
    let changed = [
        package("1"),
        PackageAvailable { version: "2".to_owned(), ..package("1") },
        PackageAvailable { r#type: 1, ..package("1") },
        with(|file| file.download_url.push('x')),
        with(|file| file.content_hash = Digest::of(b"other").to_bytes()),
        with(|file| file.signature = Bytes::from_static(b"signed")),
        with(|file| {
            let header = Header { key: "X-Token".to_owned(), value: "t".to_owned() };
            file.headers = Some(Headers { headers: vec![header] });
        }),
    ];
    let mut hand = known(&server, By::WebSocket, BITS).await;
    let (mut packages, mut sets) = (BTreeSet::new(), BTreeSet::new());
    for package in &changed {
        // What the operator says of the hash does not count.
        let forged = Bytes::from_static(b"forged");
        let package = PackageAvailable { hash: forged, ..package.clone() };
        give(&api, &mut hand, "p4", &[("p", package.clone())]).await;
        let told = hand.heard.iter().rev().find_map(offered).unwrap();
        let one = &told.packages["p"];
        assert_eq!((one.hash.len(), told.all_packages_hash.len()), (32, 32));
        assert_eq!(PackageAvailable { hash: package.hash.clone(), ..one.clone() }, package);
        packages.insert(one.hash.clone());
        sets.insert(told.all_packages_hash);
    }
    assert_eq!((packages.len(), sets.len()), (changed.len(), changed.len()));

    let (a, b) = (package("1"), package("2"));
    let all = async |set: &[(&str, PackageAvailable)], name: &str| {
        api.save_packages(name, set).await.unwrap().packages.unwrap().all_packages_hash
    };
    let ab = all(&[("a", a.clone()), ("b", b.clone())], "p4-ab").await;
    assert_eq!(all(&[("b", b.clone()), ("a", a.clone())], "p4-ba").await, ab);
    assert_ne!(all(&[("a", b), ("b", a)], "p4-swapped").await, ab);
}

#[tokio::test]
async fn p5_an_offer_is_the_complete_set() {
    let server = SERVER.get().await.unwrap();
    let api = server.control().unwrap();
    for by in By::BOTH {
        let mut hand = known(&server, by, BITS).await;
        let sets: [&[&str]; 4] = [&["a", "b", "c"], &["a", "c"], &["a", "c", "d"], &[]];
        for names in sets {
            let set: Vec<_> = names.iter().map(|name| (*name, package("1"))).collect();
            let all = give(&api, &mut hand, "p5", &set).await;
            let told = hand.heard.iter().rev().find_map(offered).unwrap();
            assert_eq!(told.packages.keys().collect::<Vec<_>>(), names, "{by:?}");
            hand.say(says(&all, State::Installed)).await.unwrap();
        }
    }
}

#[tokio::test]
async fn p8_statuses_are_kept_as_reported() {
    let server = SERVER.get().await.unwrap();
    let api = server.control().unwrap();
    let details = PackageDownloadDetails { download_percent: 12.5, download_bytes_per_second: 1e6 };
    let status = PackageStatus {
        name: "p".to_owned(),
        agent_has_version: "1".to_owned(),
        agent_has_hash: Bytes::from_static(b"has"),
        server_offered_version: "2".to_owned(),
        server_offered_hash: Bytes::from_static(b"offered"),
        status: State::Downloading.into(),
        error_message: String::new(),
        download_details: Some(details),
    };
    let other = PackageStatus { name: "of another name".to_owned(), ..status.clone() };
    let unknown = PackageStatus { name: "u".to_owned(), status: 99, ..PackageStatus::default() };
    let failed = PackageStatus {
        name: "f".to_owned(),
        status: State::InstallFailed.into(),
        error_message: "no space left".to_owned(),
        ..PackageStatus::default()
    };
    let named = [("p", status), ("key", other), ("u", unknown), ("f", failed)];
    let packages = named.into_iter().map(|(key, status)| (key.to_owned(), status));
    let reported = PackageStatuses {
        packages: packages.collect(),
        server_provided_all_packages_hash: Bytes::from_static(&[7; 32]),
        error_message: "two of four".to_owned(),
    };
    for by in By::BOTH {
        let mut hand = known(&server, by, BITS).await;
        let reply = hand.ask(report(reported.clone())).await.unwrap();
        assert_eq!(reply.error_response, None, "{by:?}");
        let shown = async || {
            let found = api.package_statuses(hand.uid).await;
            found.is_ok_and(|found| found.package_statuses.as_ref() == Some(&reported))
        };
        until("the statuses are shown", PATIENCE, shown).await.unwrap();
    }
}
