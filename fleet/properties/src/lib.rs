//! Properties of `fleet`, through its public functions. A crate of its own, because what makes up the inputs brings a
//! random source, and `fleet` has none, not even in its tests.

#![cfg(test)]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod config;
mod link;
mod rendezvous;
mod selector;
mod wire;
