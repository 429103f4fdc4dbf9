use proto::opamp::v1::{
    ConnectionSettingsOffers, ConnectionSettingsStatus, ConnectionSettingsStatuses as Status,
    OpAmpConnectionSettings, TelemetryConnectionSettings,
};

use super::*;
use crate::capability::Capabilities;
use crate::settings::{self, Wanted};

/// Accepts OpAMP settings and reports metrics.
const ACCEPTS: u64 = 0x0100 | 0x0040;
const REPORTS: u64 = 0x8000;
const NONE: [Digest; 0] = [];

/// Settings for this server, composed for any agent.
fn opamp(name: &str) -> Payload {
    let opamp = OpAmpConnectionSettings {
        destination_endpoint: format!("wss://{name}"),
        ..Default::default()
    };
    let stored = ConnectionSettingsOffers { opamp: Some(opamp), ..Default::default() };
    let wanted = Wanted { opamp: Some(&stored), ..Default::default() };
    Payload::settings(settings::compose(&wanted, Capabilities(u64::MAX)).unwrap()).unwrap()
}

/// Settings for own metrics alone.
fn metrics(name: &str) -> Payload {
    let metrics = TelemetryConnectionSettings {
        destination_endpoint: format!("https://{name}/v1/metrics"),
        ..Default::default()
    };
    let stored = ConnectionSettingsOffers { own_metrics: Some(metrics), ..Default::default() };
    let wanted = Wanted { own_telemetry: Some(&stored), ..Default::default() };
    Payload::settings(settings::compose(&wanted, Capabilities(u64::MAX)).unwrap()).unwrap()
}

fn desire(talk: &mut Talk, payload: Payload) {
    let offer = Offer { payload: Arc::new(payload), retry: 0 };
    talk.session.on_desired(Slot::Settings, Some(offer));
}

fn offers(told: &[ServerToAgent]) -> Vec<Digest> {
    let hash = |m: &ServerToAgent| {
        Some(Digest::try_from(&m.connection_settings.as_ref()?.hash[..]).unwrap())
    };
    told.iter().filter_map(hash).collect()
}

fn with(capabilities: u64, message: AgentToServer) -> AgentToServer {
    AgentToServer { capabilities: BITS | capabilities, ..message }
}

fn reports(sequence_num: u64, payload: &Payload, status: Status) -> AgentToServer {
    let status = ConnectionSettingsStatus {
        last_connection_settings_hash: payload.hash.to_bytes(),
        status: status.into(),
        error_message: String::new(),
    };
    let message = AgentToServer { connection_settings_status: Some(status), ..bare(sequence_num) };
    with(ACCEPTS | REPORTS, message)
}

fn talk(capabilities: u64) -> Talk {
    let mut talk = Talk::new(Transport::WebSocket);
    talk.hear(with(capabilities, full(1)));
    talk
}

#[test]
fn an_agent_that_never_says_what_became_of_settings_gets_them_once() {
    let mut talk = talk(ACCEPTS);
    desire(&mut talk, opamp("a"));
    assert_eq!(offers(&talk.pushed()), [opamp("a").hash]);
    // It takes them up: another socket, another client, the same owner.
    for round in 1..5 {
        talk.session.on_new_socket();
        assert_eq!(offers(&talk.at(round * 100_000).hear(with(ACCEPTS, full(1)))), NONE);
    }
    desire(&mut talk, opamp("b"));
    assert_eq!(offers(&talk.pushed()), [opamp("b").hash], "another hash is another offer");
}

#[test]
fn what_was_written_is_remembered_across_owners() {
    let mut talk = talk(ACCEPTS);
    desire(&mut talk, opamp("a"));
    talk.pushed();
    let checkpoint = talk.session.checkpoint();
    let observed = talk.session.observed().clone();
    let seen = talk.session.settings_seen().map(Prefix::to_bytes).unwrap_or_default();
    let mut record = stored(1, &observed, None);
    // The owner died before it stored the record: the socket knows.
    talk.session = Session::from_record(AGENT, &record, observed.clone());
    talk.session.on_attach(Some(&checkpoint), false, true);
    desire(&mut talk, opamp("a"));
    assert_eq!(offers(&talk.at(200_000).hear(with(ACCEPTS, bare(2)))), NONE);
    // The agent comes on a new socket: the record knows.
    record.offered_settings_hash = seen;
    talk.session = Session::from_record(AGENT, &record, observed);
    desire(&mut talk, opamp("a"));
    assert_eq!(offers(&talk.at(400_000).hear(with(ACCEPTS, full(1)))), NONE);
}

