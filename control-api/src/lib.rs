//! The control API: what operators and automation want, on its way into the store and to the
//! agents' owners.
//!
//! Every replica is the same and answers every call: reads from memory, fed by the store and by the
//! presence streams of the nodes; writes into the store, where nodes see them; instructions by a
//! call to the agent's owner. It never opens a connection to an agent, and it must never keep
//! anything that another replica would need.

mod access;
mod agents;
mod api;
mod audit;
mod bodies;
mod bounds;
mod certificates;
mod channels;
mod cluster;
mod commands;
mod config;
mod configs;
mod dispatch;
mod issuer;
mod live;
mod masked;
mod messages;
mod metrics;
mod offering;
mod operators;
mod packages;
mod page;
mod presence;
mod refusal;
mod server;
mod settings;
mod trace;
mod view;

use std::any::Any;
use std::fmt;
use std::io;
use std::sync::Arc;

use fleet::MemberId;
use fleet::moment::Clock;
use futures::Stream;
use proto::record::v1::{ClusterMeta, Member, MemberState, Role};
use store::records::Keep;
use store::{Records, Store, StoreError};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{Semaphore, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tonic::transport::Channel;
use tonic::transport::server::Connected;

pub use config::{Approval, Config, PackageFolder};
pub use issuer::{Issuer, Unusable};
pub use metrics::Metrics;
pub use operators::Operators;

use api::{Api, Cluster};
use bodies::Bodies;
use view::View;
use view::follow::Follows;

/// Opens a channel to a node's internal address (`host:port`), connecting when it is first used.
/// Called once per address; the channel should notice a dead peer (HTTP/2 keepalive).
pub type Dial = Arc<dyn Fn(&str) -> Channel + Send + Sync>;

/// Dropped when the role can serve.
pub type Ready = Box<dyn Any + Send>;

/// Everything the role needs, ready-made.
pub struct Parts<S, I> {
    /// Limits and deadlines.
    pub config: Config,
    /// The cluster's store.
    pub records: Arc<Records<S>>,
    /// The cluster's identity, as [`Records::cluster`] answered.
    pub cluster: ClusterMeta,
    /// This process in this role.
    pub member: MemberId,
    /// What the member row says: where operators connect.
    pub address: String,
    /// Accepted connections, TLS done.
    pub conns: I,
    /// How to reach nodes.
    pub dial: Dial,
    /// Who may call.
    pub operators: Operators,
    /// Issues certificates to agents; without one requests wait.
    pub issuer: Option<Issuer>,
    /// The time.
    pub clock: Clock,
    /// See [`Ready`].
    pub ready: Ready,
    /// What is counted.
    pub metrics: Metrics,
    /// Stop accepting, finish calls, end watches.
    pub drain: CancellationToken,
    /// End everything now.
    pub halt: CancellationToken,
}

impl<S, I> fmt::Debug for Parts<S, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts").field("member", &self.member).finish_non_exhaustive()
    }
}

