//! The one task that writes.
//!
//! Jobs that wait while the disk is busy share the next commit and so its one sync (group commit).
//! Each is checked against everything before it, so the order of the queue is the order of
//! revisions. Nobody hears of a write before it is on the disk.

use std::collections::BTreeSet;
use std::sync::Arc;

use bytes::Bytes;
use fleet::Revision;
use redb::{ReadableTable, Table, WriteTransaction};
use tokio::sync::{mpsc, oneshot};

use super::disk::{Disk, LEASED, META, VALUES, failed};
use super::history::{Change, History};
use super::lease::Leases;
use crate::contract::{Guard, Key, LeaseId, StoreError, Txn, Write};

/// Jobs that share one sync at most.
const GROUP_MAX: usize = 512;

/// Where a job's answer goes.
pub(super) type Reply = oneshot::Sender<Result<Revision, StoreError>>;

/// Something to write.
pub(super) enum Job {
    /// A transaction.
    Commit(Txn, Reply),
    /// Delete the keys of a lease that is over.
    End(LeaseId, Option<Reply>),
}

/// The writer's state.
pub(super) struct Writer {
    pub(super) disk: Disk,
    pub(super) history: Arc<History>,
    pub(super) leases: Arc<Leases>,
    pub(super) revision: Revision,
    /// Ended leases whose keys are still there because a commit failed; tried again with every
    /// group.
    pub(super) unfinished: BTreeSet<LeaseId>,
}

/// One open transaction of the database and what it will have changed.
struct Group<'txn> {
    values: Table<'txn, &'static str, (u64, i64, &'static [u8])>,
    leased: Table<'txn, (i64, &'static str), ()>,
    revision: u64,
    changes: Vec<Change>,
}

/// Writes until every handle is gone. Each group is written on a blocking thread of the runtime, so
/// that no async worker waits for the disk and a paused test clock waits for it.
pub(super) async fn run(mut writer: Writer, mut queue: mpsc::Receiver<Job>) {
    let mut jobs = Vec::new();
    while queue.recv_many(&mut jobs, GROUP_MAX).await > 0 {
        let group = std::mem::take(&mut jobs);
        let write = move || {
            writer.group(group);
            writer
        };
        writer = match tokio::task::spawn_blocking(write).await {
            Ok(writer) => writer,
            Err(error) => {
                // The database may be in any state: nobody writes any more.
                tracing::error!(%error, "the embedded store's writer ended");
                return;
            }
        };
    }
}

impl Writer {
    /// Writes and answers one group.
    fn group(&mut self, jobs: Vec<Job>) {
        self.unfinished.extend(jobs.iter().filter_map(|job| match job {
            Job::End(lease, _) => Some(*lease),
            Job::Commit(..) => None,
        }));
        let ended = std::mem::take(&mut self.unfinished);
        match self.write(&jobs, &ended) {
            Ok(answers) => {
                for (job, answer) in jobs.into_iter().zip(answers) {
                    reply(job, answer);
                }
            }
            Err(error) => {
                self.unfinished = ended;
                let error = failed(error);
                tracing::error!(%error, "the embedded store could not write");
                for job in jobs {
                    reply(job, Err(error.clone()));
                }
            }
        }
    }

    /// One commit for all jobs. An error means that none of them happened, or that nobody knows.
    fn write(
        &mut self,
        jobs: &[Job],
        ended: &BTreeSet<LeaseId>,
    ) -> Result<Vec<Result<Revision, StoreError>>, redb::Error> {
        let txn = self.disk.db.begin_write()?;
        let mut answers = Vec::with_capacity(jobs.len());
        let (revision, changes) = {
            let mut group = Group::open(&txn, self.revision)?;
            for job in jobs {
                answers.push(match job {
                    Job::Commit(wanted, _) => group.commit(wanted, &self.leases)?,
                    Job::End(..) => Ok(Revision(group.revision)),
                });
            }
            for lease in ended {
                group.end(*lease)?;
            }
            (group.revision, group.changes)
        };
        if changes.is_empty() {
            txn.abort()?;
            return Ok(answers);
        }
        txn.open_table(META)?.insert("revision", revision)?;
        txn.commit()?;
        self.revision = Revision(revision);
        self.history.publish(changes, self.revision);
        Ok(answers)
    }
}

