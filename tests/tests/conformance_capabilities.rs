//! PROTOCOL.md, rows C1, C2, C4, C5: what each side says it can do.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::time::Duration;

use bytes::Bytes;
use fleet::AgentId;
use proto::opamp::v1::{
    AgentCapabilities as Bit, AgentToServer, ServerCapabilities, ServerErrorResponseType,
    ServerToAgent,
};
use tests::wire::{Frame, first, fresh_uid, heartbeat};
use tests::{Standalone, Wire};
use tokio::time::{Instant, sleep};

/// Every bit the specification defines for servers.
const DEFINED: u64 = 0x7f;

/// A connection in each of the two ways to talk.
struct Both {
    server: Standalone,
    socket: Wire,
    poller: Wire,
}

const TRANSPORTS: [&str; 2] = ["WebSocket", "HTTP"];

impl Both {
    async fn start() -> Self {
        let server = Standalone::start().await.unwrap();
        let socket = Wire::websocket(&server).await.unwrap();
        let mut poller = Wire::connect(&server).await.unwrap();
        // Now it may be idle for longer than a connection that never asked anything.
        poller.post(&first(fresh_uid().unwrap())).await.unwrap();
        Self { server, socket, poller }
    }

    async fn ask(&mut self, transport: &str, message: &AgentToServer) -> ServerToAgent {
        let reply = match transport {
            "HTTP" => self.poller.post(message).await.unwrap().1,
            _ => self.socket.ask(message).await.unwrap(),
        };
        assert_eq!(reply.error_response, None, "{transport}");
        reply
    }

    /// What is offered in answer to this message, or to a copy of it: the agents of a node are in two hands, and one
    /// may hear of a config a moment before the other.
    async fn offered(&mut self, transport: &str, message: &AgentToServer) -> Option<Bytes> {
        let mut offered = None;
        let deadline = Instant::now() + Duration::from_secs(20);
        while offered.is_none() && Instant::now() < deadline {
            offered = self.ask(transport, message).await.remote_config;
            sleep(Duration::from_millis(20)).await;
        }
        offered.map(|config| config.config_hash)
    }
}

/// Waits until the node has heard of the newest config: it is pushed to an agent that accepts it.
async fn known(witness: &mut Wire, hash: &[u8]) {
    while witness.recv().await.unwrap().remote_config.is_none_or(|c| c.config_hash != hash) {}
}

fn with(capabilities: u64, message: AgentToServer) -> AgentToServer {
    AgentToServer { capabilities, ..message }
}

