//! WebSocket messages put together from their frames, within the limit.

use bytes::{Bytes, BytesMut};
use yawc::OpCode;

/// Whether a message is text or binary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// What OpAMP uses.
    Binary,
    /// What it does not.
    Text,
}

/// A message that is there in full.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Whole {
    /// What kind it is.
    pub kind: Kind,
    /// Its bytes; `None` when there was no room for them.
    pub data: Option<Bytes>,
}

/// Frames that make no message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Broken {
    /// A new message before the end of the last, or a continuation of none.
    #[error("frames out of order")]
    Order,
    /// More than the limit.
    #[error("the message is too large")]
    TooLarge,
}

/// Frames of one message, so far. An idle socket has none.
#[derive(Debug)]
pub(crate) struct Assembly {
    partial: Option<Box<Partial>>,
    bytes_max: usize,
}

#[derive(Debug)]
struct Partial {
    kind: Kind,
    data: BytesMut,
    dropping: bool,
}

impl Assembly {
    /// No frame yet.
    pub(crate) const fn new(bytes_max: usize) -> Self {
        Self { partial: None, bytes_max }
    }

    /// Whether no message has begun.
    pub(crate) const fn is_idle(&self) -> bool {
        self.partial.is_none()
    }

    /// Bytes held.
    pub(crate) fn len(&self) -> usize {
        self.partial.as_ref().map_or(0, |partial| partial.data.len())
    }

    /// Takes one data frame in; gives the message it completes. Without `room` the message is let go, with all of it
    /// that is still to come.
    ///
    /// # Errors
    /// [`Broken`]; the connection is of no further use.
    pub(crate) fn take(
        &mut self,
        opcode: OpCode,
        fin: bool,
        payload: Bytes,
        room: bool,
    ) -> Result<Option<Whole>, Broken> {
        if self.len() + payload.len() > self.bytes_max {
            return Err(Broken::TooLarge);
        }
        let kind = match (opcode, &self.partial) {
            (OpCode::Binary, None) => Kind::Binary,
            (OpCode::Text, None) => Kind::Text,
            (OpCode::Continuation, Some(partial)) => partial.kind,
            _ => return Err(Broken::Order),
        };
        if fin && self.partial.is_none() {
            // Nearly every message is one frame: its payload is the message, uncopied.
            return Ok(Some(Whole { kind, data: room.then_some(payload) }));
        }
        let begun = || Box::new(Partial { kind, data: BytesMut::new(), dropping: false });
        let partial = self.partial.get_or_insert_with(begun);
        partial.dropping |= !room;
        if partial.dropping {
            partial.data = BytesMut::new();
        } else {
            partial.data.extend_from_slice(&payload);
        }
        let whole = self.partial.take_if(|_| fin);
        Ok(whole.map(|whole| {
            let Partial { kind, data, dropping } = *whole;
            Whole { kind, data: (!dropping).then(|| data.freeze()) }
        }))
    }
}

#[cfg(test)]
mod tests;
