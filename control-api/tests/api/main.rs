//! The services over real gRPC on loopback, with the embedded store and nodes that answer as they are told.

mod access;
mod agents;
mod commands;
mod configs;
mod lifecycle;
mod node;
mod watch;
mod world;
