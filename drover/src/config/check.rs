//! What the keys of a configuration have to be together.

use super::{Config, ConfigError, Store};

impl Config {
    /// Refuses what could not start, or would start and not serve.
    pub(crate) fn checked(self) -> Result<Self, ConfigError> {
        if let Some(node) = &self.node {
            node.advertised()?;
        }
        if let Some(api) = &self.control_api {
            let gateway = self.gateway.as_ref().map(|gateway| gateway.listen);
            api.check_reach()?;
            api.check_packages(gateway)?;
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
        Ok(self)
    }
}
