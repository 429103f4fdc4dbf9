//! The real OpAMP Supervisor and a real collector, over TLS through the gateway.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and prints what it proved"
)]

use serde_json::Value;
use tests::supervisor::SUPERVISED;
use tests::{Standalone, Supervisor, until};

/// Reads the machine's load every second and prints what it read.
const PIPELINE: &str = "
receivers: { hostmetrics: { collection_interval: 1s, scrapers: { load: {} } } }
exporters: { debug: {} }
service: { pipelines: { metrics: { receivers: [hostmetrics], exporters: [debug] } } }
";
/// Names a component that the collector was built without.
const BROKEN: &str = "
receivers: { nosuch: {} }
exporters: { debug: {} }
service: { pipelines: { metrics: { receivers: [nosuch], exporters: [debug] } } }
";

fn status(agent: &Value) -> &str {
    agent["remoteConfigStatus"]["status"].as_str().unwrap_or_default()
}

fn applied(agent: &Value) -> bool {
    status(agent) == "RemoteConfigStatuses_APPLIED"
}

fn failed(agent: &Value) -> bool {
    status(agent) == "RemoteConfigStatuses_FAILED"
}

fn healthy(agent: &Value) -> bool {
    agent["connected"] == true && agent["health"]["healthy"] == true
}

fn number(value: &Value) -> u64 {
    // Proto3 JSON writes 64-bit numbers as text, and leaves zero out.
    value.as_str().map_or(0, |text| text.parse().unwrap())
}

async fn shown(server: &Standalone, uid: &str, what: &str, wanted: fn(&Value) -> bool) -> Value {
    server.shows_within(uid, what, SUPERVISED, wanted).await.unwrap()
}

async fn effective(server: &Standalone, uid: &str) -> String {
    server.ok(&["config", "effective", uid]).await.unwrap().text()
}

async fn started(server: &Standalone, validates: bool) -> (Supervisor, String) {
    let supervisor = Supervisor::start(server, validates).await.unwrap();
    let uid = supervisor.uid().await.unwrap();
    shown(server, &uid, "the collector is healthy", healthy).await;
    (supervisor, uid)
}

/// Waits until the pipeline of the collector that runs now has exported something.
async fn exports(supervisor: &Supervisor) {
    until("the collector exports metrics", SUPERVISED, async || {
        supervisor.collector_log().contains("\"data points\":")
    })
    .await
    .unwrap();
}

async fn runs_what_is_pushed(server: &Standalone, supervisor: &Supervisor, uid: &str) {
    assert!(!effective(server, uid).await.contains("hostmetrics"), "it ran that before");
    server.push("base", PIPELINE).await.unwrap();
    let agent = shown(server, uid, "the config is applied", applied).await;
    assert_eq!(number(&agent["remoteConfigOffers"]), 1);
    exports(supervisor).await;
    let runs = effective(server, uid).await;
    assert!(runs.contains("hostmetrics:") && runs.contains("collection_interval: 1s"), "{runs}");
    assert!(healthy(&agent), "{agent:#}");
    let pipeline = &agent["health"]["componentHealthMap"]["pipeline:metrics"];
    assert_eq!(pipeline["healthy"], true, "the health of its parts is kept: {agent:#}");
}

async fn refuses_what_is_broken_and_says_why(server: &Standalone, uid: &str) {
    let before = effective(server, uid).await;
    server.push("base", BROKEN).await.unwrap();
    let agent = shown(server, uid, "the refusal is seen", failed).await;
    let text = "'receivers' unknown type: \"nosuch\" for id: \"nosuch\"";
    let why = agent["remoteConfigStatus"]["errorMessage"].as_str().unwrap();
    assert!(why.contains(text), "{why}");
    let table = server.ok(&["agents", "get", uid]).await.unwrap().text();
    assert!(table.contains("FAILED: ") && table.contains(text), "{table}");
    assert!(healthy(&agent), "it goes on with what it ran: {agent:#}");
    assert_eq!(effective(server, uid).await, before);
}

