//! PROTOCOL.md, rows T9 to T12 and T16: sizes, order and compression of messages, both ways.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::time::Duration;

use fleet::AgentId;
use prost::Message as _;
use proto::opamp::v1::{AgentCapabilities, ServerToAgent};
use tests::wire::frame::RSV1;
use tests::wire::{Frame, PATIENCE, UPGRADE, deflate, first, framed, fresh_uid, heartbeat, opcode};
use tests::{Shared, Standalone, Wire, until};

/// A limit of 1 MiB one way and 20 KB the other.
static SERVER: Shared = Shared::new(&[
    ("DROVER_GATEWAY__LIMITS__MESSAGE_BYTES_MAX", "1048576"),
    ("DROVER_GATEWAY__LIMITS__OUTBOUND_BYTES_MAX", "20000"),
    ("DROVER_GATEWAY__LIMITS__WRITE_DEADLINE_S", "2"),
]);
const LIMIT: usize = 1 << 20;

/// An agent's message of exactly this many bytes, header included.
fn padded(uid: AgentId, sequence_num: u64, len: usize) -> Vec<u8> {
    let mut message = framed(&heartbeat(uid, sequence_num));
    // Field 500, which nobody knows, with a length of four varint bytes.
    let rest = u32::try_from(len - message.len() - 6).unwrap();
    message.extend([0xa2, 0x1f]);
    let seven = |shift: u32| u8::try_from(rest >> shift & 0x7f).unwrap();
    message.extend([seven(0) | 0x80, seven(7) | 0x80, seven(14) | 0x80, seven(21)]);
    message.resize(len, 7);
    message
}

async fn is_closed_as_too_large(mut wire: Wire, frames: &[Frame]) {
    for frame in frames {
        // The server may have closed before all of it was written.
        if wire.send(frame).await.is_err() {
            break;
        }
    }
    let (code, reason) = wire.closed().await.unwrap();
    assert_eq!((code, reason.as_str()), (1009, "the message is too large"));
}

#[tokio::test]
async fn t9_the_limit_counts_unpacked_bytes_and_is_exact() {
    let server = SERVER.get().await.unwrap();
    let uid = fresh_uid().unwrap();
    let mut wire = Wire::connect(&server).await.unwrap();
    wire.upgrade_with_deflate().await.unwrap();
    wire.ask(&first(uid)).await.unwrap();
    let full = padded(uid, 2, LIMIT);
    wire.send(&Frame::binary(full.clone())).await.unwrap();
    assert_eq!(wire.recv().await.unwrap().error_response, None);
    let packed = deflate::pack(&padded(uid, 3, LIMIT)).unwrap();
    assert!(packed.len() < 10_000);
    wire.send(&Frame::binary(packed).rsv(RSV1)).await.unwrap();
    let reply = wire.recv().await.unwrap();
    assert_eq!((reply.error_response, reply.flags), (None, 0));
    // One byte more, in every way there is. The message says the agent is called something else.
    let mut renamed = first(uid);
    renamed.sequence_num = 4;
    let description = renamed.agent_description.as_mut().unwrap();
    description.identifying_attributes[0].key = "renamed".to_owned();
    description.identifying_attributes[1].key = "k".repeat(LIMIT);
    let mut over = framed(&renamed);
    over.truncate(LIMIT + 1);
    let bomb = deflate::pack(&vec![0; 64 << 20]).unwrap();
    assert!(bomb.len() < 70_000);
    let (half, rest) = over.split_at(LIMIT / 2);
    let packed = deflate::pack(&over).unwrap();
    let (packed_half, packed_rest) = packed.split_at(packed.len() / 2);
    let end = |rest: &[u8]| Frame::new(opcode::CONTINUATION, rest.to_vec());
    let ways: [Vec<Frame>; 5] = [
        vec![Frame::binary(over.clone())],
        vec![Frame::binary(half.to_vec()).not_last(), end(rest)],
        vec![Frame::binary(packed.clone()).rsv(RSV1)],
        vec![Frame::binary(packed_half.to_vec()).rsv(RSV1).not_last(), end(packed_rest)],
        vec![Frame::binary(bomb).rsv(RSV1)],
    ];
    for frames in ways {
        let mut wire = Wire::connect(&server).await.unwrap();
        wire.upgrade_with_deflate().await.unwrap();
        is_closed_as_too_large(wire, &frames).await;
    }
    let known = server.json(&["agents", "get", &uid.to_string()]).await.unwrap().to_string();
    assert!(known.contains("service.name") && !known.contains("renamed"), "{known}");
}

