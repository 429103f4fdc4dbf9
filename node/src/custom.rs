//! Custom messages of this node's agents on their way to whoever subscribed, and the custom capabilities agents are
//! told this server has.

use std::collections::BTreeSet;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use fleet::custom::Served;
use fleet::{AgentId, Moment};
use futures::{Stream, StreamExt, stream};
use proto::opamp::v1::CustomMessage;
use proto::route::v1 as pb;
use store::{Change, Records, Store};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;

use crate::worker::{Input, Workers};

/// Streams of custom messages open at a time; one more is refused.
const SUBSCRIBERS_LEN_MAX: usize = 64;
/// What waits for one subscriber that reads slowly: messages, and the bytes of their data. Beyond it messages are lost
/// to that subscriber, and counted.
const QUEUE_LEN_MAX: usize = 1024;
const QUEUE_BYTES_MAX: usize = 8 << 20;

/// Where workers publish and subscribers listen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hub {
    /// Locked to look through it, never across an await.
    subscribers: Arc<Mutex<Vec<Subscriber>>>,
}

#[derive(Debug)]
struct Subscriber {
    /// Empty: every one.
    capability: String,
    queue: mpsc::Sender<Queued>,
    room: Arc<Semaphore>,
    dropped: Arc<AtomicU64>,
}

#[derive(Debug)]
struct Queued {
    agent: AgentId,
    said: Arc<CustomMessage>,
    at: Moment,
    _room: OwnedSemaphorePermit,
}

pub(crate) type Messages =
    Pin<Box<dyn Stream<Item = Result<pb::CustomMessageReceived, Status>> + Send>>;

impl Hub {
    /// Gives a message to every subscriber that wants it. Never waits.
    pub(crate) fn publish(&self, agent: AgentId, said: CustomMessage, at: Moment) {
        let said = Arc::new(said);
        let mut subscribers = self.subscribers.lock().unwrap_or_else(PoisonError::into_inner);
        subscribers.retain(|subscriber| !subscriber.queue.is_closed());
        for subscriber in subscribers.iter() {
            if subscriber.capability.is_empty() || subscriber.capability == said.capability {
                subscriber.offer(agent, &said, at);
            }
        }
    }

    /// Messages of one capability, or of every one, from now on.
    pub(crate) fn subscribe(&self, capability: String) -> Result<Messages, Status> {
        let mut subscribers = self.subscribers.lock().unwrap_or_else(PoisonError::into_inner);
        subscribers.retain(|subscriber| !subscriber.queue.is_closed());
        if subscribers.len() >= SUBSCRIBERS_LEN_MAX {
            return Err(Status::resource_exhausted("too many subscriptions: close some"));
        }
        // Full: the message is lost to this subscriber, which is told how many were.
        let (queue, queued) = mpsc::channel(QUEUE_LEN_MAX);
        let dropped = Arc::new(AtomicU64::new(0));
        let room = Arc::new(Semaphore::new(QUEUE_BYTES_MAX));
        subscribers.push(Subscriber { capability, queue, room, dropped: Arc::clone(&dropped) });
        let received = move |queued: Queued| pb::CustomMessageReceived {
            instance_uid: queued.agent.to_bytes(),
            message: Some(CustomMessage::clone(&queued.said)),
            received_unix_ms: i64::try_from(queued.at.0).unwrap_or(i64::MAX),
            dropped: dropped.load(Ordering::Relaxed),
        };
        let listening = stream::iter([pb::CustomMessageReceived::default()]);
        let messages = listening.chain(ReceiverStream::new(queued).map(received)).map(Ok);
        Ok(Box::pin(messages))
    }
}

impl Subscriber {
    fn offer(&self, agent: AgentId, said: &Arc<CustomMessage>, at: Moment) {
        let bytes = u32::try_from(said.data.len().max(1)).unwrap_or(u32::MAX);
        let room = Arc::clone(&self.room).try_acquire_many_owned(bytes).ok();
        let queued = room.map(|room| Queued { agent, said: Arc::clone(said), at, _room: room });
        if queued.is_none_or(|queued| self.queue.try_send(queued).is_err()) {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Follows the capabilities this server lists and tells the workers.
pub(crate) async fn follow<S: Store>(records: Arc<Records<S>>, workers: Workers) {
    let mut changes = records.follow_custom();
    let mut names = BTreeSet::new();
    while let Some(change) = changes.next().await {
        match change {
            Change::Reset(rows, _) => names = rows.into_iter().map(|(name, ..)| name).collect(),
            Change::Put(name, ..) => _ = names.insert(name),
            Change::Delete(name, _) => _ = names.remove(&name),
            Change::Progress(_) => continue,
        }
        let served = Served::new(names.iter().cloned());
        workers.all(|| Input::Custom(served.clone())).await;
    }
}

#[cfg(test)]
mod tests;
