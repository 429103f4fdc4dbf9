//! PROTOCOL.md, rows T13 to T15 and T17: how sockets end, how dead ones are found, and many agents on one.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::time::Duration;

use fleet::AgentId;
use proto::opamp::v1::{AgentDisconnect, ServerToAgentFlags};
use serde_json::Value;
use tests::wire::{Frame, first, fresh_uid, heartbeat, opcode};
use tests::{Shared, Standalone, Wire, until};
use tokio::time::{Instant, timeout};

static SERVER: Shared = Shared::new(&[]);

const SOON: Duration = Duration::from_secs(20);

async fn known(server: &Standalone) -> (Wire, AgentId) {
    let uid = fresh_uid().unwrap();
    let mut wire = Wire::websocket(server).await.unwrap();
    assert_eq!(wire.ask(&first(uid)).await.unwrap().error_response, None);
    (wire, uid)
}

async fn shows_connected(server: &Standalone, uid: AgentId, connected: bool) {
    // Proto3 JSON leaves false out.
    let wanted = |agent: &Value| (agent["connected"] == true) == connected;
    server.shows(&uid.to_string(), "its presence", wanted).await.unwrap();
}

#[tokio::test]
async fn t13_the_server_closes_with_a_close_frame_that_has_code_and_reason() {
    let mut server = Standalone::start().await.unwrap();
    let (mut told, uid) = known(&server).await;
    let (mut bad, _) = known(&server).await;
    let (mut drained, _) = known(&server).await;
    shows_connected(&server, uid, true).await;
    server.control().unwrap().disconnect(uid, "wanted elsewhere").await.unwrap();
    // `closed` reads the Close frame, answers it, and waits for the end of TCP.
    let (code, reason) = told.closed().await.unwrap();
    assert_eq!(reason, "wanted elsewhere");
    assert!((1000..1014).contains(&code), "{code}");
    for _ in 0..3 {
        bad.send(&Frame::binary(vec![1])).await.unwrap();
    }
    assert_eq!(bad.closed().await.unwrap(), (1008, "too many bad messages".to_owned()));
    // One that does not answer the Close frame is cut off.
    let (mut deaf, _) = known(&server).await;
    let stop = server.process.terminate(SOON);
    let (stopped, closed) = tokio::join!(stop, async {
        let frame = loop {
            let frame = deaf.frame().await.unwrap();
            if frame.opcode == opcode::CLOSE {
                break frame;
            }
        };
        deaf.ended().await.unwrap();
        (frame.payload, drained.closed().await.unwrap())
    });
    assert_eq!(closed.0[..2], 1001_u16.to_be_bytes());
    assert_eq!(closed.1, (1001, "the gateway is going away".to_owned()));
    assert_eq!(stopped.unwrap(), 0);
}

