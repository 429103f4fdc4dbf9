//! A WebSocket that packs its messages (permessage-deflate). The handshake is [`super::websocket`]'s; its library knows
//! no compression, so another one carries the messages.

use bytes::Bytes;
use futures::SinkExt;
use yawc::close::CloseCode;
use yawc::{CompressionLevel, DeflatePool, Frame, OpCode, Options, Role, WebSocket};

use super::target::Io;
use crate::client::Closed;

/// What opamp-go's client offers with `EnableCompression`.
pub(super) const OFFER: &str =
    "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

/// What opamp-go's client accepts by default; the library's limits are exclusive.
const MESSAGE_BYTES_MAX: usize = (64 << 20) + 1;
/// Small, because there are thousands.
const BUFFER_BYTES: usize = 2048;

pub(super) struct Packed(WebSocket<Io>);

impl Packed {
    /// Goes on after a handshake in which the server agreed to pack messages. `None` when it agreed to something that
    /// was not offered.
    pub(super) fn new(io: Io, agreed: &str, pool: &DeflatePool) -> Option<Self> {
        // Nothing reaches the stream once the library has it, and thousands of TIME_WAITs would take the ports of the
        // next run. What was said is read by then: a close waits for the server's.
        let _unset = io.get_ref().0.set_zero_linger();
        let options = Options::default()
            .with_limits(MESSAGE_BYTES_MAX, MESSAGE_BYTES_MAX)
            .with_read_buffer_capacity(BUFFER_BYTES)
            .with_write_buffer_capacity(BUFFER_BYTES)
            .with_compression_level(CompressionLevel::fast())
            .server_no_context_takeover()
            .client_no_context_takeover()
            .with_deflate_pool(pool.clone());
        let socket =
            WebSocket::from_stream_with_extensions(io, Role::Client, Some(agreed), options);
        socket.ok().map(Self)
    }

    pub(super) async fn send(&mut self, message: Bytes) -> Result<(), Closed> {
        self.0.send(Frame::binary(message)).await.map_err(|_| Closed::Ended)
    }

    /// The next message, `None` when there will be none. Cancel-safe.
    pub(super) async fn next(&mut self) -> Option<Bytes> {
        loop {
            let frame = self.0.next_frame().await.ok()?;
            match frame.opcode() {
                OpCode::Binary => return Some(frame.into_payload()),
                OpCode::Ping | OpCode::Pong | OpCode::Continuation => {}
                // A text frame makes real clients drop the connection.
                OpCode::Text | OpCode::Close => return None,
            }
        }
    }

    /// Says Close and waits for the server's, so that nothing said before it is lost.
    pub(super) async fn close(&mut self) {
        if self.0.send(Frame::close(CloseCode::Normal, "")).await.is_ok() {
            while self.next().await.is_some() {}
        }
    }
}
