//! `SubscribeCustomMessages`: one stream from every node, joined into one for the caller.
//!
//! Nothing is kept here: while the caller does not read, the nodes' streams are not read either, and a node counts what
//! it has no room for.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use fleet::selector::Selector;
use fleet::{AgentId, MemberId};
use futures::stream::{self, BoxStream, StreamExt};
use proto::control::v1::CustomMessageEvent;
use proto::record::v1::Role;
use proto::route::v1::CustomMessageReceived;
use proto::route::v1::WatchCustomMessagesRequest;
use proto::route::v1::route_client::RouteClient;
use store::Store;
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio::time::{sleep, timeout};
use tokio_util::sync::{CancellationToken, DropGuard};
use tonic::{Status, Streaming};

use crate::api::{Api, timestamp};
use crate::metrics::Counted;
use crate::refusal::Refusal;

/// Messages of all nodes that wait for the caller.
const READY_LEN_MAX: usize = 16;
/// How long a node may take to accept the stream, and the pause before it is asked again.
const OPEN_WAIT: Duration = Duration::from_secs(5);
const RETRY: Duration = Duration::from_millis(200);
/// The largest message of an agent.
const MESSAGE_BYTES_MAX: usize = 64 << 20;

/// What one node's stream says.
enum Heard {
    Listening(MemberId),
    Message(MemberId, CustomMessageReceived),
    Gone(MemberId),
}

/// Starts a subscription.
pub(super) fn events<S: Store>(
    api: Arc<Api<S>>,
    filter: Option<Selector>,
    capability: String,
) -> Result<BoxStream<'static, Result<CustomMessageEvent, Status>>, Refusal> {
    let permit = Arc::clone(&api.watches).try_acquire_owned();
    let permit = permit.map_err(|_| Refusal::TooManyWatches)?;
    // Full: the nodes' streams are not read; a node that has no room counts what it loses.
    let (ready, heard) = mpsc::channel(READY_LEN_MAX);
    let stop = api.drain.child_token();
    let following = Following { api: Arc::clone(&api), capability, ready, stop: stop.clone() };
    api.tasks.spawn(following.run());
    let subscription = Subscription {
        heard,
        filter,
        listening: BTreeMap::new(),
        lost: 0,
        complete: false,
        _open: (permit, Counted::new(&api.metrics.watches), stop.drop_guard()),
        api,
    };
    Ok(stream::unfold(Some(subscription), |subscription| async {
        let mut subscription = subscription?;
        match subscription.next().await {
            Ok(event) => Some((Ok(event), Some(subscription))),
            Err(refusal) => Some((Err(refusal.into()), None)),
        }
    })
    .boxed())
}

struct Subscription<S> {
    api: Arc<Api<S>>,
    heard: mpsc::Receiver<Heard>,
    filter: Option<Selector>,
    /// The nodes listened to, with what each has lost.
    listening: BTreeMap<MemberId, u64>,
    /// What streams lost that are gone.
    lost: u64,
    /// Whether every node has been listened to once.
    complete: bool,
    _open: (OwnedSemaphorePermit, Counted, DropGuard),
}

impl<S: Store> Subscription<S> {
    async fn next(&mut self) -> Result<CustomMessageEvent, Refusal> {
        loop {
            let heard = tokio::select! {
                biased;
                () = self.api.drain.cancelled() => return Err(Refusal::Draining),
                heard = self.heard.recv() => heard.ok_or(Refusal::Draining)?,
            };
            let event = match heard {
                Heard::Listening(node) => {
                    self.listening.insert(node, 0);
                    self.notice()
                }
                Heard::Gone(node) => {
                    self.lost += self.listening.remove(&node).unwrap_or_default();
                    self.notice()
                }
                Heard::Message(node, received) => self.message(node, received),
            };
            if let Some(event) = event {
                return Ok(event);
            }
        }
    }

    fn event(&self) -> CustomMessageEvent {
        CustomMessageEvent {
            dropped: self.lost + self.listening.values().sum::<u64>(),
            nodes: u32::try_from(self.listening.len()).unwrap_or(u32::MAX),
            ..CustomMessageEvent::default()
        }
    }

