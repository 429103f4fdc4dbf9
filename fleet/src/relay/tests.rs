use bytes::Bytes;

use super::*;
use crate::link::{Checkpoint, Since};
use crate::{Epoch, Revision};

mod attaching;
mod ending;
mod moving;
mod writing;

pub(super) const NODE: MemberId = MemberId::new([1; 16]);
pub(super) const OTHER: MemberId = MemberId::new([2; 16]);

pub(super) fn shard() -> Shard {
    Shard::new(7).unwrap()
}

pub(super) fn agent(n: u8) -> AgentId {
    AgentId::new([n; 16])
}

pub(super) fn epoch(revision: u64) -> Epoch {
    Epoch { generation: 1, revision: Revision(revision) }
}

pub(super) fn claim(revision: u64) -> Claim {
    Claim { shard: shard(), epoch: epoch(revision) }
}

pub(super) fn route(owner: MemberId, revision: u64) -> Route {
    Route { owner, epoch: epoch(revision) }
}

pub(super) fn key(n: u8) -> SessionKey {
    SessionKey { socket: SocketId(1), agent: agent(n) }
}

pub(super) fn socket() -> Socket {
    socket_of(Transport::WebSocket)
}

pub(super) fn socket_of(transport: Transport) -> Socket {
    Socket::new(SocketId(1), transport, Principal::default(), Limits::default())
}

pub(super) fn received(n: u8, data: &'static [u8]) -> Received {
    let data = Bytes::from_static(data);
    Received { agent: agent(n), shard: shard(), data, traceparent: String::new() }
}

/// A socket whose agent 1 said `m1` to NODE under epoch 1 and was acknowledged.
pub(super) fn attached() -> Socket {
    let mut socket = socket();
    socket.on_message(received(1, b"m1"), Some(route(NODE, 1)));
    socket.on_frame(NODE, ToGateway::AttachAck(key(1), claim(1), since(1)));
    socket
}

pub(super) fn since(count: u64) -> Since {
    Since { epoch: epoch(1), count }
}

pub(super) fn checkpoint(sequence_num: u64) -> Checkpoint {
    Checkpoint { sequence_num, ..Checkpoint::default() }
}

/// A Send to agent 1 under epoch 1; its checkpoint's sequence number is its own.
pub(super) fn send(number: u64, answers: u64) -> ToGateway {
    send_under(1, number, answers)
}

pub(super) fn send_under(revision: u64, number: u64, answers: u64) -> ToGateway {
    send_to(1, revision, number, answers)
}

pub(super) fn send_to(n: u8, revision: u64, number: u64, answers: u64) -> ToGateway {
    ToGateway::Send(Box::new(Send {
        key: key(n),
        claim: claim(revision),
        number,
        attach: 1,
        head: Bytes::from(format!("s{number}")),
        body: None,
        checkpoint: checkpoint(number),
        answers,
        traceparent: String::new(),
    }))
}

/// Writes one message to the agent.
pub(super) fn write(socket: &mut Socket) -> Vec<Effect> {
    assert!(socket.next_write().is_some(), "nothing to write");
    socket.on_written()
}

pub(super) fn written(revision: u64, number: u64) -> ToNode {
    ToNode::Written(key(1), claim(revision), number)
}

pub(super) fn dropped(revision: u64, number: u64) -> ToNode {
    ToNode::Dropped(key(1), claim(revision), number)
}

/// The frames among effects, with their receivers.
pub(super) fn frames(effects: &[Effect]) -> Vec<(MemberId, ToNode)> {
    let frame = |effect: &Effect| {
        if let Effect::ToNode(to, frame) = effect { Some((*to, frame.clone())) } else { None }
    };
    effects.iter().filter_map(frame).collect()
}

/// The one Attach among effects and its receiver.
pub(super) fn attach_in(effects: &[Effect]) -> (MemberId, crate::link::Attach) {
    let mut attaches = frames(effects).into_iter().filter_map(|(to, frame)| {
        if let ToNode::Attach(attach) = frame { Some((to, *attach)) } else { None }
    });
    let attach = attaches.next().expect("an attach");
    assert!(attaches.next().is_none(), "a second attach");
    attach
}

/// The messages among effects: receiver, number, data, replayed.
pub(super) fn messages_in(effects: &[Effect]) -> Vec<(MemberId, u64, Bytes, bool)> {
    let message = |(to, frame)| {
        if let ToNode::Message(m) = frame { Some((to, m.number, m.data, m.replayed)) } else { None }
    };
    frames(effects).into_iter().filter_map(message).collect()
}
