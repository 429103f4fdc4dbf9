//! A node that only pretends: it acknowledges attaches and answers every message with its uid.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use fleet::link::{Checkpoint, Claim, Message, Send, SessionKey, Since, ToGateway, ToNode};
use fleet::{Digest, MemberId};
use futures::{Stream, StreamExt};
use prost::Message as _;
use proto::link::v1::gateway_frame::Frame;
use proto::link::v1::link_server::{Link, LinkServer};
use proto::link::v1::{Body, Chunk, GatewayFrame, NodeFrame, NodeHello, node_frame};
use proto::opamp::v1::ServerToAgent;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio_stream::wrappers::{ReceiverStream, TcpListenerStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tonic::{Request, Response, Status, Streaming};

/// The outside of a fake node.
#[derive(Clone)]
pub(crate) struct FakeNode {
    pub id: MemberId,
    pub address: SocketAddr,
    pub state: Arc<State>,
    pub stop: CancellationToken,
}

/// What it has seen and how it behaves.
pub(crate) struct State {
    id: MemberId,
    seen: watch::Sender<Vec<ToNode>>,
    pub silent: AtomicBool,
    /// So many reports of attached shards are refused, as if the node had not heard of its claims.
    pub ignorant: AtomicU64,
    sends: AtomicU64,
    out: Mutex<Option<mpsc::Sender<Result<NodeFrame, Status>>>>,
    tracker: TaskTracker,
}

impl FakeNode {
    pub(crate) async fn start(number: u8, tracker: &TaskTracker) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let id = MemberId::new([number; 16]);
        let state = Arc::new(State {
            id,
            seen: watch::Sender::new(Vec::new()),
            silent: AtomicBool::new(false),
            ignorant: AtomicU64::new(0),
            sends: AtomicU64::new(1_000),
            out: Mutex::new(None),
            tracker: tracker.clone(),
        });
        let stop = CancellationToken::new();
        let server = tonic::transport::Server::builder()
            .add_service(LinkServer::new(Service(Arc::clone(&state))));
        let stopped = stop.clone();
        tracker.spawn(async move {
            let serve = server.serve_with_incoming(TcpListenerStream::new(listener));
            tokio::select! { biased;
                () = stopped.cancelled() => {}
                served = serve => served.unwrap(),
            }
        });
        Self { id, address, state, stop }
    }

    /// The node's process dies.
    pub(crate) fn kill(&self) {
        self.stop.cancel();
        self.state.cut();
    }

    /// Waits until what it has seen satisfies this.
    pub(crate) async fn until(&self, what: &str, test: impl FnMut(&Vec<ToNode>) -> bool) {
        let mut seen = self.state.seen.subscribe();
        let wait = seen.wait_for(test);
        let done = tokio::time::timeout(crate::world::PATIENCE, wait).await.is_ok();
        assert!(done, "the node never saw: {what}; it saw {:?}", self.state.seen.borrow());
    }

    pub(crate) fn seen(&self) -> Vec<ToNode> {
        self.state.seen.borrow().clone()
    }

    /// The first session that attached.
    pub(crate) async fn session(&self) -> (SessionKey, Claim) {
        let attach = |frame: &ToNode| match frame {
            ToNode::Attach(attach) => Some((attach.key, attach.claim)),
            _ => None,
        };
        self.until("an attach", |seen| seen.iter().any(|frame| attach(frame).is_some())).await;
        self.seen().iter().find_map(attach).unwrap()
    }
}

impl State {
    /// Breaks the stream.
    pub(crate) fn cut(&self) {
        self.out.lock().unwrap().take();
    }

    pub(crate) async fn say_raw(&self, frame: node_frame::Frame) {
        let out = self.out.lock().unwrap().clone().expect("no link");
        out.send(Ok(NodeFrame { frame: Some(frame) })).await.unwrap();
    }

    pub(crate) async fn say(&self, frame: ToGateway) {
        let frame = NodeFrame::from(frame).frame.unwrap();
        self.say_raw(frame).await;
    }

    /// A frame in pieces of one byte less than nothing much.
    pub(crate) async fn say_in_pieces(&self, frame: ToGateway, size: usize) {
        let all = NodeFrame::from(frame).encode_to_vec();
        let count = all.len().div_ceil(size);
        for (n, piece) in all.chunks(size).enumerate() {
            let data = Bytes::copy_from_slice(piece);
            let chunk = Chunk { id: 7, data, last: n + 1 == count };
            self.say_raw(node_frame::Frame::Chunk(chunk)).await;
        }
    }

