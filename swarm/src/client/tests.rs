mod packages;
mod settings;

use bytes::Bytes;
use fleet::capability::Capabilities;
use proto::opamp::v1::{
    AgentCapabilities as Bit, AgentConfigFile, AgentIdentification, AgentRemoteConfig,
    ConnectionSettingsOffers, RemoteConfigStatuses, ServerErrorResponse, ServerToAgentCommand,
    ServerToAgentFlags as Flag,
};

use super::*;
use crate::behaviour::{Behaviour, Reaction};
use crate::identity::Service;

const NOW: Moment = Moment(1_000_000);

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

fn session(transport: Transport, behaviour: Behaviour) -> Session {
    let service =
        Service { name: "collector".into(), version: "1.0".into(), padding: String::new() };
    let mut profile = Profile::new(transport, service, 100);
    profile.behaviour = behaviour;
    let mut session = Session::new(Arc::new(profile), Identity::new(1, 0, &[]), NOW);
    assert_eq!(session.on_tick(NOW), [Effect::Connect]);
    session
}

fn opened(transport: Transport, behaviour: Behaviour) -> Session {
    let mut session = session(transport, behaviour);
    sent(session.on_open(NOW));
    session
}

/// One that accepts more than every agent does.
fn accepting(bits: &[Bit], transport: Transport, behaviour: Behaviour) -> Session {
    let mut session = session(transport, behaviour);
    let profile = Arc::get_mut(&mut session.profile).expect("the only owner");
    let all = bits.iter().fold(profile.capabilities.0, |all, bit| all | *bit as u64);
    profile.capabilities = Capabilities(all);
    sent(session.on_open(NOW));
    session
}

/// The messages among the effects, when there is nothing else among them.
fn sent(effects: Vec<Effect>) -> Vec<AgentToServer> {
    let message = |effect| match effect {
        Effect::Send(message) => *message,
        Effect::Connect | Effect::Adopt(_) | Effect::Close | Effect::Cut => {
            panic!("only messages: {effect:?}")
        }
    };
    effects.into_iter().map(message).collect()
}

fn only(effects: Vec<Effect>) -> AgentToServer {
    let mut messages = sent(effects);
    assert_eq!(messages.len(), 1, "{messages:?}");
    messages.remove(0)
}

fn bare(session: &Session, sequence_num: u64) -> AgentToServer {
    AgentToServer {
        instance_uid: session.uid().to_bytes(),
        sequence_num,
        capabilities: session.profile.capabilities.0,
        ..AgentToServer::default()
    }
}

fn assert_full(message: &AgentToServer, sequence_num: u64) {
    assert_eq!(message.sequence_num, sequence_num);
    let description = message.agent_description.as_ref().expect("a description");
    let keys: Vec<_> = description.identifying_attributes.iter().map(|a| &*a.key).collect();
    assert_eq!(keys, ["service.name", "service.instance.id", "service.version"]);
    assert!(message.health.is_some());
    assert!(message.effective_config.is_some());
    assert!(message.remote_config_status.is_some());
    assert_ne!(message.capabilities, 0);
}

fn config(hash: &'static [u8]) -> ServerToAgent {
    let file = AgentConfigFile { body: Bytes::from_static(b"receivers: {}"), ..Default::default() };
    let config = AgentConfigMap { config_map: [("a.yaml".to_owned(), file)].into() };
    let offer = AgentRemoteConfig { config: Some(config), config_hash: Bytes::from_static(hash) };
    ServerToAgent { remote_config: Some(offer), ..ServerToAgent::default() }
}

fn settings(hash: &'static [u8], heartbeat_interval_seconds: u64) -> ServerToAgent {
    let opamp = OpAmpConnectionSettings { heartbeat_interval_seconds, ..Default::default() };
    let offer = ConnectionSettingsOffers {
        hash: Bytes::from_static(hash),
        opamp: Some(opamp),
        ..Default::default()
    };
    ServerToAgent { connection_settings: Some(offer), ..ServerToAgent::default() }
}

