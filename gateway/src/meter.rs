//! Room for large messages: how much memory agents can make a gateway hold while they speak.
//!
//! A small message costs nothing beyond its bytes. Larger ones take room for what has come of them, from the first byte
//! beyond [`SMALL_BYTES`] until they are answered; a socket whose message needs more than there is is not read until
//! there is room, and what unpacks to a large message when there is none is answered "come back later". When all room
//! is taken by messages that are not complete, one at a time may go on without, so that there is always one that ends.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Sleep, sleep};
use tokio_util::sync::PollSemaphore;

use crate::handle::Handle;

/// A message up to this needs no room: nearly every one.
pub(crate) const SMALL_BYTES: usize = 16 << 10;

const KIB: usize = 1024;

/// The room there is, shared by all sockets.
#[derive(Debug)]
pub(crate) struct Rooms {
    /// In KiB.
    room: Arc<Semaphore>,
    /// The one that may go on without.
    last: Arc<Semaphore>,
    /// All of it. Who asks for more waits for the other: at the head of the queue it would stop everybody.
    kib_max: u32,
}

impl Rooms {
    /// Room for this many bytes.
    pub(crate) fn new(bytes: usize) -> Self {
        let kib_max = u32::try_from(bytes / KIB).unwrap_or(u32::MAX);
        let kib = usize::try_from(kib_max).unwrap_or(0).min(Semaphore::MAX_PERMITS);
        Self { room: Arc::new(Semaphore::new(kib)), last: Arc::new(Semaphore::new(1)), kib_max }
    }

    /// Makes a place large enough, waiting for room. Cancel-safe.
    pub(crate) async fn widen(&self, place: &mut Place, bytes: usize) {
        let Some(kib) = place.lacks(bytes) else { return };
        let (room, last) = (Arc::clone(&self.room), Arc::clone(&self.last));
        tokio::select! { biased;
            Ok(room) = room.acquire_many_owned(kib), if kib <= self.kib_max => place.add(room),
            Ok(last) = last.acquire_owned() => place.last = Some(last),
            // The semaphores are never closed.
            else => {}
        }
    }

    /// Gives back what so many bytes do not need; who went on without takes what they do need, if it is there.
    pub(crate) fn narrow(&self, place: &mut Place, bytes: usize) {
        let needs = bytes.saturating_sub(SMALL_BYTES).div_ceil(KIB);
        let held = place.room.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
        if let Some(room) = &mut place.room {
            drop(room.split(held.saturating_sub(needs)));
        }
        let lacks = u32::try_from(needs.saturating_sub(held)).unwrap_or(u32::MAX);
        if place.last.is_some()
            && let Ok(room) = Arc::clone(&self.room).try_acquire_many_owned(lacks)
        {
            place.add(room);
            place.last = None;
        }
    }

    /// Makes a place large enough without waiting; whether there was room.
    fn try_widen(&self, place: &mut Place, bytes: usize) -> bool {
        let Some(kib) = place.lacks(bytes) else { return true };
        if let Ok(room) = Arc::clone(&self.room).try_acquire_many_owned(kib) {
            place.add(room);
        } else {
            place.last = Arc::clone(&self.last).try_acquire_owned().ok();
        }
        place.lacks(bytes).is_none()
    }
}

/// A large message's place. Dropped when the message is answered.
#[derive(Debug, Default)]
pub(crate) struct Place {
    room: Option<OwnedSemaphorePermit>,
    last: Option<OwnedSemaphorePermit>,
}

impl Place {
    /// How many KiB it lacks for so many bytes. It doubles, as the buffers do.
    fn lacks(&self, bytes: usize) -> Option<u32> {
        let held = SMALL_BYTES + self.room.as_ref().map_or(0, |room| room.num_permits() * KIB);
        let more = bytes.saturating_sub(held);
        let lacks = more > 0 && self.last.is_none();
        lacks.then(|| u32::try_from(more.max(held).div_ceil(KIB)).unwrap_or(u32::MAX))
    }

    fn add(&mut self, more: OwnedSemaphorePermit) {
        match &mut self.room {
            Some(room) => room.merge(more),
            None => self.room = Some(more),
        }
    }

    fn is_taken(&self) -> bool {
        self.room.is_some() || self.last.is_some()
    }
}

#[derive(Default)]
struct Read {
    /// Bytes that came since the last message ended.
    bytes: usize,
    place: Place,
}

/// What one socket has read of a message. Shared by the stream below the WebSocket and the conversation above it.
pub(crate) struct Meter {
    rooms: Arc<Rooms>,
    /// Told when the socket waits for room.
    handle: Arc<Handle>,
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
    pub(crate) fn new(rooms: Arc<Rooms>, handle: Arc<Handle>) -> Arc<Self> {
        Arc::new(Self { rooms, handle, read: Mutex::default() })
    }

    /// Whether a message of this many bytes, unpacked, may be held.
    pub(crate) fn holds(&self, bytes: usize) -> bool {
        self.rooms.try_widen(&mut self.lock().place, bytes)
    }

    /// A message has ended. Gives its place, if it was large.
    pub(crate) fn ended(&self) -> Option<Place> {
        let mut read = self.lock();
        read.bytes = 0;
        let place = std::mem::take(&mut read.place);
        place.is_taken().then_some(place)
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
    room: PollSemaphore,
    last: PollSemaphore,
    limit: Duration,
    timer: Option<Pin<Box<Sleep>>>,
}

impl<S> Metered<S> {
    /// Reads this stream; a message that has begun must end within `limit`, waiting for room not counted.
    pub(crate) fn new(stream: S, meter: Arc<Meter>, limit: Duration) -> Self {
        let (room, last) = waiting(&meter);
        Self { stream, meter, room, last, limit, timer: None }
    }

    /// Waits for room for one more byte.
    fn poll_room(&mut self, cx: &mut Context<'_>, kib: u32) -> Poll<()> {
        let room = match kib <= self.meter.rooms.kib_max {
            true => self.room.poll_acquire_many(cx, kib),
            false => Poll::Pending,
        };
        let (room, last) = match room {
            Poll::Ready(room) => (room, None),
            Poll::Pending => (None, ready!(self.last.poll_acquire(cx))),
        };
        let mut read = self.meter.lock();
        room.into_iter().for_each(|room| read.place.add(room));
        read.place.last = last.or(read.place.last.take());
        drop(read);
        // What the other one waits for must not be given to it.
        (self.room, self.last) = waiting(&self.meter);
        Poll::Ready(())
    }
}

fn waiting(meter: &Meter) -> (PollSemaphore, PollSemaphore) {
    let Rooms { room, last, .. } = &*meter.rooms;
    (PollSemaphore::new(Arc::clone(room)), PollSemaphore::new(Arc::clone(last)))
}

impl<S: AsyncRead + Unpin> AsyncRead for Metered<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let (bytes, lacks) = {
            let read = this.meter.lock();
            (read.bytes, read.place.lacks(read.bytes))
        };
        if bytes == 0 {
            this.timer = None;
        }
        if let Some(kib) = lacks {
            this.timer = None;
            let room = this.poll_room(cx, kib);
            let handle = &this.meter.handle;
            handle.waits.store(room.is_pending(), Ordering::Relaxed);
            // A pong may be behind what is not read.
            handle.unanswered.store(false, Ordering::Relaxed);
            ready!(room);
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
