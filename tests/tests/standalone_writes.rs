//! Must show 9: what a fleet costs the store while it connects, heartbeats, changes health, leaves and returns.
//! 200 agents for a few seconds; with DROVER_FULL=1 a thousand for a minute.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and prints what it proved"
)]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde_json::Value;
use store::{Embedded, Key, Options, Page, Store as _};
use swarm::Fleet;
use tests::{Standalone, until};

const WITHIN: Duration = Duration::from_secs(120);

/// What the server has written so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Written {
    records: u64,
    batches: u64,
    ownership: u64,
    /// Of the store: one per transaction, whoever wrote it.
    revision: u64,
}

async fn written(server: &Standalone) -> Written {
    let metric = async |name: &str| server.metric(name).await.unwrap();
    // Shards and agents carry the revision of their last write; nothing else is written meanwhile.
    let shards = server.json(&["shards"]).await.unwrap();
    let agents = server.json(&["agents", "list"]).await.unwrap();
    let number = |value: &Value| value.as_str().and_then(|text| text.parse().ok()).unwrap_or(0);
    let rows = |all: &Value, key: &str| all[key].as_array().cloned().unwrap_or_default();
    let epochs = rows(&shards, "shards").into_iter().map(|s| number(&s["epoch"]["revision"]));
    let agents = rows(&agents, "agents").into_iter().map(|agent| number(&agent["revision"]));
    Written {
        records: metric("drover_records_written_total").await,
        batches: metric("drover_record_batches_total").await,
        ownership: metric("drover_shard_claims_total").await
            + metric("drover_shard_moves_total").await,
        revision: epochs.chain(agents).max().unwrap(),
    }
}

/// Waits until every agent has sent this many more messages: heartbeats, as nothing else happens.
async fn heartbeats(fleet: &Fleet, beats: u64) {
    let sent = |fleet: &Fleet| -> Vec<u64> {
        fleet.agents().iter().map(|agent| agent.seen.sent).collect()
    };
    let before = sent(fleet);
    until("heartbeats", WITHIN, async || {
        sent(fleet).iter().zip(&before).all(|(now, before)| now - before >= beats)
    })
    .await
    .unwrap();
}

async fn records(server: &Standalone, wanted: u64) {
    until("records are written", WITHIN, async || {
        server.metric("drover_records_written_total").await.unwrap() >= wanted
    })
    .await
    .unwrap();
}

/// How many agents the server lists as connected.
async fn connected_len(server: &Standalone) -> usize {
    let table = server.ok(&["agents", "list"]).await.unwrap().text();
    table.lines().filter(|line| line.contains("websocket") || line.contains(" http ")).count()
}

/// How many keys the stopped server left below each first word of a key, and their bytes with their values.
async fn stored(folder: &Path) -> BTreeMap<String, (u64, u64)> {
    let store = Embedded::open(folder, Options::default()).await.unwrap();
    let (mut sums, mut page) = (BTreeMap::<String, (u64, u64)>::new(), Page::default());
    loop {
        let listing = store.list(&Key::from(""), page.clone()).await.unwrap();
        for item in &listing.items {
            let kind = item.key.0.split('/').next().unwrap_or_default().to_owned();
            let (keys, bytes) = sums.entry(kind).or_default();
            *keys += 1;
            *bytes += (item.key.0.len() + item.value.len()) as u64;
        }
        if !listing.more {
            return sums;
        }
        page.after = listing.items.last().map(|item| item.key.clone());
    }
}

struct Size {
    agents: u32,
    beats: u64,
}

impl Size {
    fn of_this_run() -> Self {
        match std::env::var_os("DROVER_FULL").is_some_and(|full| full == "1") {
            true => Self { agents: 1_000, beats: 60 },
            false => Self { agents: 200, beats: 3 },
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn agents_on_websockets_cost_one_record_per_change_and_nothing_else() {
    one_record_per_change("wss").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn agents_that_poll_cost_one_record_per_change_and_nothing_else() {
    one_record_per_change("https").await;
}

async fn one_record_per_change(scheme: &str) {
    let Size { agents, beats } = Size::of_this_run();
    let all = u64::from(agents);
    let mut server = Standalone::start().await.unwrap();
    until("every shard is owned", WITHIN, async || {
        server.metric("drover_shards").await.unwrap() == 4_096
    })
    .await
    .unwrap();
    let start = written(&server).await;

    let ca = std::fs::read(server.agents_ca()).unwrap();
    let mut config = swarm::Config::new(&server.endpoint(scheme), &ca, fleet::Moment(1));
    (config.agents, config.heartbeat) = (agents, Duration::from_secs(1));
    config.connect_rate = 200;
    let fleet = Fleet::start(config).unwrap();
    records(&server, start.records + all).await;
    let connected = written(&server).await;
    heartbeats(&fleet, beats).await;
    let beaten = written(&server).await;
    assert_eq!(connected, beaten, "heartbeats were written");

    for index in 0..agents as usize {
        assert!(fleet.set_health(index, false, "degraded", "disk full"));
    }
    records(&server, beaten.records + all).await;
    heartbeats(&fleet, 2).await;
    let changed = written(&server).await;

    fleet.disconnect_all();
    until("no agent is connected", WITHIN, async || connected_len(&server).await == 0)
        .await
        .unwrap();
    fleet.reconnect_all();
    until("all are back", WITHIN, async || connected_len(&server).await == agents as usize)
        .await
        .unwrap();
    heartbeats(&fleet, 2).await;
    let back = written(&server).await;

    let told = fleet.snapshot();
    assert_eq!((told.errors, told.full_state_requests), (0, 0), "{told:?}");
    fleet.stop().await;
    assert_eq!(server.log(), "");
    assert_eq!(server.process.terminate(WITHIN).await.unwrap(), 0);
    let kept = stored(&server.data("store")).await;
    let kind = |kind: &str| kept.get(kind).copied().unwrap_or_default();
    let (bytes, blobs) = (kind("agents").1 + kind("blobs").1, kind("blobs").0);

    assert_eq!(kind("agents").0, all);
    assert_eq!(back.ownership, start.ownership, "connecting wrote ownership");
    assert_eq!(connected.records - start.records, all, "one record per agent that connects");
    assert_eq!(changed.records - beaten.records, all, "one record per change");
    assert_eq!(back.records, changed.records, "leaving and returning changes nothing");
    let (written, batches) = (back.records - start.records, back.batches - start.batches);
    assert!(batches * 3 <= written, "{written} records took {batches} transactions");
    println!(
        "proved with {agents} agents on {scheme}: ownership writes 0; records {} on connect, 0 in \
         {} heartbeats, {} on a change of health, 0 on leaving and returning; {written} records in \
         {batches} transactions ({:.1} each), store revisions {}; {} database bytes per agent \
         ({} in its record, {blobs} shared bodies)",
        connected.records - start.records,
        beats * all,
        changed.records - beaten.records,
        written as f64 / batches as f64,
        back.revision - start.revision,
        bytes / all,
        kind("agents").1 / all,
    );
}
