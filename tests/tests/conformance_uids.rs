//! PROTOCOL.md, rows U3 and U4: uids the server gives to agents that ask, and uids an operator orders, against the real
//! binary.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::time::Duration;

use fleet::AgentId;
use proto::control::v1::{
    Agent, AssignInstanceUidRequest, CreateRemoteConfigRequest, GetAgentRequest, ListAgentsRequest,
    OfferRemoteConfigRequest,
};
use proto::opamp::v1::any_value::Value;
use proto::opamp::v1::{
    AgentConfigFile, AgentConfigMap, AgentToServer, AgentToServerFlags, AnyValue,
    RemoteConfigStatus, RemoteConfigStatuses, ServerToAgent,
};
use tests::api::Api;
use tests::wire::{first, fresh_uid, heartbeat};
use tests::{Standalone, Wire, until};
use tonic::{Code, Status};

const SOON: Duration = Duration::from_secs(20);

fn asks(message: AgentToServer) -> AgentToServer {
    AgentToServer { flags: AgentToServerFlags::RequestInstanceUid as u64, ..message }
}

/// The uid this reply gives, if it has nothing else to say than capabilities.
fn given(reply: &ServerToAgent) -> AgentId {
    let identification = reply.agent_identification.clone().unwrap();
    let rest = ServerToAgent {
        instance_uid: reply.instance_uid.clone(),
        capabilities: reply.capabilities,
        agent_identification: Some(identification.clone()),
        ..ServerToAgent::default()
    };
    assert_eq!(*reply, rest);
    AgentId::from_wire(&identification.new_instance_uid).unwrap()
}

async fn agent(api: &Api, uid: AgentId) -> Result<Agent, Status> {
    let instance_uid = uid.to_string();
    let request = GetAgentRequest { instance_uid, ..GetAgentRequest::default() };
    api.agents().get_agent(request).await.map(tonic::Response::into_inner)
}

async fn listed(api: &Api) -> Vec<String> {
    let found = api.agents().list_agents(ListAgentsRequest::default()).await.unwrap();
    found.into_inner().agents.into_iter().map(|agent| agent.instance_uid).collect()
}

#[tokio::test]
async fn u3_an_agent_that_asks_is_given_a_uid_and_the_same_one_when_it_asks_again() {
    let server = Standalone::start().await.unwrap();
    let api = Api::of(&server).unwrap();
    let temporary = fresh_uid().unwrap();
    let mut socket = Wire::websocket(&server).await.unwrap();
    let reply = socket.ask(&asks(first(temporary))).await.unwrap();
    assert_eq!(reply.instance_uid, temporary.to_bytes(), "it is addressed as it asked");
    let uid = given(&reply);
    assert_eq!(uid.as_bytes()[6] >> 4, 7, "version 7");
    assert_eq!(given(&socket.ask(&asks(first(temporary))).await.unwrap()), uid, "once more");

    let mut other = Wire::websocket(&server).await.unwrap();
    let another = given(&other.ask(&asks(first(temporary))).await.unwrap());
    assert_ne!(another, uid, "another agent with the same temporary uid");

    // A poll that is tried again comes on another connection with the same bytes.
    let mut polled = Vec::new();
    let mut cousin = asks(first(temporary));
    let host = AnyValue { value: Some(Value::StringValue("wire-2".to_owned())) };
    cousin.agent_description.as_mut().unwrap().non_identifying_attributes[1].value = Some(host);
    for message in [asks(first(temporary)), asks(first(temporary)), cousin] {
        let mut poll = Wire::connect(&server).await.unwrap();
        polled.push(given(&poll.post(&message).await.unwrap().1));
    }
    assert_eq!(polled[0], polled[1]);
    assert!(polled[2] != polled[0] && !polled.contains(&uid), "another agent, another uid");

    let mut reply = socket.ask(&first(uid)).await.unwrap();
    assert_eq!((reply.instance_uid, reply.flags), (uid.to_bytes(), 0));
    reply = other.ask(&first(another)).await.unwrap();
    assert_eq!((reply.agent_identification, reply.flags), (None, 0));
    let both = async || {
        let mut found = listed(&api).await;
        let mut wanted = vec![uid.to_string(), another.to_string()];
        found.sort();
        wanted.sort();
        found == wanted
    };
    until("both are agents, and the temporary uid is none", SOON, both).await.unwrap();
}

/// Offers a config of its own to an agent; gives its hash.
async fn offer(api: &Api, uid: AgentId, name: &str) -> bytes::Bytes {
    let body = format!("{name}: true\n").into();
    let file = AgentConfigFile { body, content_type: "text/yaml".into() };
    let create = CreateRemoteConfigRequest {
        name: name.to_owned(),
        config_map: Some(AgentConfigMap { config_map: [(String::new(), file)].into() }),
        ..CreateRemoteConfigRequest::default()
    };
    let config = api.configs().create_remote_config(create).await.unwrap().into_inner().config;
    let request = OfferRemoteConfigRequest {
        instance_uid: uid.to_string(),
        config_name: name.to_owned(),
        ..OfferRemoteConfigRequest::default()
    };
    api.configs().offer_remote_config(request).await.unwrap();
    config.unwrap().config_hash
}

