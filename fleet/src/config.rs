//! Remote configs: their names and their hash.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use proto::opamp::v1::AgentConfigMap;
use sha2::{Digest as _, Sha256};

use crate::Digest;

/// The longest name of a config or an assignment, in bytes.
pub const NAME_LEN_MAX: usize = 63;

/// What the hash covers first, so that no other hash of this project can equal it.
const DOMAIN: &[u8] = b"drover remote config 1";

/// The hash that agents report back as `last_remote_config_hash` (PROTOCOL.md R3).
///
/// It covers the name, body and content type of every file, each framed by its length, in order of
/// the names: equal configs have equal hashes on every machine, and no two different configs share
/// one by moving bytes between fields.
pub fn hash(config: &AgentConfigMap) -> Digest {
    let mut sha = Sha256::new();
    frame(&mut sha, DOMAIN);
    sha.update((config.config_map.len() as u64).to_be_bytes());
    for (name, file) in &config.config_map {
        frame(&mut sha, name.as_bytes());
        frame(&mut sha, &file.body);
        frame(&mut sha, file.content_type.as_bytes());
    }
    Digest(sha.finalize().into())
}

fn frame(sha: &mut Sha256, bytes: &[u8]) {
    sha.update((bytes.len() as u64).to_be_bytes());
    sha.update(bytes);
}

/// The name of a config or an assignment: `[a-z0-9]([-a-z0-9.]*[a-z0-9])?`, at most
/// [`NAME_LEN_MAX`] bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(Arc<str>);

impl Name {
    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Name {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let edge = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit();
        let inner = |c: &u8| edge(*c) || matches!(c, b'-' | b'.');
        let bytes = text.as_bytes();
        let good = bytes.len() <= NAME_LEN_MAX
            && bytes.first().is_some_and(|c| edge(*c))
            && bytes.last().is_some_and(|c| edge(*c))
            && bytes.iter().all(inner);
        if good { Ok(Self(text.into())) } else { Err(InvalidName) }
    }
}

/// The text is not a [`Name`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("use 1 to 63 characters of a-z, 0-9, '-' and '.', first and last a letter or digit")]
pub struct InvalidName;

#[cfg(test)]
mod tests;
