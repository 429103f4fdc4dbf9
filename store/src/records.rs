//! What is kept, with types. The only place that knows keys and stored bytes.
//!
//! It must never decide: a guard that fails is the caller's to think about, and a value that cannot
//! be read is reported, not repaired.

mod agents;
mod aliases;
mod assignments;
mod audit;
mod blobs;
mod certificates;
mod cluster;
mod commands;
mod custom;
mod desired;
mod follow;
mod key;
mod members;
mod revisions;
mod shards;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use fleet::Revision;
use prost::Message;

use crate::contract::{Guard, Key, LeaseId, Page, Store, StoreError, Txn, Versioned, Write};

pub use agents::AgentWrite;
pub use aliases::Placed;
pub use blobs::BLOB_BYTES_MAX;
pub use certificates::CsrAnswer;
pub use follow::{Change, Follow};
pub use members::Keep;
pub use revisions::Revised;
pub use shards::CLAIM_SHARDS_MAX;

/// A typed value: key, value, the revision of its last write.
pub type Row<K, V> = (K, V, Revision);

/// Typed values in key order.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows<K, V> {
    /// The values.
    pub items: Vec<Row<K, V>>,
    /// Whether more follow the last one.
    pub more: bool,
    /// A watch after this revision misses nothing of them.
    pub revision: Revision,
}

/// The typed records of one store. Clones share it.
pub struct Records<S> {
    store: Arc<S>,
}

impl<S> Clone for Records<S> {
    fn clone(&self) -> Self {
        Self { store: Arc::clone(&self.store) }
    }
}

impl<S> std::fmt::Debug for Records<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Records")
    }
}

impl<S: Store> Records<S> {
    /// Records in this store.
    pub fn new(store: S) -> Self {
        Self { store: Arc::new(store) }
    }

    /// The store below, for what is not a record.
    pub fn store(&self) -> &S {
        &self.store
    }

    /// The store's revision now.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn revision(&self) -> Result<Revision, StoreError> {
        // A transaction that changes nothing answers with the revision.
        let guards = vec![(key::cluster(), Guard::Any)];
        self.store.commit(Txn { guards, writes: Vec::new() }).await
    }

    /// A new lease, see [`Store::grant`].
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn grant(&self, ttl: Duration) -> Result<LeaseId, StoreError> {
        self.store.grant(ttl).await
    }

    /// Renews a lease, see [`Store::renew`].
    ///
    /// # Errors
    /// [`StoreError::LeaseEnded`], [`StoreError::Unavailable`].
    pub async fn renew(&self, lease: LeaseId) -> Result<Duration, StoreError> {
        self.store.renew(lease).await
    }

    /// Ends a lease, see [`Store::revoke`].
    ///
    /// # Errors
    /// [`StoreError::LeaseEnded`], [`StoreError::Unavailable`].
    pub async fn revoke(&self, lease: LeaseId) -> Result<(), StoreError> {
        self.store.revoke(lease).await
    }

    /// One value, decoded.
    async fn read<V: Message + Default>(
        &self,
        key: &Key,
    ) -> Result<Option<(V, Revision)>, StoreError> {
        let Some(found) = self.store.get(key).await? else { return Ok(None) };
        Ok(Some((decode(&found)?, found.revision)))
    }

    /// One value, written.
    async fn write(
        &self,
        key: Key,
        value: &impl Message,
        guard: Guard,
    ) -> Result<Revision, StoreError> {
        let value = Bytes::from(value.encode_to_vec());
        self.store.commit(Txn::one(guard, Write::Put(key, value, None))).await
    }

    /// One value, removed.
    async fn remove(&self, key: Key, guard: Guard) -> Result<Revision, StoreError> {
        self.store.commit(Txn::one(guard, Write::Delete(key))).await
    }

    /// One page below a prefix. A value that cannot be read is logged and left out, so that it does
    /// not hide others.
    async fn page<K, V: Message + Default>(
        &self,
        prefix: &Key,
        page: Page,
        parse: fn(&str) -> Option<K>,
    ) -> Result<Rows<K, V>, StoreError> {
        let listing = self.store.list(prefix, page).await?;
        let items = listing.items.iter().filter_map(|item| row(item, parse)).collect();
        Ok(Rows { items, more: listing.more, revision: listing.revision })
    }

    /// Everything below a prefix.
    async fn all<K, V: Message + Default>(
        &self,
        prefix: &Key,
        parse: fn(&str) -> Option<K>,
    ) -> Result<Rows<K, V>, StoreError> {
        let (found, revision) = follow::everything(&*self.store, prefix).await?;
        let items = found.iter().filter_map(|item| row(item, parse)).collect();
        Ok(Rows { items, more: false, revision })
    }
}

/// Reads a stored message.
fn decode<V: Message + Default>(item: &Versioned) -> Result<V, StoreError> {
    V::decode(item.value.clone()).map_err(|error| StoreError::Corrupt {
        key: item.key.to_string(),
        why: format!("not a message of its kind: {error}"),
    })
}

/// A stored item with types, or `None` after saying why not.
fn row<K, V: Message + Default>(
    item: &Versioned,
    parse: fn(&str) -> Option<K>,
) -> Option<Row<K, V>> {
    let Some(key) = parse(&item.key.0) else {
        tracing::error!(key = %item.key, "a key in the store is not of its kind, skipped");
        return None;
    };
    match decode(item) {
        Ok(value) => Some((key, value, item.revision)),
        Err(error) => {
            tracing::error!(%error, "skipped");
            None
        }
    }
}

#[cfg(test)]
mod tests;