fn applied(uid: AgentId, number: u64, hash: bytes::Bytes) -> AgentToServer {
    let status = RemoteConfigStatus {
        last_remote_config_hash: hash,
        status: RemoteConfigStatuses::Applied.into(),
        error_message: String::new(),
    };
    AgentToServer { remote_config_status: Some(status), ..heartbeat(uid, number) }
}

async fn assign(api: &Api, uid: AgentId) -> AgentId {
    let request =
        AssignInstanceUidRequest { instance_uid: uid.to_string(), new_instance_uid: String::new() };
    let assigned = api.agents().assign_instance_uid(request.clone()).await.unwrap().into_inner();
    let again = api.agents().assign_instance_uid(request).await.unwrap().into_inner();
    assert_eq!(assigned.new_instance_uid, again.new_instance_uid);
    assigned.new_instance_uid.parse().unwrap()
}

/// The agent under its new uid has what it had, and nothing is left of the old one.
async fn moved(api: &Api, old: AgentId, new: AgentId) {
    let gone = async || agent(api, old).await.is_err_and(|s| s.code() == Code::NotFound);
    until("the old uid is gone", SOON, gone).await.unwrap();
    let shown = agent(api, new).await.unwrap();
    assert!(shown.connected);
    assert_eq!(shown.desired_config.unwrap().name, "mine", "its offer follows");
    let described = format!("{:?}", shown.agent_description);
    assert!(described.contains("wire-1"), "what it reported follows: {described}");
    assert_eq!(listed(api).await, [new.to_string()]);
}

#[tokio::test]
async fn u4_both_uids_may_be_in_flight_after_an_order_and_the_agent_stays_one_agent() {
    let server = Standalone::start().await.unwrap();
    let api = Api::of(&server).unwrap();
    let old = fresh_uid().unwrap();
    let mut socket = Wire::websocket(&server).await.unwrap();
    socket.ask(&first(old)).await.unwrap();
    let known = async || agent(&api, old).await.is_ok_and(|agent| agent.revision > 0);
    until("the agent is stored", SOON, known).await.unwrap();
    let hash = offer(&api, old, "mine").await;
    let told = socket.recv().await.unwrap();
    assert_eq!(told.remote_config.unwrap().config_hash, hash);
    socket.ask(&applied(old, 2, hash)).await.unwrap();

    let new = assign(&api, old).await;
    assert_eq!(given(&socket.recv().await.unwrap()), new, "it is told at once");
    let reply = socket.ask(&heartbeat(old, 3)).await.unwrap();
    assert_eq!(given(&reply), new, "a message that was on its way");
    let reply = socket.ask(&heartbeat(new, 4)).await.unwrap();
    assert_eq!((reply.instance_uid, reply.flags), (new.to_bytes(), 0), "no gap");
    assert_eq!((reply.remote_config, reply.agent_identification), (None, None), "nothing anew");
    let reply = socket.ask(&heartbeat(old, 4)).await.unwrap();
    assert_eq!(given(&reply), new, "and one that comes late");
    let reply = socket.ask(&heartbeat(new, 5)).await.unwrap();
    assert_eq!((reply.flags, reply.error_response), (0, None));
    moved(&api, old, new).await;
    let hash = offer(&api, new, "later").await;
    let told = socket.recv().await.unwrap();
    assert_eq!(told.remote_config.unwrap().config_hash, hash, "what is wanted from now on");
    socket.ask(&applied(new, 6, hash)).await.unwrap();
    offer(&api, new, "mine").await;
    assert!(socket.recv().await.unwrap().remote_config.is_some());
    let reply = socket.ask(&heartbeat(old, 5)).await.unwrap();
    assert_eq!(given(&reply), new, "even when the old uid is nobody's");
    assert_eq!(agent(&api, old).await.unwrap_err().code(), Code::NotFound, "no ghost");

    // An agent that polls learns it with its next poll.
    let mut poll = Wire::connect(&server).await.unwrap();
    let old = new;
    let third = assign(&api, old).await;
    assert_eq!(given(&socket.recv().await.unwrap()), third);
    drop(socket);
    let gone = async || agent(&api, old).await.is_ok_and(|agent| !agent.connected);
    until("its socket is gone", SOON, gone).await.unwrap();
    let (_, reply) = poll.post(&heartbeat(old, 6)).await.unwrap();
    assert_eq!(given(&reply), third);
    let (_, reply) = poll.post(&heartbeat(third, 7)).await.unwrap();
    assert_eq!((reply.instance_uid.clone(), reply.flags), (third.to_bytes(), 0));
    moved(&api, old, third).await;
}
