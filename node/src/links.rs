//! The node's end of links: one task reads each gateway's stream, and the response stream writes.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use fleet::link::ToGateway;
use fleet::{MemberId, Peer, Role};
use futures::{Stream, StreamExt, stream};
use prometheus_client::metrics::gauge::Gauge;
use proto::link::v1 as pb;
use proto::link::v1::gateway_frame::Frame as FromGateway;
use proto::link::v1::node_frame::Frame as FromNode;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tonic::{Request, Response, Status, Streaming};

use crate::frames::{Inbound, Outbound};
use crate::placement::Placement;
use crate::worker::{Input, Workers};

/// The one version of the link protocol there is.
const VERSION: u32 = 1;
/// Frames waiting for one gateway.
const QUEUE_LEN_MAX: usize = 65_536;

/// Frames for one gateway. Never waits.
#[derive(Clone)]
pub(crate) struct Link {
    id: u64,
    queue: mpsc::Sender<ToGateway>,
    cut: CancellationToken,
}

impl Link {
    /// Queues a frame; a gateway that is too slow for that loses its link and attaches again.
    pub(crate) fn send(&self, frame: ToGateway) {
        if self.queue.try_send(frame).is_err() {
            self.cut.cancel();
        }
    }

    /// Ends the link.
    pub(crate) fn cut(&self) {
        self.cut.cancel();
    }

    /// Tells links of one gateway apart.
    pub(crate) const fn id(&self) -> u64 {
        self.id
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Link({})", self.id)
    }
}

/// The link service.
#[derive(Debug, Clone)]
pub(crate) struct Links {
    pub(crate) workers: Workers,
    pub(crate) placement: Placement,
    pub(crate) tasks: TaskTracker,
    pub(crate) halt: CancellationToken,
    /// Links open now.
    pub(crate) open: Gauge,
    /// Links opened so far.
    pub(crate) count: Arc<AtomicU64>,
}

impl Links {
    /// Reads one gateway's frames until the stream or the link ends.
    async fn read(self, gateway: MemberId, link: Link, mut stream: Streaming<pb::GatewayFrame>) {
        let mut inbound = Inbound::default();
        let up = |link: &Link| Input::LinkUp(gateway, link.clone());
        self.workers.all(|| up(&link)).await;
        self.open.inc();
        loop {
            let message = tokio::select! { biased;
                () = self.halt.cancelled() => break,
                () = link.cut.cancelled() => break,
                message = stream.next() => message,
            };
            let Some(Ok(message)) = message else { break };
            match inbound.frame(message) {
                Ok(Some(frame)) => self.workers.frame(gateway, frame).await,
                Ok(None) => {}
                Err(error) => {
                    tracing::warn!(%gateway, %error, "link ended");
                    break;
                }
            }
        }
        self.open.dec();
        link.cut.cancel();
        self.workers.all(|| Input::LinkLost(gateway, link.id)).await;
    }
}

type Frames = Pin<Box<dyn Stream<Item = Result<pb::NodeFrame, Status>> + Send>>;

#[tonic::async_trait]
impl pb::link_server::Link for Links {
    type OpenStream = Frames;

    async fn open(
        &self,
        request: Request<Streaming<pb::GatewayFrame>>,
    ) -> Result<Response<Frames>, Status> {
        let role = request.extensions().get::<Peer>().map(|peer| peer.role);
        if role != Some(Role::Gateway) {
            return Err(Status::permission_denied("only a gateway may open a link"));
        }
        let mut stream = request.into_inner();
        let first = stream.next().await;
        let Some(me) = self.placement.me() else {
            return Err(Status::unavailable("the node is not a member yet; try again"));
        };
        let gateway = hello(first, me)?;
        // Full: the gateway is too slow, its link is cut and it attaches again.
        let (queue, frames) = mpsc::channel(QUEUE_LEN_MAX);
        let id = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        let link = Link { id, queue, cut: CancellationToken::new() };
        let cut = link.cut.clone().cancelled_owned();
        self.tasks.spawn(self.clone().read(gateway, link, stream));
        let node = me.to_bytes();
        let hello = FromNode::Hello(pb::NodeHello { version: VERSION, node });
        let mut outbound = Outbound::default();
        let messages = ReceiverStream::new(frames)
            .flat_map(move |frame| stream::iter(outbound.messages(frame)))
            .map(Ok)
            .take_until(cut);
        let first = stream::iter([Ok(pb::NodeFrame { frame: Some(hello) })]);
        Ok(Response::new(Box::pin(first.chain(messages))))
    }
}

/// The gateway that opens a link. One that means another node is refused before anything else: a node that
/// restarted answers at the address of its former self, and a link that was meant for that one would take the place
/// of the gateway's link to this one.
fn hello(
    first: Option<Result<pb::GatewayFrame, Status>>,
    me: MemberId,
) -> Result<MemberId, Status> {
    let Some(Ok(pb::GatewayFrame { frame: Some(FromGateway::Hello(hello)) })) = first else {
        return Err(Status::invalid_argument("a link starts with a hello"));
    };
    if !hello.versions.contains(&VERSION) {
        return Err(Status::failed_precondition("no common version of the link protocol"));
    }
    if hello.node != me.as_bytes().as_slice() {
        return Err(Status::failed_precondition("another node is meant"));
    }
    MemberId::try_from(&hello.gateway[..])
        .map_err(|_| Status::invalid_argument("the hello names no gateway"))
}

#[cfg(test)]
mod tests;
