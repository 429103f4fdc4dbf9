//! Desired state is computed: what one agent should have now follows from the agent, the
//! assignments and its own row (ARCHITECTURE.md §3.5). Nodes and the control API feed a [`Catalog`]
//! from the same store and get the same answer.

mod catalog;
mod item;

use std::borrow::Cow;
use std::hash::Hasher;
use std::sync::Arc;

use proto::opamp::v1::ConnectionSettingsOffers;
use proto::record::v1::{self as record, OfferKind};
use siphasher::sip::SipHasher13;

pub use catalog::{Catalog, MESSAGE_BYTES_MAX};
pub use item::{Folder, InvalidRow, Item, Payload, Row};

use crate::AgentId;
use crate::capability::Capabilities;
use crate::config::{self, Name};
use crate::selector::{Claims, Facts, Key};
use crate::settings::{self, Wanted};

/// What agents can be offered. Each kind has its own assignments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The files an agent runs with.
    RemoteConfig,
    /// The complete set of its packages.
    Packages,
    /// How it reaches this server.
    OpampSettings,
    /// Where its own metrics, traces and logs go.
    OwnTelemetry,
    /// Everything else it connects to.
    OtherConnections,
}

impl Kind {
    /// A stored kind; `None` for one that this version does not know.
    pub fn read(kind: i32) -> Option<Self> {
        match OfferKind::try_from(kind) {
            Ok(OfferKind::Unspecified | OfferKind::RemoteConfig) => Some(Self::RemoteConfig),
            Ok(OfferKind::Packages) => Some(Self::Packages),
            Ok(OfferKind::OpampSettings) => Some(Self::OpampSettings),
            Ok(OfferKind::OwnTelemetry) => Some(Self::OwnTelemetry),
            Ok(OfferKind::OtherConnections) => Some(Self::OtherConnections),
            Err(_) => None,
        }
    }

    /// What an agent's own row names of this kind.
    fn of_row(self, row: &record::Desired) -> Option<&record::ConfigRef> {
        match self {
            Self::RemoteConfig => row.remote_config.as_ref(),
            Self::Packages => row.packages.as_ref(),
            Self::OpampSettings => row.opamp_settings.as_ref(),
            Self::OwnTelemetry => row.own_telemetry.as_ref(),
            Self::OtherConnections => row.other_connections.as_ref(),
        }
    }
}

/// Names one revision of something that can be offered, within its kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConfigRef {
    /// Its name.
    pub name: Name,
    /// Counts from 1 per name.
    pub revision: u64,
}

impl TryFrom<&record::ConfigRef> for ConfigRef {
    type Error = config::InvalidName;

    fn try_from(row: &record::ConfigRef) -> Result<Self, config::InvalidName> {
        Ok(Self { name: row.name.parse()?, revision: row.revision })
    }
}

/// Why an agent should have something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// It was offered to this agent alone.
    Offer,
    /// This assignment selects the agent.
    Assignment(Name),
}

/// What an agent should have of one kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// Nothing is meant for it: it keeps what it has.
    Nothing,
    /// Something is, but its revision is not known here (yet): the agent keeps what it has until it
    /// is. Falling back to a lower assignment would make the agent flap whenever two watches
    /// deliver out of step.
    Unknown(ConfigRef, Source),
    /// This.
    Wanted(Arc<Item>, Source),
}

impl Target {
    /// What is meant for the agent, if it is known.
    pub fn item(&self) -> Option<&Arc<Item>> {
        match self {
            Self::Wanted(item, _) => Some(item),
            Self::Nothing | Self::Unknown(..) => None,
        }
    }
}

/// What one agent should have now.
#[derive(Debug, Clone, PartialEq)]
pub struct Desired {
    /// Its remote config.
    pub remote_config: Target,
    /// Its packages.
    pub packages: Target,
    /// How it reaches this server.
    pub opamp_settings: Target,
    /// Where its own telemetry goes.
    pub own_telemetry: Target,
    /// Its other connections.
    pub other_connections: Target,
    /// The certificate that answers its request.
    pub certificate: Option<record::IssuedCertificate>,
    /// Rises when an operator lifts the hold on a config that the agent reported FAILED.
    pub retry: u64,
    /// The same for packages.
    pub packages_retry: u64,
    /// The same for connection settings; it is part of the hash that is offered.
    pub settings_retry: u64,
}

impl Desired {
    /// The connection settings to offer to an agent with these capabilities: one snapshot of all
    /// that is meant for it. `None` as long as a part of that is not known here: the agent would be
    /// told twice, and each time may cost it its connection.
    pub fn settings(&self, capabilities: Capabilities) -> Option<ConnectionSettingsOffers> {
        let [opamp, own, other] =
            [&self.opamp_settings, &self.own_telemetry, &self.other_connections];
        if [opamp, own, other].iter().any(|target| matches!(target, Target::Unknown(..))) {
            return None;
        }
        let part = |target: &'_ Target| target.item().and_then(|item| item.settings().cloned());
        let (opamp, own, other) = (part(opamp), part(own), part(other));
        let wanted = Wanted {
            opamp: opamp.as_ref(),
            own_telemetry: own.as_ref(),
            other_connections: other.as_ref(),
            certificate: self.certificate.as_ref(),
            retry: self.settings_retry,
        };
        settings::compose(&wanted, capabilities)
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

/// What this agent should have: of each kind what its own row names, otherwise that of the matching
/// assignment with the highest priority (of equal ones, the name that sorts first).
pub fn resolve(subject: &Subject<'_>, catalog: &Catalog) -> Desired {
    let target = |kind: Kind| match subject.row.and_then(|row| kind.of_row(row)) {
        Some(offered) => match ConfigRef::try_from(offered) {
            Ok(offered) => catalog.find(kind, offered, Source::Offer),
            Err(_) => Target::Nothing,
        },
        None => catalog.assigned(kind, subject),
    };
    Desired {
        remote_config: target(Kind::RemoteConfig),
        packages: target(Kind::Packages),
        opamp_settings: target(Kind::OpampSettings),
        own_telemetry: target(Kind::OwnTelemetry),
        other_connections: target(Kind::OtherConnections),
        certificate: subject.row.and_then(|row| row.certificate.clone()),
        retry: subject.row.map_or(0, |row| row.retry),
        packages_retry: subject.row.map_or(0, |row| row.packages_retry),
        settings_retry: subject.row.map_or(0, |row| row.settings_retry),
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
