//! `[store.embedded]` or `[store.etcd]`.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{ConfigError, Secret};

/// Where the cluster's state is.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Store {
    /// In a folder of this process.
    Embedded(Embedded),
    /// In etcd.
    Etcd(Box<Etcd>),
}

impl Default for Store {
    fn default() -> Self {
        Self::Embedded(Embedded::default())
    }
}

/// The embedded store.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Embedded {
    /// Its folder; `store` in the data folder when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dir: Option<PathBuf>,
}

/// An etcd cluster.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Etcd {
    /// Like `https://etcd-0:2379`.
    pub endpoints: Vec<String>,
    /// The user to authenticate as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Its password; better kept in `password_file`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
    /// A file with its password.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_file: Option<PathBuf>,
    /// The CA of etcd's certificates, PEM.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca: Option<PathBuf>,
    /// A client certificate, PEM.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cert: Option<PathBuf>,
    /// Its private key, PEM.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<PathBuf>,
    /// All keys are below this.
    #[serde(default = "prefix")]
    pub prefix: String,
    /// Refuse versions of etcd that are known to hurt, instead of warning.
    #[serde(default)]
    pub strict: bool,
}

impl Etcd {
    /// Refuses halves of credentials.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let password = self.password.is_some() || self.password_file.is_some();
        let (key, why) = if self.password.is_some() && self.password_file.is_some() {
            ("store.etcd.password", "there is a password_file as well: keep one of the two")
        } else if self.user.is_some() != password {
            ("store.etcd.user", "it goes with a password_file: set both, or neither")
        } else if self.cert.is_some() != self.key.is_some() {
            ("store.etcd.cert", "it goes with its key: set both, or neither")
        } else if self.cert.is_some() && self.ca.is_none() {
            ("store.etcd.ca", "store.etcd.cert needs it: name the CA of etcd's certificates")
        } else {
            return Ok(());
        };
        Err(ConfigError::Together { key, why: why.to_owned() })
    }
}

fn prefix() -> String {
    "/drover/1/".to_owned()
}
