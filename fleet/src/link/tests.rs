use bytes::Bytes;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use prost::Message as _;
use proto::link::v1 as pb;

use super::*;
use crate::id::SHARDS;
use crate::{MemberId, Revision};

prop_compose! {
    fn keys()(socket: u64, uid in any::<[u8; 16]>()) -> SessionKey {
        let agent = AgentId::from_wire(&uid).unwrap_or(AgentId::new([1; 16]));
        SessionKey { socket: SocketId(socket), agent }
    }
}

prop_compose! {
    fn epochs()(generation: u64, revision: u64) -> Epoch {
        Epoch { generation, revision: Revision(revision) }
    }
}

prop_compose! {
    fn claims()(shard in 0..u32::from(SHARDS), epoch in epochs()) -> Claim {
        Claim { shard: Shard::new(shard).unwrap(), epoch }
    }
}

prop_compose! {
    fn sinces()(epoch in epochs(), count: u64) -> Since {
        Since { epoch, count }
    }
}

fn digests() -> impl Strategy<Value = Digest> {
    any::<[u8; 32]>().prop_map(Digest)
}

/// Zero stands for "never" on the wire.
fn moments() -> impl Strategy<Value = Moment> {
    (1..u64::MAX).prop_map(Moment)
}

fn bodies() -> impl Strategy<Value = Bytes> {
    vec(any::<u8>(), 0..200).prop_map(Bytes::from)
}

prop_compose! {
    fn checkpoints()(
        (sequence_num, capabilities, digest) in any::<(u64, u64, [u8; 16])>(),
        offered in option::of((digests(), moments())),
        failed in option::of(digests()),
        full_state_asked in option::of(moments()),
    ) -> Checkpoint {
        Checkpoint { sequence_num, capabilities, digest, offered, failed, full_state_asked }
    }
}

prop_compose! {
    fn attaches()(
        (key, claim) in (keys(), claims()),
        since in option::of(sinces()),
        checkpoint in option::of(checkpoints()),
        (gap, http, replays, attach) in any::<(bool, bool, u32, u32)>(),
        certificate in option::of(digests()),
        peer_address in "[0-9.:]{0,21}",
    ) -> Attach {
        let transport = if http { Transport::Http } else { Transport::WebSocket };
        let principal = Principal { certificate, peer_address };
        Attach { key, claim, since, checkpoint, gap, transport, principal, replays, attach }
    }
}

prop_compose! {
    fn sends()(
        (key, claim) in (keys(), claims()),
        (number, answers, attach) in any::<(u64, u64, u32)>(),
        (head, rest) in (bodies(), option::of(bodies())),
        checkpoint in checkpoints(),
        traceparent in "[0-9a-f-]{0,55}",
    ) -> Send {
        let body = rest.map(|rest| (Digest::of(&rest), rest));
        Send { key, claim, number, attach, head, body, checkpoint, answers, traceparent }
    }
}

fn messages() -> impl Strategy<Value = Message> {
    let rest = any::<(u64, bool, u32)>();
    (keys(), claims(), rest, bodies(), "[0-9a-f-]{0,55}").prop_map(
        |(key, claim, (number, replayed, attach), data, traceparent)| Message {
            key,
            claim,
            number,
            attach,
            data,
            replayed,
            traceparent,
        },
    )
}

fn to_node() -> impl Strategy<Value = ToNode> {
    let id = || (keys(), claims());
    prop_oneof![
        attaches().prop_map(|attach| ToNode::Attach(Box::new(attach))),
        messages().prop_map(ToNode::Message),
        id().prop_map(|(key, claim)| ToNode::Detach(key, claim)),
        (id(), any::<u64>()).prop_map(|((key, claim), n)| ToNode::Written(key, claim, n)),
        (id(), any::<u64>()).prop_map(|((key, claim), n)| ToNode::Dropped(key, claim, n)),
        claims().prop_map(ToNode::Attached),
        vec(claims(), 0..5).prop_map(ToNode::Flushed),
        (id(), any::<bool>()).prop_map(|((key, claim), a)| ToNode::ProbeResult(key, claim, a)),
    ]
}

fn to_gateway() -> impl Strategy<Value = ToGateway> {
    let id = || (keys(), claims());
    prop_oneof![
        (id(), sinces()).prop_map(|((key, claim), since)| ToGateway::AttachAck(key, claim, since)),
        sends().prop_map(|send| ToGateway::Send(Box::new(send))),
        (id(), any::<u16>(), ".{0,20}")
            .prop_map(|((key, claim), code, why)| ToGateway::Close(key, claim, code, why)),
        vec(claims(), 0..5).prop_map(ToGateway::Flush),
        vec(claims(), 0..5).prop_map(ToGateway::Resume),
        claims().prop_map(ToGateway::NotOwner),
        id().prop_map(|(key, claim)| ToGateway::Probe(key, claim)),
    ]
}

proptest! {
    #[test]
    fn a_gateways_frame_survives_the_wire(frame in to_node()) {
        let bytes = pb::GatewayFrame::from(frame.clone()).encode_to_vec();
        let read = pb::GatewayFrame::decode(&bytes[..]).unwrap().frame.unwrap();
        prop_assert_eq!(ToNode::try_from(read), Ok(frame));
    }

    #[test]
    fn a_nodes_frame_survives_the_wire_once_its_body_is_there(frame in to_gateway()) {
        let sent = if let ToGateway::Send(send) = &frame { send.body.clone() } else { None };
        let bytes = pb::NodeFrame::from(frame.clone()).encode_to_vec();
        let read = pb::NodeFrame::decode(&bytes[..]).unwrap().frame.unwrap();
        let body = |hash| sent.clone().filter(|(sent, _)| *sent == hash).map(|(_, bytes)| bytes);
        prop_assert_eq!(ToGateway::from_pb(read, body), Ok(frame));
    }

    #[test]
    fn a_checkpoint_survives_the_wire_within_256_bytes(checkpoint in checkpoints()) {
        let bytes = checkpoint_to_bytes(&checkpoint);
        prop_assert!(bytes.len() <= 256, "{} bytes", bytes.len());
        prop_assert_eq!(checkpoint_from_bytes(&bytes), Ok(checkpoint));
    }
}

#[test]
fn the_largest_checkpoint_fits_256_bytes() {
    let digest = Digest([0xff; 32]);
    let largest = Checkpoint {
        sequence_num: u64::MAX,
        capabilities: u64::MAX,
        digest: [0xff; 16],
        offered: Some((digest, Moment(u64::MAX))),
        failed: Some(digest),
        full_state_asked: Some(Moment(u64::MAX)),
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
