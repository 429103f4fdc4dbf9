//! Elastic's client for Node.js, polling over HTTPS: a client that shares no code with opamp-go.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and prints what it proved"
)]

use std::time::Duration;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tests::agent::RealAgent;
use tests::{Standalone, node, until};

/// For everything but its own pauses.
const SOON: Duration = Duration::from_secs(30);
/// It is silent for 30 s, more or less a tenth, after any error.
const PAUSE: Duration = Duration::from_secs(60);

const GOOD: &str = "log_level: debug\n";

fn status(agent: &Value) -> &str {
    agent["remoteConfigStatus"]["status"].as_str().unwrap_or_default()
}

async fn start(server: &Standalone) -> (RealAgent, String) {
    let (endpoint, ca) = (server.endpoint("https"), server.agents_ca());
    let arguments = [
        ["--endpoint", &endpoint],
        ["--ca", ca.to_str().unwrap()],
        ["--refuse-config-containing", "poison"],
    ];
    let mut agent = node::start(&arguments.concat()).await.unwrap();
    let started = agent.event("started", SOON).await.unwrap();
    agent.event("connected", SOON).await.unwrap();
    (agent, started["uid"].as_str().unwrap().to_owned())
}

async fn is_listed(server: &Standalone, uid: &str) {
    let described = |a: &Value| a["connected"] == true && !a["agentDescription"].is_null();
    server.shows(uid, "it is connected and described", described).await.unwrap();
    let mut table = String::new();
    let listed = until("it is listed", SOON, async || {
        table = server.ok(&["agents", "list"]).await.unwrap().text();
        [uid, "node-agent", " http "].iter().all(|word| table.contains(word))
    });
    listed.await.unwrap_or_else(|error| panic!("{error}: {table}"));
}

async fn is_configured(server: &Standalone, agent: &mut RealAgent, uid: &str) {
    server.push("base", GOOD).await.unwrap();
    let offer = agent.event("remote_config", SOON).await.unwrap();
    assert_eq!(offer["files"][""]["sha256"], hex::encode(Sha256::digest(GOOD)));
    assert_eq!(offer["files"][""]["content_type"], "text/yaml");
    let applied = |a: &Value| status(a) == "RemoteConfigStatuses_APPLIED";
    server.shows(uid, "it is applied", applied).await.unwrap();

    server.push("base", "poison: true\n").await.unwrap();
    let offer = agent.event("remote_config", SOON).await.unwrap();
    assert_eq!(offer["refused"], true);
    let failed = |a: &Value| status(a) == "RemoteConfigStatuses_FAILED";
    let refusing = server.shows(uid, "the refusal is seen", failed).await.unwrap();
    let text = "refused: the config contains \"poison\"";
    assert_eq!(refusing["remoteConfigStatus"]["errorMessage"], text);
}

/// A message that no server may accept is answered 200 with BAD_REQUEST, and the next good one is taken.
async fn survives_an_error(server: &Standalone, agent: &mut RealAgent, uid: &str) {
    agent.command(&json!({"cmd": "damage_uid"})).await.unwrap();
    let failed = agent.event("failed", SOON).await.unwrap();
    let text = failed["text"].as_str().unwrap();
    assert!(text.starts_with("ServerErrorResponse BadRequest: "), "{text}");
    agent.command(&json!({"cmd": "repair_uid"})).await.unwrap();
    agent.event("connected", PAUSE).await.unwrap();
    let connected = |a: &Value| a["connected"] == true;
    server.shows(uid, "it is connected again", connected).await.unwrap();
    server.push("base", "log_level: info\n").await.unwrap();
    agent.event("remote_config", SOON).await.unwrap();
    let applied = |a: &Value| status(a) == "RemoteConfigStatuses_APPLIED";
    server.shows(uid, "it is applied", applied).await.unwrap();
}

#[tokio::test]
async fn a_client_that_is_not_opamp_go_is_managed_by_polling() {
    let server = Standalone::start().await.unwrap();
    let (mut agent, uid) = start(&server).await;
    is_listed(&server, &uid).await;
    is_configured(&server, &mut agent, &uid).await;
    survives_an_error(&server, &mut agent, &uid).await;
    agent.command(&json!({"cmd": "stop"})).await.unwrap();
    agent.event("stopped", SOON).await.unwrap();
    let count = |name| agent.count(name);
    assert_eq!(count("remote_config"), 3, "each config is offered once");
    assert_eq!(count("failed"), 1, "nothing else went wrong");
    // The damaged message took a number with it: that gap is worth one question, and the first contact none.
    assert!(count("full_state_requested") <= 1, "{}", count("full_state_requested"));
    assert_eq!(server.log(), "", "nothing here deserves a warning");
    println!(
        "proved with Elastic's client: TLS against the development CA; listed; 3 configs, 3 \
         offers, APPLIED and FAILED with its text; one answer with an error survived"
    );
}
