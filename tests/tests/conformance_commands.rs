//! PROTOCOL.md, rows M: commands go alone and at most once, against the real binary and a real cluster.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use fleet::{AgentId, Role};
use prost::Message as _;
use proto::control::v1::{CommandState, ListCommandsRequest};
use proto::opamp::v1::{AgentCapabilities, AgentToServer, ServerToAgent};
use tests::api::Api;
use tests::wire::{first, fresh_uid, heartbeat, opcode};
use tests::{Cluster, SOON, Standalone, Wire, until};
use tokio::task::JoinSet;
use tonic::Code;

const RESTARTS: u64 = AgentCapabilities::AcceptsRestartCommand as u64;

fn able(message: AgentToServer) -> AgentToServer {
    AgentToServer { capabilities: message.capabilities | RESTARTS, ..message }
}

async fn stored(api: &Api, uid: AgentId) {
    let stored = async || api.agent(uid).await.is_ok_and(|agent| agent.revision > 0);
    until("the agent is stored", SOON, stored).await.unwrap();
}

/// A restart on the wire: the uid, perhaps capabilities, and the empty command of field 9.
fn restart(uid: AgentId, capabilities: u64) -> Vec<u8> {
    let rest =
        ServerToAgent { instance_uid: uid.to_bytes(), capabilities, ..ServerToAgent::default() };
    [&rest.encode_to_vec()[..], &[0x4a, 0x00]].concat()
}

#[tokio::test]
async fn m1_a_restart_needs_its_bit_and_is_alone_in_its_message() {
    let server = Standalone::start().await.unwrap();
    let api = Api::of(&server).unwrap();
    let uid = fresh_uid().unwrap();
    let mut socket = Wire::websocket(&server).await.unwrap();
    socket.ask(&first(uid)).await.unwrap();
    stored(&api, uid).await;
    let refused = api.restart(uid, 5).await.unwrap_err();
    assert_eq!(refused.code(), Code::FailedPrecondition);
    assert!(refused.message().contains("AcceptsRestartCommand"), "{refused}");
    socket.ask(&able(heartbeat(uid, 2))).await.unwrap();
    let known = async || {
        let bits = api.agent(uid).await.unwrap().capability_bits;
        bits & RESTARTS != 0
    };
    until("its new bit is known", SOON, known).await.unwrap();

    let able_now = async || api.restart(uid, 5).await.is_ok();
    until("the restart is taken", SOON, able_now).await.unwrap();
    api.save("alone", "mine: true\n").await.unwrap();
    api.offer(uid, "alone").await.unwrap();
    let frame = socket.data().await.unwrap();
    assert_eq!(frame.opcode, opcode::BINARY);
    assert_eq!(frame.payload[1..], restart(uid, 0), "on the wire");
    let config = socket.recv().await.unwrap();
    assert!(config.command.is_none() && config.remote_config.is_some(), "the config by itself");

    // A poll gets the command, the next one the config.
    let poller = fresh_uid().unwrap();
    let mut poll = Wire::connect(&server).await.unwrap();
    let (_, reply) = poll.post(&able(first(poller))).await.unwrap();
    let capabilities = reply.capabilities;
    stored(&api, poller).await;
    api.offer(poller, "alone").await.unwrap();
    let (asker, asked) = (api.clone(), poller);
    let mut waiting = JoinSet::new();
    waiting.spawn(async move { asker.restart(asked, 15).await });
    let open = async || server.metric("drover_instructions_open").await.unwrap() == 1;
    until("the owner has the command", SOON, open).await.unwrap();
    let body = able(heartbeat(poller, 2)).encode_to_vec();
    let response = poll.request(&tests::wire::http::post("", &body)).await.unwrap();
    assert_eq!(response.body[..], restart(poller, capabilities), "on the wire");
    waiting.join_next().await.unwrap().unwrap().unwrap();
    let (_, reply) = poll.post(&able(heartbeat(poller, 3))).await.unwrap();
    assert!(reply.command.is_none() && reply.remote_config.is_some());
}

#[tokio::test]
async fn m2_an_owner_that_dies_with_a_command_leaves_it_unknown_and_it_is_not_sent_again() {
    let mut cluster = Cluster::start(&[
        ("g1", &[Role::Gateway]),
        ("n1", &[Role::Node]),
        ("n2", &[Role::Node]),
        ("c1", &[Role::ControlApi]),
    ])
    .await
    .unwrap();
    let api = cluster.api("c1").unwrap();
    let uid = fresh_uid().unwrap();
    let port = cluster.member("g1").unwrap().gateway_port();
    let mut socket = Wire::dial(port, &cluster.ca_pem, &[]).await.unwrap();
    socket.upgrade().await.unwrap();
    socket.ask(&able(first(uid))).await.unwrap();
    stored(&api, uid).await;
    let node = api.owner(uid).await.unwrap().address;
    let owner = cluster.node_at(&node).unwrap();

    // The gateway stands still, so nobody can say whether it wrote the command.
    let gateway = cluster.member("g1").unwrap().pid().unwrap();
    signal(gateway, "STOP").await;
    let (asker, asked) = (api.clone(), uid);
    let mut waiting = JoinSet::new();
    waiting.spawn(async move { asker.restart(asked, 15).await });
    let dispatched = async || newest(&api, uid).await == Some(CommandState::Dispatched);
    until("the command is on its way", SOON, dispatched).await.unwrap();
    cluster.member(&owner).unwrap().kill().await.unwrap();
    signal(gateway, "CONT").await;

    let receipt = waiting.join_next().await.unwrap().unwrap().unwrap();
    assert_eq!(receipt.state(), CommandState::Unknown, "{receipt:?}");
    let (mut commands, mut number) = (0, 1);
    let served = async || {
        number += 1;
        socket.send_message(&able(heartbeat(uid, number))).await.unwrap();
        let mut reply = socket.recv().await.unwrap();
        while reply.command.is_some() {
            commands += 1;
            reply = socket.recv().await.unwrap();
        }
        let now = api.owner(uid).await.is_ok_and(|owner| owner.address != node);
        now && number > 5
    };
    until("another node answers the agent", SOON, served).await.unwrap();
    assert!(commands <= 1, "the agent got {commands} restarts");
    assert_eq!(newest(&api, uid).await, Some(CommandState::Unknown));
}

async fn newest(api: &Api, uid: AgentId) -> Option<CommandState> {
    let instance_uid = uid.to_string();
    let request = ListCommandsRequest { instance_uid, ..ListCommandsRequest::default() };
    let listed = api.commands().list_commands(request).await.unwrap().into_inner();
    listed.commands.first().map(proto::control::v1::CommandReceipt::state)
}

async fn signal(pid: u32, name: &str) {
    let status = tokio::process::Command::new("kill")
        .args([format!("-{name}"), pid.to_string()])
        .status()
        .await;
    assert!(status.unwrap().success());
}
