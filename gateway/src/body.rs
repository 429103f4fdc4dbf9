//! Reading the body of a POST within its limit, and packing the answer.
//!
//! The limit counts bytes after decompression and is enforced while they appear, so a body costs at most the limit
//! however small it was on the wire (PROTOCOL.md H4).

use std::io::{self, Write};

use bytes::Bytes;
use flate2::Compression;
use flate2::write::{GzEncoder, MultiGzDecoder};
use http_body_util::BodyExt;
use hyper::body::Body;

use crate::ask::Coding;

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
}

/// Reads a whole body of at most `bytes_max` decompressed bytes. Cancel-safe: what was read is dropped.
///
/// # Errors
/// [`BodyError`]; after one the connection is of no further use.
pub async fn read<B>(mut body: B, coding: Coding, bytes_max: usize) -> Result<Bytes, BodyError>
where
    B: Body<Data = Bytes> + Unpin,
{
    if coding == Coding::Identity
        && usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX) > bytes_max
    {
        return Err(BodyError::TooLarge);
    }
    let mut sink = match coding {
        Coding::Identity => Sink::Plain(Bounded::new(bytes_max)),
        Coding::Gzip => Sink::Gzip(MultiGzDecoder::new(Bounded::new(bytes_max))),
    };
    let mut wire_bytes = 0_usize;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| BodyError::Broken)?;
        let Ok(data) = frame.into_data() else { continue };
        // Endless empty gzip members unpack to nothing; deflate never grows bytes by as much as this allows.
        wire_bytes = wire_bytes.saturating_add(data.len());
        if wire_bytes > bytes_max.saturating_add(bytes_max / 64).saturating_add(4_096) {
            return Err(BodyError::TooLarge);
        }
        sink.write(&data)?;
    }
    sink.finish(wire_bytes)
}

/// Packs an answer with gzip.
pub(crate) fn gzip(data: &[u8]) -> Bytes {
    let mut packer = GzEncoder::new(Vec::with_capacity(data.len() / 2), Compression::fast());
    // Writing into memory does not fail.
    let packed = packer.write_all(data).and_then(|()| packer.finish());
    packed.unwrap_or_default().into()
}

enum Sink {
    Plain(Bounded),
    Gzip(MultiGzDecoder<Bounded>),
}

impl Sink {
    fn write(&mut self, data: &[u8]) -> Result<(), BodyError> {
        let (result, full) = match self {
            Self::Plain(sink) => (sink.write_all(data), sink.full),
            Self::Gzip(sink) => (sink.write_all(data), sink.get_ref().full),
        };
        result.map_err(|_| if full { BodyError::TooLarge } else { BodyError::BadGzip })
    }

    fn finish(self, wire_bytes: usize) -> Result<Bytes, BodyError> {
        match self {
            Self::Plain(sink) => Ok(sink.data.into()),
            Self::Gzip(_) if wire_bytes == 0 => Err(BodyError::BadGzip),
            Self::Gzip(mut sink) => {
                let done = sink.try_finish();
                if sink.get_ref().full {
                    return Err(BodyError::TooLarge);
                }
                done.map_err(|_| BodyError::BadGzip)?;
                let sink = sink.finish().map_err(|_| BodyError::BadGzip)?;
                Ok(sink.data.into())
            }
        }
    }
}

/// Memory that refuses to grow past its limit.
struct Bounded {
    data: Vec<u8>,
    bytes_max: usize,
    full: bool,
}

impl Bounded {
    const fn new(bytes_max: usize) -> Self {
        Self { data: Vec::new(), bytes_max, full: false }
    }
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
