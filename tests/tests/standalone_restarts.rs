//! What comes and goes: health, agents, and the process itself, by SIGTERM and by kill -9.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and prints what it proved"
)]

use std::time::Duration;

use serde_json::{Value, json};
use swarm::Fleet;
use tests::agent::RealAgent;
use tests::{Standalone, until};

const SOON: Duration = Duration::from_secs(30);

fn connected(agent: &Value) -> bool {
    agent["connected"] == true
}

fn gone(agent: &Value) -> bool {
    // Proto3 JSON leaves false out.
    agent.is_object() && agent["connected"].is_null()
}

#[tokio::test]
async fn a_change_of_health_and_a_clean_goodbye_are_seen() {
    let server = Standalone::start().await.unwrap();
    let (mut agent, uid) = server.agent("wss", &[]).await.unwrap();
    server.shows(&uid, "it is connected", connected).await.unwrap();
    let sick = json!({"cmd": "set_health", "healthy": false, "status": "degraded",
        "last_error": "disk full"});
    agent.command(&sick).await.unwrap();
    let is_sick = |a: &Value| {
        a["health"].is_object()
            && a["health"]["lastError"] == "disk full"
            && a["health"]["healthy"].is_null()
    };
    server.shows(&uid, "it is unhealthy", is_sick).await.unwrap();
    // Lists show what is stored, which is a moment behind what its owner says of one agent.
    let listed = async || {
        let table = server.ok(&["agents", "list"]).await.unwrap().text();
        table.contains("unhealthy: disk full")
    };
    until("the list says why", SOON, listed).await.unwrap();

    agent.command(&json!({"cmd": "stop"})).await.unwrap();
    agent.event("stopped", SOON).await.unwrap();
    server.shows(&uid, "it is gone", gone).await.unwrap();
    let (_agent, same) = server.agent("wss", &["--uid", &uid]).await.unwrap();
    assert_eq!(same, uid);
    let back = |a: &Value| connected(a) && a["health"]["healthy"] == true;
    server.shows(&uid, "it is back as a new process", back).await.unwrap();
    assert_eq!(server.log(), "");
    println!("proved: unhealthy with its text; gone after its goodbye; back as a new process");
}

#[tokio::test]
async fn agents_whose_connection_broke_return_with_a_bare_message_and_are_known() {
    let server = Standalone::start().await.unwrap();
    let ca = std::fs::read(server.agents_ca()).unwrap();
    let mut config = swarm::Config::new(&server.endpoint("wss"), &ca, fleet::Moment(1));
    (config.agents, config.heartbeat) = (20, Duration::from_secs(1));
    config.description_bytes = 600;
    let agents = Fleet::start(config).unwrap();
    let names = async |wanted: &str| {
        let table = server.ok(&["agents", "list"]).await.unwrap().text();
        let lines: Vec<&str> = table.lines().skip(1).collect();
        lines.len() == 20 && lines.iter().all(|l| l.contains("swarm") && l.contains(wanted))
    };
    until("all are listed", SOON, async || names("websocket").await).await.unwrap();
    agents.disconnect_all();
    until("all are gone", SOON, async || names(" no ").await).await.unwrap();
    agents.reconnect_all();
    until("all are back", SOON, async || names("websocket").await).await.unwrap();
    let told = agents.snapshot();
    // Nothing was lost, so nobody has to say everything again.
    assert_eq!((told.full_state_requests, told.errors, told.connects), (0, 0, 40));
    agents.stop().await;
    println!("proved: 20 of 20 agents came back with a bare message, 0 were asked for everything");
}

/// Two real agents and their server.
struct Pair {
    server: Standalone,
    agents: Vec<(RealAgent, String)>,
}

impl Pair {
    async fn start() -> Self {
        let server = Standalone::start().await.unwrap();
        let mut agents = Vec::new();
        for scheme in ["wss", "https"] {
            agents.push(server.agent(scheme, &["--effective-from-remote"]).await.unwrap());
        }
        Self { server, agents }
    }

    /// Both are there, run `text` (revision `revision` of base), and were offered it exactly once.
    async fn run(&mut self, text: &str, revision: u64) {
        let desired = revision.to_string();
        let applied = |a: &Value| {
            connected(a)
                && a["desiredConfig"]["revision"] == desired
                && a["remoteConfigStatus"]["status"] == "RemoteConfigStatuses_APPLIED"
                && a["remoteConfigStatus"]["lastRemoteConfigHash"]
                    == a["desiredConfig"]["configHash"]
        };
        for (agent, uid) in &mut self.agents {
            self.server.shows(uid, "it runs the config", applied).await.unwrap();
            let effective = ["config", "effective", &*uid];
            until("its effective config is that", SOON, async || {
                self.server.ok(&effective).await.unwrap().text() == text
            })
            .await
            .unwrap();
            // An offer would have come before the restart that was asked for now.
            self.server.ok(&["command", "restart", uid]).await.unwrap();
            agent.event("command", SOON).await.unwrap();
            assert_eq!(agent.count("remote_config"), revision, "one offer per revision");
        }
    }

    async fn same_push(&self, text: &str, revision: u64) {
        let said = self.server.push("base", text).await.unwrap();
        assert!(said.contains(&format!("base@{revision} has this content already")), "{said}");
        assert!(said.contains("every agent: 2 now"), "{said}");
    }

    async fn configs(&self) -> Value {
        let mut all = self.server.json(&["config", "list"]).await.unwrap();
        // The same push stamps the assignment again.
        all["assignments"][0]["updated"] = Value::Null;
        all
    }
}

#[tokio::test]
async fn a_restart_of_the_process_loses_nothing_and_offers_nothing_twice() {
    let mut pair = Pair::start().await;
    let token = std::fs::read(pair.server.data("admin.token")).unwrap();
    let ca = std::fs::read(pair.server.agents_ca()).unwrap();
    pair.server.push("base", "one: 1\n").await.unwrap();
    pair.run("one: 1\n", 1).await;
    let configs = pair.configs().await;

    let code = pair.server.process.terminate(SOON).await.unwrap();
    assert_eq!(code, 0, "SIGTERM is a clean end; log: {}", pair.server.log());
    pair.server.again().await.unwrap();
    assert_eq!(pair.configs().await, configs, "an accepted config is gone");
    assert_eq!(std::fs::read(pair.server.data("admin.token")).unwrap(), token);
    assert_eq!(std::fs::read(pair.server.agents_ca()).unwrap(), ca);
    pair.run("one: 1\n", 1).await;
    pair.same_push("one: 1\n", 1).await;
    pair.run("one: 1\n", 1).await;

    // Accepted, and the process is dead before it can have done much about it.
    pair.server.push("base", "two: 2\n").await.unwrap();
    pair.server.process.kill().await.unwrap();
    pair.server.again().await.unwrap();
    pair.run("two: 2\n", 2).await;
    pair.same_push("two: 2\n", 2).await;
    pair.run("two: 2\n", 2).await;
    let log = pair.server.log();
    assert!(!log.contains("ERROR"), "{log}");
    let asked: Vec<u64> =
        pair.agents.iter().map(|(a, _)| a.count("full_state_requested")).collect();
    println!(
        "proved: SIGTERM and kill -9 lose no config, token or CA; 2 revisions, 2 offers on a \
         WebSocket and over polling; full state asked {asked:?} times"
    );
}