#[tokio::test]
async fn t10_a_part_over_the_outbound_limit_is_not_sent_and_counted() {
    let server = SERVER.get().await.unwrap();
    let uid = fresh_uid().unwrap();
    let mut wire = Wire::websocket(&server).await.unwrap();
    wire.ask(&first(uid)).await.unwrap();
    let api = server.control().unwrap();
    // Over what a config may be: the API refuses it, and nothing is offered.
    let refused = api.save("t10", &"x".repeat(LIMIT + 1)).await.unwrap_err();
    assert_eq!(refused.code(), tonic::Code::InvalidArgument, "{refused}");
    assert!(refused.message().contains("1048576"), "{refused}");
    // Over what this gateway sends.
    let before = server.metric("gateway_oversized_total").await.unwrap();
    api.save("t10", &"x".repeat(30_000)).await.unwrap();
    api.offer(uid, "t10").await.unwrap();
    until("it is counted", PATIENCE, async || {
        server.metric("gateway_oversized_total").await.unwrap() > before
    })
    .await
    .unwrap();
    for number in 2..5 {
        wire.send_message(&heartbeat(uid, number)).await.unwrap();
    }
    for _ in 2..5 {
        let reply = wire.recv().await.unwrap();
        assert_eq!((reply.remote_config, reply.error_response), (None, None));
    }
    // What fits goes through the same socket.
    api.save("t10", &"x".repeat(10_000)).await.unwrap();
    api.offer(uid, "t10").await.unwrap();
    let offered = loop {
        if let Some(offered) = wire.recv().await.unwrap().remote_config {
            break offered;
        }
    };
    assert_eq!(offered.config.unwrap().config_map[""].body.len(), 10_000);
}

#[tokio::test]
async fn t11_every_message_is_answered_in_order() {
    let server = SERVER.get().await.unwrap();
    let uid = fresh_uid().unwrap();
    let mut wire = Wire::websocket(&server).await.unwrap();
    let reply = wire.ask(&first(uid)).await.unwrap();
    assert_ne!(reply.capabilities, 0);
    let ack = ServerToAgent { instance_uid: uid.to_bytes(), ..ServerToAgent::default() };
    assert_eq!(wire.ask(&heartbeat(uid, 2)).await.unwrap(), ack);
    // Every fifth is no good: where its answer stands shows the order.
    let mut burst = Vec::new();
    for number in 3..103 {
        let bad = number % 5 == 0;
        let message = if bad { vec![1] } else { framed(&heartbeat(uid, number - number / 5)) };
        burst.extend(Frame::binary(message).encode());
    }
    wire.write(&burst).await.unwrap();
    for number in 3..103 {
        let reply = wire.recv().await.unwrap();
        assert_eq!(reply.error_response.is_some(), number % 5 == 0, "{number}: {reply:?}");
    }
    let mut http = Wire::connect(&server).await.unwrap();
    let polling = fresh_uid().unwrap();
    for message in [first(polling), heartbeat(polling, 2)] {
        let (_, reply) = http.post(&message).await.unwrap();
        assert_eq!((reply.instance_uid, reply.error_response), (polling.to_bytes(), None));
    }
}

/// Reads what the server pushes; `None` when it says nothing for a moment.
async fn offered(wire: &mut Wire) -> Option<usize> {
    let reply = tokio::time::timeout(Duration::from_secs(5), wire.recv()).await.ok()?.unwrap();
    Some(reply.encoded_len())
}

