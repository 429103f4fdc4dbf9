//! A node is drained under load, and no agent waits.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test may panic, and says what it proved"
)]

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use fleet::{AgentId, Role};
use proto::control::v1::CommandState;
use swarm::Fleet;
use tests::api::Api;
use tests::{Cluster, LEASE_TTL, SOON, until, until_connected};
use tokio::task::JoinSet;
use tokio::time::Instant;

const AGENTS: u32 = 150;
/// Reports and polls come this often, so that there is traffic in every shard while it moves.
const HEARTBEAT: Duration = Duration::from_secs(1);
/// Callers that send one command after the other.
const CALLERS: usize = 8;

#[tokio::test(flavor = "multi_thread")]
async fn draining_a_node_closes_no_connection_and_delays_no_command() {
    let mut cluster = Cluster::start(&[
        ("g1", &[Role::Gateway]),
        ("g2", &[Role::Gateway]),
        ("n1", &[Role::Node]),
        ("n2", &[Role::Node]),
        ("n3", &[Role::Node]),
        ("c1", &[Role::ControlApi]),
    ])
    .await
    .unwrap();
    let api = cluster.api("c1").unwrap();
    let fleets = [("wss", "g1"), ("https", "g2")].map(|(scheme, gateway)| {
        let mut config = cluster.fleet(scheme, gateway).unwrap();
        (config.agents, config.uid_prefix) = (AGENTS, scheme.as_bytes().to_vec());
        config.heartbeat = HEARTBEAT;
        Fleet::start(config).unwrap()
    });
    for fleet in &fleets {
        until_connected(fleet).await.unwrap();
    }
    let hash = api.push("all", "before the move").await.unwrap();
    let views = || fleets.iter().flat_map(Fleet::agents);
    let applied = async || views().all(|view| view.applied.as_ref() == Some(&hash));
    until("every agent applied the config", SOON, applied).await.unwrap();
    let connections = connections(&fleets);
    let full_states =
        |fleets: &[Fleet; 2]| fleets.each_ref().map(|fleet| fleet.snapshot().full_state_requests);
    let full_states_before = full_states(&fleets);

    // Polling agents hear a command with their next poll, so only the others are timed.
    let agents: Arc<[AgentId]> = fleets[0].agents().iter().map(|view| view.uid).collect();
    let load = Load::start(&api, &agents);
    load.until(100).await;
    let drained = Instant::now();
    cluster.member("n1").unwrap().terminate().await.unwrap();
    let drained = drained.elapsed();
    let left = api.members().await.unwrap().iter().filter(|member| member.role == "node").count();
    assert_eq!(left, 2, "a drained node is no member any more, long before its lease would end");
    cluster.until_spread().await.unwrap();
    let slowest = load.stop().await;

    for view in views() {
        let offers = view.seen.config_offers[&hash];
        assert_eq!((view.seen.uid_changes, offers), (0, 1), "uid changes and offers: {view:?}");
    }
    assert_eq!(self::connections(&fleets), connections, "addresses and numbers of connections");
    // It takes milliseconds; how many is for a benchmark to say. Whoever waits for a lease to end waits this long.
    assert!(slowest.wait < LEASE_TTL, "a command waited as if the node had died: {slowest:?}");
    println!(
        "drained in {drained:?} under {} agents: no connection closed, no uid or offer twice; \
         {} commands meanwhile, the slowest took {:?}; full states asked again (WebSocket, \
         polling): {full_states_before:?} before, {:?} after",
        2 * AGENTS,
        slowest.commands,
        slowest.wait,
        full_states(&fleets),
    );
    for fleet in fleets {
        fleet.stop().await;
    }
}

fn connections(fleets: &[Fleet; 2]) -> BTreeMap<AgentId, (Option<SocketAddr>, u64)> {
    let views = fleets.iter().flat_map(Fleet::agents);
    views.map(|view| (view.first_uid, (view.local, view.connects))).collect()
}

/// Callers that send commands to all agents in turn until they are stopped.
struct Load {
    callers: JoinSet<Slowest>,
    stop: Arc<AtomicBool>,
    done: Arc<std::sync::atomic::AtomicUsize>,
}

#[derive(Debug, Default)]
struct Slowest {
    agent: Option<AgentId>,
    wait: Duration,
    commands: usize,
}

impl Load {
    fn start(api: &Api, agents: &Arc<[AgentId]>) -> Self {
        let (stop, done) = (Arc::<AtomicBool>::default(), Arc::default());
        let mut callers = JoinSet::new();
        for caller in 0..CALLERS {
            let (api, agents) = (api.clone(), Arc::clone(agents));
            let (stop, done) = (Arc::clone(&stop), Arc::clone(&done));
            callers.spawn(async move { call(&api, &agents, caller, &stop, &done).await });
        }
        Self { callers, stop, done }
    }

    /// Waits until so many commands were delivered.
    async fn until(&self, commands: usize) {
        let done = async || self.done.load(Ordering::Relaxed) >= commands;
        until("commands are delivered", SOON, done).await.unwrap();
    }

    async fn stop(mut self) -> Slowest {
        self.stop.store(true, Ordering::Relaxed);
        let mut slowest = Slowest::default();
        while let Some(one) = self.callers.join_next().await {
            let one = one.unwrap();
            slowest.commands += one.commands;
            if one.wait > slowest.wait {
                (slowest.wait, slowest.agent) = (one.wait, one.agent);
            }
        }
        slowest
    }
}

async fn call(
    api: &Api,
    agents: &[AgentId],
    caller: usize,
    stop: &AtomicBool,
    done: &std::sync::atomic::AtomicUsize,
) -> Slowest {
    let mut slowest = Slowest::default();
    for agent in agents.iter().cycle().skip(caller * agents.len() / CALLERS) {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let asked = Instant::now();
        let receipt = api.restart(*agent, 10).await.unwrap();
        let wait = asked.elapsed();
        let written = [CommandState::Written, CommandState::Observed].contains(&receipt.state());
        assert!(written, "a command was lost in a planned move: {receipt:?}");
        slowest.commands += 1;
        done.fetch_add(1, Ordering::Relaxed);
        if wait > slowest.wait {
            (slowest.wait, slowest.agent) = (wait, Some(*agent));
        }
    }
    slowest
}
