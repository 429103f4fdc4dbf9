//! PROTOCOL.md, rows O1 to O4 and O6: how agents are put off, turned away and held to a pace.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and prints what it proved"
)]

use std::collections::BTreeSet;
use std::time::Duration;

use fleet::AgentId;
use prost::Message as _;
use proto::opamp::v1::server_error_response::Details;
use proto::opamp::v1::{ServerErrorResponseType, ServerToAgentFlags};
use tests::wire::frame::RSV1;
use tests::wire::{Frame, Response, UPGRADE, deflate, first, framed, fresh_uid, heartbeat, http};
use tests::{Standalone, Wire};
use tokio::time::{Instant, timeout};

/// The least a client should wait (OpAMP specification, Throttling).
const LEAST_S: u64 = 30;

async fn known(server: &Standalone) -> (Wire, AgentId) {
    let uid = fresh_uid().unwrap();
    let mut wire = Wire::websocket(server).await.unwrap();
    assert_eq!(wire.ask(&first(uid)).await.unwrap().error_response, None);
    (wire, uid)
}

/// The seconds after which somebody turned away may come back.
fn retry_after(response: &Response) -> u64 {
    assert_eq!(response.status, 503, "{response:?}");
    response.header("retry-after").unwrap().parse().unwrap()
}

async fn upgrade(server: &Standalone) -> Response {
    let mut wire = Wire::connect(server).await.unwrap();
    wire.request(format!("{UPGRADE}\r\n").as_bytes()).await.unwrap()
}

async fn poll(server: &Standalone) -> Response {
    let report = first(fresh_uid().unwrap()).encode_to_vec();
    let mut wire = Wire::connect(server).await.unwrap();
    wire.request(&http::post("", &report)).await.unwrap()
}