async fn restarts(server: &Standalone, supervisor: &Supervisor, uid: &str) {
    let agent = server.json(&["agents", "get", uid]).await.unwrap();
    let (before, offers) =
        (number(&agent["health"]["startTimeUnixNano"]), agent["remoteConfigOffers"].clone());
    server.ok(&["command", "restart", uid]).await.unwrap();
    let later = move |a: &Value| healthy(a) && number(&a["health"]["startTimeUnixNano"]) > before;
    let seen = server.shows_within(uid, "a new start time is seen", SUPERVISED, later).await;
    let seen = seen.unwrap();
    assert_eq!(seen["remoteConfigOffers"], offers, "nothing is offered again");
    exports(supervisor).await;
    until("the restart is observed", SUPERVISED, async || {
        let listed = server.json(&["command", "list", uid]).await.unwrap();
        listed["commands"][0]["state"] == "COMMAND_STATE_OBSERVED"
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_supervised_collector_runs_what_is_pushed_refuses_what_is_broken_and_restarts() {
    let server = Standalone::start().await.unwrap();
    let (supervisor, uid) = started(&server, true).await;
    runs_what_is_pushed(&server, &supervisor, &uid).await;
    refuses_what_is_broken_and_says_why(&server, &uid).await;
    restarts(&server, &supervisor, &uid).await;
    assert_eq!(supervisor.log().matches("Connected to the server.").count(), 1);
    assert!(!supervisor.log().contains("Server returned an error response"));
    assert_eq!(server.log(), "", "nothing here deserves a warning");
    println!(
        "proved with the OpAMP Supervisor: TLS against the development CA; APPLIED and running; \
         FAILED with the collector's words; restart seen as a new start time; 2 offers, 1 \
         connection"
    );
}

/// Two Supervisors that do not check configs first, on one machine.
struct Pair {
    server: Standalone,
    supervisors: [(Supervisor, String); 2],
}

impl Pair {
    async fn start() -> Self {
        let server = Standalone::start().await.unwrap();
        let supervisors = tokio::join!(started(&server, false), started(&server, false)).into();
        Self { server, supervisors }
    }

    async fn show(&self, what: &str, wanted: fn(&Value) -> bool) -> [Value; 2] {
        let [(_, one), (_, other)] = &self.supervisors;
        let (server, what) = (&self.server, what);
        tokio::join!(shown(server, one, what, wanted), shown(server, other, what, wanted)).into()
    }

    /// The uids that are listed, whether connected or not.
    async fn listed(&self) -> Vec<String> {
        let listed = self.server.json(&["agents", "list"]).await.unwrap();
        let agents = listed["agents"].as_array().unwrap();
        let uid = |agent: &Value| agent["instanceUid"].as_str().unwrap().to_owned();
        let mut uids: Vec<String> = agents.iter().map(uid).collect();
        uids.sort();
        uids
    }
}

/// Both run the broken config, because they do not check it, and crash; the next push heals both.
async fn both_fail_and_recover(pair: &Pair) {
    pair.server.push("base", BROKEN).await.unwrap();
    for agent in pair.show("the collector does not start", failed).await {
        let why = agent["remoteConfigStatus"]["errorMessage"].as_str().unwrap();
        assert!(why.contains("exit code 1 while applying"), "{why}");
    }
    pair.server.push("base", PIPELINE).await.unwrap();
    for agent in pair.show("the next config is applied", applied).await {
        assert_eq!(number(&agent["remoteConfigOffers"]), 2, "each is offered once");
    }
    pair.show("the collectors run again", healthy).await;
}

/// What a Supervisor that comes back is to the server: the same agent, with the config it has.
async fn is_itself_again(pair: &Pair, at: usize, uids: &[String], offers: u64) {
    let (supervisor, uid) = &pair.supervisors[at];
    shown(&pair.server, uid, "it is back", |a| healthy(a) && applied(a)).await;
    exports(supervisor).await;
    assert_eq!(supervisor.uid().await.unwrap(), *uid, "it was not rekeyed");
    assert_eq!(pair.listed().await, uids, "no other agent appeared");
    let agent = pair.server.json(&["agents", "get", uid]).await.unwrap();
    assert_eq!(number(&agent["remoteConfigOffers"]), offers, "nothing is offered again");
}

#[tokio::test]
async fn two_supervisors_on_one_machine_keep_apart_and_stay_themselves_over_restarts() {
    let mut pair = Pair::start().await;
    let uids = pair.listed().await;
    assert_eq!(uids.len(), 2);
    both_fail_and_recover(&pair).await;
    let gone = |agent: &Value| agent["connected"] != true;

    let (first, uid) = &mut pair.supervisors[0];
    first.stop().await.unwrap();
    shown(&pair.server, uid, "it said goodbye", gone).await;
    first.again().unwrap();
    is_itself_again(&pair, 0, &uids, 2).await;

    let (second, uid) = &mut pair.supervisors[1];
    second.crash().await.unwrap();
    shown(&pair.server, uid, "its connection broke", gone).await;
    second.again().unwrap();
    is_itself_again(&pair, 1, &uids, 2).await;
    assert_eq!(pair.server.log(), "", "nothing here deserves a warning");
    println!(
        "proved with two OpAMP Supervisors: each fails and recovers by itself; one stopped, one \
         killed: both come back with their uids, no third agent, no repeated offer"
    );
}
