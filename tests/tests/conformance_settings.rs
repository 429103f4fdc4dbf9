//! PROTOCOL.md, rows X1 to X5, X7 and X8: what connection settings are offered, and when.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeSet;

use bytes::Bytes;
use proto::opamp::v1::{
    AgentToServer, ConnectionSettingsOffers, ConnectionSettingsStatus,
    ConnectionSettingsStatuses as Status, Header, Headers, OpAmpConnectionSettings,
    OtherConnectionSettings, ProxyConnectionSettings, ServerToAgent, ServerToAgentFlags,
    TelemetryConnectionSettings, TlsConnectionSettings,
};
use tests::api::Api;
use tests::wire::PATIENCE;
use tests::wire::first::CAPABILITIES;
use tests::{By, Hand, Shared, until};
use tonic::Code;

static SERVER: Shared = Shared::new(&[("DROVER_NODE__APPLYING_S_MAX", "2")]);

const OPAMP: u64 = 0x100;
const TRACES: u64 = 0x20;
const METRICS: u64 = 0x40;
const LOGS: u64 = 0x80;
const OTHER: u64 = 0x200;
const ALL: u64 = OPAMP | TRACES | METRICS | LOGS | OTHER;
/// Reports what became of settings.
const REPORTS: u64 = 0x8000;

fn headers() -> Option<Headers> {
    let header = Header { key: "Authorization".to_owned(), value: "Bearer t".to_owned() };
    Some(Headers { headers: vec![header] })
}

fn opamp(endpoint: &str, heartbeat: u64) -> ConnectionSettingsOffers {
    let opamp = OpAmpConnectionSettings {
        destination_endpoint: endpoint.to_owned(),
        headers: headers(),
        heartbeat_interval_seconds: heartbeat,
        tls: Some(TlsConnectionSettings {
            include_system_ca_certs_pool: true,
            min_version: "1.2".to_owned(),
            ..TlsConnectionSettings::default()
        }),
        proxy: Some(ProxyConnectionSettings {
            url: "http://proxy.example:3128".to_owned(),
            connect_headers: None,
        }),
        ..OpAmpConnectionSettings::default()
    };
    ConnectionSettingsOffers { opamp: Some(opamp), ..ConnectionSettingsOffers::default() }
}

fn telemetry(host: &str) -> ConnectionSettingsOffers {
    let signal = |name: &str| {
        Some(TelemetryConnectionSettings {
            destination_endpoint: format!("https://{host}/v1/{name}"),
            headers: headers(),
            ..TelemetryConnectionSettings::default()
        })
    };
    ConnectionSettingsOffers {
        own_metrics: signal("metrics"),
        own_traces: signal("traces"),
        own_logs: signal("logs"),
        ..ConnectionSettingsOffers::default()
    }
}

fn other() -> ConnectionSettingsOffers {
    let lake = OtherConnectionSettings {
        destination_endpoint: "lake.example:9000".to_owned(),
        other_settings: [("bucket".to_owned(), "b".to_owned())].into(),
        ..OtherConnectionSettings::default()
    };
    let other_connections = [("lake".to_owned(), lake)].into();
    ConnectionSettingsOffers { other_connections, ..ConnectionSettingsOffers::default() }
}

fn offered(message: &ServerToAgent) -> Option<ConnectionSettingsOffers> {
    message.connection_settings.clone()
}

fn hash(message: &ServerToAgent) -> Option<Bytes> {
    offered(message).map(|offer| offer.hash)
}

fn says(hash: &Bytes, status: Status) -> AgentToServer {
    let failed = status == Status::Failed;
    let error_message = if failed { "certificate rejected".to_owned() } else { String::new() };
    AgentToServer {
        connection_settings_status: Some(ConnectionSettingsStatus {
            last_connection_settings_hash: hash.clone(),
            status: status.into(),
            error_message,
        }),
        ..AgentToServer::default()
    }
}