/// A message that is refused, by the node or already by the gateway.
async fn refused(socket: &mut Wire, bytes: Vec<u8>) {
    socket.send(&Frame::binary([&[0], &bytes[..]].concat())).await.unwrap();
    let reply = socket.recv().await.unwrap();
    assert_eq!(reply.error_response.unwrap().r#type(), ServerErrorResponseType::BadRequest);
}

#[tokio::test]
async fn c1_the_first_reply_on_a_connection_says_what_the_server_can_do() {
    let mut both = Both::start().await;
    let wanted = ServerCapabilities::AcceptsStatus as u64
        | ServerCapabilities::OffersRemoteConfig as u64
        | ServerCapabilities::AcceptsEffectiveConfig as u64;
    let said = |reply: ServerToAgent| reply.capabilities;
    let uid = fresh_uid().unwrap();
    assert_eq!(said(both.ask("WebSocket", &first(uid)).await) & wanted, wanted);
    assert_eq!(said(both.ask("WebSocket", &heartbeat(uid, 2)).await), 0, "once is enough");
    let other = fresh_uid().unwrap();
    assert_eq!(said(both.ask("WebSocket", &first(other)).await) & wanted, wanted, "another agent");

    // Another connection; its first two replies are errors, which go alone (E3).
    both.socket.shutdown().await.unwrap();
    both.socket.ended().await.unwrap();
    both.socket = Wire::websocket(&both.server).await.unwrap();
    let prefix = prost::Message::encode_to_vec(&heartbeat(uid, 3));
    let bad_text = [&prefix[..], b"\x2a\x04\x1a\x02\xff\xff"].concat();
    for bytes in [bad_text, [&prefix[..], b"\x1a\x7f"].concat()] {
        refused(&mut both.socket, bytes).await;
    }
    assert_eq!(said(both.ask("WebSocket", &heartbeat(uid, 3)).await) & wanted, wanted);
    assert_eq!(said(both.ask("WebSocket", &heartbeat(uid, 4)).await), 0);

    let uid = fresh_uid().unwrap();
    for message in [first(uid), heartbeat(uid, 2), heartbeat(uid, 3)] {
        let reply = both.ask("HTTP", &message).await;
        assert_eq!(said(reply) & wanted, wanted, "each exchange counts as the first");
    }
}

#[tokio::test]
async fn c2_bits_nobody_defined_are_not_sent_and_not_minded() {
    let mut both = Both::start().await;
    let api = both.server.control().unwrap();
    for transport in TRANSPORTS {
        let uid = fresh_uid().unwrap();
        let plain = both.ask(transport, &first(uid)).await;
        assert_eq!(plain.capabilities & !DEFINED, 0, "{transport}");
        let uid = fresh_uid().unwrap();
        let bits = first(uid).capabilities | 1 << 40 | 1 << 63;
        let message = AgentToServer { flags: 1 << 33, ..with(bits, first(uid)) };
        let reply = both.ask(transport, &message).await;
        let told = (reply.capabilities, reply.flags, reply.agent_identification);
        assert_eq!(told, (plain.capabilities, 0, None), "{transport}");
        let shown = api.full(uid).await.unwrap();
        let before = with(first(uid).capabilities, first(uid));
        assert_eq!(shown.agent_description, before.agent_description, "{transport}");
        let reply = both.ask(transport, &with(bits, heartbeat(uid, 2))).await;
        assert_eq!(reply.flags, 0, "{transport}");
    }
}

#[tokio::test]
async fn c4_a_bit_that_changes_counts_from_then_on() {
    let mut both = Both::start().await;
    let api = both.server.control().unwrap();
    let mut witness = Wire::websocket(&both.server).await.unwrap();
    witness.send_message(&first(fresh_uid().unwrap())).await.unwrap();
    for (revision, transport) in TRANSPORTS.into_iter().enumerate() {
        let uid = fresh_uid().unwrap();
        let bits = first(uid).capabilities;
        let without = bits & !(Bit::AcceptsRemoteConfig as u64);
        both.ask(transport, &with(without, first(uid))).await;
        let hash = api.push("base", &format!("revision: {revision}\n")).await.unwrap();
        known(&mut witness, &hash).await;
        // On a WebSocket a push would be heard here instead of the answer.
        let reply = both.ask(transport, &with(without, heartbeat(uid, 2))).await;
        assert_eq!(reply.remote_config, None, "{transport}: not without the bit");
        let offered = both.offered(transport, &with(bits, heartbeat(uid, 3))).await;
        assert_eq!(offered, Some(hash), "{transport}: with the bit");
    }
    // An offer waits for the next poll, and the poll takes the bit back.
    let uid = fresh_uid().unwrap();
    let bits = first(uid).capabilities;
    assert!(both.ask("HTTP", &first(uid)).await.remote_config.is_some());
    let hash = api.push("base", "revision: 9\n").await.unwrap();
    known(&mut witness, &hash).await;
    let without = with(bits & !(Bit::AcceptsRemoteConfig as u64), heartbeat(uid, 2));
    assert_eq!(both.ask("HTTP", &without).await.remote_config, None);
    assert_eq!(both.offered("HTTP", &heartbeat(uid, 3)).await, Some(hash));
}

#[tokio::test]
async fn c5_capabilities_of_zero_mean_none_and_are_warned_of_once() {
    let mut both = Both::start().await;
    let api = both.server.control().unwrap();
    let mut witness = Wire::websocket(&both.server).await.unwrap();
    witness.send_message(&first(fresh_uid().unwrap())).await.unwrap();
    let warnings = |server: &Standalone, uid: AgentId| {
        let uid = uid.to_string();
        let log = server.log();
        let about = |line: &&str| line.contains("capabilities are 0") && line.contains(&uid);
        log.lines().filter(about).count()
    };
    for (revision, transport) in TRANSPORTS.into_iter().enumerate() {
        let uid = fresh_uid().unwrap();
        both.ask(transport, &first(uid)).await;
        let none = |sequence_num| with(0, heartbeat(uid, sequence_num));
        for number in 2..5 {
            let reply = both.ask(transport, &none(number)).await;
            assert_eq!(reply.flags, 0, "{transport}: not an error and not a gap");
        }
        assert_eq!(api.full(uid).await.unwrap().capability_bits, 0, "{transport}");
        let hash = api.push("base", &format!("revision: {revision}\n")).await.unwrap();
        known(&mut witness, &hash).await;
        assert_eq!(both.ask(transport, &none(5)).await.remote_config, None, "{transport}");
        let offered = both.offered(transport, &heartbeat(uid, 6)).await;
        assert_eq!(offered, Some(hash), "{transport}: back again");
        both.ask(transport, &none(7)).await;
        assert_eq!(warnings(&both.server, uid), 1, "{transport}: {}", both.server.log());
        // One that never had any promises nothing: its first report is complete.
        let uid = fresh_uid().unwrap();
        let never = with(0, AgentToServer { health: None, ..first(uid) });
        assert_eq!(both.ask(transport, &never).await.flags, 0, "{transport}");
        assert_eq!(warnings(&both.server, uid), 0, "{transport}");
    }
}
