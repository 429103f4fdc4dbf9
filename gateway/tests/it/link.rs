use std::time::Duration;

use fleet::link::{ToGateway, ToNode};
use gateway::{ClientAuth, Config};

use crate::agent::{UID, connect, hear, hear_close, message, say, tls, upgrade};
use crate::world::{PATIENCE, with_node, world};

fn is_attach(frame: &ToNode) -> bool {
    matches!(frame, ToNode::Attach(_))
}

#[tokio::test]
async fn killing_the_owner_does_not_close_the_socket_and_loses_no_message() {
    let (world, first) = with_node(Config::default()).await;
    let mut ws = connect(&world).await;
    say(&mut ws, &message(UID, 1)).await;
    hear(&mut ws).await;
    first.state.silent.store(true, std::sync::atomic::Ordering::Relaxed);
    say(&mut ws, &message(UID, 2)).await;
    first
        .until("the second message", |seen| {
            seen.iter().filter(|frame| matches!(frame, ToNode::Message(_))).count() == 2
        })
        .await;
    first.kill();
    world.linked(0).await;
    // While nobody owns the shard the socket is read and its messages wait.
    say(&mut ws, &message(UID, 3)).await;
    let second = world.node(2).await;
    world.own(&second).await;
    hear(&mut ws).await;
    hear(&mut ws).await;
    let seen = second.seen();
    let numbers: Vec<_> = seen
        .iter()
        .filter_map(|frame| match frame {
            ToNode::Message(message) => Some((message.number, message.replayed)),
            _ => None,
        })
        .collect();
    assert_eq!(numbers, [(2, true), (3, false)]);
    let Some(ToNode::Attach(attach)) = seen.iter().find(|frame| is_attach(frame)) else {
        panic!("no attach");
    };
    assert!(attach.checkpoint.is_some() && attach.since.is_some() && !attach.gap);
}

#[tokio::test]
async fn a_broken_link_comes_back_and_its_sessions_attach_again() {
    let (world, node) = with_node(Config::default()).await;
    let mut ws = connect(&world).await;
    say(&mut ws, &message(UID, 1)).await;
    hear(&mut ws).await;
    node.state.cut();
    node.until("a second attach", |seen| seen.iter().filter(|frame| is_attach(frame)).count() == 2)
        .await;
    say(&mut ws, &message(UID, 2)).await;
    hear(&mut ws).await;
    // Every shard is reported attached again, and after the attaches.
    node.until("all attached again", |seen| {
        let last_attach = seen.iter().rposition(is_attach).unwrap();
        let attached = |frame: &&ToNode| matches!(frame, ToNode::Attached(_));
        seen[last_attach..].iter().filter(attached).count() >= 4_096
    })
    .await;
}

#[tokio::test]
async fn an_old_owner_has_no_voice() {
    let (world, first) = with_node(Config::default()).await;
    let mut ws = connect(&world).await;
    say(&mut ws, &message(UID, 1)).await;
    hear(&mut ws).await;
    let (key, old) = first.session().await;
    // The member stays linked while its shards go: only the epoch tells.
    let second = world.node(2).await;
    world.linked(2).await;
    let owned = world.records.list_shards().await.unwrap().items;
    let row = owned.iter().find(|(shard, ..)| *shard == old.shard).unwrap();
    world.records.move_shards(first.id, second.id, &[(row.0, row.2)]).await.unwrap();
    second.until("the attach", |seen| seen.iter().any(is_attach)).await;
    let stale = first.state.send(key, old, &proto::opamp::v1::ServerToAgent::default());
    let number = stale.number;
    first.state.say(ToGateway::Send(Box::new(stale))).await;
    first
        .until("dropped", |seen| {
            seen.iter().any(|frame| matches!(frame, ToNode::Dropped(_, _, n) if *n == number))
        })
        .await;
    say(&mut ws, &message(UID, 2)).await;
    assert_eq!(
        hear(&mut ws).await.capabilities,
        fleet::capability::SERVER,
        "the stale message was written"
    );
}

#[tokio::test]
async fn a_flush_is_answered_and_input_is_held_until_resume() {
    let (world, node) = with_node(Config::default()).await;
    let mut ws = connect(&world).await;
    say(&mut ws, &message(UID, 1)).await;
    hear(&mut ws).await;
    let (_, claim) = node.session().await;
    node.state.say(ToGateway::Flush(vec![claim])).await;
    node.until("flushed", |seen| seen.contains(&ToNode::Flushed(vec![claim]))).await;
    say(&mut ws, &message(UID, 2)).await;
    let quiet = crate::agent::is_quiet_but_pings(&mut ws, Duration::from_millis(200)).await;
    assert!(quiet, "input was not held");
    node.state.say(ToGateway::Resume(vec![claim])).await;
    hear(&mut ws).await;
}

#[tokio::test]
async fn a_probe_is_answered_by_a_ping() {
    let (world, node) = with_node(Config::default()).await;
    let mut ws = connect(&world).await;
    say(&mut ws, &message(UID, 1)).await;
    hear(&mut ws).await;
    let (key, claim) = node.session().await;
    node.state.say(ToGateway::Probe(key, claim)).await;
    crate::agent::is_quiet_but_pings(&mut ws, Duration::from_millis(300)).await;
    node.until("alive", |seen| seen.contains(&ToNode::ProbeResult(key, claim, true))).await;
    let gone = fleet::link::SessionKey { socket: fleet::SocketId(999), ..key };
    node.state.say(ToGateway::Probe(gone, claim)).await;
    node.until("not there", |seen| seen.contains(&ToNode::ProbeResult(gone, claim, false))).await;
}

#[tokio::test]
async fn sockets_without_a_path_are_sent_away_and_nobody_is_let_in_to_be_sent_away() {
    let config = Config { path_lost: Duration::from_secs(2), ..Config::default() };
    let world = world(config, ClientAuth::Required).await;
    let mut ws = connect(&world).await;
    say(&mut ws, &message(UID, 1)).await;
    assert_eq!(hear_close(&mut ws).await.0, 1001);
    let Err(tokio_tungstenite::tungstenite::Error::Http(response)) =
        upgrade(tls(&world).await).await
    else {
        panic!("upgraded without a node");
    };
    assert_eq!(response.status(), 503);
    assert!(response.headers().contains_key("retry-after"));
    let node = world.node(1).await;
    world.own(&node).await;
    let let_in = async {
        loop {
            // The gateway looks once per second.
            if let Ok(ws) = upgrade(tls(&world).await).await {
                return ws;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let mut ws = tokio::time::timeout(PATIENCE, let_in).await.expect("never let in again");
    say(&mut ws, &message(UID, 2)).await;
    hear(&mut ws).await;
}

#[tokio::test]
async fn a_claim_that_its_owner_has_not_heard_of_is_announced_again() {
    let world = world(Config::default(), ClientAuth::Required).await;
    let node = world.node(1).await;
    node.state.ignorant.store(100, std::sync::atomic::Ordering::Relaxed);
    world.own(&node).await;
    node.until("the refused hundred come again", |seen| {
        seen.iter().filter(|frame| matches!(frame, ToNode::Attached(_))).count() == 4_196
    })
    .await;
}
