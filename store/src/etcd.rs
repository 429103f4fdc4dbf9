//! The store of a cluster: etcd. The only file (with its folder) that names etcd.
//!
//! Three connections: for keys, for watches, for leases, so that a bulk read or a slow watcher
//! never delays a keepalive. Every call has a deadline; whatever may or may not have happened is
//! [`StoreError::Unavailable`].

mod connect;
mod level;
mod translate;
mod watch;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use etcd_client::{Client, GetOptions, KvClient, LeaseKeepAliveStream, LeaseKeeper};
use fleet::Revision;

use crate::contract::{Key, LeaseId, Listing, Page, Store, StoreError, Txn, Versioned, Watch};
pub use connect::{ConnectError, EtcdConfig, EtcdTls};
use connect::{check_levels, dial};
use translate::{Prefix, failed, no_lease, revision};

/// Bytes of the largest answer that is read; a larger page is asked for again in halves.
const ANSWER_BYTES_MAX: usize = 64 << 20;

/// Items of a page when the caller names no limit.
const PAGE_ITEMS: usize = 1000;

/// A handle to etcd; clones share its connections.
#[derive(Clone)]
pub struct Etcd {
    keys: Arc<Client>,
    watches: Arc<Client>,
    leases: Arc<Client>,
    prefix: Prefix,
    timeout: Duration,
    /// Keepalive streams by lease. One is taken out while it is used: a call that is dropped
    /// half-way drops its stream, so that nobody reads the answer to an older question.
    keepers: Arc<Mutex<BTreeMap<LeaseId, (LeaseKeeper, LeaseKeepAliveStream)>>>,
}

impl fmt::Debug for Etcd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Etcd").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

impl Etcd {
    /// Connects and checks the version of every endpoint that answers.
    ///
    /// # Errors
    /// [`ConnectError`], which says what to do.
    pub async fn connect(config: EtcdConfig) -> Result<Self, ConnectError> {
        if !config.prefix.ends_with('/') {
            return Err(ConnectError::Invalid(format!(
                "the prefix {:?} does not end with a slash",
                config.prefix
            )));
        }
        check_levels(&config).await?;
        let keys = dial(&config, &config.endpoints).await?;
        let watches = dial(&config, &config.endpoints).await?;
        let leases = dial(&config, &config.endpoints).await?;
        Ok(Self {
            keys: Arc::new(keys),
            watches: Arc::new(watches),
            leases: Arc::new(leases),
            prefix: Prefix(config.prefix.into()),
            timeout: config.timeout,
            keepers: Arc::default(),
        })
    }

    /// A client for one call about keys.
    fn kv(&self) -> KvClient {
        self.keys.kv_client().max_decoding_message_size(ANSWER_BYTES_MAX)
    }

    /// Runs a call with the deadline that every call has.
    async fn within<T>(
        &self,
        call: impl Future<Output = Result<T, etcd_client::Error>>,
    ) -> Result<T, StoreError> {
        match tokio::time::timeout(self.timeout, call).await {
            Ok(result) => result.map_err(|error| failed(&error)),
            Err(_) => Err(StoreError::Unavailable(format!("no answer in {:?}", self.timeout))),
        }
    }

    /// One keepalive on the lease's own stream; what remains, zero when it is over.
    async fn keep_alive(&self, lease: LeaseId) -> Result<Duration, etcd_client::Error> {
        let kept = self.keepers.lock().unwrap_or_else(PoisonError::into_inner).remove(&lease);
        let (mut keeper, mut answers) = match kept {
            Some(pair) => pair,
            None => self.leases.lease_client().keep_alive(lease.0).await?,
        };
        keeper.keep_alive().await?;
        let answer = answers.message().await?;
        let seconds = answer.map_or(-1, |answer| answer.ttl());
        let Ok(seconds) = u64::try_from(seconds) else {
            return Err(etcd_client::Error::LeaseKeepAliveError("the stream ended".to_owned()));
        };
        if seconds > 0 {
            let mut keepers = self.keepers.lock().unwrap_or_else(PoisonError::into_inner);
            keepers.insert(lease, (keeper, answers));
        }
        Ok(Duration::from_secs(seconds))
    }

