//! Commands reach every agent through whichever node and gateway hold it, from any replica.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test may panic, and says what it proved"
)]

use std::collections::BTreeMap;

use fleet::{AgentId, Role};
use proto::control::v1::{CommandReceipt, CommandState};
use swarm::Fleet;
use tests::api::Api;
use tests::{Cluster, SOON, until, until_connected};
use tokio::task::JoinSet;

const AGENTS: u32 = 150;
/// Commands on their way at once; a replica takes 256 calls.
const AT_ONCE: usize = 32;

type Matrix = BTreeMap<(String, String), usize>;

#[tokio::test(flavor = "multi_thread")]
async fn every_node_and_gateway_delivers_commands_of_either_replica() {
    let mut cluster = Cluster::start(&[
        ("g1", &[Role::Gateway]),
        ("g2", &[Role::Gateway]),
        ("n1", &[Role::Node]),
        ("n2", &[Role::Node]),
        ("n3", &[Role::Node]),
        ("c1", &[Role::ControlApi]),
        ("c2", &[Role::ControlApi]),
    ])
    .await
    .unwrap();
    let fleets = ["g1", "g2"].map(|gateway| {
        let mut config = cluster.fleet("wss", gateway).unwrap();
        (config.agents, config.uid_prefix) = (AGENTS, gateway.as_bytes().to_vec());
        Fleet::start(config).unwrap()
    });
    for fleet in &fleets {
        until_connected(fleet).await.unwrap();
    }
    let (first, second) = (cluster.api("c1").unwrap(), cluster.api("c2").unwrap());

    round(1, &first, &second, &fleets).await;
    cluster.member("c2").unwrap().kill().await.unwrap();
    round(2, &first, &first, &fleets).await;

    for fleet in fleets {
        fleet.stop().await;
    }
}

/// Assigns through one replica and commands through another; prints who delivered what.
async fn round(number: u32, assigns: &Api, commands: &Api, fleets: &[Fleet; 2]) {
    let hash = assigns.push("all", &format!("round: {number}")).await.unwrap();
    let views = || fleets.iter().flat_map(Fleet::agents);
    let applied = async || views().all(|agent| agent.applied.as_ref() == Some(&hash));
    until("every agent applied the config", SOON, applied).await.unwrap();
    let offers: Vec<u32> = views().map(|agent| agent.seen.config_offers[&hash]).collect();
    assert!(offers.iter().all(|offers| *offers == 1), "offers of one config: {offers:?}");

    let agents: Vec<AgentId> = views().map(|agent| agent.uid).collect();
    let receipts = restart(commands, &agents).await;
    let mut matrix = Matrix::new();
    for receipt in receipts {
        let owner = receipt.owner.clone().unwrap_or_default();
        let done = [CommandState::Written, CommandState::Observed].contains(&receipt.state());
        assert!(done, "a command was not delivered: {receipt:?}");
        *matrix.entry((owner.node, owner.gateway)).or_default() += 1;
    }
    let restarted = async || views().all(|agent| agent.seen.commands == u64::from(number));
    until("every agent has its command", SOON, restarted).await.unwrap();
    print(number, &matrix);
    assert_eq!(matrix.len(), 6, "3 nodes x 2 gateways: {matrix:?}");
}

async fn restart(api: &Api, agents: &[AgentId]) -> Vec<CommandReceipt> {
    let (mut waiting, mut running) = (agents.iter().copied(), JoinSet::new());
    let mut receipts = Vec::new();
    loop {
        while running.len() < AT_ONCE
            && let Some(agent) = waiting.next()
        {
            let api = api.clone();
            running.spawn(async move { api.restart(agent, 15).await });
        }
        let Some(receipt) = running.join_next().await else { return receipts };
        receipts.push(receipt.unwrap().unwrap());
    }
}

fn print(number: u32, matrix: &Matrix) {
    let total: usize = matrix.values().sum();
    println!("round {number}: {total} commands, one each, by (node, gateway):");
    for ((node, gateway), count) in matrix {
        println!("  node {node} gateway {gateway} {count:4}");
    }
}
