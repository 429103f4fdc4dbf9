//! PROTOCOL.md, rows E1, E3 to E6: what is no message, what is only unknown, and how each is answered.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::time::Duration;

use bytes::Bytes;
use fleet::AgentId;
use prost::Message as _;
use proto::opamp::v1::{
    AgentToServer, AnyValue, ArrayValue, ComponentHealth, KeyValue, PackageStatus, PackageStatuses,
    RemoteConfigStatus, ServerErrorResponseType, ServerToAgent,
};
use tests::wire::{Frame, field, fields, first, fresh_uid, heartbeat, http};
use tests::{Standalone, Wire};
use tokio::time::timeout;

/// `value` in itself, `depth` times, each time behind the fields of `path`.
fn nested(path: &[u32], depth: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    for _ in 0..depth {
        for number in path.iter().rev() {
            bytes = field(*number, &bytes);
        }
    }
    bytes
}

/// Everything that is no AgentToServer, as what follows the uid, the number and the capabilities of a good one.
fn malformed() -> Vec<(&'static str, Vec<u8>)> {
    let value = |value: Vec<u8>| field(3, &field(1, &field(2, &value)));
    vec![
        ("a key without an end", b"\xff\xff\xff".to_vec()),
        ("text that is no UTF-8", b"\x2a\x04\x1a\x02\xff\xff".to_vec()),
        ("a key of a map that is no UTF-8", field(5, &field(6, b"\x0a\x01\xff"))),
        ("a number as bytes", b"\x12\x01\x61".to_vec()),
        ("a message as a number", b"\x18\x01".to_vec()),
        ("a number deep inside as bytes", b"\x2a\x03\x0a\x01\x61".to_vec()),
        ("a known field as a group", b"\x1b\x1c".to_vec()),
        ("a group that does not end", b"\xa3\x1f".to_vec()),
        ("a group that did not begin", b"\xa4\x1f".to_vec()),
        ("groups that cross", b"\xa3\x1f\xab\x1f\xa4\x1f\xac\x1f".to_vec()),
        ("field 0", b"\x02\x00".to_vec()),
        ("wire type 7", b"\x0f".to_vec()),
        ("a length past the end", b"\x1a\x7f".to_vec()),
        ("a length past the end, inside", b"\x2a\x02\x1a\x7f".to_vec()),
        ("a length of 2^63", b"\x1a\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01".to_vec()),
        ("a varint of 11 bytes", [&b"\x50"[..], &[0x80; 10], b"\x01"].concat()),
        ("half a fixed64", b"\x2a\x02\x11\x01".to_vec()),
        ("healths in each other", field(5, &nested(&[6, 2], 5_000))),
        ("components in each other", field(14, &field(1, &field(2, &nested(&[2, 2], 5_000))))),
        ("arrays in each other", value(nested(&[5, 1], 5_000))),
        ("lists in each other", value(nested(&[6, 1, 2], 5_000))),
        ("a million healths", field(5, &b"\x32\x00".repeat(1_000_000))),
        ("a million packages", field(8, &b"\x0a\x00".repeat(1_000_000))),
    ]
}

fn after(uid: AgentId, sequence_num: u64, rest: &[u8]) -> Vec<u8> {
    [&heartbeat(uid, sequence_num).encode_to_vec()[..], rest].concat()
}

/// One message as bytes, and the bytes of its answer.
async fn ask_bytes(socket: &mut Wire, message: &[u8]) -> Bytes {
    socket.send(&Frame::binary([&[0], message].concat())).await.unwrap();
    socket.data().await.unwrap().payload.slice(1..)
}

