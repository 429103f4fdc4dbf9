//! Available components by the hash agents give them (OpAMP specification, "AvailableComponents"): an agent reports the
//! hash alone, and is asked for the rest only when nobody of its type has told it.
//!
//! The hash is the agent's choice, so it proves nothing. What one agent said is never taken for what an agent of
//! another type has, and when two agents of a type say different things under one hash, none of it is believed of a
//! third.

use std::collections::{BTreeMap, VecDeque};

use bytes::Bytes;
use prost::Message as _;
use proto::opamp::v1::AvailableComponents;

/// What is kept at most; the oldest is forgotten first and asked for again.
const KNOWN_LEN_MAX: usize = 256;
const KNOWN_BYTES_MAX: usize = 16 << 20;
/// The longest hash and the longest type that are looked up, in bytes.
const TEXT_LEN_MAX: usize = 256;

/// The type of an agent, and the hash it gave.
type Key = (String, Vec<u8>);

/// The components that agents of a type have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Learned {
    agent_type: String,
    hash: Bytes,
    /// The canonical encoding: equal components have equal bytes.
    encoded: Bytes,
}

impl Learned {
    /// An agent of this type, its claim `service.name`, has these, in full and with their hash.
    pub fn new(agent_type: &str, components: &AvailableComponents) -> Self {
        let encoded = components.encode_to_vec().into();
        Self { agent_type: agent_type.to_owned(), hash: components.hash.clone(), encoded }
    }
}

/// Whether this is a hash and nothing else.
pub fn is_bare(components: &AvailableComponents) -> bool {
    components.components.is_empty() && !components.hash.is_empty()
}

/// What is known. Bounded.
#[derive(Debug, Default)]
pub struct Known {
    /// `None`: agents of this type disagree about this hash.
    found: BTreeMap<Key, Option<Bytes>>,
    oldest: VecDeque<Key>,
    bytes: usize,
}

impl Known {
    /// What an agent of this type has that reports this hash.
    pub fn find(&self, agent_type: &str, hash: &[u8]) -> Option<AvailableComponents> {
        let encoded = self.found.get(&(agent_type.to_owned(), hash.to_vec()))?.clone()?;
        AvailableComponents::decode(encoded).ok()
    }

    /// Takes over what an agent reported in full. Returns whether it is news.
    pub fn learn(&mut self, learned: &Learned) -> bool {
        let Learned { agent_type, hash, encoded } = learned;
        let texts = [agent_type.len(), hash.len()];
        let size = encoded.len();
        if texts.iter().any(|len| !(1..=TEXT_LEN_MAX).contains(len)) || size > KNOWN_BYTES_MAX {
            return false;
        }
        let key = (agent_type.clone(), hash.to_vec());
        match self.found.get_mut(&key) {
            Some(None) => false,
            Some(Some(known)) if known == encoded => false,
            Some(contested) => {
                self.bytes -= contested.take().map_or(0, |known| known.len());
                true
            }
            None => {
                self.found.insert(key.clone(), Some(encoded.clone()));
                self.oldest.push_back(key);
                self.bytes += size;
                self.forget();
                true
            }
        }
    }

    fn forget(&mut self) {
        while (self.oldest.len() > KNOWN_LEN_MAX || self.bytes > KNOWN_BYTES_MAX)
            && let Some(oldest) = self.oldest.pop_front()
        {
            let known = self.found.remove(&oldest).flatten();
            self.bytes -= known.map_or(0, |known| known.len());
        }
    }
}

#[cfg(test)]
mod tests;
