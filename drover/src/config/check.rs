//! What the keys of a configuration have to be together.

use fleet::Role;

use super::{ClientAuth, Config, ConfigError, Gateway, Store};

impl Config {
    /// Refuses what could not start, or would start and not serve. Files are not looked at: where this is asked they
    /// need not be.
    pub(crate) fn checked(self) -> Result<Self, ConfigError> {
        self.telemetry.check()?;
        if let Store::Etcd(etcd) = &self.store {
            etcd.check()?;
        }
        if let Some(gateway) = &self.gateway {
            gateway.check()?;
        }
        if let Some(node) = &self.node {
            node.advertised()?;
        }
        if let Some(api) = &self.control_api {
            let gateway = self.gateway.as_ref().map(|gateway| gateway.listen);
            api.check_reach()?;
            api.check_packages(gateway)?;
            api.check_issuer()?;
            api.check_endpoint(gateway)?;
        }
        if matches!(self.store, Store::Etcd(_)) && self.internal_tls.is_none() {
            return Err(ConfigError::Together {
                key: "internal_tls",
                why: "a cluster on etcd needs it: make certificates with `drover certs internal \
                      --role ROLE --out DIR`, then set internal_tls.dir = \"DIR\""
                    .to_owned(),
            });
        }
        self.check_roles()?;
        Ok(self)
    }

    /// Refuses sets of roles that cannot do anything: none, or some on a store that no other process can share.
    fn check_roles(&self) -> Result<(), ConfigError> {
        let roles = self.roles();
        let (key, why) = match &self.store {
            _ if roles.is_empty() => {
                ("gateway", "no role to run: add at least one of [gateway], [node], [control_api]")
            }
            Store::Embedded(_) if roles.len() < Role::ALL.len() => (
                "store",
                "the embedded store serves one process: run every role in it, or use [store.etcd]",
            ),
            Store::Embedded(_) | Store::Etcd(_) => return Ok(()),
        };
        Err(ConfigError::Together { key, why: why.to_owned() })
    }
}

impl Gateway {
    fn check(&self) -> Result<(), ConfigError> {
        if self.tls.client_auth != ClientAuth::Required || self.tls.client_ca.is_some() {
            return Ok(());
        }
        Err(ConfigError::Together {
            key: "gateway.tls.client_ca",
            why: "agents have to show a certificate, so say whose: name the CA, or set \
                  gateway.tls.client_auth to optional or off"
                .to_owned(),
        })
    }
}
