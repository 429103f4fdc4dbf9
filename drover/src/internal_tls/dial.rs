//! Lazy channels to nodes. A channel connects on first use and again after every failure; it proves our role and
//! demands that the other end proves to be a node.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use http::Uri;
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tonic::transport::{Channel, Endpoint};
use tower::service_fn;

use super::material::node_name;

/// Makes a channel to an internal address, such as `10.0.0.7:4330` or `drover-node-0.drover-node:4330`.
pub type Dial = Arc<dyn Fn(&str) -> Channel + Send + Sync>;

/// TCP connect and TLS handshake together.
const CONNECT_DEADLINE: Duration = Duration::from_secs(5);
/// A dead peer is noticed within the sum of these two, or by its lease.
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(2);
const KEEPALIVE_TIMEOUT: Duration = Duration::from_secs(3);
const STREAM_WINDOW: u32 = 1 << 20;
const CONNECTION_WINDOW: u32 = 4 << 20;
/// TLS is made by our connector, so tonic sees a plain origin.
const ORIGIN: &str = "http://node.drover.internal";

/// Dials with this TLS configuration.
pub fn dial(tls: Arc<ClientConfig>) -> Dial {
    Arc::new(move |address| {
        let (tls, address) = (Arc::clone(&tls), Arc::<str>::from(address));
        let connect = service_fn(move |_: Uri| {
            let (tls, address) = (Arc::clone(&tls), Arc::clone(&address));
            async move { connect(tls, &address).await.map(TokioIo::new) }
        });
        Endpoint::from_static(ORIGIN)
            .http2_keep_alive_interval(KEEPALIVE_INTERVAL)
            .keep_alive_timeout(KEEPALIVE_TIMEOUT)
            .keep_alive_while_idle(true)
            .initial_stream_window_size(STREAM_WINDOW)
            .initial_connection_window_size(CONNECTION_WINDOW)
            .connect_with_connector_lazy(connect)
    })
}

async fn connect(tls: Arc<ClientConfig>, address: &str) -> io::Result<TlsStream<TcpStream>> {
    let attempt = async {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let name = node_name().map_err(io::Error::other)?;
        TlsConnector::from(tls).connect(name, stream).await
    };
    timeout(CONNECT_DEADLINE, attempt)
        .await
        .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
}
