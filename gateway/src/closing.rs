//! How a WebSocket ends.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use yawc::WebSocketError;

use crate::carrier::End;
use crate::handle::code;

/// A Close, ping or pong frame carries no more (RFC 6455, section 5.5).
pub(crate) const CONTROL_BYTES_MAX: usize = 125;

/// How a conversation ended.
pub(crate) enum Over {
    /// This side ends it.
    Us(End),
    /// The agent broke a rule of RFC 6455: a Close frame, and nothing of what it still says counts.
    Broken(u16, &'static str),
    /// The library has queued the agent's Close frame as an echo.
    Closing,
    /// The connection is gone, or the agent did not take its bytes in time.
    Gone,
}

/// Whether a write ended because the agent did not read.
pub(crate) fn is_stalled(error: &WebSocketError) -> bool {
    matches!(error, WebSocketError::IoError(error) if error.kind() == io::ErrorKind::TimedOut)
}

/// What the library's error means for the connection.
pub(crate) fn failed(error: &WebSocketError) -> Over {
    use WebSocketError as E;
    match error {
        E::FrameTooLarge => Over::Broken(code::SIZE, "the message is too large"),
        E::IoError(error) if error.kind() == io::ErrorKind::TimedOut => {
            Over::Broken(code::POLICY, "a message came too slowly")
        }
        // So the library calls what is no deflate.
        E::IoError(error) if error.kind() == io::ErrorKind::InvalidInput => {
            Over::Broken(code::DATA, "the message is not deflated")
        }
        E::ReservedBitsNotZero | E::CompressionNotSupported => {
            Over::Broken(code::PROTOCOL, "a reserved bit is set")
        }
        E::InvalidOpCode(_) => Over::Broken(code::PROTOCOL, "a reserved opcode"),
        E::ControlFrameFragmented => Over::Broken(code::PROTOCOL, "a control frame in fragments"),
        E::PingFrameTooLarge => Over::Broken(code::PROTOCOL, "a control frame is too long"),
        E::InvalidFragment => Over::Broken(code::PROTOCOL, "a frame is not masked"),
        E::InvalidCloseFrame | E::InvalidCloseCode | E::InvalidUTF8 => {
            Over::Broken(code::PROTOCOL, "the Close frame is malformed")
        }
        // The connection is gone, or what only clients and handshakes meet.
        E::IoError(_)
        | E::ConnectionClosed
        | E::FragmentTimeout
        | E::InvalidContinuationFrame
        | E::InvalidStatusCode(_)
        | E::Redirected { .. }
        | E::InvalidUpgradeHeader
        | E::InvalidConnectionHeader
        | E::InvalidSecWebsocketVersion
        | E::MissingSecWebSocketKey
        | E::InvalidHttpScheme
        | E::TlsDisabled
        | E::MissingTlsConnector
        | E::Socks5(_)
        | E::UrlParseError(_)
        | E::HTTPError(_) => Over::Gone,
    }
}

/// A Close frame as it goes over the wire; a server's is not masked.
pub(crate) fn close_frame(code: u16, reason: &str) -> Vec<u8> {
    let len = 2 + reason.len().min(CONTROL_BYTES_MAX - 2);
    let mut frame = vec![0x88, u8::try_from(len).unwrap_or(2)];
    frame.extend(code.to_be_bytes());
    frame.extend(&reason.as_bytes()[..len - 2]);
    frame
}

/// Reads what the agent still sends, so that closing does not reset the connection under the Close frame.
pub(crate) async fn linger<S: AsyncRead + AsyncWrite + Unpin>(io: &mut S) {
    let _ = io.shutdown().await;
    let mut scrap = [0; 512];
    while matches!(io.read(&mut scrap).await, Ok(n) if n > 0) {}
}