/// Why the role ended by itself.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The cluster's identity makes no sense to this version.
    #[error("the store's cluster/meta was written by another version: use the one that wrote it")]
    Cluster,
    /// The descriptor set built into this binary cannot be read.
    #[error("the API's descriptor set cannot be read: this binary was built wrongly")]
    Descriptors,
    /// The member row cannot be kept.
    #[error("cannot stay registered as a member: {0}")]
    Member(#[source] StoreError),
    /// A task that must live as long as the role ended.
    #[error("the task that keeps this member registered ended: its panic is in the logs")]
    Task,
    /// The server failed.
    #[error("cannot serve the control API: {0}")]
    Serve(#[source] tonic::transport::Error),
}

/// Serves the control API until it is drained or halted.
///
/// # Errors
/// [`Error`]; being drained or halted is none.
pub async fn run<S, I, C>(parts: Parts<S, I>) -> Result<(), Error>
where
    S: Store,
    I: Stream<Item = io::Result<C>>,
    C: AsyncRead + AsyncWrite + Connected + Unpin + Send + 'static,
{
    let tasks = TaskTracker::new();
    // Followers serve calls in progress, so they end after the server, not with `drain`.
    let stop = parts.halt.child_token();
    let halt = parts.halt.clone();
    let result = tokio::select! {
        biased;
        () = halt.cancelled() => Ok(()),
        result = serve(parts, &tasks, &stop) => result,
    };
    stop.cancel();
    tasks.close();
    tokio::select! {
        biased;
        () = halt.cancelled() => {}
        () = tasks.wait() => {}
    }
    result
}

async fn serve<S, I, C>(
    parts: Parts<S, I>,
    tasks: &TaskTracker,
    stop: &CancellationToken,
) -> Result<(), Error>
where
    S: Store,
    I: Stream<Item = io::Result<C>>,
    C: AsyncRead + AsyncWrite + Connected + Unpin + Send + 'static,
{
    let cluster = Cluster::new(&parts.cluster)?;
    let dial = channels::kept(Arc::clone(&parts.dial));
    let follows = Follows::open(&parts.records);
    let view = Arc::new(View::new(follows.asks()));
    let config = &parts.config;
    let bodies =
        Bodies::new(Arc::clone(&parts.records), config.bodies_bytes_max, config.bodies_reads_max);
    let bodies = Arc::new(bodies);
    follows.start(&view, &bodies, cluster.generation, (tasks, stop));
    let following = presence::Following {
        view: Arc::clone(&view),
        dial: Arc::clone(&dial),
        retry: config.presence_retry,
        metrics: parts.metrics.clone(),
        tasks: tasks.clone(),
        stop: stop.clone(),
    };
    tasks.spawn(following.run());

    let (states, state) = watch::channel(MemberState::Ready);
    let keep =
        Keep { member: member(&parts), ttl: config.member_ttl, states: state, stop: stop.clone() };
    // A task of its own: it gives the lease back when `stop` says so, after the server ended.
    let records = Arc::clone(&parts.records);
    let kept = tasks.spawn(async move { records.keep_member(keep).await });
    let api = Arc::new(Api {
        cluster,
        records: Arc::clone(&parts.records),
        view: Arc::clone(&view),
        bodies,
        dial,
        issuer: parts.issuer,
        clock: parts.clock,
        metrics: parts.metrics,
        watches: Arc::new(Semaphore::new(config.watches_max)),
        uploads: Semaphore::new(config.uploads_max),
        tasks: tasks.clone(),
        drain: parts.drain.clone(),
        config: parts.config,
    });

    tasks.spawn(Arc::clone(&api).finish_renames(stop.clone()));
    if api.config.approval == Approval::Automatic || api.issuer.is_none() {
        tasks.spawn(Arc::clone(&api).answer_all(stop.clone()));
    }
    let drain_wait = api.config.drain_wait;
    let serving = async {
        // Answers from a view that has never seen the store would be wrong, not old.
        view.wait_listed().await;
        drop(parts.ready);
        server::serve(api, parts.operators, parts.conns, parts.drain.clone()).await
    };
    let draining = async {
        parts.drain.cancelled().await;
        // The receiver lives in `keep`, which outlasts this.
        let _ = states.send(MemberState::Draining);
        tokio::time::sleep(drain_wait).await;
    };
    tokio::select! {
        biased;
        served = serving => served,
        kept = kept => match kept {
            Ok(kept) => kept.map_err(Error::Member),
            Err(_) => Err(Error::Task),
        },
        () = draining => {
            tracing::warn!("calls did not finish in time, ending them");
            Ok(())
        }
    }
}

fn member<S, I>(parts: &Parts<S, I>) -> Member {
    Member {
        schema: 1,
        id: parts.member.to_bytes(),
        role: Role::ControlApi.into(),
        address: parts.address.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        weight: 1,
        state: MemberState::Ready.into(),
        started_unix_ms: i64::try_from((parts.clock)().0).unwrap_or(i64::MAX),
    }
}
