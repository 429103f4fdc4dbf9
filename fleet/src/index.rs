//! Every agent the cluster knows, as one replica of the control API sees it: what the store says,
//! under what the owners' presence streams say.
//!
//! Synchronous: writers call `apply_…`, `delete_…` and `reset_…` with what changed, readers call
//! [`Index::get`], [`Index::list`] and [`Index::count`]. Whoever wants to follow it asks
//! [`Index::changed_since`] again and again; the index keeps one position per agent however many
//! changes it had, so that a slow reader costs nothing.

mod changes;
mod presence;
mod texts;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bytes::Bytes;
use proto::opamp::v1::{AgentDescription, RemoteConfigStatuses};
use proto::record::v1 as record;

pub use changes::Lagged;
pub use presence::Presence;

use crate::capability::Capabilities;
use crate::selector::{Claims, Facts, Field, Key, Selector};
use crate::{AgentId, Revision, Shard};
use changes::Changes;
use presence::ShardView;
use texts::Texts;

/// The most values that [`Index::count`] groups by.
pub const GROUPS_MAX: usize = 1_000;

/// The agents, in order of their ids.
#[derive(Debug, Default)]
pub struct Index {
    entries: BTreeMap<AgentId, Entry>,
    shards: BTreeMap<Shard, ShardView>,
    changes: Changes,
    texts: Texts,
}

/// What is known of one agent.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its id.
    pub agent: AgentId,
    /// What it reported, as the store has it; `None` until its first record is written.
    pub observed: Option<Observed>,
    /// Its desired row: labels and what is meant for it alone.
    pub row: Option<Arc<record::Desired>>,
    /// What its owner says; `None` until an owner said anything.
    pub presence: Option<Presence>,
}

/// What an agent reported.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// The stored record.
    pub record: Arc<record::Agent>,
    /// The attributes of its description.
    pub claims: Claims,
    /// Where it stands with its remote config.
    pub config: Option<ConfigStatus>,
    /// Its overall health; `None` if it does not report any.
    pub healthy: Option<bool>,
    /// The agent's start time in its health report, 0 without one.
    pub start_time_unix_nano: u64,
    /// The store revision of the record.
    pub revision: Revision,
}

/// `RemoteConfigStatus` without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigStatus {
    /// The status.
    pub status: RemoteConfigStatuses,
    /// `last_remote_config_hash`: any bytes, since another server may have made it.
    pub hash: Bytes,
}

/// More than [`GROUPS_MAX`] different values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("more than {GROUPS_MAX} different values: group by a key with fewer, or filter first")]
pub struct TooManyGroups;

impl Index {
    /// The claims of a description, sharing memory with those of other agents.
    pub fn claims(&mut self, description: &AgentDescription) -> Claims {
        Claims::interned(description, &mut |text| self.texts.intern(text))
    }

    /// Takes in an agent's record.
    pub fn apply_agent(&mut self, agent: AgentId, observed: Observed) {
        self.update(agent, |entry| entry.observed = Some(observed));
    }

    /// The record is gone.
    pub fn delete_agent(&mut self, agent: AgentId) {
        self.update(agent, |entry| entry.observed = None);
    }

    /// Replaces every record.
    pub fn reset_agents(&mut self, all: impl IntoIterator<Item = (AgentId, Observed)>) {
        let mut left: BTreeSet<_> = self.having(|entry| entry.observed.is_some());
        for (agent, observed) in all {
            left.remove(&agent);
            self.apply_agent(agent, observed);
        }
        left.into_iter().for_each(|agent| self.delete_agent(agent));
    }

    /// Takes in an agent's desired row.
    pub fn apply_row(&mut self, agent: AgentId, row: Arc<record::Desired>) {
        self.update(agent, |entry| entry.row = Some(row));
    }

    /// The desired row is gone.
    pub fn delete_row(&mut self, agent: AgentId) {
        self.update(agent, |entry| entry.row = None);
    }

    /// Replaces every desired row.
    pub fn reset_rows(&mut self, all: impl IntoIterator<Item = (AgentId, Arc<record::Desired>)>) {
        let mut left: BTreeSet<_> = self.having(|entry| entry.row.is_some());
        for (agent, row) in all {
            left.remove(&agent);
            self.apply_row(agent, row);
        }
        left.into_iter().for_each(|agent| self.delete_row(agent));
    }

    /// One agent, if any record or owner knows it.
    pub fn get(&self, agent: AgentId) -> Option<&Entry> {
        self.entries.get(&agent).filter(|entry| entry.is_known())
    }

    /// What is kept of an agent, known or not: a desired row may be there before the agent is.
    pub fn row(&self, agent: AgentId) -> Option<&Arc<record::Desired>> {
        self.entries.get(&agent)?.row.as_ref()
    }