/// Saves settings, gives them to the agent, and waits for what the agent is offered then.
async fn give(
    api: &Api,
    hand: &mut Hand,
    name: &str,
    settings: ConnectionSettingsOffers,
) -> ConnectionSettingsOffers {
    api.save_settings(name, settings).await.unwrap();
    api.offer_settings(hand.uid, name).await.unwrap();
    hand.hears("the settings", offered).await.unwrap()
}

#[tokio::test]
async fn x1_each_class_is_offered_only_with_its_bit() {
    let server = SERVER.get().await.unwrap();
    let api = server.control().unwrap();
    api.save_settings("x1-opamp", opamp("wss://x1.example/v1/opamp", 20)).await.unwrap();
    api.save_settings("x1-own", telemetry("x1.example")).await.unwrap();
    api.save_settings("x1-other", other()).await.unwrap();
    api.save("x1", "a: 1").await.unwrap();
    for (number, bit) in [0, OPAMP, METRICS, TRACES, LOGS, OTHER].into_iter().enumerate() {
        let by = By::BOTH[number % 2];
        let mut hand = Hand::known(&server, by, CAPABILITIES | bit).await.unwrap();
        for name in ["x1-opamp", "x1-own", "x1-other"] {
            api.assign_settings(name, &hand.selector()).await.unwrap();
        }
        // Decided after the settings were.
        api.assign("x1", &hand.selector()).await.unwrap();
        if bit != 0 {
            hand.hears("the settings", offered).await.unwrap();
        }
        if hand.count(|m| m.remote_config.is_some()) == 0 {
            hand.hears("the config", |m| m.remote_config.clone()).await.unwrap();
        }
        let classes = |m: &ServerToAgent| {
            let offer = offered(m).unwrap_or_default();
            u64::from(offer.opamp.is_some()) * OPAMP
                + u64::from(offer.own_metrics.is_some()) * METRICS
                + u64::from(offer.own_traces.is_some()) * TRACES
                + u64::from(offer.own_logs.is_some()) * LOGS
                + u64::from(!offer.other_connections.is_empty()) * OTHER
        };
        let told: BTreeSet<u64> =
            hand.heard.iter().map(classes).filter(|classes| *classes != 0).collect();
        assert_eq!(told, BTreeSet::from_iter([bit].into_iter().filter(|b| *b != 0)), "{by:?}");
    }
    let hand = Hand::known(&server, By::WebSocket, CAPABILITIES).await.unwrap();
    let refused = api.offer_settings(hand.uid, "x1-opamp").await.unwrap_err();
    assert_eq!(refused.code(), Code::FailedPrecondition, "{refused}");
    assert!(refused.message().contains("AcceptsOpAMPConnectionSettings"), "{refused}");
}

#[tokio::test]
async fn x2_the_hash_covers_everything_and_a_retry_has_another() {
    let server = SERVER.get().await.unwrap();
    let api = server.control().unwrap();
    let here = "wss://x2.example/v1/opamp";
    let mut hashes = BTreeSet::new();
    let mut seen = Vec::new();
    for by in By::BOTH {
        let bits = CAPABILITIES | ALL | REPORTS;
        let mut hand = Hand::known(&server, by, bits).await.unwrap();
        let mut told = Vec::new();
        told.push(give(&api, &mut hand, "x2", opamp(here, 20)).await.hash);
        // A change of the interval alone.
        told.push(give(&api, &mut hand, "x2", opamp(here, 21)).await.hash);
        // Of something else that is offered with it.
        told.push(give(&api, &mut hand, "x2-own", telemetry("x2.example")).await.hash);
        hand.say(says(told.last().unwrap(), Status::Failed)).await.unwrap();
        api.retry_settings(hand.uid).await.unwrap();
        let again = |m: &ServerToAgent| hash(m).filter(|hash| !told.contains(hash));
        let retried = hand.hears("the retry", again).await.unwrap();
        told.push(retried);
        assert!(told.iter().all(|hash| hash.len() == 32), "{told:?}");
        hashes.extend(told.clone());
        seen.push(told);
    }
    // Another hash each time, and the same for the same content whoever gets it.
    assert_eq!((hashes.len(), &seen[0]), (4, &seen[1]));
}