#[tokio::test]
async fn t12_a_slow_reader_hurts_only_itself() {
    let settings = [
        ("DROVER_GATEWAY__LIMITS__WRITE_DEADLINE_S", "2"),
        // Pings are not what finds it out.
        ("DROVER_GATEWAY__LIMITS__PING_EVERY_S", "300"),
    ];
    let server = Standalone::start_with(&settings).await.unwrap();
    let api = server.control().unwrap();
    let (slow, quick) = (fresh_uid().unwrap(), fresh_uid().unwrap());
    let mut stalled = Wire::websocket(&server).await.unwrap();
    let mut hello = first(slow);
    hello.capabilities |= AgentCapabilities::AcceptsRestartCommand as u64;
    stalled.ask(&hello).await.unwrap();
    let mut other = Wire::websocket(&server).await.unwrap();
    other.ask(&first(quick)).await.unwrap();
    // More than the kernel takes for it: nobody reads.
    let mut sequence_num = 1;
    let mut pushes = 0;
    while server.metric("gateway_websockets").await.unwrap() == 2 {
        assert!(pushes < 40, "40 MB were taken by a client that does not read");
        let name = format!("t12-{pushes}");
        api.save(&name, &format!("{pushes:04}").repeat(250_000)).await.unwrap();
        api.offer(slow, &name).await.unwrap();
        pushes += 1;
        // While it hangs, others are served.
        sequence_num += 1;
        let asked = tokio::time::Instant::now();
        other.ask(&heartbeat(quick, sequence_num)).await.unwrap();
        assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
    }
    // And whoever wants something of it is told, within a bounded time.
    let asked = tokio::time::Instant::now();
    let receipt = api.restart(slow, 5).await;
    assert!(receipt.is_err() || receipt.unwrap().written.is_none());
    assert!(asked.elapsed() < Duration::from_secs(10), "{:?}", asked.elapsed());
    api.save("t12", "small").await.unwrap();
    api.offer(quick, "t12").await.unwrap();
    assert!(offered(&mut other).await.is_some());
}

#[tokio::test]
async fn t16_permessage_deflate_is_agreed_without_context_takeover() {
    let server = SERVER.get().await.unwrap();
    let agreed = async |offer: &str| {
        let mut wire = Wire::connect(&server).await.unwrap();
        let offer = format!("{UPGRADE}Sec-WebSocket-Extensions: {offer}\r\n\r\n");
        let response = wire.request(offer.as_bytes()).await.unwrap();
        assert_eq!(response.status, 101);
        response.header("sec-websocket-extensions").map(str::to_owned)
    };
    // Nothing is kept between messages in either direction, so an idle socket holds no window.
    let bounded = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
    for offer in ["permessage-deflate", "permessage-deflate; client_max_window_bits", bounded] {
        assert_eq!(agreed(offer).await.as_deref(), Some(bounded), "{offer}");
    }
    for offer in ["permessage-deflate; server_max_window_bits=9", "permessage-bzip2"] {
        assert_eq!(agreed(offer).await, None, "{offer}");
    }
    let uid = fresh_uid().unwrap();
    let mut wire = Wire::connect(&server).await.unwrap();
    wire.upgrade_with_deflate().await.unwrap();
    for number in 1..4 {
        let mut message = first(uid);
        message.sequence_num = number;
        let packed = deflate::pack(&framed(&message)).unwrap();
        wire.send(&Frame::binary(packed).rsv(RSV1)).await.unwrap();
        assert_eq!(wire.recv().await.unwrap().flags, 0);
    }
    let api = server.control().unwrap();
    api.save("t16", &"packed ".repeat(2_000)).await.unwrap();
    api.offer(uid, "t16").await.unwrap();
    let frame = wire.data().await.unwrap();
    assert_eq!((frame.rsv, frame.opcode), (RSV1, opcode::BINARY));
    assert!(frame.payload.len() < 1_000, "{}", frame.payload.len());
    let message = deflate::unpack(&frame.payload, 20_000).unwrap();
    let message = ServerToAgent::decode(&message[1..]).unwrap();
    assert_eq!(message.remote_config.unwrap().config.unwrap().config_map[""].body.len(), 14_000);
    // What is not packed as it says ends the connection.
    wire.send(&Frame::binary(vec![0xff; 100]).rsv(RSV1)).await.unwrap();
    assert_eq!(wire.closed().await.unwrap().0, 1007);
    let off =
        Standalone::start_with(&[("DROVER_GATEWAY__LIMITS__DEFLATE", "false")]).await.unwrap();
    let mut wire = Wire::connect(&off).await.unwrap();
    assert!(wire.upgrade_with_deflate().await.is_err());
}
