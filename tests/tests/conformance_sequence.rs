//! PROTOCOL.md, rows Q1, Q2, Q6, Q7, Q8: sequence numbers, and when everything is asked for again.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at the first surprise, and says what it counted"
)]

use std::time::Duration;

use fleet::AgentId;
use proto::opamp::v1::{AgentToServer, ComponentHealth, ServerToAgent, ServerToAgentFlags};
use tests::wire::{first, fresh_uid, heartbeat};
use tests::{Standalone, Wire};
use tokio::time::Instant;

fn asks(reply: &ServerToAgent) -> bool {
    assert_eq!(reply.error_response, None);
    reply.flags & ServerToAgentFlags::ReportFullState as u64 != 0
}

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
        match transport {
            "HTTP" => self.poller.post(message).await.unwrap().1,
            _ => self.socket.ask(message).await.unwrap(),
        }
    }
}

fn full(uid: AgentId, sequence_num: u64) -> AgentToServer {
    AgentToServer { sequence_num, ..first(uid) }
}

#[tokio::test]
async fn q1_a_number_that_is_not_the_next_makes_the_server_ask_for_everything() {
    const MAX: u64 = u64::MAX;
    let mut both = Both::start().await;
    let rows = [
        (1, 2, false),
        (2, 4, true),
        (5, 3, true),
        (7, 0, true),
        // A repetition, and a client that does not count.
        (3, 3, false),
        (0, 0, false),
        // Modulo 2^64.
        (MAX, 0, false),
        (MAX - 1, MAX, false),
        (MAX, 1, true),
        (0, MAX, true),
    ];
    for transport in TRANSPORTS {
        for (last, next, asked) in rows {
            let uid = fresh_uid().unwrap();
            let reply = both.ask(transport, &full(uid, last)).await;
            assert!(!asks(&reply), "{transport}: a complete first report with number {last}");
            let reply = both.ask(transport, &heartbeat(uid, next)).await;
            assert_eq!(asks(&reply), asked, "{transport}: {last}, then {next}");
        }
        // Nobody knows these: bare, and without the health that is promised.
        let reply = both.ask(transport, &heartbeat(fresh_uid().unwrap(), 7)).await;
        assert!(asks(&reply), "{transport}: unknown and bare");
        let ill = AgentToServer { health: None, ..first(fresh_uid().unwrap()) };
        assert!(asks(&both.ask(transport, &ill).await), "{transport}: unknown and incomplete");
    }
}

/// Asked for everything it reports everything, and whatever it says shows another gap.
async fn gap_after_gap(both: &mut Both, transport: &str, messages: u64) -> (u64, u64, u64) {
    let uid = fresh_uid().unwrap();
    let (mut reports, mut requests, mut on_reports) = (0, 0, 0);
    let mut answering = false;
    for number in 1..=messages {
        // A reconnect is no excuse to ask again.
        if transport == "WebSocket" && number % 50 == 0 {
            both.socket = Wire::websocket(&both.server).await.unwrap();
        }
        let sequence_num = number * 5;
        let message =
            if answering { full(uid, sequence_num) } else { heartbeat(uid, sequence_num) };
        let asked = asks(&both.ask(transport, &message).await);
        reports += u64::from(answering);
        requests += u64::from(asked);
        on_reports += u64::from(asked && answering);
        // Every tenth report comes unasked.
        answering = asked || number % 10 == 0;
    }
    (reports, requests, on_reports)
}

#[tokio::test]
async fn q2_an_agent_whose_every_message_shows_a_gap_is_asked_once_a_minute() {
    let mut both = Both::start().await;
    for transport in TRANSPORTS {
        let begun = Instant::now();
        let (reports, requests, on_reports) = gap_after_gap(&mut both, transport, 300).await;
        let took = begun.elapsed();
        println!(
            "{transport}: 300 messages, each with a gap, in {took:.1?}: {requests} \
             ReportFullState, {on_reports} of them in answer to one of {reports} full reports"
        );
        assert!(took < Duration::from_secs(60), "the machine is too slow to tell");
        assert_eq!((requests, on_reports), (1, 0), "{transport}");
    }
}

