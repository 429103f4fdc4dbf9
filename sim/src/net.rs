//! Connections over the simulated network: what production makes of TCP and mutual TLS, without the TLS.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use fleet::{Peer, Role};
use futures::Stream;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tonic::transport::server::Connected;
use tonic::transport::{Channel, Endpoint};
use turmoil::net::{TcpListener, TcpStream};

pub(crate) const PORT: u16 = 4330;

/// A connection, and the role that the name of the host at its other end stands for.
pub(crate) struct Conn {
    tcp: TcpStream,
    peer: Peer,
}

impl Connected for Conn {
    type ConnectInfo = Peer;

    fn connect_info(&self) -> Peer {
        self.peer
    }
}

impl AsyncRead for Conn {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_read(cx, buf)
    }
}

impl AsyncWrite for Conn {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.tcp).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_shutdown(cx)
    }
}

/// What arrives at this host.
pub(crate) async fn accepted()
-> io::Result<impl Stream<Item = io::Result<(TcpStream, SocketAddr)>> + Send + 'static> {
    let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, PORT)).await?;
    Ok(futures::stream::unfold(listener, |listener| async {
        Some((listener.accept().await, listener))
    }))
}

/// The same between processes of the cluster.
pub(crate) async fn internal() -> io::Result<impl Stream<Item = io::Result<Conn>> + Send + 'static>
{
    let role = |from: SocketAddr| match turmoil::reverse_lookup(from.ip()).as_deref() {
        Some("gateway") => Role::Gateway,
        Some("node") => Role::Node,
        Some(_) | None => Role::ControlApi,
    };
    let conn = move |accepted: io::Result<(TcpStream, SocketAddr)>| {
        accepted.map(|(tcp, from)| Conn { tcp, peer: Peer { role: role(from) } })
    };
    Ok(futures::StreamExt::map(accepted().await?, conn))
}

/// Channels to hosts, which notice a dead one as soon as production does.
pub(crate) fn dial() -> Arc<dyn Fn(&str) -> Channel + Send + Sync> {
    Arc::new(|address| {
        let address = Arc::<str>::from(address);
        let connect = tower::service_fn(move |_| {
            let address = Arc::clone(&address);
            async move { TcpStream::connect(&*address).await.map(TokioIo::new) }
        });
        Endpoint::from_static("http://sim")
            .connect_timeout(Duration::from_secs(5))
            .http2_keep_alive_interval(Duration::from_secs(2))
            .keep_alive_timeout(Duration::from_secs(3))
            .keep_alive_while_idle(true)
            .connect_with_connector_lazy(connect)
    })
}
