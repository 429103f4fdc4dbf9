//! What every backend promises. `tests/conformance.rs` checks each promise against each backend.

use std::collections::BTreeSet;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use fleet::Revision;
use futures::Stream;
use futures::stream::BoxStream;
use tokio::sync::Notify;

/// A key: slash-separated text below the cluster's prefix, such as `members/01926f3e-…`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub Arc<str>);

impl From<String> for Key {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<&str> for Key {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A value as it stood at one revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versioned {
    /// Its key.
    pub key: Key,
    /// Its bytes.
    pub value: Bytes,
    /// The revision of the write that made it.
    pub revision: Revision,
}

/// What must hold of one key for a write or a transaction to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// Nothing.
    Any,
    /// The key does not exist.
    Absent,
    /// The key exists.
    Present,
    /// The key exists and its last write was this one.
    At(Revision),
}

/// One write of a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// Create or replace; with a lease the key goes when the lease ends.
    Put(Key, Bytes, Option<LeaseId>),
    /// Remove; removing what is not there is no error and no event.
    Delete(Key),
}

/// Guards and writes that happen together or not at all. At most 128 of each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Txn {
    /// All must hold.
    pub guards: Vec<(Key, Guard)>,
    /// All happen, at one revision. No key twice.
    pub writes: Vec<Write>,
}

/// Guards, and writes, that one transaction may hold (etcd's default `--max-txn-ops`).
pub const TXN_OPS_MAX: usize = 128;

/// Bytes of keys and values that one transaction may write. It leaves etcd's request limit of 1.5
/// MiB room for the guards and the framing.
pub const TXN_BYTES_MAX: usize = 1_500_000;

impl Txn {
    /// A transaction of one write.
    pub fn one(guard: Guard, write: Write) -> Self {
        Self { guards: vec![(write.key().clone(), guard)], writes: vec![write] }
    }

    /// What every backend refuses before it does anything.
    ///
    /// # Errors
    /// [`StoreError::TooLarge`] over [`TXN_OPS_MAX`] or [`TXN_BYTES_MAX`], or when a key is written
    /// twice.
    pub fn check(&self) -> Result<(), StoreError> {
        let (guards, writes) = (self.guards.len(), self.writes.len());
        if guards > TXN_OPS_MAX || writes > TXN_OPS_MAX {
            return Err(StoreError::TooLarge(format!(
                "{guards} guards and {writes} writes, at most {TXN_OPS_MAX} of each"
            )));
        }
        let bytes: usize = self.writes.iter().map(Write::size).sum();
        if bytes > TXN_BYTES_MAX {
            return Err(StoreError::TooLarge(format!(
                "{bytes} bytes to write, at most {TXN_BYTES_MAX}"
            )));
        }
        let mut keys = BTreeSet::new();
        match self.writes.iter().find(|write| !keys.insert(write.key())) {
            Some(twice) => Err(StoreError::TooLarge(format!("{} is written twice", twice.key()))),
            None => Ok(()),
        }
    }
}

impl Write {
    /// The key it writes.
    pub const fn key(&self) -> &Key {
        match self {
            Self::Put(key, ..) | Self::Delete(key) => key,
        }
    }

    /// Bytes of its key and value.
    pub fn size(&self) -> usize {
        match self {
            Self::Put(key, value, _) => key.0.len() + value.len(),
            Self::Delete(key) => key.0.len(),
        }
    }
}

/// A lease: keys put with it vanish together when it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LeaseId(pub i64);

/// Where a listing starts and how much it returns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Continue after this key; `None` starts at the beginning.
    pub after: Option<Key>,
    /// At most this many items; 0 means 1,000.
    pub limit: usize,
    /// Read as of this revision, so that pages fit together; `None` reads the newest. Embedded:
    /// ignored. A revision that etcd has compacted is [`StoreError::Unavailable`]: start again from
    /// the first page.
    pub at: Option<Revision>,
}

