//! Accepting agents: TCP, TLS, HTTP, and what an upgrade leaves of it.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use fleet::link::Transport;
use futures::future::{BoxFuture, poll_fn};
use futures::{Stream, StreamExt, stream};
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;
use tracing::{debug, warn};

use crate::carrier::Carrier;
use crate::closing::linger;
use crate::core::Core;
use crate::handle::Mail;
use crate::rewind::Rewind;
use crate::stall::Stall;
use crate::surface::{Connection, Reply, Service};
use crate::websocket;

/// Connections above `connections_max` that are still accepted, so that agents can be told to come back later.
const TURNED_AWAY_MAX: usize = 500;
/// How long accepting rests after an error such as "too many open files".
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
const HTTP_BUFFER_BYTES: usize = 16 << 10;
const H2_STREAMS_MAX: u32 = 64;

/// The connections of a listener, for [`crate::Parts`]. One is accepted when the next is asked for, and not before.
pub fn accepted(listener: TcpListener) -> impl Stream<Item = io::Result<(TcpStream, SocketAddr)>> {
    stream::unfold(listener, |listener| async {
        let accepted = listener.accept().await;
        if let Ok((tcp, _)) = &accepted {
            // Without it messages are late, not lost.
            let _ = tcp.set_nodelay(true);
        }
        Some((accepted, listener))
    })
}

/// Accepts until halted. While draining it still accepts, to answer 503.
pub(crate) async fn run<L, C>(core: Arc<Core>, conns: L)
where
    L: Stream<Item = io::Result<(C, SocketAddr)>>,
    C: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut conns = pin!(conns);
    let handshakes = Arc::new(Semaphore::new(core.config.handshakes_max));
    let all = Arc::new(Semaphore::new(core.config.connections_max + TURNED_AWAY_MAX));
    loop {
        // Both before accept: who waits, waits in the kernel's backlog and costs nothing here.
        let permits = async {
            let connection = Arc::clone(&all).acquire_owned().await;
            let handshake = Arc::clone(&handshakes).acquire_owned().await;
            (connection, handshake, conns.next().await)
        };
        let accepted = tokio::select! { biased;
            () = core.halt.cancelled() => return,
            accepted = permits => accepted,
        };
        let (Ok(connection), Ok(handshake), Some(accepted)) = accepted else { return };
        match accepted {
            Ok((tcp, peer)) => {
                let task = Arc::clone(&core);
                core.connections.spawn(async move {
                    serve(task, tcp, peer, handshake).await;
                    drop(connection);
                });
            }
            Err(error) => {
                warn!(%error, "cannot accept a connection, trying again");
                sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

/// One connection. The front half is boxed and gone before a WebSocket settles down to its long idle life.
async fn serve<C>(core: Arc<Core>, tcp: C, peer: SocketAddr, handshake: OwnedSemaphorePermit)
where
    C: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let front = Box::pin(front(Arc::clone(&core), tcp, peer, handshake)).await;
    if let Some((io, carrier, upgraded)) = front {
        let _seat = core.seat();
        websocket::serve(io, carrier, upgraded).await;
    }
}

type Io<C> = Rewind<Stall<TlsStream<C>>>;
/// What is left of a connection when a WebSocket begins. Boxed: moving it through futures would store it twice.
type Upgraded<C> = (Box<Io<C>>, Box<Carrier>, websocket::Agreed);

async fn front<C>(
    core: Arc<Core>,
    tcp: C,
    peer: SocketAddr,
    handshake: OwnedSemaphorePermit,
) -> Option<Upgraded<C>>
where
    C: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let acceptor = TlsAcceptor::from(Arc::clone(&core.tls.load().config));
    let tls = tokio::select! { biased;
        () = core.halt.cancelled() => return None,
        tls = timeout(core.config.handshake_deadline, acceptor.accept(tcp)) => tls,
    };
    drop(handshake);
    let tls = match tls.map_err(io::Error::from).and_then(|tls| tls) {
        Ok(tls) => tls,
        Err(error) => {
            core.metrics.handshakes_failed.inc();
            debug!(%peer, %error, "no TLS");
            return None;
        }
    };
    core.metrics.connections.inc();
    let session = tls.get_ref().1;
    let chain = session.peer_certificates().unwrap_or_default().to_vec();
    let is_h2 = session.alpn_protocol() == Some(b"h2");
    let connection = Connection::new(Arc::clone(&core), peer, chain);
    let upgraded = if is_h2 {
        h2(&core, &connection, tls).await;
        None
    } else {
        h1(&core, &connection, tls).await
    };
    core.metrics.connections.dec();
    upgraded
}

/// HTTP/1.1 until the connection ends or becomes a WebSocket.
async fn h1<C>(
    core: &Arc<Core>,
    connection: &Arc<Connection>,
    tls: TlsStream<C>,
) -> Option<Upgraded<C>>
where
    C: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = connection.service();
    let mut server = http1::Builder::new();
    server
        .timer(TokioTimer::new())
        // The library counts the idle time of a kept connection in; the first request has its own deadline below.
        .header_read_timeout(core.config.keep_alive)
        .max_header_size(core.config.header_bytes_max)
        .max_buf_size(HTTP_BUFFER_BYTES.max(core.config.header_bytes_max))
        .pipeline_flush(true);
    let watched = Stall::new(tls, core.config.write_deadline, connection.unflushed());
    let mut http = server.serve_connection(
        TokioIo::new(watched),
        service_fn(move |request| call(service.clone(), request)),
    );
    let (mut first, mut waiting) = (pin!(sleep(core.config.header_deadline)), true);
    loop {
        tokio::select! { biased;
            () = core.halt.cancelled() => return None,
            // Draining closes nothing here: whoever asks is told to come back later, and then disconnected.
            done = poll_fn(|cx| http.poll_without_shutdown(cx)) => match done {
                Ok(()) => break,
                Err(error) => {
                    debug!(%error, "HTTP connection ended");
                    return None;
                }
            },
            () = &mut first, if waiting => {
                waiting = false;
                if !connection.spoken.load(Ordering::Relaxed) {
                    return None;
                }
            }
        }
    }
    let parts = http.into_parts();
    let mut watched = parts.io.into_inner();
    match connection.upgraded() {
        Some(upgraded) => {
            let carrier = Carrier::new(core, Transport::WebSocket, upgraded.principal);
            // Rules that changed before the routes knew this socket were not held against it.
            if !Arc::ptr_eq(&upgraded.rules, &core.tls.load_full()) {
                carrier.handle().push(Mail::Readmit);
            }
            let io = Box::new(Rewind::new(parts.read_buf, watched));
            let connection = Arc::clone(connection);
            let agreed = websocket::Agreed { connection, deflate: upgraded.deflate };
            Some((io, Box::new(carrier), agreed))
        }
        None => {
            // An answer may have come before all of its request: without reading on, the reset would overtake it.
            let _ = timeout(core.config.close_deadline, linger(&mut watched)).await;
            None
        }
    }
}

