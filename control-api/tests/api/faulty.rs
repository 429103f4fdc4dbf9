//! The embedded store, with writes that fail on demand.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use fleet::Revision;
use store::{
    Embedded, Key, LeaseId, Listing, Page, Store, StoreError, Txn, Versioned, Watch, Write,
};

/// Writes to keys that start with this text fail; none fail while it is empty.
pub(crate) type Failing = Arc<Mutex<String>>;

pub(crate) struct Faulty {
    pub(crate) inner: Embedded,
    pub(crate) failing: Failing,
}

impl Store for Faulty {
    async fn get(&self, key: &Key) -> Result<Option<Versioned>, StoreError> {
        self.inner.get(key).await
    }

    async fn list(&self, prefix: &Key, page: Page) -> Result<Listing, StoreError> {
        self.inner.list(prefix, page).await
    }

    async fn commit(&self, txn: Txn) -> Result<Revision, StoreError> {
        let failing = self.failing.lock().unwrap().clone();
        let fails = |write: &Write| match write {
            Write::Put(key, ..) | Write::Delete(key) => key.0.starts_with(&failing),
        };
        if !failing.is_empty() && txn.writes.iter().any(fails) {
            return Err(StoreError::Unavailable("as the test wants".to_owned()));
        }
        self.inner.commit(txn).await
    }

    fn watch(&self, prefix: &Key, after: Revision) -> Watch {
        self.inner.watch(prefix, after)
    }

    async fn grant(&self, ttl: Duration) -> Result<LeaseId, StoreError> {
        self.inner.grant(ttl).await
    }

    async fn renew(&self, lease: LeaseId) -> Result<Duration, StoreError> {
        self.inner.renew(lease).await
    }

    async fn revoke(&self, lease: LeaseId) -> Result<(), StoreError> {
        self.inner.revoke(lease).await
    }
}
