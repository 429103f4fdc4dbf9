//! One gRPC stream to every node, kept up: dial, hello, attach everything, read, and again after a loss.
//!
//! Reading never waits for a socket. Writing goes through an [`Outbox`] that belongs to one stream, so a frame meant
//! for a lost stream can never appear on the next one.

mod again;
mod bodies;
mod chunks;
mod reader;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use fleet::link::{Claim, FrameError, ToNode};
use fleet::topology::Route;
use fleet::{MemberId, Shard};
use futures::stream;
use proto::link::v1::gateway_frame::Frame;
use proto::link::v1::link_client::LinkClient;
use proto::link::v1::node_frame::Frame as FromNode;
use proto::link::v1::{GatewayFrame, GatewayHello, NodeFrame};
use rand::RngExt;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tonic::Streaming;
use tonic::transport::Channel;
use tracing::{debug, info, warn};

use crate::config::Config;
use crate::gate::Gate;
use crate::handle::{Handle, Mail};
use crate::metrics::Metrics;
use crate::outbox::Outbox;
use crate::routes::Routes;

/// Makes a channel to a node's internal address. The channel connects when it is first used.
pub type Dial = Arc<dyn Fn(&str) -> Channel + Send + Sync>;

/// The link version this gateway speaks.
const VERSION: u32 = 1;
/// From dial to the node's hello.
const HELLO_DEADLINE: Duration = Duration::from_secs(5);
const BACKOFF_MIN: Duration = Duration::from_millis(100);
const BACKOFF_MAX: Duration = Duration::from_secs(3);

/// What every link needs.
pub(crate) struct Shared {
    /// This gateway.
    pub member: MemberId,
    /// Limits.
    pub config: Arc<Config>,
    /// Where sockets are found.
    pub routes: Arc<Routes>,
    /// How nodes are reached.
    pub dial: Dial,
    /// Counters.
    pub metrics: Metrics,
    /// Ends every link.
    pub halt: CancellationToken,
}

/// The links to all nodes.
pub(crate) struct Links {
    shared: Arc<Shared>,
    tracker: TaskTracker,
    // Read for every frame sent, changed when a node or a stream comes or goes; held for a look-up.
    table: Mutex<HashMap<MemberId, Entry>>,
}

struct Entry {
    stop: CancellationToken,
    outbox: Option<Arc<Outbox>>,
}

impl fmt::Debug for Links {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Links")
    }
}

