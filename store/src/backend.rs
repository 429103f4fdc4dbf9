//! Either store behind one type, for whoever picks one by configuration.

use std::time::Duration;

use fleet::Revision;

use crate::contract::{Key, LeaseId, Listing, Page, Store, StoreError, Txn, Versioned, Watch};
use crate::embedded::Embedded;
use crate::etcd::Etcd;

/// A store that was picked at run time.
#[derive(Debug, Clone)]
pub enum Backend {
    /// A directory.
    Embedded(Embedded),
    /// A cluster's etcd.
    Etcd(Etcd),
}

impl From<Embedded> for Backend {
    fn from(store: Embedded) -> Self {
        Self::Embedded(store)
    }
}

impl From<Etcd> for Backend {
    fn from(store: Etcd) -> Self {
        Self::Etcd(store)
    }
}

/// Calls the store that it is.
macro_rules! either {
    ($backend:expr, $store:ident => $call:expr) => {
        match $backend {
            Backend::Embedded($store) => $call,
            Backend::Etcd($store) => $call,
        }
    };
}

impl Store for Backend {
    async fn get(&self, key: &Key) -> Result<Option<Versioned>, StoreError> {
        either!(self, store => store.get(key).await)
    }

    async fn list(&self, prefix: &Key, page: Page) -> Result<Listing, StoreError> {
        either!(self, store => store.list(prefix, page).await)
    }

    async fn commit(&self, txn: Txn) -> Result<Revision, StoreError> {
        either!(self, store => store.commit(txn).await)
    }

    fn watch(&self, prefix: &Key, after: Revision) -> Watch {
        either!(self, store => store.watch(prefix, after))
    }

    async fn grant(&self, ttl: Duration) -> Result<LeaseId, StoreError> {
        either!(self, store => store.grant(ttl).await)
    }

    async fn renew(&self, lease: LeaseId) -> Result<Duration, StoreError> {
        either!(self, store => store.renew(lease).await)
    }

    async fn revoke(&self, lease: LeaseId) -> Result<(), StoreError> {
        either!(self, store => store.revoke(lease).await)
    }
}
