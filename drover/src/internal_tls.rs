//! Traffic between processes of the cluster: mutual TLS 1.3 with the role in the certificate, and the server side
//! of the public API's TLS, which shares its accept loop.
//!
//! A connection whose certificate proves no role, or a role that has no business here, ends in the handshake; nothing
//! above this module sees it.

pub mod accept;
pub mod dial;
pub mod material;

pub use accept::{InternalConn, PublicConn, internal, public};
pub use dial::{Dial, dial};
pub use material::Material;

#[cfg(test)]
mod tests;
