//! Every process of a cluster is restarted under load, and nothing that was accepted is lost.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test may panic, and says what it proved"
)]

use std::collections::BTreeMap;

use bytes::Bytes;
use fleet::Role;
use swarm::Fleet;
use tests::{Cluster, SOON, until, until_connected};
use tokio::time::Instant;

const AGENTS: u32 = 150;
/// Besides etcd; in the short form the first of each role.
const PROCESSES: [(&str, &[Role]); 7] = [
    ("g1", &[Role::Gateway]),
    ("n1", &[Role::Node]),
    ("c1", &[Role::ControlApi]),
    ("g2", &[Role::Gateway]),
    ("n2", &[Role::Node]),
    ("n3", &[Role::Node]),
    ("c2", &[Role::ControlApi]),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Terminate,
    Kill,
}

struct World {
    cluster: Cluster,
    fleets: [Fleet; 2],
    /// Every config that was accepted, with its hash.
    accepted: Vec<(String, Bytes)>,
}

#[tokio::test(flavor = "multi_thread")]
async fn restarting_every_process_loses_no_accepted_config() {
    let full = std::env::var_os("DROVER_FULL").is_some();
    let restarted = if full { &PROCESSES[..] } else { &PROCESSES[..3] };
    let cluster = Cluster::start(&PROCESSES).await.unwrap();
    let fleets = ["g1", "g2"].map(|gateway| {
        let mut config = cluster.fleet("wss", gateway).unwrap();
        (config.agents, config.uid_prefix) = (AGENTS, gateway.as_bytes().to_vec());
        Fleet::start(config).unwrap()
    });
    let mut world = World { cluster, fleets, accepted: Vec::new() };
    for fleet in &world.fleets {
        until_connected(fleet).await.unwrap();
    }
    world.push("c1").await;
    for end in [End::Terminate, End::Kill] {
        let since = Instant::now();
        for (name, _) in restarted {
            world.restart(name, end).await;
        }
        world.restart_etcd(end).await;
        world.check().await;
        println!(
            "{end:?}: {} processes and etcd restarted in {:?} under {} agents; all {} accepted \
             configs are there and every agent has the last one",
            restarted.len(),
            since.elapsed(),
            2 * AGENTS,
            world.accepted.len()
        );
    }
    for fleet in world.fleets {
        fleet.stop().await;
    }
}

impl World {
    /// A new config for every agent, through this replica.
    async fn push(&mut self, replica: &str) {
        let name = format!("config-{}", self.accepted.len());
        let api = self.cluster.api(replica).unwrap();
        let hash = api.push(&name, &name).await;
        let hash = hash.unwrap_or_else(|refused| panic!("{name} through {replica}: {refused}"));
        self.accepted.push((name, hash));
    }

    /// Ends one process, has a config accepted while it is down, and starts it again.
    async fn restart(&mut self, name: &str, end: End) {
        let member = self.cluster.member(name).unwrap();
        match end {
            End::Terminate => member.terminate().await.unwrap(),
            End::Kill => member.kill().await.unwrap(),
        }
        let other = if name == "c1" { "c2" } else { "c1" };
        self.push(other).await;
        self.cluster.restart(name).await.unwrap();
        self.cluster.until_spread().await.unwrap();
        for fleet in &self.fleets {
            until_connected(fleet).await.unwrap();
        }
        self.push("c1").await;
        self.check().await;
    }

    /// Nothing can be accepted while the store is away; what was accepted must survive.
    async fn restart_etcd(&mut self, end: End) {
        let process = &mut self.cluster.etcd.process;
        match end {
            // It ends itself with the signal it got.
            End::Terminate => drop(process.terminate(SOON).await),
            End::Kill => process.kill().await.unwrap(),
        }
        self.cluster.etcd.restart().await.unwrap();
        self.cluster.until_spread().await.unwrap();
        self.push("c1").await;
    }

    async fn check(&self) {
        for (name, hash) in &self.accepted {
            for replica in ["c1", "c2"] {
                let stored = self.cluster.api(replica).unwrap().config_hash(name).await.unwrap();
                assert_eq!(stored, *hash, "{name} through {replica}");
            }
        }
        let (name, last) = self.accepted.last().unwrap();
        let views = || self.fleets.iter().flat_map(Fleet::agents);
        let applied = async || views().all(|view| view.applied.as_ref() == Some(last));
        let all = until(&format!("every agent has {name}"), SOON, applied).await;
        if all.is_err() {
            panic!("agents without {name}: {:#?}", self.without(last).await);
        }
    }

    /// Who has the agents that lack a config, for the error.
    async fn without(&self, hash: &Bytes) -> BTreeMap<String, usize> {
        let api = self.cluster.api("c1").unwrap();
        let mut found = BTreeMap::new();
        for view in self.fleets.iter().flat_map(Fleet::agents) {
            if view.applied.as_ref() == Some(hash) {
                continue;
            }
            let has = api.owner(view.uid).await.unwrap();
            let node = self.cluster.node_at(&has.address).unwrap_or_default();
            let offers = view.seen.config_offers.get(hash);
            let known = api.agent(view.uid).await.map(|agent| agent.connected);
            let known = known.map_err(|status| status.code());
            let kind = format!(
                "{node} alive {} offers {offers:?} connected {} known {known:?}",
                has.alive, view.connected
            );
            *found.entry(kind).or_default() += 1;
        }
        found
    }
}
