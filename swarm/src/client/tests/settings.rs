use proto::opamp::v1::{
    ConnectionSettingsStatuses as State, OtherConnectionSettings, TelemetryConnectionSettings,
};

use super::*;

const OWN: [Bit; 3] = [Bit::ReportsOwnMetrics, Bit::ReportsOwnTraces, Bit::ReportsOwnLogs];
const OTHER: Bit = Bit::AcceptsOtherConnectionSettings;
const STATUS: Bit = Bit::ReportsConnectionSettingsStatus;

fn offer(hash: &'static [u8], parts: ConnectionSettingsOffers) -> ServerToAgent {
    let offer = ConnectionSettingsOffers { hash: Bytes::from_static(hash), ..parts };
    ServerToAgent { connection_settings: Some(offer), ..ServerToAgent::default() }
}

fn logs() -> ConnectionSettingsOffers {
    let own_logs = Some(TelemetryConnectionSettings::default());
    ConnectionSettingsOffers { own_logs, ..ConnectionSettingsOffers::default() }
}

fn lake() -> ConnectionSettingsOffers {
    let other_connections = [("lake".to_owned(), OtherConnectionSettings::default())].into();
    ConnectionSettingsOffers { other_connections, ..ConnectionSettingsOffers::default() }
}

/// The two parts that the behaviour below is about, each alone.
fn parts() -> [ConnectionSettingsOffers; 2] {
    [logs(), lake()]
}

fn that(reaction: Reaction) -> Session {
    let behaviour =
        Behaviour { telemetry: reaction.clone(), connections: reaction, ..Behaviour::default() };
    let bits = [&OWN[..], &[OTHER, STATUS]].concat();
    accepting(&bits, Transport::WebSocket, behaviour)
}

fn reports(messages: &[AgentToServer]) -> Vec<(&[u8], State, &str)> {
    let statuses = messages.iter().filter_map(|m| m.connection_settings_status.as_ref());
    let fields = |s| -> (&[u8], State, &str) {
        let s: &ConnectionSettingsStatus = s;
        (&s.last_connection_settings_hash, s.status(), &s.error_message)
    };
    statuses.map(fields).collect()
}

#[test]
fn accepted_settings_for_others_are_applied_at_once_and_their_repetition_is_skipped() {
    for part in parts() {
        let mut session = that(Reaction::Accept);
        let messages = sent(session.on_message(offer(b"s1", part.clone()), NOW));
        assert_eq!(reports(&messages), [(&b"s1"[..], State::Applied, "")]);
        assert_eq!(session.on_message(offer(b"s1", part), NOW), []);
        let seen = session.seen();
        assert_eq!((seen.applied, seen.repeated_offers, seen.adopted), (1, 1, 0));
    }
}

#[test]
fn without_the_bit_for_it_nothing_is_said() {
    for (reaction, applied) in [(Reaction::Accept, 1), (Reaction::Fail("no".into()), 0)] {
        let behaviour = Behaviour { telemetry: reaction, ..Behaviour::default() };
        let mut session = accepting(&OWN, Transport::WebSocket, behaviour);
        assert_eq!(session.on_message(offer(b"s1", logs()), NOW), []);
        assert_eq!((session.seen().applied, session.seen().failed), (applied, 1 - applied));
    }
}

#[test]
fn a_part_without_its_bit_is_not_looked_at() {
    let behaviour = Behaviour { connections: Reaction::Fail("no".into()), ..Default::default() };
    let bits = [Bit::ReportsOwnLogs, STATUS];
    let mut session = accepting(&bits, Transport::WebSocket, behaviour);
    let metrics = Some(TelemetryConnectionSettings::default());
    let metrics = ConnectionSettingsOffers { own_metrics: metrics, ..lake() };
    assert_eq!(session.on_message(offer(b"s1", metrics), NOW), []);
    let both = ConnectionSettingsOffers { own_logs: logs().own_logs, ..lake() };
    let messages = sent(session.on_message(offer(b"s2", both), NOW));
    assert_eq!(reports(&messages), [(&b"s2"[..], State::Applied, "")]);
}

#[test]
fn ignored_settings_are_counted_and_not_answered() {
    for part in parts() {
        let mut session = that(Reaction::Ignore);
        assert_eq!(session.on_message(offer(b"s1", part), NOW), []);
        assert_eq!(session.seen().settings_offers[&b"s1"[..]], 1);
    }
}

#[test]
fn a_scripted_failure_is_reported_with_its_text_once_per_hash() {
    for part in parts() {
        let mut session = that(Reaction::Fail("no".into()));
        let messages = sent(session.on_message(offer(b"s1", part.clone()), NOW));
        assert_eq!(reports(&messages), [(&b"s1"[..], State::Failed, "no")]);
        assert_eq!(session.on_message(offer(b"s1", part.clone()), NOW), []);
        let messages = sent(session.on_message(offer(b"s2", part), NOW));
        assert_eq!(reports(&messages), [(&b"s2"[..], State::Failed, "no")]);
        assert_eq!(session.seen().failed, 2);
    }
}

#[test]
fn slow_settings_are_applying_until_their_time_unless_newer_ones_came() {
    let mut session = that(Reaction::Slow(seconds(3)));
    let messages = sent(session.on_message(offer(b"s1", logs()), NOW));
    assert_eq!(reports(&messages), [(&b"s1"[..], State::Applying, "")]);
    let later = NOW + seconds(2);
    let messages = sent(session.on_message(offer(b"s2", lake()), later));
    assert_eq!(reports(&messages), [(&b"s2"[..], State::Applying, "")]);
    assert_eq!(session.deadline(), later + seconds(3));
    let messages = sent(session.on_tick(later + seconds(3)));
    assert_eq!(reports(&messages), [(&b"s2"[..], State::Applied, "")]);
    assert_eq!(session.seen().applied, 1);
}

#[test]
fn an_offer_of_several_parts_fails_if_one_does_and_the_others_are_still_taken() {
    let behaviour = Behaviour { telemetry: Reaction::Fail("no".into()), ..Behaviour::default() };
    let bits = [&OWN[..], &[OTHER, STATUS]].concat();
    let mut session = accepting(&bits, Transport::WebSocket, behaviour);
    let both = ConnectionSettingsOffers { own_logs: logs().own_logs, ..lake() };
    let messages = sent(session.on_message(offer(b"s1", both), NOW));
    assert_eq!(reports(&messages), [(&b"s1"[..], State::Failed, "no")]);

    let opamp = Some(OpAmpConnectionSettings::default());
    let all = ConnectionSettingsOffers { opamp, ..logs() };
    let effects = session.on_message(offer(b"s2", all), NOW);
    let [Effect::Send(applying), Effect::Send(_), Effect::Adopt(_), Effect::Close] = &effects[..]
    else {
        panic!("{effects:?}");
    };
    let applying = std::slice::from_ref(&**applying);
    assert_eq!(reports(applying), [(&b"s2"[..], State::Applying, "")]);
    assert_eq!(session.on_tick(NOW), [Effect::Connect]);
    let messages = sent(session.on_open(NOW));
    assert_eq!(reports(&messages), [(&b"s2"[..], State::Failed, "no")]);
    assert_eq!((session.seen().adopted, session.seen().failed), (1, 2));
}
