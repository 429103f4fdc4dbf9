//! Being a member, stopping gracefully, stopping now.

use std::time::Duration;

use fleet::MemberId;
use proto::control::v1::{CommandState, ListMembersRequest, ListShardsRequest, RestartRequest};
use proto::record::v1::{MemberState, Role};
use proto::route::v1::Outcome;
use tokio::time::timeout;

use crate::node::{Answer, reply};
use crate::world::{World, agent, until};

const ME: MemberId = MemberId::new([0xc0; 16]);

#[tokio::test]
async fn it_is_a_member_while_it_serves() {
    let mut world = World::start().await;
    let (node, epoch) = world.connected(agent(1)).await;
    let members = world.cluster().list_members(ListMembersRequest {}).await.unwrap().into_inner();
    let told: Vec<_> =
        members.members.iter().map(|m| (m.role.as_str(), m.state.as_str(), m.shards)).collect();
    assert_eq!(told, [("node", "unknown", 1), ("control-api", "ready", 0)]);
    let shards = world.cluster().list_shards(ListShardsRequest::default()).await.unwrap();
    let shards = shards.into_inner().shards;
    assert_eq!(shards.len(), 4096);
    let mine = &shards[usize::from(world.shard(agent(1)).number())];
    assert_eq!((mine.owner.clone(), mine.owner_alive, mine.agents), (node.id.to_string(), true, 1));
    assert_eq!(mine.epoch.unwrap().revision, epoch.revision.0);

    world.drain.cancel();
    let served = world.served.take().unwrap();
    timeout(Duration::from_secs(20), served).await.unwrap().unwrap().unwrap();
    assert_eq!(world.records.get_member(ME).await.unwrap(), None, "the lease was given back");
}

#[tokio::test]
async fn draining_lets_calls_in_progress_finish() {
    let mut world = World::start().await;
    let (node, _) = world.connected(agent(1)).await;
    node.answer([Answer::Hang]);
    let mut commands = world.commands();
    let request = RestartRequest {
        instance_uid: agent(1).to_string(),
        wait_seconds: 1,
        ..Default::default()
    };
    let call = world.tasks.spawn(async move { commands.restart(request).await });
    until("the call has reached the node", async || !node.asked().is_empty()).await;
    world.drain.cancel();
    until("the member says that it drains", async || {
        let row = world.records.get_member(ME).await.unwrap();
        row.is_none_or(|(row, _)| row.state() == MemberState::Draining)
    })
    .await;
    let receipt = call.await.unwrap().unwrap().into_inner();
    assert_eq!(receipt.state(), CommandState::Unknown);
    let served = world.served.take().unwrap();
    timeout(Duration::from_secs(20), served).await.unwrap().unwrap().unwrap();
}

#[tokio::test]
async fn halting_ends_everything_now() {
    let mut world = World::start().await;
    let (node, _) = world.connected(agent(1)).await;
    node.answer([Answer::Hang]);
    let mut commands = world.commands();
    let request = RestartRequest {
        instance_uid: agent(1).to_string(),
        wait_seconds: 300,
        ..Default::default()
    };
    let call = world.tasks.spawn(async move { commands.restart(request).await });
    until("the call has reached the node", async || !node.asked().is_empty()).await;
    world.halt.cancel();
    let served = world.served.take().unwrap();
    timeout(Duration::from_secs(5), served).await.unwrap().unwrap().unwrap();
    call.abort();
}

#[tokio::test]
async fn a_presence_stream_that_breaks_is_opened_again_and_changes_nothing_meanwhile() {
    let world = World::start().await;
    let (node, epoch) = world.connected(agent(1)).await;
    let row = world.records.get_member(node.id).await.unwrap().unwrap().0;
    assert_eq!(row.role(), Role::Node);
    node.break_streams();
    // The node answers again: what it said before still stands, and new words are heard.
    let shard = world.shard(agent(1));
    node.answer([Answer::Reply(reply(Outcome::Written))]);
    node.says_all(shard, epoch, Vec::new());
    until("the new stream is heard", async || {
        let request = proto::control::v1::GetAgentRequest {
            instance_uid: agent(1).to_string(),
            ..Default::default()
        };
        !world.agents().get_agent(request).await.unwrap().into_inner().connected
    })
    .await;
}
