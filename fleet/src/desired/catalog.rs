//! Everything that can be offered and every assignment of the cluster, kept up to date from the
//! store's changes.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use proto::record::v1 as record;

use super::{ConfigRef, Folder, InvalidRow, Item, Kind, Row, Source, Subject, Target, bucket};
use crate::config::Name;
use crate::selector::Selector;

/// The largest message sent to an agent, in bytes before compression: what gateways write by
/// default.
pub const MESSAGE_BYTES_MAX: usize = 4 << 20;
/// What a message has besides an offer, at most.
const HEAD_BYTES_MAX: usize = 128;

/// Items and assignments, as [`super::resolve`] reads them.
#[derive(Debug, Clone)]
pub struct Catalog {
    items: BTreeMap<(Folder, ConfigRef), Arc<Item>>,
    /// In the order in which they win.
    assignments: BTreeMap<(Reverse<i32>, Name), Assignment>,
    priorities: BTreeMap<Name, i32>,
    message_bytes_max: usize,
}

impl Default for Catalog {
    fn default() -> Self {
        Self::new(MESSAGE_BYTES_MAX)
    }
}

#[derive(Debug, Clone)]
struct Assignment {
    kind: Kind,
    selector: Selector,
    current: ConfigRef,
    next: Option<ConfigRef>,
    gates: Vec<(Selector, u64)>,
    rollout: String,
}

impl Catalog {
    /// Nothing yet. What no message of this size could carry is left out when it comes.
    pub fn new(message_bytes_max: usize) -> Self {
        Self {
            items: BTreeMap::new(),
            assignments: BTreeMap::new(),
            priorities: BTreeMap::new(),
            message_bytes_max,
        }
    }

    /// Whether a message with an offer of so many bytes may be sent (PROTOCOL.md T10, H5).
    pub fn carries(&self, bytes: usize) -> bool {
        bytes.saturating_add(HEAD_BYTES_MAX) <= self.message_bytes_max
    }

    /// Takes in a revision. They never change, so one that is known already is left alone.
    ///
    /// # Errors
    /// [`InvalidRow`]; the catalog is unchanged.
    pub fn apply<'a>(&mut self, row: impl Into<Row<'a>>) -> Result<(), InvalidRow> {
        let row = row.into();
        let key = (row.folder(), row.key()?);
        if self.items.get(&key).is_some_and(|known| known.hash.0 == row.hash()[..]) {
            return Ok(());
        }
        let item = Item::new(row)?;
        if !self.carries(item.bytes()) {
            let bytes = item.bytes().saturating_add(HEAD_BYTES_MAX);
            let (name, revision) = (item.name, item.revision);
            return Err(InvalidRow::TooLarge { name, revision, bytes });
        }
        self.items.insert(key, Arc::new(item));
        Ok(())
    }

    /// Forgets a revision.
    pub fn delete(&mut self, folder: Folder, item: ConfigRef) {
        self.items.remove(&(folder, item));
    }

    /// Replaces everything of one folder; returns the rows that were left out.
    pub fn reset<'a, R: Into<Row<'a>>>(
        &mut self,
        folder: Folder,
        rows: impl IntoIterator<Item = R>,
    ) -> Vec<InvalidRow> {
        let before = std::mem::take(&mut self.items);
        let (known, others) = before.into_iter().partition(|((of, _), _)| *of == folder);
        self.items = others;
        let mut invalid = Vec::new();
        for row in rows {
            let row = row.into();
            // Encoding is the expensive part; what is known already keeps its encoded form.
            let same = row.key().ok().map(|key| (row.folder(), key)).and_then(|key| {
                let known: &BTreeMap<_, Arc<Item>> = &known;
                known.get_key_value(&key)
            });
            match same {
                Some((key, item)) if item.hash.0 == row.hash()[..] => {
                    self.items.insert(key.clone(), Arc::clone(item));
                }
                _ => invalid.extend(self.apply(row).err()),
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

    /// A revision by name, if it is of this kind.
    pub fn item(&self, kind: Kind, item: &ConfigRef) -> Option<&Arc<Item>> {
        let found = self.items.get(&(Folder::of(kind), item.clone()));
        found.filter(|found| found.kind == kind)
    }

    pub(super) fn find(&self, kind: Kind, item: ConfigRef, source: Source) -> Target {
        match self.item(kind, &item) {
            Some(found) => Target::Wanted(Arc::clone(found), source),
            None => Target::Unknown(item, source),
        }
    }

    pub(super) fn assigned(&self, kind: Kind, subject: &Subject<'_>) -> Target {
        let won = self
            .assignments
            .iter()
            .find(|(_, row)| row.kind == kind && row.selector.matches(subject));
        match won {
            None => Target::Nothing,
            Some(((_, name), row)) => {
                let source = Source::Assignment(name.clone());
                self.find(kind, row.version(subject).clone(), source)
            }
        }
    }
}

impl Assignment {
    fn new(name: &Name, row: &record::Assignment) -> Result<Self, InvalidRow> {
        let parse = |text: &str| {
            Selector::parse(text).map_err(|why| InvalidRow::Selector { name: name.clone(), why })
        };
        let item = |row: &record::ConfigRef| {
            ConfigRef::try_from(row).map_err(|_| InvalidRow::Name(row.name.clone()))
        };
        let current = row.current.as_ref().ok_or_else(|| InvalidRow::Empty(name.clone()))?;
        let gates = row.gates.iter().map(|gate| Ok((parse(&gate.selector)?, gate.threshold)));
        Ok(Self {
            kind: Kind::read(row.kind).ok_or_else(|| InvalidRow::Kind(name.clone()))?,
            selector: parse(&row.selector)?,
            current: item(current)?,
            next: row.next.as_ref().map(item).transpose()?,
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