fn refused(what: &str, reply: &Bytes) {
    let message = ServerToAgent::decode(reply.clone()).unwrap();
    let error = message.error_response.unwrap_or_else(|| panic!("{what} was accepted"));
    assert_eq!(error.r#type(), ServerErrorResponseType::BadRequest, "{what}");
    assert!(error.error_message.len() > 10, "{what}: {}", error.error_message);
}

#[tokio::test]
async fn e1_what_is_no_message_is_bad_request_and_the_connection_lives() {
    let server = Standalone::start().await.unwrap();
    let (here, there) = (fresh_uid().unwrap(), fresh_uid().unwrap());
    let mut socket = Wire::websocket(&server).await.unwrap();
    socket.ask(&first(here)).await.unwrap();
    let mut poller = Wire::connect(&server).await.unwrap();
    poller.post(&first(there)).await.unwrap();
    for (number, (what, bytes)) in (2..).zip(malformed()) {
        refused(what, &ask_bytes(&mut socket, &after(here, 99, &bytes)).await);
        // Also over HTTP, and nothing of it counts: the numbers go on.
        let response = poller.request(&http::post("", &after(there, 99, &bytes))).await.unwrap();
        refused(what, &response.body);
        assert_eq!(socket.ask(&heartbeat(here, number)).await.unwrap().flags, 0, "{what}");
        assert_eq!(poller.post(&heartbeat(there, number)).await.unwrap().1.flags, 0, "{what}");
    }
}

#[tokio::test]
async fn e1_three_bad_messages_in_a_row_end_a_websocket() {
    let server = Standalone::start().await.unwrap();
    // Refused by the gateway, which cannot tell whose it is; by the node, which cannot read all of it.
    for rest in [&b"\x1a\x7f"[..], b"\x2a\x04\x1a\x02\xff\xff"] {
        let uid = fresh_uid().unwrap();
        let mut socket = Wire::websocket(&server).await.unwrap();
        socket.ask(&first(uid)).await.unwrap();
        for number in 2..5 {
            refused("one", &ask_bytes(&mut socket, &after(uid, 99, rest)).await);
            refused("two", &ask_bytes(&mut socket, &after(uid, 99, rest)).await);
            assert_eq!(socket.ask(&heartbeat(uid, number)).await.unwrap().flags, 0);
        }
        for what in ["one", "two", "three"] {
            refused(what, &ask_bytes(&mut socket, &after(uid, 99, rest)).await);
        }
        let (code, reason) = socket.closed().await.unwrap();
        assert_eq!(code, 1008, "{reason}");
    }
}

#[tokio::test]
async fn e3_an_error_goes_alone() {
    let server = Standalone::start().await.unwrap();
    let api = server.control().unwrap();
    api.push("base", "one: 1\n").await.unwrap();
    // First messages: capabilities, an offer and ReportFullState are due, and an error says none of it.
    for rest in [&b"\x1a\x7f"[..], b"\x2a\x04\x1a\x02\xff\xff"] {
        let uid = fresh_uid().unwrap();
        let mut socket = Wire::websocket(&server).await.unwrap();
        let mut poller = Wire::connect(&server).await.unwrap();
        let response = poller.request(&http::post("", &after(uid, 7, rest))).await.unwrap();
        let said = ask_bytes(&mut socket, &after(uid, 7, rest)).await;
        for (what, reply) in [("WebSocket", said), ("HTTP", response.body)] {
            refused(what, &reply);
            let numbers: Vec<u32> = fields(&reply).unwrap().iter().map(|(n, _)| *n).collect();
            let others = numbers.iter().any(|number| !matches!(number, 1 | 2));
            assert!(!others, "{what}: {numbers:?} besides instance_uid and error_response");
        }
        let reply = socket.ask(&first(uid)).await.unwrap();
        assert_ne!(reply.capabilities, 0, "what was due comes with the next reply");
        assert!(reply.remote_config.is_some());
    }
}

#[tokio::test]
async fn e4_unknown_fields_and_values_are_no_error() {
    let server = Standalone::start().await.unwrap();
    let api = server.control().unwrap();
    let text = KeyValue { key: "pipeline".to_owned(), value: Some(AnyValue::default()) };
    let array = proto::opamp::v1::any_value::Value::ArrayValue(ArrayValue::default());
    let list = KeyValue { key: "list".to_owned(), value: Some(AnyValue { value: Some(array) }) };
    let package = PackageStatus { name: "a".to_owned(), status: 99, ..Default::default() };
    // Every wire type in field 500; a group is skipped like anything else.
    let unknown =
        b"\xa0\x1f\x01\xa2\x1f\x03abc\xa1\x1f12345678\xa5\x1f1234\xa3\x1f\x08\x01\xa4\x1f";
    for transport in ["WebSocket", "HTTP"] {
        let uid = fresh_uid().unwrap();
        let health = ComponentHealth {
            attributes: vec![text.clone(), list.clone()],
            ..first(uid).health.unwrap()
        };
        let message = AgentToServer {
            health: Some(health.clone()),
            remote_config_status: Some(RemoteConfigStatus { status: 99, ..Default::default() }),
            package_statuses: Some(PackageStatuses {
                packages: [("a".to_owned(), package.clone())].into(),
                ..Default::default()
            }),
            flags: 1 << 60,
            ..first(uid)
        };
        let mut bytes = [&message.encode_to_vec()[..], unknown].concat();
        // In the health, which is then in the message twice and merged.
        bytes.extend(field(5, unknown));
        let mut wire = Wire::connect(&server).await.unwrap();
        let reply = if transport == "HTTP" {
            wire.request(&http::post("", &bytes)).await.unwrap().message().unwrap()
        } else {
            wire.upgrade().await.unwrap();
            ServerToAgent::decode(ask_bytes(&mut wire, &bytes).await).unwrap()
        };
        let told = (reply.error_response, reply.flags, reply.agent_identification);
        assert_eq!(told, (None, 0, None), "{transport}");
        let shown = api.full(uid).await.unwrap();
        assert_eq!(
            shown.health,
            Some(health),
            "{transport}: attributes are newer than some servers"
        );
        assert_eq!(shown.remote_config_status.unwrap().status, 99, "{transport}");
        assert_eq!(shown.package_statuses, message.package_statuses, "{transport}");
    }
}

#[tokio::test]
async fn e5_http_says_200_to_a_message_and_400_to_what_is_none() {
    let server = Standalone::start().await.unwrap();
    let uid = fresh_uid().unwrap();
    let mut poller = Wire::connect(&server).await.unwrap();
    let mut post = async |headers: &str, bytes: &[u8]| {
        let response = poller.request(&http::post(headers, bytes)).await.unwrap();
        assert_eq!(response.header("content-type"), Some("application/x-protobuf"));
        let error = response.message().unwrap().error_response;
        let error = error.map(|error| (error.r#type(), error.error_message.is_empty()));
        (response.status, error)
    };
    let bad = Some((ServerErrorResponseType::BadRequest, false));
    let good = heartbeat(uid, 1).encode_to_vec();
    assert_eq!(post("", &good).await, (200, None));
    // Messages, but not ones that can be used.
    assert_eq!(post("", b"").await, (200, bad));
    assert_eq!(post("", b"\x0a\x01a").await, (200, bad));
    let another = format!("OpAMP-Instance-UID: {}\r\n", fresh_uid().unwrap());
    assert_eq!(post(&another, &good).await, (200, bad));
    // No messages: seen by the gateway, and only by the node.
    assert_eq!(post("", b"\x00").await, (400, bad));
    assert_eq!(post("", &after(uid, 2, b"\x1a\x7f")).await, (400, bad));
    assert_eq!(post("", &after(uid, 2, b"\x2a\x04\x1a\x02\xff\xff")).await, (400, bad));
    assert_eq!(post("", &heartbeat(uid, 2).encode_to_vec()).await, (200, None));
}

#[tokio::test]
async fn e6_errors_are_answers_and_poison_harms_only_who_sends_it() {
    let server = Standalone::start().await.unwrap();
    let api = server.control().unwrap();
    let (poisoner, neighbour, other) =
        (fresh_uid().unwrap(), fresh_uid().unwrap(), fresh_uid().unwrap());
    let mut socket = Wire::websocket(&server).await.unwrap();
    for uid in [poisoner, neighbour] {
        socket.ask(&first(uid)).await.unwrap();
    }
    let mut elsewhere = Wire::websocket(&server).await.unwrap();
    elsewhere.ask(&first(other)).await.unwrap();
    for (number, (what, bytes)) in (2..).zip(malformed()) {
        refused(what, &ask_bytes(&mut socket, &after(poisoner, 99, &bytes)).await);
        for (wire, uid) in [(&mut socket, neighbour), (&mut elsewhere, other)] {
            let reply = wire.ask(&heartbeat(uid, number)).await.unwrap();
            let told = (reply.instance_uid, reply.error_response, reply.flags);
            assert_eq!(told, (uid.to_bytes(), None, 0), "{what}");
        }
    }
    // Nobody asks anything now, and the server has a reason to speak: it says what is due, and no error.
    api.push("base", "one: 1\n").await.unwrap();
    for (wire, pushes) in [(&mut socket, 2), (&mut elsewhere, 1)] {
        for _ in 0..pushes {
            let pushed = wire.recv().await.unwrap();
            assert_eq!(pushed.error_response, None);
            assert!(pushed.remote_config.is_some());
        }
        let more = timeout(Duration::from_secs(1), wire.data()).await;
        assert!(more.is_err(), "unsolicited: {more:?}");
    }
}
