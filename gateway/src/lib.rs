//! Holds agents' sockets: TLS, client authentication, WebSocket and HTTP framing, limits, pings, routing by shard.
//!
//! It decodes nothing but the frame header and the uid. What a message means is for the node that owns its shard.

mod admission;
mod answer;
mod ask;
pub mod body;
mod carrier;
mod closing;
mod config;
mod content;
mod core;
mod deflate;
mod exchange;
mod follow;
mod gate;
mod handle;
mod links;
mod listen;
mod message;
mod meter;
mod metrics;
mod outbox;
mod pace;
mod rewind;
mod routes;
mod run;
mod stall;
mod surface;
mod tls;
mod trace;
mod websocket;

pub use ask::Coding;
pub use config::Config;
pub use links::Dial;
pub use listen::accepted;
pub use metrics::Metrics;
pub use run::{Error, Parts, Ready, run};
pub use tls::{ClientAuth, TlsError, TlsMaterial};
