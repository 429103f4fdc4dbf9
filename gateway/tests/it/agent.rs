//! The agent's side: TLS, WebSocket and HTTP clients that share no code with the gateway.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::{SinkExt, StreamExt};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::SendRequest;
use hyper_util::rt::TokioIo;
use prost::Message as _;
use proto::opamp::v1::{AgentToServer, ServerToAgent};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::pki::{Ca, Cert};
use crate::world::{PATIENCE, World};

pub(crate) const UID: [u8; 16] = *b"agent number one";

pub(crate) type Ws = WebSocketStream<TlsStream<TcpStream>>;

pub(crate) fn tls_config(ca: &Ca, cert: Option<&Cert>, alpn: &[&[u8]]) -> Arc<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(ca.pem.as_bytes()).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots);
    let mut config = match cert {
        Some(cert) => builder.with_client_auth_cert(cert.chain(), cert.key()).unwrap(),
        None => builder.with_no_client_auth(),
    };
    config.alpn_protocols = alpn.iter().map(|name| name.to_vec()).collect();
    Arc::new(config)
}

pub(crate) async fn tls_with(
    world: &World,
    config: Arc<ClientConfig>,
) -> std::io::Result<TlsStream<TcpStream>> {
    let tcp = TcpStream::connect(world.address).await?;
    let name = ServerName::try_from("localhost").unwrap();
    TlsConnector::from(config).connect(name, tcp).await
}

pub(crate) async fn tls(world: &World) -> TlsStream<TcpStream> {
    let config = tls_config(&world.ca, Some(&world.agent), &[]);
    tls_with(world, config).await.unwrap()
}

pub(crate) async fn upgrade(stream: TlsStream<TcpStream>) -> Result<Ws, Error> {
    let config = WebSocketConfig::default()
        .max_message_size(None)
        .max_frame_size(None)
        .read_buffer_size(4096);
    let url = "wss://localhost/v1/opamp";
    let (ws, _) = tokio_tungstenite::client_async_with_config(url, stream, Some(config)).await?;
    Ok(ws)
}

pub(crate) async fn connect(world: &World) -> Ws {
    upgrade(tls(world).await).await.unwrap()
}

pub(crate) fn message(uid: [u8; 16], sequence_num: u64) -> AgentToServer {
    let instance_uid = Bytes::copy_from_slice(&uid);
    AgentToServer { instance_uid, sequence_num, ..AgentToServer::default() }
}

pub(crate) fn framed(message: &AgentToServer) -> Message {
    let mut data = vec![0];
    data.extend_from_slice(&message.encode_to_vec());
    Message::binary(data)
}

pub(crate) async fn say(ws: &mut Ws, message: &AgentToServer) {
    ws.send(framed(message)).await.unwrap();
}

/// The next data or close message.
pub(crate) async fn hear_raw(ws: &mut Ws) -> Option<Result<Message, Error>> {
    loop {
        let next = tokio::time::timeout(PATIENCE, ws.next()).await.expect("nothing came");
        match next {
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            next => return next,
        }
    }
}

pub(crate) async fn hear(ws: &mut Ws) -> ServerToAgent {
    match hear_raw(ws).await {
        Some(Ok(Message::Binary(data))) => {
            assert_eq!(data[0], 0, "header");
            ServerToAgent::decode(&data[1..]).unwrap()
        }
        other => panic!("no message: {other:?}"),
    }
}

/// The code and reason of the close that must come.
pub(crate) async fn hear_close(ws: &mut Ws) -> (u16, String) {
    loop {
        match hear_raw(ws).await {
            Some(Ok(Message::Close(Some(close)))) => {
                return (close.code.into(), close.reason.to_string());
            }
            Some(Ok(Message::Binary(_))) => {}
            other => panic!("no close: {other:?}"),
        }
    }
}

/// Reads for a while; whether nothing but pings came.
pub(crate) async fn is_quiet_but_pings(ws: &mut Ws, time: Duration) -> bool {
    let read =
        async { while let Some(Ok(Message::Ping(_) | Message::Pong(_))) = ws.next().await {} };
    tokio::time::timeout(time, read).await.is_err()
}

/// An HTTP/1.1 client on one connection.
pub(crate) struct Http {
    sender: SendRequest<Full<Bytes>>,
}

pub(crate) struct Answer {
    pub status: u16,
    pub headers: http::HeaderMap,
    pub body: Bytes,
}

impl Http {
    pub(crate) async fn new(world: &World, stream: TlsStream<TcpStream>) -> Self {
        let (sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
        world.tracker.spawn(async move {
            let _ = connection.await;
        });
        Self { sender }
    }

    pub(crate) async fn connect(world: &World) -> Self {
        Self::new(world, tls(world).await).await
    }

    pub(crate) async fn request(&mut self, request: http::Request<Full<Bytes>>) -> Answer {
        self.sender.ready().await.unwrap();
        let response = tokio::time::timeout(PATIENCE, self.sender.send_request(request));
        let (parts, body) = response.await.expect("no answer").unwrap().into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    pub(crate) async fn post(
        &mut self,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Answer {
        let mut request = http::Request::post("/v1/opamp").header("host", "localhost");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.request(request.body(Full::new(body.into())).unwrap()).await
    }

    /// A well-formed poll.
    pub(crate) async fn poll(&mut self, message: &AgentToServer) -> Answer {
        self.post(&[("content-type", "application/x-protobuf")], message.encode_to_vec()).await
    }
}

impl Answer {
    pub(crate) fn message(&self) -> ServerToAgent {
        ServerToAgent::decode(&self.body[..]).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}
