//! A node holds agents' sessions: it decodes every message, answers it, and sees to it that agents get what they
//! should have. Everything it decides is decided by `fleet`; this crate performs the decisions.
//!
//! It must never keep anything it cannot lose, and never act for a shard it may have lost: each effect with voice is
//! checked against the lease (F1), each store write is guarded by the claim (F4).

mod catalog;
mod csr;
mod custom;
mod frames;
mod links;
mod metrics;
mod moves;
mod placement;
mod presence;
mod renames;
mod route;
mod storage;
mod trace;
mod worker;

use std::any::Any;
use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use fleet::MemberId;
use fleet::moment::Clock;
use futures::Stream;
use proto::link::v1::link_server::LinkServer;
use proto::record::v1::ClusterMeta;
use proto::route::v1::route_server::RouteServer;
use store::{Records, Store, StoreError};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tonic::transport::server::Connected;
use tonic::transport::{Channel, Server};

pub use metrics::Metrics;

/// Makes a lazy, mutually authenticated channel to a node's internal address.
pub type Dial = Arc<dyn Fn(&str) -> Channel + Send + Sync>;
/// Dropped when the role can serve.
pub type Ready = Box<dyn Any + Send>;

/// How a node behaves.
#[derive(Debug, Clone)]
pub struct Config {
    /// How long others wait for this node's renewal before they take its shards.
    pub lease_ttl: Duration,
    /// Its share of the shards relative to other nodes.
    pub weight: u32,
    /// Tasks that drive shards; one per core is right.
    pub workers: usize,
    /// The largest message sent to an agent, in bytes before compression.
    pub message_bytes_max: usize,
    /// Times and paces of the shards.
    pub shards: fleet::shards::Config,
    /// Shown in `drover members`.
    pub version: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            lease_ttl: Duration::from_secs(10),
            weight: 1,
            workers: 2,
            message_bytes_max: fleet::desired::MESSAGE_BYTES_MAX,
            shards: fleet::shards::Config::default(),
            version: String::new(),
        }
    }
}

/// What a node is made of.
pub struct Parts<S, L> {
    /// How it behaves.
    pub config: Config,
    /// The store.
    pub records: Arc<Records<S>>,
    /// A fresh member id, at start and whenever a lease was lost.
    pub new_member: fn() -> MemberId,
    /// Where gateways, control APIs and other nodes reach it: `host:port`.
    pub address: String,
    /// Accepted internal connections, each already authenticated.
    pub conns: L,
    /// Reaches other nodes.
    pub dial: Dial,
    /// The time.
    pub clock: Clock,
    /// Randomness for new instance uids.
    pub seed: u64,
    /// Dropped when the node can serve.
    pub ready: Ready,
    /// Counters.
    pub metrics: Metrics,
    /// Hand everything over, then stop.
    pub drain: CancellationToken,
    /// Stop now.
    pub halt: CancellationToken,
}

impl<S, L> std::fmt::Debug for Parts<S, L> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("node::Parts").field("address", &self.address).finish_non_exhaustive()
    }
}

