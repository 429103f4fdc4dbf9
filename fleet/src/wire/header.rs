//! The header of a WebSocket message: a base-128 varint that must be zero, then protobuf
//! (OpAMP specification, WebSocket Message Format). Plain HTTP bodies have none.

use bytes::{Buf, Bytes};

/// What goes before every message the server writes to a WebSocket.
pub const HEADER: [u8; 1] = [0];

/// Most bytes a 64-bit varint takes.
const LEN_MAX: usize = 10;

/// The WebSocket message does not begin with a header of value zero: answer `BAD_REQUEST`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// A message of no bytes has no header.
    #[error("the websocket message is empty: it needs a header, one byte 0, before the protobuf")]
    Empty,
    /// The varint's last byte is missing.
    #[error("the websocket message ends inside its header")]
    Truncated,
    /// The header says something else than zero. Old clients without a header end here too.
    #[error("the websocket message's header is not 0: send one byte 0 before the protobuf")]
    NonZero,
    /// No varint is that long, or it is over 64 bits.
    #[error("the websocket message's header is longer than a 64-bit varint")]
    TooLong,
}

/// The protobuf after the header, without copying it. An overlong zero (`80 00`) is zero.
///
/// # Errors
/// [`HeaderError`] unless the header is complete and zero.
pub fn strip_header(mut message: Bytes) -> Result<Bytes, HeaderError> {
    if message.is_empty() {
        return Err(HeaderError::Empty);
    }
    let head = message.get(..LEN_MAX).unwrap_or(&message);
    let Some(last) = head.iter().position(|byte| byte & 0x80 == 0) else {
        let complete = head.len() == LEN_MAX;
        return Err(if complete { HeaderError::TooLong } else { HeaderError::Truncated });
    };
    let header = &head[..=last];
    // The tenth byte carries bit 63 alone.
    if header.len() == LEN_MAX && header[last] > 1 {
        return Err(HeaderError::TooLong);
    }
    if header.iter().any(|byte| byte & 0x7f != 0) {
        return Err(HeaderError::NonZero);
    }
    message.advance(last + 1);
    Ok(message)
}
