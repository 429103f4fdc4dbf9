//! Frames as protobuf and back. Nothing invalid gets past here.

use bytes::Bytes;
use prost::Message as _;
use proto::link::v1 as pb;
use proto::link::v1::gateway_frame::Frame as FromGateway;
use proto::link::v1::node_frame::Frame as FromNode;

use super::{
    Attach, Checkpoint, Claim, Message, OfferState, Principal, Send, SessionKey, Since, ToGateway,
    ToNode, Transport,
};
use crate::{AgentId, Digest, Epoch, Moment, Prefix, Revision, Shard, SocketId};

/// A frame that a correct peer never sends: end the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("invalid link frame: {0}")]
pub struct FrameError(pub &'static str);

fn key_to_pb(key: SessionKey) -> Option<pb::Session> {
    Some(pb::Session { socket: key.socket.0, instance_uid: key.agent.to_bytes() })
}

fn key(session: Option<pb::Session>) -> Result<SessionKey, FrameError> {
    let session = session.ok_or(FrameError("session missing"))?;
    let agent = AgentId::from_wire(&session.instance_uid).map_err(|_| FrameError("bad uid"))?;
    Ok(SessionKey { socket: SocketId(session.socket), agent })
}

fn claim_to_pb(claim: Claim) -> pb::Claim {
    pb::Claim {
        shard: claim.shard.number().into(),
        generation: claim.epoch.generation,
        revision: claim.epoch.revision.0,
    }
}

fn claim(claim: Option<pb::Claim>) -> Result<Claim, FrameError> {
    claim.ok_or(FrameError("claim missing")).and_then(claim_of)
}

fn claim_of(claim: pb::Claim) -> Result<Claim, FrameError> {
    let shard = Shard::new(claim.shard).map_err(|_| FrameError("shard out of range"))?;
    let epoch = Epoch { generation: claim.generation, revision: Revision(claim.revision) };
    Ok(Claim { shard, epoch })
}

fn claims(list: Vec<pb::Claim>) -> Result<Vec<Claim>, FrameError> {
    list.into_iter().map(claim_of).collect()
}

fn since_to_pb(since: Since) -> pb::Since {
    let Since { epoch, count } = since;
    pb::Since { generation: epoch.generation, revision: epoch.revision.0, count }
}

fn since(since: pb::Since) -> Since {
    let epoch = Epoch { generation: since.generation, revision: Revision(since.revision) };
    Since { epoch, count: since.count }
}

fn digest(bytes: &Bytes) -> Result<Option<Digest>, FrameError> {
    if bytes.is_empty() {
        return Ok(None);
    }
    Digest::try_from(&bytes[..]).map(Some).map_err(|_| FrameError("bad hash"))
}

fn digest_to_pb(digest: Option<Digest>) -> Bytes {
    digest.map(Digest::to_bytes).unwrap_or_default()
}

fn checkpoint_to_pb(checkpoint: &Checkpoint) -> pb::Checkpoint {
    let [remote_config, packages, settings] = checkpoint.offers;
    pb::Checkpoint {
        sequence_num: checkpoint.sequence_num,
        capabilities: checkpoint.capabilities,
        digest: Bytes::copy_from_slice(&checkpoint.digest),
        remote_config: offers_to_pb(remote_config),
        packages: offers_to_pb(packages),
        settings: offers_to_pb(settings),
        full_state_asked_unix_ms: checkpoint.full_state_asked.map_or(0, |at| at.0),
        custom_capabilities: checkpoint.custom,
    }
}

fn checkpoint(checkpoint: pb::Checkpoint) -> Result<Checkpoint, FrameError> {
    Ok(Checkpoint {
        sequence_num: checkpoint.sequence_num,
        capabilities: checkpoint.capabilities,
        digest: checkpoint.digest[..].try_into().map_err(|_| FrameError("bad digest"))?,
        offers: [
            offers(checkpoint.remote_config)?,
            offers(checkpoint.packages)?,
            offers(checkpoint.settings)?,
        ],
        custom: checkpoint.custom_capabilities,
        full_state_asked: Some(checkpoint.full_state_asked_unix_ms)
            .filter(|ms| *ms != 0)
            .map(Moment),
    })
}

fn offers_to_pb(state: OfferState) -> Option<pb::OfferState> {
    let prefix = |prefix: Option<Prefix>| prefix.map(Prefix::to_bytes).unwrap_or_default();
    (state != OfferState::default()).then(|| pb::OfferState {
        offered: prefix(state.offered.map(|(hash, _)| hash)),
        offered_unix_ms: state.offered.map_or(0, |(_, at)| at.0),
        failed: prefix(state.failed),
        reported: prefix(state.reported),
    })
}

fn offers(state: Option<pb::OfferState>) -> Result<OfferState, FrameError> {
    let state = state.unwrap_or_default();
    let prefix = |bytes: &Bytes| match Prefix::read(bytes) {
        None if !bytes.is_empty() => Err(FrameError("bad hash")),
        prefix => Ok(prefix),
    };
    let offered = prefix(&state.offered)?;
    let offered = offered.map(|hash| (hash, Moment(state.offered_unix_ms)));
    Ok(OfferState { offered, failed: prefix(&state.failed)?, reported: prefix(&state.reported)? })
}

/// A checkpoint as bytes, for the hand-off of polling agents.
pub fn checkpoint_to_bytes(value: &Checkpoint) -> Bytes {
    checkpoint_to_pb(value).encode_to_vec().into()
}

/// Reads [`checkpoint_to_bytes`].
///
/// # Errors
/// [`FrameError`] when the bytes are not a checkpoint.
pub fn checkpoint_from_bytes(bytes: &[u8]) -> Result<Checkpoint, FrameError> {
    pb::Checkpoint::decode(bytes).map_err(|_| FrameError("bad checkpoint")).and_then(checkpoint)
}

fn transport_to_pb(transport: Transport) -> i32 {
    match transport {
        Transport::WebSocket => pb::Transport::Websocket.into(),
        Transport::Http => pb::Transport::Http.into(),
    }
}

fn transport(value: i32) -> Result<Transport, FrameError> {
    match pb::Transport::try_from(value) {
        Ok(pb::Transport::Websocket) => Ok(Transport::WebSocket),
        Ok(pb::Transport::Http) => Ok(Transport::Http),
        Ok(pb::Transport::Unspecified) | Err(_) => Err(FrameError("unknown transport")),
    }
}

impl From<Attach> for pb::Attach {
    fn from(attach: Attach) -> Self {
        let Principal { certificate, peer_address } = attach.principal;
        Self {
            session: key_to_pb(attach.key),
            claim: Some(claim_to_pb(attach.claim)),
            checkpoint: attach.checkpoint.as_ref().map(checkpoint_to_pb),
            gap: attach.gap,
            transport: transport_to_pb(attach.transport),
            principal: Some(pb::Principal { certificate: digest_to_pb(certificate), peer_address }),
            replays: attach.replays,
            since: attach.since.map(since_to_pb),
            attach: attach.attach,
        }
    }
}

impl TryFrom<pb::Attach> for Attach {
    type Error = FrameError;

    fn try_from(attach: pb::Attach) -> Result<Self, FrameError> {
        let principal = attach.principal.unwrap_or_default();
        Ok(Self {
            key: key(attach.session)?,
            claim: claim(attach.claim)?,
            since: attach.since.map(since),
            checkpoint: attach.checkpoint.map(checkpoint).transpose()?,
            gap: attach.gap,
            transport: transport(attach.transport)?,
            principal: Principal {
                certificate: digest(&principal.certificate)?,
                peer_address: principal.peer_address,
            },
            replays: attach.replays,
            attach: attach.attach,
        })
    }
}

impl From<ToNode> for pb::GatewayFrame {
    fn from(frame: ToNode) -> Self {
        let session = key_to_pb;
        let owned = |claim| Some(claim_to_pb(claim));
        let frame = match frame {
            ToNode::Attach(attach) => FromGateway::Attach((*attach).into()),
            ToNode::Message(m) => FromGateway::Message(pb::Message {
                session: session(m.key),
                claim: owned(m.claim),
                number: m.number,
                data: m.data,
                replayed: m.replayed,
                traceparent: m.traceparent,
                attach: m.attach,
            }),
            ToNode::Detach(key, claim) => {
                FromGateway::Detach(pb::Detach { session: session(key), claim: owned(claim) })
            }
            ToNode::Written(key, claim, send) => FromGateway::Written(pb::Written {
                session: session(key),
                claim: owned(claim),
                send,
            }),
            ToNode::Dropped(key, claim, send) => FromGateway::Dropped(pb::Dropped {
                session: session(key),
                claim: owned(claim),
                send,
            }),
            ToNode::Attached(claim) => FromGateway::Attached(pb::Attached { claim: owned(claim) }),
            ToNode::Flushed(claims) => FromGateway::Flushed(pb::Flushed {
                claims: claims.into_iter().map(claim_to_pb).collect(),
            }),
            ToNode::ProbeResult(key, claim, alive) => FromGateway::ProbeResult(pb::ProbeResult {
                session: session(key),
                claim: owned(claim),
                alive,
            }),
        };
        Self { frame: Some(frame) }
    }
}

impl TryFrom<FromGateway> for ToNode {
    type Error = FrameError;

    fn try_from(frame: FromGateway) -> Result<Self, FrameError> {
        Ok(match frame {
            FromGateway::Attach(attach) => Self::Attach(Box::new(attach.try_into()?)),
            FromGateway::Message(m) => Self::Message(Message {
                key: key(m.session)?,
                claim: claim(m.claim)?,
                number: m.number,
                data: m.data,
                replayed: m.replayed,
                traceparent: m.traceparent,
                attach: m.attach,
            }),
            FromGateway::Detach(d) => Self::Detach(key(d.session)?, claim(d.claim)?),
            FromGateway::Written(w) => Self::Written(key(w.session)?, claim(w.claim)?, w.send),
            FromGateway::Dropped(d) => Self::Dropped(key(d.session)?, claim(d.claim)?, d.send),
            FromGateway::Attached(a) => Self::Attached(claim(a.claim)?),
            FromGateway::Flushed(f) => Self::Flushed(claims(f.claims)?),
            FromGateway::ProbeResult(p) => {
                Self::ProbeResult(key(p.session)?, claim(p.claim)?, p.alive)
            }
            FromGateway::Hello(_) => return Err(FrameError("a second hello")),
            FromGateway::Chunk(_) => return Err(FrameError("a chunk inside a chunk")),
        })
    }
}

/// A node's frame as protobuf. A Send names its body by hash only: the link sends the body itself first.
impl From<ToGateway> for pb::NodeFrame {
    fn from(frame: ToGateway) -> Self {
        let session = key_to_pb;
        let owned = |claim| Some(claim_to_pb(claim));
        let list = |claims: Vec<Claim>| claims.into_iter().map(claim_to_pb).collect();
        let frame = match frame {
            ToGateway::AttachAck(key, claim, since) => FromNode::AttachAck(pb::AttachAck {
                session: session(key),
                claim: owned(claim),
                since: Some(since_to_pb(since)),
            }),
            ToGateway::Send(send) => FromNode::Send(pb::Send {
                session: session(send.key),
                claim: owned(send.claim),
                send: send.number,
                head: send.head,
                body_hash: digest_to_pb(send.body.map(|(hash, _)| hash)),
                checkpoint: Some(checkpoint_to_pb(&send.checkpoint)),
                answers: send.answers,
                traceparent: send.traceparent,
                attach: send.attach,
            }),
            ToGateway::Close(key, claim, code, reason) => FromNode::Close(pb::Close {
                session: session(key),
                claim: owned(claim),
                code: code.into(),
                reason,
            }),
            ToGateway::Flush(claims) => FromNode::Flush(pb::Flush { claims: list(claims) }),
            ToGateway::Resume(claims) => FromNode::Resume(pb::Resume { claims: list(claims) }),
            ToGateway::NotOwner(claim) => FromNode::NotOwner(pb::NotOwner { claim: owned(claim) }),
            ToGateway::Probe(key, claim) => {
                FromNode::Probe(pb::Probe { session: session(key), claim: owned(claim) })
            }
            ToGateway::Reattach(key, claim, attach) => FromNode::Reattach(pb::Reattach {
                session: session(key),
                claim: owned(claim),
                attach,
            }),
        };
        Self { frame: Some(frame) }
    }
}

impl ToGateway {
    /// Reads a node's frame. `body` looks up a body this stream has received.
    ///
    /// # Errors
    /// [`FrameError`] for what a correct node never sends, a body it did not send among them.
    pub fn from_pb(
        frame: FromNode,
        body: impl Fn(Digest) -> Option<Bytes>,
    ) -> Result<Self, FrameError> {
        Ok(match frame {
            FromNode::AttachAck(ack) => {
                let place = ack.since.map(since).ok_or(FrameError("since missing"))?;
                Self::AttachAck(key(ack.session)?, claim(ack.claim)?, place)
            }
            FromNode::Send(send) => Self::Send(Box::new(send_of(send, body)?)),
            FromNode::Close(close) => {
                let code = u16::try_from(close.code).map_err(|_| FrameError("bad close code"))?;
                Self::Close(key(close.session)?, claim(close.claim)?, code, close.reason)
            }
            FromNode::Flush(flush) => Self::Flush(claims(flush.claims)?),
            FromNode::Resume(resume) => Self::Resume(claims(resume.claims)?),
            FromNode::NotOwner(not) => Self::NotOwner(claim(not.claim)?),
            FromNode::Probe(probe) => Self::Probe(key(probe.session)?, claim(probe.claim)?),
            FromNode::Reattach(lost) => {
                Self::Reattach(key(lost.session)?, claim(lost.claim)?, lost.attach)
            }
            FromNode::Hello(_) => return Err(FrameError("a second hello")),
            FromNode::Body(_) => return Err(FrameError("a body is not for a session")),
            FromNode::Chunk(_) => return Err(FrameError("a chunk inside a chunk")),
        })
    }
}

fn send_of(send: pb::Send, body: impl Fn(Digest) -> Option<Bytes>) -> Result<Send, FrameError> {
    let with_bytes = |hash| {
        body(hash).map(|bytes| (hash, bytes)).ok_or(FrameError("a body that was never sent"))
    };
    Ok(Send {
        key: key(send.session)?,
        claim: claim(send.claim)?,
        number: send.send,
        head: send.head,
        body: digest(&send.body_hash)?.map(with_bytes).transpose()?,
        checkpoint: checkpoint(send.checkpoint.ok_or(FrameError("checkpoint missing"))?)?,
        answers: send.answers,
        traceparent: send.traceparent,
        attach: send.attach,
    })
}
