//! At most once: what is sent again, what never is, and what the receipt says.

use std::sync::atomic::Ordering;

use fleet::MemberId;
use proto::control::v1::{
    CommandReceipt, CommandState, GetCommandRequest, ListCommandsRequest, RestartRequest,
};
use proto::record::v1 as record;
use proto::route::v1::{DeliverReply, Outcome};
use store::Guard;
use tonic::Code;
use uuid::Uuid;

use crate::node::{Answer, present, reply, wire};
use crate::world::{World, agent, reason, report, until};

fn restart(request_id: &str, wait_seconds: u32) -> RestartRequest {
    RestartRequest {
        instance_uid: agent(1).to_string(),
        request_id: request_id.into(),
        wait_seconds,
    }
}

async fn send(world: &World, request: RestartRequest) -> CommandReceipt {
    world.commands().restart(request).await.unwrap().into_inner()
}

async fn stored(world: &World, receipt: &CommandReceipt) -> CommandReceipt {
    let request =
        GetCommandRequest { instance_uid: receipt.instance_uid.clone(), id: receipt.id.clone() };
    world.commands().get_command(request).await.unwrap().into_inner()
}

#[tokio::test]
async fn a_written_restart_has_a_receipt_and_is_observed_later() {
    let world = World::start().await;
    let (node, epoch) = world.connected(agent(1)).await;
    let gateway = MemberId::new([0x99; 16]);
    node.answer([Answer::Reply(DeliverReply {
        gateway: gateway.to_bytes(),
        owner: node.id.to_bytes(),
        start_time_unix_nano: 7_000,
        ..reply(Outcome::Written)
    })]);
    let receipt = send(&world, restart("", 0)).await;
    assert_eq!(receipt.state(), CommandState::Written);
    let owner = receipt.owner.clone().unwrap();
    assert_eq!(owner.node, node.id.to_string());
    assert_eq!(owner.gateway, gateway.to_string());
    assert_eq!(owner.epoch.unwrap().revision, epoch.revision.0);
    assert_eq!(owner.shard, u32::from(world.shard(agent(1)).number()));
    assert_eq!(stored(&world, &receipt).await, receipt);

    let shard = world.shard(agent(1));
    let mut restarted = present(agent(1), shard, epoch);
    restarted.start_time_unix_nano = 8_000;
    node.says_all(shard, epoch, vec![restarted]);
    until("the restart is observed", async || {
        stored(&world, &receipt).await.state() == CommandState::Observed
    })
    .await;
}

#[tokio::test]
async fn not_owner_is_retried_at_the_owner_it_names() {
    let world = World::start().await;
    let (first, _) = world.connected(agent(1)).await;
    let second = world.node(2).await;
    // The shard moves, and this replica hears of it from the old owner's answer or the store,
    // whichever is first.
    let seen = world.records.get_shard(world.shard(agent(1))).await.unwrap().unwrap().1;
    let shards = [(world.shard(agent(1)), seen)];
    let revision = world.records.move_shards(first.id, second.id, &shards).await.unwrap();
    let epoch = fleet::Epoch { generation: 1, revision };
    let moved = DeliverReply {
        owner: second.id.to_bytes(),
        epoch: Some(wire(epoch)),
        ..reply(Outcome::NotOwner)
    };
    first.answer([Answer::Reply(moved)]);
    second.answer([Answer::Reply(reply(Outcome::Written))]);
    let receipt = send(&world, restart("", 0)).await;
    assert_eq!(receipt.state(), CommandState::Written);
    assert_eq!(receipt.owner.unwrap().node, second.id.to_string());
    assert_eq!(second.asked().len(), 1);
    assert_eq!(second.asked()[0].epoch, Some(wire(epoch)));
}

#[tokio::test]
async fn not_connected_is_final_only_once_the_owner_has_heard_every_gateway() {
    let world = World::start().await;
    let node = world.node(1).await;
    let epoch = world.claim(&node, agent(1)).await;
    world.report(&node, epoch, agent(1), &report(crate::world::CAPABLE, &[])).await;
    until("the agent is known", async || {
        let request = proto::control::v1::GetAgentRequest {
            instance_uid: agent(1).to_string(),
            ..Default::default()
        };
        world.agents().get_agent(request).await.is_ok()
    })
    .await;
    // No presence has been published: the shard is not READY.
    node.answer([
        Answer::Reply(reply(Outcome::NotConnected)),
        Answer::Reply(reply(Outcome::NotConnected)),
        Answer::Reply(reply(Outcome::Written)),
    ]);
    assert_eq!(send(&world, restart("", 0)).await.state(), CommandState::Written);
    assert_eq!(node.asked().len(), 3);

    let shard = world.shard(agent(1));
    node.says_all(shard, epoch, vec![present(agent(1), shard, epoch)]);
    world.sees_connected(agent(1), epoch.revision).await;
    node.answer([Answer::Reply(reply(Outcome::NotConnected))]);
    let receipt = send(&world, restart("", 0)).await;
    assert_eq!(receipt.state(), CommandState::NotDelivered);
    assert!(receipt.reason.contains("AGENT_NOT_CONNECTED"), "{}", receipt.reason);
    assert_eq!(node.asked().len(), 4);
}

