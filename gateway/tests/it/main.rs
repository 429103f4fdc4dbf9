//! The gateway as agents see it: real TLS, real WebSockets and real HTTP against a node that only pretends.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]
#![allow(clippy::wildcard_enum_match_arm, reason = "a test looks for one kind of frame")]

mod agent;
mod content;
mod drain;
mod fake_node;
mod http;
mod link;
mod pki;
mod tls;
mod websocket;
mod world;
