//! The transport of a link: bodies by hash and frames in pieces. The gateway has the mirror image.

use std::collections::VecDeque;

use bytes::{Bytes, BytesMut};
use fleet::Digest;
use fleet::link::{FrameError, ToGateway, ToNode};
use prost::Message;
use proto::link::v1 as pb;
use proto::link::v1::gateway_frame::Frame as FromGateway;
use proto::link::v1::node_frame::Frame as FromNode;

/// Frames over this size travel in pieces of it, so that a large config does not stall other sessions.
const PIECE_BYTES_MAX: usize = 64 << 10;
/// The largest frame put together from pieces: an agent's message and what surrounds it.
const FRAME_BYTES_MAX: usize = 68 << 20;
/// The largest gRPC message on a link.
pub(crate) const MESSAGE_BYTES_MAX: usize = PIECE_BYTES_MAX + (4 << 10);
/// Bodies a gateway remembers per link. Both ends forget the oldest beyond it, so both know the same ones.
const BODIES_LEN_MAX: usize = 16;
/// Frames in pieces at a time; one more ends the link.
const OPEN_LEN_MAX: usize = 64;

/// Turns frames into gRPC messages.
#[derive(Debug, Default)]
pub(crate) struct Outbound {
    bodies: VecDeque<Digest>,
    pieces: u64,
}

impl Outbound {
    /// The messages that carry this frame, in order.
    pub(crate) fn messages(&mut self, frame: ToGateway) -> Vec<pb::NodeFrame> {
        let mut messages = Vec::with_capacity(1);
        if let ToGateway::Send(send) = &frame
            && let Some((hash, data)) = &send.body
            && !self.bodies.contains(hash)
        {
            self.bodies.push_back(*hash);
            if self.bodies.len() > BODIES_LEN_MAX {
                self.bodies.pop_front();
            }
            let body = pb::Body { hash: hash.to_bytes(), data: data.clone() };
            self.push(pb::NodeFrame { frame: Some(FromNode::Body(body)) }, &mut messages);
        }
        self.push(frame.into(), &mut messages);
        messages
    }

    fn push(&mut self, frame: pb::NodeFrame, messages: &mut Vec<pb::NodeFrame>) {
        if frame.encoded_len() <= PIECE_BYTES_MAX {
            messages.push(frame);
            return;
        }
        self.pieces += 1;
        let mut rest = Bytes::from(frame.encode_to_vec());
        while !rest.is_empty() {
            let data = rest.split_to(rest.len().min(PIECE_BYTES_MAX));
            let chunk = pb::Chunk { id: self.pieces, data, last: rest.is_empty() };
            messages.push(pb::NodeFrame { frame: Some(FromNode::Chunk(chunk)) });
        }
    }
}

/// Turns gRPC messages into frames.
#[derive(Debug, Default)]
pub(crate) struct Inbound {
    open: Vec<(u64, BytesMut)>,
}

impl Inbound {
    /// The frame this message completes, if any.
    pub(crate) fn frame(
        &mut self,
        message: pb::GatewayFrame,
    ) -> Result<Option<ToNode>, FrameError> {
        match message.frame.ok_or(FrameError("empty frame"))? {
            FromGateway::Chunk(chunk) => self.piece(chunk),
            frame @ (FromGateway::Hello(_)
            | FromGateway::Attach(_)
            | FromGateway::Message(_)
            | FromGateway::Detach(_)
            | FromGateway::Written(_)
            | FromGateway::Dropped(_)
            | FromGateway::Attached(_)
            | FromGateway::Flushed(_)
            | FromGateway::ProbeResult(_)) => ToNode::try_from(frame).map(Some),
        }
    }

    fn piece(&mut self, chunk: pb::Chunk) -> Result<Option<ToNode>, FrameError> {
        let at = match self.open.iter().position(|(id, _)| *id == chunk.id) {
            Some(at) => at,
            None if self.open.len() >= OPEN_LEN_MAX => {
                return Err(FrameError("too many frames in pieces"));
            }
            None => {
                self.open.push((chunk.id, BytesMut::new()));
                self.open.len() - 1
            }
        };
        let whole = &mut self.open[at].1;
        if whole.len() + chunk.data.len() > FRAME_BYTES_MAX {
            return Err(FrameError("a frame over the limit"));
        }
        whole.extend_from_slice(&chunk.data);
        if !chunk.last {
            return Ok(None);
        }
        let bytes = self.open.swap_remove(at).1.freeze();
        let frame = pb::GatewayFrame::decode(bytes).map_err(|_| FrameError("bad pieces"))?;
        ToNode::try_from(frame.frame.ok_or(FrameError("empty frame"))?).map(Some)
    }
}