#[tokio::test]
async fn a_broken_or_silent_call_is_unknown_and_never_sent_again() {
    let world = World::start().await;
    let (node, _) = world.connected(agent(1)).await;
    for (number, answer) in [Answer::Break, Answer::Hang].into_iter().enumerate() {
        node.answer([answer]);
        let receipt = send(&world, restart("", 1)).await;
        assert_eq!(receipt.state(), CommandState::Unknown, "{}", receipt.reason);
        assert_eq!(stored(&world, &receipt).await.state(), CommandState::Unknown);
        assert_eq!(node.asked().len(), number + 1);
    }
}

#[tokio::test]
async fn final_answers_are_recorded_as_they_are() {
    let world = World::start().await;
    let (node, _) = world.connected(agent(1)).await;
    let cases = [
        (Outcome::Busy, CommandState::NotDelivered, "AGENT_BUSY"),
        (Outcome::Incapable, CommandState::NotDelivered, "MISSING_CAPABILITY"),
        (Outcome::Expired, CommandState::Expired, "EXPIRED"),
        (Outcome::Unknown, CommandState::Unknown, "OUTCOME_UNKNOWN"),
    ];
    for (outcome, state, why) in cases {
        node.answer([Answer::Reply(reply(outcome))]);
        let receipt = send(&world, restart("", 0)).await;
        assert_eq!(receipt.state(), state, "{outcome:?}");
        assert!(receipt.reason.contains(why), "{}", receipt.reason);
        assert_eq!(stored(&world, &receipt).await.state(), state);
    }
    assert_eq!(node.asked().len(), cases.len());
    let request = ListCommandsRequest {
        instance_uid: agent(1).to_string(),
        page_size: 3,
        ..Default::default()
    };
    let mut listed = world.commands().list_commands(request.clone()).await.unwrap().into_inner();
    assert_eq!(listed.commands.len(), 3);
    let page_token = std::mem::take(&mut listed.next_page_token);
    let request = ListCommandsRequest { page_token, ..request };
    let rest = world.commands().list_commands(request).await.unwrap().into_inner();
    assert_eq!((rest.commands.len(), rest.next_page_token.as_str()), (1, ""));
}

#[tokio::test]
async fn the_record_says_dispatched_before_the_node_hears_of_it() {
    let world = World::start().await;
    let (node, epoch) = world.connected(agent(1)).await;
    node.answer([Answer::Hang]);
    let mut commands = world.commands();
    let sending = world.tasks.spawn(async move { commands.restart(restart("", 30)).await });
    until("the node is asked", async || !node.asked().is_empty()).await;
    let rows = world.records.list_commands(agent(1), 10).await.unwrap();
    let (id, row, _) = &rows[0];
    assert_eq!(row.state(), record::CommandState::Dispatched);
    assert_eq!(row.epoch_revision, epoch.revision.0);

    // The replica dies here: whoever reads the record after its expiry reads UNKNOWN.
    sending.abort();
    let expires = u64::try_from(row.expires_unix_ms).unwrap();
    let request = GetCommandRequest { instance_uid: agent(1).to_string(), id: id.to_string() };
    let read = async || world.commands().get_command(request.clone()).await.unwrap().into_inner();
    assert_eq!(read().await.state(), CommandState::Dispatched);
    world.now.store(expires + 1, Ordering::Relaxed);
    assert_eq!(read().await.state(), CommandState::Unknown);
    assert_eq!(node.asked().len(), 1);
}

#[tokio::test]
async fn a_caller_that_hangs_up_does_not_lose_the_outcome() {
    let world = World::start().await;
    let (node, _) = world.connected(agent(1)).await;
    node.answer([Answer::Hang]);
    let mut request = tonic::Request::new(restart("", 2));
    request.set_timeout(std::time::Duration::from_millis(300));
    world.commands().restart(request).await.unwrap_err();
    until("the outcome is recorded", async || {
        let rows = world.records.list_commands(agent(1), 10).await.unwrap();
        rows.first().is_some_and(|(_, row, _)| row.state() == record::CommandState::Unknown)
    })
    .await;
    until("the outcome is in the audit", async || {
        let audit = world.audit().await;
        audit.iter().any(|row| row.outcome == "COMMAND_STATE_UNKNOWN")
    })
    .await;
}

