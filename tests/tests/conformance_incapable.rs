//! PROTOCOL.md, row C3: nothing is sent to an agent that did not say that it takes it, and whoever asks for it is told
//! which capability is missing.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::time::Duration;

use fleet::AgentId;
use proto::control::v1::{
    AssignConnectionSettingsRequest, AssignPackagesRequest, CommandState,
    CreateConnectionSettingsRequest, CreatePackageSetRequest, OfferConnectionSettingsRequest,
    OfferPackagesRequest,
};
use proto::opamp::v1::{
    AgentCapabilities as Bit, AgentToServer, ConnectionSettingsOffers, OpAmpConnectionSettings,
    OtherConnectionSettings, ServerToAgent, TelemetryConnectionSettings,
};
use tests::api::Api;
use tests::wire::first::CAPABILITIES;
use tests::wire::{PATIENCE, first, fresh_uid, heartbeat};
use tests::{Standalone, Wire};
use tokio::time::{Instant, timeout};
use tonic::{Code, Status};

/// Everything that is pushed to an agent: the bit it needs, its name, and whether a message has it.
type Part = (Bit, &'static str, fn(&ServerToAgent) -> bool);

const PARTS: [Part; 8] = [
    (Bit::AcceptsRemoteConfig, "AcceptsRemoteConfig", |m| m.remote_config.is_some()),
    (Bit::AcceptsPackages, "AcceptsPackages", |m| m.packages_available.is_some()),
    (Bit::AcceptsRestartCommand, "AcceptsRestartCommand", |m| m.command.is_some()),
    (Bit::AcceptsOpAmpConnectionSettings, "AcceptsOpAMPConnectionSettings", |m| {
        settings(m).is_some_and(|s| s.opamp.is_some())
    }),
    (Bit::AcceptsOtherConnectionSettings, "AcceptsOtherConnectionSettings", |m| {
        settings(m).is_some_and(|s| !s.other_connections.is_empty())
    }),
    (Bit::ReportsOwnMetrics, "ReportsOwnMetrics", |m| {
        settings(m).is_some_and(|s| s.own_metrics.is_some())
    }),
    (Bit::ReportsOwnTraces, "ReportsOwnTraces", |m| {
        settings(m).is_some_and(|s| s.own_traces.is_some())
    }),
    (Bit::ReportsOwnLogs, "ReportsOwnLogs", |m| settings(m).is_some_and(|s| s.own_logs.is_some())),
];

fn settings(message: &ServerToAgent) -> Option<&ConnectionSettingsOffers> {
    message.connection_settings.as_ref()
}

fn signal(name: &str) -> Option<TelemetryConnectionSettings> {
    let destination_endpoint = format!("https://otlp.example.com/v1/{name}");
    Some(TelemetryConnectionSettings { destination_endpoint, ..Default::default() })
}

/// Settings of every kind, by name.
fn kinds() -> [(&'static str, ConnectionSettingsOffers); 3] {
    let opamp = OpAmpConnectionSettings {
        destination_endpoint: "wss://opamp.example.com/v1/opamp".into(),
        ..Default::default()
    };
    let other_connections = [("lake".to_owned(), OtherConnectionSettings::default())].into();
    let own = ConnectionSettingsOffers {
        own_metrics: signal("metrics"),
        own_traces: signal("traces"),
        own_logs: signal("logs"),
        ..Default::default()
    };
    [
        ("opamp", ConnectionSettingsOffers { opamp: Some(opamp), ..Default::default() }),
        ("own", own),
        ("other", ConnectionSettingsOffers { other_connections, ..Default::default() }),
    ]
}

/// Gives everything there is to everyone.
async fn assign_all(api: &Api) -> Result<(), Status> {
    api.push("base", "receivers: {}").await?;
    let name = || "packages".to_owned();
    let create = CreatePackageSetRequest { name: name(), ..Default::default() };
    api.packages().create_package_set(create).await?;
    let assign = AssignPackagesRequest { set_name: name(), ..Default::default() };
    api.packages().assign_packages(assign).await?;
    for (name, settings) in kinds() {
        let (name, settings) = (name.to_owned(), Some(settings));
        let create = CreateConnectionSettingsRequest {
            name: name.clone(),
            settings,
            allow_incomplete: true,
            ..Default::default()
        };
        api.settings().create_connection_settings(create).await?;
        let assign = AssignConnectionSettingsRequest { settings_name: name, ..Default::default() };
        api.settings().assign_connection_settings(assign).await?;
    }
    Ok(())
}

/// Asks for what needs this bit to be sent to one agent alone.
async fn push(api: &Api, agent: AgentId, bit: Bit) -> Result<(), Status> {
    let instance_uid = agent.to_string();
    if bit == Bit::AcceptsRemoteConfig {
        return api.offer(agent, "base").await.map(drop);
    }
    if bit == Bit::AcceptsRestartCommand {
        // Every command leaves a receipt; this one says that nothing was sent, and why.
        let receipt = api.restart(agent, 5).await?;
        assert_eq!(receipt.state(), CommandState::NotDelivered);
        return Err(Status::failed_precondition(receipt.reason));
    }
    if bit == Bit::AcceptsPackages {
        let set_name = "packages".to_owned();
        let offer = OfferPackagesRequest { instance_uid, set_name, ..Default::default() };
        return api.packages().offer_packages(offer).await.map(drop);
    }
    let name = if bit == Bit::AcceptsOpAmpConnectionSettings {
        "opamp"
    } else if bit == Bit::AcceptsOtherConnectionSettings {
        "other"
    } else {
        "own"
    };
    let settings_name = name.to_owned();
    let offer =
        OfferConnectionSettingsRequest { instance_uid, settings_name, ..Default::default() };
    api.settings().offer_connection_settings(offer).await.map(drop)
}

/// An agent with these capabilities, and everything it was sent.
struct Agent {
    wire: Wire,
    is_socket: bool,
    uid: AgentId,
    capabilities: u64,
    sequence_num: u64,
    heard: Vec<ServerToAgent>,
}

impl Agent {
    async fn known(server: &Standalone, is_socket: bool, capabilities: u64) -> Self {
        let mut wire = Wire::connect(server).await.unwrap();
        if is_socket {
            wire.upgrade().await.unwrap();
        }
        let uid = fresh_uid().unwrap();
        let mut agent =
            Self { wire, is_socket, uid, capabilities, sequence_num: 1, heard: Vec::new() };
        agent.say(first(uid)).await;
        agent
    }

    async fn say(&mut self, message: AgentToServer) {
        let message = AgentToServer { capabilities: self.capabilities, ..message };
        let reply = match self.is_socket {
            true => self.wire.ask(&message).await.unwrap(),
            false => self.wire.post(&message).await.unwrap().1,
        };
        self.heard.push(reply);
    }

    async fn beat(&mut self) {
        self.sequence_num += 1;
        self.say(heartbeat(self.uid, self.sequence_num)).await;
    }

    /// Speaks and listens until it was sent all of these parts.
    async fn hears(&mut self, parts: &[&Part]) {
        let until = Instant::now() + PATIENCE;
        while let Some(part) = parts.iter().find(|(.., has)| !self.heard.iter().any(has)) {
            assert!(Instant::now() < until, "{} never came: {:?}", part.1, self.heard);
            self.beat().await;
            self.listen(Duration::from_millis(20)).await;
        }
    }

    /// Takes what comes unasked, until nothing came for so long.
    async fn listen(&mut self, quiet: Duration) {
        if !self.is_socket {
            return tokio::time::sleep(quiet).await;
        }
        while let Ok(message) = timeout(quiet, self.wire.recv()).await {
            self.heard.push(message.unwrap());
        }
    }
}

fn refused(status: &Status, names: &[&str]) {
    assert_eq!(status.code(), Code::FailedPrecondition, "{status}");
    for name in names {
        assert!(status.message().contains(name), "{name}: {status}");
    }
}

#[tokio::test]
async fn c3_without_a_bit_nothing_that_needs_it_is_sent_and_a_push_is_refused_by_its_name() {
    let server = Standalone::start().await.unwrap();
    let api = Api::of(&server).unwrap();
    assign_all(&api).await.unwrap();
    let all = PARTS.iter().fold(CAPABILITIES, |all, (bit, ..)| all | *bit as u64);
    let is_signal = |bit: Bit| {
        matches!(bit, Bit::ReportsOwnMetrics | Bit::ReportsOwnTraces | Bit::ReportsOwnLogs)
    };
    for (cleared, name, is_sent) in &PARTS {
        for is_socket in [true, false] {
            let mut agent = Agent::known(&server, is_socket, all & !(*cleared as u64)).await;
            // Everything else is assigned to it and comes; a restart has to be asked for.
            let others = PARTS
                .iter()
                .filter(|(bit, ..)| bit != cleared && *bit != Bit::AcceptsRestartCommand);
            agent.hears(&others.collect::<Vec<_>>()).await;
            match push(&api, agent.uid, *cleared).await {
                // The other signals are offered; together they are refused below.
                Ok(()) if is_signal(*cleared) => {}
                outcome => refused(&outcome.unwrap_err(), &[name]),
            }
            agent.beat().await;
            agent.listen(Duration::from_millis(200)).await;
            agent.beat().await;
            assert!(!agent.heard.iter().any(is_sent), "{name}: {:?}", agent.heard);
        }
    }
    let signals = PARTS.iter().filter(|(bit, ..)| is_signal(*bit));
    let signals: Vec<_> = signals.map(|(bit, name, _)| (*bit, *name)).collect();
    let none = signals.iter().fold(all, |all, (bit, _)| all & !(*bit as u64));
    let agent = Agent::known(&server, true, none).await;
    let status = push(&api, agent.uid, Bit::ReportsOwnLogs).await.unwrap_err();
    refused(&status, &signals.iter().map(|(_, name)| *name).collect::<Vec<_>>());
}
