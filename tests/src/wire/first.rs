//! What agents say, as plausible messages.

use bytes::Bytes;
use fleet::AgentId;
use proto::opamp::v1::any_value::Value;
use proto::opamp::v1::{
    AgentCapabilities, AgentConfigFile, AgentConfigMap, AgentDescription, AgentToServer, AnyValue,
    ComponentHealth, EffectiveConfig, KeyValue, RemoteConfigStatus, RemoteConfigStatuses,
};

/// The capabilities of [`first`]: status, effective config, remote config and its status, health.
pub const CAPABILITIES: u64 = AgentCapabilities::ReportsStatus as u64
    | AgentCapabilities::AcceptsRemoteConfig as u64
    | AgentCapabilities::ReportsEffectiveConfig as u64
    | AgentCapabilities::ReportsHealth as u64
    | AgentCapabilities::ReportsRemoteConfig as u64;

/// A fresh agent's full first report, sequence number 1: every part its capabilities promise.
pub fn first(uid: AgentId) -> AgentToServer {
    let text = |key: &str, text: &str| KeyValue {
        key: key.to_owned(),
        value: Some(AnyValue { value: Some(Value::StringValue(text.to_owned())) }),
    };
    let file = AgentConfigFile {
        body: Bytes::from_static(b"receivers: {}\n"),
        content_type: "text/yaml".to_owned(),
    };
    AgentToServer {
        instance_uid: uid.to_bytes(),
        sequence_num: 1,
        capabilities: CAPABILITIES,
        agent_description: Some(AgentDescription {
            identifying_attributes: vec![
                text("service.name", "wire"),
                text("service.version", "1.0.0"),
                text("service.instance.id", &uid.to_string()),
            ],
            non_identifying_attributes: vec![text("os.type", "linux"), text("host.name", "wire-1")],
        }),
        health: Some(ComponentHealth {
            healthy: true,
            start_time_unix_nano: 1_700_000_000_000_000_000,
            status: "running".to_owned(),
            status_time_unix_nano: 1_700_000_000_000_000_000,
            ..ComponentHealth::default()
        }),
        effective_config: Some(EffectiveConfig {
            config_map: Some(AgentConfigMap { config_map: [(String::new(), file)].into() }),
        }),
        remote_config_status: Some(RemoteConfigStatus {
            status: RemoteConfigStatuses::Unset.into(),
            ..RemoteConfigStatus::default()
        }),
        ..AgentToServer::default()
    }
}

/// A heartbeat: the uid, a sequence number, the capabilities of [`first`] and nothing else.
pub fn heartbeat(uid: AgentId, sequence_num: u64) -> AgentToServer {
    AgentToServer {
        instance_uid: uid.to_bytes(),
        sequence_num,
        capabilities: CAPABILITIES,
        ..AgentToServer::default()
    }
}
