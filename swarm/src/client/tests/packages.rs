use proto::opamp::v1::{
    PackageAvailable, PackageStatus, PackageStatusEnum as State, PackageStatuses, PackagesAvailable,
};

use super::*;

const BITS: [Bit; 2] = [Bit::AcceptsPackages, Bit::ReportsPackageStatuses];

/// An offer of packages by name, version and hash.
fn set(hash: &'static str, packages: &[(&str, &str, &'static str)]) -> ServerToAgent {
    let package = |(name, version, hash): &(&str, &str, &'static str)| {
        let hash = Bytes::from_static(hash.as_bytes());
        let version = (*version).to_owned();
        ((*name).to_owned(), PackageAvailable { version, hash, ..PackageAvailable::default() })
    };
    let offer = PackagesAvailable {
        packages: packages.iter().map(package).collect(),
        all_packages_hash: Bytes::from_static(hash.as_bytes()),
    };
    ServerToAgent { packages_available: Some(offer), ..ServerToAgent::default() }
}

fn one(hash: &'static str) -> ServerToAgent {
    set(hash, &[("collector", "1.0", "c1")])
}

fn that(reaction: Reaction) -> Session {
    let behaviour = Behaviour { packages: reaction, ..Behaviour::default() };
    accepting(&BITS, Transport::WebSocket, behaviour)
}

fn reports(messages: &[AgentToServer]) -> Vec<PackageStatuses> {
    messages.iter().filter_map(|message| message.package_statuses.clone()).collect()
}

fn states(report: &PackageStatuses) -> Vec<(&str, State)> {
    report.packages.iter().map(|(name, package)| (&**name, package.status())).collect()
}

#[test]
fn the_first_report_has_no_packages_in_it_and_agents_without_the_bit_report_none() {
    let mut session = session(Transport::WebSocket, Behaviour::default());
    let plain = only(session.on_open(NOW));
    assert_eq!(plain.package_statuses, None);
    assert_eq!(session.on_message(one("h1"), NOW), []);
    assert_eq!(session.seen().offers(), 0, "without AcceptsPackages nobody looks at it");

    let mut session = that(Reaction::Accept);
    let request = ServerToAgent { flags: Flag::ReportFullState as u64, ..ServerToAgent::default() };
    let full = only(session.on_message(request, NOW));
    assert_eq!(full.package_statuses, Some(PackageStatuses::default()));
}

#[test]
fn accepted_packages_are_installing_then_installed_and_their_repetition_is_skipped() {
    let mut session = that(Reaction::Accept);
    let messages = sent(session.on_message(one("h1"), NOW));
    let [begun, ended] = &reports(&messages)[..] else { panic!("{messages:?}") };
    let offered = PackageStatus {
        name: "collector".to_owned(),
        server_offered_version: "1.0".to_owned(),
        server_offered_hash: Bytes::from_static(b"c1"),
        status: State::Installing.into(),
        ..PackageStatus::default()
    };
    let installed = PackageStatus {
        agent_has_version: "1.0".to_owned(),
        agent_has_hash: Bytes::from_static(b"c1"),
        status: State::Installed.into(),
        ..offered.clone()
    };
    for (report, package) in [(begun, offered), (ended, installed)] {
        let wanted = PackageStatuses {
            packages: [("collector".to_owned(), package)].into(),
            server_provided_all_packages_hash: Bytes::from_static(b"h1"),
            error_message: String::new(),
        };
        assert_eq!(*report, wanted);
    }
    assert_eq!(session.on_message(one("h1"), NOW), []);
    assert_eq!(session.seen().package_offers[&b"h1"[..]], 2);
    assert_eq!((session.seen().applied, session.seen().repeated_offers), (1, 1));
}

