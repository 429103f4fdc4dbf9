//! One stored revision, ready to be offered.

use std::sync::Arc;

use bytes::Bytes;
use prost::Message;
use proto::opamp::v1::{
    AgentCapabilities as Bit, AgentRemoteConfig, ConnectionSettingsOffers, ServerToAgent,
};
use proto::record::v1 as record;

use super::{ConfigRef, Kind};
use crate::config::{self, Name};
use crate::{Digest, packages, selector, settings};

/// A stored row that means nothing to this version. The row is left out; an operator has to look.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidRow {
    /// The name breaks the grammar.
    #[error("'{0}' is no name of a config, package set, settings or assignment")]
    Name(String),
    /// The stored hash is not the hash of the stored content.
    #[error("{name} revision {revision}: its hash is not the hash of its content")]
    Hash {
        /// The name.
        name: Name,
        /// The revision.
        revision: u64,
    },
    /// The selector of an assignment or gate does not parse.
    #[error("assignment {name}: {why}")]
    Selector {
        /// The assignment.
        name: Name,
        /// What is wrong.
        why: selector::Invalid,
    },
    /// An assignment that names nothing.
    #[error("assignment {0} names nothing to offer")]
    Empty(Name),
    /// The kind is none that this version knows.
    #[error("{0} is of a kind that this version does not know")]
    Kind(Name),
    /// No message could carry it (PROTOCOL.md T10).
    #[error("{name} revision {revision}: {bytes} bytes are more than a message may have")]
    TooLarge {
        /// The name.
        name: Name,
        /// The revision.
        revision: u64,
        /// Of the message that would offer it.
        bytes: usize,
    },
}

/// Where revisions are kept; names count within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Folder {
    /// `configs/`.
    Configs,
    /// `packages/`.
    Packages,
    /// `settings/`.
    Settings,
}

impl Folder {
    /// Where revisions of this kind are kept.
    pub fn of(kind: Kind) -> Self {
        match kind {
            Kind::RemoteConfig => Self::Configs,
            Kind::Packages => Self::Packages,
            Kind::OpampSettings | Kind::OwnTelemetry | Kind::OtherConnections => Self::Settings,
        }
    }
}

/// A stored revision.
#[derive(Debug, Clone, Copy)]
pub enum Row<'a> {
    /// Of a config.
    Config(&'a record::Config),
    /// Of a set of packages.
    Packages(&'a record::PackageSet),
    /// Of connection settings.
    Settings(&'a record::Settings),
}

impl<'a> From<&'a record::Config> for Row<'a> {
    fn from(row: &'a record::Config) -> Self {
        Self::Config(row)
    }
}

impl<'a> From<&'a record::PackageSet> for Row<'a> {
    fn from(row: &'a record::PackageSet) -> Self {
        Self::Packages(row)
    }
}

impl<'a> From<&'a record::Settings> for Row<'a> {
    fn from(row: &'a record::Settings) -> Self {
        Self::Settings(row)
    }
}

impl Row<'_> {
    pub(super) fn folder(self) -> Folder {
        match self {
            Row::Config(_) => Folder::Configs,
            Row::Packages(_) => Folder::Packages,
            Row::Settings(_) => Folder::Settings,
        }
    }

    pub(super) fn key(self) -> Result<ConfigRef, InvalidRow> {
        let (name, revision) = match self {
            Row::Config(row) => (&row.name, row.revision),
            Row::Packages(row) => (&row.name, row.revision),
            Row::Settings(row) => (&row.name, row.revision),
        };
        let name = name.parse().map_err(|_| InvalidRow::Name(name.clone()))?;
        Ok(ConfigRef { name, revision })
    }

    /// The hash that the row says it has.
    pub(super) fn hash(self) -> Bytes {
        match self {
            Row::Config(row) => row.hash.clone(),
            Row::Packages(row) => {
                row.packages.as_ref().map(|set| set.all_packages_hash.clone()).unwrap_or_default()
            }
            Row::Settings(row) => row.hash.clone(),
        }
    }
}

/// What is appended to a message to make it an offer. Immutable, and shared by every agent that
/// gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payload {
    /// What agents report back.
    pub hash: Digest,
    /// A `ServerToAgent` with nothing but the offer, encoded. Appended to any encoded
    /// `ServerToAgent` that does not set the field, it gives the message with it.
    pub fragment: Bytes,
    /// The SHA-256 of `fragment`, under which links send it once. `None` when one agent alone gets
    /// it.
    pub fragment_hash: Option<Digest>,
    /// The capability bits without which it must not be offered.
    pub needs: u64,
    /// Whether it shares its message with no other offer: the agent drops its connection over it.
    pub alone: bool,
}

