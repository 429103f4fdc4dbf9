//! A client that can send any bytes: one TLS connection to a gateway, WebSocket frames and HTTP/1.1 made by hand.
//!
//! It shares no code with the gateway but the generated messages. Every wait has a deadline, so a server that
//! does not answer is an error, not a test that hangs.

pub mod deflate;
pub mod fields;
pub mod first;
pub mod frame;
pub mod http;
pub mod pki;

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use bytes::BytesMut;
use fleet::AgentId;
use prost::Message as _;
use proto::opamp::v1::{AgentToServer, ServerToAgent};
use rustls::client::WantsClientCert;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ConfigBuilder, RootCertStore};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

pub use self::fields::{field, fields};
pub use self::first::{first, heartbeat};
pub use self::frame::{Frame, opcode};
pub use self::http::Response;
use self::pki::Client;
use crate::Standalone;

/// Everything that should come comes within this: generous, because a machine may be busy with other tests.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// The lines of a good upgrade request, without an end, so that more can follow.
pub const UPGRADE: &str = "GET /v1/opamp HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n\
    Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

/// A uid nobody else has, of version 7 as the specification wants them. The clock part is fixed.
pub fn fresh_uid() -> anyhow::Result<AgentId> {
    let mut bytes = *b"\x01\x9a\xa3\x90\x00\x00\x70\x00\x80\x00\x00\x00\x00\x00\x00\x00";
    // A random state is seeded by the system; the crate needs no generator for this alone.
    let random = std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), 0);
    bytes[8..].copy_from_slice(&(random & 0x3fff_ffff_ffff_ffff | 1 << 63).to_be_bytes());
    Ok(AgentId::try_from(&bytes[..])?)
}

/// One connection.
#[derive(Debug)]
pub struct Wire {
    io: TlsStream<TcpStream>,
    read: BytesMut,
}

impl Wire {
    /// Connects to a server's gateway, offering no ALPN protocol and no certificate.
    ///
    /// # Errors
    /// When there is no TLS.
    pub async fn connect(server: &Standalone) -> anyhow::Result<Self> {
        Self::dial(server.agents_port(), &std::fs::read(server.agents_ca())?, &[]).await
    }

    /// The same, showing this certificate if asked for one.
    ///
    /// # Errors
    /// When there is no TLS.
    pub async fn with_certificate(
        server: &Standalone,
        client: Option<&Client>,
    ) -> anyhow::Result<Self> {
        let config = trusting(&std::fs::read(server.agents_ca())?)?;
        let config = match client {
            Some(client) => {
                config.with_client_auth_cert(client.chain.clone(), client.key.clone_key())?
            }
            None => config.with_no_client_auth(),
        };
        Self::dial_with(server.agents_port(), config).await
    }

    /// Connects to a port of this machine, trusting this CA, offering these ALPN protocols.
    ///
    /// # Errors
    /// When there is no TLS.
    pub async fn dial(port: u16, ca_pem: &[u8], alpn: &[&str]) -> anyhow::Result<Self> {
        let mut config = trusting(ca_pem)?.with_no_client_auth();
        config.alpn_protocols = alpn.iter().map(|name| name.as_bytes().to_vec()).collect();
        Self::dial_with(port, config).await
    }

    /// Connects to a port of this machine with this TLS configuration.
    ///
    /// # Errors
    /// When there is no TLS.
    pub async fn dial_with(port: u16, config: ClientConfig) -> anyhow::Result<Self> {
        let tcp = TcpStream::connect(("127.0.0.1", port)).await?;
        tcp.set_nodelay(true)?;
        let name = ServerName::try_from("localhost")?;
        let io = TlsConnector::from(Arc::new(config)).connect(name, tcp);
        let io = timeout(PATIENCE, io).await.context("no handshake in time")??;
        Ok(Self { io, read: BytesMut::new() })
    }

    /// The same, upgraded to a WebSocket.
    ///
    /// # Errors
    /// When it is not.
    pub async fn websocket(server: &Standalone) -> anyhow::Result<Self> {
        let mut wire = Self::connect(server).await?;
        wire.upgrade().await?;
        Ok(wire)
    }

    /// The ALPN protocol that was agreed on.
    pub fn alpn(&self) -> Option<&[u8]> {
        self.io.get_ref().1.alpn_protocol()
    }

    /// Writes any bytes.
    ///
    /// # Errors
    /// When the connection is gone.
    pub async fn write(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        timeout(PATIENCE, self.io.write_all(bytes)).await.context("the server does not read")??;
        Ok(self.io.flush().await?)
    }

    /// Reads until `whole` finds something in what is there.
    async fn until<T>(
        &mut self,
        mut whole: impl FnMut(&mut BytesMut) -> anyhow::Result<Option<T>>,
    ) -> anyhow::Result<T> {
        loop {
            if let Some(found) = whole(&mut self.read)? {
                return Ok(found);
            }
            let read = timeout(PATIENCE, self.io.read_buf(&mut self.read)).await;
            let read = read.with_context(|| format!("nothing came after {:?}", self.read))??;
            ensure!(read > 0, "the connection ended after {:?}", self.read);
        }
    }

    /// Waits for the end of the connection; what still comes is passed over.
    ///
    /// # Errors
    /// When it does not end in time.
    pub async fn ended(&mut self) -> anyhow::Result<()> {
        let end = async {
            let mut scrap = [0; 4096];
            // A reset ends it too.
            while matches!(self.io.read(&mut scrap).await, Ok(n) if n > 0) {}
        };
        timeout(PATIENCE, end).await.context("the connection does not end")
    }

    /// Ends the connection as a crash does: TCP's reset, and no goodbye.
    ///
    /// # Errors
    /// When the connection is gone.
    pub fn reset(self) -> anyhow::Result<()> {
        // Closing with unsent time zero resets.
        Ok(self.io.get_ref().0.set_zero_linger()?)
    }

