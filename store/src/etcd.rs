//! The store of a cluster: etcd. The only file (with its folder) that names etcd.
//!
//! Three connections: for keys, for watches, for leases, so that a bulk read or a slow watcher
//! never delays a keepalive. Every call has a deadline; whatever may or may not have happened is
//! [`StoreError::Unavailable`].

mod level;
mod translate;
mod watch;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use etcd_client::{
    Certificate, Client, ConnectOptions, GetOptions, Identity, KvClient, LeaseKeepAliveStream,
    LeaseKeeper, TlsOptions,
};
use fleet::Revision;
use futures::future::join_all;

use crate::contract::{Key, LeaseId, Listing, Page, Store, StoreError, Txn, Versioned, Watch};
use translate::{Prefix, failed, no_lease, revision};

/// Bytes of the largest answer that is read; a larger page is asked for again in halves.
const ANSWER_BYTES_MAX: usize = 64 << 20;

/// Items of a page when the caller names no limit.
const PAGE_ITEMS: usize = 1000;

/// Between pings of an idle connection, and how long one may stay unanswered. etcd closes a
/// connection that pings more often than every 5 s.
const PING: (Duration, Duration) = (Duration::from_secs(10), Duration::from_secs(5));

/// Which etcd, and how to reach it.
#[derive(Clone)]
pub struct EtcdConfig {
    /// `http://` or `https://` addresses of its members.
    pub endpoints: Vec<String>,
    /// What every key starts with; ends with a slash.
    pub prefix: String,
    /// User and password, when etcd has authentication enabled.
    pub user: Option<(String, String)>,
    /// How to verify etcd and to be verified by it.
    pub tls: Option<EtcdTls>,
    /// How long one call may take.
    pub timeout: Duration,
    /// Refuse a version with known faults instead of warning about it (PERFORMANCE.md D.6).
    pub strict: bool,
}

impl Default for EtcdConfig {
    fn default() -> Self {
        Self {
            endpoints: Vec::new(),
            prefix: "/drover/1/".to_owned(),
            user: None,
            tls: None,
            timeout: Duration::from_secs(5),
            strict: false,
        }
    }
}

impl fmt::Debug for EtcdConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EtcdConfig")
            .field("endpoints", &self.endpoints)
            .field("prefix", &self.prefix)
            .field("user", &self.user.as_ref().map(|(name, _)| name))
            .field("tls", &self.tls)
            .field("timeout", &self.timeout)
            .field("strict", &self.strict)
            .finish()
    }
}

/// PEM texts for TLS.
#[derive(Clone, Default)]
pub struct EtcdTls {
    /// Who may have signed etcd's certificate.
    pub ca_pem: Vec<u8>,
    /// Our certificate and key, when etcd asks for one.
    pub identity_pem: Option<(Vec<u8>, Vec<u8>)>,
    /// The name in etcd's certificate, when it is not the endpoint's host.
    pub server_name: Option<String>,
}

impl fmt::Debug for EtcdTls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EtcdTls")
            .field("identity", &self.identity_pem.is_some())
            .field("server_name", &self.server_name)
            .finish_non_exhaustive()
    }
}

/// Why etcd cannot be used. Each says what an operator can do.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// No endpoint answered.
    #[error("no etcd endpoint answers ({0}): check the addresses, TLS files and credentials")]
    Unreachable(String),
    /// The configuration itself is wrong.
    #[error("the etcd configuration is wrong: {0}")]
    Invalid(String),
    /// Its version has known faults and the configuration is strict.
    #[error("etcd at {endpoint} {why}: upgrade etcd, or start without strict to be warned only")]
    TooOld {
        /// Which member.
        endpoint: String,
        /// Its version and what is wrong with it.
        why: String,
    },
}