/// Why a node stopped although nobody asked it to.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store refused what a node needs to start.
    #[error("the node cannot use the store: {0}")]
    Store(#[from] StoreError),
    /// The cluster's record makes no sense to this version.
    #[error("the store's cluster/meta is not one this version can read: {0}")]
    Cluster(&'static str),
    /// The internal listener failed.
    #[error("the node's internal listener failed: {0}")]
    Listener(#[from] tonic::transport::Error),
    /// A task that must live as long as the node ended.
    #[error("a task of the node ended, see the log for its panic; restart the process")]
    Task,
}

/// Runs a node until it is drained or halted.
///
/// # Errors
/// [`Error`] when it cannot start or something it needs ended.
pub async fn run<S, L, C>(parts: Parts<S, L>) -> Result<(), Error>
where
    S: Store,
    L: Stream<Item = io::Result<C>> + Send + 'static,
    C: AsyncRead + AsyncWrite + Connected + Unpin + Send + 'static,
{
    let Parts { config, records, dial, clock, metrics, drain, halt, ready, .. } = parts;
    let cluster = storage::cluster(&records, parts.seed).await?;
    let tasks = TaskTracker::new();
    let asked = halt;
    // Ends the tasks of this node: when it is asked to, when it has given everything away, when one of them panicked.
    let halt = asked.child_token();
    let presence = presence::Hub::new();
    let custom = custom::Hub::default();
    let setting = worker::Setting {
        config: config.shards,
        records: Arc::clone(&records),
        clock: Arc::clone(&clock),
        voice: Arc::new(AtomicU64::new(0)),
        presence: presence.clone(),
        custom: custom.clone(),
        learned: worker::learned(),
        metrics: metrics.clone(),
        seed: parts.seed,
    };
    let workers = worker::start(config.workers.max(1), &setting, &tasks, &halt);
    let catalog = catalog::start(&setting, config.message_bytes_max, &workers, (&tasks, &halt));
    follow(&records, &cluster, &workers, (&tasks, &halt));
    let placement = placement::start(
        placement::Parts {
            config,
            generation: cluster.generation,
            records,
            new_member: parts.new_member,
            address: parts.address,
            dial,
            clock: Arc::clone(&clock),
            voice: setting.voice,
            workers: workers.clone(),
            catalog,
            metrics: metrics.clone(),
            ready,
            drain: drain.clone(),
        },
        &tasks,
        &halt,
    );
    let links = links::Links {
        workers: workers.clone(),
        placement: placement.clone(),
        tasks: tasks.clone(),
        halt: halt.clone(),
        open: metrics.links.clone(),
        count: Arc::default(),
    };
    let routes = route::Routes {
        workers,
        placement: placement.clone(),
        presence,
        custom,
        clock,
        orders: Arc::default(),
    };
    let stopped = placement.stopped();
    let served = serve(links, routes, parts.conns, stopped.clone());
    // The server ends when its last stream does; once the node gave everything away nobody waits for that.
    let served = tokio::select! { biased;
        () = halt.cancelled() => Ok(()),
        () = stopped.cancelled() => Ok(()),
        served = served => served.map_err(Error::Listener),
    };
    let broken = halt.is_cancelled() && !asked.is_cancelled() && !stopped.is_cancelled();
    halt.cancel();
    tasks.close();
    tasks.wait().await;
    if broken { Err(Error::Task) } else { served }
}

/// Follows what no shard waits for.
fn follow<S: Store>(
    records: &Arc<Records<S>>,
    cluster: &ClusterMeta,
    workers: &worker::Workers,
    (tasks, halt): (&TaskTracker, &CancellationToken),
) {
    spawn(tasks, halt, custom::follow(Arc::clone(records), workers.clone()));
    // Checked when the cluster's record was read.
    let hash_key = cluster.hash_key[..].try_into().unwrap_or_default();
    spawn(tasks, halt, renames::follow(Arc::clone(records), hash_key, workers.clone()));
}

async fn serve<L, C>(
    links: links::Links,
    routes: route::Routes,
    conns: L,
    stopped: CancellationToken,
) -> Result<(), tonic::transport::Error>
where
    L: Stream<Item = io::Result<C>>,
    C: AsyncRead + AsyncWrite + Connected + Unpin + Send + 'static,
{
    Server::builder()
        .tcp_nodelay(true)
        .initial_stream_window_size(1 << 20)
        .initial_connection_window_size(4 << 20)
        .http2_keepalive_interval(Some(Duration::from_secs(10)))
        .add_service(LinkServer::new(links).max_decoding_message_size(frames::MESSAGE_BYTES_MAX))
        .add_service(RouteServer::new(routes).max_decoding_message_size(64 << 20))
        .serve_with_incoming_shutdown(conns, stopped.cancelled_owned())
        .await
}

/// Starts a task the node cannot live without: however it ends, by a panic too, the node's other tasks end with it.
pub(crate) fn spawn(
    tasks: &TaskTracker,
    halt: &CancellationToken,
    task: impl Future<Output = ()> + Send + 'static,
) {
    let fuse = halt.clone().drop_guard();
    let task = halt.clone().run_until_cancelled_owned(task);
    tasks.spawn(async move {
        let _fuse = fuse;
        task.await;
    });
}