#[tokio::test]
async fn q6_each_copy_of_a_message_is_answered_and_counts_once() {
    let mut both = Both::start().await;
    let api = both.server.control().unwrap();
    for transport in TRANSPORTS {
        let uid = fresh_uid().unwrap();
        both.ask(transport, &first(uid)).await;
        let health = ComponentHealth { status: "again".to_owned(), ..ComponentHealth::default() };
        let copy = AgentToServer { health: Some(health.clone()), ..heartbeat(uid, 2) };
        for _ in 0..3 {
            let reply = both.ask(transport, &copy).await;
            assert_eq!(reply.instance_uid, uid.to_bytes(), "{transport}");
            assert!(!asks(&reply), "{transport}: a repetition is no gap");
        }
        let shown = api.full(uid).await.unwrap();
        assert_eq!((shown.sequence_num, shown.health), (2, Some(health)), "{transport}");
        assert!(
            !asks(&both.ask(transport, &heartbeat(uid, 3)).await),
            "{transport}: it counted once"
        );
    }
    // Without waiting for the answers.
    let uid = fresh_uid().unwrap();
    let copies = [first(uid), first(uid), heartbeat(uid, 2), heartbeat(uid, 2)];
    for copy in &copies {
        both.socket.send_message(copy).await.unwrap();
    }
    for _ in &copies {
        let reply = both.socket.recv().await.unwrap();
        assert!(!asks(&reply) && reply.instance_uid == uid.to_bytes());
    }
}

#[tokio::test]
async fn q7_numbers_belong_to_the_agent_and_not_to_its_connection() {
    let mut both = Both::start().await;
    for transport in TRANSPORTS {
        // Two agents on one connection, each with its own numbers.
        let (one, two) = (fresh_uid().unwrap(), fresh_uid().unwrap());
        both.ask(transport, &full(one, 10)).await;
        both.ask(transport, &full(two, 1)).await;
        for beat in 1..4 {
            assert!(!asks(&both.ask(transport, &heartbeat(one, 10 + beat)).await), "{transport}");
            assert!(!asks(&both.ask(transport, &heartbeat(two, 1 + beat)).await), "{transport}");
        }
        // A new connection goes on where the old one ended.
        both.socket.shutdown().await.unwrap();
        both.socket.ended().await.unwrap();
        both.socket = Wire::websocket(&both.server).await.unwrap();
        both.poller = Wire::connect(&both.server).await.unwrap();
        both.poller.post(&first(fresh_uid().unwrap())).await.unwrap();
        assert!(!asks(&both.ask(transport, &heartbeat(one, 14)).await), "{transport}: the next");
        assert!(
            asks(&both.ask(transport, &heartbeat(two, 6)).await),
            "{transport}: one is missing"
        );
        assert!(!asks(&both.ask(transport, &heartbeat(one, 15)).await), "{transport}: not its gap");
    }
}

/// What a cluster may ask at once and per second (docs/CONFORMANCE.md, Q8).
const BURST: usize = 500;
const PER_SECOND: usize = 500;

#[tokio::test]
async fn q8_agents_that_come_all_at_once_are_asked_for_everything_one_after_the_other() {
    const AGENTS: usize = 1_500;
    const AT_ONCE: usize = 100;
    let mut both = Both::start().await;
    let agents: Vec<AgentId> = (0..AGENTS).map(|_| fresh_uid().unwrap()).collect();
    let begun = Instant::now();
    let (mut asked, mut answers) = (Vec::new(), 0);
    let mut hear = async |socket: &mut Wire, answers: &mut usize| {
        let reply = socket.recv().await.unwrap();
        // The first reply to each has the capabilities; whatever else comes is a push.
        *answers += usize::from(reply.capabilities != 0);
        if asks(&reply) {
            asked.push((begun.elapsed(), reply.instance_uid));
        }
        asked.len()
    };
    for some in agents.chunks(AT_ONCE) {
        for uid in some {
            both.socket.send_message(&heartbeat(*uid, 7)).await.unwrap();
        }
        let wanted = answers + some.len();
        while answers < wanted {
            hear(&mut both.socket, &mut answers).await;
        }
    }
    let heard = begun.elapsed();
    while hear(&mut both.socket, &mut answers).await < AGENTS {}
    let all = begun.elapsed();
    let at_once = asked.iter().filter(|(at, _)| *at <= heard).count();
    println!(
        "{AGENTS} unknown agents in {heard:.1?}: {at_once} were asked at once, all after {all:.1?}"
    );
    for (number, (at, _)) in asked.iter().enumerate() {
        let allowed = BURST + 1 + PER_SECOND * at.as_millis() as usize / 1000;
        assert!(number < allowed + 20, "{number} were asked after {at:?}");
    }
    assert!(at_once < AGENTS, "the machine is too slow to tell");
    let mut each: Vec<_> = asked.into_iter().map(|(_, uid)| uid).collect();
    each.sort_unstable();
    each.dedup();
    assert_eq!(each.len(), AGENTS, "each was asked once");
}
