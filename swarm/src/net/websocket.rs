//! One WebSocket of one agent: a varint header of 0, then the message (PROTOCOL.md T3, T6).

use bytes::{BufMut, Bytes, BytesMut};
use futures::{SinkExt, StreamExt};
use prost::Message as _;
use proto::opamp::v1::{AgentToServer, ServerToAgent};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::polling::retry_after;
use super::target::{Io, Target};
use crate::client::Closed;

pub(super) struct Socket(WebSocketStream<Io>);

/// What came in.
pub(super) enum Incoming {
    Message(Box<ServerToAgent>),
    Malformed,
    Closed,
}

impl Socket {
    pub(super) async fn open(target: &Target) -> Result<Self, Closed> {
        let refused = Closed::Refused { retry_after: None };
        let io = target.dial().await.map_err(|_| refused)?;
        let mut request = target.uri.clone().into_client_request().map_err(|_| refused)?;
        for (name, value) in &target.headers {
            request.headers_mut().append(name.clone(), value.clone());
        }
        // Small, because there are thousands: the default is 256 KiB for each.
        let config = WebSocketConfig::default().read_buffer_size(2048).write_buffer_size(0);
        match tokio_tungstenite::client_async_with_config(request, io, Some(config)).await {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(Error::Http(answer)) => {
                Err(Closed::Refused { retry_after: retry_after(answer.headers()) })
            }
            Err(_) => Err(refused),
        }
    }

    pub(super) fn io(&self) -> &Io {
        self.0.get_ref()
    }

    pub(super) async fn send(&mut self, message: &AgentToServer) -> Result<(), Error> {
        let mut frame = BytesMut::with_capacity(1 + message.encoded_len());
        frame.put_u8(0);
        frame.put_slice(&message.encode_to_vec());
        self.0.send(Message::Binary(frame.freeze())).await
    }

    /// Cancel-safe.
    pub(super) async fn next(&mut self) -> Incoming {
        loop {
            match self.0.next().await {
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
        if self.0.close(None).await.is_ok() {
            while let Some(Ok(_)) = self.0.next().await {}
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
