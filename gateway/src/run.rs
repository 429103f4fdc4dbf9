//! Everything made, then started; stopped in the other order.

use std::any::Any;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use arc_swap::ArcSwap;
use bytes::Bytes;
use fleet::MemberId;
use fleet::id::SHARDS;
use fleet::moment::Clock;
use fleet::topology::Route;
use futures::future::{BoxFuture, select_all};
use futures::{FutureExt, Stream};
use proto::record::v1::{ClusterMeta, Member, MemberState, Role};
use rand::seq::SliceRandom;
use store::records::Keep;
use store::{Records, Store, StoreError};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{error, info, warn};
use yawc::DeflatePool;

use crate::config::Config;
use crate::content::Packages;
use crate::core::Core;
use crate::deflate::STATES_KEPT;
use crate::handle::{Doom, Mail, code};
use crate::links::{Dial, Links, Shared};
use crate::meter::Rooms;
use crate::metrics::Metrics;
use crate::pace::Addresses;
use crate::routes::{Reach, Routes};
use crate::tls::{TlsError, TlsMaterial};
use crate::{follow, listen};

/// Dropped when the gateway can serve.
pub type Ready = Box<dyn Any + Send>;

const SECOND: Duration = Duration::from_secs(1);
/// A drain looks this often how many sockets it is time to close.
const DRAIN_STEP: Duration = Duration::from_millis(100);
const STORE_RETRY: Duration = Duration::from_millis(500);

/// What a gateway is made of.
pub struct Parts<S, L> {
    /// Limits.
    pub config: Config,
    /// The cluster's records.
    pub records: Arc<Records<S>>,
    /// This process, fresh per start.
    pub member: MemberId,
    /// Where agents connect, for people who look at the members; nobody connects there because of it.
    pub address: String,
    /// Agents' connections as they were accepted, and who is at the other end; TLS is made here.
    /// See [`crate::accepted`].
    pub conns: L,
    /// Certificates, now and whenever they change.
    pub tls: watch::Receiver<Arc<TlsMaterial>>,
    /// How nodes are reached.
    pub dial: Dial,
    /// Now.
    pub clock: Clock,
    /// Dropped when serving.
    pub ready: Ready,
    /// Counters.
    pub metrics: Metrics,
    /// Stop taking agents, send those there are away gently, then end.
    pub drain: CancellationToken,
    /// End now.
    pub halt: CancellationToken,
}

impl<S, L> fmt::Debug for Parts<S, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts").field("member", &self.member).finish_non_exhaustive()
    }
}

