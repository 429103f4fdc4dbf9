//! Reads of one agent show what it said last, however far behind the store is.

use std::time::Duration;

use proto::control::v1::{AgentView, GetAgentRequest, GetEffectiveConfigRequest};
use proto::opamp::v1::{
    AgentConfigFile, AgentConfigMap, EffectiveConfig, RemoteConfigStatus, RemoteConfigStatuses,
};

use crate::node::Node;
use crate::world::{CAPABLE, World, agent, hears, report, with_effective, with_status};

/// More than fits into a record.
const LONG: usize = 5_000;

fn get(view: AgentView) -> GetAgentRequest {
    GetAgentRequest { instance_uid: agent(1).to_string(), view: view.into(), min_revision: 0 }
}

/// An agent whose record says nothing of configs, and that has just told its owner that one failed.
async fn behind(config: control_api::Config) -> (World, Node, EffectiveConfig) {
    let world = World::with(config).await;
    let (node, _) = world.connected(agent(1)).await;
    let status = RemoteConfigStatus {
        status: RemoteConfigStatuses::Failed.into(),
        error_message: "x".repeat(LONG),
        ..Default::default()
    };
    let file = AgentConfigFile { body: vec![b'y'; LONG].into(), ..Default::default() };
    let map = AgentConfigMap { config_map: [(String::new(), file)].into() };
    let effective = EffectiveConfig { config_map: Some(map) };
    let said = with_status(report(CAPABLE, &[("os.type", "linux")]), status);
    hears(&node, agent(1), &with_effective(said, effective.clone()));
    (world, node, effective)
}

#[tokio::test]
async fn an_agent_is_shown_as_its_owner_knows_it_although_the_record_is_behind() {
    let (world, _, effective) = behind(control_api::Config::default()).await;
    for view in [AgentView::Basic, AgentView::Full] {
        let found = world.agents().get_agent(get(view)).await.unwrap().into_inner();
        assert!(found.connected && !found.presence_stale);
        let status = found.remote_config_status.unwrap();
        assert_eq!(status.status(), RemoteConfigStatuses::Failed);
        assert_eq!(status.error_message.len(), LONG);
        assert_eq!(found.agent_description.unwrap().identifying_attributes.len(), 1);
        assert_eq!(found.effective_config_hash.len(), 32);
        assert_ne!(found.revision, 0, "the record is still named");
    }
    let request =
        GetEffectiveConfigRequest { instance_uid: agent(1).to_string(), ..Default::default() };
    let found = world.configs().get_effective_config(request).await.unwrap().into_inner();
    assert_eq!(found.effective_config, Some(effective));
}

#[tokio::test]
async fn an_owner_that_does_not_answer_leaves_the_record_and_the_reply_says_so() {
    let live_wait = Duration::from_millis(50);
    let config = control_api::Config { live_wait, ..Default::default() };
    let (world, node, _) = behind(config).await;
    node.holds(agent(1), None);
    let found = world.agents().get_agent(get(AgentView::Full)).await.unwrap().into_inner();
    assert!(found.connected && found.presence_stale);
    assert_eq!(found.remote_config_status, None);
    assert!(found.health.unwrap().healthy, "what the record has is shown");
}
