use std::time::Duration;

use bytes::Bytes;
use fleet::link::{ToGateway, ToNode};
use futures::SinkExt;
use gateway::Config;
use proto::opamp::v1::{ServerErrorResponseType, ServerToAgent};
use tokio_tungstenite::tungstenite::Message;

use crate::agent::{UID, connect, framed, hear, hear_close, message, say};
use crate::world::{eventually, with_node};

#[tokio::test]
async fn every_message_is_answered_in_order() {
    let (world, node) = with_node(Config::default()).await;
    let mut ws = connect(&world).await;
    for number in 0..20 {
        say(&mut ws, &message(UID, number)).await;
    }
    for _ in 0..20 {
        let reply = hear(&mut ws).await;
        assert_eq!(reply.instance_uid, UID.as_slice());
        assert_eq!(reply.capabilities, fleet::capability::SERVER);
    }
    node.until("20 written", |seen| {
        seen.iter().filter(|frame| matches!(frame, ToNode::Written(..))).count() == 20
    })
    .await;
}

#[tokio::test]
async fn agents_share_a_socket_and_leave_it_together() {
    let (world, node) = with_node(Config::default()).await;
    let mut ws = connect(&world).await;
    for number in 1..=3 {
        say(&mut ws, &message([number; 16], 0)).await;
    }
    let mut uids = Vec::new();
    for _ in 0..3 {
        uids.push(hear(&mut ws).await.instance_uid[0]);
    }
    uids.sort_unstable();
    assert_eq!(uids, [1, 2, 3]);
    ws.close(None).await.unwrap();
    node.until("three detached", |seen| {
        seen.iter().filter(|frame| matches!(frame, ToNode::Detach(..))).count() == 3
    })
    .await;
}