/// One page, in key order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The items.
    pub items: Vec<Versioned>,
    /// Whether more follow.
    pub more: bool,
    /// The revision of what was read: a watch after it misses nothing of this page.
    pub revision: Revision,
}

/// What a watch says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A key was created or replaced.
    Put(Versioned),
    /// A key is gone.
    Delete(Key, Revision),
    /// Every event up to and including this revision has been delivered.
    Progress(Revision),
    /// Events were lost (compaction, a consumer too slow): list again. The stream ends after it.
    Resync,
}

/// Why a store call did not happen. The variants say what the caller can do.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// A guard did not hold: read again and decide anew. Nothing was written.
    #[error("a guard did not hold at revision {0}: read again and retry")]
    Conflict(Revision),
    /// The store did not answer: a write may or may not have happened. Try again later.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// More than 128 guards or writes, or a value over the backend's limit: send less.
    #[error("too large for the store: {0}")]
    TooLarge(String),
    /// Bytes that are not what their key says. An operator has to look.
    #[error("corrupt data at {key}: {why}")]
    Corrupt {
        /// Where.
        key: String,
        /// What is wrong.
        why: String,
    },
    /// The lease ended: its keys are gone. Grant a new one.
    #[error("the lease has ended")]
    LeaseEnded,
}

impl StoreError {
    /// Whether the same call may succeed later without anybody changing anything.
    pub const fn retryable(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }
}

/// Linearizable reads, compare-and-swap writes, ordered watches. Everything else is built in
/// [`crate::records`].
///
/// Every write has a revision higher than all before it; all writes of one transaction share one.
/// Reads see every write that was acknowledged before they began.
pub trait Store: Send + Sync + 'static {
    /// The value of a key now.
    fn get(&self, key: &Key) -> impl Future<Output = Result<Option<Versioned>, StoreError>> + Send;

    /// Keys that start with `prefix`, in order.
    fn list(
        &self,
        prefix: &Key,
        page: Page,
    ) -> impl Future<Output = Result<Listing, StoreError>> + Send;

    /// Guards and writes, all or nothing. A transaction without writes only checks. Returns the
    /// revision of the writes, or the store's when there was nothing to change. A put on an ended
    /// lease is [`StoreError::LeaseEnded`].
    fn commit(&self, txn: Txn) -> impl Future<Output = Result<Revision, StoreError>> + Send;

    /// Every change to keys that start with `prefix` after revision `after`, in order, each once.
    fn watch(&self, prefix: &Key, after: Revision) -> Watch;

    /// A new lease that ends `ttl` after its last renewal (whole seconds, at least 1).
    fn grant(&self, ttl: Duration) -> impl Future<Output = Result<LeaseId, StoreError>> + Send;

    /// Renews a lease; returns what remains. [`StoreError::LeaseEnded`] when it is gone.
    fn renew(&self, lease: LeaseId) -> impl Future<Output = Result<Duration, StoreError>> + Send;

    /// Ends a lease and deletes its keys at once.
    fn revoke(&self, lease: LeaseId) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// A running watch. Dropping it ends it.
pub struct Watch {
    events: BoxStream<'static, Event>,
    progress: Arc<Notify>,
}

impl Watch {
    /// Wraps a backend's stream; the backend answers each notification with [`Event::Progress`].
    pub fn new(events: BoxStream<'static, Event>, progress: Arc<Notify>) -> Self {
        Self { events, progress }
    }

    /// Asks for an [`Event::Progress`] with the store's present revision. On etcd it is that of the
    /// member that serves the watch and may trail a write just acknowledged by another: who waits
    /// for a revision asks again until it is reached.
    pub fn ask_progress(&self) {
        self.progress.notify_one();
    }
}

impl Stream for Watch {
    type Item = Event;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Event>> {
        self.events.as_mut().poll_next(cx)
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watch")
    }
}
