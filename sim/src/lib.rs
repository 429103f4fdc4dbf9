//! Ring 2: the real gateway, node and control API on a simulated network and a simulated clock, over the seams that
//! production uses too: accepted connections as a stream, connectors, the store, the clock.
//!
//! Thin on purpose: what can be shown on paper (ring 1) is shown there. Time is simulated, so nothing here sleeps.

#![cfg(test)]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod agent;
mod cluster;
mod net;
mod store;

use std::time::Duration;

use bytes::Bytes;
use proto::control::v1::agent_service_client::AgentServiceClient;
use proto::control::v1::remote_config_service_client::RemoteConfigServiceClient;
use proto::control::v1::{
    Agent as Shown, AssignRemoteConfigRequest, CreateRemoteConfigRequest, GetAgentRequest,
};
use proto::opamp::v1::{AgentConfigFile, AgentConfigMap, RemoteConfigStatuses};

use crate::agent::{Agent, UID};
use crate::cluster::Cluster;

/// A failure names its seed. One run takes seconds: every shard of a real cluster is claimed in it.
const SEEDS: std::ops::Range<u64> = 0..2;

/// Saves a config and assigns it to every agent; gives its hash.
fn push(cluster: &mut Cluster, text: &str) -> Bytes {
    let body = Bytes::from(text.to_owned());
    let file = AgentConfigFile { body, content_type: "text/yaml".to_owned() };
    let config_map = Some(AgentConfigMap { config_map: [(String::new(), file)].into() });
    cluster.operator(async |api| {
        let mut client = RemoteConfigServiceClient::new(api);
        let name = "base".to_owned();
        let create = CreateRemoteConfigRequest { name, config_map, ..Default::default() };
        let created = client.create_remote_config(create).await.unwrap().into_inner();
        let config_name = "base".to_owned();
        let assign = AssignRemoteConfigRequest { config_name, ..Default::default() };
        client.assign_remote_config(assign).await.unwrap();
        created.config.unwrap().config_hash
    })
}

fn shown(cluster: &mut Cluster) -> Shown {
    cluster.operator(async |api| {
        let request = GetAgentRequest { instance_uid: UID.to_string(), ..Default::default() };
        AgentServiceClient::new(api).get_agent(request).await.unwrap().into_inner()
    })
}

fn applied(cluster: &mut Cluster, hash: &Bytes) {
    let status = shown(cluster).remote_config_status.unwrap_or_default();
    assert_eq!(status.status(), RemoteConfigStatuses::Applied);
    assert_eq!(&status.last_remote_config_hash, hash);
}

/// A cluster and an agent that was answered.
fn connected(seed: u64) -> (Cluster, Agent) {
    eprintln!("seed {seed}");
    let mut cluster = Cluster::new(seed);
    let agent = Agent::start(&mut cluster);
    cluster.until("the first report is answered", || agent.answers() == 1);
    (cluster, agent)
}

#[test]
fn an_offer_waits_for_a_partition_of_gateway_and_node_to_heal_and_comes_once_on_the_same_socket() {
    for seed in SEEDS {
        let (mut cluster, agent) = connected(seed);
        cluster.sim.partition("gateway", "node");
        let hash = push(&mut cluster, "a: 1\n");
        agent.says("in the dark");
        cluster.pass(Duration::from_secs(10));
        assert_eq!((agent.answers(), agent.offers().len()), (1, 0));
        cluster.sim.repair("gateway", "node");
        cluster.until("the offer, and answers to all that was said", || {
            agent.offers() == [hash.clone()] && agent.answers() >= 3
        });
        cluster.pass(Duration::from_secs(2));
        applied(&mut cluster, &hash);
        assert_eq!(shown(&mut cluster).health.unwrap().last_error, "in the dark");
        assert_eq!(agent.offers().len(), 1);
        assert_eq!(agent.seen.borrow().full_state_requests, 0);
    }
}

#[test]
fn a_node_that_crashes_and_restarts_serves_the_same_socket_under_a_newer_epoch() {
    for seed in SEEDS {
        let (mut cluster, agent) = connected(seed);
        cluster.pass(Duration::from_secs(2));
        let before = shown(&mut cluster).owner.unwrap();
        cluster.sim.crash("node");
        cluster.pass(Duration::from_secs(1));
        agent.says("while the node was away");
        let hash = push(&mut cluster, "b: 2\n");
        cluster.sim.bounce("node");
        cluster.until("the message is answered and the config offered", || {
            agent.offers() == [hash.clone()] && agent.answers() >= 3
        });
        cluster.pass(Duration::from_secs(2));
        applied(&mut cluster, &hash);
        let agent = shown(&mut cluster);
        assert_eq!(agent.health.unwrap().last_error, "while the node was away");
        let (owner, epochs) = (agent.owner.unwrap(), |o: &proto::control::v1::Owner| o.epoch);
        assert!(epochs(&owner).unwrap().revision > epochs(&before).unwrap().revision);
        assert_ne!(owner.node, before.node, "a restart is another member");
    }
}
