//! PROTOCOL.md, rows G: custom capabilities and custom messages, both ways, against the real binary.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::time::Duration;

use fleet::AgentId;
use proto::control::v1::{
    CountAgentsRequest, CustomMessageEvent, DeleteCustomCapabilityRequest,
    ListAgentCustomCapabilitiesRequest, RegisterCustomCapabilityRequest, SendCustomMessageRequest,
    SendCustomMessageResponse, SubscribeCustomMessagesRequest,
};
use proto::opamp::v1::{AgentToServer, CustomCapabilities, CustomMessage, ServerToAgent};
use tests::api::Api;
use tests::wire::{first, fresh_uid, heartbeat};
use tests::{Standalone, Wire, until};
use tokio::time::timeout;
use tonic::{Code, Status, Streaming};
use tonic_types::StatusExt as _;

const TEA: &str = "com.example.tea/v1";
const COFFEE: &str = "org.example.coffee";
const SOON: Duration = Duration::from_secs(20);

struct World {
    server: Standalone,
    api: Api,
}

impl World {
    async fn start(capabilities: &[&str]) -> Self {
        let server = Standalone::start().await.unwrap();
        let api = Api::of(&server).unwrap();
        let world = Self { server, api };
        for name in capabilities {
            world.register(name).await.unwrap();
        }
        world
    }

    async fn register(&self, name: &str) -> Result<(), Status> {
        let request = RegisterCustomCapabilityRequest { name: name.to_owned() };
        self.api.messages().register_custom_capability(request).await.map(|_| ())
    }

    async fn delete(&self, name: &str) {
        let request = DeleteCustomCapabilityRequest { name: name.to_owned() };
        self.api.messages().delete_custom_capability(request).await.unwrap();
    }

    async fn send(
        &self,
        agent: AgentId,
        capability: &str,
        data: &str,
    ) -> Result<SendCustomMessageResponse, Status> {
        let mut client = self.api.messages();
        let sent = client.send_custom_message(order(agent, capability, data)).await;
        sent.map(tonic::Response::into_inner)
    }

    /// A socket on which the node has told this list: it has heard of it.
    async fn socket(&self, uid: AgentId, lists: &[&str], server: &[&str]) -> Wire {
        let mut socket = Wire::websocket(&self.server).await.unwrap();
        let mut told = socket.ask(&lists_at_first(uid, lists)).await.unwrap();
        // A list that was registered a moment ago comes as news.
        while listed(&told) != server {
            told = socket.recv().await.unwrap();
        }
        socket
    }

    async fn subscribe(&self, filter: &str, capability: &str) -> Streaming<CustomMessageEvent> {
        let (filter, capability) = (filter.to_owned(), capability.to_owned());
        let request = SubscribeCustomMessagesRequest { filter, capability };
        // Streams have no deadline.
        let mut events =
            self.api.messages().subscribe_custom_messages(request).await.unwrap().into_inner();
        let ready = event(&mut events).await;
        assert_eq!((ready.message, ready.nodes), (None, 1), "every node is listened to");
        events
    }
}

async fn event(events: &mut Streaming<CustomMessageEvent>) -> CustomMessageEvent {
    timeout(SOON, events.message()).await.unwrap().unwrap().unwrap()
}

fn order(agent: AgentId, capability: &str, data: &str) -> SendCustomMessageRequest {
    SendCustomMessageRequest {
        instance_uid: agent.to_string(),
        capability: capability.to_owned(),
        r#type: "brew".to_owned(),
        data: data.to_owned().into(),
        wait_seconds: 15,
    }
}

fn list(names: &[&str]) -> Option<CustomCapabilities> {
    let capabilities = names.iter().map(|name| (*name).to_owned()).collect();
    Some(CustomCapabilities { capabilities })
}

fn lists_at_first(uid: AgentId, names: &[&str]) -> AgentToServer {
    AgentToServer { custom_capabilities: list(names), ..first(uid) }
}

