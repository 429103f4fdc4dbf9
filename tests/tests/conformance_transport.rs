//! PROTOCOL.md, rows T1 to T8: OpAMP over WebSocket, from the upgrade to a message, byte by byte.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use bytes::Bytes;
use fleet::AgentId;
use proto::opamp::v1::{ServerErrorResponseType, ServerToAgent};
use tests::wire::frame::RSV1;
use tests::wire::{Frame, UPGRADE, first, framed, fresh_uid, heartbeat, http, opcode};
use tests::{Shared, Standalone, Wire};

static SERVER: Shared = Shared::new(&[]);

fn is_bad_request(reply: &ServerToAgent) -> bool {
    reply.error_response.as_ref().is_some_and(|error| {
        error.r#type() == ServerErrorResponseType::BadRequest && !error.error_message.is_empty()
    })
}

/// An agent that has said who it is, and what it says next.
struct Agent {
    wire: Wire,
    uid: AgentId,
    sequence_num: u64,
}

impl Agent {
    async fn known(server: &Standalone) -> Self {
        let uid = fresh_uid().unwrap();
        let mut wire = Wire::websocket(server).await.unwrap();
        let reply = wire.ask(&first(uid)).await.unwrap();
        assert_eq!((reply.instance_uid, reply.error_response), (uid.to_bytes(), None));
        Self { wire, uid, sequence_num: 1 }
    }

    fn next(&mut self) -> Vec<u8> {
        self.sequence_num += 1;
        framed(&heartbeat(self.uid, self.sequence_num))
    }

    /// A heartbeat that is answered with nothing but an acknowledgement.
    async fn beats(&mut self) {
        let message = self.next();
        self.wire.send(&Frame::binary(message)).await.unwrap();
        self.is_acked().await;
    }

    async fn is_acked(&mut self) {
        let instance_uid = self.uid.to_bytes();
        let ack = ServerToAgent { instance_uid, ..ServerToAgent::default() };
        assert_eq!(self.wire.recv().await.unwrap(), ack);
    }

    /// These bytes as a message are refused, and the socket survives that.
    async fn is_refused(&mut self, message: &[u8]) {
        self.wire.send(&Frame::binary(message.to_vec())).await.unwrap();
        let reply = self.wire.recv().await.unwrap();
        assert!(is_bad_request(&reply), "{message:02x?}: {reply:?}");
        self.beats().await;
    }
}

#[tokio::test]
async fn t1_websocket_and_plain_http_share_one_url() {
    let server = Standalone::start_with(&[("DROVER_GATEWAY__PATH", "/agents")]).await.unwrap();
    let (upgrade, uid) = (format!("{UPGRADE}\r\n"), fresh_uid().unwrap());
    let post = http::post("", &prost::Message::encode_to_vec(&first(uid)));
    let at = |request: &[u8], path: &str| {
        String::from_utf8_lossy(request).contains("/v1/opamp").then(|| {
            let at = request.windows(9).position(|w| w == b"/v1/opamp").unwrap();
            [&request[..at], path.as_bytes(), &request[at + 9..]].concat()
        })
    };
    for (path, good) in
        [("/agents", true), ("/agents?tenant=1", true), ("/agents/", false), ("/v1/opamp", false)]
    {
        for (request, status) in [(upgrade.as_bytes(), 101), (&post, 200)] {
            let mut wire = Wire::connect(&server).await.unwrap();
            let response = wire.request(&at(request, path).unwrap()).await.unwrap();
            assert_eq!(response.status, if good { status } else { 404 }, "{path}");
        }
    }
    let help = server.ok(&["--help"]).await.unwrap().text();
    assert!(help.contains("[default: 0.0.0.0:4320]"), "{help}");
    let shared = SERVER.get().await.unwrap();
    Agent::known(&shared).await.beats().await;
}

