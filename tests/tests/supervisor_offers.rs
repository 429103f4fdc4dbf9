//! The real OpAMP Supervisor and what it can be offered besides configs: where its collector's own telemetry goes, and
//! how to reach the server. And what it reports of its collector.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::time::Duration;

use proto::control::v1::AssignInstanceUidRequest;
use proto::opamp::v1::{
    ConnectionSettingsOffers, Header, Headers, OpAmpConnectionSettings, TelemetryConnectionSettings,
};
use serde_json::Value;
use tests::credentials::client_certificate;
use tests::supervisor::SUPERVISED;
use tests::{Standalone, Supervisor, until};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::time::timeout;

const CONFIG: &str = "
receivers: { nop: {} }
exporters: { nop: {} }
service: { pipelines: { traces: { receivers: [nop], exporters: [nop] } } }
";

async fn started(server: &Standalone) -> (Supervisor, String) {
    let supervisor = Supervisor::start(server, false).await.unwrap();
    let uid = supervisor.uid().await.unwrap();
    shown(server, &uid, "the collector is healthy", |a| a["health"]["healthy"] == true).await;
    (supervisor, uid)
}

async fn shown(
    server: &Standalone,
    uid: &str,
    what: &str,
    wanted: impl Fn(&Value) -> bool,
) -> Value {
    server.shows_within(uid, what, SUPERVISED, wanted).await.unwrap()
}

async fn offer(server: &Standalone, uid: &str, settings: ConnectionSettingsOffers) {
    let api = server.control().unwrap();
    api.save_settings("offered", settings).await.unwrap();
    api.offer_settings(uid.parse().unwrap(), "offered").await.unwrap();
}

/// A config is applied: whatever was to be offered again before it would have come.
async fn applies_a_config(server: &Standalone, uid: &str) {
    server.push("probe", CONFIG).await.unwrap();
    let applied = |a: &Value| {
        a["remoteConfigStatus"]["status"] == "RemoteConfigStatuses_APPLIED"
            && a["remoteConfigOffers"] == "1"
    };
    shown(server, uid, "a config is applied", applied).await;
}

/// Takes whatever is posted; ends when something is posted to this path.
async fn posted(listener: &TcpListener, path: &str) {
    let wanted = format!("POST {path} ");
    loop {
        let (mut connection, _) = listener.accept().await.unwrap();
        let mut head = vec![0; wanted.len()];
        let read = connection.read_exact(&mut head).await;
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
        // It may hang up first.
        let _gone = connection.write_all(answer).await;
        if read.is_ok() && head == wanted.as_bytes() {
            return;
        }
    }
}

#[tokio::test]
async fn a_supervised_collector_sends_its_own_telemetry_where_it_is_offered() {
    let server = Standalone::start().await.unwrap();
    let (supervisor, uid) = started(&server).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let endpoint = |signal: &str| format!("http://127.0.0.1:{port}/v1/{signal}");
    let signal = |name: &str| {
        Some(TelemetryConnectionSettings {
            destination_endpoint: endpoint(name),
            ..TelemetryConnectionSettings::default()
        })
    };
    let settings = ConnectionSettingsOffers {
        own_metrics: signal("metrics"),
        own_traces: signal("traces"),
        own_logs: signal("logs"),
        ..ConnectionSettingsOffers::default()
    };
    offer(&server, &uid, settings).await;
    timeout(SUPERVISED, posted(&listener, "/v1/logs")).await.expect("its logs arrive");
    tokio::select! { biased;
        () = runs_with_all_three(&server, &uid, endpoint) => {}
        // It has to be taken: a collector does not stop before its last telemetry is sent.
        () = posted(&listener, "/nowhere") => panic!("nothing is sent there"),
    }
    // To learn what it is, first, with the offer, with the config.
    assert_eq!(supervisor.log().matches("Starting agent\"").count(), 4, "nothing else restarts it");
}