/// Why a stream ended. All of them end in another attempt.
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error("the node did not answer in time")]
    Late,
    #[error("the node refused or lost the stream: {0}")]
    Status(Box<tonic::Status>),
    #[error("the node ended the stream")]
    Ended,
    #[error("the node broke the link's rules: {0}")]
    Rules(&'static str),
    #[error("the node broke the link's rules: {0}")]
    Frame(#[from] FrameError),
    #[error("another node answers at this address")]
    OtherNode,
}

impl From<tonic::Status> for Broken {
    fn from(status: tonic::Status) -> Self {
        Self::Status(Box::new(status))
    }
}

impl Links {
    /// No links yet.
    pub(crate) fn new(shared: Shared, tracker: TaskTracker) -> Arc<Self> {
        Arc::new(Self { shared: Arc::new(shared), tracker, table: Mutex::default() })
    }

    /// A node is there: keeps a link to it until [`Links::remove`].
    pub(crate) fn add(self: &Arc<Self>, node: MemberId, address: &str) {
        let stop = self.shared.halt.child_token();
        {
            let mut table = self.lock();
            if table.contains_key(&node) {
                return;
            }
            table.insert(node, Entry { stop: stop.clone(), outbox: None });
        }
        let (links, address) = (Arc::clone(self), address.to_owned());
        self.tracker.spawn(async move { links.keep(node, &address, &stop).await });
    }

    /// A node is gone.
    pub(crate) fn remove(&self, node: MemberId) {
        if let Some(entry) = self.lock().remove(&node) {
            entry.stop.cancel();
        }
    }

    /// The nodes there are.
    pub(crate) fn nodes(&self) -> Vec<MemberId> {
        self.lock().keys().copied().collect()
    }

    /// The queue to a node, if its link is up.
    pub(crate) fn outbox(&self, node: MemberId) -> Option<Arc<Outbox>> {
        self.lock().get(&node).and_then(|entry| entry.outbox.clone())
    }

    /// Whether this route leads somewhere now.
    pub(crate) fn usable(&self, route: Route) -> bool {
        self.lock().get(&route.owner).is_some_and(|entry| entry.outbox.is_some())
    }

    /// Which nodes can be reached now.
    pub(crate) fn up(&self) -> Vec<MemberId> {
        let table = self.lock();
        table.iter().filter(|(_, entry)| entry.outbox.is_some()).map(|(node, _)| *node).collect()
    }

    /// A shard has a new owner: its sockets attach there, and then the owner hears that all have.
    pub(crate) fn moved(&self, shard: Shard, route: Route) {
        let Some(sockets) = self.shared.routes.set(shard, route) else { return };
        self.announce(shard, route, &sockets);
    }

    /// The owner has not heard of its claim when the gateway attached under it: once more, if it is still the newest.
    fn announce_again(&self, node: MemberId, claim: Claim) {
        let route = Route { owner: node, epoch: claim.epoch };
        if self.shared.routes.route(claim.shard) == Some(route) {
            let sockets = self.shared.routes.sockets_of(std::iter::once(claim.shard));
            self.announce(claim.shard, route, &sockets);
        }
    }

    fn announce(&self, shard: Shard, route: Route, sockets: &[Arc<Handle>]) {
        let gate = self.outbox(route.owner).map(|outbox| {
            Gate::new(outbox, vec![ToNode::Attached(Claim { shard, epoch: route.epoch })])
        });
        tell(sockets, || Mail::Route(shard, route, gate.clone()));
    }

    async fn keep(&self, node: MemberId, address: &str, stop: &CancellationToken) {
        let mut backoff = BACKOFF_MIN;
        loop {
            let outbox = Arc::new(Outbox::new(
                self.shared.config.link_frames_max,
                self.shared.config.chunk_bytes,
            ));
            let mut was_up = false;
            let ended = tokio::select! { biased;
                () = stop.cancelled() => None,
                broken = self.stream(node, address, &outbox, &mut was_up) => Some(broken),
            };
            outbox.close();
            if was_up {
                self.down(node);
            }
            let Some(broken) = ended else { return };
            if was_up {
                match broken {
                    // In order: it drains.
                    Broken::Ended => info!(%node, address, reason = %broken, "link ended"),
                    Broken::Late
                    | Broken::Status(_)
                    | Broken::Rules(_)
                    | Broken::Frame(_)
                    | Broken::OtherNode => warn!(%node, address, reason = %broken, "link lost"),
                }
                backoff = BACKOFF_MIN;
            } else {
                debug!(%node, address, reason = %broken, "no link yet");
            }
            let pause = backoff.mul_f64(rand::rng().random_range(0.5..1.5));
            tokio::select! { biased;
                () = stop.cancelled() => return,
                () = sleep(pause) => {}
            }
            backoff = (backoff * 2).min(BACKOFF_MAX);
        }
    }

    /// One stream from dial to its end.
    async fn stream(
        &self,
        node: MemberId,
        address: &str,
        outbox: &Arc<Outbox>,
        was_up: &mut bool,
    ) -> Broken {
        let mut frames = match timeout(HELLO_DEADLINE, self.hello(node, address, outbox)).await {
            Ok(Ok(frames)) => frames,
            Ok(Err(broken)) => return broken,
            Err(_) => return Broken::Late,
        };
        info!(%node, address, "link up");
        self.shared.metrics.links_up.inc();
        *was_up = true;
        self.raise(node, outbox);
        let mut reader = reader::Reader::new(&self.shared, node, Arc::clone(outbox));
        loop {
            let message = tokio::select! { biased;
                message = frames.message() => message,
                claims = reader.again() => {
                    for claim in claims {
                        self.announce_again(node, claim);
                    }
                    continue;
                }
            };
            match message {
                Ok(Some(NodeFrame { frame: Some(frame) })) => {
                    if let Err(broken) = reader.on_frame(frame) {
                        return broken;
                    }
                }
                // A kind of frame this version does not know.
                Ok(Some(NodeFrame { frame: None })) => {}
                Ok(None) => return Broken::Ended,
                Err(status) => return status.into(),
            }
        }
    }

    async fn hello(
        &self,
        node: MemberId,
        address: &str,
        outbox: &Arc<Outbox>,
    ) -> Result<Streaming<NodeFrame>, Broken> {
        let gateway = self.shared.member.to_bytes();
        // Named, because a node that restarted answers at the address of its former self.
        let hello = GatewayHello { versions: vec![VERSION], gateway, node: node.to_bytes() };
        let hello = Frame::Hello(hello);
        outbox.push_raw(GatewayFrame { frame: Some(hello) });
        let outgoing = stream::unfold(Arc::clone(outbox), |outbox| async move {
            let frame = outbox.next().await?;
            Some((frame, outbox))
        });
        let mut client = LinkClient::new((self.shared.dial)(address));
        let mut frames = client.open(outgoing).await?.into_inner();
        match frames.message().await? {
            Some(NodeFrame { frame: Some(FromNode::Hello(hello)) }) => {
                if hello.version != VERSION {
                    return Err(Broken::Rules("no common version"));
                }
                if hello.node != node.as_bytes().as_slice() {
                    return Err(Broken::OtherNode);
                }
                Ok(frames)
            }
            Some(_) => Err(Broken::Rules("the first frame is no hello")),
            None => Err(Broken::Ended),
        }
    }

    /// The stream works: every session of the node's shards is attached on it, then the node hears so.
    fn raise(&self, node: MemberId, outbox: &Arc<Outbox>) {
        if let Some(entry) = self.lock().get_mut(&node) {
            entry.outbox = Some(Arc::clone(outbox));
        }
        let (claims, sockets) = self.shared.routes.owned(node);
        let attached = claims.into_iter().map(ToNode::Attached).collect();
        let gate = Gate::new(Arc::clone(outbox), attached);
        tell(&sockets, || Mail::LinkUp(node, Arc::clone(&gate)));
        self.shared.routes.links_changed();
    }

    /// A stream that worked is over.
    fn down(&self, node: MemberId) {
        if let Some(entry) = self.lock().get_mut(&node) {
            entry.outbox = None;
        }
        self.shared.metrics.links_up.dec();
        tell(&self.shared.routes.all(), || Mail::LinkLost(node));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<MemberId, Entry>> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn tell(sockets: &[Arc<Handle>], mail: impl Fn() -> Mail) {
    for socket in sockets {
        socket.push(mail());
    }
}
