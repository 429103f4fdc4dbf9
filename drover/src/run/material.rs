//! The certificate agents see, read again when its files change.
//!
//! Folders are watched, not files: Kubernetes replaces a secret by swapping a symbolic link beside it. Material that
//! cannot be used is reported and the old one stays.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use gateway::TlsMaterial;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::{mpsc, watch};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::config::{ClientAuth, GatewayTls};

/// Certificate and key are two writes; after the first sign of change both are waited for.
const SETTLE: Duration = Duration::from_millis(300);

/// The material now.
pub(super) fn read(tls: &GatewayTls) -> Result<TlsMaterial> {
    let file = |path: &Path| {
        std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
    };
    let material = TlsMaterial {
        cert_chain_pem: file(&tls.cert)?,
        key_pem: file(&tls.key)?,
        client_ca_pem: tls.client_ca.as_deref().map(file).transpose()?,
        client_auth: match tls.client_auth {
            ClientAuth::Required => gateway::ClientAuth::Required,
            ClientAuth::Optional => gateway::ClientAuth::Optional,
            ClientAuth::Off => gateway::ClientAuth::Off,
        },
    };
    material.load().context("gateway.tls")?;
    Ok(material)
}

/// Sends the material again whenever it changed, until `halt`.
pub(super) async fn follow(
    tls: GatewayTls,
    to: watch::Sender<Arc<TlsMaterial>>,
    halt: CancellationToken,
) -> Result<()> {
    // Full ⇒ the change is dropped: a reading that has not begun yet will see it.
    let (changed, mut changes) = mpsc::channel(1);
    let _watcher = watcher(&tls, changed)?;
    loop {
        tokio::select! { biased;
            () = halt.cancelled() => return Ok(()),
            change = changes.recv() => change.context("the file watcher ended")?,
        }
        sleep(SETTLE).await;
        match read(&tls) {
            Ok(new) => {
                let different = |old: &mut Arc<TlsMaterial>| {
                    let same = same(old, &new);
                    if !same {
                        *old = Arc::new(new);
                    }
                    !same
                };
                if to.send_if_modified(different) {
                    info!("the gateway's certificate files changed and were read again");
                }
            }
            Err(error) => {
                warn!(
                    error = format!("{error:#}"),
                    "changed certificate files cannot be used; the old ones stay"
                );
            }
        }
    }
}

fn watcher(tls: &GatewayTls, changed: mpsc::Sender<()>) -> Result<RecommendedWatcher> {
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let reading = event.as_ref().is_ok_and(|event| event.kind.is_access());
        if !reading {
            // Full is fine, see above.
            let _ = changed.try_send(());
        }
    })
    .context("cannot watch files")?;
    let mut folders: Vec<&Path> = [Some(&tls.cert), Some(&tls.key), tls.client_ca.as_ref()]
        .into_iter()
        .flatten()
        .filter_map(|path| path.parent())
        .map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder })
        .collect();
    folders.sort_unstable();
    folders.dedup();
    for folder in folders {
        watcher
            .watch(folder, RecursiveMode::NonRecursive)
            .with_context(|| format!("cannot watch {}", folder.display()))?;
    }
    Ok(watcher)
}

fn same(a: &TlsMaterial, b: &TlsMaterial) -> bool {
    a.cert_chain_pem == b.cert_chain_pem
        && a.key_pem == b.key_pem
        && a.client_ca_pem == b.client_ca_pem
}

#[cfg(test)]
mod tests;
