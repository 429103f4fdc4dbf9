//! What this replica has seen of the cluster, in memory. Fed by [`follow`], read by every service.

pub(crate) mod follow;

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use fleet::desired::{Catalog, Desired, Subject, resolve};
use fleet::index::{Entry, Index};
use fleet::selector::Claims;
use fleet::{AgentId, Epoch, MemberId, Revision, Shard};
use proto::record::v1 as record;
use tokio::sync::{Notify, watch};
use tokio::time::{Instant, sleep_until, timeout_at};

use crate::refusal::Refusal;

/// How often a waiting read asks the store how far it is.
const ASK_AGAIN: Duration = Duration::from_millis(250);

/// Everything this replica knows.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) index: Index,
    pub(crate) catalog: Catalog,
    pub(crate) members: BTreeMap<MemberId, record::Member>,
    pub(crate) owners: BTreeMap<Shard, Owner>,
    /// Agents that are to take another uid, by that.
    pub(crate) aliases: BTreeMap<AgentId, record::Alias>,
}

/// Who owns a shard, by the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Owner {
    pub(crate) node: MemberId,
    pub(crate) epoch: Epoch,
}

impl State {
    /// What an agent should have now.
    pub(crate) fn desired(&self, entry: &Entry) -> Desired {
        let none = Claims::default();
        let claims = entry.observed.as_ref().map_or(&none, |observed| &observed.claims);
        let subject = Subject { agent: entry.agent, claims, row: entry.row.as_deref() };
        resolve(&subject, &self.catalog)
    }

    /// An agent with what it should have.
    pub(crate) fn known(&self, agent: AgentId) -> Option<(Entry, Desired)> {
        self.index.get(agent).map(|entry| (entry.clone(), self.desired(entry)))
    }
}

/// One kind of record that is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Members,
    Shards,
    Agents,
    Desired,
    Configs,
    Packages,
    Settings,
    Assignments,
    Aliases,
}

/// How far the stream of one kind is.
#[derive(Debug)]
struct Stream {
    /// Everything up to this revision has been taken in; `None` before the first listing.
    seen: watch::Sender<Option<Revision>>,
    ask: Arc<Notify>,
}

/// The shared view.
#[derive(Debug)]
pub(crate) struct View {
    /// Locked for a read or a change in memory, never across an await.
    state: RwLock<State>,
    changed: watch::Sender<u64>,
    members_changed: watch::Sender<u64>,
    streams: BTreeMap<Kind, Stream>,
}

impl View {
    pub(crate) fn new(asks: impl IntoIterator<Item = (Kind, Arc<Notify>)>) -> Self {
        let stream = |(kind, ask)| (kind, Stream { seen: watch::Sender::new(None), ask });
        Self {
            state: RwLock::default(),
            changed: watch::Sender::new(0),
            members_changed: watch::Sender::new(0),
            streams: asks.into_iter().map(stream).collect(),
        }
    }

    pub(crate) fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn write<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let result = change(&mut self.state.write().unwrap_or_else(PoisonError::into_inner));
        self.changed.send_modify(|count| *count += 1);
        result
    }

    /// Wakes whenever anything changed.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Wakes whenever members changed.
    pub(crate) fn member_changes(&self) -> watch::Receiver<u64> {
        self.members_changed.subscribe()
    }

    fn saw(&self, kind: Kind, revision: Revision) {
        if kind == Kind::Members {
            self.members_changed.send_modify(|count| *count += 1);
        }
        if let Some(stream) = self.streams.get(&kind) {
            stream.seen.send_modify(|seen| *seen = (*seen).max(Some(revision)));
        }
    }

    /// The revision up to which this replica has seen everything.
    pub(crate) fn revision(&self) -> Revision {
        let seen = self.streams.values().map(|stream| stream.seen.borrow().unwrap_or_default());
        seen.min().unwrap_or_default()
    }

    /// Waits until everything up to a revision has been seen; 0 does not wait.
    pub(crate) async fn wait_for(&self, revision: u64, within: Duration) -> Result<(), Refusal> {
        if revision == 0 {
            return Ok(());
        }
        let revision = Revision(revision);
        self.wait(Some(revision), Instant::now() + within).await.ok_or(Refusal::Behind(revision))
    }

    /// Waits until every kind has been listed once.
    pub(crate) async fn wait_listed(&self) {
        for stream in self.streams.values() {
            // The sender lives in `self`, so waiting cannot fail.
            let _ = stream.seen.subscribe().wait_for(Option::is_some).await;
        }
    }

    async fn wait(&self, revision: Option<Revision>, deadline: Instant) -> Option<()> {
        for stream in self.streams.values() {
            let mut seen = stream.seen.subscribe();
            // Only streams that are behind are asked. An answer can be lost with a watch that
            // breaks, so ask again.
            while *seen.borrow_and_update() < revision {
                if Instant::now() >= deadline {
                    return None;
                }
                stream.ask.notify_one();
                let again = deadline.min(Instant::now() + ASK_AGAIN);
                let _ = timeout_at(again, seen.changed()).await;
            }
        }
        Some(())
    }
}

/// Waits until something changed, or until a moment.
pub(crate) async fn changed_or(changes: &mut watch::Receiver<u64>, until: Instant) {
    tokio::select! {
        biased;
        () = sleep_until(until) => {}
        changed = changes.changed() => {
            if changed.is_err() {
                sleep_until(until).await;
            }
        }
    }
}