#[test]
fn a_new_set_drops_what_it_does_not_name_and_installs_what_changed() {
    let mut session = that(Reaction::Accept);
    let first = [("a", "1", "a1"), ("b", "1", "b1"), ("c", "1", "c1")];
    session.on_message(set("h1", &first), NOW);
    let second = [("a", "1", "a1"), ("b", "2", "b2")];
    let messages = sent(session.on_message(set("h2", &second), NOW));
    let told = reports(&messages);
    assert_eq!(states(&told[0]), [("a", State::Installed), ("b", State::Installing)]);
    assert_eq!(told[0].packages["b"].agent_has_version, "1", "until the new one is installed");
    assert_eq!(states(&told[1]), [("a", State::Installed), ("b", State::Installed)]);
    assert_eq!(told[1].packages["b"].agent_has_version, "2");

    let messages = sent(session.on_message(set("h3", &[]), NOW));
    let [empty] = &reports(&messages)[..] else { panic!("{messages:?}") };
    assert_eq!(
        (empty.packages.len(), &empty.server_provided_all_packages_hash[..]),
        (0, &b"h3"[..])
    );
    assert_eq!(session.seen().applied, 3);
}

#[test]
fn ignored_packages_are_counted_and_not_answered() {
    let mut session = that(Reaction::Ignore);
    assert_eq!(session.on_message(one("h1"), NOW), []);
    assert_eq!(session.on_message(one("h1"), NOW), []);
    assert_eq!(session.seen().package_offers[&b"h1"[..]], 2);
    assert_eq!((session.seen().offers(), session.seen().applied), (2, 0));
}

#[test]
fn a_scripted_failure_is_reported_with_its_text_and_tried_again_when_it_is_offered_again() {
    let mut session = that(Reaction::Fail("no space".into()));
    for failures in 1..=2 {
        let messages = sent(session.on_message(one("h1"), NOW));
        let told = reports(&messages);
        assert_eq!(states(&told[0]), [("collector", State::Installing)]);
        assert_eq!((told.len(), &*told[0].error_message), (2, ""));
        let package = &told[1].packages["collector"];
        assert_eq!((package.status(), &*package.error_message), (State::InstallFailed, "no space"));
        assert_eq!((&*package.agent_has_version, &package.agent_has_hash[..]), ("", &b""[..]));
        assert_eq!(told[1].error_message, "no space");
        assert_eq!(session.seen().failed, failures);
    }
    assert_eq!((session.seen().applied, session.seen().repeated_offers), (0, 0));
}

#[test]
fn slow_packages_are_installed_after_their_time() {
    let mut session = that(Reaction::Slow(seconds(3)));
    let messages = sent(session.on_message(one("h1"), NOW));
    assert_eq!(states(&reports(&messages)[0]), [("collector", State::Installing)]);
    assert_eq!(session.on_message(one("h1"), NOW), [], "it is at work on it");
    assert_eq!(session.deadline(), NOW + seconds(3));
    let message = only(session.on_tick(NOW + seconds(3)));
    assert_eq!(states(&reports(&[message])[0]), [("collector", State::Installed)]);
}

#[test]
fn without_the_bit_for_it_packages_are_installed_and_not_reported() {
    let bits = [Bit::AcceptsPackages];
    let mut session = accepting(&bits, Transport::WebSocket, Behaviour::default());
    assert_eq!(session.on_message(one("h1"), NOW), []);
    assert_eq!(session.seen().applied, 1);
}

#[test]
fn a_polling_agent_says_installing_and_installed_in_two_requests() {
    let mut session = accepting(&BITS, Transport::Polling, Behaviour::default());
    let begun = only(session.on_message(one("h1"), NOW));
    let ended = only(session.on_message(ServerToAgent::default(), NOW));
    assert_eq!(states(&reports(&[begun])[0]), [("collector", State::Installing)]);
    assert_eq!(states(&reports(&[ended])[0]), [("collector", State::Installed)]);
}

#[test]
fn packages_stay_installed_over_a_restart_and_over_new_credentials() {
    let mut session = that(Reaction::Accept);
    session.on_message(one("h1"), NOW);
    let command = Some(ServerToAgentCommand::default());
    let message = only(session.on_message(ServerToAgent { command, ..Default::default() }, NOW));
    assert_eq!(states(&reports(&[message])[0]), [("collector", State::Installed)]);
    session.on_message(settings(b"s1", 20), NOW);
    assert_eq!(session.on_tick(NOW), [Effect::Connect]);
    let message = only(session.on_open(NOW));
    assert_eq!(states(&reports(&[message])[0]), [("collector", State::Installed)]);
}
