//! Whose message is this? Answered without decoding it, so that a gateway can route bytes it does
//! not understand.

use super::reader::{Malformed, Reader, Wire};
use crate::AgentId;

/// The message cannot be routed: answer `BAD_REQUEST`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PeekError {
    /// It is no AgentToServer.
    #[error("the message is malformed: {0}")]
    Malformed(#[from] Malformed),
    /// The uid is missing or has another length (PROTOCOL.md U1).
    #[error("instance_uid has {0} bytes: it must be the 16 bytes of a UUID")]
    UidLength(usize),
    /// The uid is 16 zero bytes (PROTOCOL.md U1).
    #[error("instance_uid is all zero: generate a UUID version 7")]
    UidNil,
}

/// The uid of an encoded AgentToServer: the LAST field 1, which is the one the decoder keeps.
/// Allocates nothing.
///
/// Whenever [`super::decode`] accepts the message this returns what [`uid`] says of the decoded
/// field.
///
/// # Errors
/// [`PeekError`] if the message's top level is malformed or the uid is not one.
pub fn peek_uid(message: &[u8]) -> Result<AgentId, PeekError> {
    let mut reader = Reader::new(message);
    let mut found: &[u8] = &[];
    while !reader.at_end() {
        let (field, wire) = reader.key()?;
        match expected(field) {
            Some(expected) if expected != wire => return Err(Malformed::WireType(field).into()),
            Some(Wire::Length) if field == 1 => found = reader.bytes()?,
            Some(_) | None => reader.skip(field, wire)?,
        }
    }
    uid(found)
}

/// What an encoded AgentToServer carries as its uid, as far as it can be read: to answer a message that is refused,
/// never to route one. Empty when there is none, or one longer than any client sends.
pub(super) fn claimed_uid(message: &[u8]) -> &[u8] {
    const LEN_MAX: usize = 64;
    let mut reader = Reader::new(message);
    let mut found: &[u8] = &[];
    while !reader.at_end() {
        let Ok((field, wire)) = reader.key() else { break };
        if field == 1 && wire == Wire::Length {
            let Ok(bytes) = reader.bytes() else { break };
            found = bytes;
        } else if reader.skip(field, wire).is_err() {
            break;
        }
    }
    if found.len() <= LEN_MAX { found } else { &[] }
}

/// Reads `AgentToServer.instance_uid` and says what is wrong with it.
///
/// # Errors
/// [`PeekError::UidLength`] or [`PeekError::UidNil`].
pub fn uid(bytes: &[u8]) -> Result<AgentId, PeekError> {
    AgentId::from_wire(bytes).map_err(|_| match bytes.len() {
        16 => PeekError::UidNil,
        len => PeekError::UidLength(len),
    })
}

/// The wire type of a field of AgentToServer; `None` for a field this version does not know.
const fn expected(field: u32) -> Option<Wire> {
    match field {
        2 | 4 | 10 => Some(Wire::Varint),
        1 | 3 | 5..=9 | 11..=15 => Some(Wire::Length),
        _ => None,
    }
}
