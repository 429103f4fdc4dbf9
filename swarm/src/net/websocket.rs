//! One WebSocket of one agent: a varint header of 0, then the message (PROTOCOL.md T3, T6).

use std::net::SocketAddr;

use bytes::{BufMut, Bytes, BytesMut};
use futures::{SinkExt, StreamExt};
use http::HeaderValue;
use http::header::SEC_WEBSOCKET_EXTENSIONS;
use prost::Message as _;
use proto::opamp::v1::{AgentToServer, ServerToAgent};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};
use yawc::DeflatePool;

use super::packed::{self, Packed};
use super::polling::retry_after;
use super::target::{Io, Target};
use crate::client::Closed;

pub(super) struct Socket {
    stream: Stream,
    local: Option<SocketAddr>,
}

enum Stream {
    Plain(Box<WebSocketStream<Io>>),
    Packed(Box<Packed>),
}

/// What came in.
pub(super) enum Incoming {
    Message(Box<ServerToAgent>),
    Malformed,
    Closed,
}

impl Socket {
    /// With a pool it offers to pack messages; the server decides.
    pub(super) async fn open(target: &Target, pool: Option<&DeflatePool>) -> Result<Self, Closed> {
        let refused = Closed::Refused { retry_after: None };
        let io = target.dial().await.map_err(|_| refused)?;
        let local = io.get_ref().0.local_addr().ok();
        let mut request = target.uri.clone().into_client_request().map_err(|_| refused)?;
        for (name, value) in &target.headers {
            request.headers_mut().append(name.clone(), value.clone());
        }
        if pool.is_some() {
            let offer = HeaderValue::from_static(packed::OFFER);
            request.headers_mut().insert(SEC_WEBSOCKET_EXTENSIONS, offer);
        }
        // Small, because there are thousands: the default is 256 KiB for each.
        let config = WebSocketConfig::default().read_buffer_size(2048).write_buffer_size(0);
        let opened = tokio_tungstenite::client_async_with_config(request, io, Some(config)).await;
        let (socket, answer) = match opened {
            Ok(opened) => opened,
            Err(Error::Http(answer)) => {
                return Err(Closed::Refused { retry_after: retry_after(answer.headers()) });
            }
            Err(_) => return Err(refused),
        };
        let agreed = answer.headers().get(SEC_WEBSOCKET_EXTENSIONS).and_then(|v| v.to_str().ok());
        let stream = match pool.zip(agreed) {
            None => Stream::Plain(Box::new(socket)),
            // The server says nothing before it is spoken to, so nothing has been read too far.
            Some((pool, agreed)) => {
                let packed = Packed::new(socket.into_inner(), agreed, pool).ok_or(refused)?;
                Stream::Packed(Box::new(packed))
            }
        };
        Ok(Self { stream, local })
    }

    /// Its side of the connection.
    pub(super) fn local(&self) -> Option<SocketAddr> {
        self.local
    }

    pub(super) fn is_packed(&self) -> bool {
        match self.stream {
            Stream::Plain(_) => false,
            Stream::Packed(_) => true,
        }
    }

    /// Ends the connection so that it leaves nothing behind.
    pub(super) fn abandon(self) {
        match self.stream {
            Stream::Plain(socket) => {
                let _unset = socket.get_ref().get_ref().0.set_zero_linger();
            }
            // It was opened so.
            Stream::Packed(_) => {}
        }
    }

    pub(super) async fn send(&mut self, message: &AgentToServer) -> Result<(), Closed> {
        let mut frame = BytesMut::with_capacity(1 + message.encoded_len());
        frame.put_u8(0);
        frame.put_slice(&message.encode_to_vec());
        let frame = frame.freeze();
        match &mut self.stream {
            Stream::Plain(socket) => {
                socket.send(Message::Binary(frame)).await.map_err(|_| Closed::Ended)
            }
            Stream::Packed(socket) => socket.send(frame).await,
        }
    }

    /// Cancel-safe.
    pub(super) async fn next(&mut self) -> Incoming {
        let socket = match &mut self.stream {
            Stream::Plain(socket) => socket,
            Stream::Packed(socket) => {
                return socket.next().await.map_or(Incoming::Closed, decode);
            }
        };
        loop {
            match socket.next().await {
                Some(Ok(Message::Binary(frame))) => return decode(frame),
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                // A text frame makes real clients drop the connection.
                Some(Ok(Message::Text(_) | Message::Close(_)) | Err(_)) | None => {
                    return Incoming::Closed;
                }
            }
        }
    }

    /// Says Close and waits for the server's, so that nothing said before it is lost.
    pub(super) async fn close(&mut self) {
        match &mut self.stream {
            Stream::Plain(socket) => {
                if socket.as_mut().close(None).await.is_ok() {
                    while let Some(Ok(_)) = socket.next().await {}
                }
            }
            Stream::Packed(socket) => socket.close().await,
        }
    }
}

fn decode(mut frame: Bytes) -> Incoming {
    if frame.first() != Some(&0) {
        return Incoming::Malformed;
    }
    match ServerToAgent::decode(frame.split_off(1)) {
        Ok(message) => Incoming::Message(Box::new(message)),
        Err(_) => Incoming::Malformed,
    }
}
