//! PROTOCOL.md, rows A: available components, asked for once and kept by hash, against the real binary.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::time::Duration;

use fleet::AgentId;
use proto::control::v1::{AgentView, GetAgentRequest};
use proto::opamp::v1::any_value::Value;
use proto::opamp::v1::{
    AgentCapabilities, AgentToServer, AnyValue, AvailableComponents, ComponentDetails,
    ServerToAgentFlags,
};
use tests::api::Api;
use tests::wire::{first, fresh_uid, heartbeat};
use tests::{Standalone, Wire, until};

const SOON: Duration = Duration::from_secs(20);
const REPORTS: u64 = AgentCapabilities::ReportsAvailableComponents as u64;
const ASKS: u64 = ServerToAgentFlags::ReportAvailableComponents as u64;

fn bare(hash: &str) -> AvailableComponents {
    AvailableComponents { hash: hash.to_owned().into(), ..AvailableComponents::default() }
}

fn whole(hash: &str, name: &str) -> AvailableComponents {
    let components = [(name.to_owned(), ComponentDetails::default())].into();
    AvailableComponents { components, ..bare(hash) }
}

fn reports(message: AgentToServer, components: AvailableComponents) -> AgentToServer {
    let capabilities = message.capabilities | REPORTS;
    AgentToServer { capabilities, available_components: Some(components), ..message }
}

fn beats(uid: AgentId, number: u64) -> AgentToServer {
    let message = heartbeat(uid, number);
    AgentToServer { capabilities: message.capabilities | REPORTS, ..message }
}

/// A first report of an agent of this type.
fn first_of(agent_type: &str, uid: AgentId, components: AvailableComponents) -> AgentToServer {
    let mut message = reports(first(uid), components);
    let description = message.agent_description.as_mut().unwrap();
    let value = Some(Value::StringValue(agent_type.to_owned()));
    description.identifying_attributes[0].value = Some(AnyValue { value });
    message
}

async fn shows(api: &Api, uid: AgentId, wanted: &AvailableComponents) {
    let request = GetAgentRequest {
        instance_uid: uid.to_string(),
        view: AgentView::Full.into(),
        min_revision: 0,
    };
    let shown = async || {
        let agent = api.agents().get_agent(request.clone()).await;
        agent.is_ok_and(|agent| agent.into_inner().available_components.as_ref() == Some(wanted))
    };
    until("GetAgent shows the components", SOON, shown).await.unwrap();
}

#[tokio::test]
async fn a1_components_are_asked_for_once_per_hash_and_type_whoever_reports_them() {
    let server = Standalone::start().await.unwrap();
    let api = Api::of(&server).unwrap();
    let (one, two, three) = (fresh_uid().unwrap(), fresh_uid().unwrap(), fresh_uid().unwrap());
    let mut socket = Wire::websocket(&server).await.unwrap();
    let said = first_of("collector", one, bare("h1"));
    assert_eq!(socket.ask(&said).await.unwrap().flags, ASKS, "an unknown hash");
    assert_eq!(socket.ask(&beats(one, 2)).await.unwrap().flags, 0, "it is asked once");
    let again = reports(heartbeat(one, 3), bare("h1"));
    assert_eq!(socket.ask(&again).await.unwrap().flags, 0);
    let answer = reports(heartbeat(one, 4), whole("h1", "nop"));
    assert_eq!(socket.ask(&answer).await.unwrap().flags, 0);
    let again = reports(heartbeat(one, 5), bare("h1"));
    assert_eq!(socket.ask(&again).await.unwrap().flags, 0);
    shows(&api, one, &whole("h1", "nop")).await;

    // Another agent of that type, which polls.
    let mut poll = Wire::connect(&server).await.unwrap();
    let (_, reply) = poll.post(&first_of("collector", two, bare("h1"))).await.unwrap();
    assert_eq!(reply.flags, 0, "the hash is known");
    shows(&api, two, &whole("h1", "nop")).await;
    let changed = reports(heartbeat(two, 2), bare("h2"));
    let (_, reply) = poll.post(&changed).await.unwrap();
    assert_eq!(reply.flags, ASKS, "its hash changed");
    let (_, reply) = poll.post(&reports(heartbeat(two, 3), whole("h2", "otlp"))).await.unwrap();
    assert_eq!(reply.flags, 0);
    shows(&api, two, &whole("h2", "otlp")).await;

    let mut silent = first_of("collector", three, bare("h3"));
    silent.capabilities &= !REPORTS;
    let mut other = Wire::websocket(&server).await.unwrap();
    assert_eq!(other.ask(&silent).await.unwrap().flags, 0, "without its bit it is not asked");
}

#[tokio::test]
async fn a2_a_hash_is_believed_of_agents_of_the_same_type_that_agree_and_of_nobody_else() {
    let server = Standalone::start().await.unwrap();
    let api = Api::of(&server).unwrap();
    let mut socket = Wire::websocket(&server).await.unwrap();
    let evil = fresh_uid().unwrap();
    let said = first_of("evil", evil, whole("h1", "backdoor"));
    assert_eq!(socket.ask(&said).await.unwrap().flags, 0);
    let one = fresh_uid().unwrap();
    let said = first_of("collector", one, bare("h1"));
    assert_eq!(socket.ask(&said).await.unwrap().flags, ASKS, "another type");
    socket.ask(&reports(heartbeat(one, 2), whole("h1", "nop"))).await.unwrap();
    shows(&api, one, &whole("h1", "nop")).await;

    let two = fresh_uid().unwrap();
    let said = first_of("collector", two, whole("h1", "otlp"));
    assert_eq!(socket.ask(&said).await.unwrap().flags, 0);
    shows(&api, two, &whole("h1", "otlp")).await;
    shows(&api, one, &whole("h1", "nop")).await;
    // Two of its type disagree: a third is asked itself.
    let three = fresh_uid().unwrap();
    let said = first_of("collector", three, bare("h1"));
    assert_eq!(socket.ask(&said).await.unwrap().flags, ASKS);
}