/// Why a gateway ended without being told to.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The certificates it was started with cannot be used: mend them and start again.
    #[error("the gateway's TLS material cannot be used: {0}")]
    Tls(#[from] TlsError),
    /// The store holds something unusable: an operator has to look.
    #[error("the gateway cannot use the store: {0}")]
    Store(#[from] StoreError),
    /// A task that must live as long as the gateway ended.
    #[error("the gateway's task {0:?} ended")]
    Task(&'static str),
}

/// Runs a gateway until it is drained or halted.
///
/// # Errors
/// [`Error`] says what an operator has to do.
pub async fn run<S, L, C>(parts: Parts<S, L>) -> Result<(), Error>
where
    S: Store,
    L: Stream<Item = io::Result<(C, SocketAddr)>> + Send + 'static,
    C: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let Parts { config, records, member, address, conns, mut tls, dial, clock, .. } = parts;
    let Parts { ready, metrics, drain, halt: told, .. } = parts;
    let halt = told.child_token();
    let _halt_at_the_end = halt.clone().drop_guard();
    let meta = tokio::select! { biased;
        () = halt.cancelled() => return Ok(()),
        meta = cluster(&records) => meta?,
    };
    let hash_key = meta.hash_key[..].try_into().map_err(|_| StoreError::Corrupt {
        key: "cluster/meta".to_owned(),
        why: "the hash key has not 16 bytes".to_owned(),
    })?;
    let material = Arc::clone(&tls.borrow_and_update());
    let (config, tasks) = (Arc::new(config), TaskTracker::new());
    let routes = Arc::new(Routes::new(config.ping_every));
    let shared = Shared {
        member,
        config: Arc::clone(&config),
        routes: Arc::clone(&routes),
        dial,
        metrics: metrics.clone(),
        halt: halt.clone(),
    };
    let core = Arc::new(Core {
        hash_key,
        routes,
        links: Links::new(shared, tasks.clone()),
        tls: ArcSwap::from_pointee(material.load()?),
        clock,
        packages: Packages::new(config.packages_dir.as_deref(), config.downloads_max),
        metrics,
        rooms: Arc::new(Rooms::new(config.large_bytes_max)),
        deflate: DeflatePool::new(STATES_KEPT),
        addresses: Addresses::default(),
        sockets: AtomicUsize::new(0),
        held: AtomicUsize::new(0),
        cut_off: AtomicBool::new(false),
        drain,
        halt: halt.clone(),
        connections: TaskTracker::new(),
        config,
    });
    let (states, state) = watch::channel(MemberState::Ready);
    let keep = keep(&core, member, address, state);
    let jobs = jobs(Jobs {
        core: &core,
        records,
        member,
        generation: meta.generation,
        keep,
        conns,
        tls,
        ready,
    });
    let jobs = jobs.into_iter().map(|(name, job)| tasks.spawn(job.map(move |()| name)));
    let outcome = tokio::select! { biased;
        () = told.cancelled() => Ok(()),
        (ended, ..) = select_all(jobs) => Err(Error::Task(ended.unwrap_or("one that panicked"))),
        () = drained(&core, states) => Ok(()),
    };
    halt.cancel();
    core.connections.close();
    tasks.close();
    let rest = async { tokio::join!(core.connections.wait(), tasks.wait()) };
    // Closing handshakes have their own deadline; whoever misses this one is cut off by the end of the process.
    if timeout(core.config.close_deadline * 3, rest).await.is_err() {
        warn!("some connections did not end in time");
    }
    outcome
}

struct Jobs<'a, S, L> {
    core: &'a Arc<Core>,
    records: Arc<Records<S>>,
    member: MemberId,
    generation: u64,
    keep: Keep,
    conns: L,
    tls: watch::Receiver<Arc<TlsMaterial>>,
    ready: Ready,
}

/// The tasks that live as long as the gateway; one that ends ends it.
fn jobs<S, L, C>(jobs: Jobs<'_, S, L>) -> Vec<(&'static str, BoxFuture<'static, ()>)>
where
    S: Store,
    L: Stream<Item = io::Result<(C, SocketAddr)>> + Send + 'static,
    C: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let Jobs { core, records, member, generation, keep, conns, tls, ready } = jobs;
    let (registered, known) = (CancellationToken::new(), CancellationToken::new());
    let (links, halt) = (&core.links, &core.halt);
    let members = follow::members(
        Arc::clone(&records),
        Arc::clone(links),
        member,
        registered.clone(),
        halt.clone(),
    );
    let shards = follow::shards(
        Arc::clone(&records),
        Arc::clone(links),
        generation,
        known.clone(),
        halt.clone(),
    );
    let lease = async move {
        if let Err(error) = records.keep_member(keep).await {
            error!(%error, "this gateway cannot be a member");
        }
    };
    let halted = halt.clone();
    let serve = listen::run(Arc::clone(core), conns);
    let serving = async move {
        tokio::select! { biased;
            () = halted.cancelled() => {}
            () = async { tokio::join!(registered.cancelled(), known.cancelled()); } => {
                info!("the gateway serves");
                drop(ready);
                serve.await;
            }
        }
    };
    vec![
        ("lease", lease.boxed()),
        ("members", members.boxed()),
        ("shards", shards.boxed()),
        ("seconds", seconds(Arc::clone(core)).boxed()),
        ("certificates", certificates(Arc::clone(core), tls).boxed()),
        ("listener", serving.boxed()),
    ]
}

