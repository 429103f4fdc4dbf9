//! PROTOCOL.md, row O5: a gateway that goes away sends its agents elsewhere, little by little, and no push is lost.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and prints what it proved"
)]

use std::time::Duration;

use fleet::{AgentId, Role};
use proto::opamp::v1::{RemoteConfigStatus, RemoteConfigStatuses, ServerToAgent};
use tests::wire::{Frame, PATIENCE, UPGRADE, first, fresh_uid, heartbeat, opcode};
use tests::{Cluster, Wire};
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout, timeout_at};

const AGENTS: usize = 60;
/// Over how long the cluster's gateways spread their closes (tests/src/cluster/member.rs).
const WINDOW: Duration = Duration::from_secs(2);

/// What one agent saw.
struct Seen {
    closed: Instant,
    code: u16,
    offers: u32,
    closes: u32,
}

/// An agent as opamp-go's client is one: it applies what it is offered, and when the connection ends it comes back at
/// once, with nothing but its uid, the next number and what became of the offer.
struct Agent {
    wire: Wire,
    uid: AgentId,
    sequence_num: u64,
    applied: Option<RemoteConfigStatus>,
    offers: u32,
}

impl Agent {
    async fn report(&mut self) {
        self.sequence_num += 1;
        let mut report = heartbeat(self.uid, self.sequence_num);
        report.remote_config_status = self.applied.clone();
        // The server may be closing; then it is said again on the next connection.
        let _ = self.wire.send_message(&report).await;
    }

    /// Until the socket closes, or the time is up.
    async fn listen(&mut self, until: Instant) -> Option<u16> {
        loop {
            let frame = timeout_at(until, self.wire.data()).await.ok()?.unwrap();
            if frame.opcode == opcode::CLOSE {
                self.wire.send(&Frame::new(opcode::CLOSE, frame.payload.clone())).await.unwrap();
                return Some(u16::from_be_bytes([frame.payload[0], frame.payload[1]]));
            }
            let message: ServerToAgent = prost::Message::decode(frame.payload.slice(1..)).unwrap();
            assert_eq!(message.error_response, None);
            if let Some(offered) = message.remote_config {
                self.offers += 1;
                self.applied = Some(RemoteConfigStatus {
                    last_remote_config_hash: offered.config_hash,
                    status: RemoteConfigStatuses::Applied.into(),
                    error_message: String::new(),
                });
                self.report().await;
            }
        }
    }

    async fn live(mut self, west: u16, ca: Vec<u8>, end: Instant) -> Seen {
        let code = self.listen(end).await.unwrap();
        let closed = Instant::now();
        self.wire = Wire::dial(west, &ca, &[]).await.unwrap();
        self.wire.upgrade().await.unwrap();
        self.report().await;
        let closes = 1 + u32::from(self.listen(end).await.is_some());
        Seen { closed, code, offers: self.offers, closes }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn o5_a_drain_is_staggered_and_every_push_arrives_once() {
    let processes: [(&str, &[Role]); 3] = [
        ("east", &[Role::Gateway]),
        ("west", &[Role::Gateway]),
        ("node", &[Role::Node, Role::ControlApi]),
    ];
    let mut cluster = Cluster::start(&processes).await.unwrap();
    let ca = cluster.ca_pem.clone();
    let east = cluster.member("east").unwrap().gateway_port();
    let west = cluster.member("west").unwrap().gateway_port();
    let api = cluster.api("node").unwrap();
    let mut connected = Vec::new();
    for _ in 0..AGENTS {
        let uid = fresh_uid().unwrap();
        let mut wire = Wire::dial(east, &ca, &[]).await.unwrap();
        wire.upgrade().await.unwrap();
        assert_eq!(wire.ask(&first(uid)).await.unwrap().error_response, None);
        connected.push(Agent { wire, uid, sequence_num: 1, applied: None, offers: 0 });
    }
    // Shorter than a wire waits in silence, so that silence is heard to the end.
    let end = Instant::now() + PATIENCE - Duration::from_secs(2);
    let mut agents = JoinSet::new();
    for agent in connected {
        agents.spawn(agent.live(west, ca.clone(), end));
    }
    // Connected before the drain, asked during it.
    let mut late = Wire::dial(east, &ca, &[]).await.unwrap();
    let drain = cluster.member("east").unwrap().terminate();
    let (drained, (), ()) = tokio::join!(
        drain,
        async {
            api.push("o5", "pushed during the drain").await.unwrap();
        },
        async {
            // The signal is on its way: until it is there, upgrades are welcome.
            let asked = async {
                loop {
                    let answer = late.request(format!("{UPGRADE}\r\n").as_bytes()).await.unwrap();
                    if answer.status != 101 {
                        break answer;
                    }
                    late = Wire::dial(east, &ca, &[]).await.unwrap();
                }
            };
            let answer = timeout(WINDOW, asked).await.unwrap();
            assert_eq!(answer.status, 503, "{answer:?}");
            assert!(answer.header("retry-after").is_some(), "{answer:?}");
        }
    );
    drained.unwrap();
    let mut seen = agents.join_all().await;
    assert!(Instant::now() >= end, "everybody listened to the end");
    for seen in &seen {
        assert_eq!((seen.code, seen.offers, seen.closes), (1001, 1, 1));
    }
    seen.sort_by_key(|seen| seen.closed);
    let (begun, ended) = (seen[0].closed, seen[AGENTS - 1].closed);
    let spread = ended - begun;
    assert!(spread > WINDOW / 2, "all within {spread:?}");
    for (at, one) in seen.iter().enumerate() {
        let together = seen[at..].iter().filter(|s| s.closed - one.closed < WINDOW / 10).count();
        assert!(together <= AGENTS / 2, "{together} at {:?}", one.closed - begun);
    }
    println!("proved: {AGENTS} sockets closed over {spread:?}; each agent got the push once");
}
