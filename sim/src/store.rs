//! A store in memory, as far away as a function call. It keeps the promises of `store::Store` that the roles rely on,
//! on the clock of the simulation, and never waits for a disk, which no simulated clock would wait for.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use fleet::Revision;
use futures::StreamExt;
use store::{
    Event, Guard, Key, LeaseId, Listing, Page, Store, StoreError, Txn, Versioned, Watch, Write,
};
use tokio::sync::{Notify, watch};

/// Shared by every host of a simulation; outlives all of them.
#[derive(Clone, Default)]
pub(crate) struct Memory {
    state: Arc<Mutex<State>>,
    written: Arc<watch::Sender<()>>,
}

#[derive(Default)]
struct State {
    rows: BTreeMap<Key, (Versioned, Option<LeaseId>)>,
    revision: Revision,
    log: Vec<Event>,
    leases: BTreeMap<LeaseId, (Duration, Duration)>,
    granted: i64,
}

fn now() -> Duration {
    turmoil::sim_elapsed().unwrap_or_default()
}

impl State {
    fn holds(&self, (key, guard): &(Key, Guard)) -> bool {
        let row = self.rows.get(key).map(|(row, _)| row.revision);
        match guard {
            Guard::Any => true,
            Guard::Absent => row.is_none(),
            Guard::Present => row.is_some(),
            Guard::At(revision) => row == Some(*revision),
        }
    }

    fn write(&mut self, write: Write) {
        let revision = self.revision;
        match write {
            Write::Put(key, value, lease) => {
                let row = Versioned { key: key.clone(), value, revision };
                self.log.push(Event::Put(row.clone()));
                self.rows.insert(key, (row, lease));
            }
            Write::Delete(key) => {
                if self.rows.remove(&key).is_some() {
                    self.log.push(Event::Delete(key, revision));
                }
            }
        }
    }

    fn end(&mut self, lease: LeaseId) {
        self.leases.remove(&lease);
        let on_it = self.rows.iter().filter(|(_, (_, of))| *of == Some(lease));
        let keys: Vec<Key> = on_it.map(|(key, _)| key.clone()).collect();
        self.revision.0 += u64::from(!keys.is_empty());
        keys.into_iter().for_each(|key| self.write(Write::Delete(key)));
    }
}

impl Memory {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Ends what is due. A host of the simulation calls it all the time.
    pub(crate) fn expire(&self) {
        let now = now();
        let due = |state: &State| {
            state.leases.iter().find(|(_, (_, ends))| *ends <= now).map(|(id, _)| *id)
        };
        loop {
            let mut state = self.state();
            let Some(lease) = due(&state) else { return };
            state.end(lease);
            drop(state);
            self.written.send_replace(());
        }
    }
}

impl Store for Memory {
    async fn get(&self, key: &Key) -> Result<Option<Versioned>, StoreError> {
        Ok(self.state().rows.get(key).map(|(row, _)| row.clone()))
    }

    async fn list(&self, prefix: &Key, page: Page) -> Result<Listing, StoreError> {
        let state = self.state();
        let limit = if page.limit == 0 { 1_000 } else { page.limit };
        let found = state.rows.values().map(|(row, _)| row);
        let found = found.filter(|row| row.key.0.starts_with(&*prefix.0));
        let mut items: Vec<Versioned> = found
            .filter(|row| page.after.as_ref().is_none_or(|after| row.key > *after))
            .take(limit + 1)
            .cloned()
            .collect();
        let more = items.len() > limit;
        items.truncate(limit);
        Ok(Listing { items, more, revision: state.revision })
    }

    async fn commit(&self, txn: Txn) -> Result<Revision, StoreError> {
        txn.check()?;
        let mut state = self.state();
        if !txn.guards.iter().all(|guard| state.holds(guard)) {
            return Err(StoreError::Conflict(state.revision));
        }
        let ended = |lease: &LeaseId| !state.leases.contains_key(lease);
        let gone = |write: &Write| matches!(write, Write::Put(.., Some(lease)) if ended(lease));
        if txn.writes.iter().any(gone) {
            return Err(StoreError::LeaseEnded);
        }
        state.revision.0 += u64::from(!txn.writes.is_empty());
        txn.writes.into_iter().for_each(|write| state.write(write));
        let revision = state.revision;
        drop(state);
        self.written.send_replace(());
        Ok(revision)
    }

    fn watch(&self, prefix: &Key, after: Revision) -> Watch {
        let progress = Arc::new(Notify::new());
        let seen = |event: &Event| match event {
            Event::Put(row) => row.revision <= after,
            Event::Delete(_, revision) | Event::Progress(revision) => *revision <= after,
            Event::Resync => true,
        };
        let at = self.state().log.partition_point(seen);
        let start = (self.clone(), at, self.written.subscribe(), Arc::clone(&progress), false);
        let prefix = prefix.clone();
        let events =
            futures::stream::unfold(start, move |(memory, at, mut written, ask, asked)| {
                let prefix = prefix.clone();
                async move {
                    let mut asked = asked;
                    loop {
                        written.borrow_and_update();
                        let (events, end, revision) = memory.after(&prefix, at);
                        let mut events = events;
                        if std::mem::take(&mut asked) {
                            events.push(Event::Progress(revision));
                        }
                        if !events.is_empty() {
                            let events = futures::stream::iter(events);
                            return Some((events, (memory, end, written, ask, false)));
                        }
                        tokio::select! { biased;
                            changed = written.changed() => changed.ok()?,
                            () = ask.notified() => asked = true,
                        }
                    }
                }
            });
        Watch::new(events.flatten().boxed(), progress)
    }

    async fn grant(&self, ttl: Duration) -> Result<LeaseId, StoreError> {
        let mut state = self.state();
        state.granted += 1;
        let lease = LeaseId(state.granted);
        state.leases.insert(lease, (ttl, now() + ttl));
        Ok(lease)
    }

    async fn renew(&self, lease: LeaseId) -> Result<Duration, StoreError> {
        let mut state = self.state();
        let (ttl, ends) = state.leases.get_mut(&lease).ok_or(StoreError::LeaseEnded)?;
        *ends = now() + *ttl;
        Ok(*ttl)
    }

    async fn revoke(&self, lease: LeaseId) -> Result<(), StoreError> {
        self.state().end(lease);
        self.written.send_replace(());
        Ok(())
    }
}

impl Memory {
    /// What was written below a prefix from a place of the log on; the log's end and revision.
    fn after(&self, prefix: &Key, at: usize) -> (Vec<Event>, usize, Revision) {
        let state = self.state();
        let below = |event: &&Event| match event {
            Event::Put(row) => row.key.0.starts_with(&*prefix.0),
            Event::Delete(key, _) => key.0.starts_with(&*prefix.0),
            Event::Progress(_) | Event::Resync => false,
        };
        let events = state.log[at..].iter().filter(below).cloned().collect();
        (events, state.log.len(), state.revision)
    }
}
