//! PROTOCOL.md, rows Q3 and Q4: what an agent leaves out is as it was.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::time::Duration;

use bytes::Bytes;
use fleet::AgentId;
use proto::control::v1::Agent;
use proto::opamp::v1::{
    AgentCapabilities as Bit, AgentConfigMap, AgentDescription, AgentToServer, AvailableComponents,
    ComponentHealth, ConnectionSettingsStatus, CustomCapabilities, EffectiveConfig, KeyValue,
    PackageStatus, PackageStatuses, RemoteConfigStatus, ServerToAgentFlags,
};
use tests::wire::{Frame, first, fresh_uid, heartbeat};
use tests::{Standalone, Wire, until};

const FULL_STATE: u64 = ServerToAgentFlags::ReportFullState as u64;
const PARTS: usize = 8;

/// Every part that is status, as the control API shows it; `None` and empty are different things.
fn parts(agent: &Agent) -> [String; PARTS] {
    [
        format!("{:?}", agent.agent_description),
        format!("{:?}", agent.health),
        format!("{:?}", agent.effective_config_hash),
        format!("{:?}", agent.remote_config_status),
        format!("{:?}", agent.package_statuses),
        format!("{:?}", agent.custom_capabilities),
        format!("{:?}", agent.available_components),
        format!("{:?}", agent.connection_settings_status),
    ]
}

/// A report of everything; `text` is in every part.
fn everything(uid: AgentId, sequence_num: u64, text: &str) -> AgentToServer {
    let text = || text.to_owned();
    let key = || vec![KeyValue { key: text(), value: None }];
    let package = PackageStatus { name: text(), ..PackageStatus::default() };
    AgentToServer {
        sequence_num,
        capabilities: heartbeat(uid, 0).capabilities
            | Bit::ReportsPackageStatuses as u64
            | Bit::ReportsAvailableComponents as u64
            | Bit::ReportsConnectionSettingsStatus as u64,
        agent_description: Some(AgentDescription {
            identifying_attributes: key(),
            non_identifying_attributes: key(),
        }),
        health: Some(ComponentHealth { status: text(), healthy: true, ..Default::default() }),
        effective_config: Some(EffectiveConfig {
            config_map: Some(AgentConfigMap { config_map: [(text(), Default::default())].into() }),
        }),
        remote_config_status: Some(RemoteConfigStatus {
            error_message: text(),
            ..Default::default()
        }),
        package_statuses: Some(PackageStatuses {
            packages: [(text(), package)].into(),
            ..Default::default()
        }),
        custom_capabilities: Some(CustomCapabilities { capabilities: vec![text()] }),
        available_components: Some(AvailableComponents {
            components: [(text(), Default::default())].into(),
            hash: Bytes::from(text()),
        }),
        connection_settings_status: Some(ConnectionSettingsStatus {
            error_message: text(),
            ..Default::default()
        }),
        ..heartbeat(uid, 0)
    }
}

/// The same report with this part only.
fn only(message: &AgentToServer, part: usize) -> AgentToServer {
    let mut one = AgentToServer {
        instance_uid: message.instance_uid.clone(),
        sequence_num: message.sequence_num,
        capabilities: message.capabilities,
        ..AgentToServer::default()
    };
    let AgentToServer {
        agent_description,
        health,
        effective_config,
        remote_config_status,
        package_statuses,
        custom_capabilities,
        available_components,
        connection_settings_status,
        ..
    } = message.clone();
    match part {
        0 => one.agent_description = agent_description,
        1 => one.health = health,
        2 => one.effective_config = effective_config,
        3 => one.remote_config_status = remote_config_status,
        4 => one.package_statuses = package_statuses,
        5 => one.custom_capabilities = custom_capabilities,
        6 => one.available_components = available_components,
        _ => one.connection_settings_status = connection_settings_status,
    }
    one
}

