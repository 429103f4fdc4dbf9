//! Traces as a collector gets them: what belongs together has one trace, across processes, and nothing secret is in it.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test may panic, and says what it proved"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use fleet::{AgentId, Role};
use prost::Message as _;
use proto::control::v1::{CommandState, ListMembersRequest, RestartRequest};
use proto::opamp::v1::{
    ConnectionSettingsOffers, Header, Headers, ServerToAgent, TelemetryConnectionSettings,
};
use swarm::Fleet;
use tests::api::Api;
use tests::wire::first::{CAPABILITIES, first};
use tests::wire::{fresh_uid, http};
use tests::{By, Cluster, Collector, Hand, SOON, Span, Standalone, Wire, until, until_connected};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tonic::{Code, Request, Status};

/// A batch leaves this long after its first span: what a test waits for, not what it measures.
const SOON_SENT: (&str, &str) = ("OTEL_BSP_SCHEDULE_DELAY", "100");
const ENDPOINT: &str = "DROVER_TELEMETRY__OTLP_ENDPOINT";
const RATIO: &str = "DROVER_TELEMETRY__TRACE_RATIO";

/// A trace that the caller began, and the caller's span in it.
const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const CALLER: &str = "b7ad6b7169203331";

/// Restarts the agent as a part of the caller's trace, which the caller keeps or not.
async fn restart(api: &Api, agent: AgentId, traceparent: &str) -> Result<CommandState, Status> {
    let mut request = Request::new(RestartRequest {
        instance_uid: agent.to_string(),
        request_id: String::new(),
        wait_seconds: 15,
    });
    request.metadata_mut().insert("traceparent", traceparent.parse().unwrap());
    Ok(api.commands().restart(request).await?.into_inner().state())
}

/// The child of this span with this name.
fn child(spans: &[Span], parent: &Span, name: &str) -> Option<Span> {
    spans.iter().find(|span| span.follows(parent) && span.name == name).cloned()
}

/// The span of an agent's message and what was done because of it: at the gateway, at the node, and the answer.
fn answered(spans: &[Span], uid: AgentId) -> Option<[Span; 3]> {
    let uid = uid.to_string();
    let of_agent = |span: &&Span| span.name == "message" && span.attribute("agent") == Some(&uid);
    spans.iter().filter(of_agent).find_map(|message| {
        let node = child(spans, message, "message")?;
        let write = child(spans, &node, "write")?;
        Some([message.clone(), node, write])
    })
}

/// The same of a poll, with its request in front.
fn polled(spans: &[Span], uid: AgentId) -> Option<[Span; 4]> {
    let [message, node, write] = answered(spans, uid)?;
    let is_request = |span: &&Span| message.follows(span) && span.name == "request";
    let request = spans.iter().find(is_request)?.clone();
    Some([request, message, node, write])
}

