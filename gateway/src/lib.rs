//! Holds agents' sockets: TLS, client authentication, WebSocket and HTTP framing, limits, pings, routing by shard.
//!
//! It decodes nothing but the frame header and the uid. What a message means is for the node that owns its shard.

mod admission;
mod ask;
mod body;
mod config;
mod gate;
mod handle;
mod outbox;
mod routes;
mod tls;

pub use config::Config;
pub use tls::{ClientAuth, TlsError, TlsMaterial};