    pub(crate) async fn say_body(&self, data: &Bytes) -> Digest {
        let hash = Digest::of(data);
        let body = Body { hash: hash.to_bytes(), data: data.clone() };
        self.say_raw(node_frame::Frame::Body(body)).await;
        hash
    }

    pub(crate) fn send(&self, key: SessionKey, claim: Claim, message: &ServerToAgent) -> Send {
        Send {
            key,
            claim,
            number: self.sends.fetch_add(1, Ordering::Relaxed),
            attach: self.attach_of(key),
            head: message.encode_to_vec().into(),
            body: None,
            checkpoint: Checkpoint::default(),
            answers: 0,
            traceparent: String::new(),
        }
    }

    /// The number of the session's last attach here.
    fn attach_of(&self, key: SessionKey) -> u32 {
        let number = |frame: &ToNode| match frame {
            ToNode::Attach(attach) if attach.key == key => Some(attach.attach),
            _ => None,
        };
        self.seen.borrow().iter().rev().find_map(number).unwrap_or_default()
    }

    fn react(&self, frame: &ToNode) -> Option<ToGateway> {
        match frame {
            ToNode::Attach(attach) => {
                let since = Since { epoch: attach.claim.epoch, count: attach.key.socket.0 };
                Some(ToGateway::AttachAck(attach.key, attach.claim, since))
            }
            ToNode::Attached(claim) => {
                let left = |n: u64| n.checked_sub(1);
                let refuse = self.ignorant.fetch_update(Ordering::Relaxed, Ordering::Relaxed, left);
                refuse.is_ok().then_some(ToGateway::NotOwner(*claim))
            }
            ToNode::Message(message) if !self.silent.load(Ordering::Relaxed) => {
                Some(self.answer(message))
            }
            _ => None,
        }
    }

    fn answer(&self, message: &Message) -> ToGateway {
        let instance_uid = message.key.agent.to_bytes();
        let reply = ServerToAgent {
            instance_uid,
            capabilities: fleet::capability::SERVER,
            ..ServerToAgent::default()
        };
        let send = self.send(message.key, message.claim, &reply);
        let (answers, attach) = (message.number, message.attach);
        ToGateway::Send(Box::new(Send { answers, attach, ..send }))
    }
}

struct Service(Arc<State>);

#[tonic::async_trait]
impl Link for Service {
    type OpenStream = Pin<Box<dyn Stream<Item = Result<NodeFrame, Status>> + std::marker::Send>>;

    async fn open(
        &self,
        request: Request<Streaming<GatewayFrame>>,
    ) -> Result<Response<Self::OpenStream>, Status> {
        let mut frames = request.into_inner();
        // Full: the fake node waits, which only its test notices.
        let (out, answers) = mpsc::channel(1_024);
        let state = Arc::clone(&self.0);
        let hello = NodeHello { version: 1, node: state.id.to_bytes() };
        let hello = NodeFrame { frame: Some(node_frame::Frame::Hello(hello)) };
        out.send(Ok(hello)).await.unwrap();
        let weak = out.downgrade();
        *state.out.lock().unwrap() = Some(out);
        let tracker = state.tracker.clone();
        tracker.spawn(async move {
            let mut pieces = Vec::new();
            while let Some(Ok(GatewayFrame { frame: Some(frame) })) = frames.next().await {
                let frame = match frame {
                    Frame::Hello(_) => continue,
                    Frame::Chunk(Chunk { data, last, .. }) => {
                        pieces.extend_from_slice(&data);
                        if !last {
                            continue;
                        }
                        let whole = std::mem::take(&mut pieces);
                        GatewayFrame::decode(&whole[..]).unwrap().frame.unwrap()
                    }
                    frame => frame,
                };
                let frame = ToNode::try_from(frame).unwrap();
                let reaction = state.react(&frame);
                state.seen.send_modify(|seen| seen.push(frame));
                let Some(out) = weak.upgrade() else { return };
                if let Some(reaction) = reaction {
                    let _ = out.send(Ok(reaction.into())).await;
                }
            }
        });
        Ok(Response::new(Box::pin(ReceiverStream::new(answers))))
    }
}
