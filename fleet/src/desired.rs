//! Desired state is computed: what one agent should have now follows from the agent, the
//! assignments and its own row (ARCHITECTURE.md §3.5). Nodes and the control API feed a [`Catalog`]
//! from the same store and get the same answer.

mod catalog;

use std::borrow::Cow;
use std::hash::Hasher;
use std::sync::Arc;

use bytes::Bytes;
use prost::Message;
use proto::opamp::v1::{AgentRemoteConfig, ServerToAgent};
use proto::record::v1 as record;
use siphasher::sip::SipHasher13;

pub use catalog::{Catalog, InvalidRow};

use crate::config::{self, Name};
use crate::selector::{Claims, Facts, Key};
use crate::{AgentId, Digest};

/// One revision of a named config. Immutable, and shared by every agent that should have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigRevision {
    /// The config's name.
    pub name: Name,
    /// Counts from 1 per name.
    pub revision: u64,
    /// What agents report back, see [`config::hash`].
    pub hash: Digest,
    /// A `ServerToAgent` with nothing but `remote_config` (field 3), encoded. Appended to any
    /// encoded `ServerToAgent` that does not set the field, it gives the message with it.
    pub fragment: Bytes,
    /// The SHA-256 of `fragment`, under which links send it once.
    pub fragment_hash: Digest,
}

impl ConfigRevision {
    /// Encodes a stored config.
    ///
    /// # Errors
    /// [`InvalidRow`] when its name breaks the grammar or its hash is not the hash of its content.
    pub fn new(row: &record::Config) -> Result<Self, InvalidRow> {
        let name: Name = row.name.parse().map_err(|_| InvalidRow::Name(row.name.clone()))?;
        let config_map = row.config_map.clone().unwrap_or_default();
        let hash = config::hash(&config_map);
        if row.hash[..] != hash.0 {
            return Err(InvalidRow::Hash { name, revision: row.revision });
        }
        let offer = AgentRemoteConfig { config: Some(config_map), config_hash: hash.to_bytes() };
        let message = ServerToAgent { remote_config: Some(offer), ..ServerToAgent::default() };
        let fragment = Bytes::from(message.encode_to_vec());
        let fragment_hash = Digest::of(&fragment);
        Ok(Self { name, revision: row.revision, hash, fragment, fragment_hash })
    }

    /// The files, decoded from the fragment.
    pub fn files(&self) -> proto::opamp::v1::AgentConfigMap {
        // The fragment was encoded above, so decoding it cannot fail; if it did, no files is the
        // harmless answer.
        let message = ServerToAgent::decode(self.fragment.clone()).unwrap_or_default();
        message.remote_config.and_then(|offer| offer.config).unwrap_or_default()
    }
}

/// Names one revision of a config.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConfigRef {
    /// The config's name.
    pub name: Name,
    /// Counts from 1 per name.
    pub revision: u64,
}

/// Why an agent should have a config.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// It was offered to this agent alone.
    Offer,
    /// This assignment selects the agent.
    Assignment(Name),
}

/// The remote config an agent should have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemoteConfig {
    /// Nothing is meant for it: it keeps what it has.
    Nothing,
    /// Something is, but its revision is not known here (yet): the agent keeps what it has until it
    /// is. Falling back to a lower assignment would make the agent flap whenever two watches
    /// deliver out of step.
    Unknown(ConfigRef, Source),
    /// This.
    Wanted(Arc<ConfigRevision>, Source),
}

/// What one agent should have now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desired {
    /// Its remote config.
    pub remote_config: RemoteConfig,
    /// Rises when an operator lifts the hold on a config that the agent reported FAILED.
    pub retry: u64,
}

impl Desired {
    /// The config to offer, if there is one.
    pub fn config(&self) -> Option<&Arc<ConfigRevision>> {
        match &self.remote_config {
            RemoteConfig::Wanted(config, _) => Some(config),
            RemoteConfig::Nothing | RemoteConfig::Unknown(..) => None,
        }
    }
}

/// Whom desired state is computed for.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Its id.
    pub agent: AgentId,
    /// What it reports about itself.
    pub claims: &'a Claims,
    /// Its desired row: labels and what is meant for it alone.
    pub row: Option<&'a record::Desired>,
}

impl Facts for Subject<'_> {
    fn value(&self, key: &Key) -> Option<Cow<'_, str>> {
        match key {
            Key::Claim(name) => self.claims.get(name).map(Cow::Borrowed),
            Key::Label(name) => {
                self.row?.labels.get(name).map(|value| Cow::Borrowed(value.as_str()))
            }
            // Assignments are parsed without fields.
            Key::Field(_) => None,
        }
    }
}

/// What this agent should have: its own row's config, otherwise that of the matching assignment
/// with the highest priority (of equal ones, the name that sorts first).
pub fn resolve(subject: &Subject<'_>, catalog: &Catalog) -> Desired {
    let retry = subject.row.map_or(0, |row| row.retry);
    let offered = subject.row.and_then(|row| row.remote_config.as_ref());
    let remote_config = match offered {
        Some(offered) => match Name::try_from(offered) {
            Ok(name) => catalog.find(ConfigRef { name, revision: offered.revision }, Source::Offer),
            Err(_) => RemoteConfig::Nothing,
        },
        None => catalog.assigned(subject),
    };
    Desired { remote_config, retry }
}

impl TryFrom<&record::ConfigRef> for Name {
    type Error = config::InvalidName;

    fn try_from(row: &record::ConfigRef) -> Result<Self, config::InvalidName> {
        row.name.parse()
    }
}

/// Where an agent stands in a rollout: the same for ever for the same rollout and agent, and evenly
/// spread.
pub fn bucket(rollout: &str, agent: AgentId) -> u64 {
    let mut hasher = SipHasher13::new();
    hasher.write(&(rollout.len() as u64).to_be_bytes());
    hasher.write(rollout.as_bytes());
    hasher.write(agent.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests;