fn listed(message: &ServerToAgent) -> Vec<&str> {
    let listed = message.custom_capabilities.iter().flat_map(|list| &list.capabilities);
    listed.map(String::as_str).collect()
}

fn custom(capability: &str, data: &str) -> CustomMessage {
    let data = data.to_owned().into();
    CustomMessage { capability: capability.to_owned(), r#type: "brew".to_owned(), data }
}

fn says(uid: AgentId, number: u64, capability: &str, data: &str) -> AgentToServer {
    AgentToServer { custom_message: Some(custom(capability, data)), ..heartbeat(uid, number) }
}

fn reason(status: &Status) -> String {
    status.get_details_error_info().map(|info| info.reason).unwrap_or_default()
}

#[tokio::test]
async fn g1_the_servers_list_comes_first_and_whenever_it_changes_and_the_agents_replaces_its_own() {
    let world = World::start(&[TEA]).await;
    assert_eq!(world.register("tea").await.unwrap_err().code(), Code::InvalidArgument);
    let uid = fresh_uid().unwrap();
    let mut socket = world.socket(uid, &[TEA], &[TEA]).await;
    assert_eq!(socket.ask(&heartbeat(uid, 2)).await.unwrap().custom_capabilities, None);
    world.register(COFFEE).await.unwrap();
    let news = socket.recv().await.unwrap();
    let alone = ServerToAgent {
        instance_uid: uid.to_bytes(),
        custom_capabilities: list(&[TEA, COFFEE]),
        ..ServerToAgent::default()
    };
    assert_eq!(news, alone, "in the middle of a session");

    let poller = fresh_uid().unwrap();
    let mut poll = Wire::connect(&world.server).await.unwrap();
    poll.post(&lists_at_first(poller, &[TEA])).await.unwrap();
    for number in 2..4 {
        let (_, reply) = poll.post(&heartbeat(poller, number)).await.unwrap();
        assert_eq!(listed(&reply), [TEA, COFFEE], "each exchange counts as the first");
    }
    world.delete(TEA).await;
    assert_eq!(listed(&socket.recv().await.unwrap()), [COFFEE]);

    let replaced = AgentToServer { custom_capabilities: list(&[COFFEE]), ..heartbeat(uid, 3) };
    socket.ask(&replaced).await.unwrap();
    assert_eq!(world.send(uid, TEA, "").await.unwrap_err().code(), Code::FailedPrecondition);
    world.send(uid, COFFEE, "black").await.unwrap();
    assert_eq!(socket.recv().await.unwrap().custom_message, Some(custom(COFFEE, "black")));
    let shown = async || {
        let request = ListAgentCustomCapabilitiesRequest::default();
        let page = world.api.messages().list_agent_custom_capabilities(request).await.unwrap();
        let agents = page.into_inner().agents;
        let mut lists = agents.iter().map(|a| (a.instance_uid.clone(), a.capabilities.clone()));
        lists.any(|agent| agent == (uid.to_string(), vec![COFFEE.to_owned()]))
    };
    until("the agent's new list is shown", SOON, shown).await.unwrap();
}

#[tokio::test]
async fn g2_custom_messages_need_a_capability_both_sides_list() {
    let world = World::start(&[TEA]).await;
    let uid = fresh_uid().unwrap();
    let mut socket = world.socket(uid, &[TEA, COFFEE], &[TEA]).await;
    let refused = world.send(uid, COFFEE, "").await.unwrap_err();
    assert_eq!(
        (refused.code(), &*reason(&refused)),
        (Code::FailedPrecondition, "CAPABILITY_NOT_LISTED")
    );
    assert!(refused.message().contains(COFFEE), "{refused}");
    world.register(COFFEE).await.unwrap();
    assert_eq!(listed(&socket.recv().await.unwrap()), [TEA, COFFEE]);
    let silent = fresh_uid().unwrap();
    let mut deaf = Wire::websocket(&world.server).await.unwrap();
    deaf.ask(&first(silent)).await.unwrap();
    let refused = world.send(silent, TEA, "").await.unwrap_err();
    assert_eq!(
        (refused.code(), &*reason(&refused)),
        (Code::FailedPrecondition, "CAPABILITY_NOT_LISTED")
    );
    assert!(refused.message().contains(TEA), "{refused}");

    // A filter sees what is stored.
    let shown = async || {
        let filter = "claim.service.name=wire".to_owned();
        let request = CountAgentsRequest { filter, ..CountAgentsRequest::default() };
        world.api.agents().count_agents(request).await.unwrap().into_inner().total == 2
    };
    until("both agents are found by their claims", SOON, shown).await.unwrap();
    let mut all = world.subscribe("", "").await;
    let mut tea = world.subscribe("claim.service.name=wire", TEA).await;
    let reply = socket.ask(&says(uid, 2, "com.example.water", "still")).await.unwrap();
    let bare = (reply.error_response, reply.custom_message, reply.flags);
    assert_eq!(bare, (None, None, 0), "it is acknowledged");
    let dropped = world.server.metric("drover_custom_messages_dropped_total").await.unwrap();
    assert_eq!(dropped, 1, "and counted");
    for (number, capability) in [(3, COFFEE), (4, TEA), (4, TEA)] {
        // Its last message comes twice, as from a client that did not hear the answer.
        let reply = socket.ask(&says(uid, number, capability, "hot")).await.unwrap();
        assert_eq!((reply.flags, reply.error_response), (0, None));
    }
    socket.ask(&says(uid, 5, TEA, "last")).await.unwrap();
    let want = [(COFFEE, "hot"), (TEA, "hot"), (TEA, "last")];
    for (capability, data) in want {
        let event = event(&mut all).await;
        let wanted = (uid.to_string(), Some(custom(capability, data)), 0);
        assert_eq!((event.instance_uid, event.message, event.dropped), wanted);
    }
    for (capability, data) in &want[1..] {
        assert_eq!(event(&mut tea).await.message, Some(custom(capability, data)));
    }
}

#[tokio::test]
async fn g3_custom_messages_come_in_order_at_most_once_and_a_full_queue_says_so() {
    let world = World::start(&[TEA]).await;
    let uid = fresh_uid().unwrap();
    let mut socket = world.socket(uid, &[TEA], &[TEA]).await;
    for number in 0..100 {
        world.send(uid, TEA, &number.to_string()).await.unwrap();
    }
    for number in 0..100 {
        let told = socket.recv().await.unwrap();
        let alone = ServerToAgent {
            instance_uid: uid.to_bytes(),
            custom_message: Some(custom(TEA, &number.to_string())),
            ..ServerToAgent::default()
        };
        assert_eq!(told, alone);
    }

    let poller = fresh_uid().unwrap();
    let mut poll = Wire::connect(&world.server).await.unwrap();
    poll.post(&lists_at_first(poller, &[TEA])).await.unwrap();
    let mut waiting = tokio::task::JoinSet::new();
    for number in 0..64_u64 {
        let (mut client, text) = (world.api.messages(), number.to_string());
        let request = order(poller, TEA, &text);
        waiting.spawn(async move { client.send_custom_message(request).await });
        let what = format!("the owner has message {number}");
        let metric = async || {
            let open = world.server.metric("drover_instructions_open").await.unwrap();
            open == number + 1
        };
        until(&what, SOON, metric).await.unwrap();
    }
    let full = world.send(poller, TEA, "one too many").await.unwrap_err();
    assert_eq!((full.code(), &*reason(&full)), (Code::ResourceExhausted, "AGENT_BUSY"));
    for number in 0..64_u64 {
        let (_, reply) = poll.post(&heartbeat(poller, number + 2)).await.unwrap();
        assert_eq!(reply.custom_message, Some(custom(TEA, &number.to_string())), "one per reply");
    }
    let (_, reply) = poll.post(&heartbeat(poller, 66)).await.unwrap();
    assert_eq!(reply.custom_message, None, "each once");
    while let Some(sent) = waiting.join_next().await {
        sent.unwrap().unwrap();
    }
}
