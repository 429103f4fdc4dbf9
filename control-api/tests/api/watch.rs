//! `WatchAgents`: a snapshot, a bookmark, then what changes.

use std::time::Duration;

use proto::control::v1::agent_event::Type;
use proto::control::v1::{AgentEvent, WatchAgentsRequest};
use tonic::{Code, Status, Streaming};

use crate::node::present;
use crate::world::{CAPABLE, World, agent, reason, report};

async fn next(events: &mut Streaming<AgentEvent>) -> Result<(Type, String), Status> {
    let event = tokio::time::timeout(Duration::from_secs(20), events.message());
    let event = event.await.expect("an event in time")?.expect("the watch goes on");
    Ok((event.r#type(), event.agent.map(|agent| agent.instance_uid).unwrap_or_default()))
}

async fn expect(events: &mut Streaming<AgentEvent>, kind: Type, number: u8) {
    assert_eq!(next(events).await.unwrap(), (kind, agent(number).to_string()));
}

#[tokio::test]
async fn a_watch_tells_what_is_there_and_then_what_happens() {
    let world = World::start().await;
    let (node, epoch) = world.connected(agent(1)).await;
    let request = WatchAgentsRequest { filter: "claim.team!=other".into(), ..Default::default() };
    let mut events = world.agents().watch_agents(request).await.unwrap().into_inner();
    expect(&mut events, Type::Added, 1).await;
    assert_eq!(next(&mut events).await.unwrap(), (Type::Bookmark, String::new()));

    let shard = world.shard(agent(1));
    let away = proto::route::v1::Presence { connected: false, ..present(agent(1), shard, epoch) };
    node.says_all(shard, epoch, vec![away]);
    expect(&mut events, Type::Disconnected, 1).await;
    node.says_all(shard, epoch, vec![present(agent(1), shard, epoch)]);
    expect(&mut events, Type::Connected, 1).await;

    let second = world.claim(&node, agent(2)).await;
    world.report(&node, second, agent(2), &report(CAPABLE, &[])).await;
    expect(&mut events, Type::Added, 2).await;
    let message = report(CAPABLE, &[("team", "mine")]);
    world.report(&node, second, agent(2), &message).await;
    expect(&mut events, Type::Updated, 2).await;
    let message = report(CAPABLE, &[("team", "other")]);
    world.report(&node, second, agent(2), &message).await;
    expect(&mut events, Type::Removed, 2).await;
    world.records.delete_agent(world.shard(agent(2)), agent(2)).await.unwrap();

    let heir = world.node(2).await;
    let seen = [(shard, epoch.revision)];
    let revision = world.records.move_shards(node.id, heir.id, &seen).await.unwrap();
    let epoch = fleet::Epoch { generation: 1, revision };
    heir.says_all(shard, epoch, vec![present(agent(1), shard, epoch)]);
    loop {
        // The old presence may be seen stale in between.
        match next(&mut events).await.unwrap() {
            (Type::Moved, uid) => break assert_eq!(uid, agent(1).to_string()),
            (kind, uid) => assert_eq!((kind, uid), (Type::Updated, agent(1).to_string())),
        }
    }
}

#[tokio::test]
async fn a_drained_replica_ends_its_watches_and_says_why() {
    let world = World::start().await;
    let mut events =
        world.agents().watch_agents(WatchAgentsRequest::default()).await.unwrap().into_inner();
    assert_eq!(next(&mut events).await.unwrap().0, Type::Bookmark);
    world.drain.cancel();
    let status = next(&mut events).await.unwrap_err();
    assert_eq!((status.code(), reason(&status)), (Code::Unavailable, "DRAINING".into()));
}

#[tokio::test]
async fn watches_are_counted_and_limited() {
    let world = World::with(control_api::Config { watches_max: 1, ..Default::default() }).await;
    let first = world.agents().watch_agents(WatchAgentsRequest::default()).await.unwrap();
    let status = world.agents().watch_agents(WatchAgentsRequest::default()).await.unwrap_err();
    assert_eq!(reason(&status), "TOO_MANY_WATCHES");
    drop(first);
    crate::world::until("the first watch is gone", async || {
        world.agents().watch_agents(WatchAgentsRequest::default()).await.is_ok()
    })
    .await;
}
