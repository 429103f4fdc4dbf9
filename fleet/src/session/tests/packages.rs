use proto::opamp::v1::{PackageStatus, PackageStatusEnum as State, PackageStatuses};

use super::*;

const BITS: u64 = super::BITS | 0x0008 | 0x0010;

fn hash(name: &str) -> Digest {
    packages(name).hash
}

fn says(sequence_num: u64, statuses: PackageStatuses) -> AgentToServer {
    AgentToServer { capabilities: BITS, package_statuses: Some(statuses), ..bare(sequence_num) }
}

fn reports(sequence_num: u64, hash: Bytes, state: State) -> AgentToServer {
    let package = PackageStatus { name: "p".into(), status: state.into(), ..Default::default() };
    says(
        sequence_num,
        PackageStatuses {
            packages: [("p".to_owned(), package)].into(),
            server_provided_all_packages_hash: hash,
            error_message: String::new(),
        },
    )
}

fn desire(talk: &mut Talk, name: &str, retry: u64) {
    let offer = Offer { payload: packages(name), retry };
    talk.session.on_desired(Slot::Packages, Some(offer));
}

fn offers(told: &[ServerToAgent]) -> Vec<Bytes> {
    let hash = |m: &ServerToAgent| Some(m.packages_available.as_ref()?.all_packages_hash.clone());
    told.iter().filter_map(hash).collect()
}

/// Knows nothing of packages yet: what the Go client says first.
fn talk() -> Talk {
    let mut talk = Talk::new(Transport::WebSocket);
    let first = AgentToServer {
        capabilities: BITS,
        package_statuses: Some(PackageStatuses::default()),
        ..full(1)
    };
    talk.hear(first);
    talk
}

#[test]
fn the_reported_hash_decides_whether_a_set_is_offered() {
    let mut talk = talk();
    desire(&mut talk, "a", 0);
    assert_eq!(offers(&talk.pushed()), [hash("a").to_bytes()]);
    assert_eq!(offers(&talk.hear(reports(2, Bytes::new(), State::Downloading))), [] as [Bytes; 0]);
    talk.hear(reports(3, hash("a").to_bytes(), State::Installed));
    assert_eq!(offers(&talk.at(120_000).hear(says(4, Default::default()))), [hash("a").to_bytes()]);
}

#[test]
fn a_set_that_could_not_be_installed_is_held_until_a_retry() {
    let mut talk = talk();
    desire(&mut talk, "a", 0);
    talk.pushed();
    let mut told = talk.hear(reports(2, hash("a").to_bytes(), State::InstallFailed));
    assert_eq!(talk.session.failed(Slot::Packages), Some(hash("a").prefix()));
    told.extend(talk.at(61_000).hear(reports(3, hash("old").to_bytes(), State::Installed)));
    told.extend(talk.at(122_000).pushed());
    assert_eq!(offers(&told), [] as [Bytes; 0]);
    desire(&mut talk, "a", 1);
    assert_eq!(offers(&talk.pushed()), [hash("a").to_bytes()]);
}

#[test]
fn an_error_of_the_whole_set_holds_it_too() {
    let mut talk = talk();
    let statuses = PackageStatuses {
        server_provided_all_packages_hash: hash("a").to_bytes(),
        error_message: "no space".into(),
        ..Default::default()
    };
    talk.hear(says(2, statuses));
    assert_eq!(talk.session.failed(Slot::Packages), Some(hash("a").prefix()));
    talk.hear(reports(3, hash("a").to_bytes(), State::Installed));
    assert_eq!(talk.session.failed(Slot::Packages), None);
}

#[test]
fn without_accepts_packages_there_is_none() {
    let mut talk = Talk::known();
    desire(&mut talk, "a", 0);
    assert_eq!(offers(&talk.pushed()), [] as [Bytes; 0]);
}

#[test]
fn config_and_packages_share_a_message_and_large_ones_do_not() {
    let mut small = talk();
    desire(&mut small, "a", 0);
    let told = small.desire("config", 0).pushed();
    assert_eq!((told.len(), offers(&told).len(), super::offers(&told).len()), (1, 1, 1));

    let large = "x".repeat(5_000);
    let mut talk = talk();
    desire(&mut talk, &large, 0);
    let effects = talk.desire(&large, 0).push();
    assert!(sends(&effects).iter().all(|sent| sent.body.is_some() && sent.head.len() < 1_000));
    let told = talk.write(&effects);
    assert_eq!((told.len(), offers(&told).len(), super::offers(&told).len()), (2, 1, 1));
}
