//! `[control_api]`: where operators connect, and how they prove who they are.

use std::net::SocketAddr;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::ConfigError;

/// The control-api role.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ControlApi {
    /// Where it listens for operators.
    #[serde(default = "listen")]
    pub listen: SocketAddr,
    /// The server's certificate chain, PEM.
    pub tls_cert: PathBuf,
    /// Its private key, PEM.
    pub tls_key: PathBuf,
    /// A file with the admin token. Without one nobody has to prove anything, and only loopback may listen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_token_file: Option<PathBuf>,
}

fn listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 4321))
}

impl ControlApi {
    /// Refuses to be reached by others without knowing who they are.
    pub(super) fn check_reach(&self) -> Result<(), ConfigError> {
        if self.admin_token_file.is_some() || self.listen.ip().is_loopback() {
            return Ok(());
        }
        Err(ConfigError::Together {
            key: "control_api.listen",
            why: format!(
                "without control_api.admin_token_file operators prove nothing, so {} is refused: \
                 set a token file, or listen on a loopback address",
                self.listen
            ),
        })
    }
}
