//! A simulated OpAMP agent, and a fleet of them over real TLS: load generator, demonstration and
//! test double.
//!
//! [`client::Session`] is the agent's half of the conversation, without sockets, clocks or
//! randomness; it behaves as opamp-go's client does, because that is what nearly every real agent
//! runs. [`Fleet`] gives thousands of sessions a WebSocket or an HTTP connection each. Nothing here
//! may depend on how the server works inside.

pub mod behaviour;
pub mod client;
pub mod identity;
pub mod net;
pub mod profile;
pub mod seen;

pub use behaviour::{Behaviour, Reaction};
pub use net::{AgentView, ClientPem, Config, Error, Fleet, Summary};
