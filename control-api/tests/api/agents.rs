//! Reading agents, and plain instructions to them.

use proto::control::v1::{
    AgentView, CountAgentsRequest, DeleteAgentRequest, DisconnectAgentRequest,
    GetAgentOwnerRequest, GetAgentRequest, GetConfigDriftRequest, GetEffectiveConfigRequest,
    ListAgentCustomCapabilitiesRequest, ListAgentsRequest, RequestFullStateRequest, Transport,
};
use proto::opamp::v1::{AvailableComponents, CustomCapabilities};
use proto::route::v1::deliver_request::Instruction;
use proto::route::v1::{Body, InspectReply, Outcome};
use tonic::{Code, Status};

use crate::node::{Answer, present, reply};
use crate::world::{CAPABLE, World, agent, hears, reason, report, until};

fn get(number: u8, min_revision: u64) -> GetAgentRequest {
    GetAgentRequest {
        instance_uid: agent(number).to_string(),
        view: AgentView::Full.into(),
        min_revision,
    }
}

/// Agents 1 to 5 on one node; the odd ones are linux.
async fn five(world: &World) -> u64 {
    let node = world.node(1).await;
    let mut last = 0;
    for number in 1..=5 {
        let epoch = world.claim(&node, agent(number)).await;
        let os = if number % 2 == 1 { "linux" } else { "windows" };
        let long = "x".repeat(200);
        let attributes = [("os.type", os), ("service.name", "otelcol"), ("note", &long)];
        let message = report(CAPABLE, &attributes);
        last = world.report(&node, epoch, agent(number), &message).await.0;
    }
    last
}

#[tokio::test]
async fn agents_are_listed_filtered_counted_and_paged() {
    let world = World::start().await;
    let revision = five(&world).await;
    let mut client = world.agents();
    let mut request = ListAgentsRequest {
        filter: "claim.os.type=linux".into(),
        page_size: 2,
        min_revision: revision,
        ..Default::default()
    };
    let first = client.list_agents(request.clone()).await.unwrap().into_inner();
    assert!(first.revision >= revision);
    let ids: Vec<_> = first.agents.iter().map(|agent| agent.instance_uid.clone()).collect();
    assert_eq!(ids, [agent(1).to_string(), agent(3).to_string()]);
    // The description is over 96 bytes, so it came from a blob.
    let description = first.agents[0].agent_description.as_ref().unwrap();
    assert_eq!(description.identifying_attributes.len(), 3);
    request.page_token = first.next_page_token;
    let second = client.list_agents(request).await.unwrap().into_inner();
    assert_eq!(second.agents.len(), 1);
    assert_eq!(second.agents[0].instance_uid, agent(5).to_string());
    assert_eq!(second.next_page_token, "");

    let request = CountAgentsRequest { group_by: "claim.os.type".into(), ..Default::default() };
    let counted = client.count_agents(request).await.unwrap().into_inner();
    assert_eq!(counted.total, 5);
    assert_eq!(counted.groups, [("linux".into(), 3), ("windows".into(), 2)].into());
}

#[tokio::test]
async fn wrong_arguments_are_named() {
    let world = World::start().await;
    let mut client = world.agents();
    let list = |filter: &str, page_size, page_token: &str| ListAgentsRequest {
        filter: filter.into(),
        page_size,
        page_token: page_token.into(),
        ..Default::default()
    };
    let cases = [
        (list("os=linux", 0, ""), "INVALID_SELECTOR"),
        (list("", -1, ""), "INVALID_ARGUMENT"),
        (list("", 0, "nonsense"), "INVALID_ARGUMENT"),
    ];
    for (request, expected) in cases {
        let status = client.list_agents(request).await.unwrap_err();
        assert_eq!((status.code(), reason(&status)), (Code::InvalidArgument, expected.into()));
    }
    let status = client.get_agent(get(9, 0)).await.unwrap_err();
    assert_eq!((status.code(), reason(&status)), (Code::NotFound, "AGENT_NOT_FOUND".into()));
    let request = GetAgentRequest { instance_uid: "no".into(), ..Default::default() };
    let status = client.get_agent(request).await.unwrap_err();
    assert_eq!(reason(&status), "INVALID_ARGUMENT");
}

#[tokio::test]
async fn a_replica_that_cannot_catch_up_says_so() {
    let config = control_api::Config {
        min_revision_wait: std::time::Duration::from_millis(50),
        ..Default::default()
    };
    let world = World::with(config).await;
    let behind = |status: Status| {
        assert_eq!((status.code(), reason(&status)), (Code::Unavailable, "REPLICA_BEHIND".into()));
    };
    let min_revision = u64::MAX;
    behind(world.agents().get_agent(get(1, min_revision)).await.unwrap_err());
    let drift = GetConfigDriftRequest { min_revision, ..Default::default() };
    behind(world.configs().get_config_drift(drift).await.unwrap_err());
    let instance_uid = agent(1).to_string();
    let effective = GetEffectiveConfigRequest { instance_uid, min_revision };
    behind(world.configs().get_effective_config(effective).await.unwrap_err());
    let listed = ListAgentCustomCapabilitiesRequest { min_revision, ..Default::default() };
    behind(world.messages().list_agent_custom_capabilities(listed).await.unwrap_err());
}