#[tokio::test]
async fn t2_what_is_no_protobuf_post_is_an_upgrade_or_refused() {
    let server = SERVER.get().await.unwrap();
    let without = |line: &str| UPGRADE.replace(line, "");
    let rows = [
        ("as it should be", UPGRADE.to_owned(), 101),
        (
            "several connection options",
            UPGRADE.replace("Connection: Upgrade", "Connection: keep-alive, Upgrade"),
            101,
        ),
        ("agents are no browsers", format!("{UPGRADE}Origin: https://evil.example\r\n"), 101),
        ("no Upgrade", without("Upgrade: websocket\r\n"), 400),
        ("no Connection", without("Connection: Upgrade\r\n"), 400),
        ("no key", without("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"), 400),
        ("no version", without("Sec-WebSocket-Version: 13\r\n"), 400),
        ("an old version", UPGRADE.replace("Version: 13", "Version: 12"), 426),
        ("another method", UPGRADE.replace("GET", "DELETE"), 405),
    ];
    for (name, request, status) in rows {
        let mut wire = Wire::connect(&server).await.unwrap();
        let response = wire.request(format!("{request}\r\n").as_bytes()).await.unwrap();
        assert_eq!(response.status, status, "{name}: {response:?}");
        let version = response.header("sec-websocket-version");
        assert_eq!(version, (status == 426).then_some("13"), "{name}");
    }
    // A client that could also speak HTTP/2 stays where an upgrade is possible.
    let ca = std::fs::read(server.agents_ca()).unwrap();
    let mut wire = Wire::dial(server.agents_port(), &ca, &["h2", "http/1.1"]).await.unwrap();
    assert_eq!(wire.alpn(), Some(&b"http/1.1"[..]));
    wire.upgrade().await.unwrap();
}

#[tokio::test]
async fn t3_a_message_is_a_header_and_one_protobuf() {
    let server = SERVER.get().await.unwrap();
    let mut agent = Agent::known(&server).await;
    agent.beats().await;
    let two = [agent.next(), agent.next()].concat();
    agent.sequence_num -= 2;
    agent.is_refused(&two).await;
    agent.is_refused(&[0]).await;
}

#[tokio::test]
async fn t4_a_header_other_than_zero_is_refused() {
    let server = SERVER.get().await.unwrap();
    let mut agent = Agent::known(&server).await;
    let nine = [0x80; 9];
    // Zero, however long it is written.
    for zero in [&[0x80, 0][..], &[0x80, 0x80, 0], &[&nine[..], &[0]].concat()] {
        let message = [zero, &agent.next()[1..]].concat();
        agent.wire.send(&Frame::binary(message)).await.unwrap();
        agent.is_acked().await;
    }
    let data = framed(&heartbeat(agent.uid, 1));
    let eleven = [&nine[..], &[0x80, 0]].concat();
    let over_64_bits = [&[0xff; 9][..], &[0x7f]].concat();
    let others: [&[u8]; 6] =
        [&[1], &[0x80, 1], &[0xff, 0xff, 0xff, 0x0f], &eleven, &over_64_bits, &[0x7f]];
    for header in others {
        agent.is_refused(&[header, &data[1..]].concat()).await;
    }
    for truncated in [&[0xff, 0xff, 0xff][..], &[0x80]] {
        agent.is_refused(truncated).await;
    }
    // As clients wrote it before there was a header.
    agent.is_refused(&data[1..]).await;
}

#[tokio::test]
async fn t5_an_empty_message_lacks_a_uid_and_no_message_lacks_a_header() {
    let server = SERVER.get().await.unwrap();
    let mut agent = Agent::known(&server).await;
    for (message, word) in [(&[0][..], "instance_uid"), (&[], "header")] {
        agent.wire.send(&Frame::binary(message.to_vec())).await.unwrap();
        let reply = agent.wire.recv().await.unwrap();
        assert!(is_bad_request(&reply), "{reply:?}");
        let why = reply.error_response.unwrap().error_message;
        assert!(why.contains(word), "{why}");
        agent.beats().await;
    }
}