impl<'txn> Group<'txn> {
    fn open(txn: &'txn WriteTransaction, revision: Revision) -> Result<Self, redb::Error> {
        Ok(Self {
            values: txn.open_table(VALUES)?,
            leased: txn.open_table(LEASED)?,
            revision: revision.0,
            changes: Vec::new(),
        })
    }

    /// The outer error is the disk's, the inner one the caller's.
    fn commit(
        &mut self,
        txn: &Txn,
        leases: &Leases,
    ) -> Result<Result<Revision, StoreError>, redb::Error> {
        for (key, guard) in &txn.guards {
            if !self.holds(key, *guard)? {
                return Ok(Err(StoreError::Conflict(Revision(self.revision))));
            }
        }
        let ended = txn.writes.iter().any(|write| match write {
            Write::Put(_, _, Some(lease)) => !leases.alive(*lease),
            Write::Put(_, _, None) | Write::Delete(_) => false,
        });
        if ended {
            return Ok(Err(StoreError::LeaseEnded));
        }
        let revision = self.revision + 1;
        for write in &txn.writes {
            match write {
                Write::Put(key, value, lease) => self.put(key, value, *lease, revision)?,
                Write::Delete(key) => self.delete(key, revision)?,
            }
        }
        Ok(Ok(Revision(self.revision)))
    }

    fn holds(&self, key: &Key, guard: Guard) -> Result<bool, redb::Error> {
        let found = self.values.get(&*key.0)?.map(|entry| entry.value().0);
        Ok(match guard {
            Guard::Any => true,
            Guard::Absent => found.is_none(),
            Guard::Present => found.is_some(),
            Guard::At(revision) => found == Some(revision.0),
        })
    }

    fn put(
        &mut self,
        key: &Key,
        value: &Bytes,
        lease: Option<LeaseId>,
        revision: u64,
    ) -> Result<(), redb::Error> {
        let lease = lease.map_or(0, |lease| lease.0);
        let before = {
            let old = self.values.insert(&*key.0, (revision, lease, value.as_ref()))?;
            old.map_or(0, |entry| entry.value().1)
        };
        if before != 0 && before != lease {
            self.leased.remove((before, &*key.0))?;
        }
        if lease != 0 && before != lease {
            self.leased.insert((lease, &*key.0), ())?;
        }
        self.changed(key.clone(), Some(value.clone()), revision);
        Ok(())
    }

    fn delete(&mut self, key: &Key, revision: u64) -> Result<(), redb::Error> {
        let before = self.values.remove(&*key.0)?.map(|entry| entry.value().1);
        let Some(lease) = before else { return Ok(()) };
        if lease != 0 {
            self.leased.remove((lease, &*key.0))?;
        }
        self.changed(key.clone(), None, revision);
        Ok(())
    }

    fn end(&mut self, lease: LeaseId) -> Result<(), redb::Error> {
        let mut keys = Vec::new();
        for entry in self.leased.range((lease.0, "")..)? {
            let (entry, _) = entry?;
            let (of, key) = entry.value();
            if of != lease.0 {
                break;
            }
            keys.push(Key::from(key));
        }
        let revision = self.revision + 1;
        keys.iter().try_for_each(|key| self.delete(key, revision))
    }

    fn changed(&mut self, key: Key, value: Option<Bytes>, revision: u64) {
        self.revision = revision;
        self.changes.push(Change { key, value, revision: Revision(revision) });
    }
}

fn reply(job: Job, answer: Result<Revision, StoreError>) {
    let to = match job {
        Job::Commit(_, reply) => Some(reply),
        Job::End(_, reply) => reply,
    };
    // A caller that went away does not need its answer.
    let _ = to.map(|reply| reply.send(answer));
}
