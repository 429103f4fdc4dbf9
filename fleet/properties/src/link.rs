use bytes::Bytes;
use fleet::id::SHARDS;
use fleet::link::{
    Attach, Checkpoint, Claim, Message, OfferState, Principal, Send, SessionKey, Since, ToGateway,
    ToNode, Transport, checkpoint_from_bytes, checkpoint_to_bytes,
};
use fleet::{AgentId, Digest, Epoch, Moment, Prefix, Revision, Shard, SocketId};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use prost::Message as _;
use proto::link::v1 as pb;

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

fn prefixes() -> impl Strategy<Value = Prefix> {
    any::<[u8; 16]>().prop_map(Prefix)
}

prop_compose! {
    fn offer_states()(
        offered in option::of((prefixes(), moments())),
        failed in option::of(prefixes()),
        reported in option::of(prefixes()),
    ) -> OfferState {
        OfferState { offered, failed, reported }
    }
}

prop_compose! {
    fn checkpoints()(
        (sequence_num, capabilities, digest, custom) in any::<(u64, u64, [u8; 16], u64)>(),
        offers in [offer_states(), offer_states(), offer_states()],
        full_state_asked in option::of(moments()),
    ) -> Checkpoint {
        Checkpoint { sequence_num, capabilities, digest, offers, full_state_asked, custom }
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
        (id(), any::<u32>()).prop_map(|((key, claim), n)| ToGateway::Reattach(key, claim, n)),
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
