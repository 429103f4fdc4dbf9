//! Reported parts: which an answer has, and what it says about one that is nowhere.

use std::time::Duration;

use fleet::observed::Observed;
use fleet::{Epoch, Revision};
use proto::control::v1::left_out_part::Reason;
use proto::control::v1::{
    Agent, AgentView, GetAgentRequest, GetEffectiveConfigRequest, LeftOutPart, ListAgentsRequest,
    WatchAgentsRequest,
};
use proto::opamp::v1::{
    AgentConfigFile, AgentConfigMap, AgentToServer, AvailableComponents, EffectiveConfig,
};
use proto::record::v1::PartKind;
use proto::route::v1::InspectReply;
use tonic::Code;

use crate::node::Node;
use crate::world::{CAPABLE, World, agent, reason, report, with_effective};

fn effective(bytes: usize) -> EffectiveConfig {
    let body = format!("token: hunter2\n{}", "y".repeat(bytes));
    let file = AgentConfigFile { body: body.into(), content_type: "text/yaml".to_owned() };
    let map = AgentConfigMap { config_map: [("main.yaml".to_owned(), file)].into() };
    EffectiveConfig { config_map: Some(map) }
}

fn left_out(field: &str, reason: Reason, call: &str) -> LeftOutPart {
    LeftOutPart { field: field.to_owned(), reason: reason.into(), call: call.to_owned() }
}

async fn get(world: &World, view: AgentView, revision: Revision) -> Agent {
    let request = GetAgentRequest {
        instance_uid: agent(1).to_string(),
        view: view.into(),
        min_revision: revision.0,
    };
    world.agents().get_agent(request).await.unwrap().into_inner()
}

async fn list(world: &World, view: AgentView, revision: Revision) -> Vec<Agent> {
    let request =
        ListAgentsRequest { view: view.into(), min_revision: revision.0, ..Default::default() };
    world.agents().list_agents(request).await.unwrap().into_inner().agents
}

/// Stores a report of agent 1 without this part, which the owner alone would have and has lost.
async fn lost(
    world: &World,
    node: &Node,
    epoch: Epoch,
    message: &AgentToServer,
    kind: PartKind,
) -> Revision {
    let mut observed = Observed::default();
    observed.merge(message);
    let hash = observed.part(kind).unwrap().hash;
    observed.keep_here(kind, hash);
    let record = proto::record::v1::Agent {
        schema: 1,
        instance_uid: agent(1).to_bytes(),
        capabilities: CAPABLE,
        parts: observed.to_record(),
        ..Default::default()
    };
    let reply = InspectReply { record: Some(record.clone()), ..Default::default() };
    node.holds(agent(1), Some(reply));
    let writes = [(world.shard(agent(1)), epoch.revision, record)];
    world.records.put_agents(node.id, &writes).await.remove(0).unwrap()
}

#[tokio::test]
async fn the_effective_config_is_in_the_full_view_of_one_agent_and_in_nothing_else() {
    let world = World::start().await;
    let (node, epoch) = world.connected(agent(1)).await;
    let message = with_effective(report(CAPABLE, &[]), effective(5_000));
    let revision = world.report(&node, epoch, agent(1), &message).await;
    let found = get(&world, AgentView::Full, revision).await;
    assert_eq!((found.effective_config, found.left_out), (Some(effective(5_000)), vec![]));

    let mut others = vec![get(&world, AgentView::Basic, revision).await];
    others.extend(list(&world, AgentView::Basic, revision).await);
    others.extend(list(&world, AgentView::Full, revision).await);
    let request = WatchAgentsRequest { view: AgentView::Full.into(), ..Default::default() };
    let mut events = world.agents().watch_agents(request).await.unwrap().into_inner();
    others.extend(events.message().await.unwrap().unwrap().agent);
    assert_eq!(others.len(), 4);
    for other in others {
        assert!(!format!("{other:?}").contains("hunter2"));
        assert_eq!((other.effective_config_hash.len(), other.left_out), (32, vec![]));
    }
}

#[tokio::test]
async fn an_effective_config_over_the_limit_is_left_out_and_the_answer_says_who_has_it() {
    let world = World::start().await;
    let (node, epoch) = world.connected(agent(1)).await;
    let message = with_effective(report(CAPABLE, &[]), effective(1 << 20));
    let revision = world.report(&node, epoch, agent(1), &message).await;
    let found = get(&world, AgentView::Full, revision).await;
    assert_eq!(found.effective_config, None);
    let note = left_out("effective_config", Reason::TooLarge, "GetEffectiveConfig");
    assert_eq!(found.left_out, [note]);
    assert!(found.health.unwrap().healthy, "the other parts are there");
    let request =
        GetEffectiveConfigRequest { instance_uid: agent(1).to_string(), ..Default::default() };
    let whole = world.configs().get_effective_config(request).await.unwrap().into_inner();
    assert_eq!(whole.effective_config, Some(effective(1 << 20)));
}

#[tokio::test]
async fn an_effective_config_that_nobody_holds_is_left_out_and_the_call_for_it_fails() {
    let world = World::start().await;
    let (node, epoch) = world.connected(agent(1)).await;
    let message = with_effective(report(CAPABLE, &[]), effective(200));
    let kind = PartKind::EffectiveConfig;
    let revision = lost(&world, &node, epoch, &message, kind).await;
    let found = get(&world, AgentView::Full, revision).await;
    assert_eq!((found.effective_config, found.effective_config_hash.len()), (None, 32));
    let note = left_out("effective_config", Reason::NotHeld, "GetEffectiveConfig");
    assert_eq!(found.left_out, [note]);
    let request =
        GetEffectiveConfigRequest { instance_uid: agent(1).to_string(), ..Default::default() };
    let status = world.configs().get_effective_config(request).await.unwrap_err();
    assert_eq!((status.code(), reason(&status)), (Code::Unavailable, "OWNER_UNREACHABLE".into()));
}

#[tokio::test]
async fn a_part_that_nobody_gives_takes_nothing_else_from_a_page() {
    let owner_wait = Duration::from_millis(300);
    let config = control_api::Config { owner_wait, ..Default::default() };
    let world = World::with(config).await;
    let (node, epoch) = world.connected(agent(1)).await;
    let mut message = report(CAPABLE, &[]);
    message.available_components =
        Some(AvailableComponents { hash: vec![1; 200].into(), ..Default::default() });
    let kind = PartKind::AvailableComponents;
    lost(&world, &node, epoch, &message, kind).await;
    node.holds(agent(1), None);
    let other = world.claim(&node, agent(2)).await;
    let revision = world.report(&node, other, agent(2), &message).await;
    let page = list(&world, AgentView::Full, revision).await;
    let [one, two] = page.try_into().unwrap();
    assert_eq!(one.left_out, [left_out("available_components", Reason::NotHeld, "")]);
    assert_eq!(one.available_components, None);
    assert!(one.health.unwrap().healthy, "the other parts are there");
    assert_eq!((two.available_components, two.left_out), (message.available_components, vec![]));
    let basic = list(&world, AgentView::Basic, revision).await;
    assert!(basic.iter().all(|agent| agent.left_out.is_empty()), "it is not in this view");
}
