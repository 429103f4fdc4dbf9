//! What configs, packages and connection settings share: who gets which revision.
//!
//! One row per assignment and one per agent, however many agents there are: nodes follow the same
//! rows and compute what each agent should have.

use bytes::Bytes;
use fleet::capability::{Capabilities, NAMES};
use fleet::config::{InvalidName, Name};
use fleet::selector::Selector;
use fleet::{AgentId, Revision};
use proto::control::v1 as control;
use proto::opamp::v1::AgentCapabilities as Bit;
use proto::record::v1::{self as record, OfferKind};
use store::{Guard, Store, StoreError};

use crate::api::{Api, timestamp};
use crate::operators::Actor;
use crate::refusal::Refusal;

/// The longest comment, in bytes.
const COMMENT_LEN_MAX: usize = 1_024;
/// How often a row that somebody else keeps changing is read again.
const CHANGE_TRIES: u32 = 16;

/// An assignment to be written.
#[derive(Debug)]
pub(crate) struct Assigning {
    pub(crate) kind: OfferKind,
    pub(crate) name: Name,
    pub(crate) selector: Selector,
    pub(crate) priority: i32,
    /// What the agents get.
    pub(crate) of: record::ConfigRef,
}

/// What became of it.
#[derive(Debug)]
pub(crate) struct Assigned {
    pub(crate) assignment: control::Assignment,
    /// Known agents that the selector matches now, and those of them that cannot be offered it.
    pub(crate) matched: u64,
    pub(crate) incapable: u64,
    pub(crate) revision: Revision,
}

/// What to offer to one agent.
#[derive(Debug)]
pub(crate) struct Offering {
    pub(crate) agent: AgentId,
    pub(crate) kind: OfferKind,
    /// `None` takes back what was offered.
    pub(crate) of: Option<record::ConfigRef>,
}

/// What became of it.
#[derive(Debug)]
pub(crate) struct Offered {
    pub(crate) revision: Revision,
    /// Capabilities without which part of it is left out.
    pub(crate) missing: Vec<&'static str>,
}

impl<S: Store> Api<S> {
    /// Gives a revision to every agent that a selector matches.
    pub(crate) async fn assign(
        &self,
        actor: &Actor,
        method: &str,
        assigning: Assigning,
    ) -> Result<Assigned, Refusal> {
        let Assigning { kind, name, selector, priority, of } = assigning;
        let row = record::Assignment {
            schema: 1,
            name: name.to_string(),
            selector: selector.to_string(),
            priority,
            current: Some(of),
            updated_unix_ms: self.now_ms(),
            actor: actor.0.to_string(),
            kind: kind.into(),
            ..record::Assignment::default()
        };
        let target = format!("assignments/{name}");
        let (row, revision) = self.audited(actor, method, target, self.put_assignment(row)).await?;
        let (matched, incapable) = self.view.read(|state| {
            state.index.matching(&selector, None).fold((0, 0), |(matched, incapable), entry| {
                let missing = missing(kind, entry.capabilities());
                (matched + 1, incapable + u64::from(missing.len() == needed(kind).len()))
            })
        });
        Ok(Assigned { assignment: assignment(row), matched, incapable, revision })
    }

