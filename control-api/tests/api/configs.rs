//! Configs, who should have them, and who does not.

use proto::control::v1::config_drift::Reason;
use proto::control::v1::{
    AssignRemoteConfigRequest, CreateRemoteConfigRequest, GetAgentRequest, GetConfigDriftRequest,
    GetEffectiveConfigRequest, GetRemoteConfigRequest, ListAssignmentsRequest,
    ListRemoteConfigsRequest, OfferRemoteConfigRequest, RetryRemoteConfigRequest,
};
use proto::opamp::v1::{
    AgentConfigFile, AgentConfigMap, EffectiveConfig, RemoteConfigStatus, RemoteConfigStatuses,
};
use tonic::Code;

use crate::world::{CAPABLE, World, agent, reason, report, with_effective, with_status};

fn files(body: &str) -> AgentConfigMap {
    let body = body.to_owned().into();
    let file = AgentConfigFile { body, content_type: "text/yaml".into() };
    AgentConfigMap { config_map: [("main.yaml".to_owned(), file)].into() }
}

fn create(name: &str, body: &str) -> CreateRemoteConfigRequest {
    CreateRemoteConfigRequest {
        name: name.into(),
        config_map: Some(files(body)),
        ..Default::default()
    }
}

fn assign(config: &str, selector: &str) -> AssignRemoteConfigRequest {
    AssignRemoteConfigRequest {
        config_name: config.into(),
        selector: selector.into(),
        ..Default::default()
    }
}