fn statuses(messages: &[AgentToServer]) -> Vec<RemoteConfigStatuses> {
    let statuses = messages.iter().filter_map(|message| message.remote_config_status.as_ref());
    statuses.map(RemoteConfigStatus::status).collect()
}

const APPLYING: RemoteConfigStatuses = RemoteConfigStatuses::Applying;
const APPLIED: RemoteConfigStatuses = RemoteConfigStatuses::Applied;
const FAILED: RemoteConfigStatuses = RemoteConfigStatuses::Failed;

#[test]
fn the_first_message_is_full_and_the_first_after_a_reconnect_is_bare() {
    let mut session = session(Transport::WebSocket, Behaviour::default());
    assert_full(&only(session.on_open(NOW)), 0);
    assert_eq!(session.on_closed(Closed::Ended, NOW), [Effect::Connect], "with no delay");
    assert_eq!(only(session.on_open(NOW)), bare(&session, 1));
}

#[test]
fn a_refused_connection_waits_as_long_as_retry_after_says() {
    let mut session = session(Transport::WebSocket, Behaviour::default());
    let refused = Closed::Refused { retry_after: Some(seconds(30)) };
    assert_eq!(session.on_closed(refused, NOW), []);
    assert_eq!(session.deadline(), NOW + seconds(30));
    assert_eq!(session.on_tick(NOW + seconds(30)), [Effect::Connect]);
}

#[test]
fn refusals_back_off_to_a_minute_and_an_open_connection_forgets_them() {
    let mut session = session(Transport::WebSocket, Behaviour::default());
    let mut now = NOW;
    let mut longest = Duration::ZERO;
    for _ in 0..40 {
        session.on_closed(Closed::Refused { retry_after: None }, now);
        longest = longest.max(session.deadline().since(now));
        now = session.deadline();
        assert_eq!(session.on_tick(now), [Effect::Connect]);
    }
    assert!(longest > seconds(60) && longest <= seconds(90), "{longest:?}");
    session.on_open(now);
    assert_eq!(session.on_closed(Closed::Ended, now), [Effect::Connect]);
    session.on_closed(Closed::Refused { retry_after: None }, now);
    assert!(session.deadline().since(now) < seconds(1));
}

#[test]
fn heartbeats_follow_the_offered_interval_and_zero_stops_them() {
    let behaviour = Behaviour { settings: Reaction::Ignore, ..Behaviour::default() };
    let mut session = opened(Transport::WebSocket, behaviour);
    assert_eq!(session.deadline(), NOW + seconds(30));
    assert_eq!(session.on_message(settings(b"1", 5), NOW), []);
    assert_eq!(session.deadline(), NOW + seconds(5));
    assert_eq!(only(session.on_tick(NOW + seconds(5))), bare(&session, 1));
    session.on_message(settings(b"1", 9), NOW + seconds(5));
    assert_eq!(session.heartbeat(), seconds(5), "an offer with the last hash is skipped");
    session.on_message(settings(b"2", 0), NOW + seconds(5));
    assert_eq!(session.deadline(), Moment::NEVER);
    assert_eq!(session.seen().repeated_offers, 1);
}

#[test]
fn a_polling_agent_refuses_the_interval_zero() {
    let behaviour = Behaviour { settings: Reaction::Ignore, ..Behaviour::default() };
    let mut session = opened(Transport::Polling, behaviour);
    session.on_message(settings(b"1", 0), NOW);
    assert_eq!(session.deadline(), NOW + seconds(30));
}

#[test]
fn a_config_is_applying_then_applied_and_its_repetition_is_skipped() {
    let mut session = opened(Transport::WebSocket, Behaviour::default());
    let messages = sent(session.on_message(config(b"h1"), NOW));
    assert_eq!(statuses(&messages), [APPLYING, APPLIED]);
    let effective = messages[1].effective_config.clone().and_then(|config| config.config_map);
    assert!(effective.is_some_and(|map| map.config_map.contains_key("a.yaml")));
    assert_eq!(session.on_message(config(b"h1"), NOW), []);
    assert_eq!(session.seen().config_offers[&b"h1"[..]], 2);
    assert_eq!((session.seen().applied, session.seen().repeated_offers), (1, 1));
}