#[tokio::test]
async fn t14_however_a_client_leaves_it_is_gone_once() {
    let server = Standalone::start().await.unwrap();
    let echo = async |wire: &mut Wire| {
        let frame = wire.data().await.unwrap();
        wire.ended().await.unwrap();
        frame
    };
    let (mut polite, leaving) = known(&server).await;
    let mut bye = heartbeat(leaving, 2);
    bye.agent_disconnect = Some(AgentDisconnect {});
    assert_eq!(polite.ask(&bye).await.unwrap().error_response, None);
    polite.send(&Frame::close(1000, "bye")).await.unwrap();
    assert_eq!(echo(&mut polite).await.payload[..2], 1000_u16.to_be_bytes());
    let mut gone = vec![leaving];
    // The payload of the Close frame, and what comes back.
    let closes: [(&[u8], Option<u16>); 5] = [
        (b"\x03\xe8", Some(1000)),
        (b"", None),
        (b"\x03", Some(1002)),
        (b"\x03\xed", Some(1002)),
        (&[3; 126], Some(1002)),
    ];
    for (payload, code) in closes {
        let (mut wire, uid) = known(&server).await;
        wire.send(&Frame::new(opcode::CLOSE, payload.to_vec())).await.unwrap();
        let frame = echo(&mut wire).await;
        assert_eq!(frame.opcode, opcode::CLOSE);
        let answered = frame.payload.get(..2).map(|b| u16::from_be_bytes([b[0], b[1]]));
        assert_eq!(answered, code, "{payload:02x?}");
        gone.push(uid);
    }
    let (mut half, uid) = known(&server).await;
    half.shutdown().await.unwrap();
    gone.push(uid);
    let (reset, uid) = known(&server).await;
    reset.reset().unwrap();
    gone.push(uid);
    for uid in gone {
        shows_connected(&server, uid, false).await;
    }
    until("no socket is left", SOON, async || {
        server.metric("gateway_websockets").await.unwrap() == 0
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn t15_pings_are_answered_and_who_answers_none_is_closed() {
    let settings = [
        ("DROVER_GATEWAY__LIMITS__PING_EVERY_S", "2"),
        ("DROVER_GATEWAY__LIMITS__PONG_DEADLINE_S", "1"),
    ];
    let server = Standalone::start_with(&settings).await.unwrap();
    let (mut alive, uid) = known(&server).await;
    for payload in [vec![], vec![7; 125]] {
        alive.send(&Frame::new(opcode::PING, payload.clone())).await.unwrap();
        let pong = alive.data().await.unwrap();
        assert_eq!((pong.opcode, pong.payload.to_vec()), (opcode::PONG, payload));
    }
    let (mut too_long, _) = known(&server).await;
    too_long.send(&Frame::new(opcode::PING, vec![7; 126])).await.unwrap();
    assert_eq!(too_long.closed().await.unwrap().0, 1002);
    // It has the connection, but nobody answers there any more.
    let (mut dead, dead_uid) = known(&server).await;
    let silent = Instant::now();
    let reaped = async {
        let mut pings = 0;
        loop {
            let frame = dead.frame().await.unwrap();
            if frame.opcode == opcode::CLOSE {
                break (pings, frame.payload);
            }
            pings += u32::from(frame.opcode == opcode::PING);
        }
    };
    // Meanwhile one that says nothing but answers pings stays: nobody promised heartbeats.
    let listening = timeout(Duration::from_secs(9), alive.data());
    let ((pings, payload), quiet) = tokio::join!(reaped, listening);
    assert!(quiet.is_err(), "{quiet:?}");
    assert_eq!((pings, &payload[..]), (1, &b"\x03\xf0no answer to a ping"[..]));
    assert!(silent.elapsed() < SOON);
    shows_connected(&server, dead_uid, false).await;
    shows_connected(&server, uid, true).await;
    assert_eq!(alive.ask(&heartbeat(uid, 2)).await.unwrap().flags, 0);
}

#[tokio::test]
async fn t17_agents_on_one_socket_are_agents_of_their_own() {
    let server = SERVER.get().await.unwrap();
    let (mut wire, one) = known(&server).await;
    let (two, three) = (fresh_uid().unwrap(), fresh_uid().unwrap());
    for uid in [two, three] {
        let reply = wire.ask(&first(uid)).await.unwrap();
        assert_eq!((reply.instance_uid, reply.flags), (uid.to_bytes(), 0));
    }
    // Their numbers go on independently; a gap is the one's that has it.
    let gap = ServerToAgentFlags::ReportFullState as u64;
    for (uid, number, flags) in
        [(one, 2, 0), (two, 2, 0), (one, 3, 0), (three, 5, gap), (two, 3, 0), (one, 4, 0)]
    {
        let reply = wire.ask(&heartbeat(uid, number)).await.unwrap();
        assert_eq!((reply.instance_uid, reply.flags), (uid.to_bytes(), flags), "{number}");
    }
    let api = server.control().unwrap();
    api.save("t17", "for two").await.unwrap();
    api.offer(two, "t17").await.unwrap();
    let push = wire.recv().await.unwrap();
    assert_eq!(push.instance_uid, two.to_bytes());
    assert!(push.remote_config.is_some());
    let mut bye = heartbeat(two, 4);
    bye.agent_disconnect = Some(AgentDisconnect {});
    assert_eq!(wire.ask(&bye).await.unwrap().instance_uid, two.to_bytes());
    shows_connected(&server, two, false).await;
    for (uid, number) in [(one, 5), (three, 6)] {
        shows_connected(&server, uid, true).await;
        let reply = wire.ask(&heartbeat(uid, number)).await.unwrap();
        assert_eq!((reply.instance_uid, reply.error_response), (uid.to_bytes(), None));
    }
    drop(wire);
    for uid in [one, three] {
        shows_connected(&server, uid, false).await;
    }
}
