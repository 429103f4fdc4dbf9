use bytes::Bytes;
use proto::link::v1 as pb;

use super::*;
use crate::MemberId;
use crate::id::SHARDS;

#[test]
fn the_largest_checkpoint_fits_256_bytes() {
    let hash = Prefix([0xff; 16]);
    let offered = Some((hash, Moment(u64::MAX)));
    let state = OfferState { offered, failed: Some(hash), reported: Some(hash) };
    let largest = Checkpoint {
        sequence_num: u64::MAX,
        capabilities: u64::MAX,
        digest: [0xff; 16],
        offers: [state; 3],
        full_state_asked: Some(Moment(u64::MAX)),
        custom: u64::MAX,
    };
    assert!(checkpoint_to_bytes(&largest).len() <= 256);
}

fn session() -> Option<pb::Session> {
    let uid = MemberId::new([7; 16]).to_bytes();
    Some(pb::Session { socket: 1, instance_uid: uid })
}

fn claim() -> Option<pb::Claim> {
    Some(pb::Claim { shard: 1, generation: 1, revision: 1 })
}

fn detach(session: Option<pb::Session>, claim: Option<pb::Claim>) -> Result<ToNode, FrameError> {
    ToNode::try_from(pb::gateway_frame::Frame::Detach(pb::Detach { session, claim }))
}

#[test]
fn what_no_correct_peer_sends_is_a_typed_error() {
    assert!(detach(session(), claim()).is_ok());
    assert_eq!(detach(None, claim()), Err(FrameError("session missing")));
    assert_eq!(detach(session(), None), Err(FrameError("claim missing")));
    let far = pb::Claim { shard: SHARDS.into(), generation: 1, revision: 1 };
    assert_eq!(detach(session(), Some(far)), Err(FrameError("shard out of range")));
    for uid in [&[0; 16][..], &[1; 15], &[1; 17], &[]] {
        let session = pb::Session { socket: 1, instance_uid: Bytes::copy_from_slice(uid) };
        assert_eq!(detach(Some(session), claim()), Err(FrameError("bad uid")));
    }
    let hello = pb::gateway_frame::Frame::Hello(Default::default());
    assert_eq!(ToNode::try_from(hello), Err(FrameError("a second hello")));
    let chunk = pb::gateway_frame::Frame::Chunk(pb::Chunk::default());
    assert_eq!(ToNode::try_from(chunk), Err(FrameError("a chunk inside a chunk")));
}

#[test]
fn a_send_needs_its_checkpoint_and_a_body_that_was_sent() {
    let checkpoint = Some(pb::Checkpoint { digest: vec![0; 16].into(), ..Default::default() });
    let send = |checkpoint, body_hash: Vec<u8>| {
        let send = pb::Send {
            session: session(),
            claim: claim(),
            body_hash: body_hash.into(),
            checkpoint,
            ..Default::default()
        };
        ToGateway::from_pb(pb::node_frame::Frame::Send(send), |_| None)
    };
    assert!(send(checkpoint.clone(), Vec::new()).is_ok());
    assert_eq!(send(None, Vec::new()), Err(FrameError("checkpoint missing")));
    let unknown = send(checkpoint.clone(), vec![1; 32]);
    assert_eq!(unknown, Err(FrameError("a body that was never sent")));
    assert_eq!(send(checkpoint, vec![1; 31]), Err(FrameError("bad hash")));
    let short = Some(pb::Checkpoint { digest: vec![0; 15].into(), ..Default::default() });
    assert_eq!(send(short, Vec::new()), Err(FrameError("bad digest")));
}

#[test]
fn a_close_code_is_one_of_sixteen_bits() {
    let close =
        pb::Close { session: session(), claim: claim(), code: 65_536, ..Default::default() };
    let read = ToGateway::from_pb(pb::node_frame::Frame::Close(close), |_| None);
    assert_eq!(read, Err(FrameError("bad close code")));
}