    async fn put_assignment(
        &self,
        mut row: record::Assignment,
    ) -> Result<(record::Assignment, Revision), Refusal> {
        for _ in 0..CHANGE_TRIES {
            let known = self.records.get_assignment(&row.name).await?;
            let (created, guard) = match &known {
                Some((known, _)) if kind(known) != kind(&row) => {
                    let (name, kind) = (row.name, public(kind(known)));
                    return Err(Refusal::OtherKind { name, kind: kind.as_str_name() });
                }
                Some((known, revision)) => (known.created_unix_ms, Guard::At(*revision)),
                None => (row.updated_unix_ms, Guard::Absent),
            };
            row.created_unix_ms = created;
            match self.records.put_assignment(&row, guard).await {
                Ok(revision) => return Ok((row, revision)),
                Err(StoreError::Conflict(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Refusal::Aborted(format!("assignment {} keeps changing", row.name)))
    }

    /// Gives a revision to one agent, or takes back what was given.
    pub(crate) async fn offer(
        &self,
        actor: &Actor,
        method: &str,
        offering: Offering,
    ) -> Result<Offered, Refusal> {
        let Offering { agent, kind, of } = offering;
        self.check_known(agent).await?;
        let missing = match &of {
            Some(_) => self.check_offerable(agent, kind).await?,
            None => Vec::new(),
        };
        let change = move |row: &mut record::Desired| {
            if let Some(place) = place(row, kind) {
                place.clone_from(&of);
            }
        };
        let action = self.change_desired(agent, change);
        let target = format!("agents/{agent}");
        let ((), revision) = self.audited(actor, method, target, action).await?;
        Ok(Offered { revision, missing })
    }

    /// Refuses what would never reach an agent. One that has reported nothing yet is given the
    /// benefit of the doubt: the node looks again.
    async fn check_offerable(
        &self,
        agent: AgentId,
        kind: OfferKind,
    ) -> Result<Vec<&'static str>, Refusal> {
        let Some(known) = self.view.read(|state| state.index.get(agent).cloned()) else {
            return Ok(Vec::new());
        };
        let (entry, _) = self.live(known).await;
        if entry.observed.is_none() {
            return Ok(Vec::new());
        }
        let missing = missing(kind, entry.capabilities());
        if missing.is_empty() || missing.len() < needed(kind).len() {
            return Ok(missing);
        }
        Err(Refusal::MissingCapability { agent, capability: missing.join(", ") })
    }

    /// Lifts the hold on what an agent reported FAILED.
    pub(crate) async fn retry(
        &self,
        actor: &Actor,
        method: &str,
        agent: AgentId,
        kind: OfferKind,
    ) -> Result<Revision, Refusal> {
        self.check_known(agent).await?;
        let action = self.change_desired(agent, move |row| {
            let count = retries(row, kind);
            *count = count.saturating_add(1);
        });
        Ok(self.audited(actor, method, format!("agents/{agent}"), action).await?.1)
    }

    /// Changes an agent's desired row, whoever else changes it at the same time.
    async fn change_desired(
        &self,
        agent: AgentId,
        change: impl Fn(&mut record::Desired) + Send,
    ) -> Result<((), Revision), Refusal> {
        let shard = self.shard(agent);
        for _ in 0..CHANGE_TRIES {
            let (mut row, guard) = match self.records.get_desired(shard, agent).await? {
                Some((row, revision)) => (row, Guard::At(revision)),
                None => (record::Desired { schema: 1, ..Default::default() }, Guard::Absent),
            };
            change(&mut row);
            match self.records.put_desired(shard, agent, &row, guard).await {
                Ok(revision) => return Ok(((), revision)),
                Err(StoreError::Conflict(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Refusal::Aborted(format!("what agent {agent} should have keeps changing")))
    }
}

/// The capabilities of which an agent needs at least one to be offered this kind.
pub(crate) const fn needed(kind: OfferKind) -> &'static [Bit] {
    match kind {
        OfferKind::Unspecified | OfferKind::RemoteConfig => &[Bit::AcceptsRemoteConfig],
        OfferKind::Packages => &[Bit::AcceptsPackages],
        OfferKind::OpampSettings => &[Bit::AcceptsOpAmpConnectionSettings],
        // Each signal has a bit of its own.
        OfferKind::OwnTelemetry => {
            &[Bit::ReportsOwnTraces, Bit::ReportsOwnMetrics, Bit::ReportsOwnLogs]
        }
        OfferKind::OtherConnections => &[Bit::AcceptsOtherConnectionSettings],
    }
}

/// The names of those it lacks.
pub(crate) fn missing(kind: OfferKind, capabilities: Capabilities) -> Vec<&'static str> {
    let lacks = |bit: &Bit| needed(kind).contains(bit) && !capabilities.has(*bit);
    NAMES.into_iter().filter(|(bit, _)| lacks(bit)).map(|(_, name)| name).collect()
}

/// Where an agent's own row says what of this kind is meant for it alone.
fn place(row: &mut record::Desired, kind: OfferKind) -> Option<&mut Option<record::ConfigRef>> {
    match kind {
        OfferKind::Unspecified => None,
        OfferKind::RemoteConfig => Some(&mut row.remote_config),
        OfferKind::Packages => Some(&mut row.packages),
        OfferKind::OpampSettings => Some(&mut row.opamp_settings),
        OfferKind::OwnTelemetry => Some(&mut row.own_telemetry),
        OfferKind::OtherConnections => Some(&mut row.other_connections),
    }
}

/// What counts the retries of a kind.
fn retries(row: &mut record::Desired, kind: OfferKind) -> &mut u64 {
    match kind {
        OfferKind::Unspecified | OfferKind::RemoteConfig => &mut row.retry,
        OfferKind::Packages => &mut row.packages_retry,
        OfferKind::OpampSettings | OfferKind::OwnTelemetry | OfferKind::OtherConnections => {
            &mut row.settings_retry
        }
    }
}

/// The kind of an assignment. Rows from before there were kinds are of configs.
fn kind(row: &record::Assignment) -> OfferKind {
    match row.kind() {
        OfferKind::Unspecified => OfferKind::RemoteConfig,
        kind @ (OfferKind::RemoteConfig
        | OfferKind::Packages
        | OfferKind::OpampSettings
        | OfferKind::OwnTelemetry
        | OfferKind::OtherConnections) => kind,
    }
}

/// A kind as the API names it.
pub(crate) const fn public(kind: OfferKind) -> control::OfferKind {
    match kind {
        OfferKind::Unspecified => control::OfferKind::Unspecified,
        OfferKind::RemoteConfig => control::OfferKind::RemoteConfig,
        OfferKind::Packages => control::OfferKind::Packages,
        OfferKind::OpampSettings => control::OfferKind::OpampSettings,
        OfferKind::OwnTelemetry => control::OfferKind::OwnTelemetry,
        OfferKind::OtherConnections => control::OfferKind::OtherConnections,
    }
}

/// An assignment row as the API shows it.
pub(crate) fn assignment(row: record::Assignment) -> control::Assignment {
    let kind = public(kind(&row)).into();
    let current = row.current.unwrap_or_default();
    control::Assignment {
        name: row.name,
        selector: row.selector,
        priority: row.priority,
        config_name: current.name,
        config_revision: current.revision,
        updated: timestamp(row.updated_unix_ms),
        actor: row.actor,
        kind,
    }
}

/// The record keeps the first half of a hash. If it is that of the desired one, all of it is shown.
pub(crate) fn whole(half: &Bytes, desired: &Bytes) -> Bytes {
    let same = !half.is_empty() && desired.starts_with(half);
    if same { desired.clone() } else { half.clone() }
}

pub(crate) fn name(field: &'static str, text: &str) -> Result<Name, Refusal> {
    text.parse().map_err(|error: InvalidName| Refusal::invalid(field, error.to_string()))
}

pub(crate) fn selector(text: &str) -> Result<Selector, Refusal> {
    Selector::parse(text).map_err(|why| Refusal::InvalidSelector { field: "selector", why })
}

pub(crate) fn check_comment(text: &str) -> Result<(), Refusal> {
    if text.len() > COMMENT_LEN_MAX {
        return Err(Refusal::invalid("comment", format!("at most {COMMENT_LEN_MAX} bytes")));
    }
    Ok(())
}
