//! Bodies of HTTP answers.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

use crate::carrier::Carrier;

/// Exchanges of one connection whose answers are in its write buffer.
#[derive(Default)]
pub(crate) struct Unflushed(Mutex<Vec<Carrier>>);

impl Unflushed {
    /// Everything written so far is on the socket. What is still here when the connection ends was not written.
    pub(crate) fn flushed(&self) {
        let carriers = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        for mut carrier in carriers {
            carrier.on_written();
        }
    }
}

/// A body that is one piece. A node's answer counts as written when the connection has been flushed after the piece
/// was taken.
#[derive(Default)]
pub(crate) struct Answer {
    data: Option<Bytes>,
    from: Option<(Box<Carrier>, Arc<Unflushed>)>,
    taken: bool,
}

impl Answer {
    /// A body of the gateway's own.
    pub(crate) fn of(data: impl Into<Bytes>) -> Self {
        let data = data.into();
        Self { data: (!data.is_empty()).then_some(data), from: None, taken: false }
    }

    /// A node's answer, on its way through this connection.
    pub(crate) fn from_node(data: Bytes, carrier: Carrier, unflushed: Arc<Unflushed>) -> Self {
        Self { data: Some(data), from: Some((Box::new(carrier), unflushed)), taken: false }
    }
}

impl Body for Answer {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let data = self.data.take();
        self.taken |= data.is_some();
        Poll::Ready(data.map(|data| Ok(Frame::data(data))))
    }

    fn is_end_stream(&self) -> bool {
        self.data.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.data.as_ref().map_or(0, |data| data.len() as u64))
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        if let Some((carrier, unflushed)) = self.from.take().filter(|_| self.taken) {
            unflushed.0.lock().unwrap_or_else(PoisonError::into_inner).push(*carrier);
        }
    }
}
