//! Names of things. Each is parsed once, at the edge, and cannot be wrong afterwards.

use std::fmt;
use std::hash::Hasher;
use std::str::FromStr;

use siphasher::sip::SipHasher13;

/// Shards of the uid space: the unit of ownership, movement and batching.
pub const SHARDS: u16 = 4096;

/// Writes 16 bytes as canonical UUID text.
fn write_uuid(bytes: &[u8; 16], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            f.write_str("-")?;
        }
        write!(f, "{byte:02x}")?;
    }
    Ok(())
}

/// Reads UUID text, with or without hyphens, in either case.
fn parse_uuid(text: &str) -> Result<[u8; 16], InvalidId> {
    let hyphenated = text.len() == 36
        && text.char_indices().all(|(at, c)| (c == '-') == matches!(at, 8 | 13 | 18 | 23));
    let digits: String = if hyphenated { text.replace('-', "") } else { text.to_owned() };
    let mut bytes = [0; 16];
    hex::decode_to_slice(digits, &mut bytes).map_err(|_| InvalidId)?;
    Ok(bytes)
}

/// The text or bytes are not a 16-byte id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a 16-byte id; write it as a UUID like 01926f3e-8c5a-7cc0-b2f1-0a1b2c3d4e5f")]
pub struct InvalidId;

macro_rules! id16 {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 16]);

        impl $name {
            /// Wraps bytes that are known to be an id.
            pub const fn new(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// The 16 bytes, as they go on the wire.
            pub const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }

            /// The bytes as an owned protobuf field.
            pub fn to_bytes(self) -> bytes::Bytes {
                bytes::Bytes::copy_from_slice(&self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_uuid(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_uuid(&self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                parse_uuid(text).map(Self)
            }
        }

        impl TryFrom<&[u8]> for $name {
            type Error = InvalidId;

            fn try_from(bytes: &[u8]) -> Result<Self, InvalidId> {
                bytes.try_into().map(Self).map_err(|_| InvalidId)
            }
        }
    };
}

id16! {
    /// An agent: the 16 bytes of its OpAMP `instance_uid`. Shown as a UUID.
    AgentId
}
id16! {
    /// One running process of one role; fresh at every process start (UUIDv7).
    MemberId
}

impl AgentId {
    /// Reads `AgentToServer.instance_uid`.
    ///
    /// # Errors
    /// [`InvalidId`] unless it is 16 bytes and not all zero (PROTOCOL.md U1: nil is refused).
    pub fn from_wire(bytes: &[u8]) -> Result<Self, InvalidId> {
        Self::try_from(bytes).and_then(|id| if id.0 == [0; 16] { Err(InvalidId) } else { Ok(id) })
    }
}

/// One of [`SHARDS`] slices of the uid space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shard(u16);

impl Shard {
    /// The shard with this number.
    ///
    /// # Errors
    /// [`InvalidId`] from [`SHARDS`] upwards.
    pub fn new(number: u32) -> Result<Self, InvalidId> {
        u16::try_from(number).ok().filter(|n| *n < SHARDS).map(Self).ok_or(InvalidId)
    }

    /// The shard of an agent: SipHash-1-3 of the uid under the cluster's key, modulo [`SHARDS`].
    pub fn of(agent: AgentId, cluster_key: &[u8; 16]) -> Self {
        let mut hasher = SipHasher13::new_with_key(cluster_key);
        hasher.write(agent.as_bytes());
        Self((hasher.finish() % u64::from(SHARDS)) as u16)
    }

    /// Its number, below [`SHARDS`].
    pub const fn number(self) -> u16 {
        self.0
    }

    /// Every shard, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..SHARDS).map(Self)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.0)
    }
}

/// A point in the store's history. Every write gets a higher one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Revision(pub u64);

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One claim of one shard: the store revision that wrote it, under the cluster's generation (raised after a restore).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Epoch {
    /// The cluster's generation.
    pub generation: u64,
    /// The mod revision of the shard's key.
    pub revision: Revision,
}

impl fmt::Display for Epoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.generation, self.revision)
    }
}

/// A socket of one gateway process: one WebSocket, or one HTTP exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SocketId(pub u64);

/// SHA-256 of something.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The SHA-256 of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::Digest as _;
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// The bytes as an owned protobuf field.
    pub fn to_bytes(self) -> bytes::Bytes {
        bytes::Bytes::copy_from_slice(&self.0)
    }
}

impl Digest {
    /// The half that is kept where room is short: 128 bits still name one content.
    pub fn prefix(self) -> Prefix {
        let mut half = [0; 16];
        half.copy_from_slice(&self.0[..16]);
        Prefix(half)
    }
}

/// The first half of a [`Digest`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Prefix(pub [u8; 16]);

impl Prefix {
    /// Its bytes, for a record or a checkpoint.
    pub fn to_bytes(self) -> bytes::Bytes {
        bytes::Bytes::copy_from_slice(&self.0)
    }

    /// Reads a digest or its first half; `None` for anything else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let whole = matches!(bytes.len(), 16 | 32);
        bytes.get(..16).filter(|_| whole)?.try_into().ok().map(Self)
    }
}

impl fmt::Debug for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl TryFrom<&[u8]> for Digest {
    type Error = InvalidId;

    fn try_from(bytes: &[u8]) -> Result<Self, InvalidId> {
        bytes.try_into().map(Self).map_err(|_| InvalidId)
    }
}

#[cfg(test)]
mod tests;
