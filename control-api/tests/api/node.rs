//! A node that answers as it is told and remembers what it was asked.

use std::collections::{BTreeMap, VecDeque};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use fleet::{AgentId, Epoch, MemberId, Shard};
use futures::{Stream, StreamExt};
use proto::route::v1 as route;
use proto::route::v1::Outcome;
use proto::route::v1::presence_update::Update;
use proto::route::v1::route_server::{Route, RouteServer};
use tokio::sync::watch;
use tokio_stream::wrappers::{TcpListenerStream, WatchStream};
use tokio_util::sync::CancellationToken;
use tonic::transport::Server;
use tonic::{Request, Response, Status};

/// What to do with one Deliver.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    Reply(route::DeliverReply),
    /// The call breaks after it arrived.
    Break,
    /// No answer within any deadline of a test.
    Hang,
}

/// An answer to Inspect; without one it never comes.
type Answered = Option<route::InspectReply>;

#[derive(Default)]
struct Told {
    delivers: Mutex<VecDeque<Answer>>,
    asked: Mutex<Vec<route::DeliverRequest>>,
    held: Mutex<BTreeMap<AgentId, Answered>>,
}

#[derive(Clone)]
pub(crate) struct Node {
    pub(crate) id: MemberId,
    pub(crate) address: String,
    told: Arc<Told>,
    updates: watch::Sender<Vec<route::PresenceUpdate>>,
    stop: CancellationToken,
    /// Presence streams end when this is raised.
    broken: watch::Sender<u64>,
}

impl Node {
    /// Starts it on a runtime of its own, so that killing it breaks its connections as a killed
    /// process does.
    pub(crate) fn start(number: u8) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let node = Self {
            id: MemberId::new([number; 16]),
            address: listener.local_addr().unwrap().to_string(),
            told: Arc::default(),
            updates: watch::Sender::default(),
            stop: CancellationToken::new(),
            broken: watch::Sender::default(),
        };
        let (stop, service) = (node.stop.clone(), RouteServer::new(node.clone()));
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                let conns = TcpListenerStream::new(listener);
                let serving = Server::builder().add_service(service).serve_with_incoming(conns);
                tokio::select! { biased;
                    () = stop.cancelled() => {}
                    ended = serving => ended.unwrap(),
                }
            });
        });
        node
    }

    pub(crate) fn kill(&self) {
        self.stop.cancel();
    }

    /// Ends every presence stream that is open.
    pub(crate) fn break_streams(&self) {
        self.broken.send_modify(|count| *count += 1);
    }

    /// The answers to the next calls of Deliver; without one it says UNKNOWN.
    pub(crate) fn answer(&self, answers: impl IntoIterator<Item = Answer>) {
        self.told.delivers.lock().unwrap().extend(answers);
    }

    pub(crate) fn asked(&self) -> Vec<route::DeliverRequest> {
        self.told.asked.lock().unwrap().clone()
    }

    /// What it says when it is asked for an agent; without anything it knows no such agent.
    pub(crate) fn holds(&self, agent: AgentId, reply: Answered) {
        self.told.held.lock().unwrap().insert(agent, reply);
    }

    /// Says this to everybody who listens, and from now on to whoever begins.
    pub(crate) fn say(&self, update: Update) {
        self.updates.send_modify(|all| all.push(route::PresenceUpdate { update: Some(update) }));
    }

    /// Says that these are the agents of a shard.
    pub(crate) fn says_all(&self, shard: Shard, epoch: Epoch, agents: Vec<route::Presence>) {
        let shard = shard.number().into();
        self.say(Update::Snapshot(route::PresenceSnapshot {
            shard,
            epoch: Some(wire(epoch)),
            agents,
        }));
    }
}

pub(crate) fn wire(epoch: Epoch) -> route::Epoch {
    route::Epoch { generation: epoch.generation, revision: epoch.revision.0 }
}

pub(crate) fn present(agent: AgentId, shard: Shard, epoch: Epoch) -> route::Presence {
    route::Presence {
        instance_uid: agent.to_bytes(),
        shard: shard.number().into(),
        epoch: Some(wire(epoch)),
        connected: true,
        last_seen_unix_ms: 1_000_000,
        gateway: MemberId::new([0x99; 16]).to_bytes(),
        transport: route::Transport::Websocket.into(),
        healthy: true,
        health_known: true,
        start_time_unix_nano: 7_000,
        peer_address: "192.0.2.7:4000".into(),
        ..Default::default()
    }
}

pub(crate) fn reply(outcome: Outcome) -> route::DeliverReply {
    route::DeliverReply { outcome: outcome.into(), ..Default::default() }
}

#[tonic::async_trait]
impl Route for Node {
    async fn deliver(
        &self,
        request: Request<route::DeliverRequest>,
    ) -> Result<Response<route::DeliverReply>, Status> {
        self.told.asked.lock().unwrap().push(request.into_inner());
        let answer = self.told.delivers.lock().unwrap().pop_front();
        match answer {
            Some(Answer::Reply(reply)) => Ok(Response::new(reply)),
            Some(Answer::Break) => Err(Status::unavailable("the connection broke")),
            Some(Answer::Hang) => {
                tokio::time::sleep(Duration::from_secs(3_600)).await;
                Err(Status::unavailable("late"))
            }
            None => Ok(Response::new(reply(Outcome::Unknown))),
        }
    }

    type WatchPresenceStream =
        Pin<Box<dyn Stream<Item = Result<route::PresenceUpdate, Status>> + Send>>;

    async fn watch_presence(
        &self,
        _: Request<route::WatchPresenceRequest>,
    ) -> Result<Response<Self::WatchPresenceStream>, Status> {
        let mut sent = 0;
        let updates = WatchStream::new(self.updates.subscribe()).flat_map(move |all| {
            let new: Vec<_> = all[sent..].iter().cloned().map(Ok).collect();
            sent = all.len();
            futures::stream::iter(new)
        });
        let mut broken = self.broken.subscribe();
        let broken = async move {
            broken.mark_unchanged();
            let _ = broken.changed().await;
        };
        Ok(Response::new(Box::pin(updates.take_until(Box::pin(broken)))))
    }

    type WatchCustomMessagesStream =
        Pin<Box<dyn Stream<Item = Result<route::CustomMessageReceived, Status>> + Send>>;

    async fn watch_custom_messages(
        &self,
        _: Request<route::WatchCustomMessagesRequest>,
    ) -> Result<Response<Self::WatchCustomMessagesStream>, Status> {
        Err(Status::unimplemented("not in these tests"))
    }

    async fn inspect(
        &self,
        request: Request<route::InspectRequest>,
    ) -> Result<Response<route::InspectReply>, Status> {
        let agent = AgentId::from_wire(&request.get_ref().instance_uid).unwrap();
        let held = self.told.held.lock().unwrap().get(&agent).cloned();
        let unknown =
            || route::InspectReply { outcome: Outcome::NotConnected.into(), ..Default::default() };
        match held.unwrap_or_else(|| Some(unknown())) {
            Some(reply) => Ok(Response::new(reply)),
            None => {
                tokio::time::sleep(Duration::from_secs(3_600)).await;
                Err(Status::unavailable("late"))
            }
        }
    }

    async fn handoff(
        &self,
        _: Request<route::HandoffRequest>,
    ) -> Result<Response<route::HandoffReply>, Status> {
        Err(Status::unimplemented("not in these tests"))
    }
}