fn keep(
    core: &Core,
    member: MemberId,
    address: String,
    states: watch::Receiver<MemberState>,
) -> Keep {
    let started = i64::try_from((core.clock)().0).unwrap_or(i64::MAX);
    let member = Member {
        schema: 1,
        id: member.to_bytes(),
        role: Role::Gateway.into(),
        address,
        version: core.config.version.clone(),
        started_unix_ms: started,
        ..Member::default()
    };
    Keep { member, ttl: core.config.member_ttl, states, stop: core.halt.clone() }
}

/// The cluster's identity. Whichever process comes first makes it.
async fn cluster<S: Store>(records: &Records<S>) -> Result<ClusterMeta, StoreError> {
    loop {
        let fresh = ClusterMeta {
            schema: 1,
            cluster_id: Bytes::copy_from_slice(&rand::random::<[u8; 16]>()),
            generation: 1,
            shards: SHARDS.into(),
            hash_key: Bytes::copy_from_slice(&rand::random::<[u8; 16]>()),
        };
        match records.cluster(fresh).await {
            Err(error) if error.retryable() => {
                warn!(%error, "cannot read the cluster's identity, trying again");
                sleep(STORE_RETRY).await;
            }
            outcome => return outcome,
        }
    }
}

/// Once per second: pings, deadlines, and sockets that have lost their way.
async fn seconds(core: Arc<Core>) {
    let mut second = interval(SECOND);
    second.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let config = &core.config;
    loop {
        tokio::select! { biased;
            () = core.halt.cancelled() => return,
            _ = second.tick() => {}
        }
        core.addresses.sweep(tokio::time::Instant::now());
        core.routes.tick(config.pong_deadline, config.first_message_deadline);
        let up = core.links.up();
        let usable = |route: Route| up.contains(&route.owner);
        let now = (core.clock)();
        let (lost, reach) = core.routes.lost(now, config.path_lost, config.path_lost_pace, usable);
        core.cut_off.store(reach == Reach::None, Ordering::Relaxed);
        for socket in lost {
            socket.doom(Doom { code: code::AWAY, reason: "no node can be reached from here" });
        }
    }
}

/// Takes new certificates and rules into use; keeps the old ones when the new are bad.
async fn certificates(core: Arc<Core>, mut tls: watch::Receiver<Arc<TlsMaterial>>) {
    loop {
        tokio::select! { biased;
            () = core.halt.cancelled() => return,
            changed = tls.changed() => if changed.is_err() {
                // Nobody can change them any more.
                return core.halt.cancelled().await;
            },
        }
        let material = Arc::clone(&tls.borrow_and_update());
        match material.load() {
            Ok(loaded) => {
                core.tls.store(Arc::new(loaded));
                core.metrics.reloads.inc();
                info!("new TLS material is in use");
                for socket in core.routes.websockets() {
                    socket.push(Mail::Readmit);
                }
            }
            Err(error) => {
                core.metrics.reloads_failed.inc();
                error!(%error, "the new TLS material cannot be used, the old one stays");
            }
        }
    }
}

/// A lame duck: told to stop, it takes nobody in and sends its agents away one after the other.
async fn drained(core: &Core, states: watch::Sender<MemberState>) {
    core.drain.cancelled().await;
    states.send_replace(MemberState::Draining);
    let window = core.config.drain_window;
    let mut sockets = core.routes.websockets();
    info!(sockets = sockets.len(), "draining");
    sockets.shuffle(&mut rand::rng());
    let steps = (window.as_millis() / DRAIN_STEP.as_millis()).max(1);
    let share = sockets.len().div_ceil(usize::try_from(steps).unwrap_or(1)).max(1);
    for some in sockets.chunks(share) {
        for socket in some {
            socket.doom(Doom { code: code::AWAY, reason: "the gateway is going away" });
        }
        sleep(DRAIN_STEP.min(window)).await;
    }
    let empty = async {
        while core.routes.len() > 0 {
            sleep(DRAIN_STEP).await;
        }
    };
    let _ = timeout(core.config.close_deadline + core.config.answer_wait, empty).await;
}
