//! The store's contract in memory and in virtual time: revisions, guards, transactions, leases,
//! logs to watch.

use std::collections::BTreeMap;
use std::time::Duration;

use fleet::topology::Member;
use fleet::{MemberId, Moment, Revision, Shard};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    Member(MemberId),
    Shard(Shard),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Member(Member),
    Owner(MemberId),
}

/// What one watch follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Prefix {
    Members,
    Shards,
}

impl Prefix {
    pub(crate) const ALL: [Self; 2] = [Self::Members, Self::Shards];
}

impl Key {
    const fn prefix(self) -> Prefix {
        match self {
            Self::Member(_) => Prefix::Members,
            Self::Shard(_) => Prefix::Shards,
        }
    }
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Guard {
    Absent,
    Present,
    At(Revision),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LeaseId(u64);

#[derive(Debug, Clone, Default)]
pub(crate) struct Txn {
    pub(crate) guards: Vec<(Key, Guard)>,
    pub(crate) puts: Vec<(Key, Value)>,
    pub(crate) lease: Option<LeaseId>,
}

/// One change of one key; no value: it is gone.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) revision: Revision,
    pub(crate) key: Key,
    pub(crate) value: Option<Value>,
}

#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) value: Value,
    pub(crate) revision: Revision,
    lease: Option<LeaseId>,
}

#[derive(Debug, Clone, Copy)]
struct Lease {
    ttl: Duration,
    ends: Moment,
}

#[derive(Debug, Default)]
pub(crate) struct Store {
    revision: Revision,
    rows: BTreeMap<Key, Row>,
    leases: BTreeMap<LeaseId, Lease>,
    leases_granted: u64,
    logs: BTreeMap<Prefix, Vec<Event>>,
}

impl Store {
    /// All or nothing. An error is the revision at which a guard did not hold.
    pub(crate) fn commit(&mut self, txn: Txn) -> Result<Revision, Revision> {
        let holds = |(key, guard): &(Key, Guard)| match (guard, self.rows.get(key)) {
            (Guard::Absent, row) => row.is_none(),
            (Guard::Present, row) => row.is_some(),
            (Guard::At(revision), row) => row.is_some_and(|row| row.revision == *revision),
        };
        let lease_lives = txn.lease.is_none_or(|lease| self.leases.contains_key(&lease));
        if !lease_lives || !txn.guards.iter().all(holds) {
            return Err(self.revision);
        }
        self.revision.0 += 1;
        for (key, value) in txn.puts {
            let row = Row { value: value.clone(), revision: self.revision, lease: txn.lease };
            self.rows.insert(key, row);
            self.log(key, Some(value));
        }
        Ok(self.revision)
    }

    pub(crate) fn grant(&mut self, ttl: Duration, now: Moment) -> LeaseId {
        self.leases_granted += 1;
        let id = LeaseId(self.leases_granted);
        self.leases.insert(id, Lease { ttl, ends: now + ttl });
        id
    }

    /// What remains; zero if the lease is gone.
    pub(crate) fn renew(&mut self, id: LeaseId, now: Moment) -> Duration {
        let Some(lease) = self.leases.get_mut(&id) else { return Duration::ZERO };
        lease.ends = now + lease.ttl;
        lease.ttl
    }

    pub(crate) fn revoke(&mut self, id: LeaseId) {
        if self.leases.remove(&id).is_none() {
            return;
        }
        let keys: Vec<Key> = self
            .rows
            .iter()
            .filter(|(_, row)| row.lease == Some(id))
            .map(|(key, _)| *key)
            .collect();
        if !keys.is_empty() {
            self.revision.0 += 1;
        }
        for key in keys {
            self.rows.remove(&key);
            self.log(key, None);
        }
    }

    /// Ends every lease whose time has come.
    pub(crate) fn expire(&mut self, now: Moment) {
        let ended: Vec<LeaseId> =
            self.leases.iter().filter(|(_, lease)| lease.ends <= now).map(|(id, _)| *id).collect();
        for id in ended {
            self.revoke(id);
        }
    }

    pub(crate) fn next_expiry(&self) -> Moment {
        self.leases.values().map(|lease| lease.ends).min().unwrap_or(Moment::NEVER)
    }

    pub(crate) const fn revision(&self) -> Revision {
        self.revision
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = (Key, &Row)> {
        self.rows.iter().map(|(key, row)| (*key, row))
    }

    pub(crate) fn get(&self, key: Key) -> Option<&Row> {
        self.rows.get(&key)
    }

    /// Every change of this prefix so far; a watch is a position in it.
    pub(crate) fn log_of(&self, prefix: Prefix) -> &[Event] {
        self.logs.get(&prefix).map_or(&[], Vec::as_slice)
    }

    fn log(&mut self, key: Key, value: Option<Value>) {
        let event = Event { revision: self.revision, key, value };
        self.logs.entry(key.prefix()).or_default().push(event);
    }
}
