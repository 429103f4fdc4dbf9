//! Who is at the other end of an internal connection.
//!
//! The answer comes from a verified certificate and from nowhere else; this module only names what a certificate can
//! say. A role is proven by the DNS name `<role>.drover.internal` among the certificate's subject alternative names.

use std::fmt;
use std::str::FromStr;

/// What a process of the cluster is (ARCHITECTURE.md §1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Holds sockets.
    Gateway,
    /// Holds sessions.
    Node,
    /// Serves operators and automation.
    ControlApi,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Gateway, Self::Node, Self::ControlApi];

    /// Its name in commands, members and logs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gateway => "gateway",
            Self::Node => "node",
            Self::ControlApi => "control-api",
        }
    }

    /// The DNS name that proves this role in an internal certificate; a client asks for it as the server name.
    pub const fn dns_name(self) -> &'static str {
        match self {
            Self::Gateway => "gateway.drover.internal",
            Self::Node => "node.drover.internal",
            Self::ControlApi => "control-api.drover.internal",
        }
    }

    /// The role this DNS name proves, if it is one of ours. DNS names compare without regard to case (RFC 4343).
    pub fn from_dns_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.dns_name().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The text names no role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a role; write gateway, node or control-api")]
pub struct InvalidRole;

impl FromStr for Role {
    type Err = InvalidRole;

    fn from_str(text: &str) -> Result<Self, InvalidRole> {
        Self::ALL.into_iter().find(|role| role.name() == text).ok_or(InvalidRole)
    }
}

/// The other end of an internal connection. Servers find it among a request's extensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer {
    /// The role its certificate proved.
    pub role: Role,
}

#[cfg(test)]
mod tests;