    /// At most `limit` agents after `after` that the filter selects, in order of their ids.
    pub fn list<'a>(
        &'a self,
        filter: &'a Selector,
        after: Option<AgentId>,
        limit: usize,
    ) -> impl Iterator<Item = &'a Entry> {
        self.matching(filter, after).take(limit)
    }

    /// Every agent after `after` that the filter selects.
    pub fn matching<'a>(
        &'a self,
        filter: &'a Selector,
        after: Option<AgentId>,
    ) -> impl Iterator<Item = &'a Entry> {
        use std::ops::Bound::{Excluded, Unbounded};
        let start = after.map_or(Unbounded, Excluded);
        let entries = self.entries.range((start, Unbounded)).map(|(_, entry)| entry);
        entries.filter(|entry| entry.is_known() && filter.matches(*entry))
    }

    /// How many agents the filter selects, and how many have each value of `group_by`; the empty
    /// text stands for the agents without it.
    ///
    /// # Errors
    /// [`TooManyGroups`].
    pub fn count(
        &self,
        filter: &Selector,
        group_by: Option<&Key>,
    ) -> Result<(u64, BTreeMap<String, u64>), TooManyGroups> {
        let mut total = 0;
        let mut groups: BTreeMap<String, u64> = BTreeMap::new();
        for entry in self.matching(filter, None) {
            total += 1;
            let Some(key) = group_by else { continue };
            let value = entry.value(key).unwrap_or_default();
            if let Some(count) = groups.get_mut(&*value) {
                *count += 1;
            } else if groups.len() == GROUPS_MAX {
                return Err(TooManyGroups);
            } else {
                groups.insert(value.into_owned(), 1);
            }
        }
        Ok((total, groups))
    }

    /// The position after everything that happened so far.
    pub fn position(&self) -> u64 {
        self.changes.position()
    }

    /// At most `limit` agents that changed after a position, the longest ago first, and the
    /// position after them. Agents that are gone are among them.
    ///
    /// # Errors
    /// [`Lagged`]: agents vanished since then that are no longer remembered. List everything again.
    pub fn changed_since(
        &self,
        position: u64,
        limit: usize,
    ) -> Result<(Vec<AgentId>, u64), Lagged> {
        self.changes.since(position, limit)
    }

    fn having(&self, test: impl Fn(&Entry) -> bool) -> BTreeSet<AgentId> {
        self.entries.values().filter(|entry| test(entry)).map(|entry| entry.agent).collect()
    }

    /// Changes one entry, making it first and forgetting it afterwards if need be.
    fn update(&mut self, agent: AgentId, change: impl FnOnce(&mut Entry)) {
        let before = self.entries.get(&agent);
        let mut entry = before.cloned().unwrap_or_else(|| Entry::new(agent));
        change(&mut entry);
        let seen_only = before.is_some_and(|before| before.differs_in_last_seen_only(&entry));
        let is_gone = entry.is_empty();
        if is_gone {
            if self.entries.remove(&agent).is_none() {
                return;
            }
        } else {
            self.entries.insert(agent, entry);
        }
        // Being seen again is not news: followers would hear of every heartbeat of the fleet.
        if !seen_only {
            self.changes.note(agent, is_gone);
        }
    }
}

impl Entry {
    const fn new(agent: AgentId) -> Self {
        Self { agent, observed: None, row: None, presence: None }
    }

    const fn is_empty(&self) -> bool {
        self.observed.is_none() && self.row.is_none() && self.presence.is_none()
    }

    /// Whether the server has heard of the agent; a desired row alone says nothing about that.
    pub const fn is_known(&self) -> bool {
        self.observed.is_some() || self.presence.is_some()
    }

    /// Whether it is connected, by its owner's last word.
    pub fn connected(&self) -> bool {
        self.presence.as_ref().is_some_and(|presence| presence.connected)
    }

    /// Its health: the owner knows it first.
    pub fn healthy(&self) -> Option<bool> {
        let live = self.presence.as_ref().and_then(|presence| presence.healthy);
        live.or_else(|| self.observed.as_ref().and_then(|observed| observed.healthy))
    }

    /// When it started, by its own latest word; 0 if it never said.
    pub fn start_time_unix_nano(&self) -> u64 {
        let live = self.presence.as_ref().map_or(0, |presence| presence.start_time_unix_nano);
        live.max(self.observed.as_ref().map_or(0, |observed| observed.start_time_unix_nano))
    }

    /// Its capability bits as last reported.
    pub fn capabilities(&self) -> Capabilities {
        Capabilities(self.observed.as_ref().map_or(0, |observed| observed.record.capabilities))
    }

    fn differs_in_last_seen_only(&self, other: &Self) -> bool {
        let same = |one: &Presence, two: &Presence| {
            *one == Presence { last_seen: one.last_seen, ..two.clone() }
        };
        let presence = match (&self.presence, &other.presence) {
            (None, None) => true,
            (Some(one), Some(two)) => same(one, two),
            (None, Some(_)) | (Some(_), None) => false,
        };
        presence && self.observed == other.observed && self.row == other.row
    }
}

impl Facts for Entry {
    fn value(&self, key: &Key) -> Option<Cow<'_, str>> {
        match key {
            Key::Claim(name) => self.observed.as_ref()?.claims.get(name).map(Cow::Borrowed),
            Key::Label(name) => self.row.as_ref()?.labels.get(name).map(|v| Cow::Borrowed(&**v)),
            Key::Field(Field::InstanceUid) => Some(self.agent.to_string().into()),
            Key::Field(Field::Connected) => Some(bool_text(self.connected()).into()),
            Key::Field(Field::Healthy) => Some(self.healthy().map_or("unknown", bool_text).into()),
            Key::Field(Field::ConfigStatus) => {
                let config = self.observed.as_ref().and_then(|observed| observed.config.as_ref());
                Some(status_text(config.map(|config| config.status)).into())
            }
        }
    }
}

const fn bool_text(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

const fn status_text(status: Option<RemoteConfigStatuses>) -> &'static str {
    match status {
        None | Some(RemoteConfigStatuses::Unset) => "UNSET",
        Some(RemoteConfigStatuses::Applied) => "APPLIED",
        Some(RemoteConfigStatuses::Applying) => "APPLYING",
        Some(RemoteConfigStatuses::Failed) => "FAILED",
    }
}

#[cfg(test)]
mod tests;
