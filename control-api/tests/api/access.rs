//! Nobody gets in without the token, and nothing changes without a trace.

use proto::control::v1::agent_service_client::AgentServiceClient;
use proto::control::v1::{
    AssignRemoteConfigRequest, CountAgentsRequest, CreateRemoteConfigRequest, DeleteAgentRequest,
    DeleteAssignmentRequest, GetAgentRequest, RequestFullStateRequest, RestartRequest,
    RetryRemoteConfigRequest, WatchAgentsRequest,
};
use proto::opamp::v1::{AgentConfigFile, AgentConfigMap};
use tonic::{Code, Request};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;

use crate::node::Answer;
use crate::world::{TOKEN, World, agent, reason, until};

async fn with_header(world: &World, value: Option<&str>) -> (Code, String) {
    let mut client = AgentServiceClient::new(world.channel.clone());
    let mut request = Request::new(CountAgentsRequest::default());
    if let Some(value) = value {
        request.metadata_mut().insert("authorization", value.parse().unwrap());
    }
    match client.count_agents(request).await {
        Ok(_) => (Code::Ok, String::new()),
        Err(status) => (status.code(), reason(&status)),
    }
}

#[tokio::test]
async fn only_the_token_opens_the_api() {
    let world = World::start().await;
    let refused = |reason: &str| (Code::Unauthenticated, reason.to_owned());
    assert_eq!(with_header(&world, None).await, refused("NO_TOKEN"));
    assert_eq!(with_header(&world, Some(TOKEN)).await, refused("NO_TOKEN"));
    let basic = format!("Basic {TOKEN}");
    assert_eq!(with_header(&world, Some(&basic)).await, refused("NO_TOKEN"));
    assert_eq!(with_header(&world, Some("Bearer wrong")).await, refused("WRONG_TOKEN"));
    assert_eq!(with_header(&world, Some("Bearer ")).await, refused("WRONG_TOKEN"));
    let right = format!("Bearer {TOKEN}");
    assert_eq!(with_header(&world, Some(&right)).await, (Code::Ok, String::new()));
}

#[tokio::test]
async fn a_method_without_a_row_is_refused_even_with_the_token() {
    let world = World::start().await;
    let mut client = tonic::client::Grpc::new(world.channel.clone());
    client.ready().await.unwrap();
    let mut request = Request::new(());
    request.metadata_mut().insert("authorization", format!("Bearer {TOKEN}").parse().unwrap());
    let path = http::uri::PathAndQuery::from_static("/drover.control.v1.AgentService/Secret");
    let codec = tonic_prost::ProstCodec::<(), ()>::default();
    let status = client.unary(request, path, codec).await.unwrap_err();
    assert_eq!((status.code(), reason(&status)), (Code::PermissionDenied, "NO_ACCESS_ROW".into()));
}

#[tokio::test]
async fn health_is_open() {
    let world = World::start().await;
    let mut client = HealthClient::new(world.channel.clone());
    let request = HealthCheckRequest { service: String::new() };
    assert_eq!(client.check(request).await.unwrap().into_inner().status, 1);
}

#[tokio::test]
async fn every_change_is_written_down_before_and_after() {
    let world = World::start().await;
    let mut configs = world.configs();
    let file = AgentConfigFile { body: "secret: hunter2".into(), content_type: String::new() };
    let files = AgentConfigMap { config_map: [("main.yaml".to_owned(), file)].into() };
    let create = CreateRemoteConfigRequest {
        name: "base".into(),
        config_map: Some(files),
        ..Default::default()
    };
    let created = configs.create_remote_config(create).await.unwrap().into_inner();
    let assign = AssignRemoteConfigRequest { config_name: "base".into(), ..Default::default() };
    configs.assign_remote_config(assign).await.unwrap();
    let delete = DeleteAssignmentRequest { name: "base".into() };
    configs.delete_assignment(delete.clone()).await.unwrap();
    let status = configs.delete_assignment(delete).await.unwrap_err();
    assert_eq!(reason(&status), "ASSIGNMENT_NOT_FOUND");

    let audit = world.audit().await;
    let told: Vec<_> = audit
        .iter()
        .map(|row| {
            let method = row.method.rsplit('/').next().unwrap();
            (row.actor.as_str(), method, row.target.as_str(), row.outcome.as_str())
        })
        .collect();
    let pair =
        |method, target| [("admin", method, target, "STARTED"), ("admin", method, target, "OK")];
    let mut expected = Vec::new();
    expected.extend(pair("CreateRemoteConfig", "configs/base"));
    expected.extend(pair("AssignRemoteConfig", "assignments/base"));
    expected.extend(pair("DeleteAssignment", "assignments/base"));
    // The test's clock stands still, so only what stands there counts, not the order.
    let sorted = |mut rows: Vec<(&'static str, &'static str, &'static str, &'static str)>| {
        rows.sort_unstable();
        rows
    };
    let mut told_sorted = told.clone();
    told_sorted.sort_unstable();
    assert_eq!(told_sorted, sorted(expected));
    let ok =
        audit.iter().find(|row| row.method.ends_with("CreateRemoteConfig") && row.outcome == "OK");
    assert_eq!(ok.unwrap().revision, created.revision);
    assert!(!format!("{audit:?}").contains("hunter2"));
}