    /// Ends the sending half: TLS's goodbye, then TCP's.
    ///
    /// # Errors
    /// When the connection is gone.
    pub async fn shutdown(&mut self) -> anyhow::Result<()> {
        Ok(self.io.shutdown().await?)
    }
}

/// HTTP.
impl Wire {
    /// The next response.
    ///
    /// # Errors
    /// When none comes.
    pub async fn response(&mut self) -> anyhow::Result<Response> {
        self.until(Response::decode).await
    }

    /// The next response to a HEAD request, which has no body whatever its length says.
    ///
    /// # Errors
    /// When none comes.
    pub async fn head(&mut self) -> anyhow::Result<Response> {
        self.until(Response::decode_head).await
    }

    /// Writes a whole request and reads its response.
    ///
    /// # Errors
    /// When none comes.
    pub async fn request(&mut self, bytes: &[u8]) -> anyhow::Result<Response> {
        self.write(bytes).await?;
        self.response().await
    }

    /// POSTs a message and gives the whole response and the message in it.
    ///
    /// # Errors
    /// When none comes or there is no message in it.
    pub async fn post(
        &mut self,
        message: &AgentToServer,
    ) -> anyhow::Result<(Response, ServerToAgent)> {
        let response = self.request(&http::post("", &message.encode_to_vec())).await?;
        let message = response.message()?;
        Ok((response, message))
    }
}

/// WebSocket.
impl Wire {
    /// Becomes a WebSocket that packs messages, without context takeover.
    ///
    /// # Errors
    /// When the server does not want that.
    pub async fn upgrade_with_deflate(&mut self) -> anyhow::Result<()> {
        let offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";
        let response = self.request(format!("{UPGRADE}{offer}\r\n").as_bytes()).await?;
        let agreed = response.header("sec-websocket-extensions").unwrap_or_default();
        let bounded = agreed.contains("client_no_context_takeover");
        ensure!(response.status == 101 && bounded, "{response:?}");
        Ok(())
    }

    /// Becomes a WebSocket.
    ///
    /// # Errors
    /// When the server does not want that.
    pub async fn upgrade(&mut self) -> anyhow::Result<()> {
        let response = self.request(format!("{UPGRADE}\r\n").as_bytes()).await?;
        ensure!(response.status == 101, "{response:?}");
        // RFC 6455, section 1.3: this accept belongs to that key.
        let accept = response.header("sec-websocket-accept");
        ensure!(accept == Some("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), "{response:?}");
        Ok(())
    }

    /// Sends a frame, or something like it.
    ///
    /// # Errors
    /// When the connection is gone.
    pub async fn send(&mut self, frame: &Frame) -> anyhow::Result<()> {
        self.write(&frame.encode()).await
    }

    /// Sends a message as one binary frame with the header 0.
    ///
    /// # Errors
    /// When the connection is gone.
    pub async fn send_message(&mut self, message: &AgentToServer) -> anyhow::Result<()> {
        self.send(&Frame::binary(framed(message))).await
    }

    /// The next frame of any kind.
    ///
    /// # Errors
    /// When none comes.
    pub async fn frame(&mut self) -> anyhow::Result<Frame> {
        self.until(|read| Ok(Frame::decode(read))).await
    }

    /// The next frame that is no ping; pings are answered.
    ///
    /// # Errors
    /// When none comes.
    pub async fn data(&mut self) -> anyhow::Result<Frame> {
        loop {
            let frame = self.frame().await?;
            if frame.opcode != opcode::PING {
                return Ok(frame);
            }
            self.send(&Frame::new(opcode::PONG, frame.payload)).await?;
        }
    }

    /// The next message; pings are answered.
    ///
    /// # Errors
    /// When something else comes, or a frame a server must not send.
    pub async fn recv(&mut self) -> anyhow::Result<ServerToAgent> {
        let frame = self.data().await?;
        let good = frame.opcode == opcode::BINARY && frame.fin && !frame.masked && frame.rsv == 0;
        ensure!(good && frame.payload.first() == Some(&0), "{frame:?}");
        Ok(ServerToAgent::decode(frame.payload.slice(1..))?)
    }

    /// Sends a message and gives the next one.
    ///
    /// # Errors
    /// When there is none.
    pub async fn ask(&mut self, message: &AgentToServer) -> anyhow::Result<ServerToAgent> {
        self.send_message(message).await?;
        self.recv().await
    }

    /// Reads until the Close frame, answers it, and waits for the end of TCP. Gives its code and reason.
    ///
    /// # Errors
    /// When there is no Close frame or no end.
    pub async fn closed(&mut self) -> anyhow::Result<(u16, String)> {
        loop {
            let frame = self.frame().await?;
            if frame.opcode != opcode::CLOSE {
                continue;
            }
            // It may have gone already.
            let _ = self.send(&Frame::new(opcode::CLOSE, frame.payload.clone())).await;
            self.ended().await?;
            let Some((code, reason)) = frame.payload.split_at_checked(2) else {
                bail!("a Close frame without a code");
            };
            let reason = String::from_utf8(reason.to_vec())?;
            return Ok((u16::from_be_bytes([code[0], code[1]]), reason));
        }
    }
}

/// TLS that trusts one CA.
fn trusting(ca_pem: &[u8]) -> anyhow::Result<ConfigBuilder<ClientConfig, WantsClientCert>> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(ca_pem)?)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider);
    Ok(config.with_safe_default_protocol_versions()?.with_root_certificates(roots))
}

/// A message behind the header 0.
pub fn framed(message: &AgentToServer) -> Vec<u8> {
    let mut bytes = vec![0];
    bytes.extend(message.encode_to_vec());
    bytes
}
