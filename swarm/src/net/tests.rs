use std::sync::Mutex;
use std::time::Duration;

use bytes::Bytes;
use futures::{SinkExt, StreamExt};
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use prost::Message as _;
use proto::opamp::v1::{
    AgentConfigMap, AgentDescription, AgentRemoteConfig, AgentToServer, RemoteConfigStatuses,
    ServerToAgent,
};
use rustls_pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_tungstenite::tungstenite::Message;

use super::*;
use crate::profile::Transport;

const HASH: &[u8] = b"the hash";

/// A server that offers one config to whoever has not got it, and writes down what it hears.
struct Server {
    endpoint: String,
    ca_pem: String,
    heard: Arc<Mutex<Vec<AgentToServer>>>,
    refusals: Arc<Mutex<u32>>,
    _running: TaskTracker,
}

impl Server {
    async fn start(transport: Transport) -> Self {
        let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let scheme = match transport {
            Transport::WebSocket => "wss",
            Transport::Polling => "https",
        };
        let endpoint = format!("{scheme}://{}/v1/opamp", listener.local_addr().unwrap());
        let (heard, refusals) = (Arc::default(), Arc::default());
        let tracker = TaskTracker::new();
        let (log, refuse, tasks) = (Arc::clone(&heard), Arc::clone(&refusals), tracker.clone());
        tracker.spawn(async move {
            while let Ok((tcp, _)) = listener.accept().await {
                let (acceptor, log, refuse) =
                    (acceptor.clone(), Arc::clone(&log), Arc::clone(&refuse));
                tasks.spawn(async move {
                    let Ok(tls) = acceptor.accept(tcp).await else { return };
                    match transport {
                        Transport::WebSocket => websocket(tls, log).await,
                        Transport::Polling => polling(tls, log, refuse).await,
                    }
                });
            }
        });
        let ca_pem = made.cert.pem();
        Self { endpoint, ca_pem, heard, refusals, _running: tracker }
    }

    fn heard(&self, wanted: impl Fn(&AgentToServer) -> bool) -> usize {
        self.heard.lock().unwrap().iter().filter(|message| wanted(message)).count()
    }

    fn fleet(&self, agents: u32) -> Fleet {
        let config = Config::new(&self.endpoint, self.ca_pem.as_bytes(), Moment(1_000_000));
        Fleet::start(Config { agents, heartbeat: Duration::from_millis(50), ..config }).unwrap()
    }
}

fn reply(message: AgentToServer, log: &Mutex<Vec<AgentToServer>>) -> ServerToAgent {
    let known = message.remote_config_status.as_ref().map(|s| s.last_remote_config_hash.clone());
    let offer = AgentRemoteConfig {
        config: Some(AgentConfigMap::default()),
        config_hash: Bytes::from_static(HASH),
    };
    let instance_uid = message.instance_uid.clone();
    log.lock().unwrap().push(message);
    let remote_config = known.filter(Bytes::is_empty).map(|_| offer);
    ServerToAgent { instance_uid, remote_config, ..ServerToAgent::default() }
}

async fn websocket(tls: TlsStream<TcpStream>, log: Arc<Mutex<Vec<AgentToServer>>>) {
    let Ok(mut socket) = tokio_tungstenite::accept_async(tls).await else { return };
    while let Some(Ok(message)) = socket.next().await {
        let Message::Binary(frame) = message else { continue };
        assert_eq!(frame[0], 0, "the header");
        let reply = reply(AgentToServer::decode(frame.slice(1..)).unwrap(), &log);
        let frame = [vec![0], reply.encode_to_vec()].concat();
        if socket.send(Message::Binary(frame.into())).await.is_err() {
            return;
        }
    }
}

async fn polling(
    tls: TlsStream<TcpStream>,
    log: Arc<Mutex<Vec<AgentToServer>>>,
    refusals: Arc<Mutex<u32>>,
) {
    let answer = |request: Request<Incoming>| {
        let (log, refusals) = (Arc::clone(&log), Arc::clone(&refusals));
        async move {
            assert_eq!(request.headers()["content-type"], "application/x-protobuf");
            let uid = request.headers()["opamp-instance-uid"].to_str().unwrap().to_owned();
            let body = request.into_body().collect().await?.to_bytes();
            let message = AgentToServer::decode(body).unwrap();
            assert_eq!(uid.parse::<fleet::AgentId>().unwrap().to_bytes(), message.instance_uid);
            let refused = {
                let mut left = refusals.lock().unwrap();
                let refused = *left > 0;
                *left = left.saturating_sub(1);
                refused
            };
            let mut response =
                Response::new(Full::<Bytes>::from(reply(message, &log).encode_to_vec()));
            if refused {
                *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
            }
            Ok::<_, hyper::Error>(response)
        }
    };
    let http = hyper::server::conn::http1::Builder::new();
    let _ended = http.serve_connection(TokioIo::new(tls), service_fn(answer)).await;
}