#[tokio::test]
async fn what_cannot_be_written_down_does_not_happen() {
    let world = World::start().await;
    let (node, _) = world.connected(agent(1)).await;
    let uid = agent(1).to_string();
    "audit/".clone_into(&mut world.failing.lock().unwrap());
    let unavailable = |status: tonic::Status| {
        assert_eq!(status.code(), Code::Unavailable, "{status}");
        assert_eq!(reason(&status), "STORE_UNAVAILABLE");
    };
    let restart = RestartRequest { instance_uid: uid.clone(), ..Default::default() };
    unavailable(world.commands().restart(restart).await.unwrap_err());
    let full = RequestFullStateRequest { instance_uid: uid.clone() };
    unavailable(world.agents().request_full_state(full).await.unwrap_err());
    let delete = DeleteAgentRequest { instance_uid: uid.clone(), disconnect: true };
    unavailable(world.agents().delete_agent(delete).await.unwrap_err());
    let retry = RetryRemoteConfigRequest { instance_uid: uid };
    unavailable(world.configs().retry_remote_config(retry).await.unwrap_err());
    assert!(node.asked().is_empty());
    assert!(world.records.list_commands(agent(1), 10).await.unwrap().is_empty());
    let shard = world.shard(agent(1));
    assert!(world.records.get_agent(shard, agent(1)).await.unwrap().is_some());
    assert!(world.records.get_desired(shard, agent(1)).await.unwrap().is_none());
}

#[tokio::test]
async fn a_command_that_cannot_be_recorded_is_not_sent() {
    let world = World::start().await;
    let (node, _) = world.connected(agent(1)).await;
    "commands/".clone_into(&mut world.failing.lock().unwrap());
    let restart = RestartRequest { instance_uid: agent(1).to_string(), ..Default::default() };
    let status = world.commands().restart(restart).await.unwrap_err();
    assert_eq!(reason(&status), "STORE_UNAVAILABLE");
    assert!(node.asked().is_empty());
    let outcomes: Vec<_> = world.audit().await.into_iter().map(|row| row.outcome).collect();
    assert!(outcomes.contains(&"Unavailable".to_owned()), "{outcomes:?}");
}

#[tokio::test]
async fn reflection_needs_the_token_and_describes_the_api() {
    use tonic_reflection::pb::v1::ServerReflectionRequest;
    use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
    use tonic_reflection::pb::v1::server_reflection_request::MessageRequest;
    use tonic_reflection::pb::v1::server_reflection_response::MessageResponse;

    let world = World::start().await;
    let ask = || {
        let message_request = Some(MessageRequest::ListServices(String::new()));
        tokio_stream::once(ServerReflectionRequest { host: String::new(), message_request })
    };
    let mut anybody = ServerReflectionClient::new(world.channel.clone());
    let status = anybody.server_reflection_info(ask()).await.unwrap_err();
    assert_eq!(reason(&status), "NO_TOKEN");
    let mut operator = ServerReflectionClient::new(world.authorized());
    let mut answers = operator.server_reflection_info(ask()).await.unwrap().into_inner();
    let answer = answers.message().await.unwrap().unwrap().message_response.unwrap();
    let MessageResponse::ListServicesResponse(listed) = answer else { panic!("{answer:?}") };
    let names: Vec<_> = listed.service.into_iter().map(|service| service.name).collect();
    for name in ["AgentService", "RemoteConfigService", "CommandService", "ClusterService"] {
        assert!(names.contains(&format!("drover.control.v1.{name}")), "{names:?}");
    }
}

#[tokio::test]
async fn more_calls_than_allowed_are_shed_and_others_still_finish() {
    let config = control_api::Config { calls_max: 1, patient_calls_max: 1, ..Default::default() };
    let world = World::with(config).await;
    let (node, _) = world.connected(agent(1)).await;
    node.answer([Answer::Hang]);
    let restart = RestartRequest {
        instance_uid: agent(1).to_string(),
        wait_seconds: 2,
        ..Default::default()
    };
    let (mut commands, request) = (world.commands(), restart.clone());
    let slow = world.tasks.spawn(async move { commands.restart(request).await });
    until("the slow call has reached the node", async || !node.asked().is_empty()).await;
    let shed = |status: tonic::Status| {
        let told = (status.code(), reason(&status));
        assert_eq!(told, (Code::ResourceExhausted, "TOO_MANY_CALLS".to_owned()), "{status}");
    };
    shed(world.commands().restart(restart).await.unwrap_err());
    // It keeps others that wait away, and nobody who is done at once.
    world.agents().count_agents(CountAgentsRequest::default()).await.unwrap();
    slow.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_call_that_takes_too_long_says_so_and_a_watch_may_take_longer() {
    let soon = std::time::Duration::from_millis(500);
    let config =
        control_api::Config { command_wait_max: soon, call_margin: soon, ..Default::default() };
    let world = World::with(config).await;
    world.connected(agent(1)).await;
    let watch = WatchAgentsRequest::default();
    let mut events = world.agents().watch_agents(watch).await.unwrap().into_inner();
    let request = GetAgentRequest {
        instance_uid: agent(1).to_string(),
        min_revision: u64::MAX,
        ..Default::default()
    };
    let status = world.agents().get_agent(request).await.unwrap_err();
    let told = (status.code(), reason(&status));
    assert_eq!(told, (Code::DeadlineExceeded, "CALL_TIMED_OUT".to_owned()), "{status}");
    assert!(events.message().await.unwrap().is_some(), "the watch is older than that call");
}

#[tokio::test]
async fn a_request_over_the_limit_is_refused() {
    let config = control_api::Config { request_bytes_max: 10_000, ..Default::default() };
    let world = World::with(config).await;
    for bytes in [11_000, 100_000] {
        let filter = "x".repeat(bytes);
        let request = CountAgentsRequest { filter, ..Default::default() };
        world.agents().count_agents(request).await.unwrap_err();
    }
    world.agents().count_agents(CountAgentsRequest::default()).await.unwrap();
}
