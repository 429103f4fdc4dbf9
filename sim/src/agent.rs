//! An agent on one socket. It applies whatever it is offered; should its socket end, the simulation fails.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use bytes::Bytes;
use fleet::AgentId;
use futures::{SinkExt, StreamExt};
use prost::Message as _;
use proto::opamp::v1::{
    AgentCapabilities as Bit, AgentDescription, AgentToServer, ComponentHealth, RemoteConfigStatus,
    RemoteConfigStatuses, ServerToAgent, ServerToAgentFlags,
};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::sync::mpsc;
use tokio::time::{Duration, sleep};
use tokio_rustls::TlsConnector;
use tokio_tungstenite::tungstenite::Message;
use turmoil::net::TcpStream;

use crate::cluster::Cluster;
use crate::net::PORT;

pub(crate) const UID: AgentId = AgentId::new(*b"agent number one");
const CAPABILITIES: u64 = Bit::ReportsStatus as u64
    | Bit::AcceptsRemoteConfig as u64
    | Bit::ReportsRemoteConfig as u64
    | Bit::ReportsHealth as u64;

#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) answers: u64,
    pub(crate) offers: Vec<Bytes>,
    pub(crate) full_state_requests: u64,
}

impl Seen {
    fn take(&mut self, message: &ServerToAgent) {
        self.answers += 1;
        self.full_state_requests += message.flags & ServerToAgentFlags::ReportFullState as u64;
        self.offers.extend(message.remote_config.as_ref().map(|offer| offer.config_hash.clone()));
    }
}

pub(crate) struct Agent {
    pub(crate) seen: Rc<RefCell<Seen>>,
    texts: mpsc::Sender<String>,
}

impl Agent {
    /// Connects as soon as somebody listens.
    pub(crate) fn start(cluster: &mut Cluster) -> Self {
        let seen = Rc::<RefCell<Seen>>::default();
        // Full: the test says more than an agent would.
        let (texts, told) = mpsc::channel(16);
        let life = live(cluster.ca_pem.clone(), Rc::clone(&seen), told);
        cluster.sim.client("agent", life);
        Self { seen, texts }
    }

    /// Lets it report this as its last error.
    pub(crate) fn says(&self, text: &str) {
        self.texts.try_send(text.to_owned()).unwrap();
    }

    pub(crate) fn answers(&self) -> u64 {
        self.seen.borrow().answers
    }

    pub(crate) fn offers(&self) -> Vec<Bytes> {
        self.seen.borrow().offers.clone()
    }
}

fn health(text: &str) -> Option<ComponentHealth> {
    let last_error = text.to_owned();
    Some(ComponentHealth { healthy: text.is_empty(), last_error, ..Default::default() })
}

fn tls(ca_pem: &str) -> Arc<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(ca_pem.as_bytes()).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider);
    let config = config.with_safe_default_protocol_versions().unwrap();
    Arc::new(config.with_root_certificates(roots).with_no_client_auth())
}

async fn live(
    ca_pem: String,
    seen: Rc<RefCell<Seen>>,
    mut told: mpsc::Receiver<String>,
) -> turmoil::Result {
    let tcp = loop {
        match TcpStream::connect(("gateway", PORT)).await {
            Ok(tcp) => break tcp,
            Err(_) => sleep(Duration::from_millis(100)).await,
        }
    };
    let tls = TlsConnector::from(tls(&ca_pem)).connect(ServerName::try_from("gateway")?, tcp);
    let url = "wss://gateway/v1/opamp";
    let (mut ws, _) = tokio_tungstenite::client_async(url, tls.await?).await?;
    let mut number = 0;
    let mut framed = move |message: AgentToServer| {
        number += 1;
        let message = AgentToServer {
            instance_uid: UID.to_bytes(),
            sequence_num: number,
            capabilities: CAPABILITIES,
            ..message
        };
        Message::binary([vec![0], message.encode_to_vec()].concat())
    };
    let agent_description = Some(AgentDescription::default());
    let first = AgentToServer { agent_description, health: health(""), ..Default::default() };
    ws.send(framed(first)).await?;
    loop {
        let heard = tokio::select! { biased;
            Some(text) = told.recv() => {
                let news = AgentToServer { health: health(&text), ..Default::default() };
                ws.send(framed(news)).await?;
                continue;
            }
            heard = ws.next() => heard.ok_or("the socket ended")??,
        };
        let Message::Binary(data) = heard else {
            if heard.is_close() {
                return Err("the socket was closed".into());
            }
            continue;
        };
        let message = ServerToAgent::decode(&data[1..])?;
        seen.borrow_mut().take(&message);
        let Some(offer) = message.remote_config else { continue };
        let status = RemoteConfigStatus {
            last_remote_config_hash: offer.config_hash,
            status: RemoteConfigStatuses::Applied.into(),
            ..Default::default()
        };
        let report = AgentToServer { remote_config_status: Some(status), ..Default::default() };
        ws.send(framed(report)).await?;
    }
}
