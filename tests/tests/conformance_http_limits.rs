//! PROTOCOL.md, rows H4, H5, H12 and H13: sizes, deadlines and the ways of HTTP/1.1.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::io::Write;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use prost::Message as _;
use tests::wire::{PATIENCE, first, fresh_uid, heartbeat, http};
use tests::{Shared, Standalone, Wire, until};
use tokio::time::{Instant, sleep};

static SERVER: Shared = Shared::new(&[
    ("DROVER_GATEWAY__LIMITS__MESSAGE_BYTES_MAX", "1048576"),
    ("DROVER_GATEWAY__LIMITS__OUTBOUND_BYTES_MAX", "20000"),
    ("DROVER_GATEWAY__LIMITS__HEADER_DEADLINE_S", "1"),
    ("DROVER_GATEWAY__LIMITS__BODY_DEADLINE_S", "2"),
]);
const LIMIT: usize = 1 << 20;
const GZIP: &str = "Content-Encoding: gzip\r\n";

fn gzip(data: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(data).unwrap();
    packer.finish().unwrap()
}

/// A first report of exactly this many bytes.
fn padded(len: usize) -> Vec<u8> {
    let mut report = first(fresh_uid().unwrap());
    let value = |report: &proto::opamp::v1::AgentToServer| report.encoded_len();
    let pad = |report: &mut proto::opamp::v1::AgentToServer, len: usize| {
        report.health.as_mut().unwrap().status = "x".repeat(len);
    };
    pad(&mut report, len / 2);
    let rest = len - value(&report);
    pad(&mut report, len / 2 + rest);
    let over = value(&report) - len;
    pad(&mut report, len / 2 + rest - over);
    assert_eq!(value(&report), len);
    report.encode_to_vec()
}

async fn status(server: &Standalone, request: &[u8]) -> u16 {
    let mut wire = Wire::connect(server).await.unwrap();
    // The answer may come before all of it was written.
    let _ = wire.write(request).await;
    wire.response().await.unwrap().status
}

fn chunked(headers: &str, chunk: &[u8], times: usize) -> Vec<u8> {
    let mut request = format!(
        "POST /v1/opamp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-protobuf\r\n\
         Transfer-Encoding: chunked\r\n{headers}\r\n"
    )
    .into_bytes();
    for _ in 0..times {
        request.extend(format!("{:x}\r\n", chunk.len()).bytes());
        request.extend(chunk);
        request.extend(b"\r\n");
    }
    request.extend(b"0\r\n\r\n");
    request
}

#[tokio::test]
async fn h4_the_limit_counts_unpacked_bytes_and_is_exact() {
    let server = SERVER.get().await.unwrap();
    let (full, over) = (padded(LIMIT), padded(LIMIT + 1));
    let bomb = gzip(&vec![0; 64 << 20]);
    assert!(bomb.len() < 70_000);
    let announced = http::post("", b"").into_iter().collect::<Vec<_>>();
    let announced = String::from_utf8(announced).unwrap();
    let announced = announced.replace("Content-Length: 0", "Content-Length: 1048577");
    for (name, request, want) in [
        ("the limit", http::post("", &full), 200),
        ("the limit packed", http::post(GZIP, &gzip(&full)), 200),
        // Half a report, twice: within the limit, but no message.
        ("the limit in chunks", chunked("", &full[..LIMIT / 2], 2), 400),
        ("one byte more", http::post("", &over), 413),
        ("one byte more packed", http::post(GZIP, &gzip(&over)), 413),
        ("one byte more in chunks", chunked("", &over[..LIMIT / 2 + 1], 2), 413),
        ("announced and not even sent", announced.into_bytes(), 413),
        ("a bomb", http::post(GZIP, &bomb), 413),
        ("members of nothing", chunked(GZIP, &gzip(b"").repeat(4_096), 32), 413),
    ] {
        assert_eq!(status(&server, &request).await, want, "{name}");
    }
}