#[tokio::test]
async fn x3_the_reply_to_another_hash_offers_the_settings_and_to_the_same_does_not() {
    let server = SERVER.get().await.unwrap();
    let api = server.control().unwrap();
    for by in By::BOTH {
        let bits = CAPABILITIES | ALL | REPORTS;
        let mut hand = Hand::known(&server, by, bits).await.unwrap();
        // It has said before that it runs with others.
        let old = Bytes::from_static(&[7; 32]);
        hand.ask(says(&old, Status::Applied)).await.unwrap();
        api.save_settings("x3", telemetry("x3.example")).await.unwrap();
        api.assign_settings("x3", &hand.selector()).await.unwrap();
        let told = hand.hears("the settings", offered).await.unwrap();
        assert_eq!(told.own_metrics, telemetry("x3.example").own_metrics);
        let hash = told.hash.clone();
        let rows = [
            (says(&hash, Status::Applying), false),
            (says(&hash, Status::Applied), false),
            (says(&old, Status::Applied), true),
            (says(&hash, Status::Applied), false),
            (says(&Bytes::new(), Status::Unset), true),
            (says(&hash, Status::Failed), false),
            (says(&hash, Status::Failed), false),
            (says(&old, Status::Applied), false),
        ];
        for (number, (status, expected)) in rows.into_iter().enumerate() {
            let reply = hand.ask(status).await.unwrap();
            let expected = expected.then(|| told.clone());
            assert_eq!(offered(&reply), expected, "{by:?}, report {number}");
        }
    }
}

#[tokio::test]
async fn x4_an_opamp_offer_carries_a_full_endpoint() {
    let server = SERVER.get().await.unwrap();
    let api = server.control().unwrap();
    for bad in ["", "x4.example:4320", "/v1/opamp", "ftp://x4.example/", "wss://", "wss://h:0/"] {
        let refused = api.save_settings("x4-bad", opamp(bad, 20)).await.unwrap_err();
        assert_eq!(refused.code(), Code::InvalidArgument, "{bad}: {refused}");
    }
    let schemes = ["ws", "wss", "http", "https"];
    for by in By::BOTH {
        let mut hand = Hand::known(&server, by, CAPABILITIES | OPAMP).await.unwrap();
        for scheme in schemes {
            let endpoint = format!("{scheme}://x4.example:4320/v1/opamp");
            let told = give(&api, &mut hand, "x4", opamp(&endpoint, 20)).await.opamp.unwrap();
            assert_eq!(told.destination_endpoint, endpoint, "{by:?}");
        }
    }
}

#[tokio::test]
async fn x5_a_change_of_the_heartbeat_repeats_everything_else() {
    let server = SERVER.get().await.unwrap();
    let api = server.control().unwrap();
    let here = "wss://x5.example/v1/opamp";
    for by in By::BOTH {
        let mut hand = Hand::known(&server, by, CAPABILITIES | ALL).await.unwrap();
        give(&api, &mut hand, "x5-own", telemetry("x5.example")).await;
        give(&api, &mut hand, "x5", opamp(here, 20)).await;
        for (heartbeat, expected) in [(21, 21), (0, 30)] {
            let told = give(&api, &mut hand, "x5", opamp(here, heartbeat)).await;
            assert_eq!(told.opamp, opamp(here, expected).opamp, "{by:?}");
            let own = telemetry("x5.example");
            assert_eq!(
                (told.own_metrics, told.own_traces, told.own_logs),
                (own.own_metrics, own.own_traces, own.own_logs),
                "{by:?}"
            );
        }
    }
}

fn asks(message: &ServerToAgent) -> Option<()> {
    (message.flags & ServerToAgentFlags::ReportFullState as u64 != 0).then_some(())
}

