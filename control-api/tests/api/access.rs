//! Nobody gets in without the token, and nothing changes without a trace.

use proto::control::v1::agent_service_client::AgentServiceClient;
use proto::control::v1::{
    AssignRemoteConfigRequest, CountAgentsRequest, CreateRemoteConfigRequest,
    DeleteAssignmentRequest,
};
use proto::opamp::v1::{AgentConfigFile, AgentConfigMap};
use tonic::{Code, Request};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;

use crate::world::{TOKEN, World, reason};

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
