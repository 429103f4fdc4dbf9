//! The services over real gRPC on loopback, with the embedded store and nodes that answer as they
//! are told.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod access;
mod agents;
mod commands;
mod configs;
mod faulty;
mod lifecycle;
mod live;
mod node;
mod packages;
mod parts;
mod settings;
mod uploads;
mod watch;
mod world;