#[tokio::test]
async fn h5_a_part_over_the_outbound_limit_is_not_sent_and_counted() {
    let server = SERVER.get().await.unwrap();
    let uid = fresh_uid().unwrap();
    let mut wire = Wire::connect(&server).await.unwrap();
    wire.post(&first(uid)).await.unwrap();
    let api = server.control().unwrap();
    api.save("h5", &"x".repeat(30_000)).await.unwrap();
    api.offer(uid, "h5").await.unwrap();
    let (response, reply) = wire.post(&heartbeat(uid, 2)).await.unwrap();
    assert_eq!((response.status, &reply.remote_config), (200, &None));
    assert_eq!((reply.instance_uid, reply.error_response), (uid.to_bytes(), None));
    until("it is counted", PATIENCE, async || {
        server.metric("gateway_oversized_total").await.unwrap() > 0
    })
    .await
    .unwrap();
    let refused = api.save("h5", &"x".repeat(LIMIT + 1)).await.unwrap_err();
    assert_eq!(refused.code(), tonic::Code::InvalidArgument, "{refused}");
}

#[tokio::test]
async fn h12_a_connection_idle_for_longer_than_a_poll_interval_is_kept() {
    let server = SERVER.get().await.unwrap();
    let short = [("DROVER_GATEWAY__LIMITS__KEEP_ALIVE_S", "2")];
    let short = Standalone::start_with(&short).await.unwrap();
    let uid = fresh_uid().unwrap();
    let mut wire = Wire::connect(&server).await.unwrap();
    wire.post(&first(uid)).await.unwrap();
    // The usual interval is 30 s.
    sleep(Duration::from_secs(32)).await;
    assert_eq!(wire.post(&heartbeat(uid, 2)).await.unwrap().0.status, 200);
    // And it ends some time, as configured.
    let mut brief = Wire::connect(&short).await.unwrap();
    brief.post(&first(uid)).await.unwrap();
    let idle = Instant::now();
    brief.ended().await.unwrap();
    assert!(idle.elapsed() > Duration::from_secs(1), "{:?}", idle.elapsed());
}

#[tokio::test]
async fn h13_slow_requests_are_cut_off_and_odd_ones_understood() {
    let server = SERVER.get().await.unwrap();
    let body = first(fresh_uid().unwrap()).encode_to_vec();
    // A header line that never ends.
    let mut slow = Wire::connect(&server).await.unwrap();
    let begun = Instant::now();
    slow.write(b"POST /v1/opamp HTTP/1.1\r\nX-Slow: ").await.unwrap();
    while slow.write(b"a").await.is_ok() && begun.elapsed() < PATIENCE {
        sleep(Duration::from_millis(200)).await;
    }
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    // A body that never ends.
    let mut slow = Wire::connect(&server).await.unwrap();
    let request = http::post("", &body);
    slow.write(&request[..request.len() - 1]).await.unwrap();
    assert_eq!(slow.response().await.unwrap().status, 408);
    slow.ended().await.unwrap();
    // Whoever asks first is told to go on.
    let mut wire = Wire::connect(&server).await.unwrap();
    let request = http::post("Expect: 100-continue\r\n", &body);
    let (head, rest) = request.split_at(request.len() - body.len());
    assert_eq!(wire.request(head).await.unwrap().status, 100);
    assert_eq!(wire.request(rest).await.unwrap().status, 200);
    // Three at once, on the same connection: a whole URL, chunks, and the usual.
    let absolute = String::from_utf8(http::post("", b"")).unwrap();
    let absolute = absolute.replace(" /v1/opamp ", " https://localhost:4320/v1/opamp ");
    let all = [absolute.into_bytes(), chunked("", &body, 1), http::post("", &body)].concat();
    wire.write(&all).await.unwrap();
    for good in [false, true, true] {
        let response = wire.response().await.unwrap();
        assert_eq!(response.status, 200);
        assert_eq!(response.message().unwrap().error_response.is_none(), good);
    }
}
