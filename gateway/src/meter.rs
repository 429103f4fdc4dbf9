//! Room for large messages: how much memory agents can make a gateway hold while they speak.
//!
//! A small message costs nothing beyond its bytes. Of larger ones only so many are in memory at once, each from the
//! first byte beyond [`SMALL_BYTES`] until it is answered; a socket that wants to send one more is not read until there
//! is room, and what unpacks to a large message when there is none is answered "come back later".

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Sleep, sleep};
use tokio_util::sync::PollSemaphore;

/// A message up to this needs no room: nearly every one.
pub(crate) const SMALL_BYTES: usize = 64 << 10;

/// A large message's place. Dropped when the message is answered.
pub(crate) type Place = OwnedSemaphorePermit;

#[derive(Default)]
struct Read {
    /// Bytes that came since the last message ended.
    bytes: usize,
    place: Option<Place>,
}

/// What one socket has read of a message. Shared by the stream below the WebSocket and the conversation above it.
pub(crate) struct Meter {
    rooms: Arc<Semaphore>,
    // Locked by one task only; held for an assignment.
    read: Mutex<Read>,
}

impl fmt::Debug for Meter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Meter")
    }
}

impl Meter {
    /// Nothing read yet.
    pub(crate) fn new(rooms: Arc<Semaphore>) -> Arc<Self> {
        Arc::new(Self { rooms, read: Mutex::default() })
    }

    /// Whether a message of this many bytes, unpacked, may be held.
    pub(crate) fn holds(&self, bytes: usize) -> bool {
        let mut read = self.lock();
        if bytes > SMALL_BYTES && read.place.is_none() {
            read.place = Arc::clone(&self.rooms).try_acquire_owned().ok();
        }
        bytes <= SMALL_BYTES || read.place.is_some()
    }

    /// A message has ended. Gives its place, if it was large.
    pub(crate) fn ended(&self) -> Option<Place> {
        let mut read = self.lock();
        read.bytes = 0;
        read.place.take()
    }

    fn lock(&self) -> MutexGuard<'_, Read> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A stream that is read no further into a large message than there is room for, and fails with
/// [`io::ErrorKind::TimedOut`] when a message does not end in time.
pub(crate) struct Metered<S> {
    stream: S,
    meter: Arc<Meter>,
    rooms: PollSemaphore,
    limit: Duration,
    timer: Option<Pin<Box<Sleep>>>,
}

impl<S> Metered<S> {
    /// Reads this stream; a message that has begun must end within `limit`, waiting for room not counted.
    pub(crate) fn new(stream: S, meter: Arc<Meter>, limit: Duration) -> Self {
        let rooms = PollSemaphore::new(Arc::clone(&meter.rooms));
        Self { stream, meter, rooms, limit, timer: None }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Metered<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let (bytes, placed) = {
            let read = this.meter.lock();
            (read.bytes, read.place.is_some())
        };
        if bytes == 0 {
            this.timer = None;
        }
        if bytes > SMALL_BYTES && !placed {
            this.timer = None;
            let place = ready!(this.rooms.poll_acquire(cx));
            this.meter.lock().place = place;
        }
        let before = buf.filled().len();
        match Pin::new(&mut this.stream).poll_read(cx, buf) {
            Poll::Ready(done) => {
                this.meter.lock().bytes += buf.filled().len() - before;
                Poll::Ready(done)
            }
            Poll::Pending if bytes == 0 => Poll::Pending,
            Poll::Pending => {
                let limit = this.limit;
                let timer = this.timer.get_or_insert_with(|| Box::pin(sleep(limit)));
                ready!(timer.as_mut().poll(cx));
                Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "a message does not end")))
            }
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Metered<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        data: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, data)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests;
