//! From a configuration to running roles: bind everything, make everything, then start. A role gets all it needs
//! ready-made; there is one wiring, whatever the set of roles and the store.

mod bind;
mod identity;
mod material;
mod roles;
mod signals;
pub mod standalone;
mod stores;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use prometheus_client::registry::Registry;
use store::Records;
use tracing::info;

use crate::admin::{self, Metrics};
use crate::clock;
use crate::config::Config;
use crate::pki::files::{self, Readers};
use crate::ready::Ready;
use crate::tasks::Tasks;

pub use signals::signals;

/// Where a process listens; a role that does not run here has no address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Addresses {
    /// Agents connect here.
    pub gateway: Option<SocketAddr>,
    /// Other processes of the cluster connect here.
    pub node: Option<SocketAddr>,
    /// Operators connect here.
    pub control_api: Option<SocketAddr>,
    /// Probes and metrics.
    pub admin: Option<SocketAddr>,
}

/// A process that listens and whose roles run.
#[derive(Debug)]
pub struct Bound {
    /// Where.
    pub addresses: Addresses,
    /// What is not ready yet.
    pub ready: Ready,
    tasks: Tasks,
    drain_deadline: Duration,
}

impl Bound {
    /// Runs until a signal or a failure; see [`Tasks::until_stopped`].
    ///
    /// # Errors
    /// The part that failed first, by name.
    pub async fn until_stopped(
        self,
        signals: impl futures::Stream<Item = ()> + Unpin,
    ) -> Result<()> {
        self.tasks.until_stopped(signals, self.drain_deadline).await
    }
}

/// Starts the roles of a configuration.
///
/// # Errors
/// An address is taken, a file or certificate cannot be used, the store cannot be opened.
pub async fn start(config: Config) -> Result<Bound> {
    let listeners = bind::all(&config).await?;
    let addresses = listeners.addresses()?;
    info!(?addresses, "listening");
    let shared = Shared {
        ready: Ready::default(),
        metrics: Arc::new(Mutex::new(Registry::default())),
        clock: clock::monotonic(),
    };
    let mut tasks = Tasks::default();
    let (halt, drain_deadline) = (tasks.halt.clone(), Duration::from_secs(config.drain_deadline_s));
    let (metrics, ready) = (Arc::clone(&shared.metrics), shared.ready.clone());
    let serving = admin::serve(listeners.admin, metrics, ready.clone(), halt);
    tasks.add_until_halt("the admin listener", serving);
    tasks.add_until_halt("readiness", withdraw(ready.clone(), &tasks));
    let opening = shared.ready.register("store");
    let mut wiring = roles::Wiring { config: &config, shared, tasks: &mut tasks };
    match stores::open(&config).await? {
        stores::Opened::Embedded(store) => {
            wiring.start(Arc::new(Records::new(store)), listeners.roles).await?;
        }
        stores::Opened::Etcd(store) => {
            wiring.start(Arc::new(Records::new(store)), listeners.roles).await?;
        }
    }
    drop(opening);
    if let Some(address) = addresses.control_api {
        remember(&config, address)?;
    }
    Ok(Bound { addresses, ready, tasks, drain_deadline })
}

/// What every role of a process shares.
#[derive(Clone)]
struct Shared {
    ready: Ready,
    metrics: Metrics,
    clock: fleet::moment::Clock,
}

impl Shared {
    /// Lets a role register its counters.
    fn count<T>(&self, register: impl FnOnce(&mut Registry) -> T) -> T {
        register(&mut self.metrics.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A process that drains is not ready, so that nothing new is sent to it.
fn withdraw(ready: Ready, tasks: &Tasks) -> impl Future<Output = Result<()>> + Send + use<> {
    let (drain, halt) = (tasks.drain.clone(), tasks.halt.clone());
    async move {
        drain.cancelled().await;
        let _draining = ready.register("draining");
        halt.cancelled().await;
        Ok(())
    }
}

/// Leaves the control API's address for the command line on this machine.
fn remember(config: &Config, address: SocketAddr) -> Result<()> {
    let path = crate::layout::Layout::new(&config.data_dir).api_address();
    let reachable = match address.ip().is_unspecified() {
        true => SocketAddr::from(([127, 0, 0, 1], address.port())),
        false => address,
    };
    files::write(&path, format!("{reachable}\n").as_bytes(), Readers::Everyone)
        .context("cannot leave the control API's address for the command line")
}

#[cfg(test)]
mod tests;
