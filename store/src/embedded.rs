//! The store of one process: a directory, no server.
//!
//! One task owns every write ([`writer`]); reads are snapshots on blocking threads; watches read
//! a bounded history in memory ([`history`]); leases live in memory ([`lease`]) and so end with the
//! process. Nothing here may block an async worker on the disk.

mod disk;
mod history;
mod lease;
mod writer;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use fleet::Revision;
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

use crate::contract::{Key, LeaseId, Listing, Page, Store, StoreError, Txn, Versioned, Watch};
use disk::Disk;
use history::History;
use lease::Leases;
use writer::Job;

/// Reads that may be on blocking threads at once; the next one waits.
const READS_MAX: usize = 16;

/// Commits that may wait for the writer; the next one waits before it is queued.
const COMMITS_WAITING_MAX: usize = 1024;

/// What an embedded store may use.
#[derive(Debug, Clone)]
pub struct Options {
    /// Events kept for watches that are behind; older ones make a watch say
    /// [`crate::Event::Resync`].
    pub history_events_max: usize,
    /// Bytes of keys and values of those events.
    pub history_bytes_max: usize,
    /// Bytes of the page cache.
    pub cache_bytes_max: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { history_events_max: 65_536, history_bytes_max: 32 << 20, cache_bytes_max: 64 << 20 }
    }
}

/// Why a directory could not be opened. Each says what an operator can do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has it.
    #[error(
        "the store in {} is in use by another process: stop that process, or choose another \
         directory",
        dir.display()
    )]
    Locked {
        /// The directory.
        dir: PathBuf,
    },
    /// The operating system refused.
    #[error(
        "cannot open the store in {}: {source}; check that the directory is writable and the \
         disk has room",
        dir.display()
    )]
    Io {
        /// The directory.
        dir: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
    /// The files are there and cannot be read.
    #[error("the store in {} cannot be read: {why}; restore it from a backup", dir.display())]
    Damaged {
        /// The directory.
        dir: PathBuf,
        /// What is wrong.
        why: String,
    },
}

/// A handle to an open directory; clones share it. The directory is free again soon after the last
/// one is dropped.
#[derive(Clone)]
pub struct Embedded {
    shared: Arc<Shared>,
}

struct Shared {
    disk: Disk,
    history: Arc<History>,
    leases: Arc<Leases>,
    jobs: mpsc::Sender<Job>,
    reads: Arc<Semaphore>,
    _expiry: DropGuard,
}

impl Embedded {
    /// Opens or creates the store in `dir`. Ends every lease of the process that had it before:
    /// their keys are gone.
    ///
    /// # Errors
    /// [`OpenError`], which says what to do.
    pub async fn open(dir: &Path, options: Options) -> Result<Self, OpenError> {
        let at = dir.to_owned();
        let cache = options.cache_bytes_max;
        let opening = tokio::task::spawn_blocking(move || Disk::open(&at, cache)).await;
        let (disk, revision) = opening.map_err(|error| OpenError::Damaged {
            dir: dir.to_owned(),
            why: error.to_string(),
        })??;
        let history = Arc::new(History::new(revision, &options));
        let leases = Arc::new(Leases::default());
        // Full: commits wait for their turn, renewals do not pass through here.
        let (jobs, queue) = mpsc::channel(COMMITS_WAITING_MAX);
        let writer = writer::Writer {
            disk: disk.clone(),
            history: Arc::clone(&history),
            leases: Arc::clone(&leases),
            revision,
            unfinished: BTreeSet::new(),
        };
        let stop = CancellationToken::new();
        let tasks = TaskTracker::new();
        tasks.spawn(lease::expire(Arc::clone(&leases), jobs.downgrade(), stop.clone()));
        tasks.spawn(writer::run(writer, queue));
        let shared = Shared {
            disk,
            history,
            leases,
            jobs,
            reads: Arc::new(Semaphore::new(READS_MAX)),
            _expiry: stop.drop_guard(),
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Runs a read on a blocking thread.
    async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Disk) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let permit = Arc::clone(&self.shared.reads).acquire_owned().await;
        let disk = self.shared.disk.clone();
        let run = move || {
            let _permit = permit;
            read(&disk)
        };
        match tokio::task::spawn_blocking(run).await {
            Ok(result) => result,
            Err(error) => Err(StoreError::Unavailable(format!("a read did not finish: {error}"))),
        }
    }

    /// Hands a job to the writer and waits for its answer.
    async fn write(&self, job: impl FnOnce(writer::Reply) -> Job) -> Result<Revision, StoreError> {
        let stopped = || StoreError::Unavailable("the embedded store has stopped".to_owned());
        let jobs = &self.shared.jobs;
        let (reply, answer) = oneshot::channel(); // one value, never full
        jobs.send(job(reply)).await.map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }
}

impl Store for Embedded {
    async fn get(&self, key: &Key) -> Result<Option<Versioned>, StoreError> {
        let key = key.clone();
        self.read(move |disk| disk.get(&key)).await
    }

    async fn list(&self, prefix: &Key, page: Page) -> Result<Listing, StoreError> {
        let prefix = prefix.clone();
        self.read(move |disk| disk.list(&prefix, &page)).await
    }

    async fn commit(&self, txn: Txn) -> Result<Revision, StoreError> {
        txn.check()?;
        self.write(|reply| Job::Commit(txn, reply)).await
    }

    fn watch(&self, prefix: &Key, after: Revision) -> Watch {
        history::watch(&self.shared.history, prefix.clone(), after)
    }

    async fn grant(&self, ttl: Duration) -> Result<LeaseId, StoreError> {
        Ok(self.shared.leases.grant(ttl))
    }

    async fn renew(&self, lease: LeaseId) -> Result<Duration, StoreError> {
        self.shared.leases.renew(lease)
    }

    async fn revoke(&self, lease: LeaseId) -> Result<(), StoreError> {
        if !self.shared.leases.end(lease) {
            return Err(StoreError::LeaseEnded);
        }
        self.write(|reply| Job::End(lease, Some(reply))).await.map(|_| ())
    }
}

impl std::fmt::Debug for Embedded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Embedded").finish_non_exhaustive()
    }
}

/// Reads a value out of the database's page.
fn copied(bytes: &[u8]) -> Bytes {
    Bytes::copy_from_slice(bytes)
}