#[tokio::test]
async fn equal_content_makes_no_new_revision() {
    let world = World::start().await;
    let mut client = world.configs();
    let first = client.create_remote_config(create("base", "a")).await.unwrap().into_inner();
    let same = client.create_remote_config(create("base", "a")).await.unwrap().into_inner();
    let next = client.create_remote_config(create("base", "b")).await.unwrap().into_inner();
    let config = first.config.unwrap();
    assert_eq!((first.created, config.revision), (true, 1));
    assert_eq!((same.created, same.config.unwrap().revision), (false, 1));
    assert_eq!((next.created, next.config.unwrap().revision), (true, 2));
    assert_eq!(config.config_map, None);
    assert_eq!(config.config_hash[..], fleet::config::hash(&files("a")).0);
    let get = |revision| GetRemoteConfigRequest { name: "base".into(), revision };
    let newest = client.get_remote_config(get(0)).await.unwrap().into_inner();
    assert_eq!(newest.config_map, Some(files("b")));
    let old = client.get_remote_config(get(1)).await.unwrap().into_inner();
    assert_eq!(old.config_map, Some(files("a")));
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_its_reason() {
    let world = World::start().await;
    let mut client = world.configs();
    let two = AgentConfigMap {
        config_map: ["", "b"].map(|name| (name.to_owned(), AgentConfigFile::default())).into(),
    };
    let large = create("base", &"x".repeat(1 << 20));
    let status = client.create_remote_config(large).await.unwrap_err();
    assert_eq!((status.code(), reason(&status)), (Code::InvalidArgument, "TOO_LARGE".into()));
    assert!(status.message().contains("1048576"), "{status}");
    let wrong = [
        create("Upper", "a"),
        CreateRemoteConfigRequest { config_map: None, ..create("base", "a") },
        CreateRemoteConfigRequest { config_map: Some(two), ..create("base", "a") },
    ];
    for request in wrong {
        let status = client.create_remote_config(request).await.unwrap_err();
        assert_eq!(reason(&status), "INVALID_ARGUMENT");
    }
    client.create_remote_config(create("base", "a")).await.unwrap();
    let stale = CreateRemoteConfigRequest { expected_revision: 7, ..create("base", "b") };
    let status = client.create_remote_config(stale).await.unwrap_err();
    assert_eq!((status.code(), reason(&status)), (Code::Aborted, "ABORTED".into()));
    let status = client.assign_remote_config(assign("nothing", "")).await.unwrap_err();
    assert_eq!(reason(&status), "CONFIG_NOT_FOUND");
    let request = AssignRemoteConfigRequest { config_revision: 9, ..assign("base", "") };
    let status = client.assign_remote_config(request).await.unwrap_err();
    assert_eq!(reason(&status), "CONFIG_NOT_FOUND");
    let status = client.assign_remote_config(assign("base", "connected=true")).await.unwrap_err();
    assert_eq!(reason(&status), "INVALID_SELECTOR");
}

#[tokio::test]
async fn an_assignment_is_one_row_however_many_agents_it_matches() {
    let world = World::start().await;
    let node = world.node(1).await;
    let mut last = 0;
    for number in 1..=4 {
        let epoch = world.claim(&node, agent(number)).await;
        let capabilities = if number == 4 { 1 } else { CAPABLE };
        let message =
            report(capabilities, &[("os.type", if number == 1 { "mac" } else { "linux" })]);
        last = world.report(&node, epoch, agent(number), &message).await.0;
    }
    let request = GetAgentRequest {
        instance_uid: agent(1).to_string(),
        min_revision: last,
        ..Default::default()
    };
    world.agents().get_agent(request).await.unwrap();
    let mut client = world.configs();
    client.create_remote_config(create("base", "a")).await.unwrap();
    let request = assign("base", " claim.os.type == linux ");
    let assigned = client.assign_remote_config(request).await.unwrap().into_inner();
    assert_eq!((assigned.matched_agents, assigned.incapable_agents), (3, 1));
    let assignment = assigned.assignment.unwrap();
    assert_eq!(assignment.selector, "claim.os.type=linux");
    assert_eq!((assignment.name.as_str(), assignment.config_revision), ("base", 1));
    let listed = client.list_assignments(ListAssignmentsRequest::default()).await.unwrap();
    assert_eq!(listed.into_inner().assignments, [assignment]);
    // Two audit records and the assignment itself: nothing per agent.
    assert_eq!(world.records.list_assignments().await.unwrap().items.len(), 1);
    assert_eq!(world.records.get_desired(world.shard(agent(2)), agent(2)).await.unwrap(), None);
    let request = GetAgentRequest {
        instance_uid: agent(2).to_string(),
        min_revision: assigned.revision,
        ..Default::default()
    };
    let found = world.agents().get_agent(request).await.unwrap().into_inner();
    let desired = found.desired_config.unwrap();
    assert_eq!((desired.name.as_str(), desired.assignment.as_str()), ("base", "base"));
}

#[tokio::test]
async fn an_offer_wins_until_it_is_cleared_and_a_retry_is_counted() {
    let world = World::start().await;
    world.connected(agent(1)).await;
    let mut client = world.configs();
    for name in ["all", "own"] {
        client.create_remote_config(create(name, name)).await.unwrap();
    }
    client.assign_remote_config(assign("all", "")).await.unwrap();
    let offer = |name: &str| OfferRemoteConfigRequest {
        instance_uid: agent(1).to_string(),
        config_name: name.into(),
        ..Default::default()
    };
    for (name, expected, assignment) in [("own", "own", ""), ("", "all", "all")] {
        let offered = client.offer_remote_config(offer(name)).await.unwrap().into_inner();
        let request = GetAgentRequest {
            instance_uid: agent(1).to_string(),
            min_revision: offered.revision,
            ..Default::default()
        };
        let found = world.agents().get_agent(request).await.unwrap().into_inner();
        let desired = found.desired_config.unwrap();
        assert_eq!((desired.name.as_str(), desired.assignment.as_str()), (expected, assignment));
    }
    let retry = RetryRemoteConfigRequest { instance_uid: agent(1).to_string() };
    client.retry_remote_config(retry.clone()).await.unwrap();
    client.retry_remote_config(retry).await.unwrap();
    let row = world.records.get_desired(world.shard(agent(1)), agent(1)).await.unwrap().unwrap().0;
    assert_eq!((row.retry, row.remote_config), (2, None));
    let unknown = OfferRemoteConfigRequest { instance_uid: agent(9).to_string(), ..offer("own") };
    let status = client.offer_remote_config(unknown).await.unwrap_err();
    assert_eq!(reason(&status), "AGENT_NOT_FOUND");
}

#[tokio::test]
async fn drift_says_who_does_not_run_what_it_should_and_why() {
    let world = World::start().await;
    let node = world.node(1).await;
    let mut client = world.configs();
    let created = client.create_remote_config(create("base", "a")).await.unwrap().into_inner();
    let hash = created.config.unwrap().config_hash;
    let status = |hash: &[u8], status: RemoteConfigStatuses| RemoteConfigStatus {
        last_remote_config_hash: hash.to_vec().into(),
        status: status.into(),
        error_message: "the text".into(),
    };
    let base = || report(CAPABLE, &[]);
    let messages = [
        base(),
        with_status(base(), status(&hash, RemoteConfigStatuses::Applying)),
        with_status(base(), status(&hash, RemoteConfigStatuses::Failed)),
        with_status(base(), status(b"other", RemoteConfigStatuses::Applied)),
        report(1, &[]),
        with_status(base(), status(&hash, RemoteConfigStatuses::Applied)),
    ];
    for (number, message) in (1..).zip(&messages) {
        let epoch = world.claim(&node, agent(number)).await;
        world.report(&node, epoch, agent(number), message).await;
    }
    let assigned = client.assign_remote_config(assign("base", "")).await.unwrap().into_inner();
    let mut found = Vec::new();
    let mut request = GetConfigDriftRequest {
        page_size: 2,
        min_revision: assigned.revision,
        ..Default::default()
    };
    loop {
        let page = client.get_config_drift(request.clone()).await.unwrap().into_inner();
        found.extend(page.agents);
        if page.next_page_token.is_empty() {
            break;
        }
        request.page_token = page.next_page_token;
    }
    let reasons: Vec<_> = found.iter().map(|drift| drift.reason()).collect();
    let expected = [
        Reason::NotReported,
        Reason::Applying,
        Reason::Failed,
        Reason::OtherConfig,
        Reason::Incapable,
    ];
    assert_eq!(reasons, expected);
    assert_eq!(found[2].status.as_ref().unwrap().error_message, "the text");
}

#[tokio::test]
async fn the_effective_config_is_what_the_agent_reported() {
    let world = World::start().await;
    let (node, epoch) = world.connected(agent(1)).await;
    let mut request =
        GetEffectiveConfigRequest { instance_uid: agent(1).to_string(), ..Default::default() };
    let status = world.configs().get_effective_config(request.clone()).await.unwrap_err();
    assert_eq!(reason(&status), "EFFECTIVE_CONFIG_NOT_REPORTED");
    let effective = EffectiveConfig { config_map: Some(files(&"y".repeat(5_000))) };
    let message = with_effective(report(CAPABLE, &[]), effective.clone());
    request.min_revision = world.report(&node, epoch, agent(1), &message).await.0;
    let found = world.configs().get_effective_config(request).await.unwrap().into_inner();
    assert_eq!(found.effective_config, Some(effective));
    assert_eq!(found.hash.len(), 32);
}

#[tokio::test]
async fn configs_are_listed_by_name_in_pages_without_bodies() {
    let world = World::start().await;
    let mut client = world.configs();
    for name in ["c", "a", "b"] {
        client.create_remote_config(create(name, name)).await.unwrap();
    }
    let mut names = Vec::new();
    let mut request = ListRemoteConfigsRequest { page_size: 2, ..Default::default() };
    loop {
        let page = client.list_remote_configs(request.clone()).await.unwrap().into_inner();
        assert!(page.configs.iter().all(|config| config.config_map.is_none()));
        names.extend(page.configs.into_iter().map(|config| config.name));
        if page.next_page_token.is_empty() {
            break;
        }
        request.page_token = page.next_page_token;
    }
    assert_eq!(names, ["a", "b", "c"]);
}
