//! opamp-go's own client (tests/interop) and what of the protocol it can be made to do on both transports.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and prints what it proved"
)]

use std::time::Duration;

use serde_json::Value;
use sha2::{Digest, Sha256};
use tests::agent::RealAgent;
use tests::{Standalone, until};

/// For everything a person waits for.
const SOON: Duration = Duration::from_secs(30);

#[tokio::test]
async fn what_an_agent_reports_is_seen_although_it_says_nothing_more() {
    let server = Standalone::start().await.unwrap();
    let (_agent, uid) = server.agent("wss", &["--heartbeat=0s"]).await.unwrap();
    let listed = until("its description is listed", SOON, async || {
        let listed = server.json(&["agents", "list"]).await.unwrap();
        listed["agents"][0]["instanceUid"] == *uid
            && !listed["agents"][0]["agentDescription"].is_null()
    });
    listed.await.unwrap();
}

#[tokio::test]
async fn an_agent_is_seen_at_its_own_heartbeat_and_nothing_else_changes() {
    let server = Standalone::start().await.unwrap();
    let (agent, uid) = server.agent("wss", &["--heartbeat=1s"]).await.unwrap();
    let described = |a: &Value| !a["agentDescription"].is_null();
    let first = server.shows(&uid, "it is described", described).await.unwrap();
    let mut seen = first["lastSeen"].clone();
    for _ in 0..3 {
        let newer = |a: &Value| a["lastSeen"].as_str() > seen.as_str();
        let next = server.shows(&uid, "its next heartbeat is seen", newer).await.unwrap();
        seen = next["lastSeen"].clone();
        for same in ["agentDescription", "capabilities", "health", "effectiveConfigHash"] {
            assert_eq!(next[same], first[same], "{same}");
        }
    }
    assert_eq!(agent.count("full_state_requested"), 0, "a heartbeat has nothing to ask about");
}

/// What a process has read from and written to its files and sockets so far, in bytes.
fn traffic(agent: &RealAgent) -> (u64, u64) {
    let text = std::fs::read_to_string(format!("/proc/{}/io", agent.process.pid().unwrap()));
    let text = text.unwrap();
    let value = |name| {
        let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        line.trim().parse::<u64>().unwrap()
    };
    (value("rchar:"), value("wchar:"))
}

/// Pushes a megabyte that packs well; the agent gets it, reports it back as its effective config, and the bytes it read
/// and wrote for that are given.
async fn moved_by_a_megabyte(scheme: &str, arguments: &[&str]) -> (u64, u64) {
    let server = Standalone::start().await.unwrap();
    let arguments = [&["--effective-from-remote"], arguments].concat();
    let (mut agent, uid) = server.agent(scheme, &arguments).await.unwrap();
    let text = "# a line that says the same as the one before\n".repeat(22_000);
    let before = traffic(&agent);
    server.push("large", &text).await.unwrap();
    let offer = agent.event("remote_config", SOON).await.unwrap();
    assert_eq!(offer["files"][""]["sha256"], hex::encode(Sha256::digest(&text)));
    until("the effective config is what was pushed", SOON, async || {
        let said = server.run(&["config", "effective", &uid]).await.unwrap();
        said.bytes == text.as_bytes()
    })
    .await
    .unwrap();
    let after = traffic(&agent);
    assert_eq!((agent.count("error"), agent.count("client_error")), (0, 0));
    assert_eq!(agent.count("connected"), 1);
    assert_eq!(server.log(), "", "nothing here deserves a warning");
    (after.0 - before.0, after.1 - before.1)
}

const MEGABYTE: u64 = 1_000_000;
const LITTLE: u64 = MEGABYTE / 10;

#[tokio::test]
async fn a_websocket_is_packed_both_ways_for_an_agent_that_asks() {
    let plain = moved_by_a_megabyte("wss", &[]).await;
    assert!(plain.0 > MEGABYTE && plain.1 > MEGABYTE, "{plain:?}");
    let packed = moved_by_a_megabyte("wss", &["--compression"]).await;
    println!("WebSocket, read and written by the agent: {plain:?} plain, {packed:?} packed");
    assert!(packed.0 < LITTLE && packed.1 < LITTLE, "{packed:?}");
}

/// Go's own HTTP client asks for packed answers whether opamp-go packs its requests or not.
#[tokio::test]
async fn polls_and_their_answers_are_packed_for_an_agent_that_asks() {
    let plain = moved_by_a_megabyte("https", &[]).await;
    assert!(plain.0 < LITTLE && plain.1 > MEGABYTE, "{plain:?}");
    let packed = moved_by_a_megabyte("https", &["--compression"]).await;
    println!("HTTP, read and written by the agent: {plain:?} plain, {packed:?} packed");
    assert!(packed.0 < LITTLE && packed.1 < LITTLE, "{packed:?}");
}

/// It reports the hash alone until it is asked; an agent of the same kind with the same hash is not worth asking.
#[tokio::test]
async fn the_components_of_real_agents_are_shown_in_full() {
    let server = Standalone::start().await.unwrap();
    let arguments = ["--component=receivers=otlp", "--component=exporters=debug"];
    let namespace = |a: &Value| {
        let otlp = &a["availableComponents"]["components"]["receivers"]["subComponentMap"]["otlp"];
        otlp["metadata"][0]["value"]["stringValue"].as_str().map(str::to_owned)
    };
    for scheme in ["wss", "https"] {
        let (agent, uid) = server.agent(scheme, &arguments).await.unwrap();
        let whole = |a: &Value| namespace(a).as_deref() == Some("example.com/otlp");
        server.shows(&uid, "its components are shown", whole).await.unwrap();
        assert_eq!((agent.count("error"), agent.count("client_error")), (0, 0));
    }
}
