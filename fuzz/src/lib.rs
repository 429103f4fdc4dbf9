//! What must hold for any input, as functions of bytes: a fuzzing engine calls them with inputs it grows
//! (`make fuzz`), and a test with the committed corpus (`tests.rs`).
//!
//! Each target panics when something that must hold does not; that is its only output.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a panic is how a target reports a finding"
)]

mod http;
mod link;
mod reply;
mod selector;
mod server;
mod session;
mod wanted;
mod websocket;

pub use http::http;
pub use link::link;
pub use selector::selector;
pub use session::session;
pub use websocket::websocket;

/// A function of bytes that must not panic.
pub type Target = fn(&[u8]);

/// Every target by the name of its corpus.
pub const TARGETS: [(&str, Target); 5] = [
    ("websocket", websocket),
    ("http", http),
    ("session", session),
    ("selector", selector),
    ("link", link),
];

#[cfg(test)]
mod tests;
