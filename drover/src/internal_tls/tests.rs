use std::net::SocketAddr;
use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use fleet::{Peer, Role};
use futures::StreamExt;
use proto::control::v1::GetAgentRequest;
use proto::control::v1::agent_service_client::AgentServiceClient;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tonic::Code;
use tonic::transport::server::Connected;

use super::accept::internal;
use super::dial::dial;
use super::material::{Material, node_name};
use crate::clock::unix_now;
use crate::pki::internal::identity;

const SOON: Duration = Duration::from_secs(10);

fn material(ca: &Path, role: Role) -> Material {
    Material::new(&identity(ca, role, unix_now()).unwrap()).unwrap()
}

async fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

/// Connects and waits until the other end speaks or hangs up.
async fn knock(address: SocketAddr, tls: Arc<rustls::ClientConfig>) {
    let stream = TcpStream::connect(address).await.unwrap();
    if let Ok(mut tls) = TlsConnector::from(tls).connect(node_name().unwrap(), stream).await {
        let _ = tls.read_u8().await;
    }
}

/// A client that presents nothing but trusts the server.
fn without_certificate(ca: &Path) -> Arc<rustls::ClientConfig> {
    use rustls_pki_types::pem::PemObject;
    let pem = identity(ca, Role::Node, unix_now()).unwrap().ca_pem;
    let mut roots = rustls::RootCertStore::empty();
    roots.add(rustls_pki_types::CertificateDer::from_pem_slice(pem.as_bytes()).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    Arc::new(config)
}

#[tokio::test]
async fn only_a_role_that_belongs_here_gets_through_and_its_peer_is_named() {
    let ca = tempfile::tempdir().unwrap();
    let strangers = tempfile::tempdir().unwrap();
    let (listener, address) = listen().await;
    let node = material(ca.path(), Role::Node);
    let mut conns = pin!(internal(listener, node.server, &[Role::Gateway]));

    let garbage = async {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
        let _ = stream.read_to_end(&mut Vec::new()).await;
    };
    let bad_clients = async {
        let silent = TcpStream::connect(address).await.unwrap();
        garbage.await;
        knock(address, without_certificate(ca.path())).await;
        knock(address, material(ca.path(), Role::ControlApi).client).await;
        knock(address, material(strangers.path(), Role::Gateway).client).await;
        drop(silent);
    };
    tokio::select! { biased;
        conn = conns.next() => panic!("let in: {:?}", conn.map(|c| c.map(|c| c.connect_info()))),
        done = timeout(SOON, bad_clients) => done.unwrap(),
    }

    let good = knock(address, material(ca.path(), Role::Gateway).client);
    tokio::select! { biased;
        conn = timeout(SOON, conns.next()) => {
            let conn = conn.unwrap().unwrap().unwrap();
            assert_eq!(conn.connect_info(), Peer { role: Role::Gateway });
        }
        () = good => panic!("refused"),
    }
}

async fn call(server: Role, client: Role) -> Code {
    let ca = tempfile::tempdir().unwrap();
    let (listener, address) = listen().await;
    let conns = internal(listener, material(ca.path(), server).server, &Role::ALL);
    let serving = tonic::transport::Server::builder()
        .add_routes(tonic::service::Routes::default())
        .serve_with_incoming(conns);
    let channel = dial(material(ca.path(), client).client)(&address.to_string());
    let mut calls = AgentServiceClient::new(channel);
    let answer = timeout(SOON, calls.get_agent(GetAgentRequest::default()));
    tokio::select! { biased;
        served = serving => panic!("the server stopped: {served:?}"),
        answer = answer => answer.unwrap().unwrap_err().code(),
    }
}

#[tokio::test]
async fn a_dialled_channel_reaches_a_node() {
    assert_eq!(call(Role::Node, Role::ControlApi).await, Code::Unimplemented);
}

#[tokio::test]
async fn a_dialled_channel_refuses_a_server_that_is_no_node() {
    assert_eq!(call(Role::Gateway, Role::ControlApi).await, Code::Unavailable);
}

#[tokio::test]
async fn an_address_that_is_no_address_fails_the_call_and_nothing_else() {
    let ca = tempfile::tempdir().unwrap();
    let channel = dial(material(ca.path(), Role::Gateway).client)("not an address");
    let mut calls = AgentServiceClient::new(channel);
    let answer = timeout(SOON, calls.get_agent(GetAgentRequest::default())).await.unwrap();
    assert_eq!(answer.unwrap_err().code(), Code::Unavailable);
}
