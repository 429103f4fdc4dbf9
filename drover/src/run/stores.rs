//! Which store, opened. Roles stay generic over it.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use store::{Embedded, Etcd, EtcdConfig, EtcdTls, Options};

use crate::config::{self, Config, Store};
use crate::layout::Layout;
use crate::pki::files;
use crate::token;

/// One call to etcd may take this long.
const ETCD_DEADLINE: Duration = Duration::from_secs(5);

pub(super) enum Opened {
    Embedded(Embedded),
    Etcd(Etcd),
}

pub(super) async fn open(config: &Config) -> Result<Opened> {
    match &config.store {
        Store::Embedded(embedded) => {
            let dir = embedded.dir.clone();
            let dir = dir.unwrap_or_else(|| Layout::new(&config.data_dir).store());
            // What agents and operators said is for this user alone.
            let made = DirBuilder::new().recursive(true).mode(0o700).create(&dir);
            made.with_context(|| format!("cannot make {}", dir.display()))?;
            Ok(Opened::Embedded(Embedded::open(&dir, Options::default()).await?))
        }
        Store::Etcd(etcd) => Ok(Opened::Etcd(Etcd::connect(etcd_config(etcd)?).await?)),
    }
}

fn etcd_config(etcd: &config::Etcd) -> Result<EtcdConfig> {
    let password = match (&etcd.password, &etcd.password_file) {
        (Some(_), Some(_)) => bail!("store.etcd takes `password` or `password_file`, not both"),
        (Some(password), None) => Some(password.clone()),
        (None, Some(file)) => Some(token::read(file)?),
        (None, None) => None,
    };
    let user = match (&etcd.user, password) {
        (Some(user), Some(password)) => Some((user.clone(), password.reveal().to_owned())),
        (None, None) => None,
        (Some(_), None) | (None, Some(_)) => {
            bail!("store.etcd needs both `user` and `password_file`, or neither")
        }
    };
    let identity_pem = match (&etcd.cert, &etcd.key) {
        (Some(cert), Some(key)) => {
            Some((files::read(cert)?.into_bytes(), files::read(key)?.into_bytes()))
        }
        (None, None) => None,
        (Some(_), None) | (None, Some(_)) => {
            bail!("store.etcd needs both `cert` and `key`, or neither")
        }
    };
    let tls = match &etcd.ca {
        Some(ca) => {
            let ca_pem = files::read(ca)?.into_bytes();
            Some(EtcdTls { ca_pem, identity_pem, server_name: None })
        }
        None if identity_pem.is_some() => bail!("store.etcd with `cert` needs `ca` as well"),
        None => None,
    };
    Ok(EtcdConfig {
        endpoints: etcd.endpoints.clone(),
        prefix: etcd.prefix.clone(),
        user,
        tls,
        timeout: ETCD_DEADLINE,
        strict: etcd.strict,
    })
}
