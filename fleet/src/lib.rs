//! The domain and protocol core of Drover: pure functions and sans-IO state machines.
//!
//! Same input, same output. This crate never reads a clock, a socket, the environment or a random source, never
//! logs and never blocks; time, ids and randomness are arguments. Remote input cannot make it panic.
//!
//! The words used here are the words used everywhere: *agent, node, gateway, owner, epoch, shard, session, observed,
//! desired, offer, command* (see ARCHITECTURE.md §1).

pub mod capability;
pub mod components;
pub mod config;
pub mod custom;
pub mod desired;
pub mod id;
pub mod index;
pub mod link;
pub mod moment;
pub mod observed;
pub mod ownership;
pub mod pacer;
pub mod packages;
pub mod peer;
pub mod relay;
pub mod rendezvous;
pub mod selector;
pub mod session;
pub mod settings;
pub mod shards;
pub mod topology;
pub mod wire;

pub use id::{AgentId, Digest, Epoch, MemberId, Prefix, Revision, Shard, SocketId};
pub use moment::Moment;
pub use peer::{Peer, Role};
