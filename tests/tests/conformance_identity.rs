//! PROTOCOL.md, rows U1, U2, U5, U8: who a message is from, and who its answer is for.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use bytes::Bytes;
use fleet::AgentId;
use prost::Message as _;
use proto::opamp::v1::{
    AgentToServer, AgentToServerFlags, ServerErrorResponseType, ServerToAgent, ServerToAgentFlags,
};
use tests::wire::{Frame, first, fresh_uid, heartbeat, http};
use tests::{Standalone, Wire};

const FULL_STATE: u64 = ServerToAgentFlags::ReportFullState as u64;

/// Every message behind a WebSocket header, as somebody sends it who knows nothing of messages.
async fn ask_bytes(socket: &mut Wire, message: &[u8]) -> ServerToAgent {
    socket.send(&Frame::binary([&[0], message].concat())).await.unwrap();
    socket.recv().await.unwrap()
}

/// A connection that has polled: it may now be idle for longer than one that never asked anything.
async fn poller(server: &Standalone) -> Wire {
    let mut poller = Wire::connect(server).await.unwrap();
    poller.post(&first(fresh_uid().unwrap())).await.unwrap();
    poller
}

fn refused(what: &str, reply: &ServerToAgent, uid: &[u8]) {
    let error = reply.error_response.as_ref().unwrap_or_else(|| panic!("{what}: {reply:?}"));
    assert_eq!(error.r#type(), ServerErrorResponseType::BadRequest, "{what}");
    assert!(!error.error_message.is_empty(), "{what}");
    assert_eq!(reply.instance_uid, uid, "{what}: the answer names who asked");
}

#[tokio::test]
async fn u1_a_uid_that_is_not_16_bytes_or_all_zero_is_refused() {
    let server = Standalone::start().await.unwrap();
    let mut socket = Wire::websocket(&server).await.unwrap();
    let good = fresh_uid().unwrap();
    socket.ask(&first(good)).await.unwrap();
    let mut poller = poller(&server).await;
    let lengths = [0, 1, 15, 17, 26, 36].map(|len| vec![b'a'; len]);
    let bad = lengths.into_iter().chain([vec![0; 16]]);
    for (sequence_num, uid) in (2..).zip(bad) {
        let what = format!("{} bytes of {:?}", uid.len(), uid.first());
        let instance_uid = Bytes::from(uid.clone());
        let message = AgentToServer { instance_uid, ..heartbeat(good, 1) };
        let (response, polled) = poller.post(&message).await.unwrap();
        assert_eq!(response.status, 200, "{what}");
        for reply in [socket.ask(&message).await.unwrap(), polled] {
            let error = reply.error_response.unwrap_or_else(|| panic!("{what} was accepted"));
            assert_eq!(error.r#type(), ServerErrorResponseType::BadRequest, "{what}");
            assert!(!error.error_message.is_empty(), "{what}");
        }
        // The socket lives, and what was refused counts for nobody.
        let reply = socket.ask(&heartbeat(good, sequence_num)).await.unwrap();
        assert_eq!((reply.error_response, reply.flags), (None, 0), "{what}");
    }
    let version_4 = *b"\x11\x22\x33\x44\x55\x66\x47\x88\x99\xaa\xbb\xcc\xdd\xee\xff\x01";
    for uid in [version_4, [0xff; 16]] {
        let uid = AgentId::try_from(&uid[..]).unwrap();
        let (_, reply) = poller.post(&first(uid)).await.unwrap();
        assert_eq!((reply.error_response, &reply.instance_uid[..]), (None, &uid.as_bytes()[..]));
        let reply = socket.ask(&heartbeat(uid, 2)).await.unwrap();
        assert_eq!((reply.error_response, &reply.instance_uid[..]), (None, &uid.as_bytes()[..]));
    }
}

#[tokio::test]
async fn u2_whatever_is_said_to_an_agent_names_its_uid() {
    let server = Standalone::start().await.unwrap();
    let mut socket = Wire::websocket(&server).await.unwrap();
    let (here, there) = (fresh_uid().unwrap(), fresh_uid().unwrap());
    assert_eq!(socket.ask(&first(here)).await.unwrap().instance_uid, here.to_bytes(), "first");
    let mut poller = poller(&server).await;
    assert_eq!(poller.post(&first(there)).await.unwrap().1.instance_uid, there.to_bytes(), "first");

    // Refused by the node: text that is no text deep inside. Refused by the gateway: cut off after the uid.
    let inside =
        |uid| [&heartbeat(uid, 2).encode_to_vec()[..], b"\x2a\x04\x1a\x02\xff\xff"].concat();
    let cut_off = |uid| [&heartbeat(uid, 2).encode_to_vec()[..], b"\x1a\x7f"].concat();
    let short = AgentToServer { instance_uid: Bytes::from_static(b"short"), ..heartbeat(here, 2) };
    refused("short", &socket.ask(&short).await.unwrap(), b"short");
    assert_eq!(socket.ask(&heartbeat(here, 2)).await.unwrap().instance_uid, here.to_bytes());
    for (what, bytes) in [("text", inside(here)), ("cut off", cut_off(here))] {
        refused(what, &ask_bytes(&mut socket, &bytes).await, here.as_bytes());
    }
    for (what, bytes) in [("text", inside(there)), ("cut off", cut_off(there))] {
        let response = poller.request(&http::post("", &bytes)).await.unwrap();
        refused(what, &response.message().unwrap(), there.as_bytes());
    }

    let hash = server.control().unwrap().push("base", "one: 1\n").await.unwrap();
    let pushed = socket.recv().await.unwrap();
    assert_eq!(pushed.remote_config.unwrap().config_hash, hash);
    assert_eq!(pushed.instance_uid, here.to_bytes(), "push");
    let (_, polled) = poller.post(&heartbeat(there, 2)).await.unwrap();
    assert_eq!(polled.remote_config.unwrap().config_hash, hash);
    assert_eq!(polled.instance_uid, there.to_bytes(), "poll");

    // Told to take another uid: told under the old one.
    let flags = AgentToServerFlags::RequestInstanceUid as u64;
    let reply = socket.ask(&AgentToServer { flags, ..heartbeat(here, 3) }).await.unwrap();
    assert_ne!(reply.agent_identification.unwrap().new_instance_uid, here.to_bytes());
    assert_eq!(reply.instance_uid, here.to_bytes(), "identification");
    let (_, reply) = poller.post(&AgentToServer { flags, ..heartbeat(there, 3) }).await.unwrap();
    assert_ne!(reply.agent_identification.unwrap().new_instance_uid, there.to_bytes());
    assert_eq!(reply.instance_uid, there.to_bytes(), "identification");
}

#[tokio::test]
async fn u5_another_uid_on_a_connection_is_another_agent() {
    let server = Standalone::start().await.unwrap();
    let api = server.control().unwrap();
    let mut socket = Wire::websocket(&server).await.unwrap();
    let mut poller = poller(&server).await;
    for transport in ["WebSocket", "HTTP"] {
        let (one, two) = (fresh_uid().unwrap(), fresh_uid().unwrap());
        let mut ask = async |message: &AgentToServer| match transport {
            "HTTP" => poller.post(message).await.unwrap().1,
            _ => socket.ask(message).await.unwrap(),
        };
        assert_eq!(ask(&first(one)).await.flags, 0, "{transport}");
        // Nobody asked it to change: nothing is known of this one, not even that it was another before.
        let reply = ask(&heartbeat(two, 2)).await;
        assert_eq!(reply.flags, FULL_STATE, "{transport}");
        assert_ne!(reply.capabilities, 0, "{transport}: first reply of a session");
        assert_eq!(reply.agent_identification, None, "{transport}");
        let reply = ask(&heartbeat(one, 2)).await;
        assert_eq!(
            (reply.flags, reply.error_response),
            (0, None),
            "{transport}: the first goes on"
        );
        assert_eq!(ask(&AgentToServer { sequence_num: 3, ..first(two) }).await.flags, 0);
        for (agent, number) in [(one, 2), (two, 3)] {
            let shown = api.full(agent).await.unwrap();
            assert!(shown.connected, "{transport}");
            assert_eq!(shown.sequence_num, number, "{transport}: own numbers");
        }
    }
}

#[tokio::test]
async fn u8_a_restart_counts_anew_and_keeps_its_uid() {
    let server = Standalone::start().await.unwrap();
    for (transport, restarts_at) in [("WebSocket", 0), ("WebSocket", 1), ("HTTP", 0), ("HTTP", 1)] {
        let what = format!("{transport} from {restarts_at}");
        let uid = fresh_uid().unwrap();
        for life in 0..3 {
            let mut wire = Wire::connect(&server).await.unwrap();
            let http = transport == "HTTP";
            if !http {
                wire.upgrade().await.unwrap();
            }
            for sequence_num in restarts_at..restarts_at + 5 {
                let message = match sequence_num - restarts_at {
                    0 => AgentToServer { sequence_num, ..first(uid) },
                    _ => heartbeat(uid, sequence_num),
                };
                let reply = match http {
                    true => wire.post(&message).await.unwrap().1,
                    false => wire.ask(&message).await.unwrap(),
                };
                let told = (reply.flags, reply.agent_identification, reply.error_response);
                assert_eq!(told, (0, None, None), "{what}, life {life}, {sequence_num}");
            }
            if !http {
                wire.send(&Frame::close(1000, "")).await.unwrap();
                wire.closed().await.unwrap();
            }
        }
        // One that says nothing about itself after a restart has to.
        let mut wire = Wire::websocket(&server).await.unwrap();
        let reply = wire.ask(&heartbeat(uid, restarts_at)).await.unwrap();
        assert_eq!((reply.flags, reply.agent_identification), (FULL_STATE, None), "{what}");
    }
}
