//! Bodies of reported parts: from the record, from memory, or from the store, each read once for
//! many agents.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use fleet::Digest;
use lru::LruCache;
use proto::record::v1::{Agent, Part, PartKind};
use store::{Records, Store, StoreError};
use tokio::sync::Semaphore;

/// The most bodies kept, whatever their size.
const KEPT_MAX: NonZeroUsize = NonZeroUsize::new(1 << 16).unwrap();

/// Reads bodies. A bounded number of bytes is kept, and a bounded number is read at the same time.
#[derive(Debug)]
pub(crate) struct Bodies<S> {
    records: Arc<Records<S>>,
    reads: Semaphore,
    /// Locked for a look-up or an insertion, never across an await.
    kept: Mutex<Kept>,
}

#[derive(Debug)]
struct Kept {
    bodies: LruCache<Digest, Bytes>,
    bytes: usize,
    bytes_max: usize,
}

impl<S: Store> Bodies<S> {
    pub(crate) fn new(records: Arc<Records<S>>, bytes_max: usize, reads_max: usize) -> Self {
        let kept = Kept { bodies: LruCache::new(KEPT_MAX), bytes: 0, bytes_max };
        Self { records, reads: Semaphore::new(reads_max), kept: Mutex::new(kept) }
    }

    /// The bytes of a part; `None` when the store does not have them.
    pub(crate) async fn part(&self, part: &Part) -> Result<Option<Bytes>, StoreError> {
        if part.size == 0 || !part.inline.is_empty() {
            return Ok(Some(part.inline.clone()));
        }
        let Ok(digest) = Digest::try_from(&part.hash[..]) else { return Ok(None) };
        if let Some(known) = self.kept().bodies.get(&digest) {
            return Ok(Some(known.clone()));
        }
        if part.not_kept {
            return Ok(None);
        }
        let _permit = self.reads.acquire().await;
        // Whoever waited for a permit behind a reader of the same body finds it here.
        if let Some(known) = self.kept().bodies.get(&digest) {
            return Ok(Some(known.clone()));
        }
        let body = self.records.get_blob(digest).await?;
        if let Some(body) = &body {
            self.kept().keep(digest, body.clone());
        }
        Ok(body)
    }

    /// The bytes of these parts of a record, as far as the store has them whole.
    pub(crate) async fn parts(
        &self,
        record: &Agent,
        kinds: &[PartKind],
    ) -> Result<BTreeMap<i32, Bytes>, StoreError> {
        let mut found = BTreeMap::new();
        for part in &record.parts {
            let wanted = kinds.iter().any(|kind| part.kind == i32::from(*kind));
            if !wanted {
                continue;
            }
            match self.part(part).await {
                Ok(Some(body)) => {
                    found.insert(part.kind, body);
                }
                Ok(None) => {}
                // What is not whole is as good as not there: its owner may have it.
                Err(error @ StoreError::Corrupt { .. }) => {
                    tracing::warn!(%error, "a stored body cannot be used");
                }
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }

    /// Takes in a body that an owner sent, if it is what it is said to be.
    pub(crate) fn keep(&self, hash: &[u8], body: Bytes) {
        let digest = Digest::of(&body);
        if digest.0 == hash {
            self.kept().keep(digest, body);
        }
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn keep(&mut self, digest: Digest, body: Bytes) {
        if body.len() > self.bytes_max {
            return;
        }
        self.bytes += body.len();
        if let Some((_, old)) = self.bodies.push(digest, body) {
            self.bytes -= old.len();
        }
        while self.bytes > self.bytes_max {
            let Some((_, old)) = self.bodies.pop_lru() else { return };
            self.bytes -= old.len();
        }
    }
}