/// HTTP/2, for polling agents only.
async fn h2<C>(core: &Arc<Core>, connection: &Arc<Connection>, tls: TlsStream<C>)
where
    C: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = connection.service();
    let mut server = http2::Builder::new(Tracked(core.connections.clone()));
    server
        .timer(TokioTimer::new())
        .max_header_list_size(u32::try_from(core.config.header_bytes_max).unwrap_or(u32::MAX))
        .max_concurrent_streams(H2_STREAMS_MAX)
        .keep_alive_interval(core.config.ping_every)
        .keep_alive_timeout(core.config.pong_deadline);
    let watched = Stall::new(tls, core.config.write_deadline, connection.unflushed());
    let http = server.serve_connection(
        TokioIo::new(watched),
        service_fn(move |request| call(service.clone(), request)),
    );
    let mut http = pin!(http);
    let mut first = pin!(sleep(core.config.header_deadline));
    let (mut waiting, mut draining) = (true, false);
    loop {
        tokio::select! { biased;
            () = core.halt.cancelled() => return,
            () = core.drain.cancelled(), if !draining => {
                draining = true;
                http.as_mut().graceful_shutdown();
            }
            _ = http.as_mut() => return,
            () = &mut first, if waiting => {
                waiting = false;
                if !connection.spoken.load(Ordering::Relaxed) {
                    return;
                }
            }
        }
    }
}

fn call(
    service: Service,
    request: Request<Incoming>,
) -> BoxFuture<'static, Result<Reply, Infallible>> {
    Box::pin(service.oneshot(request))
}

/// Runs HTTP/2 streams as tasks that shutdown waits for.
#[derive(Clone)]
struct Tracked(TaskTracker);

impl<F> hyper::rt::Executor<F> for Tracked
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    fn execute(&self, stream: F) {
        self.0.spawn(stream);
    }
}

#[cfg(test)]
mod tests;