/// A handle to etcd; clones share its connections.
#[derive(Clone)]
pub struct Etcd {
    kv: KvClient,
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
        let kv = dial(&config, &config.endpoints).await?.kv_client();
        let watches = dial(&config, &config.endpoints).await?;
        let leases = dial(&config, &config.endpoints).await?;
        Ok(Self {
            kv: kv
                .max_decoding_message_size(ANSWER_BYTES_MAX)
                .max_encoding_message_size(ANSWER_BYTES_MAX),
            watches: Arc::new(watches),
            leases: Arc::new(leases),
            prefix: Prefix(config.prefix.into()),
            timeout: config.timeout,
            keepers: Arc::default(),
        })
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
        let mut kv = self.kv.clone();
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
        let mut kv = self.kv.clone();
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
        let mut kv = self.kv.clone();
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

/// A connection of its own to these endpoints. It is made lazily, except that a user is
/// authenticated now.
async fn dial(config: &EtcdConfig, endpoints: &[String]) -> Result<Client, ConnectError> {
    let mut options = ConnectOptions::new()
        .with_keep_alive(PING.0, PING.1)
        .with_keep_alive_while_idle(true)
        .with_connect_timeout(config.timeout)
        .with_timeout(config.timeout)
        .with_tcp_keepalive(PING.0)
        .with_require_leader(true)
        .with_auto_token_refresh(true);
    if let Some((name, password)) = &config.user {
        options = options.with_user(name, password);
    }
    if let Some(tls) = &config.tls {
        options = options.with_tls(tls_options(tls));
    }
    let connecting = Client::connect(endpoints, Some(options));
    match tokio::time::timeout(config.timeout, connecting).await {
        Ok(Ok(client)) => Ok(client),
        Ok(Err(
            error @ (etcd_client::Error::InvalidArgs(_) | etcd_client::Error::InvalidUri(_)),
        )) => Err(ConnectError::Invalid(error.to_string())),
        Ok(Err(error)) => Err(ConnectError::Unreachable(translate::text(&error))),
        Err(_) => Err(ConnectError::Unreachable(format!("no answer in {:?}", config.timeout))),
    }
}

fn tls_options(tls: &EtcdTls) -> TlsOptions {
    let mut options = TlsOptions::new().ca_certificate(Certificate::from_pem(&tls.ca_pem));
    if let Some((certificate, key)) = &tls.identity_pem {
        options = options.identity(Identity::from_pem(certificate, key));
    }
    match &tls.server_name {
        Some(name) => options.domain_name(name),
        None => options,
    }
}

/// Asks every endpoint for its version: at least one must answer, and none may be refused.
async fn check_levels(config: &EtcdConfig) -> Result<(), ConnectError> {
    if config.endpoints.is_empty() {
        return Err(ConnectError::Invalid("it names no endpoint".to_owned()));
    }
    let versions = join_all(config.endpoints.iter().map(|one| version_of(config, one))).await;
    let mut silent = Vec::new();
    for (endpoint, version) in config.endpoints.iter().zip(versions) {
        match version {
            Ok(version) => judge(config, endpoint, &version)?,
            Err(error @ ConnectError::Invalid(_)) => return Err(error),
            Err(error) => {
                tracing::warn!(endpoint, %error, "an etcd endpoint does not answer");
                silent.push(format!("{endpoint}: {error}"));
            }
        }
    }
    if silent.len() == config.endpoints.len() {
        return Err(ConnectError::Unreachable(silent.join("; ")));
    }
    Ok(())
}

async fn version_of(config: &EtcdConfig, endpoint: &String) -> Result<String, ConnectError> {
    let mut client = dial(config, std::slice::from_ref(endpoint)).await?;
    match tokio::time::timeout(config.timeout, client.status()).await {
        Ok(Ok(status)) => Ok(status.version().to_owned()),
        Ok(Err(error)) => Err(ConnectError::Unreachable(translate::text(&error))),
        Err(_) => Err(ConnectError::Unreachable(format!("no answer in {:?}", config.timeout))),
    }
}

fn judge(config: &EtcdConfig, endpoint: &str, version: &str) -> Result<(), ConnectError> {
    let faults = level::faults(version);
    if faults.is_empty() {
        return Ok(());
    }
    let why = format!("has version {version}: {}", faults.join("; "));
    if config.strict {
        return Err(ConnectError::TooOld { endpoint: endpoint.to_owned(), why });
    }
    tracing::warn!(endpoint, "etcd {why}; upgrade it");
    Ok(())
}
