//! Must show 3: two hundred bombs at once, against a limit of 1 MiB a message, cost gateway and node together at most
//! 64 MiB over what they need when idle.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and prints what it proved"
)]

use std::sync::Arc;
use std::time::Duration;

use flate2::Crc;
use prost::Message as _;
use tests::wire::frame::RSV1;
use tests::wire::{Frame, deflate, first, fresh_uid, heartbeat, http, opcode};
use tests::{Standalone, Wire, until};
use tokio::sync::Barrier;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};

const BOMBS: usize = 200;
const LIMIT: usize = 1 << 20;
const ALLOWED_KIB: u64 = 64 << 10;

/// How a bomb is delivered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// POST, as it is.
    Post,
    /// POST, packed.
    Gzip,
    /// A WebSocket message, as it is.
    Frame,
    /// A WebSocket message, packed.
    Deflate,
    /// The same in fragments, of which the last never comes.
    Fragment,
}

/// What goes off: behind the head of a good message of an agent of its own.
struct Bomb {
    name: &'static str,
    way: Way,
    /// As it is, or packed without the tail of a sync flush.
    rest: Vec<u8>,
    sum: Crc,
    /// Bytes at the end that are never sent.
    withheld: usize,
    statuses: &'static [u16],
}

impl Bomb {
    fn new(name: &'static str, way: Way, rest: &[u8], statuses: &'static [u16]) -> Self {
        let mut sum = Crc::new();
        sum.update(rest);
        let rest = match way {
            Way::Post | Way::Frame => rest.to_vec(),
            Way::Gzip | Way::Deflate | Way::Fragment => deflate::pack(rest).unwrap(),
        };
        Self { name, way, rest, sum, withheld: 0, statuses }
    }

    fn withheld(self, withheld: usize) -> Self {
        Self { withheld, ..self }
    }

    /// What goes over the wire, for another agent each time.
    fn bytes(&self) -> Vec<u8> {
        let head = heartbeat(fresh_uid().unwrap(), 1).encode_to_vec();
        let framed = [&[0], &head[..]].concat();
        let fragment = || Frame::binary([stored(&framed), self.rest.clone()].concat()).rsv(RSV1);
        let mut bytes = match self.way {
            Way::Post => http::post("", &[head, self.rest.clone()].concat()),
            Way::Gzip => http::post("Content-Encoding: gzip\r\n", &self.gzip(&head)),
            Way::Frame => Frame::binary([framed, self.rest.clone()].concat()).encode(),
            Way::Deflate => fragment().encode(),
            Way::Fragment => fragment().not_last().encode(),
        };
        bytes.truncate(bytes.len() - self.withheld);
        bytes
    }

    fn gzip(&self, head: &[u8]) -> Vec<u8> {
        let mut sum = Crc::new();
        sum.update(head);
        sum.combine(&self.sum);
        let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
        bytes.extend(stored(head));
        bytes.extend(&self.rest);
        // The tail of the flush, and a last block of nothing.
        bytes.extend([0, 0, 0xff, 0xff, 3, 0]);
        bytes.extend(sum.sum().to_le_bytes());
        bytes.extend(sum.amount().to_le_bytes());
        bytes
    }
}

/// A deflate block that holds these bytes as they are; packed blocks may follow it.
fn stored(data: &[u8]) -> Vec<u8> {
    let len = u16::try_from(data.len()).unwrap();
    [&[0], &len.to_le_bytes()[..], &(!len).to_le_bytes(), data].concat()
}

/// A length-delimited field.
fn field(number: u8, data: &[u8]) -> Vec<u8> {
    let mut bytes = vec![number << 3 | 2];
    let mut rest = data.len();
    while rest > 0x7f {
        bytes.push(u8::try_from(rest & 0x7f).unwrap() | 0x80);
        rest >>= 7;
    }
    bytes.push(u8::try_from(rest).unwrap());
    bytes.extend(data);
    bytes
}

/// ComponentHealth in itself, thousands deep.
fn nested() -> Vec<u8> {
    let mut health = Vec::new();
    while health.len() < 32 << 10 {
        health = field(6, &field(2, &health));
    }
    field(5, &health)
}

