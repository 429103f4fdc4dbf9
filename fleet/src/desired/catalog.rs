//! Every config and assignment of the cluster, kept up to date from the store's changes.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use proto::record::v1 as record;

use super::{ConfigRef, ConfigRevision, RemoteConfig, Source, Subject, bucket};
use crate::config::Name;
use crate::selector::{self, Selector};

/// A stored row that means nothing to this version. The row is left out; an operator has to look.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidRow {
    /// The name breaks the grammar.
    #[error("'{0}' is no name of a config or assignment")]
    Name(String),
    /// The stored hash is not the hash of the stored content.
    #[error("config {name} revision {revision}: its hash is not the hash of its content")]
    Hash {
        /// The config.
        name: Name,
        /// Its revision.
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
    /// An assignment without a config.
    #[error("assignment {0} names no config")]
    Empty(Name),
}

/// Configs and assignments, as [`super::resolve`] reads them.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    configs: BTreeMap<ConfigRef, Arc<ConfigRevision>>,
    /// In the order in which they win.
    assignments: BTreeMap<(Reverse<i32>, Name), Assignment>,
    priorities: BTreeMap<Name, i32>,
}

#[derive(Debug, Clone)]
struct Assignment {
    selector: Selector,
    current: ConfigRef,
    next: Option<ConfigRef>,
    gates: Vec<(Selector, u64)>,
    rollout: String,
}

impl Catalog {
    /// Takes in a config revision. They never change, so one that is known already is left alone.
    ///
    /// # Errors
    /// [`InvalidRow`]; the catalog is unchanged.
    pub fn apply_config(&mut self, row: &record::Config) -> Result<(), InvalidRow> {
        let name = row.name.parse().map_err(|_| InvalidRow::Name(row.name.clone()))?;
        let key = ConfigRef { name, revision: row.revision };
        if self.configs.get(&key).is_some_and(|known| known.hash.0 == row.hash[..]) {
            return Ok(());
        }
        self.configs.insert(key, Arc::new(ConfigRevision::new(row)?));
        Ok(())
    }

    /// Forgets a config revision.
    pub fn delete_config(&mut self, config: &ConfigRef) {
        self.configs.remove(config);
    }

    /// Replaces every config; returns the rows that were left out.
    pub fn reset_configs<'a>(
        &mut self,
        rows: impl IntoIterator<Item = &'a record::Config>,
    ) -> Vec<InvalidRow> {
        let known = std::mem::take(&mut self.configs);
        let mut invalid = Vec::new();
        for row in rows {
            // Encoding is the expensive part; what is known already keeps its encoded form.
            let same =
                row.name.parse().ok().and_then(|name| {
                    known.get_key_value(&ConfigRef { name, revision: row.revision })
                });
            match same {
                Some((key, config)) if config.hash.0 == row.hash[..] => {
                    self.configs.insert(key.clone(), Arc::clone(config));
                }
                _ => invalid.extend(self.apply_config(row).err()),
            }
        }
        invalid
    }

    /// Takes in an assignment, or its new version.
    ///
    /// # Errors
    /// [`InvalidRow`]; an earlier version of it is gone then too, because what it said no longer
    /// holds.
    pub fn apply_assignment(&mut self, row: &record::Assignment) -> Result<(), InvalidRow> {
        let name: Name = row.name.parse().map_err(|_| InvalidRow::Name(row.name.clone()))?;
        self.delete_assignment(&name);
        let assignment = Assignment::new(&name, row)?;
        self.priorities.insert(name.clone(), row.priority);
        self.assignments.insert((Reverse(row.priority), name), assignment);
        Ok(())
    }

    /// Forgets an assignment.
    pub fn delete_assignment(&mut self, name: &Name) {
        if let Some(priority) = self.priorities.remove(name) {
            self.assignments.remove(&(Reverse(priority), name.clone()));
        }
    }

    /// Replaces every assignment; returns the rows that were left out.
    pub fn reset_assignments<'a>(
        &mut self,
        rows: impl IntoIterator<Item = &'a record::Assignment>,
    ) -> Vec<InvalidRow> {
        self.assignments.clear();
        self.priorities.clear();
        rows.into_iter().filter_map(|row| self.apply_assignment(row).err()).collect()
    }

    /// A config revision by name.
    pub fn config(&self, config: &ConfigRef) -> Option<&Arc<ConfigRevision>> {
        self.configs.get(config)
    }

    pub(super) fn find(&self, config: ConfigRef, source: Source) -> RemoteConfig {
        match self.configs.get(&config) {
            Some(found) => RemoteConfig::Wanted(Arc::clone(found), source),
            None => RemoteConfig::Unknown(config, source),
        }
    }

    pub(super) fn assigned(&self, subject: &Subject<'_>) -> RemoteConfig {
        let won =
            self.assignments.iter().find(|(_, assignment)| assignment.selector.matches(subject));
        match won {
            None => RemoteConfig::Nothing,
            Some(((_, name), assignment)) => {
                self.find(assignment.version(subject).clone(), Source::Assignment(name.clone()))
            }
        }
    }
}

impl Assignment {
    fn new(name: &Name, row: &record::Assignment) -> Result<Self, InvalidRow> {
        let parse = |text: &str| {
            Selector::parse(text).map_err(|why| InvalidRow::Selector { name: name.clone(), why })
        };
        let config = |row: &record::ConfigRef| match Name::try_from(row) {
            Ok(name) => Ok(ConfigRef { name, revision: row.revision }),
            Err(_) => Err(InvalidRow::Name(row.name.clone())),
        };
        let current = row.current.as_ref().ok_or_else(|| InvalidRow::Empty(name.clone()))?;
        let gates = row.gates.iter().map(|gate| Ok((parse(&gate.selector)?, gate.threshold)));
        Ok(Self {
            selector: parse(&row.selector)?,
            current: config(current)?,
            next: row.next.as_ref().map(config).transpose()?,
            gates: gates.collect::<Result<_, _>>()?,
            rollout: row.rollout.clone(),
        })
    }

    /// `next` for agents that a gate lets through, `current` for the others.
    fn version(&self, subject: &Subject<'_>) -> &ConfigRef {
        let Some(next) = &self.next else { return &self.current };
        let bucket = bucket(&self.rollout, subject.agent);
        let open = |(selector, threshold): &(Selector, u64)| {
            bucket < *threshold && selector.matches(subject)
        };
        if self.gates.iter().any(open) { next } else { &self.current }
    }
}
