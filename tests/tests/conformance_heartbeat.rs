//! PROTOCOL.md, rows B2 and B4: the heartbeat interval in offers of OpAMP connection settings.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::time::Duration;

use fleet::AgentId;
use proto::control::v1::{AssignConnectionSettingsRequest, CreateConnectionSettingsRequest};
use proto::opamp::v1::{
    AgentCapabilities as Bit, AgentToServer, ConnectionSettingsOffers, Header, Headers,
    OpAmpConnectionSettings, OtherConnectionSettings,
};
use tests::api::Api;
use tests::wire::{first, fresh_uid, heartbeat};
use tests::{Standalone, Wire};
use tokio::time::{Instant, sleep};

/// What an offer names when the operator named no interval, in seconds: the specification's recommendation.
const RECOMMENDED: u64 = 30;

fn able(message: AgentToServer) -> AgentToServer {
    let more = Bit::AcceptsOpAmpConnectionSettings as u64
        | Bit::AcceptsOtherConnectionSettings as u64
        | Bit::ReportsHeartbeat as u64;
    AgentToServer { capabilities: message.capabilities | more, ..message }
}

fn opamp(endpoint: &str, interval: u64, token: &str) -> ConnectionSettingsOffers {
    let (key, value) = ("Authorization".to_owned(), token.to_owned());
    let opamp = OpAmpConnectionSettings {
        destination_endpoint: endpoint.to_owned(),
        headers: Some(Headers { headers: vec![Header { key, value }] }),
        heartbeat_interval_seconds: interval,
        ..Default::default()
    };
    ConnectionSettingsOffers { opamp: Some(opamp), ..Default::default() }
}

/// Gives these settings to everyone.
async fn assign(api: &Api, name: &str, settings: ConnectionSettingsOffers) {
    let (name, settings) = (name.to_owned(), Some(settings));
    let create = CreateConnectionSettingsRequest {
        name: name.clone(),
        settings,
        allow_incomplete: true,
        ..Default::default()
    };
    api.settings().create_connection_settings(create).await.unwrap();
    let assign = AssignConnectionSettingsRequest { settings_name: name, ..Default::default() };
    api.settings().assign_connection_settings(assign).await.unwrap();
}

/// An agent on a WebSocket and one that polls.
struct Agents {
    socket: Wire,
    poller: Wire,
    there: AgentId,
    polls: u64,
}

impl Agents {
    async fn start(server: &Standalone) -> Self {
        let (here, there) = (fresh_uid().unwrap(), fresh_uid().unwrap());
        let mut socket = Wire::websocket(server).await.unwrap();
        socket.ask(&able(first(here))).await.unwrap();
        let mut poller = Wire::connect(server).await.unwrap();
        poller.post(&able(first(there))).await.unwrap();
        Self { socket, poller, there, polls: 1 }
    }

    /// The next offer of connection settings to each.
    async fn offered(&mut self) -> [ConnectionSettingsOffers; 2] {
        let pushed = loop {
            if let Some(settings) = self.socket.recv().await.unwrap().connection_settings {
                break settings;
            }
        };
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            assert!(Instant::now() < deadline, "no offer over HTTP");
            self.polls += 1;
            let poll = able(heartbeat(self.there, self.polls));
            let (_, reply) = self.poller.post(&poll).await.unwrap();
            if let Some(polled) = reply.connection_settings {
                return [pushed, polled];
            }
            sleep(Duration::from_millis(20)).await;
        }
    }
}

#[tokio::test]
async fn b2_an_operator_sets_the_interval_of_heartbeats() {
    let server = Standalone::start().await.unwrap();
    let api = server.control().unwrap();
    let mut agents = Agents::start(&server).await;
    let endpoint = server.endpoint("wss");
    for (interval, offered) in [(1, 1), (0, RECOMMENDED), (3600, 3600)] {
        assign(&api, "all", opamp(&endpoint, interval, "Bearer one")).await;
        for settings in agents.offered().await {
            let told = settings.opamp.unwrap().heartbeat_interval_seconds;
            assert_eq!(told, offered, "asked for {interval}");
        }
    }
}

#[tokio::test]
async fn b4_no_offer_of_opamp_settings_ends_heartbeats() {
    let server = Standalone::start().await.unwrap();
    let api = server.control().unwrap();
    let mut agents = Agents::start(&server).await;
    let endpoint = server.endpoint("wss");
    // Nobody says a word about heartbeats: a first offer, another credential, another endpoint, something else beside.
    let mut seen = Vec::new();
    for (name, settings) in [
        ("all", opamp(&endpoint, 0, "Bearer one")),
        ("all", opamp(&endpoint, 0, "Bearer two")),
        ("all", opamp("wss://elsewhere.example.com/v1/opamp", 0, "Bearer two")),
        (
            "lake",
            ConnectionSettingsOffers {
                other_connections: [("lake".to_owned(), OtherConnectionSettings::default())].into(),
                ..Default::default()
            },
        ),
    ] {
        assign(&api, name, settings).await;
        for settings in agents.offered().await {
            let opamp = settings.opamp.unwrap();
            assert_eq!(opamp.heartbeat_interval_seconds, RECOMMENDED, "{name}");
            assert!(!opamp.headers.unwrap().headers.is_empty(), "{name}: nor its credential");
            seen.push(settings.hash);
        }
    }
    assert_eq!(seen.len(), 8);
    assert!(seen.chunks(2).all(|pair| pair[0] == pair[1]), "one hash for both transports");
    seen.dedup();
    assert_eq!(seen.len(), 4, "each change is another hash");
}