fn bombs() -> Vec<Bomb> {
    let zeros = vec![0; 64 << 20];
    // Empty entries of the map of packages: two bytes on the wire, a hundred in memory.
    let entries = |count: usize| field(8, &[0x0a, 0].repeat(count));
    let (some, many) = (entries(500_000), entries(1_000_000));
    let large = field(13, &field(3, &vec![7; LIMIT - 200]));
    let within: &[u16] = &[200, 503];
    vec![
        Bomb::new("gzip, 64 MiB of zeros", Way::Gzip, &zeros, &[413]),
        Bomb::new("gzip, just within the limit", Way::Gzip, &large, within),
        Bomb::new("just within the limit", Way::Post, &large, within),
        Bomb::new("the last byte never comes", Way::Post, &large, &[408, 503]).withheld(1),
        Bomb::new("10^6 map entries", Way::Post, &many, &[413]),
        Bomb::new("gzip, 10^6 map entries", Way::Gzip, &many, &[413]),
        Bomb::new("5*10^5 map entries", Way::Post, &some, &[400, 503]),
        Bomb::new("nested", Way::Post, &nested(), &[400]),
        Bomb::new("deflate, 64 MiB of zeros", Way::Deflate, &zeros, &[]),
        Bomb::new("deflate, just within the limit", Way::Deflate, &large, &[]),
        Bomb::new("deflate, 10^6 map entries", Way::Deflate, &many, &[]),
        Bomb::new("deflate, 5*10^5 map entries", Way::Deflate, &some, &[]),
        Bomb::new("deflate, nested", Way::Deflate, &nested(), &[]),
        Bomb::new("deflate, the last fragment never comes", Way::Fragment, &large, &[]),
        Bomb::new("a frame just within the limit", Way::Frame, &large, &[]),
        Bomb::new("a frame whose end never comes", Way::Frame, &large, &[]).withheld(1),
    ]
}

async fn explode(server: Arc<Standalone>, bomb: Arc<Bomb>, together: Arc<Barrier>) {
    let mut wire = Wire::connect(&server).await.unwrap();
    let bytes = bomb.bytes();
    if matches!(bomb.way, Way::Post | Way::Gzip) {
        together.wait().await;
        // The answer may come before all of it was written.
        let _ = wire.write(&bytes).await;
        let response = wire.response().await.unwrap();
        assert!(bomb.statuses.contains(&response.status), "{}: {response:?}", bomb.name);
    } else {
        wire.upgrade_with_deflate().await.unwrap();
        together.wait().await;
        let _ = wire.write(&bytes).await;
        // An answer or a Close frame, or nothing for what has no end yet.
        if let Ok(Ok(frame)) = timeout(Duration::from_secs(5), wire.data()).await {
            let opcode = frame.opcode;
            assert!([opcode::BINARY, opcode::CLOSE].contains(&opcode), "{opcode}");
        }
    }
}

/// A line of the process's status, in KiB.
fn memory(server: &Standalone, line: &str) -> u64 {
    let pid = server.process.pid().unwrap();
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let value = status.lines().find_map(|l| l.strip_prefix(line)).unwrap();
    value.trim_matches(|c: char| !c.is_ascii_digit()).parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_bombs_at_once_cost_at_most_64_mib() {
    let settings = [
        ("DROVER_GATEWAY__LIMITS__MESSAGE_BYTES_MAX", "1048576"),
        ("DROVER_GATEWAY__LIMITS__BODY_DEADLINE_S", "3"),
        // Two hundred handshakes take their time on a busy machine.
        ("DROVER_GATEWAY__LIMITS__HEADER_DEADLINE_S", "60"),
    ];
    let server = Arc::new(Standalone::start_with(&settings).await.unwrap());
    let uid = fresh_uid().unwrap();
    let mut witness = Wire::websocket(&server).await.unwrap();
    witness.ask(&first(uid)).await.unwrap();
    let idle = memory(&server, "VmRSS:");
    let mut worst = 0;
    for (number, bomb) in (2..).zip(bombs()) {
        let (name, bomb) = (bomb.name, Arc::new(bomb));
        // Forgets the highest water of before (proc(5)).
        let pid = server.process.pid().unwrap();
        std::fs::write(format!("/proc/{pid}/clear_refs"), "5").unwrap();
        let together = Arc::new(Barrier::new(BOMBS));
        let begun = Instant::now();
        let mut all = JoinSet::new();
        for _ in 0..BOMBS {
            all.spawn(explode(Arc::clone(&server), Arc::clone(&bomb), Arc::clone(&together)));
        }
        // `join_all` passes on what a bomb found wrong.
        all.join_all().await;
        let cost = memory(&server, "VmHWM:").saturating_sub(idle);
        let took = begun.elapsed();
        println!("{name}: peak {} MiB over idle ({} MiB), {took:?}", cost >> 10, idle >> 10);
        worst = worst.max(cost);
        let reply = witness.ask(&heartbeat(uid, number)).await.unwrap();
        assert_eq!((reply.error_response, reply.flags), (None, 0), "{name}");
    }
    until("the bombs' sockets are gone", Duration::from_secs(30), async || {
        server.metric("gateway_websockets").await.unwrap() == 1
    })
    .await
    .unwrap();
    assert!(worst <= ALLOWED_KIB, "{worst} KiB over idle");
    println!(
        "proved: {BOMBS} bombs at once cost at most {} MiB over idle",
        worst.div_ceil(1 << 10)
    );
}
