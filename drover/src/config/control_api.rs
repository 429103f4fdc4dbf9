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
    /// A file with the admin token. Without one the token is made in the data folder, where the command line finds it,
    /// and only loopback may listen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_token_file: Option<PathBuf>,
    /// Where uploaded package content goes. Gateways have to serve it: see gateway.packages_dir.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packages_dir: Option<PathBuf>,
    /// Where agents download it, like https://opamp.example.com:4320/v1/packages. With a gateway in the same process
    /// that listens on a loopback address the default is that one, as localhost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packages_url: Option<String>,
    /// The CA that issues certificates to agents that ask for one, PEM, and its key. Gateways have to accept it: see
    /// gateway.tls.client_ca. Without it such requests are denied, so every control API of a cluster needs it or none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agents_ca_cert: Option<PathBuf>,
    /// See agents_ca_cert.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agents_ca_key: Option<PathBuf>,
    /// What agents must trust besides, PEM: the CA of the gateways' certificate, if it is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agents_ca_bundle: Option<PathBuf>,
    /// Days a certificate of an agent is good for.
    #[serde(default = "agents_cert_days")]
    pub agents_cert_days: u32,
    /// Who answers certificate requests: an operator (manual), or nobody has to (automatic).
    #[serde(default)]
    pub certificate_approval: Approval,
    /// Where agents connect, host:port/path: an agent that is given a certificate stays there. With a gateway in the
    /// same process that listens on a loopback address the default is that one, as localhost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agents_endpoint: Option<String>,
    /// Bytes of one file of package content.
    #[serde(default = "package_bytes_max")]
    pub package_bytes_max: u64,
}

/// Who answers agents' certificate requests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Approval {
    /// An operator, one by one.
    #[default]
    Manual,
    /// Every good one is granted.
    Automatic,
}

fn agents_cert_days() -> u32 {
    30
}

/// A Collector with everything in it is some 300 MB.
fn package_bytes_max() -> u64 {
    2 << 30
}

fn listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 4321))
}

impl ControlApi {
    /// Defaults with these certificates.
    pub(crate) fn new(listen: SocketAddr, tls_cert: PathBuf, tls_key: PathBuf) -> Self {
        Self {
            listen,
            tls_cert,
            tls_key,
            admin_token_file: None,
            packages_dir: None,
            packages_url: None,
            agents_ca_cert: None,
            agents_ca_key: None,
            agents_ca_bundle: None,
            agents_cert_days: agents_cert_days(),
            certificate_approval: Approval::Manual,
            agents_endpoint: None,
            package_bytes_max: package_bytes_max(),
        }
    }

    /// What the role takes, beside a gateway that listens here, if there is one. A port of 0 in a place stands for the
    /// port that gateway took.
    pub(crate) fn role_config(&self, gateway: Option<SocketAddr>) -> control_api::Config {
        let known = |place: &String| match gateway {
            Some(gateway) => place.replacen(":0/", &format!(":{}/", gateway.port()), 1),
            None => place.clone(),
        };
        // Agents elsewhere would look for localhost on their own machine.
        let port = gateway.filter(|gateway| gateway.ip().is_loopback()).map(|it| it.port());
        let url = self.packages_url.as_ref().map(known);
        let url = url.or_else(|| Some(format!("https://localhost:{}/v1/packages", port?)));
        let packages = self.packages_dir.clone().zip(url).map(|(dir, url)| {
            let url = url.trim_end_matches('/').to_owned();
            control_api::PackageFolder { dir, url, file_bytes_max: self.package_bytes_max }
        });
        let place = self.agents_endpoint.as_ref().map(known);
        let agents_endpoint = place.or_else(|| Some(format!("localhost:{}/v1/opamp", port?)));
        let approval = match self.certificate_approval {
            Approval::Manual => control_api::Approval::Manual,
            Approval::Automatic => control_api::Approval::Automatic,
        };
        let rest = control_api::Config::default();
        control_api::Config { packages, approval, agents_endpoint, ..rest }
    }

    /// Refuses a place for content that agents could not be told about.
    pub(super) fn check_packages(&self, gateway: Option<SocketAddr>) -> Result<(), ConfigError> {
        let url = self.packages_url.as_deref();
        let good = |url: &str| url.starts_with("https://") || url.starts_with("http://");
        let why = match url {
            Some(url) if !good(url) => "it begins with https:// or http://".to_owned(),
            None if self.packages_dir.is_some() && !is_local(gateway) => {
                "control_api.packages_dir needs it: say where agents download from, like \
                 https://opamp.example.com:4320/v1/packages"
                    .to_owned()
            }
            Some(_) | None => return Ok(()),
        };
        Err(ConfigError::Together { key: "control_api.packages_url", why })
    }

    /// Refuses half a CA.
    pub(super) fn check_issuer(&self) -> Result<(), ConfigError> {
        if self.agents_ca_cert.is_some() == self.agents_ca_key.is_some() {
            return Ok(());
        }
        Err(ConfigError::Together {
            key: "control_api.agents_ca_cert",
            why: "it goes with control_api.agents_ca_key: set both, or neither".to_owned(),
        })
    }

    /// Refuses to issue certificates that would send agents elsewhere.
    pub(super) fn check_endpoint(&self, gateway: Option<SocketAddr>) -> Result<(), ConfigError> {
        let named = self.agents_endpoint.is_some() || is_local(gateway);
        if self.agents_ca_cert.is_none() || named {
            return Ok(());
        }
        Err(ConfigError::Together {
            key: "control_api.agents_endpoint",
            why: "control_api.agents_ca_cert needs it: say where agents with a certificate \
                  connect, host:port/path like opamp.example.com:4320/v1/opamp"
                .to_owned(),
        })
    }

    /// Refuses to be reached by others while the token is a file that only this machine has.
    pub(super) fn check_reach(&self) -> Result<(), ConfigError> {
        if self.admin_token_file.is_some() || self.listen.ip().is_loopback() {
            return Ok(());
        }
        Err(ConfigError::Together {
            key: "control_api.listen",
            why: format!(
                "without control_api.admin_token_file only this machine knows the token, so {} is \
                 refused: set a token file, or listen on a loopback address",
                self.listen
            ),
        })
    }
}

/// Whether agents reach the gateway of this process as localhost, and nobody else does.
fn is_local(gateway: Option<SocketAddr>) -> bool {
    gateway.is_some_and(|listen| listen.ip().is_loopback())
}