#[tokio::test]
async fn the_same_request_id_returns_the_first_receipt() {
    let world = World::start().await;
    let (node, _) = world.connected(agent(1)).await;
    node.answer([Answer::Reply(reply(Outcome::Written)), Answer::Reply(reply(Outcome::Written))]);
    let (one, two) =
        tokio::join!(send(&world, restart("deploy-7", 0)), send(&world, restart("deploy-7", 0)));
    assert_eq!(one.id, two.id);
    let again = send(&world, restart("deploy-7", 0)).await;
    assert_eq!((again.id.as_str(), again.state()), (one.id.as_str(), CommandState::Written));
    assert_eq!(node.asked().len(), 1);
    assert_ne!(send(&world, restart("deploy-8", 0)).await.id, one.id);
}

#[tokio::test]
async fn a_request_that_was_recorded_and_never_sent_is_sent_once_by_its_retries() {
    let world = World::start().await;
    let (node, _) = world.connected(agent(1)).await;
    node.answer([Answer::Reply(reply(Outcome::Written)), Answer::Reply(reply(Outcome::Written))]);
    let first = send(&world, restart("once", 0)).await;
    // As if the first replica had died before it said DISPATCHED.
    let id: Uuid = first.id.parse().unwrap();
    let (mut row, revision) = world.records.get_command(agent(1), id).await.unwrap().unwrap();
    row.set_state(record::CommandState::Accepted);
    world.records.put_command(&row, Guard::At(revision)).await.unwrap();
    let (one, two) =
        tokio::join!(send(&world, restart("once", 0)), send(&world, restart("once", 0)));
    assert_eq!((&one.id, &two.id), (&first.id, &first.id));
    assert_eq!(node.asked().len(), 2, "once before, once by both retries together");
    assert_eq!(stored(&world, &first).await.state(), CommandState::Written);
}

#[tokio::test]
async fn a_node_that_cannot_be_connected_got_nothing() {
    let world = World::start().await;
    let (node, _) = world.connected(agent(1)).await;
    node.kill();
    let receipt = send(&world, restart("", 1)).await;
    // A connection that breaks under the request leaves its fate open; one that was never made does
    // not.
    assert!(
        matches!(receipt.state(), CommandState::NotDelivered | CommandState::Unknown),
        "{receipt:?}"
    );
    let receipt = send(&world, restart("", 1)).await;
    assert_eq!(receipt.state(), CommandState::NotDelivered, "{}", receipt.reason);
    assert!(receipt.reason.contains("OWNER_UNREACHABLE"), "{}", receipt.reason);
    assert!(node.asked().is_empty());
}

#[tokio::test]
async fn what_the_agent_cannot_do_is_refused_before_anything_is_recorded() {
    let world = World::start().await;
    let (node, epoch) = world.connected(agent(1)).await;
    let revision = world.report(&node, epoch, agent(1), &report(1, &[])).await;
    world.sees_connected(agent(1), revision).await;
    let status = world.commands().restart(restart("", 0)).await.unwrap_err();
    assert_eq!(status.code(), Code::FailedPrecondition);
    assert_eq!(reason(&status), "MISSING_CAPABILITY");
    let status = world.commands().restart(restart("", 301)).await.unwrap_err();
    assert_eq!(reason(&status), "INVALID_ARGUMENT");
    let request = RestartRequest { instance_uid: agent(9).to_string(), ..Default::default() };
    let status = world.commands().restart(request).await.unwrap_err();
    assert_eq!(reason(&status), "AGENT_NOT_FOUND");
    assert!(world.records.list_commands(agent(1), 10).await.unwrap().is_empty());
    assert!(node.asked().is_empty());
    let request =
        GetCommandRequest { instance_uid: agent(1).to_string(), id: Uuid::nil().to_string() };
    let status = world.commands().get_command(request).await.unwrap_err();
    assert_eq!(reason(&status), "COMMAND_NOT_FOUND");
}

#[tokio::test]
async fn a_record_left_by_a_dead_replica_is_never_sent_by_another() {
    let world = World::start().await;
    let (node, _) = world.connected(agent(1)).await;
    node.answer([Answer::Reply(reply(Outcome::Written))]);
    let first = send(&world, restart("once", 0)).await;
    // As if the replica had died between the send and the outcome.
    let id: Uuid = first.id.parse().unwrap();
    let (mut row, revision) = world.records.get_command(agent(1), id).await.unwrap().unwrap();
    row.set_state(record::CommandState::Dispatched);
    world.records.put_command(&row, Guard::At(revision)).await.unwrap();
    let again = send(&world, restart("once", 0)).await;
    assert_eq!(again.state(), CommandState::Dispatched);
    world.now.fetch_add(600_000, Ordering::Relaxed);
    assert_eq!(send(&world, restart("once", 0)).await.state(), CommandState::Unknown);
    assert_eq!(node.asked().len(), 1);
}
