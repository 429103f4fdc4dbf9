//! Accepted connections as a stream, handshakes done. One bad client never ends the stream, and a slow one holds
//! nothing but one of [`HANDSHAKES_MAX`] places until its deadline.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use fleet::{Peer, Role};
use futures::stream::{self, FuturesUnordered};
use futures::{Stream, StreamExt};
use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tonic::transport::server::Connected;
use tracing::{debug, warn};

use super::material::role_of;

/// A handshake that takes longer is cut off.
const HANDSHAKE_DEADLINE: Duration = Duration::from_secs(10);
/// Handshakes at one time. When full, connections wait in the kernel's backlog.
const HANDSHAKES_MAX: usize = 256;
/// After a failed `accept` (out of descriptors), so that the loop does not spin.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// A connection from another process of the cluster.
#[derive(Debug)]
pub struct InternalConn {
    tls: TlsStream<TcpStream>,
    peer: Peer,
}

impl Connected for InternalConn {
    type ConnectInfo = Peer;

    fn connect_info(&self) -> Peer {
        self.peer
    }
}

impl AsyncRead for InternalConn {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tls).poll_read(cx, buf)
    }
}

impl AsyncWrite for InternalConn {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.tls).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.tls).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.tls.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tls).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tls).poll_shutdown(cx)
    }
}

/// A connection to the public API. Its connect info has the peer's address (`request.remote_addr()`).
pub type PublicConn = TlsStream<TcpStream>;

/// Internal connections from these roles.
pub fn internal(
    listener: TcpListener,
    tls: Arc<ServerConfig>,
    roles: &'static [Role],
) -> impl Stream<Item = io::Result<InternalConn>> + Send {
    handshaken(listener, tls).filter_map(move |tls| {
        let conn = authorized(tls, roles);
        if let Err(reason) = &conn {
            warn!(%reason, "internal connection refused");
        }
        std::future::ready(conn.ok().map(Ok))
    })
}

/// Connections to the public API.
pub fn public(
    listener: TcpListener,
    tls: Arc<ServerConfig>,
) -> impl Stream<Item = io::Result<PublicConn>> + Send {
    handshaken(listener, tls).map(Ok)
}

fn authorized(tls: TlsStream<TcpStream>, roles: &[Role]) -> Result<InternalConn, String> {
    let cert = tls.get_ref().1.peer_certificates().and_then(|chain| chain.first());
    match cert.and_then(role_of) {
        Some(role) if roles.contains(&role) => Ok(InternalConn { tls, peer: Peer { role } }),
        Some(role) => Err(format!("the role {role} does not connect here")),
        None => Err("its certificate names no role".to_owned()),
    }
}

fn handshaken(
    listener: TcpListener,
    tls: Arc<ServerConfig>,
) -> impl Stream<Item = TlsStream<TcpStream>> + Send {
    let acceptor = TlsAcceptor::from(tls);
    stream::unfold((listener, FuturesUnordered::new()), move |(listener, mut underway)| {
        let acceptor = acceptor.clone();
        async move {
            loop {
                let arrived = tokio::select! { biased;
                    Some(done) = underway.next() => match done {
                        Some(stream) => return Some((stream, (listener, underway))),
                        None => continue,
                    },
                    arrived = listener.accept(), if underway.len() < HANDSHAKES_MAX => arrived,
                };
                match arrived {
                    Ok((stream, _)) => underway.push(handshake(acceptor.clone(), stream)),
                    Err(error) => {
                        warn!(%error, "cannot accept a connection");
                        sleep(ACCEPT_PAUSE).await;
                    }
                }
            }
        }
    })
}

async fn handshake(acceptor: TlsAcceptor, stream: TcpStream) -> Option<TlsStream<TcpStream>> {
    let peer = stream.peer_addr().ok();
    let _ = stream.set_nodelay(true);
    match timeout(HANDSHAKE_DEADLINE, acceptor.accept(stream)).await {
        Ok(Ok(stream)) => Some(stream),
        Ok(Err(error)) => {
            debug!(?peer, %error, "handshake failed");
            None
        }
        Err(_) => {
            debug!(?peer, "handshake took too long");
            None
        }
    }
}
