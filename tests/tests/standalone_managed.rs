//! Must show 1 and 2: one process, one real agent over TLS, and a user with the command line: attributes and health,
//! a config that is applied byte for byte, one that is refused, a restart.
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

/// For everything a person waits for; the product means to need a second or two, polls included.
const SOON: Duration = Duration::from_secs(20);

/// A server, a real agent that trusts its CA, and what the user knows of it.
struct Managed {
    server: Standalone,
    agent: RealAgent,
    uid: String,
}

impl Managed {
    async fn start(scheme: &str) -> Self {
        let server = Standalone::start().await.unwrap();
        let arguments = [
            "--service-name=checkout-collector",
            "--attr=region=eu-west",
            "--refuse-config-containing=poison",
            "--effective-from-remote",
        ];
        let (agent, uid) = server.agent(scheme, &arguments).await.unwrap();
        Self { server, agent, uid }
    }

    async fn get(&self) -> Value {
        self.server.json(&["agents", "get", &self.uid]).await.unwrap()
    }

    async fn shows(&self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        self.server.shows(&self.uid, what, wanted).await.unwrap()
    }

    /// Waits until a command that lists agents prints this. Lists follow the records, a moment behind.
    async fn lists(&self, command: &[&str], text: &str) {
        until(text, SOON, async || self.server.ok(command).await.unwrap().text().contains(text))
            .await
            .unwrap();
    }
}

fn status(agent: &Value) -> &str {
    agent["remoteConfigStatus"]["status"].as_str().unwrap_or_default()
}

fn number(value: &Value) -> u64 {
    // Proto3 JSON writes 64-bit numbers as text, and leaves zero out.
    value.as_str().map_or(0, |text| text.parse().unwrap())
}

fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

async fn is_listed(managed: &Managed, transport: &str) {
    let wanted = |a: &Value| a["connected"] == true && a["health"]["healthy"] == true;
    let agent = managed.shows("it is connected and healthy", wanted).await;
    let description = agent["agentDescription"].to_string();
    assert!(description.contains("checkout-collector") && description.contains("eu-west"));
    let filtered = ["agents", "list", "-f", "claim.region=eu-west"];
    managed.lists(&filtered, &managed.uid).await;
    let table = managed.server.ok(&["agents", "list"]).await.unwrap().text();
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 2, "{table}");
    for word in [&*managed.uid, "checkout-collector", transport, "healthy"] {
        assert!(lines[1].contains(word), "{word}: {table}");
    }
    let filtered = ["agents", "list", "-f", "claim.region=mars"];
    assert_eq!(managed.server.ok(&filtered).await.unwrap().text(), "no agents\n");
}

const GOOD: &str = "receivers: { otlp: { protocols: { grpc: {} } } }\nexporters: { debug: {} }\n";

async fn is_configured(managed: &mut Managed) {
    let said = managed.server.push("base", GOOD).await.unwrap();
    assert!(said.contains("saved base@1") && said.contains("every agent: 1 now"), "{said}");
    let offer = managed.agent.event("remote_config", SOON).await.unwrap();
    assert_eq!(offer["files"][""]["sha256"], sha256(GOOD.as_bytes()));
    assert_eq!(offer["files"][""]["content_type"], "text/yaml");
    let applied = |a: &Value| status(a) == "RemoteConfigStatuses_APPLIED";
    managed.shows("it is applied", applied).await;
    let effective = ["config", "effective", &managed.uid];
    until("its effective config is what was pushed", SOON, async || {
        managed.server.ok(&effective).await.unwrap().bytes == GOOD.as_bytes()
    })
    .await
    .unwrap();
    let printed = managed.server.ok(&effective).await.unwrap().bytes;
    assert_eq!(sha256(&printed), sha256(GOOD.as_bytes()));
}