impl Payload {
    fn new(hash: Digest, message: &ServerToAgent, needs: u64) -> Self {
        let fragment = Bytes::from(message.encode_to_vec());
        let fragment_hash = Some(Digest::of(&fragment));
        Self { hash, fragment, fragment_hash, needs, alone: false }
    }

    /// Composed connection settings. `None` when their hash is not one.
    pub fn settings(offer: ConnectionSettingsOffers) -> Option<Self> {
        let hash = Digest::try_from(&offer.hash[..]).ok()?;
        let used = [
            (Bit::AcceptsOpAmpConnectionSettings, offer.opamp.is_some()),
            (Bit::ReportsOwnMetrics, offer.own_metrics.is_some()),
            (Bit::ReportsOwnTraces, offer.own_traces.is_some()),
            (Bit::ReportsOwnLogs, offer.own_logs.is_some()),
            (Bit::AcceptsOtherConnectionSettings, !offer.other_connections.is_empty()),
        ];
        let needs = used.iter().filter(|(_, used)| *used).map(|(bit, _)| *bit as u64).sum();
        let pair = offer.opamp.as_ref().and_then(|opamp| opamp.certificate.as_ref());
        // Only an answer to a request comes without a key, and it is nobody else's.
        let own = pair.is_some_and(|pair| pair.private_key.is_empty());
        let alone = offer.opamp.is_some();
        let message = ServerToAgent { connection_settings: Some(offer), ..Default::default() };
        let shared = Self::new(hash, &message, needs);
        let fragment_hash = shared.fragment_hash.filter(|_| !own);
        Some(Self { fragment_hash, alone, ..shared })
    }
}

/// One revision of something to offer.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub name: Name,
    /// Counts from 1 per name.
    pub revision: u64,
    /// Of its content, as stored. A config's and a package set's is what agents report back;
    /// settings get theirs when they are composed.
    pub hash: Digest,
    content: Content,
}

#[derive(Debug, Clone, PartialEq)]
enum Content {
    Whole(Arc<Payload>),
    /// One agent's offer is composed of several.
    Part(Box<ConnectionSettingsOffers>),
}

impl Item {
    /// Reads and encodes a stored revision.
    ///
    /// # Errors
    /// [`InvalidRow`] when its name breaks the grammar, its hash is not the hash of its content or
    /// its kind is unknown.
    pub fn new(row: Row<'_>) -> Result<Self, InvalidRow> {
        let ConfigRef { name, revision } = row.key()?;
        let (kind, hash, content) = match row {
            Row::Config(row) => {
                let map = row.config_map.clone().unwrap_or_default();
                let hash = config::hash(&map);
                let config_hash = hash.to_bytes();
                let offer = AgentRemoteConfig { config: Some(map), config_hash };
                let message = ServerToAgent { remote_config: Some(offer), ..Default::default() };
                let needs = Bit::AcceptsRemoteConfig as u64;
                let payload = Payload::new(hash, &message, needs);
                (Kind::RemoteConfig, hash, Content::Whole(Arc::new(payload)))
            }
            Row::Packages(row) => {
                let set = row.packages.clone().unwrap_or_default();
                let hash = packages::hash(&set);
                let hash = hash.ok_or_else(|| InvalidRow::Hash { name: name.clone(), revision })?;
                let packages_available = Some(set);
                let message = ServerToAgent { packages_available, ..Default::default() };
                let payload = Payload::new(hash, &message, Bit::AcceptsPackages as u64);
                (Kind::Packages, hash, Content::Whole(Arc::new(payload)))
            }
            Row::Settings(row) => {
                let settings = row.settings.clone().unwrap_or_default();
                let kind =
                    Kind::read(row.kind).filter(|kind| Folder::of(*kind) == Folder::Settings);
                let kind = kind.ok_or_else(|| InvalidRow::Kind(name.clone()))?;
                (kind, settings::hash(&settings), Content::Part(Box::new(settings)))
            }
        };
        if row.hash()[..] != hash.0 {
            return Err(InvalidRow::Hash { name, revision });
        }
        Ok(Self { kind, name, revision, hash, content })
    }

    /// What is appended to a message to offer it; `None` for settings, which are composed first.
    pub fn payload(&self) -> Option<&Arc<Payload>> {
        match &self.content {
            Content::Whole(payload) => Some(payload),
            Content::Part(_) => None,
        }
    }

    /// The settings, of a kind that is settings. They hold secrets.
    pub fn settings(&self) -> Option<&ConnectionSettingsOffers> {
        match &self.content {
            Content::Whole(_) => None,
            Content::Part(settings) => Some(settings),
        }
    }

    /// Bytes that it adds to a message.
    pub(super) fn bytes(&self) -> usize {
        match &self.content {
            Content::Whole(payload) => payload.fragment.len(),
            Content::Part(settings) => settings.encoded_len(),
        }
    }
}
