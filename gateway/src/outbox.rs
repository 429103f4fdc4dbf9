//! Frames on their way to one node: a queue with a soft bound.
//!
//! Pushing never waits and never fails, so that one reaction of a socket goes out whole and in order. When more than
//! the bound is queued, sockets stop reading from their agents until there is room; the queue is therefore bounded
//! by the bound, plus one reaction per socket, plus one control frame per shard.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use fleet::link::ToNode;
use prost::Message;
use proto::link::v1::gateway_frame::Frame;
use proto::link::v1::{Chunk, GatewayFrame};
use tokio::sync::Notify;

/// The queue of one link stream. A new stream gets a new one.
pub(crate) struct Outbox {
    // Pushed by sockets, popped by the stream; held for a push or a pop.
    state: Mutex<State>,
    filled: Notify,
    drained: Notify,
    frames_max: usize,
    chunk_bytes: usize,
}

#[derive(Default)]
struct State {
    frames: VecDeque<GatewayFrame>,
    chunk_id: u64,
    closed: bool,
}

impl fmt::Debug for Outbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Outbox")
    }
}

impl Outbox {
    /// An empty queue.
    pub(crate) fn new(frames_max: usize, chunk_bytes: usize) -> Self {
        Self {
            state: Mutex::default(),
            filled: Notify::new(),
            drained: Notify::new(),
            frames_max,
            chunk_bytes,
        }
    }

    /// Queues a frame, in pieces if it is large. After [`Outbox::close`] it is dropped: the link is lost, and whoever
    /// sent it attaches again.
    pub(crate) fn push(&self, frame: ToNode) {
        self.push_raw(frame.into());
    }

    /// Queues a frame that is about the link itself.
    pub(crate) fn push_raw(&self, frame: GatewayFrame) {
        let len = frame.encoded_len();
        let mut state = self.lock();
        if state.closed {
            return;
        }
        if len <= self.chunk_bytes {
            state.frames.push_back(frame);
        } else {
            state.chunk_id += 1;
            let id = state.chunk_id;
            let mut rest = Bytes::from(frame.encode_to_vec());
            while !rest.is_empty() {
                let data = rest.split_to(rest.len().min(self.chunk_bytes));
                let chunk = Chunk { id, data, last: rest.is_empty() };
                state.frames.push_back(GatewayFrame { frame: Some(Frame::Chunk(chunk)) });
            }
        }
        drop(state);
        self.filled.notify_one();
    }

    /// The next frame to send; `None` after [`Outbox::close`]. Cancel-safe.
    pub(crate) async fn next(&self) -> Option<GatewayFrame> {
        loop {
            let filled = self.filled.notified();
            {
                let mut state = self.lock();
                if let Some(frame) = state.frames.pop_front() {
                    let room = state.frames.len() < self.frames_max;
                    drop(state);
                    if room {
                        self.drained.notify_waiters();
                    }
                    return Some(frame);
                }
                if state.closed {
                    return None;
                }
            }
            filled.await;
        }
    }

    /// Waits until the queue is below its bound, or closed. Cancel-safe.
    pub(crate) async fn room(&self) {
        loop {
            let drained = self.drained.notified();
            if self.has_room() {
                return;
            }
            drained.await;
        }
    }

    /// Whether the queue is below its bound, or closed.
    pub(crate) fn has_room(&self) -> bool {
        let state = self.lock();
        state.closed || state.frames.len() < self.frames_max
    }

    /// The link is lost: what is queued is dropped, and so is everything pushed later.
    pub(crate) fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        let queued = std::mem::take(&mut state.frames);
        drop(state);
        drop(queued);
        self.filled.notify_one();
        self.drained.notify_waiters();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
