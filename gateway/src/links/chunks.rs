//! Frames that came in pieces.

use std::collections::HashMap;

use prost::Message;
use proto::link::v1::node_frame::Frame;
use proto::link::v1::{Chunk, NodeFrame};

/// Most pieces of unfinished frames kept at once, in bytes.
const BYTES_MAX: usize = 64 << 20;
/// Most unfinished frames at once.
const FRAMES_MAX: usize = 64;

/// Unfinished frames of one stream.
#[derive(Debug, Default)]
pub(super) struct Chunks {
    unfinished: HashMap<u64, Vec<u8>>,
    bytes: usize,
}

impl Chunks {
    /// Takes a piece; returns the frame it completes.
    ///
    /// # Errors
    /// Over the bounds, or pieces that make no frame: the stream has to end.
    pub(super) fn put(&mut self, chunk: &Chunk) -> Result<Option<Frame>, &'static str> {
        self.bytes += chunk.data.len();
        let known = self.unfinished.contains_key(&chunk.id);
        if self.bytes > BYTES_MAX || (!known && self.unfinished.len() >= FRAMES_MAX) {
            return Err("too many unfinished frames");
        }
        self.unfinished.entry(chunk.id).or_default().extend_from_slice(&chunk.data);
        if !chunk.last {
            return Ok(None);
        }
        let whole = self.unfinished.remove(&chunk.id).unwrap_or_default();
        self.bytes -= whole.len();
        let frame = NodeFrame::decode(bytes::Bytes::from(whole)).map_err(|_| "bad pieces")?;
        match frame.frame {
            Some(Frame::Chunk(_)) => Err("a piece of pieces"),
            frame => Ok(frame),
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use proto::link::v1::Body;

    use super::*;

    #[test]
    fn interleaved_pieces_make_their_frames() {
        let frame = |n: u8| NodeFrame {
            frame: Some(Frame::Body(Body {
                hash: Bytes::from(vec![n; 32]),
                data: vec![n; 99].into(),
            })),
        };
        let pieces = |id: u64, frame: &NodeFrame| {
            let all = frame.encode_to_vec();
            let count = all.len().div_ceil(50);
            let piece = move |(n, data): (usize, &[u8])| {
                let last = n + 1 == count;
                Chunk { id, data: Bytes::copy_from_slice(data), last }
            };
            all.chunks(50).enumerate().map(piece).collect::<Vec<_>>()
        };
        let (one, two) = (pieces(1, &frame(1)), pieces(2, &frame(2)));
        let mut chunks = Chunks::default();
        let mut got = Vec::new();
        for (a, b) in one.iter().zip(&two) {
            got.extend(chunks.put(b).unwrap());
            got.extend(chunks.put(a).unwrap());
        }
        assert_eq!(got, [frame(2).frame.unwrap(), frame(1).frame.unwrap()]);
        assert_eq!(chunks.bytes, 0);
    }

    #[test]
    fn unfinished_frames_are_bounded() {
        let mut chunks = Chunks::default();
        let piece = |id| Chunk { id, data: Bytes::from_static(b"x"), last: false };
        for id in 0..FRAMES_MAX as u64 {
            assert_eq!(chunks.put(&piece(id)), Ok(None));
        }
        assert!(chunks.put(&piece(1_000)).is_err());
    }
}