    /// Says who is listened to, from when everybody is.
    fn notice(&mut self) -> Option<CustomMessageEvent> {
        let nodes = nodes(&self.api);
        self.complete |= nodes.iter().all(|(node, _)| self.listening.contains_key(node));
        self.complete.then(|| self.event())
    }

    fn message(
        &mut self,
        node: MemberId,
        received: CustomMessageReceived,
    ) -> Option<CustomMessageEvent> {
        self.listening.insert(node, received.dropped);
        let agent = AgentId::from_wire(&received.instance_uid).ok()?;
        if let Some(filter) = &self.filter {
            let selected = self
                .api
                .view
                .read(|state| state.index.get(agent).is_some_and(|entry| filter.matches(entry)));
            if !selected {
                return None;
            }
        }
        Some(CustomMessageEvent {
            instance_uid: agent.to_string(),
            message: received.message,
            received: timestamp(received.received_unix_ms),
            ..self.event()
        })
    }
}

/// The nodes there are, and where.
fn nodes<S: Store>(api: &Api<S>) -> Vec<(MemberId, String)> {
    api.view.read(|state| {
        let nodes = state.members.iter().filter(|(_, member)| member.role() == Role::Node);
        let reached = nodes.filter(|(_, member)| !member.address.is_empty());
        reached.map(|(id, member)| (*id, member.address.clone())).collect()
    })
}

/// Keeps one stream per node that is a member.
struct Following<S> {
    api: Arc<Api<S>>,
    capability: String,
    ready: mpsc::Sender<Heard>,
    stop: CancellationToken,
}

impl<S: Store> Following<S> {
    async fn run(self) {
        let mut changes = self.api.view.member_changes();
        let mut running: BTreeMap<(MemberId, String), CancellationToken> = BTreeMap::new();
        loop {
            changes.mark_unchanged();
            let nodes = nodes(&self.api);
            running.retain(|node, stop| {
                let stays = nodes.contains(node);
                if !stays {
                    stop.cancel();
                }
                stays
            });
            for node in nodes {
                running.entry(node).or_insert_with_key(|node| {
                    let stop = self.stop.child_token();
                    let listener = Listener {
                        api: Arc::clone(&self.api),
                        capability: self.capability.clone(),
                        ready: self.ready.clone(),
                        node: node.clone(),
                    };
                    self.api.tasks.spawn(stop.clone().run_until_cancelled_owned(listener.run()));
                    stop
                });
            }
            tokio::select! {
                biased;
                () = self.stop.cancelled() => return,
                changed = changes.changed() => if changed.is_err() { return },
            }
        }
    }
}

struct Listener<S> {
    api: Arc<Api<S>>,
    capability: String,
    ready: mpsc::Sender<Heard>,
    node: (MemberId, String),
}

impl<S: Store> Listener<S> {
    async fn run(self) {
        // Ends when the subscriber is gone.
        while self.listen().await.is_ok() {
            sleep(RETRY).await;
        }
    }

    /// One stream, until it ends.
    async fn listen(&self) -> Result<(), mpsc::error::SendError<Heard>> {
        let node = self.node.0;
        let mut messages = match self.open().await {
            Ok(messages) => messages,
            Err(error) => {
                tracing::debug!(%node, %error, "cannot listen to a node's custom messages yet");
                return Ok(());
            }
        };
        let mut listening = false;
        while let Ok(Some(received)) = messages.message().await {
            if received.message.is_some() {
                self.ready.send(Heard::Message(node, received)).await?;
            } else {
                listening = true;
                self.ready.send(Heard::Listening(node)).await?;
            }
        }
        if listening {
            self.ready.send(Heard::Gone(node)).await?;
        }
        Ok(())
    }

    async fn open(&self) -> Result<Streaming<CustomMessageReceived>, Status> {
        let mut client = RouteClient::new((self.api.dial)(&self.node.1))
            .max_decoding_message_size(MESSAGE_BYTES_MAX);
        let request = WatchCustomMessagesRequest { capability: self.capability.clone() };
        match timeout(OPEN_WAIT, client.watch_custom_messages(request)).await {
            Ok(opened) => Ok(opened?.into_inner()),
            Err(_) => Err(Status::deadline_exceeded("the node did not accept the stream in time")),
        }
    }
}
