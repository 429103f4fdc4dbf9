//! What the whole-system suites stand on: real processes, started in a directory of their own,
//! read line by line, and ended by their own process id.
//!
//! A tool that is missing is an error, never a skipped test. Nothing here retries: a suite waits
//! for a condition with a deadline.

pub mod agent;
pub mod api;
pub mod built;
pub mod cluster;
pub mod collector;
pub mod conformance;
pub mod credentials;
pub mod csr;
pub mod drover;
pub mod etcd;
pub mod node;
pub mod offered;
pub mod ports;
pub mod process;
pub mod shared;
pub mod standalone;
pub mod supervisor;
pub mod wire;

pub use cluster::{Cluster, LEASE_TTL, SOON, until_connected};
pub use collector::{Collector, Span};
pub use offered::{By, Hand};
pub use process::{Process, free_port, until};
pub use shared::Shared;
pub use standalone::Standalone;
pub use supervisor::Supervisor;
pub use wire::Wire;
