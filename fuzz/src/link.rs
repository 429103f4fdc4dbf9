//! Frames of the link, in both directions.

use bytes::Bytes;
use fleet::link::{ToGateway, ToNode, checkpoint_from_bytes, checkpoint_to_bytes};
use prost::Message;
use proto::link::v1 as pb;

/// The longest a checkpoint may be (ARCHITECTURE.md §3.2).
const CHECKPOINT_BYTES_MAX: usize = 256;

/// What is read from the link is written to it as something that reads the same.
pub fn link(input: &[u8]) {
    if let Ok(frame) = pb::GatewayFrame::decode(input)
        && let Some(Ok(frame)) = frame.frame.map(ToNode::try_from)
    {
        let written = pb::GatewayFrame::from(frame.clone()).frame.expect("it says something");
        assert_eq!(ToNode::try_from(written), Ok(frame));
    }
    let body = |_| Some(Bytes::from_static(b"body"));
    if let Ok(frame) = pb::NodeFrame::decode(input)
        && let Some(Ok(frame)) = frame.frame.map(|frame| ToGateway::from_pb(frame, body))
    {
        let written = pb::NodeFrame::from(frame.clone()).frame.expect("it says something");
        assert_eq!(ToGateway::from_pb(written, body), Ok(frame));
    }
    if let Ok(checkpoint) = checkpoint_from_bytes(input) {
        let written = checkpoint_to_bytes(&checkpoint);
        assert!(written.len() <= CHECKPOINT_BYTES_MAX, "a checkpoint of {} bytes", written.len());
        assert_eq!(checkpoint_from_bytes(&written), Ok(checkpoint));
    }
}
