//! PROTOCOL.md, rows B1, B3, B5: heartbeats, polls, and how long silence means life.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at the first surprise, and says what it measured"
)]

use std::time::Duration;

use fleet::AgentId;
use proto::opamp::v1::{AgentCapabilities, AgentToServer, ServerToAgent};
use tests::api::Api;
use tests::wire::{first, fresh_uid, heartbeat};
use tests::{Standalone, Wire, until};
use tokio::time::{Instant, sleep, timeout};

/// How old `last_seen` may be in a list, for an agent that talks.
const PRESENCE_EVERY: Duration = Duration::from_secs(15);

/// What the answer to a bare message is: the uid, and on HTTP what the server can do.
fn bare(reply: ServerToAgent, uid: AgentId) {
    let capabilities = reply.capabilities;
    let instance_uid = uid.to_bytes();
    assert_eq!(reply, ServerToAgent { instance_uid, capabilities, ..Default::default() });
}

async fn listed(api: &Api, uid: AgentId) -> Option<(i64, i32)> {
    let all = api.all_agents().await.unwrap();
    let seen = all.iter().find(|agent| agent.instance_uid == uid.to_string())?.last_seen?;
    Some((seen.seconds, seen.nanos))
}

#[tokio::test]
async fn b1_a_bare_message_is_a_heartbeat_that_costs_the_store_nothing() {
    let server = Standalone::start().await.unwrap();
    let api = server.control().unwrap();
    let (here, there) = (fresh_uid().unwrap(), fresh_uid().unwrap());
    let mut socket = Wire::websocket(&server).await.unwrap();
    socket.ask(&first(here)).await.unwrap();
    let mut poller = Wire::connect(&server).await.unwrap();
    poller.post(&first(there)).await.unwrap();
    let records = async || server.metric("drover_records_written_total").await.unwrap_or(0);
    // Both are stored, and nothing more is on its way.
    let mut stored = 0;
    let settled = async || {
        let before = std::mem::replace(&mut stored, records().await);
        sleep(Duration::from_secs(2)).await;
        stored >= 2 && stored == before
    };
    until("both are stored", Duration::from_secs(30), settled).await.unwrap();
    // What the reports made others write is written, too.
    let revision = async || {
        let agents = [api.full(here).await.unwrap(), api.full(there).await.unwrap()];
        agents.map(|agent| agent.revision)
    };
    let before = (revision().await, [listed(&api, here).await, listed(&api, there).await]);
    let begun = Instant::now();
    let mut beats = 1;
    while begun.elapsed() < PRESENCE_EVERY + Duration::from_secs(2) {
        beats += 1;
        bare(socket.ask(&heartbeat(here, beats)).await.unwrap(), here);
        bare(poller.post(&heartbeat(there, beats)).await.unwrap().1, there);
        sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(records().await, stored, "{beats} heartbeats were written to the store");
    assert_eq!(revision().await, before.0);
    for (uid, before) in [(here, before.1[0]), (there, before.1[1])] {
        assert_eq!(api.full(uid).await.unwrap().sequence_num, beats);
        let newer = async || listed(&api, uid).await > before;
        until("lists say that it was seen", Duration::from_secs(5), newer).await.unwrap();
    }
    println!(
        "{beats} heartbeats over each transport: {stored} records written, as before the first"
    );
}

#[tokio::test]
async fn b3_an_agent_without_heartbeats_may_be_silent_while_its_socket_lives() {
    let settings = [
        ("DROVER_GATEWAY__LIMITS__PING_EVERY_S", "1"),
        ("DROVER_GATEWAY__LIMITS__PONG_DEADLINE_S", "3"),
    ];
    let server = Standalone::start_with(&settings).await.unwrap();
    let api = server.control().unwrap();
    let uid = fresh_uid().unwrap();
    let beats = AgentCapabilities::ReportsHeartbeat as u64;
    assert_eq!(first(uid).capabilities & beats, 0, "it promises no heartbeats");
    let mut socket = Wire::websocket(&server).await.unwrap();
    socket.ask(&first(uid)).await.unwrap();
    // Twelve times the ping interval; `data` answers pings and gives whatever else comes.
    let heard = timeout(Duration::from_secs(12), socket.data()).await;
    assert!(heard.is_err(), "it was told {heard:?}");
    assert!(api.full(uid).await.unwrap().connected, "silence is no end");
    bare(socket.ask(&heartbeat(uid, 2)).await.unwrap(), uid);
}

#[tokio::test]
async fn b5_a_poller_is_gone_after_three_missed_polls_and_back_with_the_next() {
    const EVERY: Duration = Duration::from_millis(200);
    let settings = [("DROVER_NODE__POLL_INTERVAL_S", "4")];
    let server = Standalone::start_with(&settings).await.unwrap();
    let api = server.control().unwrap();
    let (often, once) = (fresh_uid().unwrap(), fresh_uid().unwrap());
    let mut poller = Wire::connect(&server).await.unwrap();
    poller.post(&first(often)).await.unwrap();
    let polls = 50;
    for number in 2..=polls {
        sleep(EVERY).await;
        bare(poller.post(&heartbeat(often, number)).await.unwrap().1, often);
    }
    poller.post(&first(once)).await.unwrap();
    let silent = Instant::now();
    assert!(api.full(often).await.unwrap().connected);
    let gone = async || !api.full(often).await.unwrap().connected;
    until("it is offline", Duration::from_secs(10), gone).await.unwrap();
    let after = silent.elapsed();
    println!("polled every {EVERY:?}, offline after {after:?}");
    assert!(after > 2 * EVERY, "that was less than three polls: {after:?}");
    assert!(api.full(once).await.unwrap().connected, "nobody knows yet how often this one polls");

    let health = first(often).health;
    let next = AgentToServer { health, ..heartbeat(often, polls + 1) };
    bare(poller.post(&next).await.unwrap().1, often);
    assert!(api.full(often).await.unwrap().connected, "revived by its next poll");
}