#[test]
fn a_scripted_failure_reports_its_text_and_keeps_the_old_config() {
    let behaviour = Behaviour { config: Reaction::Fail("no".into()), ..Behaviour::default() };
    let mut session = opened(Transport::WebSocket, behaviour);
    let messages = sent(session.on_message(config(b"h1"), NOW));
    assert_eq!(statuses(&messages), [APPLYING, FAILED]);
    assert_eq!(session.remote_config().error_message, "no");
    assert!(messages[1].effective_config.is_none());
    assert_eq!(session.on_message(config(b"h1"), NOW), []);
}

#[test]
fn an_ignored_config_is_counted_and_not_answered() {
    let behaviour = Behaviour { config: Reaction::Ignore, ..Behaviour::default() };
    let mut session = opened(Transport::WebSocket, behaviour);
    assert_eq!(session.on_message(config(b"h1"), NOW), []);
    assert_eq!(session.seen().config_offers[&b"h1"[..]], 1);
}

#[test]
fn a_slow_config_is_applied_after_its_time_unless_a_newer_one_came() {
    let behaviour = Behaviour { config: Reaction::Slow(seconds(3)), ..Behaviour::default() };
    let mut session = opened(Transport::WebSocket, behaviour);
    assert_eq!(statuses(&sent(session.on_message(config(b"h1"), NOW))), [APPLYING]);
    let later = NOW + seconds(2);
    assert_eq!(statuses(&sent(session.on_message(config(b"h2"), later))), [APPLYING]);
    assert_eq!(session.deadline(), later + seconds(3));
    assert_eq!(statuses(&sent(session.on_tick(later + seconds(3)))), [APPLIED]);
    assert_eq!(session.remote_config().last_remote_config_hash, &b"h2"[..]);
    assert_eq!(session.seen().applied, 1);
}

#[test]
fn a_full_state_request_is_answered_with_everything() {
    let mut session = opened(Transport::WebSocket, Behaviour::default());
    let request = ServerToAgent { flags: Flag::ReportFullState as u64, ..ServerToAgent::default() };
    assert_full(&only(session.on_message(request, NOW)), 1);
    assert_eq!(session.seen().full_state_requests, 1);
}

#[test]
fn a_restart_hides_what_came_with_it_and_starts_the_numbers_again() {
    let mut session = opened(Transport::WebSocket, Behaviour::default());
    session.on_message(ServerToAgent::default(), NOW);
    let later = NOW + seconds(1);
    let mut restart = config(b"h1");
    restart.command = Some(ServerToAgentCommand::default());
    let message = only(session.on_message(restart, later));
    assert_full(&message, 0);
    let started = message.health.expect("health").start_time_unix_nano;
    assert_eq!(started, later.0 * 1_000_000);
    assert_eq!((session.seen().commands, session.seen().offers()), (1, 0));
}

#[test]
fn without_the_capability_a_command_is_not_seen_and_the_rest_is() {
    let mut session = opened(Transport::WebSocket, Behaviour::default());
    let profile = Arc::get_mut(&mut session.profile).expect("the only owner");
    let bit = Bit::AcceptsRestartCommand as u64;
    profile.capabilities = Capabilities(profile.capabilities.0 & !bit);
    let mut restart = config(b"h1");
    restart.command = Some(ServerToAgentCommand::default());
    assert_eq!(sent(session.on_message(restart, NOW)).len(), 2);
    assert_eq!((session.seen().commands, session.seen().offers()), (0, 1));
}