#[tokio::test]
async fn t6_every_message_of_the_server_is_one_binary_frame_with_header_zero() {
    let server = SERVER.get().await.unwrap();
    let mut agent = Agent::known(&server).await;
    let api = server.control().unwrap();
    // Larger than one TLS record, and than any buffer on the way.
    api.save("t6", &"x".repeat(200_000)).await.unwrap();
    api.offer(agent.uid, "t6").await.unwrap();
    let push = agent.wire.data().await.unwrap();
    assert!(push.payload.len() > 200_000);
    let bad = Frame::binary(vec![1]);
    agent.wire.send(&bad).await.unwrap();
    let error = agent.wire.data().await.unwrap();
    let ack = agent.next();
    agent.wire.send(&Frame::binary(ack)).await.unwrap();
    let ack = agent.wire.data().await.unwrap();
    for frame in [push, error, ack] {
        let head = (frame.fin, frame.rsv, frame.opcode, frame.masked);
        assert_eq!(head, (true, 0, opcode::BINARY, false));
        assert_eq!(frame.payload[0], 0);
        let message: ServerToAgent = prost::Message::decode(frame.payload.slice(1..)).unwrap();
        assert!(message.instance_uid.is_empty() || message.instance_uid == agent.uid.to_bytes());
    }
}

#[tokio::test]
async fn t7_text_is_refused_and_three_in_a_row_close_with_1003() {
    let server = SERVER.get().await.unwrap();
    let mut agent = Agent::known(&server).await;
    let message = framed(&heartbeat(agent.uid, 2));
    let text = Frame::new(opcode::TEXT, message);
    for _ in 0..2 {
        agent.wire.send(&text).await.unwrap();
        assert!(is_bad_request(&agent.wire.recv().await.unwrap()));
    }
    // It was not taken for the message it holds, and the socket survives.
    agent.beats().await;
    for _ in 0..3 {
        agent.wire.send(&text).await.unwrap();
        assert!(is_bad_request(&agent.wire.recv().await.unwrap()));
    }
    assert_eq!(agent.wire.closed().await.unwrap(), (1003, "OpAMP is binary".to_owned()));
}

/// These frames after a good message end the connection with 1002.
async fn breaks(server: &Standalone, name: &str, frames: &[Frame]) {
    let mut agent = Agent::known(server).await;
    for frame in frames {
        agent.wire.send(frame).await.unwrap();
    }
    let (code, reason) = agent.wire.closed().await.unwrap();
    assert_eq!(code, 1002, "{name}: {reason}");
    assert!(!reason.is_empty(), "{name}");
}

#[tokio::test]
async fn t8_fragments_make_a_message_and_broken_frames_close_with_1002() {
    let server = SERVER.get().await.unwrap();
    let mut agent = Agent::known(&server).await;
    let mut large = first(agent.uid);
    agent.sequence_num += 1;
    large.sequence_num = agent.sequence_num;
    large.agent_description.as_mut().unwrap().non_identifying_attributes[0].key = "k".repeat(3_000);
    let message = framed(&large);
    let mut pieces: Vec<Bytes> = message.chunks(4).map(Bytes::copy_from_slice).collect();
    pieces.insert(1, Bytes::new());
    let last = pieces.pop().unwrap();
    let mut kind = opcode::BINARY;
    for (at, piece) in pieces.into_iter().enumerate() {
        agent.wire.send(&Frame::new(kind, piece).not_last()).await.unwrap();
        kind = opcode::CONTINUATION;
        if at == 100 {
            agent.wire.send(&Frame::new(opcode::PING, &b"between"[..])).await.unwrap();
            let pong = agent.wire.data().await.unwrap();
            assert_eq!((pong.opcode, &pong.payload[..]), (opcode::PONG, &b"between"[..]));
        }
    }
    agent.wire.send(&Frame::new(kind, last)).await.unwrap();
    agent.is_acked().await;
    let whole = || Frame::binary(vec![0, 0]);
    let ping = || Frame::new(opcode::PING, &b"p"[..]);
    let rows: [(&str, Vec<Frame>); 9] = [
        ("a new message inside another", vec![whole().not_last(), whole()]),
        ("the rest of nothing", vec![Frame::new(opcode::CONTINUATION, &b"x"[..])]),
        ("RSV1 without an extension", vec![whole().rsv(RSV1)]),
        ("RSV2", vec![whole().rsv(0b010)]),
        ("RSV3", vec![ping().rsv(0b001)]),
        ("a reserved opcode", vec![Frame::new(3, &b""[..])]),
        ("a reserved control opcode", vec![Frame::new(11, &b""[..])]),
        ("no mask", vec![whole().unmasked()]),
        ("a ping in fragments", vec![ping().not_last()]),
    ];
    for (name, frames) in rows {
        breaks(&server, name, &frames).await;
    }
}