fn services<const N: usize>(spans: &[Span; N]) -> [&str; N] {
    spans.each_ref().map(|span| &*span.service)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_and_a_message_are_one_trace_each_through_three_processes() {
    let collector = Collector::start_tls().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let ca = folder.path().join("collector.pem");
    std::fs::write(&ca, &collector.ca_pem).unwrap();
    let ca = ("DROVER_TELEMETRY__OTLP_CA", ca.to_str().unwrap());
    let variables = [(ENDPOINT, &*collector.endpoint), ca, (RATIO, "1"), SOON_SENT];
    let processes: &[(&str, &[Role])] =
        &[("g", &[Role::Gateway]), ("n", &[Role::Node]), ("c", &[Role::ControlApi])];
    let cluster = Cluster::start_with(processes, &variables).await.unwrap();
    let fleets = ["wss", "https"].map(|scheme| {
        let mut config = cluster.fleet(scheme, "g").unwrap();
        (config.heartbeat, config.uid_prefix) = (Duration::from_secs(1), scheme.into());
        Fleet::start(config).unwrap()
    });
    for fleet in &fleets {
        until_connected(fleet).await.unwrap();
    }
    let [socket, poller] = [0, 1].map(|number| fleets[number].agents()[0].uid);
    let api = cluster.api("c").unwrap();
    let known = async || api.agent(socket).await.is_ok();
    until("operators can name the agent", SOON, known).await.unwrap();

    let state = restart(&api, socket, &format!("00-{TRACE}-{CALLER}-01")).await.unwrap();
    assert!([CommandState::Written, CommandState::Observed].contains(&state), "{state:?}");
    let command = collector.finds("the command's trace", |spans| {
        let call = spans.iter().find(|span| span.trace == TRACE && span.parent == CALLER)?;
        let order = child(spans, call, "order")?;
        let write = child(spans, &order, "write")?;
        Some([call.clone(), order, write])
    });
    let command = command.await.unwrap();
    assert_eq!(services(&command), ["drover-control-api", "drover-node", "drover-gateway"]);
    assert_eq!(command[0].name, "/drover.control.v1.CommandService/Restart");
    println!("proved: caller -> call -> order -> write is one trace, exported over TLS");

    let message = collector.finds("a message's trace", |spans| answered(spans, socket));
    let message = message.await.unwrap();
    assert_eq!(services(&message), ["drover-gateway", "drover-node", "drover-gateway"]);
    assert_eq!(message[0].parent, "");
    println!("proved: message -> message -> write is one trace on a WebSocket");

    let poll = collector.finds("a poll's trace", |spans| polled(spans, poller)).await.unwrap();
    assert_eq!(services(&poll)[..3], ["drover-gateway", "drover-gateway", "drover-node"]);
    assert_eq!((&*poll[0].parent, poll[0].attribute("path")), ("", Some("/v1/opamp")));
    println!("proved: request -> message -> message -> write is one trace of a poll");
    for fleet in fleets {
        fleet.stop().await;
    }
}

/// Polls once, with these headers.
async fn poll(server: &Standalone, headers: &str) -> AgentId {
    let uid = fresh_uid().unwrap();
    let mut wire = Wire::connect(server).await.unwrap();
    let request = http::post(headers, &first(uid).encode_to_vec());
    assert_eq!(wire.request(&request).await.unwrap().status, 200);
    uid
}

async fn traced(collector: &Collector, ratio: &str) -> Standalone {
    // One line per call is how the log shows its trace.
    let lines = ("DROVER_TELEMETRY__LOG_FILTER", "info,tower_http=debug");
    let settings = [(ENDPOINT, &*collector.endpoint), (RATIO, ratio), SOON_SENT, lines];
    Standalone::start_with(&settings).await.unwrap()
}

#[tokio::test]
async fn no_secret_is_in_a_span() {
    let collector = Collector::start().await.unwrap();
    let server = traced(&collector, "1").await;
    let api = server.control().unwrap();

    // Reports own metrics, traces and logs, and what became of settings.
    let bits = CAPABILITIES | 0x40 | 0x20 | 0x80 | 0x8000;
    let mut hand = Hand::known(&server, By::WebSocket, bits).await.unwrap();
    let value = "Bearer offered-secret".to_owned();
    let headers = vec![Header { key: "Authorization".to_owned(), value }];
    let own = TelemetryConnectionSettings {
        destination_endpoint: "https://own.example/v1/own".to_owned(),
        headers: Some(Headers { headers }),
        ..TelemetryConnectionSettings::default()
    };
    let offer = ConnectionSettingsOffers {
        own_metrics: Some(own.clone()),
        own_traces: Some(own.clone()),
        own_logs: Some(own),
        ..ConnectionSettingsOffers::default()
    };
    api.save_settings("own", offer).await.unwrap();
    api.offer_settings(hand.uid, "own").await.unwrap();
    let offered = |m: &ServerToAgent| m.connection_settings.clone();
    let offered = format!("{:?}", hand.hears("the settings", offered).await.unwrap());
    assert!(offered.contains("offered-secret"), "{offered}");
    api.push("everyone", "password: configured-secret").await.unwrap();
    hand.hears("the config", |m| m.remote_config.clone()).await.unwrap();

    let port = server.api().rsplit(':').next().unwrap().parse().unwrap();
    let ca = std::fs::read(server.data("tls/api/ca.pem")).unwrap();
    let stranger = Api::new(port, &ca, "a-strangers-secret").unwrap();
    let refused = stranger.config_hash("everyone").await.unwrap_err();
    assert_eq!(refused.code(), Code::Unauthenticated);
    let mut wire = Wire::connect(&server).await.unwrap();
    let asked = b"GET /v1/opamp?key=asked-secret HTTP/1.1\r\nHost: localhost\r\n\r\n";
    assert!(wire.request(asked).await.unwrap().status >= 400);
    let own =
        format!("Authorization: Bearer own-secret\r\ntraceparent: 00-{TRACE}-{CALLER}-01\r\n");
    let uid = poll(&server, &own).await;

    let poll = collector.finds("the poll's trace", |spans| polled(spans, uid)).await.unwrap();
    assert_eq!(poll[0].parent, "", "an agent's own trace is not continued");
    assert!(poll.iter().all(|span| span.trace != TRACE), "{poll:?}");
    let names = ["ConnectionSettingsService/OfferConnectionSettings", "GetRemoteConfig"];
    let called = |spans: &[Span]| {
        let came = |name: &&str| spans.iter().any(|span| span.name.ends_with(*name));
        names.iter().all(came).then_some(())
    };
    collector.finds("the calls", called).await.unwrap();
    let text = collector.text();
    let token = std::fs::read_to_string(server.data("admin.token")).unwrap();
    for secret in ["-secret", token.trim()] {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
    println!("proved: of {} spans none has a secret", collector.spans().len());
}

#[tokio::test]
async fn agents_are_traced_by_their_share_and_operators_as_they_ask() {
    let collector = Collector::start().await.unwrap();
    let server = traced(&collector, "0").await;
    let api = server.control().unwrap();
    // Restarts when it is told to.
    let hand = Hand::known(&server, By::WebSocket, CAPABILITIES | 0x400).await.unwrap();
    poll(&server, &format!("traceparent: 00-{TRACE}-{CALLER}-01\r\n")).await;
    restart(&api, hand.uid, &format!("00-{TRACE}-{CALLER}-00")).await.unwrap();
    let unasked = api.cluster().list_members(ListMembersRequest::default()).await;
    unasked.unwrap();

    // What was to be exported before it has been: one queue, in order.
    let list = "/drover.control.v1.ClusterService/ListMembers";
    let last = collector
        .finds("the last call", |spans| spans.iter().find(|span| span.name == list).cloned());
    assert_eq!(last.await.unwrap().parent, "");
    for span in collector.spans() {
        assert!(span.name.starts_with("/drover.control.v1."), "{span:?}");
        assert_ne!(span.trace, TRACE, "{span:?}");
    }
    let log = server.log();
    assert!(log.contains(&format!("trace_id={TRACE}")), "no line shows the caller's trace");
    println!("proved: no agent is traced at a ratio of 0, and a call as its caller decided");
}

#[tokio::test]
async fn a_collector_that_is_away_costs_nothing_but_a_line() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let attempts = Arc::new(AtomicUsize::new(0));
    let (counted, mut tasks) = (Arc::clone(&attempts), JoinSet::new());
    tasks.spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            drop(socket);
            counted.fetch_add(1, Ordering::Relaxed);
        }
    });
    let settings = [(ENDPOINT, &*endpoint), (RATIO, "1"), SOON_SENT];
    let mut server = Standalone::start_with(&settings).await.unwrap();

    // A batch is tried four times: these are three that were lost.
    let lost = async || {
        server.ok(&["agents", "list"]).await.unwrap();
        attempts.load(Ordering::Relaxed) > 12
    };
    until("batches were lost", SOON, lost).await.unwrap();
    let mut hand = Hand::known(&server, By::WebSocket, CAPABILITIES).await.unwrap();
    let api = server.control().unwrap();
    api.push("everyone", "a: 1").await.unwrap();
    hand.hears("the config", |m| m.remote_config.clone()).await.unwrap();
    assert_eq!(server.process.terminate(SOON).await.unwrap(), 0);
    let log = server.log();
    let said = |what: &str| log.lines().filter(|line| line.contains(what)).count();
    assert_eq!(said("spans did not reach the collector"), 1, "{log}");
    assert!(said("opentelemetry") + said("BatchSpanProcessor") <= 1, "{log}");
    println!("proved: a collector that is away is told of once, and nothing else changes");
}