#[tokio::test]
async fn x7_settings_that_are_applied_without_end_are_asked_about_once() {
    let server = SERVER.get().await.unwrap();
    let api = server.control().unwrap();
    for by in By::BOTH {
        let bits = CAPABILITIES | OPAMP | REPORTS;
        let mut hand = Hand::known(&server, by, bits).await.unwrap();
        let here = "wss://x7.example/v1/opamp";
        let told = give(&api, &mut hand, "x7", opamp(here, 20)).await.hash;
        hand.ask(says(&told, Status::Applying)).await.unwrap();
        hand.hears("ReportFullState", asks).await.unwrap();
        // What the client kept to itself until it was asked.
        hand.report(says(&told, Status::Failed)).await.unwrap();
        let shown = async || {
            let status = api.settings_status(hand.uid).await.unwrap();
            let error = status.status.map(|status| status.error_message);
            (error.as_deref(), status.failed_hash) == (Some("certificate rejected"), told.clone())
        };
        until("the failure is shown", PATIENCE, shown).await.unwrap();
        // It comes back on another connection and says that others work: APPLIED arrives there.
        api.retry_settings(hand.uid).await.unwrap();
        let again = |m: &ServerToAgent| hash(m).filter(|hash| *hash != told);
        let retried = hand.hears("the retry", again).await.unwrap();
        hand.reconnect(&server).await.unwrap();
        hand.report(says(&retried, Status::Applied)).await.unwrap();
        let shown = async || {
            let status = api.settings_status(hand.uid).await.unwrap().status.unwrap_or_default();
            (status.status(), &status.last_connection_settings_hash) == (Status::Applied, &retried)
        };
        until("it is applied", PATIENCE, shown).await.unwrap();
        assert_eq!(hand.count(|m| asks(m).is_some()), 1, "{by:?}");
        assert_eq!(hand.count(|m| m.connection_settings.is_some()), 2, "{by:?}");
    }
}

#[tokio::test]
async fn x8_own_telemetry_comes_with_the_first_reply_and_again_only_when_changed() {
    let server = SERVER.get().await.unwrap();
    let api = server.control().unwrap();
    let mut incomplete = telemetry("x8.example");
    incomplete.own_logs = None;
    let mut pathless = telemetry("x8.example");
    pathless.own_traces.as_mut().unwrap().destination_endpoint = "https://x8.example".to_owned();
    for bad in [incomplete, pathless] {
        let refused = api.save_settings("x8-bad", bad).await.unwrap_err();
        assert_eq!(refused.code(), Code::InvalidArgument, "{refused}");
    }
    for (by, name) in [(By::WebSocket, "x8-socket"), (By::Polling, "x8-polling")] {
        let bits = CAPABILITIES | METRICS | TRACES | LOGS;
        let mut newcomer = Hand::new(&server, by, bits).await.unwrap();
        let mut probes = Vec::new();
        for _ in 0..4 {
            probes.push(Hand::known(&server, By::WebSocket, bits).await.unwrap());
        }
        let uids: Vec<_> = probes.iter().chain([&newcomer]).map(|h| h.uid.to_string()).collect();
        let selector = format!("claim.service.instance.id in ({})", uids.join(","));
        api.save_settings(name, telemetry("a.example")).await.unwrap();
        api.assign_settings(name, &selector).await.unwrap();
        for probe in &mut probes {
            probe.hears("the settings", offered).await.unwrap();
        }
        let reply = newcomer.report(AgentToServer::default()).await.unwrap();
        let told = offered(&reply).unwrap();
        let sent = ConnectionSettingsOffers { hash: told.hash.clone(), ..telemetry("a.example") };
        assert_eq!(told, sent, "{by:?}");
        for _ in 0..5 {
            newcomer.ask(AgentToServer::default()).await.unwrap();
        }
        newcomer.reconnect(&server).await.unwrap();
        newcomer.report(AgentToServer::default()).await.unwrap();
        assert_eq!(newcomer.count(|m| m.connection_settings.is_some()), 1, "{by:?}");
        api.save_settings(name, telemetry("b.example")).await.unwrap();
        api.assign_settings(name, &selector).await.unwrap();
        let told = newcomer.hears("the change", offered).await.unwrap();
        assert_eq!(told.own_logs, telemetry("b.example").own_logs, "{by:?}");
    }
}