async fn until(what: &str, holds: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !holds() {
        assert!(Instant::now() < deadline, "never: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

fn applied(message: &AgentToServer) -> bool {
    let status = message.remote_config_status.as_ref();
    status.is_some_and(|status| status.status() == RemoteConfigStatuses::Applied)
}

async fn a_fleet_lives_its_life(transport: Transport) -> Server {
    let server = Server::start(transport).await;
    let fleet = server.fleet(3);
    until("all applied", || fleet.snapshot().applied == 3 && server.heard(applied) == 3).await;
    let first = server.heard.lock().unwrap()[0].clone();
    assert!(first.effective_config.as_ref().is_some_and(|config| config.encoded_len() > 4096));
    let described = first.agent_description.as_ref().map_or(0, AgentDescription::encoded_len);
    assert!((1400..1700).contains(&described), "{described}");
    for agent in fleet.agents() {
        assert_eq!(agent.applied.as_deref(), Some(HASH));
        assert_eq!(agent.seen.config_offers[HASH], 1, "exactly once");
        assert!(agent.connected && agent.local.is_some());
    }
    let beats = server.heard(|message| message.health.is_none());
    until("heartbeats", || server.heard(|message| message.health.is_none()) > beats + 6).await;
    assert!(fleet.set_health(1, false, "degraded", "disk full"));
    let unwell = |message: &AgentToServer| message.health.as_ref().is_some_and(|h| !h.healthy);
    until("bad health is reported", || server.heard(unwell) == 1).await;
    let summary = fleet.stop().await;
    assert_eq!((summary.agents, summary.connects, summary.connect_failures), (3, 3, 0));
    assert_eq!((summary.connected, summary.disconnects), (0, 3));
    assert!(summary.first_reply_p50 > Duration::ZERO);
    assert!(summary.first_reply_p50 <= summary.first_reply_p99);
    server
}

#[tokio::test]
async fn a_fleet_on_websockets_reports_applies_beats_and_says_goodbye() {
    let server = a_fleet_lives_its_life(Transport::WebSocket).await;
    let goodbye = |message: &AgentToServer| message.agent_disconnect.is_some();
    until("three goodbyes", || server.heard(goodbye) == 3).await;
}

#[tokio::test]
async fn a_polling_fleet_reports_applies_and_polls_on_kept_connections() {
    let server = a_fleet_lives_its_life(Transport::Polling).await;
    assert_eq!(server.heard(|message| message.agent_disconnect.is_some()), 0);
}

#[tokio::test]
async fn broken_connections_come_back_as_the_same_clients() {
    let server = Server::start(Transport::WebSocket).await;
    let fleet = server.fleet(2);
    until("all applied", || server.heard(applied) == 2).await;
    fleet.disconnect_all();
    until("all away", || fleet.snapshot().disconnects == 2).await;
    let before = server.heard.lock().unwrap().len();
    fleet.reconnect_all();
    until("all back", || fleet.snapshot().connects == 4 && fleet.snapshot().connected == 2).await;
    until("heard again", || server.heard.lock().unwrap().len() > before + 2).await;
    assert_eq!(server.heard(|message| message.agent_description.is_some()), 2, "full only once");
    fleet.stop().await;
}

#[tokio::test]
async fn a_refused_poll_is_sent_again_unchanged() {
    let server = Server::start(Transport::Polling).await;
    *server.refusals.lock().unwrap() = 1;
    let fleet = server.fleet(1);
    until("applied", || fleet.snapshot().applied == 1).await;
    {
        let heard = server.heard.lock().unwrap();
        assert_eq!(heard[0], heard[1]);
    }
    fleet.stop().await;
}

#[tokio::test]
async fn a_server_under_another_root_is_never_spoken_to() {
    let (server, other) =
        (Server::start(Transport::WebSocket).await, Server::start(Transport::WebSocket).await);
    let config = Config::new(&server.endpoint, other.ca_pem.as_bytes(), Moment(0));
    let fleet = Fleet::start(config).unwrap();
    until("a failure", || fleet.snapshot().connect_failures > 0).await;
    assert_eq!(server.heard(|_| true), 0);
    fleet.stop().await;
}

#[tokio::test]
async fn wrong_configuration_is_refused_at_the_start() {
    let start = |endpoint: &str| Fleet::start(Config::new(endpoint, b"", Moment(0)));
    assert!(matches!(start("http://127.0.0.1:1/v1/opamp"), Err(Error::Endpoint(_))));
    assert!(matches!(start("wss://127.0.0.1:1/v1/opamp"), Err(Error::Ca(_))));
}