/// A restart right behind the second push: had that made an offer, it would have come first.
async fn is_not_offered_the_same_again(managed: &mut Managed) {
    let counted = number(&managed.get().await["remoteConfigOffers"]);
    assert_eq!((counted, managed.agent.count("remote_config")), (1, 1));
    let said = managed.server.push("base", GOOD).await.unwrap();
    assert!(said.contains("base@1 has this content already"), "{said}");
    is_restarted(managed).await;
    assert_eq!(number(&managed.get().await["remoteConfigOffers"]), 1, "the server offered again");
    assert_eq!(managed.agent.count("remote_config"), 1, "the agent got an offer again");
}

async fn is_restarted(managed: &mut Managed) {
    let before = number(&managed.get().await["health"]["startTimeUnixNano"]);
    let commands = managed.agent.count("command");
    let receipt = managed.server.json(&["command", "restart", &managed.uid]).await.unwrap();
    let event = managed.agent.event("command", SOON).await.unwrap();
    assert_eq!(event["type"], "CommandType_Restart");
    assert_eq!(managed.agent.count("command"), commands + 1);
    let state = receipt["state"].as_str().unwrap();
    assert!(["COMMAND_STATE_WRITTEN", "COMMAND_STATE_OBSERVED"].contains(&state), "{state}");
    let (owner, seen) = (&receipt["owner"], managed.get().await);
    for part in ["node", "gateway", "epoch"] {
        assert!(!owner[part].is_null(), "the receipt names no {part}: {receipt:#}");
        assert_eq!(owner[part], seen["owner"][part], "{part}");
    }
    let restarted = |a: &Value| number(&a["health"]["startTimeUnixNano"]) > before;
    managed.shows("its new start time is seen", restarted).await;
    let listed = managed.server.json(&["command", "list", &managed.uid]).await.unwrap();
    let newest = &listed["commands"][0];
    assert_eq!(newest["id"], receipt["id"]);
    assert_eq!(newest["state"], "COMMAND_STATE_OBSERVED", "{newest:#}");
}

async fn refuses_and_says_why(managed: &mut Managed) {
    managed.server.push("base", "poison: true\n").await.unwrap();
    let offer = managed.agent.event("remote_config", SOON).await.unwrap();
    assert_eq!(offer["refused"], true);
    let failed = |a: &Value| status(a) == "RemoteConfigStatuses_FAILED";
    let agent = managed.shows("the refusal is seen", failed).await;
    let text = "refused: the config contains \"poison\"";
    assert_eq!(agent["remoteConfigStatus"]["errorMessage"], text);
    let table = managed.server.ok(&["agents", "get", &managed.uid]).await.unwrap().text();
    assert!(table.contains(&format!("FAILED: {text}")), "{table}");
    managed.lists(&["config", "drift"], "poison").await;
    // It still runs the config before, and says so.
    let effective = managed.server.ok(&["config", "effective", &managed.uid]).await.unwrap();
    assert_eq!(effective.text(), GOOD);
    let offers = number(&managed.get().await["remoteConfigOffers"]);
    assert_eq!((offers, managed.agent.count("remote_config")), (2, 2), "a refusal is final");
}

async fn everything(scheme: &str, transport: &str) {
    let mut managed = Managed::start(scheme).await;
    is_listed(&managed, transport).await;
    is_configured(&mut managed).await;
    is_not_offered_the_same_again(&mut managed).await;
    refuses_and_says_why(&mut managed).await;
    is_restarted(&mut managed).await;
    let agent = &managed.agent;
    assert_eq!((agent.count("connected"), agent.count("full_state_requested")), (1, 0));
    assert_eq!((agent.count("error"), agent.count("client_error")), (0, 0));
    assert_eq!(managed.server.log(), "", "nothing here deserves a warning");
    println!(
        "proved over {transport}: TLS against the development CA; listed with attributes and \
         health; sha256 of effective = pushed; 0 offers for the same push; FAILED with its text; \
         restart OBSERVED with node, gateway and epoch; 1 connection, 0 errors"
    );
}

#[tokio::test]
async fn a_real_agent_on_a_websocket_is_managed_end_to_end() {
    everything("wss", "websocket").await;
}

#[tokio::test]
async fn a_real_agent_that_polls_is_managed_end_to_end() {
    everything("https", "http").await;
}