#[tokio::test]
async fn q3_what_is_left_out_stays_and_what_is_there_replaces_the_whole_part() {
    let server = Standalone::start().await.unwrap();
    let api = server.control().unwrap();
    let mut socket = Wire::websocket(&server).await.unwrap();
    let mut poller = Wire::connect(&server).await.unwrap();
    // Now it may be idle for longer than a connection that never asked anything.
    poller.post(&first(fresh_uid().unwrap())).await.unwrap();
    for transport in ["WebSocket", "HTTP"] {
        let uid = fresh_uid().unwrap();
        let mut ask = async |message: &AgentToServer| {
            let reply = match transport {
                "HTTP" => poller.post(message).await.unwrap().1,
                _ => socket.ask(message).await.unwrap(),
            };
            assert_eq!((reply.flags, reply.error_response), (0, None), "{transport}");
            api.full(uid).await.unwrap()
        };
        let first = everything(uid, 1, "alpha");
        let shown = ask(&first).await;
        assert_eq!(shown.effective_config, first.effective_config, "{transport}");
        assert_eq!(shown.left_out, [], "{transport}: the full view has every part");
        let mut before = parts(&shown);
        for part in 0..PARTS {
            let number = 2 + part as u64;
            let after = parts(&ask(&only(&everything(uid, number, "beta"), part)).await);
            for (at, (before, after)) in before.iter().zip(&after).enumerate() {
                let changed = before != after;
                assert_eq!(changed, at == part, "{transport}: part {part} came, {at}: {after}");
            }
            assert!(part == 2 || !after[part].contains("alpha"), "{transport}: {}", after[part]);
            before = after;
        }
        let shown = ask(&heartbeat(uid, 10)).await;
        assert_eq!(parts(&shown), before, "{transport}: nothing came, nothing changes");
        let empty = AgentToServer {
            agent_description: Some(Default::default()),
            health: Some(Default::default()),
            effective_config: Some(Default::default()),
            remote_config_status: Some(Default::default()),
            package_statuses: Some(Default::default()),
            custom_capabilities: Some(Default::default()),
            available_components: Some(Default::default()),
            connection_settings_status: Some(Default::default()),
            ..heartbeat(uid, 11)
        };
        let shown = ask(&empty).await;
        assert_eq!(shown.agent_description, empty.agent_description, "{transport}");
        assert_eq!(shown.health, empty.health, "{transport}: empty is not absent");
        assert_eq!(shown.remote_config_status, empty.remote_config_status, "{transport}");
        assert_eq!(shown.package_statuses, empty.package_statuses, "{transport}");
        assert_eq!(shown.custom_capabilities, empty.custom_capabilities, "{transport}");
        assert_eq!(shown.available_components, empty.available_components, "{transport}");
        assert_eq!(
            shown.connection_settings_status, empty.connection_settings_status,
            "{transport}"
        );
        assert_eq!(shown.effective_config, empty.effective_config, "{transport}");
        assert_ne!(parts(&shown)[2], before[2], "{transport}");
    }
}

#[tokio::test]
async fn q4_an_agent_that_comes_back_says_nothing_twice() {
    let mut server = Standalone::start().await.unwrap();
    let uid = fresh_uid().unwrap();
    let mut socket = Wire::websocket(&server).await.unwrap();
    socket.ask(&first(uid)).await.unwrap();
    let shown = parts(&server.control().unwrap().full(uid).await.unwrap());

    // Its connection ends, and a new one begins with a bare message.
    socket.send(&Frame::close(1000, "")).await.unwrap();
    socket.closed().await.unwrap();
    let mut socket = Wire::websocket(&server).await.unwrap();
    let reply = socket.ask(&heartbeat(uid, 2)).await.unwrap();
    assert_eq!((reply.flags, reply.error_response), (0, None), "a bare message is enough");
    assert_eq!(parts(&server.control().unwrap().full(uid).await.unwrap()), shown);

    // The server's process dies; what was reported and the number it was reported with are in the store.
    for (number, flags) in [(2, 0), (9, FULL_STATE)] {
        let stored = async || server.metric("drover_records_written_total").await.unwrap_or(0) > 0;
        if number == 2 {
            until("the record is stored", Duration::from_secs(10), stored).await.unwrap();
        }
        server.process.kill().await.unwrap();
        server.again().await.unwrap();
        let mut socket = Wire::websocket(&server).await.unwrap();
        let reply = socket.ask(&heartbeat(uid, number)).await.unwrap();
        assert_eq!(reply.flags, flags, "number {number} after a restart");
        let now = parts(&server.control().unwrap().full(uid).await.unwrap());
        assert_eq!(now, shown, "nothing of it is blank");
    }
}
