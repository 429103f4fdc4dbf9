//! Where things are in a data folder.

use std::path::{Path, PathBuf};

/// A data folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout(PathBuf);

impl Layout {
    /// The layout of this folder.
    pub fn new(data_dir: &Path) -> Self {
        Self(data_dir.to_owned())
    }

    /// The certificate agents see in development, and its CA.
    pub fn agents_tls(&self) -> PathBuf {
        self.0.join("tls/agents")
    }

    /// The certificate operators see in development, and its CA.
    pub fn api_tls(&self) -> PathBuf {
        self.0.join("tls/api")
    }

    /// The internal CA.
    pub fn internal_tls(&self) -> PathBuf {
        self.0.join("tls/internal")
    }

    /// The embedded store.
    pub fn store(&self) -> PathBuf {
        self.0.join("store")
    }

    /// The package content of a process that runs every role.
    pub fn packages(&self) -> PathBuf {
        self.0.join("packages")
    }

    /// The address of the control API that ran here last, for the command line.
    pub fn api_address(&self) -> PathBuf {
        self.0.join("api.address")
    }
}
