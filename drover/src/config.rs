//! What a process is told: one TOML file, one struct per role, and environment variables on top.
//!
//! Everything is parsed here, once; nothing downstream checks it again. A key that does not exist is refused with its
//! name and line, because a misspelt limit that is silently ignored is found during an outage.

mod check;
mod control_api;
mod document;
pub mod env;
mod gateway;
mod internal_tls;
mod node;
mod secret;
mod store;
mod telemetry;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use fleet::Role;
use serde::{Deserialize, Serialize};

pub use control_api::{Approval, ControlApi};
pub use env::Env;
pub use gateway::{ClientAuth, Gateway, GatewayTls, Limits};
pub use internal_tls::InternalTls;
pub use node::Node;
pub use secret::Secret;
pub use store::{Embedded, Etcd, Store};
pub use telemetry::{LogFormat, Telemetry};

/// Where data goes when nobody says otherwise.
pub const DATA_DIR: &str = "drover-data";

/// A whole configuration file. A role runs here if its section is present.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The folder of everything this process keeps.
    pub data_dir: PathBuf,
    /// How long a drain may take before the process stops where it is.
    pub drain_deadline_s: u64,
    /// Traces, logs and the admin listener.
    pub telemetry: Telemetry,
    /// Where the cluster's state is.
    pub store: Store,
    /// Certificates for traffic between processes; absent only with the embedded store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub internal_tls: Option<InternalTls>,
    /// Holds agents' sockets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gateway: Option<Gateway>,
    /// Holds agents' sessions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node: Option<Node>,
    /// Serves operators.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub control_api: Option<ControlApi>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data_dir: DATA_DIR.into(),
            drain_deadline_s: 30,
            telemetry: Telemetry::default(),
            store: Store::default(),
            internal_tls: None,
            gateway: None,
            node: None,
            control_api: None,
        }
    }
}

/// Why a configuration is refused. Each message names the place.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The text is not TOML, or a key or value in it is wrong.
    #[error("{}:{line}: {why}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// Counts from 1.
        line: usize,
        /// What is wrong, with the key's name.
        why: String,
    },
    /// An environment variable names no key, or has a wrong value.
    #[error("environment variable {name}: {why}")]
    Variable {
        /// Which.
        name: String,
        /// What is wrong.
        why: String,
    },
    /// Every key is fine alone, but together they cannot work.
    #[error("{key}: {why}")]
    Together {
        /// The key to change.
        key: &'static str,
        /// What is wrong and what to do.
        why: String,
    },
}

impl Config {
    /// Reads a file and lays the environment over it.
    ///
    /// # Errors
    /// [`ConfigError`]; the first problem found.
    pub fn load(path: &Path, env: &impl Env) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::Read { path: path.to_owned(), source })?;
        Self::parse(path, &text, env)
    }

    /// The same for text that is at hand; `path` is for messages.
    ///
    /// # Errors
    /// [`ConfigError`]; the first problem found.
    pub fn parse(path: &Path, text: &str, env: &impl Env) -> Result<Self, ConfigError> {
        Self::read(path, text, env)?.checked()
    }

    /// Every key by itself; [`Config::checked`] has to follow.
    pub(crate) fn read(path: &Path, text: &str, env: &impl Env) -> Result<Self, ConfigError> {
        document::read(path, text, env)
    }

    /// The roles whose sections are present.
    pub fn roles(&self) -> BTreeSet<Role> {
        let present = [
            (Role::Gateway, self.gateway.is_some()),
            (Role::Node, self.node.is_some()),
            (Role::ControlApi, self.control_api.is_some()),
        ];
        present.into_iter().filter_map(|(role, present)| present.then_some(role)).collect()
    }

    /// Keeps one role only: what `drover gateway`, `drover node` and `drover control-api` run.
    ///
    /// # Errors
    /// The file has no section for it, or it needs another role in the same process.
    pub fn only(mut self, role: Role) -> Result<Self, ConfigError> {
        if !self.roles().contains(&role) {
            return Err(ConfigError::Together {
                key: match role {
                    Role::Gateway => "gateway",
                    Role::Node => "node",
                    Role::ControlApi => "control_api",
                },
                why: format!("the file has no section for the role {role}: add it"),
            });
        }
        self.gateway = self.gateway.filter(|_| role == Role::Gateway);
        self.node = self.node.filter(|_| role == Role::Node);
        self.control_api = self.control_api.filter(|_| role == Role::ControlApi);
        // What one role took from another in the same process is gone.
        self.checked()
    }

    /// The whole configuration as TOML, secrets masked.
    ///
    /// # Errors
    /// A value TOML cannot express; no configuration that was parsed has one.
    pub fn dump(&self) -> Result<String, toml::ser::Error> {
        toml::to_string(self)
    }
}

#[cfg(test)]
mod tests;