#[tokio::test]
async fn bad_messages_are_answered_and_three_in_a_row_close() {
    let (world, _node) = with_node(Config::default()).await;
    let mut ws = connect(&world).await;
    let bad: [&[u8]; 6] = [
        b"",                         // no header
        b"\x01\x0a\x01\x61",         // header not 0
        b"\xff\xff\xff",             // header cut
        b"\x00",                     // no uid
        b"\x00\x0a\x01\x61",         // uid of one byte
        b"\x0a\x10sixteen bytes id", // no header at all, as before the header existed
    ];
    for data in bad {
        ws.send(Message::binary(data.to_vec())).await.unwrap();
        let reply = hear(&mut ws).await;
        let error = reply.error_response.expect("an error");
        assert_eq!(error.r#type(), ServerErrorResponseType::BadRequest, "{data:?}");
        assert_eq!(reply.capabilities, 0);
        // A good one in between: the socket survives and the count starts again.
        say(&mut ws, &message(UID, 1)).await;
        assert!(hear(&mut ws).await.error_response.is_none());
    }
    for _ in 0..3 {
        ws.send(Message::binary(vec![1])).await.unwrap();
    }
    assert_eq!(hear_close(&mut ws).await.0, 1008);
}

#[tokio::test]
async fn an_overlong_zero_header_is_a_zero() {
    let (world, _node) = with_node(Config::default()).await;
    let mut ws = connect(&world).await;
    let Message::Binary(data) = framed(&message(UID, 1)) else { panic!() };
    ws.send(Message::binary([b"\x80\x00", &data[1..]].concat())).await.unwrap();
    assert!(hear(&mut ws).await.error_response.is_none());
}

#[tokio::test]
async fn text_is_refused() {
    let (world, _node) = with_node(Config::default()).await;
    let mut ws = connect(&world).await;
    for _ in 0..3 {
        ws.send(Message::text("hello")).await.unwrap();
        let error = hear(&mut ws).await.error_response.expect("an error");
        assert_eq!(error.r#type(), ServerErrorResponseType::BadRequest);
    }
    assert_eq!(hear_close(&mut ws).await.0, 1003);
}

#[tokio::test]
async fn the_size_limit_is_exact_and_too_much_closes_with_1009() {
    let config = Config { message_bytes_max: 100_000, ..Config::default() };
    let (world, _node) = with_node(config).await;
    let mut ws = connect(&world).await;
    // An unknown field pads the message to the limit.
    let padded = |len: usize| {
        let mut data = vec![0];
        data.extend_from_slice(b"\x0a\x10");
        data.extend_from_slice(&UID);
        let rest = len - data.len() - 2 - 3;
        data.extend_from_slice(&[0xa2, 0x1f]);
        prost::encoding::encode_varint(rest as u64, &mut data);
        data.resize(len, 7);
        data
    };
    ws.send(Message::binary(padded(100_000))).await.unwrap();
    assert!(hear(&mut ws).await.error_response.is_none());
    ws.send(Message::binary(padded(100_001))).await.unwrap();
    assert_eq!(hear_close(&mut ws).await.0, 1009);
}

#[tokio::test]
async fn large_messages_cross_the_link_in_pieces_both_ways() {
    let (world, node) = with_node(Config::default()).await;
    let mut ws = connect(&world).await;
    let mut large = message(UID, 1);
    let error_message = "x".repeat(300_000);
    large.remote_config_status =
        Some(proto::opamp::v1::RemoteConfigStatus { error_message, ..Default::default() });
    say(&mut ws, &large).await;
    hear(&mut ws).await;
    let (key, claim) = node.session().await;
    let reply =
        ServerToAgent { instance_uid: Bytes::from(vec![9; 200_000]), ..ServerToAgent::default() };
    let send = node.state.send(key, claim, &reply);
    node.state.say_in_pieces(ToGateway::Send(Box::new(send)), 60_000).await;
    assert_eq!(hear(&mut ws).await.instance_uid.len(), 200_000);
}

#[tokio::test]
async fn a_body_sent_once_is_appended_to_every_head_that_names_it() {
    let (world, node) = with_node(Config::default()).await;
    let mut ws = connect(&world).await;
    say(&mut ws, &message(UID, 1)).await;
    hear(&mut ws).await;
    let (key, claim) = node.session().await;
    let tail = ServerToAgent { capabilities: 99, ..ServerToAgent::default() };
    let body = Bytes::from(prost::Message::encode_to_vec(&tail));
    let hash = node.state.say_body(&body).await;
    let head = ServerToAgent { instance_uid: UID.to_vec().into(), ..ServerToAgent::default() };
    for _ in 0..2 {
        let mut send = node.state.send(key, claim, &head);
        send.body = Some((hash, body.clone()));
        node.state.say(ToGateway::Send(Box::new(send))).await;
        let got = hear(&mut ws).await;
        assert_eq!((got.instance_uid, got.capabilities), (UID.to_vec().into(), 99));
    }
}

#[tokio::test]
async fn a_node_closes_a_socket_with_code_and_reason() {
    let (world, node) = with_node(Config::default()).await;
    let mut ws = connect(&world).await;
    say(&mut ws, &message(UID, 1)).await;
    hear(&mut ws).await;
    let (key, claim) = node.session().await;
    node.state.say(ToGateway::Close(key, claim, 1008, "revoked".to_owned())).await;
    assert_eq!(hear_close(&mut ws).await, (1008, "revoked".to_owned()));
    eventually("the socket ends", || world.metrics.websockets.get() == 0).await;
}

#[tokio::test]
async fn a_slow_reader_is_closed_and_others_are_not() {
    let config = Config {
        write_deadline: Duration::from_millis(500),
        close_deadline: Duration::from_millis(200),
        ..Config::default()
    };
    let (world, node) = with_node(config).await;
    let (mut slow, mut quick) = (connect(&world).await, connect(&world).await);
    say(&mut slow, &message(UID, 1)).await;
    hear(&mut slow).await;
    let (key, claim) = node.session().await;
    let large =
        ServerToAgent { instance_uid: Bytes::from(vec![9; 1 << 20]), ..ServerToAgent::default() };
    // More than the kernel's buffers take, and nobody reads.
    for _ in 0..16 {
        let send = node.state.send(key, claim, &large);
        node.state.say_in_pieces(ToGateway::Send(Box::new(send)), 60_000).await;
    }
    say(&mut quick, &message([2; 16], 1)).await;
    assert_eq!(hear(&mut quick).await.instance_uid, [2; 16].as_slice());
    eventually("the slow one is closed", || world.metrics.websockets.get() == 1).await;
    node.until("its owner hears of it", |seen| {
        seen.iter().any(|frame| matches!(frame, ToNode::Detach(gone, _) if *gone == key))
    })
    .await;
    say(&mut quick, &message([2; 16], 2)).await;
    hear(&mut quick).await;
}

#[tokio::test]
async fn silence_is_ended_by_the_first_message_deadline_and_by_pings() {
    let config = Config {
        first_message_deadline: Duration::from_secs(1),
        ping_every: Duration::from_secs(2),
        pong_deadline: Duration::from_secs(1),
        ..Config::default()
    };
    let (world, _node) = with_node(config).await;
    let mut silent = connect(&world).await;
    let mut dead = connect(&world).await;
    let mut alive = connect(&world).await;
    say(&mut dead, &message(UID, 1)).await;
    say(&mut alive, &message([2; 16], 1)).await;
    hear(&mut alive).await;
    let (code, reason) = hear_close(&mut silent).await;
    assert_eq!((code, reason.as_str()), (1008, "no message came"));
    // The dead one reads nothing, so its client library answers no ping; the living one reads.
    let reading = crate::agent::is_quiet_but_pings(&mut alive, Duration::from_secs(5));
    assert!(reading.await, "the living socket was closed");
    eventually("only the living one is left", || world.metrics.websockets.get() == 1).await;
}

#[tokio::test]
async fn a_flood_of_pings_is_answered_without_keeping_any() {
    let (world, _node) = with_node(Config::default()).await;
    let mut ws = connect(&world).await;
    for _ in 0..1_000 {
        ws.feed(Message::Ping(Bytes::from(vec![0; 125]))).await.unwrap();
    }
    ws.flush().await.unwrap();
    say(&mut ws, &message(UID, 1)).await;
    assert!(hear(&mut ws).await.error_response.is_none());
}
