//! opamp-go's own client and connection settings: own telemetry, other connections, and how it reaches the server.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::time::Duration;

use proto::control::v1::{GetConnectionSettingsStatusRequest, GetConnectionSettingsStatusResponse};
use proto::opamp::v1::{
    ConnectionSettingsOffers, ConnectionSettingsStatus, ConnectionSettingsStatuses, Header,
    Headers, OpAmpConnectionSettings, OtherConnectionSettings, TelemetryConnectionSettings,
};
use serde_json::{Value, json};
use tests::agent::RealAgent;
use tests::api::Api;
use tests::credentials::client_certificate;
use tests::{Standalone, free_port, until};

/// For everything a person waits for.
const SOON: Duration = Duration::from_secs(30);

/// A server, an agent, and an operator.
struct Fleet {
    server: Standalone,
    agent: RealAgent,
    uid: String,
    api: Api,
}

impl Fleet {
    async fn start(scheme: &str, arguments: &[&str]) -> Self {
        let server = Standalone::start().await.unwrap();
        let (agent, uid) = server.agent(scheme, arguments).await.unwrap();
        let known = |a: &Value| !a["agentDescription"].is_null();
        server.shows(&uid, "it is known", known).await.unwrap();
        let api = server.control().unwrap();
        Self { server, agent, uid, api }
    }

    async fn offer(&self, name: &str, settings: ConnectionSettingsOffers) {
        self.api.save_settings(name, settings).await.unwrap();
        self.api.offer_settings(self.uid.parse().unwrap(), name).await.unwrap();
    }

    async fn status(&self) -> GetConnectionSettingsStatusResponse {
        let request =
            GetConnectionSettingsStatusRequest { instance_uid: self.uid.clone(), min_revision: 0 };
        self.api.settings().get_connection_settings_status(request).await.unwrap().into_inner()
    }

    /// Waits until the agent reports this of the settings it should have now.
    async fn reported(&self, wanted: ConnectionSettingsStatuses) -> ConnectionSettingsStatus {
        let mut newest = None;
        let reported = until("the settings' status is seen", SOON, async || {
            let seen = self.status().await;
            let status = seen.status.clone().unwrap_or_default();
            let done = status.status() == wanted
                && status.last_connection_settings_hash == seen.desired_hash;
            newest = Some(seen);
            done
        });
        reported.await.unwrap_or_else(|error| panic!("{error}: {newest:?}"));
        newest.unwrap().status.unwrap()
    }

    /// How the agent reaches a server on this port that has this server's CA.
    fn opamp(&self, endpoint: String) -> ConnectionSettingsOffers {
        ConnectionSettingsOffers {
            opamp: Some(OpAmpConnectionSettings {
                destination_endpoint: endpoint,
                headers: Some(header("x-zone", "eu-west")),
                certificate: Some(client_certificate(&self.server, "edge-1").unwrap()),
                heartbeat_interval_seconds: 1,
                ..OpAmpConnectionSettings::default()
            }),
            ..ConnectionSettingsOffers::default()
        }
    }

    /// A config that arrives proves that nothing else came before it.
    async fn is_left_alone_with(&mut self, name: &str, offers: u64) {
        self.server.push("probe", "probe: true\n").await.unwrap();
        self.agent.event("remote_config", SOON).await.unwrap();
        assert_eq!(self.agent.count(name), offers, "{name}");
        assert_eq!((self.agent.count("error"), self.agent.count("client_error")), (0, 0));
    }
}

fn header(key: &str, value: &str) -> Headers {
    Headers { headers: vec![Header { key: key.to_owned(), value: value.to_owned() }] }
}

