//! What gateways and nodes say to each other about sessions, parsed once at the edge of the link.
//!
//! `docs/link.md` tells the story. Chunks, bodies by hash and the hello belong to the transport of the link and are
//! gone before a frame gets here.

use bytes::Bytes;

use crate::{AgentId, Digest, Epoch, Moment, Prefix, Shard, SocketId};

mod wire;

pub use wire::{FrameError, checkpoint_from_bytes, checkpoint_to_bytes};

/// One agent on one socket of one gateway process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SessionKey {
    /// The socket, unique within the gateway process.
    pub socket: SocketId,
    /// The agent.
    pub agent: AgentId,
}

/// A shard under one epoch: what every frame belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim {
    /// The shard.
    pub shard: Shard,
    /// Its epoch.
    pub epoch: Epoch,
}

/// How an agent talks to its gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// A WebSocket: the server can push.
    WebSocket,
    /// Plain HTTP: the server answers polls. A socket is one exchange.
    Http,
}

/// Who the TLS connection proved to be, as its gateway saw it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Principal {
    /// SHA-256 of the client certificate; `None` without one.
    pub certificate: Option<Digest>,
    /// Where the connection came from, `address:port`.
    pub peer_address: String,
}

impl Principal {
    /// The address without its port.
    pub fn host(&self) -> &str {
        self.peer_address.rsplit_once(':').map_or("", |(host, _)| host)
    }
}

/// When an owner first attached a session. The higher one is the incumbent when two sockets claim one agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Since {
    /// The owner's epoch at that time.
    pub epoch: Epoch,
    /// Counts first attaches within the epoch.
    pub count: u64,
}

/// What a new owner must know to go on where the old one stopped. Travels with every Send; the gateway installs it
/// when that message is on the socket, so that effect and checkpoint are atomic. At most 256 bytes encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Checkpoint {
    /// `AgentToServer.sequence_num` of the last merged message.
    pub sequence_num: u64,
    /// The agent's capability bits.
    pub capabilities: u64,
    /// Over all merged observed parts, see [`crate::observed::Observed::digest`].
    pub digest: [u8; 16],
    /// What was offered, in the order of [`crate::session::Slot::ALL`].
    pub offers: [OfferState; 3],
    /// When ReportFullState was last asked.
    pub full_state_asked: Option<Moment>,
    /// Stands for the custom capabilities the agent was told this server has, see [`crate::custom::Served::mark`].
    pub custom: u64,
}

/// What a new owner must know of the offers of one slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OfferState {
    /// Last offered on this socket, and when.
    pub offered: Option<(Prefix, Moment)>,
    /// What the agent last reported FAILED.
    pub failed: Option<Prefix>,
    /// What the agent last reported to have.
    pub reported: Option<Prefix>,
}

/// The frames a gateway sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ToNode {
    /// This session lives on this gateway.
    Attach(Box<Attach>),
    /// A message from the agent.
    Message(Message),
    /// The socket is gone.
    Detach(SessionKey, Claim),
    /// The Send with this number is on the socket.
    Written(SessionKey, Claim, u64),
    /// The Send with this number was not written and never will be.
    Dropped(SessionKey, Claim, u64),
    /// Every session of the shard on this gateway has been attached.
    Attached(Claim),
    /// Nothing of these shards is between node and sockets; input is held.
    Flushed(Vec<Claim>),
    /// The answer to a probe: whether the socket answered a ping.
    ProbeResult(SessionKey, Claim, bool),
}

/// The frames a node sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ToGateway {
    /// The session is attached; `since` is its place in the order of first attaches.
    AttachAck(SessionKey, Claim, Since),
    /// Write this to the agent.
    Send(Box<Send>),
    /// Close the session's socket with this WebSocket close code and reason.
    Close(SessionKey, Claim, u16, String),
    /// Stop forwarding input of these shards and say when all output is written.
    Flush(Vec<Claim>),
    /// The move did not happen: attach these shards again.
    Resume(Vec<Claim>),
    /// This node does not own that claim (a hint only).
    NotOwner(Claim),
    /// Ask the socket for a sign of life.
    Probe(SessionKey, Claim),
    /// A message of this attach came of a session that nothing is known of: attach it again, or nobody would answer it.
    Reattach(SessionKey, Claim, u32),
}

/// A session presents itself to the owner of its shard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attach {
    /// Who.
    pub key: SessionKey,
    /// To which owner.
    pub claim: Claim,
    /// Given by the first owner that attached it; `None` the first time.
    pub since: Option<Since>,
    /// As of the last message written; `None` before any.
    pub checkpoint: Option<Checkpoint>,
    /// Messages were lost: the full state must be asked for.
    pub gap: bool,
    /// How the agent talks.
    pub transport: Transport,
    /// Who the connection proved to be.
    pub principal: Principal,
    /// How many marked messages follow.
    pub replays: u32,
    /// Counts the attaches of this session, from 1.
    pub attach: u32,
}

/// An agent's message on its way to the owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Whose.
    pub key: SessionKey,
    /// To which owner.
    pub claim: Claim,
    /// Counts the session's messages from 1.
    pub number: u64,
    /// The attach it belongs to.
    pub attach: u32,
    /// The encoded AgentToServer.
    pub data: Bytes,
    /// Sent before, to an owner that did not answer.
    pub replayed: bool,
    /// W3C trace context, empty when not sampled.
    pub traceparent: String,
}

/// A ServerToAgent on its way to a socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Send {
    /// To whom.
    pub key: SessionKey,
    /// From which owner.
    pub claim: Claim,
    /// Rises per agent; Written and Dropped name it.
    pub number: u64,
    /// The attach it was made under. A gateway that has attached the session again since refuses it: the owner that saw
    /// the later attach decides anew.
    pub attach: u32,
    /// The encoded message, or its first part.
    pub head: Bytes,
    /// The rest: a body many agents share, appended by protobuf concatenation.
    pub body: Option<(Digest, Bytes)>,
    /// Installed when the message is written.
    pub checkpoint: Checkpoint,
    /// The number of the message it replies to; 0 for a push.
    pub answers: u64,
    /// W3C trace context, empty when not sampled.
    pub traceparent: String,
}

#[cfg(test)]
mod tests;
