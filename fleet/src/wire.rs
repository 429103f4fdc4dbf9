//! What bytes mean between agents and the server: the WebSocket header, whose message it is, what
//! it may cost, and the one way to answer with an error.
//!
//! Nothing here keeps anything, and nothing an agent sends can make it panic or allocate more than
//! the limits say.

mod header;
mod limits;
mod peek;
mod reader;

use std::time::Duration;

use bytes::Bytes;
use prost::Message;
use proto::opamp::v1::server_error_response::Details;
use proto::opamp::v1::{
    AgentToServer, RetryInfo, ServerErrorResponse, ServerErrorResponseType, ServerToAgent,
};

pub use self::header::{HEADER, HeaderError, strip_header};
pub use self::limits::{NESTING_MAX, RECORDS_MAX};
pub use self::peek::{PeekError, peek_uid, uid};
pub use self::reader::Malformed;
use self::reader::{Reader, Wire};
use crate::AgentId;

/// Longest text in an error reply, in bytes.
const TEXT_LEN_MAX: usize = 512;

/// The bytes are no acceptable AgentToServer: answer `BAD_REQUEST` with this error's text.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum WireError {
    /// They are no protobuf.
    #[error("the message is malformed: {0}")]
    Malformed(#[from] Malformed),
    /// They are protobuf, but a field of AgentToServer does not hold what it should.
    #[error("the message is malformed: {0}")]
    Decode(#[from] prost::DecodeError),
    /// More than [`RECORDS_MAX`] records.
    #[error("the message has more than {max} fields and map entries", max = RECORDS_MAX)]
    TooMany,
    /// More than [`NESTING_MAX`] values inside one another.
    #[error("the message nests values more than {max} deep", max = NESTING_MAX)]
    TooDeep,
}

/// Decodes one message, after checking what it would cost.
///
/// Byte fields share `message`'s memory: whoever keeps one for long copies it, or keeps the whole
/// message alive.
///
/// # Errors
/// [`WireError`] for malformed, too many or too deeply nested fields. Unknown fields and enum
/// values are no error.
pub fn decode(message: &Bytes) -> Result<AgentToServer, WireError> {
    limits::check(message)?;
    Ok(AgentToServer::decode(message.clone())?)
}

/// Encodes one message, without a WebSocket header.
pub fn encode(message: &ServerToAgent) -> Bytes {
    message.encode_to_vec().into()
}

/// Which error an agent is told (OpAMP specification, ServerErrorResponse).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The message cannot be used; sending it again does not help.
    BadRequest,
    /// The server cannot answer now.
    Unavailable {
        /// How long the agent should wait.
        retry_after: Duration,
    },
}

/// The reply that says only an error: uid (if known) and `error_response`, nothing else
/// (PROTOCOL.md E3).
///
/// `text` is cut after 512 bytes.
pub fn error_reply(uid: Option<AgentId>, kind: ErrorKind, text: &str) -> Bytes {
    error(uid.map(AgentId::to_bytes).unwrap_or_default(), kind, text)
}

/// `BAD_REQUEST` for a message that cannot be routed. It carries the uid that the message carries, good or not:
/// clients pass over replies with another one (PROTOCOL.md U2).
pub fn bad_request(message: &[u8], text: &str) -> Bytes {
    let uid = Bytes::copy_from_slice(peek::claimed_uid(message));
    error(uid, ErrorKind::BadRequest, text)
}

/// Whether an encoded ServerToAgent, or its first part, is `BAD_REQUEST`.
pub fn is_bad_request(reply: &[u8]) -> bool {
    let mut reader = Reader::new(reply);
    while !reader.at_end() {
        let Ok((field, wire)) = reader.key() else { return false };
        if field == 2 && wire == Wire::Length {
            let error = reader.bytes().ok().and_then(|b| ServerErrorResponse::decode(b).ok());
            return error.is_some_and(|e| e.r#type() == ServerErrorResponseType::BadRequest);
        }
        if reader.skip(field, wire).is_err() {
            return false;
        }
    }
    false
}

fn error(instance_uid: Bytes, kind: ErrorKind, text: &str) -> Bytes {
    let (kind, details) = match kind {
        ErrorKind::BadRequest => (ServerErrorResponseType::BadRequest, None),
        ErrorKind::Unavailable { retry_after } => {
            let retry_after_nanoseconds = u64::try_from(retry_after.as_nanos()).unwrap_or(u64::MAX);
            let details = Details::RetryInfo(RetryInfo { retry_after_nanoseconds });
            (ServerErrorResponseType::Unavailable, Some(details))
        }
    };
    let error = ServerErrorResponse {
        r#type: kind.into(),
        error_message: text[..text.floor_char_boundary(TEXT_LEN_MAX)].to_owned(),
        details,
    };
    encode(&ServerToAgent { instance_uid, error_response: Some(error), ..ServerToAgent::default() })
}

#[cfg(test)]
mod tests;
