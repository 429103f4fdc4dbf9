//! The other shape: every process holds sockets and sessions, behind a TCP balancer that knows nothing of TLS.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test may panic, and says what it proved"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use fleet::Role;
use proto::control::v1::{Agent, CommandState};
use swarm::Fleet;
use tests::{Cluster, Process, SOON, until, until_connected};
use tokio::net::TcpStream;
use tokio::process::Command;

const AGENTS: u32 = 60;
const BOTH: &[Role] = &[Role::Gateway, Role::Node];
const PROCESSES: [&str; 3] = ["p1", "p2", "p3"];

#[tokio::test(flavor = "multi_thread")]
async fn three_processes_behind_a_tcp_balancer_are_one_server() {
    let mut cluster =
        Cluster::start(&[("p1", BOTH), ("p2", BOTH), ("p3", BOTH), ("c1", &[Role::ControlApi])])
            .await
            .unwrap();
    let (proxy, port) = haproxy(&mut cluster).await.unwrap();
    let mut config = cluster.fleet("wss", "p1").unwrap();
    config.endpoint = format!("wss://127.0.0.1:{port}/v1/opamp");
    config.agents = AGENTS;
    let fleet = Fleet::start(config).unwrap();
    until_connected(&fleet).await.unwrap();

    let api = cluster.api("c1").unwrap();
    let connected = async || {
        let agents = api.all_agents().await.unwrap_or_default();
        agents.iter().filter(|agent| agent.connected).count() == AGENTS as usize
    };
    until("the API knows every agent as connected", SOON, connected).await.unwrap();
    let agents = api.all_agents().await.unwrap();
    let places = places(&cluster, &agents).await;
    let sockets = |name| places.values().filter(|(gateway, _)| gateway == name).count();
    let sessions = |name| places.values().filter(|(_, node)| node == name).count();
    for name in PROCESSES {
        assert!(sockets(name) > 0 && sessions(name) > 0, "{name} has no agent: {places:?}");
    }

    let across: Vec<_> = places.iter().filter(|(_, (gateway, node))| gateway != node).collect();
    assert!(!across.is_empty(), "every agent is held by the process of its socket: {places:?}");
    for (uid, _) in &across {
        let receipt = api.restart(uid.parse().unwrap(), 15).await.unwrap();
        let written = [CommandState::Written, CommandState::Observed].contains(&receipt.state());
        assert!(written, "{receipt:?}");
    }
    let arrived = async || fleet.snapshot().commands == across.len() as u64;
    until("every command arrives", SOON, arrived).await.unwrap();
    println!(
        "haproxy passed {AGENTS} TLS connections to {:?}; {} commands crossed from the process \
         with the session to the one with the socket",
        PROCESSES.map(|name| (name, sockets(name))),
        across.len()
    );
    fleet.stop().await;
    drop(proxy);
}

/// The processes that hold each agent's socket and session.
async fn places(cluster: &Cluster, agents: &[Agent]) -> BTreeMap<String, (String, String)> {
    let members = cluster.api("c1").unwrap().members().await.unwrap();
    let place = |id: &str| {
        let member = members.iter().find(|member| member.id == id).unwrap();
        cluster.process_at(&member.address).unwrap()
    };
    let owner = |agent: &Agent| agent.owner.clone().unwrap();
    let places = agents.iter().map(|agent| {
        let owner = owner(agent);
        (agent.instance_uid.clone(), (place(&owner.gateway), place(&owner.node)))
    });
    places.collect()
}

/// A balancer that gives each new TCP connection to the next process.
async fn haproxy(cluster: &mut Cluster) -> anyhow::Result<(Process, u16)> {
    let port = cluster.ports.take()?;
    let mut text = format!(
        "defaults\n mode tcp\n timeout connect 5s\n timeout client 1h\n timeout server 1h\n\
         frontend agents\n bind 127.0.0.1:{port}\n default_backend drover\n\
         backend drover\n balance roundrobin\n"
    );
    for name in PROCESSES {
        let port = cluster.member(name)?.gateway_port();
        writeln!(text, " server {name} 127.0.0.1:{port}")?;
    }
    let file = cluster.folder()?.join("haproxy.cfg");
    std::fs::write(&file, text)?;
    // Debian keeps it out of an ordinary user's PATH.
    let program = ["/usr/sbin/haproxy", "/usr/local/sbin/haproxy"];
    let program = program.into_iter().find(|path| std::path::Path::new(path).exists());
    let mut command = Command::new(program.unwrap_or("haproxy"));
    command.arg("-db").arg("-f").arg(file);
    let proxy = Process::start("haproxy (install the package `haproxy`)", command)?;
    let answers = async || TcpStream::connect(("127.0.0.1", port)).await.is_ok();
    until("haproxy takes connections", SOON, answers).await?;
    Ok((proxy, port))
}
