//! Which store, opened. Roles stay generic over it.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};
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
    let password = match &etcd.password_file {
        Some(file) => Some(token::read(file)?),
        None => etcd.password.clone(),
    };
    let user = etcd.user.clone().zip(password);
    let user = user.map(|(user, password)| (user, password.reveal().to_owned()));
    let file = |path: &PathBuf| files::read(path).map(String::into_bytes);
    let identity =
        (etcd.cert.as_ref().map(file).transpose()?).zip(etcd.key.as_ref().map(file).transpose()?);
    let tls = etcd.ca.as_ref().map(file).transpose()?;
    let tls = tls.map(|ca_pem| EtcdTls { ca_pem, identity_pem: identity, server_name: None });
    Ok(EtcdConfig {
        endpoints: etcd.endpoints.clone(),
        prefix: etcd.prefix.clone(),
        user,
        tls,
        timeout: ETCD_DEADLINE,
        strict: etcd.strict,
    })
}
