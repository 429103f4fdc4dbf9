//! Which etcd, how to reach it, and whether its version will do.

use std::fmt;
use std::time::Duration;

use etcd_client::{Certificate, Client, ConnectOptions, Identity, TlsOptions};
use futures::future::join_all;

use super::{level, translate};

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

/// A connection of its own to these endpoints. It is made lazily, except that a user is
/// authenticated now.
pub(super) async fn dial(
    config: &EtcdConfig,
    endpoints: &[String],
) -> Result<Client, ConnectError> {
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
pub(super) async fn check_levels(config: &EtcdConfig) -> Result<(), ConnectError> {
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
