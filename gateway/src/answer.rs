//! Bodies of HTTP answers.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

use crate::carrier::Carrier;

/// A body that is one piece. With a carrier it is a node's answer: when the piece has been taken and the body is
/// done with, the answer counts as written; if it never was taken, it does not.
#[derive(Default)]
pub(crate) struct Answer {
    data: Option<Bytes>,
    carrier: Option<Box<Carrier>>,
    taken: bool,
}

impl Answer {
    /// A body of the gateway's own.
    pub(crate) fn of(data: impl Into<Bytes>) -> Self {
        let data = data.into();
        Self { data: (!data.is_empty()).then_some(data), carrier: None, taken: false }
    }

    /// A node's answer.
    pub(crate) fn from_node(data: Bytes, carrier: Carrier) -> Self {
        Self { data: Some(data), carrier: Some(Box::new(carrier)), taken: false }
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
        if let Some(carrier) = self.carrier.as_mut().filter(|_| self.taken) {
            carrier.on_written();
        }
    }
}
