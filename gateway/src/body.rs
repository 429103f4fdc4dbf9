//! Reading the body of a POST within its limit, and packing the answer.
//!
//! The limit counts bytes after decompression and is enforced while they appear, so a body costs at most the limit
//! however small it was on the wire (PROTOCOL.md H4). Beyond 16 KiB, packed or unpacked, it takes a large message's
//! room first.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use flate2::Compression;
use flate2::write::{GzDecoder, GzEncoder};
use http_body_util::BodyExt;
use hyper::body::Body;
use tokio::time::{Instant, timeout};

use crate::ask::Coding;
use crate::meter::{Place, Rooms, SMALL_BYTES};

/// Why a body was not read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// More than the limit, after decompression.
    #[error("the message is larger than this server accepts")]
    TooLarge,
    /// Not what `Content-Encoding` says.
    #[error("the body is not good gzip")]
    BadGzip,
    /// The agent stopped sending.
    #[error("the connection broke")]
    Broken,
    /// It came too slowly.
    #[error("the body came too slowly")]
    Slow,
    /// No room for one more large message in time.
    #[error("too many large messages at once")]
    Busy,
}

/// Room for one message, and the time it has.
#[derive(Debug)]
pub struct Room {
    rooms: Arc<Rooms>,
    wait: Duration,
    place: Place,
    /// How much longer the agent may take; `None` for ever.
    left: Option<Duration>,
}

impl Default for Room {
    /// Room for small messages only, and all the time there is.
    fn default() -> Self {
        let rooms = Arc::new(Rooms::new(0));
        Self { rooms, wait: Duration::ZERO, place: Place::default(), left: None }
    }
}

impl Room {
    /// None taken yet; a large message waits for a place as long as `wait` in all, which does not count to the time
    /// that the body may take.
    pub(crate) fn new(rooms: Arc<Rooms>, wait: Duration, time: Duration) -> Self {
        Self { rooms, wait, place: Place::default(), left: Some(time) }
    }

    /// What the agent does in its time.
    async fn in_time<T>(&mut self, what: impl Future<Output = T>) -> Result<T, BodyError> {
        let Some(left) = self.left else { return Ok(what.await) };
        let begun = Instant::now();
        let done = timeout(left, what).await.map_err(|_| BodyError::Slow)?;
        self.left = Some(left.saturating_sub(begun.elapsed()));
        Ok(done)
    }

    /// Returns when this many bytes may be held.
    async fn hold(&mut self, bytes: usize) -> Result<(), BodyError> {
        if bytes <= SMALL_BYTES {
            return Ok(());
        }
        let begun = Instant::now();
        let widened = timeout(self.wait, self.rooms.widen(&mut self.place, bytes)).await;
        self.wait = self.wait.saturating_sub(begun.elapsed());
        widened.map_err(|_| BodyError::Busy)
    }
}

/// Reads a whole body of at most `bytes_max` decompressed bytes. Cancel-safe: what was read is dropped.
///
/// # Errors
/// [`BodyError`]; after one the connection is of no further use.
pub async fn read<B>(
    mut body: B,
    coding: Coding,
    bytes_max: usize,
    room: &mut Room,
) -> Result<Bytes, BodyError>
where
    B: Body<Data = Bytes> + Unpin,
{
    let wire_max = match coding {
        Coding::Identity => bytes_max,
        // What unpacks to nothing may go on for ever; deflate never grows bytes by as much as this allows.
        Coding::Gzip => bytes_max.saturating_add(bytes_max / 64).saturating_add(4_096),
    };
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > wire_max {
        return Err(BodyError::TooLarge);
    }
    // Room is for what has come: a head alone, however much it announces, takes none from others.
    let mut wire = BytesMut::with_capacity(announced.min(SMALL_BYTES));
    while let Some(frame) = room.in_time(body.frame()).await? {
        let frame = frame.map_err(|_| BodyError::Broken)?;
        let Ok(data) = frame.into_data() else { continue };
        let len = wire.len() + data.len();
        if len > wire_max {
            return Err(BodyError::TooLarge);
        }
        room.hold(len).await?;
        wire.extend_from_slice(&data);
    }
    if coding == Coding::Identity {
        return Ok(wire.freeze());
    }
    // What is small needs no place, and nobody can tell before.
    match unpack(&wire, SMALL_BYTES.min(bytes_max)) {
        Err(BodyError::TooLarge) if bytes_max > SMALL_BYTES => {
            room.hold(bytes_max).await?;
            let unpacked = unpack(&wire, bytes_max)?;
            // What it might have been it is not: others can have that room while this one waits for its answer.
            room.rooms.narrow(&mut room.place, unpacked.len());
            Ok(unpacked)
        }
        done => done,
    }
}

/// Unpacks gzip, one member and nothing behind it, into at most so many bytes.
fn unpack(wire: &[u8], bytes_max: usize) -> Result<Bytes, BodyError> {
    let bounded = Bounded { data: Vec::new(), bytes_max, full: false };
    let mut gzip = GzDecoder::new(bounded);
    let done = gzip.write_all(wire).and_then(|()| gzip.try_finish());
    if gzip.get_ref().full {
        return Err(BodyError::TooLarge);
    }
    if done.is_err() || wire.is_empty() {
        return Err(BodyError::BadGzip);
    }
    let mut unpacked = gzip.finish().map_err(|_| BodyError::BadGzip)?;
    // It is held until it is answered, and room is counted by its bytes.
    unpacked.data.shrink_to_fit();
    Ok(unpacked.data.into())
}

/// Packs an answer with gzip.
pub(crate) fn gzip(data: &[u8]) -> Bytes {
    let mut packer = GzEncoder::new(Vec::with_capacity(data.len() / 2), Compression::fast());
    // Writing into memory does not fail.
    let packed = packer.write_all(data).and_then(|()| packer.finish());
    packed.unwrap_or_default().into()
}

/// Memory that refuses to grow past its limit.
struct Bounded {
    data: Vec<u8>,
    bytes_max: usize,
    full: bool,
}

impl Write for Bounded {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        if self.data.len() + data.len() > self.bytes_max {
            self.full = true;
            return Err(io::Error::other("over the limit"));
        }
        self.data.extend_from_slice(data);
        Ok(data.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
