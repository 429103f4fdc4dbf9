use proto::control::v1::left_out_part::Reason;
use proto::control::v1::{Agent, LeftOutPart};
use proto::opamp::v1::{
    AgentConfigFile, AgentConfigMap, AvailableComponents, ComponentDetails, ComponentHealth,
    ConnectionSettingsStatus, ConnectionSettingsStatuses, CustomCapabilities, EffectiveConfig,
    PackageStatus, PackageStatusEnum, PackageStatuses,
};

use super::rows;

fn effective(body: &str) -> EffectiveConfig {
    let file =
        AgentConfigFile { body: body.to_owned().into(), content_type: "text/yaml".to_owned() };
    let map = AgentConfigMap { config_map: [("a.yaml".to_owned(), file)].into() };
    EffectiveConfig { config_map: Some(map) }
}

#[test]
fn every_part_an_agent_reports_is_shown() {
    let exporter = ComponentHealth { last_error: "no route".into(), ..Default::default() };
    let pipeline = ComponentHealth {
        healthy: true,
        status: "StatusOK".into(),
        component_health_map: [("otlp".to_owned(), exporter)].into(),
        ..Default::default()
    };
    let health = ComponentHealth {
        component_health_map: [("traces".to_owned(), pipeline)].into(),
        ..Default::default()
    };
    let status = PackageStatus {
        agent_has_version: "1".into(),
        status: PackageStatusEnum::InstallFailed.into(),
        error_message: "no space".into(),
        ..Default::default()
    };
    let receivers = ComponentDetails {
        sub_component_map: [("otlp".to_owned(), ComponentDetails::default())].into(),
        ..Default::default()
    };
    let agent = Agent {
        health: Some(health),
        package_statuses: Some(PackageStatuses {
            packages: [("a".to_owned(), status)].into(),
            ..Default::default()
        }),
        custom_capabilities: Some(CustomCapabilities { capabilities: vec!["x.y".into()] }),
        available_components: Some(AvailableComponents {
            components: [("receivers".to_owned(), receivers)].into(),
            ..Default::default()
        }),
        connection_settings_status: Some(ConnectionSettingsStatus {
            status: ConnectionSettingsStatuses::Failed.into(),
            error_message: "refused".into(),
            ..Default::default()
        }),
        effective_config: Some(effective("token: hunter2")),
        left_out: vec![LeftOutPart {
            field: "available_components".into(),
            reason: Reason::NotHeld.into(),
            ..Default::default()
        }],
        ..Default::default()
    };
    let text = rows(&agent).into_iter().map(|row| row.join("|")).collect::<Vec<_>>();
    for expected in [
        "health of traces|healthy: StatusOK",
        "health of traces otlp|unhealthy: no route",
        "connection settings|FAILED -: refused",
        "package a|FAILED 1 no space",
        "custom capabilities|x.y",
        "  receivers|",
        "    otlp|",
        "effective config file \"a.yaml\"|14 bytes text/yaml",
        "left out: available_components|reported; neither the store nor its node has it now",
    ] {
        assert!(text.iter().any(|line| line == expected), "{expected}: {text:#?}");
    }
    assert!(!text.concat().contains("hunter2"), "an effective config is not for every screen");
}