#[tokio::test]
async fn presence_is_laid_over_the_record() {
    let world = World::start().await;
    let (node, epoch) = world.connected(agent(1)).await;
    let found = world.agents().get_agent(get(1, 0)).await.unwrap().into_inner();
    assert_eq!(found.transport(), Transport::Websocket);
    assert_eq!(found.peer_address, "192.0.2.7:4000");
    assert!(found.health.unwrap().healthy);
    assert!(found.capabilities.contains(&"AcceptsRestartCommand".to_owned()));
    let owner = found.owner.unwrap();
    assert_eq!(owner.node, node.id.to_string());
    assert_eq!(owner.epoch.unwrap().revision, epoch.revision.0);
    let request = GetAgentOwnerRequest { instance_uid: agent(1).to_string() };
    let owned = world.cluster().get_agent_owner(request).await.unwrap().into_inner();
    assert!(owned.alive);
    assert_eq!((owned.address, owned.owner.unwrap()), (node.address, owner));
}

#[tokio::test]
async fn presence_is_stale_once_the_owner_is_gone_and_fresh_when_the_next_one_speaks() {
    let world = World::start().await;
    let (first, _) = world.connected(agent(1)).await;
    let second = world.node(2).await;
    first.kill();
    world.records.delete_member(first.id).await.unwrap();
    until("the presence is stale", async || {
        let found = world.agents().get_agent(get(1, 0)).await.unwrap().into_inner();
        found.connected && found.presence_stale
    })
    .await;
    let epoch = world.claim(&second, agent(1)).await;
    hears(&second, agent(1), &report(CAPABLE, &[]));
    let shard = world.shard(agent(1));
    second.says_all(shard, epoch, vec![present(agent(1), shard, epoch)]);
    world.sees_connected(agent(1), epoch.revision).await;
}

#[tokio::test]
async fn bodies_that_the_store_does_not_keep_are_asked_of_the_owner() {
    let world = World::start().await;
    let (node, epoch) = world.connected(agent(1)).await;
    let capabilities = CustomCapabilities { capabilities: vec!["x.example".into()] };
    let mut message = report(CAPABLE, &[]);
    message.custom_capabilities = Some(capabilities);
    message.available_components =
        Some(AvailableComponents { hash: vec![1; 200].into(), ..Default::default() });
    let mut observed = fleet::observed::Observed::default();
    observed.merge(&message);
    let part = observed.part(proto::record::v1::PartKind::AvailableComponents).unwrap();
    let body = Body {
        kind: proto::record::v1::PartKind::AvailableComponents as u32,
        hash: part.hash.to_bytes(),
        data: part.bytes.clone().unwrap(),
    };
    node.holds(agent(1), Some(InspectReply { parts: vec![body], ..Default::default() }));
    observed.keep_here(proto::record::v1::PartKind::AvailableComponents, part.hash);
    let record = proto::record::v1::Agent {
        schema: 1,
        instance_uid: agent(1).to_bytes(),
        capabilities: CAPABLE,
        parts: observed.to_record(),
        ..Default::default()
    };
    let writes = [(world.shard(agent(1)), epoch.revision, record)];
    let revision = world.records.put_agents(node.id, &writes).await.remove(0).unwrap();
    let found = world.agents().get_agent(get(1, revision.0)).await.unwrap().into_inner();
    assert_eq!(found.custom_capabilities.unwrap().capabilities, ["x.example"]);
    assert_eq!(found.available_components, message.available_components);
    let basic = GetAgentRequest { view: AgentView::Basic.into(), ..get(1, revision.0) };
    let basic = world.agents().get_agent(basic).await.unwrap().into_inner();
    assert_eq!((basic.custom_capabilities, basic.available_components), (None, None));
    assert!(basic.health.unwrap().healthy);
}

#[tokio::test]
async fn plain_instructions_reach_the_owner_or_say_why_not() {
    let world = World::start().await;
    let (node, _) = world.connected(agent(1)).await;
    let uid = agent(1).to_string();
    let mut client = world.agents();
    node.answer([
        Answer::Reply(reply(Outcome::Written)),
        Answer::Reply(reply(Outcome::NotConnected)),
        Answer::Reply(reply(Outcome::Busy)),
        Answer::Break,
    ]);
    let full = RequestFullStateRequest { instance_uid: uid.clone() };
    client.request_full_state(full.clone()).await.unwrap();
    let close = DisconnectAgentRequest { instance_uid: uid.clone(), reason: "bye".into() };
    let status = client.disconnect_agent(close).await.unwrap_err();
    assert_eq!(reason(&status), "AGENT_NOT_CONNECTED");
    let status = client.request_full_state(full.clone()).await.unwrap_err();
    assert_eq!(reason(&status), "AGENT_BUSY");
    let status = client.request_full_state(full).await.unwrap_err();
    assert_eq!((status.code(), reason(&status)), (Code::Unknown, "OUTCOME_UNKNOWN".into()));
    let asked = node.asked();
    assert_eq!(asked.len(), 4, "nothing was sent twice");
    assert!(matches!(&asked[1].instruction, Some(Instruction::Disconnect(d)) if d.reason == "bye"));
}

#[tokio::test]
async fn a_connected_agent_is_forgotten_only_on_demand() {
    let world = World::start().await;
    let (node, _) = world.connected(agent(1)).await;
    let mut client = world.agents();
    let mut request = DeleteAgentRequest { instance_uid: agent(1).to_string(), disconnect: false };
    let status = client.delete_agent(request.clone()).await.unwrap_err();
    assert_eq!(reason(&status), "AGENT_CONNECTED");
    assert!(node.asked().is_empty());
    node.answer([Answer::Reply(reply(Outcome::Written))]);
    request.disconnect = true;
    client.delete_agent(request).await.unwrap();
    assert!(matches!(node.asked()[0].instruction, Some(Instruction::Forget(_))));
    let shard = world.shard(agent(1));
    assert_eq!(world.records.get_agent(shard, agent(1)).await.unwrap(), None);
}