async fn runs_with_all_three(server: &Standalone, uid: &str, endpoint: impl Fn(&str) -> String) {
    let mut runs = String::new();
    let all = until("it runs with all three destinations", SUPERVISED, async || {
        runs = server.ok(&["config", "effective", uid]).await.unwrap().text();
        ["metrics", "traces", "logs"].iter().all(|signal| runs.contains(&endpoint(signal)))
    });
    all.await.unwrap_or_else(|error| panic!("{error}: {runs}"));
    applies_a_config(server, uid).await;
}

#[tokio::test]
async fn a_supervisor_reconnects_once_with_the_settings_it_is_offered() {
    let server = Standalone::start().await.unwrap();
    let (supervisor, uid) = started(&server).await;
    let connections = || supervisor.log().matches("Connected to the server.").count();
    assert_eq!(connections(), 1);
    let settings = ConnectionSettingsOffers {
        opamp: Some(OpAmpConnectionSettings {
            destination_endpoint: server.endpoint("wss"),
            headers: Some(Headers {
                headers: vec![Header { key: "x-zone".to_owned(), value: "eu-west".to_owned() }],
            }),
            certificate: Some(client_certificate(&server, "edge-1").unwrap()),
            heartbeat_interval_seconds: 1,
            ..OpAmpConnectionSettings::default()
        }),
        ..ConnectionSettingsOffers::default()
    };
    offer(&server, &uid, settings).await;
    until("it connects with them", SUPERVISED, async || connections() == 2).await.unwrap();
    // Its new client calls the collector unhealthy until the collector's health changes: not looked at here.
    let back = |a: &Value| a["connected"] == true;
    let mut seen = shown(&server, &uid, "it is back", back).await["lastSeen"].clone();
    for _ in 0..3 {
        let later = |a: &Value| a["lastSeen"].as_str() > seen.as_str();
        seen = shown(&server, &uid, "it beats every second", later).await["lastSeen"].clone();
    }
    applies_a_config(&server, &uid).await;
    assert_eq!(connections(), 2, "an offer that is repeated would make it connect for ever");
    let log = supervisor.log();
    assert!(!log.contains("Failed to connect to the server"), "{log}");
    assert!(!log.contains("resulted in invalid configuration"), "{log}");
}

#[tokio::test]
async fn the_components_of_a_supervised_collector_are_shown_with_their_modules() {
    let server = Standalone::start().await.unwrap();
    let (_supervisor, uid) = started(&server).await;
    let module = "go.opentelemetry.io/collector/exporter/debugexporter v0.149.0";
    let whole = |a: &Value| a["availableComponents"]["components"].to_string().contains(module);
    let agent = shown(&server, &uid, "its components are shown", whole).await;
    let components = agent["availableComponents"]["components"].to_string();
    for name in ["hostmetrics", "nop", "debug", "opamp"] {
        assert!(components.contains(&format!("\"{name}\"")), "{name}: {components}");
    }
    let table = server.ok(&["agents", "get", &uid, "--full"]).await.unwrap().text();
    assert!(table.contains("hostmetrics"), "{table}");
}

#[tokio::test]
async fn a_supervisor_takes_another_uid_and_keeps_it_over_a_restart() {
    let server = Standalone::start().await.unwrap();
    let (mut supervisor, old) = started(&server).await;
    let request = AssignInstanceUidRequest { instance_uid: old.clone(), ..Default::default() };
    let api = server.control().unwrap();
    let new = api.agents().assign_instance_uid(request).await.unwrap().into_inner();
    let new = new.new_instance_uid;
    let back = |a: &Value| a["connected"] == true && a["health"]["healthy"] == true;
    shown(&server, &new, "it is there under the new uid", back).await;
    assert_eq!(supervisor.uid().await.unwrap(), new, "it has written it down");
    applies_a_config(&server, &new).await;

    supervisor.stop().await.unwrap();
    shown(&server, &new, "it said goodbye", |a| a["connected"] != true).await;
    supervisor.again().unwrap();
    shown(&server, &new, "it is back under the new uid", back).await;
    let alone = async || {
        let listed = server.json(&["agents", "list"]).await.unwrap();
        let agents = listed["agents"].as_array().unwrap().iter();
        agents.filter(|agent| agent["connected"] == true).count() == 1
    };
    until("one agent is listed as connected", Duration::from_secs(20), alone).await.unwrap();
}