#[test]
fn a_new_uid_is_used_from_the_next_message_on_and_the_numbers_go_on() {
    let mut session = opened(Transport::WebSocket, Behaviour::default());
    let new_instance_uid = Bytes::from_static(&[7; 16]);
    let identification = AgentIdentification { new_instance_uid: new_instance_uid.clone() };
    let message =
        ServerToAgent { agent_identification: Some(identification), ..ServerToAgent::default() };
    assert_eq!(session.on_message(message, NOW), [], "it is no reason to send");
    let beat = only(session.on_tick(NOW + seconds(30)));
    assert_eq!((beat.instance_uid, beat.sequence_num), (new_instance_uid, 1));
    assert_eq!(session.seen().uid_changes, 1);
}

#[test]
fn an_error_is_counted_and_changes_nothing() {
    let mut session = opened(Transport::WebSocket, Behaviour::default());
    let error = ServerErrorResponse { error_message: "busy".into(), ..Default::default() };
    let message = ServerToAgent { error_response: Some(error), ..ServerToAgent::default() };
    let deadline = session.deadline();
    assert_eq!(session.on_message(message, NOW), []);
    assert_eq!(session.deadline(), deadline);
    assert_eq!((session.seen().errors, &*session.seen().last_error), (1, "busy"));
}

#[test]
fn polling_has_one_request_in_flight_and_merges_what_comes_meanwhile() {
    let mut session = opened(Transport::Polling, Behaviour::default());
    session.set_health(false, "degraded", "disk full", NOW);
    assert_eq!(session.on_tick(NOW), [], "the first request has no answer yet");
    let message = only(session.on_message(config(b"h1"), NOW));
    assert_eq!(statuses(std::slice::from_ref(&message)), [APPLYING]);
    assert!(message.health.is_some_and(|health| health.last_error == "disk full"));
    let message = only(session.on_message(ServerToAgent::default(), NOW));
    assert_eq!(statuses(&[message]), [APPLIED]);
}

#[test]
fn a_refused_poll_is_repeated_unchanged_and_a_failed_one_is_forgotten() {
    let mut session = session(Transport::Polling, Behaviour::default());
    let first = only(session.on_open(NOW));
    session.on_closed(Closed::Refused { retry_after: Some(seconds(5)) }, NOW);
    let later = NOW + seconds(5);
    assert_eq!(session.on_tick(later), [Effect::Connect]);
    assert_eq!(only(session.on_open(later)), first);
    assert!(!session.connected());
    assert_eq!(session.on_closed(Closed::Dropped, later), []);
    assert_eq!(only(session.on_tick(later + seconds(30))), bare(&session, 1));
}

#[test]
fn accepted_settings_make_a_new_client_that_remembers_no_offer() {
    let mut session = opened(Transport::WebSocket, Behaviour::default());
    let effects = session.on_message(settings(b"s1", 20), NOW);
    let [Effect::Send(farewell), Effect::Adopt(adopted), Effect::Close] = &effects[..] else {
        panic!("{effects:?}");
    };
    assert!(farewell.agent_disconnect.is_some());
    assert_eq!(adopted.heartbeat_interval_seconds, 20);
    assert_eq!(session.on_tick(NOW), [Effect::Connect]);
    assert_full(&only(session.on_open(NOW)), 0);
    assert_eq!(session.on_message(settings(b"s1", 20), NOW).len(), 3, "the loop real ones make");
    assert_eq!(session.seen().settings_offers[&b"s1"[..]], 2);
}

#[test]
fn a_held_agent_stays_away_until_it_is_released() {
    let mut session = opened(Transport::WebSocket, Behaviour::default());
    session.hold(true);
    assert_eq!(session.deadline(), Moment(0));
    let effects = session.on_tick(NOW);
    assert!(matches!(&effects[..], [Effect::Send(farewell), Effect::Close]
        if farewell.agent_disconnect.is_some()));
    assert_eq!(session.deadline(), Moment::NEVER);
    session.release(NOW + seconds(2));
    assert_eq!(session.on_tick(NOW + seconds(2)), [Effect::Connect]);
}
