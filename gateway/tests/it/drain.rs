use std::time::Duration;

use gateway::Config;

use crate::agent::{Http, UID, connect, hear, hear_close, message, say, tls, upgrade};
use crate::world::{PATIENCE, with_node};

#[tokio::test]
async fn a_drain_turns_new_agents_away_and_sends_the_others_off_one_by_one() {
    let config = Config { drain_window: Duration::from_millis(800), ..Config::default() };
    let (world, _node) = with_node(config).await;
    let mut sockets = Vec::new();
    for number in 1..=8 {
        let mut ws = connect(&world).await;
        say(&mut ws, &message([number; 16], 1)).await;
        hear(&mut ws).await;
        sockets.push(ws);
    }
    let early = tls(&world).await;
    world.drain.cancel();
    let Err(tokio_tungstenite::tungstenite::Error::Http(response)) = upgrade(early).await else {
        panic!("upgraded while draining");
    };
    assert_eq!(response.status(), 503);
    let answer = Http::connect(&world).await.poll(&message(UID, 1)).await;
    assert_eq!(answer.status, 503);
    let seconds: u64 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((2..=3).contains(&seconds), "{seconds}");
    for ws in &mut sockets {
        assert_eq!(hear_close(ws).await, (1001, "the gateway is going away".to_owned()));
    }
    tokio::time::timeout(PATIENCE, world.ended).await.expect("still there").unwrap().unwrap();
}

#[tokio::test]
async fn a_halt_ends_at_once_and_still_says_goodbye() {
    let (world, _node) = with_node(Config::default()).await;
    let mut ws = connect(&world).await;
    say(&mut ws, &message(UID, 1)).await;
    hear(&mut ws).await;
    world.halt.cancel();
    assert_eq!(hear_close(&mut ws).await.0, 1001);
    tokio::time::timeout(PATIENCE, world.ended).await.expect("still there").unwrap().unwrap();
}

#[tokio::test]
async fn above_the_limit_new_agents_are_told_to_come_back() {
    let config = Config { connections_max: 2, ..Config::default() };
    let (world, _node) = with_node(config).await;
    let _held = (connect(&world).await, connect(&world).await);
    let Err(tokio_tungstenite::tungstenite::Error::Http(response)) =
        upgrade(tls(&world).await).await
    else {
        panic!("upgraded above the limit");
    };
    assert_eq!(response.status(), 503);
    assert!(response.headers().contains_key("retry-after"));
}

#[tokio::test]
async fn idle_polling_connections_count_to_the_limit() {
    let config = Config { connections_max: 2, ..Config::default() };
    let (world, _node) = with_node(config).await;
    let mut held = [Http::connect(&world).await, Http::connect(&world).await];
    for http in &mut held {
        assert_eq!(http.poll(&message(UID, 1)).await.status, 200);
    }
    assert_eq!(Http::connect(&world).await.poll(&message(UID, 2)).await.status, 503);
    assert_eq!(held[0].poll(&message(UID, 2)).await.status, 200, "who is there stays");
}
