//! opamp-go's own client and custom messages, both ways and in order.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::time::Duration;

use bytes::Bytes;
use proto::control::v1::{
    CustomMessageEvent, RegisterCustomCapabilityRequest, SendCustomMessageRequest,
    SubscribeCustomMessagesRequest,
};
use serde_json::{Value, json};
use tests::{Standalone, until};
use tokio::time::timeout;
use tonic::Streaming;

/// For everything a person waits for.
const SOON: Duration = Duration::from_secs(30);
const ECHO: &str = "com.example.echo/v1";
const TYPES: [&str; 3] = ["one", "two", "three"];

async fn next(events: &mut Streaming<CustomMessageEvent>) -> CustomMessageEvent {
    timeout(SOON, events.message()).await.unwrap().unwrap().unwrap()
}

async fn both_ways_in_order(scheme: &str) {
    let server = Standalone::start().await.unwrap();
    let api = server.control().unwrap();
    let register = RegisterCustomCapabilityRequest { name: ECHO.to_owned() };
    api.messages().register_custom_capability(register).await.unwrap();
    let (mut agent, uid) = server.agent(scheme, &["--custom-capability", ECHO]).await.unwrap();
    let told = agent.event("custom_capabilities", SOON).await.unwrap();
    assert_eq!(told["names"], json!([ECHO]));

    let subscribe = SubscribeCustomMessagesRequest::default();
    let events = api.messages().subscribe_custom_messages(subscribe).await.unwrap();
    let mut events = events.into_inner();
    assert!(next(&mut events).await.message.is_none(), "first it says who is listened to");
    for kind in TYPES {
        let command =
            json!({"cmd": "send_custom", "capability": ECHO, "type": kind, "data": "aGk="});
        agent.command(&command).await.unwrap();
    }
    for kind in TYPES {
        let event = next(&mut events).await;
        let message = event.message.unwrap();
        assert_eq!((&*event.instance_uid, &*message.capability), (&*uid, ECHO));
        assert_eq!((&*message.r#type, &*message.data), (kind, &b"hi"[..]));
    }

    let lists = |a: &Value| !a["agentDescription"].is_null();
    server.shows(&uid, "it is known", lists).await.unwrap();
    for kind in TYPES {
        let send = SendCustomMessageRequest {
            instance_uid: uid.clone(),
            capability: ECHO.to_owned(),
            r#type: kind.to_owned(),
            data: Bytes::from_static(b"hello"),
            wait_seconds: 0,
        };
        api.messages().send_custom_message(send).await.unwrap();
    }
    for kind in TYPES {
        let message = agent.event("custom_message", SOON).await.unwrap();
        assert_eq!((&message["type"], &message["data"]), (&json!(kind), &json!("aGVsbG8=")));
    }
    // A config that arrives proves that no message came twice before it.
    server.push("probe", "probe: true\n").await.unwrap();
    agent.event("remote_config", SOON).await.unwrap();
    assert_eq!(agent.count("custom_message"), 3);
    assert_eq!((agent.count("error"), agent.count("client_error")), (0, 0));
}

#[tokio::test]
async fn custom_messages_reach_a_real_agent_on_a_websocket_and_come_from_it_once_and_in_order() {
    both_ways_in_order("wss").await;
}

#[tokio::test]
async fn custom_messages_reach_a_real_agent_that_polls_and_come_from_it_once_and_in_order() {
    both_ways_in_order("https").await;
}

/// What the agent lists decides, not what the sender hopes.
#[tokio::test]
async fn a_message_of_a_capability_the_agent_does_not_list_is_not_sent() {
    let server = Standalone::start().await.unwrap();
    let api = server.control().unwrap();
    let register = RegisterCustomCapabilityRequest { name: ECHO.to_owned() };
    api.messages().register_custom_capability(register).await.unwrap();
    let (agent, uid) = server.agent("wss", &[]).await.unwrap();
    let mut refused = None;
    let send = SendCustomMessageRequest {
        instance_uid: uid.clone(),
        capability: ECHO.to_owned(),
        ..SendCustomMessageRequest::default()
    };
    until("it is refused for what the agent lists", SOON, async || {
        let sent = api.messages().send_custom_message(send.clone()).await;
        refused = sent.err();
        // Until the agent is known it is refused for that.
        refused.as_ref().is_some_and(|status| status.code() == tonic::Code::FailedPrecondition)
    })
    .await
    .unwrap();
    assert_eq!(agent.count("custom_message"), 0);
}