#[test]
fn settings_that_were_not_written_are_offered_on_the_next_socket() {
    let mut talk = talk(ACCEPTS);
    desire(&mut talk, opamp("a"));
    assert_eq!(offers(&messages(&talk.push())).len(), 1);
    talk.session.on_path_lost();
    talk.session.on_new_socket();
    assert_eq!(offers(&talk.hear(with(ACCEPTS, full(1)))), [opamp("a").hash]);
}

#[test]
fn an_agent_that_reports_a_status_is_offered_by_it() {
    let mut talk = talk(ACCEPTS | REPORTS);
    desire(&mut talk, opamp("a"));
    assert_eq!(offers(&talk.pushed()), [opamp("a").hash]);
    let mut told = talk.hear(reports(2, &opamp("a"), Status::Applying));
    talk.session.on_new_socket();
    told.extend(talk.hear(reports(3, &opamp("a"), Status::Applied)));
    assert_eq!(offers(&told), NONE);
    // It fell back: what it reports now is not what it should have.
    assert_eq!(offers(&talk.hear(reports(4, &opamp("old"), Status::Applied))), [opamp("a").hash]);
    told = talk.hear(reports(5, &opamp("a"), Status::Failed));
    told.extend(talk.at(200_000).hear(reports(6, &opamp("old"), Status::Applied)));
    assert_eq!(offers(&told), NONE, "what FAILED is held");
}

#[test]
fn a_status_that_is_late_on_the_new_socket_makes_no_loop() {
    let mut talk = talk(ACCEPTS | REPORTS);
    desire(&mut talk, opamp("a"));
    talk.pushed();
    let mut told = Vec::new();
    for n in 2..30 {
        talk.session.on_new_socket();
        told.extend(talk.at(n * 1_000).hear(reports(n, &opamp("old"), Status::Applied)));
    }
    assert_eq!(offers(&told), NONE);
}

#[test]
fn what_is_applied_without_end_is_asked_about_once() {
    let mut talk = talk(ACCEPTS | REPORTS);
    desire(&mut talk, opamp("a"));
    talk.pushed();
    assert_eq!(asks(&talk.hear(reports(2, &opamp("a"), Status::Applying))), 0);
    assert_eq!(talk.session.deadline(), START + PATIENCE);
    assert_eq!(asks(&talk.at(59_999).pushed()), 0);
    assert_eq!(asks(&talk.at(60_000).pushed()), 1);
    let AgentToServer { agent_description, health, .. } = full(3);
    let still =
        AgentToServer { agent_description, health, ..reports(3, &opamp("a"), Status::Applying) };
    assert_eq!(asks(&talk.hear(still)), 0);
    assert_eq!(talk.session.deadline(), Moment::NEVER);
}

#[test]
fn settings_for_this_server_go_alone_and_own_telemetry_does_not() {
    let mut alone = talk(ACCEPTS);
    desire(&mut alone, opamp("a"));
    let told = alone.desire("config", 0).pushed();
    let carried = |m: &ServerToAgent| (m.remote_config.is_some(), m.connection_settings.is_some());
    assert_eq!(told.iter().map(carried).collect::<Vec<_>>(), [(true, false), (false, true)]);

    let mut together = talk(ACCEPTS);
    desire(&mut together, metrics("a"));
    let told = together.desire("config", 0).pushed();
    assert_eq!(told.iter().map(carried).collect::<Vec<_>>(), [(true, true)]);
}

#[test]
fn a_bit_that_is_gone_takes_the_whole_snapshot_with_it() {
    let mut talk = talk(ACCEPTS);
    let without = with(ACCEPTS & !0x0100, bare(2));
    desire(&mut talk, opamp("a"));
    assert_eq!(offers(&talk.hear(without)), NONE);
}