    /// Whether a renewal of this lease would go over a stream that is already open.
    fn has_keeper(&self, lease: LeaseId) -> bool {
        self.keepers.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&lease)
    }

    /// One page; `None` when it was too large to be read.
    async fn page(
        &self,
        prefix: &Key,
        page: &Page,
        limit: usize,
    ) -> Result<Option<Listing>, StoreError> {
        let (start, end) = self.prefix.range(prefix, page.after.as_ref());
        let mut options =
            GetOptions::new().with_range(end).with_limit(i64::try_from(limit).unwrap_or(i64::MAX));
        if let Some(at) = page.at {
            options = options.with_revision(i64::try_from(at.0).unwrap_or(i64::MAX));
        }
        let mut kv = self.kv();
        let call = kv.get(start, Some(options));
        let mut answer = match tokio::time::timeout(self.timeout, call).await {
            Ok(Err(error)) if translate::is_oversized(&error) => return Ok(None),
            Ok(result) => result.map_err(|error| failed(&error))?,
            Err(_) => {
                return Err(StoreError::Unavailable(format!("no answer in {:?}", self.timeout)));
            }
        };
        let items = answer.take_kvs().into_iter().filter_map(|kv| self.prefix.item(kv)).collect();
        let revision = page.at.unwrap_or_else(|| revision(answer.header()));
        Ok(Some(Listing { items, more: answer.more(), revision }))
    }
}

impl Store for Etcd {
    async fn get(&self, key: &Key) -> Result<Option<Versioned>, StoreError> {
        let mut kv = self.kv();
        let mut answer = self.within(kv.get(self.prefix.full(key), None)).await?;
        Ok(answer.take_kvs().pop().map(|item| {
            let at = translate::positive(item.mod_revision());
            let value = Bytes::from(item.into_key_value().1);
            Versioned { key: key.clone(), value, revision: at }
        }))
    }

    async fn list(&self, prefix: &Key, page: Page) -> Result<Listing, StoreError> {
        let mut limit = if page.limit == 0 { PAGE_ITEMS } else { page.limit };
        loop {
            match self.page(prefix, &page, limit).await? {
                Some(listing) => return Ok(listing),
                None if limit > 1 => limit /= 2,
                None => {
                    return Err(StoreError::TooLarge(format!(
                        "a value below {prefix} of over {ANSWER_BYTES_MAX} bytes"
                    )));
                }
            }
        }
    }

    async fn commit(&self, txn: Txn) -> Result<Revision, StoreError> {
        txn.check()?;
        let mut kv = self.kv();
        let answer = self.within(kv.txn(self.prefix.txn(txn))).await?;
        let at = revision(answer.header());
        if answer.succeeded() { Ok(at) } else { Err(StoreError::Conflict(at)) }
    }

    fn watch(&self, prefix: &Key, after: Revision) -> Watch {
        watch::watch(Arc::clone(&self.watches), self.prefix.clone(), prefix, after)
    }

    async fn grant(&self, ttl: Duration) -> Result<LeaseId, StoreError> {
        let seconds = i64::try_from(ttl.as_secs().max(1)).unwrap_or(i64::MAX);
        let mut leases = self.leases.lease_client();
        let answer = self.within(leases.grant(seconds, None)).await?;
        Ok(LeaseId(answer.id()))
    }

    async fn renew(&self, lease: LeaseId) -> Result<Duration, StoreError> {
        let call = async {
            let reused = self.has_keeper(lease);
            match self.keep_alive(lease).await {
                // The stream broke since the last renewal, which says nothing about the lease: one
                // new stream.
                Err(_) if reused => self.keep_alive(lease).await,
                // A stream is not asked again by the client itself when a restarted etcd has
                // forgotten its token.
                Err(error) if translate::is_unauthenticated(&error) => {
                    self.leases.refresh_token().await?;
                    self.keep_alive(lease).await
                }
                result => result,
            }
        };
        match tokio::time::timeout(self.timeout, call).await {
            Ok(Ok(Duration::ZERO)) => Err(StoreError::LeaseEnded),
            Ok(Ok(remaining)) => Ok(remaining),
            Ok(Err(error)) if no_lease(&error) => Err(StoreError::LeaseEnded),
            Ok(Err(error)) => Err(failed(&error)),
            Err(_) => Err(StoreError::Unavailable(format!("no answer in {:?}", self.timeout))),
        }
    }

    async fn revoke(&self, lease: LeaseId) -> Result<(), StoreError> {
        self.keepers.lock().unwrap_or_else(PoisonError::into_inner).remove(&lease);
        let mut leases = self.leases.lease_client();
        self.within(leases.revoke(lease.0)).await.map(|_| ())
    }
}