fn own_telemetry() -> ConnectionSettingsOffers {
    let signal = |path: &str| {
        Some(TelemetryConnectionSettings {
            destination_endpoint: format!("https://otlp.example.com/v1/{path}"),
            headers: Some(header("authorization", "Bearer secret")),
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

fn other_connections() -> ConnectionSettingsOffers {
    let database = OtherConnectionSettings {
        destination_endpoint: "postgres://db.example.com/metrics".to_owned(),
        other_settings: [("pool".to_owned(), "4".to_owned())].into(),
        ..OtherConnectionSettings::default()
    };
    ConnectionSettingsOffers {
        other_connections: [("database".to_owned(), database)].into(),
        ..ConnectionSettingsOffers::default()
    }
}

async fn takes_everything_in_one_snapshot(scheme: &str) {
    let claims = ["--own-telemetry", "--other-connections", "--report-connection-settings"];
    let mut fleet = Fleet::start(scheme, &claims).await;
    fleet.offer("telemetry", own_telemetry()).await;
    let offered = fleet.agent.event("connections", SOON).await.unwrap();
    for (signal, path) in
        [("own_metrics", "metrics"), ("own_traces", "traces"), ("own_logs", "logs")]
    {
        assert_eq!(offered[signal]["endpoint"], format!("https://otlp.example.com/v1/{path}"));
        assert_eq!(offered[signal]["headers"], json!(["authorization"]));
    }
    fleet.reported(ConnectionSettingsStatuses::Applied).await;

    fleet.offer("database", other_connections()).await;
    let offered = fleet.agent.event("connections", SOON).await.unwrap();
    assert_eq!(offered["others"]["database"]["settings"], json!({"pool": "4"}));
    assert!(!offered["own_logs"].is_null(), "what it had before is in every offer: {offered}");
    fleet.reported(ConnectionSettingsStatuses::Applied).await;
    fleet.is_left_alone_with("connections", 2).await;
}

#[tokio::test]
async fn own_telemetry_and_other_connections_reach_a_real_agent_on_a_websocket_as_one_snapshot() {
    takes_everything_in_one_snapshot("wss").await;
}

#[tokio::test]
async fn own_telemetry_and_other_connections_reach_a_real_agent_that_polls_as_one_snapshot() {
    takes_everything_in_one_snapshot("https").await;
}

#[tokio::test]
async fn settings_that_a_real_agent_refuses_are_held_back_with_its_words() {
    let claims = ["--refuse-connection-settings", "--report-connection-settings"];
    let mut fleet = Fleet::start("wss", &claims).await;
    fleet.offer("zone", fleet.opamp(fleet.server.endpoint("wss"))).await;
    let offered = fleet.agent.event("connection_settings", SOON).await.unwrap();
    assert_eq!(offered["headers"], json!(["x-zone"]));
    let status = fleet.reported(ConnectionSettingsStatuses::Failed).await;
    assert_eq!(status.error_message, "refused: this agent was told to");
    assert_eq!(fleet.status().await.failed_hash, status.last_connection_settings_hash);
    fleet.is_left_alone_with("connection_settings", 1).await;
}

/// The loop that level-triggered servers fall into: the new session is offered the same settings, which make a new
/// session.
async fn reconnects_once(scheme: &str, claims: &[&str]) -> Fleet {
    let claims = [&["--accept-connection-settings"], claims].concat();
    let mut fleet = Fleet::start(scheme, &claims).await;
    fleet.offer("zone", fleet.opamp(fleet.server.endpoint(scheme))).await;
    let offered = fleet.agent.event("connection_settings", SOON).await.unwrap();
    assert_eq!((&offered["ca"], &offered["heartbeat_seconds"]), (&json!(true), &json!(1)));
    assert_eq!((&offered["common_name"], &offered["own_key"]), (&json!("edge-1"), &json!(false)));
    fleet.agent.event("connected", SOON).await.unwrap();
    fleet.is_left_alone_with("connection_settings", 1).await;
    assert_eq!(fleet.agent.count("connected"), 2);
    assert_eq!(fleet.agent.count("reverted"), 0);
    fleet
}

#[tokio::test]
async fn an_agent_that_reports_nothing_of_settings_reconnects_with_them_once() {
    let fleet = reconnects_once("wss", &[]).await;
    let seen = fleet.status().await;
    assert_eq!(seen.offered_hash, seen.desired_hash);
    assert!(seen.status.is_none_or(|s| s.last_connection_settings_hash.is_empty()));
}

#[tokio::test]
async fn an_agent_that_polls_and_reports_nothing_of_settings_goes_on_with_them_once() {
    reconnects_once("https", &[]).await;
}

#[tokio::test]
async fn an_agent_that_reports_what_became_of_settings_reconnects_with_them_once() {
    let fleet = reconnects_once("wss", &["--report-connection-settings"]).await;
    fleet.reported(ConnectionSettingsStatuses::Applied).await;
}

#[tokio::test]
async fn an_agent_that_cannot_connect_with_settings_comes_back_and_is_not_offered_them_again() {
    let claims = ["--accept-connection-settings", "--report-connection-settings"];
    let mut fleet = Fleet::start("wss", &claims).await;
    let nobody = format!("wss://localhost:{}/v1/opamp", free_port().unwrap());
    fleet.offer("nobody", fleet.opamp(nobody)).await;
    fleet.agent.event("connection_settings", SOON).await.unwrap();
    fleet.agent.event("reverted", SOON).await.unwrap();
    let status = fleet.reported(ConnectionSettingsStatuses::Failed).await;
    assert!(status.error_message.contains("connection refused"), "{status:?}");
    fleet.is_left_alone_with("connection_settings", 1).await;
}