#[tokio::test]
async fn o1_a_message_there_is_no_room_for_is_unavailable_with_a_time_to_retry() {
    let no_room = [("DROVER_GATEWAY__LIMITS__LARGE_BYTES_MAX", "0")];
    let server = Standalone::start_with(&no_room).await.unwrap();
    let uid = fresh_uid().unwrap();
    let mut wire = Wire::connect(&server).await.unwrap();
    wire.upgrade_with_deflate().await.unwrap();
    wire.ask(&first(uid)).await.unwrap();
    // Somebody else has the one place, and takes his time.
    let mut slow = Wire::connect(&server).await.unwrap();
    let large = http::post("", &vec![0; 100_000]);
    slow.write(&large[..large.len() - 1]).await.unwrap();
    let mut report = first(uid);
    report.sequence_num = 2;
    report.health.as_mut().unwrap().status = "x".repeat(100_000);
    let packed = Frame::binary(deflate::pack(&framed(&report)).unwrap()).rsv(RSV1);
    let put_off = loop {
        wire.send(&packed).await.unwrap();
        let reply = wire.recv().await.unwrap();
        // The place may not be taken yet; a repetition is answered like the first.
        if let Some(error) = reply.error_response {
            assert_eq!((reply.capabilities, reply.flags), (0, 0));
            break error;
        }
    };
    assert_eq!(put_off.r#type(), ServerErrorResponseType::Unavailable);
    let Some(Details::RetryInfo(retry)) = put_off.details else { panic!("{put_off:?}") };
    assert!(retry.retry_after_nanoseconds >= LEAST_S * 1_000_000_000);
    // Small messages have room, and what was put off shows as a gap.
    let reply = wire.ask(&heartbeat(uid, 7)).await.unwrap();
    assert_eq!(reply.flags, ServerToAgentFlags::ReportFullState as u64);
    slow.write(&large[large.len() - 1..]).await.unwrap();
    assert_eq!(slow.response().await.unwrap().status, 400);
    report.sequence_num = 8;
    let packed = Frame::binary(deflate::pack(&framed(&report)).unwrap()).rsv(RSV1);
    wire.send(&packed).await.unwrap();
    assert_eq!(wire.recv().await.unwrap().error_response, None);
}

#[tokio::test]
async fn o2_a_full_gateway_answers_503_with_retry_after() {
    let full = [("DROVER_GATEWAY__LIMITS__CONNECTIONS_MAX", "1")];
    let server = Standalone::start_with(&full).await.unwrap();
    assert_eq!(poll(&server).await.status, 200);
    let (wire, _) = known(&server).await;
    for response in [upgrade(&server).await, poll(&server).await] {
        assert!(retry_after(&response) > 0);
        assert_eq!(response.header("connection"), Some("close"));
    }
    drop(wire);
    tests::until("there is a place again", Duration::from_secs(20), async || {
        upgrade(&server).await.status == 101
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn o3_nobody_is_shed_by_closing_what_was_accepted() {
    let settings = [
        ("DROVER_GATEWAY__LIMITS__CONNECTIONS_MAX", "8"),
        ("DROVER_GATEWAY__LIMITS__CONNECTS_PER_ADDRESS", "1"),
    ];
    let server = Standalone::start_with(&settings).await.unwrap();
    let mut accepted = Vec::new();
    // Full after eight; and later this address has come too often, too.
    for _ in 0..60 {
        let mut wire = Wire::connect(&server).await.unwrap();
        let response = wire.request(format!("{UPGRADE}\r\n").as_bytes()).await.unwrap();
        match response.status {
            101 => accepted.push(wire),
            _ => assert!(retry_after(&response) >= LEAST_S),
        }
    }
    assert_eq!(accepted.len(), 8);
    let mut agents = Vec::new();
    for mut wire in accepted {
        let uid = fresh_uid().unwrap();
        wire.ask(&first(uid)).await.unwrap();
        agents.push((wire, uid));
    }
    for (wire, uid) in &mut agents {
        assert_eq!(wire.ask(&heartbeat(*uid, 2)).await.unwrap().flags, 0);
    }
    assert!(server.metric("gateway_closed_total").await.is_err(), "nothing was closed");
    // With room again, an address that comes too often is still turned away before the upgrade.
    drop(agents);
    let mut turned_away = 0;
    for _ in 0..10 {
        turned_away += u32::from(upgrade(&server).await.status == 503);
    }
    assert!(turned_away > 0);
    assert!(server.metric("gateway_throttled_total").await.unwrap() > 0);
}

#[tokio::test]
async fn o4_the_time_to_retry_is_at_least_30_s_and_spread() {
    let full = [("DROVER_GATEWAY__LIMITS__CONNECTIONS_MAX", "0")];
    let server = Standalone::start_with(&full).await.unwrap();
    let mut seconds = BTreeSet::new();
    for _ in 0..15 {
        seconds.insert(retry_after(&upgrade(&server).await));
        seconds.insert(retry_after(&poll(&server).await));
    }
    assert!(seconds.iter().all(|s| (LEAST_S..=LEAST_S * 3 / 2).contains(s)), "{seconds:?}");
    assert!(seconds.len() > 3, "{seconds:?}");
}

/// The slowest of 100 answers but one.
async fn p99(wire: &mut Wire, uid: AgentId, first: u64) -> Duration {
    let mut times = Vec::new();
    for number in first..first + 100 {
        let asked = Instant::now();
        wire.ask(&heartbeat(uid, number)).await.unwrap();
        times.push(asked.elapsed());
    }
    times.sort_unstable();
    times[98]
}

#[tokio::test]
async fn o6_a_flood_is_held_to_its_pace_and_others_do_not_notice() {
    // 20 s' worth at once: 400 messages, then 20 a second.
    let pace = [("DROVER_GATEWAY__LIMITS__MESSAGES_PER_AGENT", "20")];
    let server = Standalone::start_with(&pace).await.unwrap();
    let (mut quiet, quiet_uid) = known(&server).await;
    let before = p99(&mut quiet, quiet_uid, 2).await;
    let (mut flooder, flooder_uid) = known(&server).await;
    let mut flood = Vec::new();
    for number in 2..5_002 {
        flood.extend(Frame::binary(framed(&heartbeat(flooder_uid, number))).encode());
    }
    flooder.write(&flood).await.unwrap();
    let begun = Instant::now();
    let answers = async {
        let mut answers = 0_u32;
        while let Ok(reply) = timeout(Duration::from_millis(500), flooder.recv()).await {
            assert_eq!(reply.unwrap().error_response, None, "nothing is lost");
            answers += 1;
            if begun.elapsed() > Duration::from_secs(4) {
                break;
            }
        }
        answers
    };
    let (answers, during) = tokio::join!(answers, p99(&mut quiet, quiet_uid, 102));
    assert!((380..520).contains(&answers), "{answers} answers in 4 s");
    let unnoticed = before * 5 + Duration::from_millis(200);
    assert!(during < unnoticed, "p99 {before:?}, during the flood {during:?}");
    assert!(server.metric("gateway_throttled_total").await.unwrap() > 0);
    // Over HTTP the same pace; who is over it is told to come back.
    let mut poller = Wire::connect(&server).await.unwrap();
    let uid = fresh_uid().unwrap();
    let mut polls = Vec::new();
    for number in 1..431 {
        polls.extend(http::post("", &heartbeat(uid, number).encode_to_vec()));
    }
    poller.write(&polls).await.unwrap();
    let mut over = 0;
    for number in 1..431 {
        let response = poller.response().await.unwrap();
        if response.status == 503 {
            assert!(number > 400 && retry_after(&response) >= LEAST_S, "{number}");
            over += 1;
        }
    }
    assert!(over > 0);
    println!(
        "proved: p99 of another agent {before:?}, in a flood {during:?}; {answers} answers in 4 s"
    );
}
