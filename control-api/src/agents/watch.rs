//! `WatchAgents`: the agents that a filter selects, a bookmark, then every change.
//!
//! A watch holds no queue of changes: it asks the index what changed since its position, so a slow
//! caller skips intermediate states and costs nothing.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use fleet::AgentId;
use fleet::desired::Desired;
use fleet::index::Entry;
use fleet::selector::Selector;
use futures::stream::{self, BoxStream, StreamExt};
use proto::control::v1::agent_event::Type;
use proto::control::v1::{Agent, AgentEvent, AgentView};
use store::Store;
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::Instant;
use tonic::Status;

use super::parts::Scope;
use crate::api::Api;
use crate::metrics::Counted;
use crate::refusal::Refusal;

/// Agents read from the index at once.
const BATCH: usize = 100;

/// Starts a watch.
pub(super) fn events<S: Store>(
    api: Arc<Api<S>>,
    filter: Selector,
    view: AgentView,
) -> Result<BoxStream<'static, Result<AgentEvent, Status>>, Refusal> {
    let permit = Arc::clone(&api.watches).try_acquire_owned();
    let permit = permit.map_err(|_| Refusal::TooManyWatches)?;
    let watch = Watch {
        changes: api.view.changes(),
        // Changes made while the snapshot is read come again after it; they are UPDATED then.
        position: api.view.read(|state| state.index.position()),
        listed: Listed::After(None),
        ready: VecDeque::new(),
        seen: BTreeMap::new(),
        _open: (permit, Counted::new(&api.metrics.watches)),
        api,
        filter,
        view,
    };
    Ok(stream::unfold(Some(watch), |watch| async {
        let mut watch = watch?;
        match watch.next().await {
            Ok(event) => Some((Ok(event), Some(watch))),
            Err(refusal) => Some((Err(refusal.into()), None)),
        }
    })
    .boxed())
}

struct Watch<S> {
    api: Arc<Api<S>>,
    filter: Selector,
    view: AgentView,
    changes: watch::Receiver<u64>,
    position: u64,
    listed: Listed,
    /// What the last look at the index gave; at most one batch.
    ready: VecDeque<Found>,
    /// The agents the caller knows, with what decides the kind of the next event.
    seen: BTreeMap<AgentId, Glance>,
    _open: (OwnedSemaphorePermit, Counted),
}

/// How far the snapshot is.
enum Listed {
    After(Option<AgentId>),
    Whole,
}

/// What an event's kind depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Glance {
    connected: bool,
    owner: Option<(fleet::MemberId, fleet::Epoch)>,
}

enum Found {
    Agent(Type, Box<(Entry, Desired)>),
    Removed(AgentId),
    Bookmark,
}

impl<S: Store> Watch<S> {
    async fn next(&mut self) -> Result<AgentEvent, Refusal> {
        loop {
            if self.api.drain.is_cancelled() {
                return Err(Refusal::Draining);
            }
            if let Some(found) = self.ready.pop_front() {
                return self.event(found).await;
            }
            self.changes.mark_unchanged();
            match self.listed {
                Listed::After(after) => self.list(after),
                Listed::Whole => {
                    if self.follow()? {
                        continue;
                    }
                    tokio::select! {
                        biased;
                        () = self.api.drain.cancelled() => {}
                        changed = self.changes.changed() => {
                            changed.map_err(|_| Refusal::Draining)?;
                        }
                    }
                }
            }
        }
    }

    /// Reads the next batch of the snapshot.
    fn list(&mut self, after: Option<AgentId>) {
        let found: Vec<_> = self.api.view.read(|state| {
            let entries = state.index.list(&self.filter, after, BATCH);
            entries.map(|entry| (entry.clone(), state.desired(entry))).collect()
        });
        let is_last = found.len() < BATCH;
        self.listed = match found.last() {
            Some((entry, _)) if !is_last => Listed::After(Some(entry.agent)),
            Some(_) | None => Listed::Whole,
        };
        for (entry, desired) in found {
            self.seen.insert(entry.agent, glance(&entry));
            self.ready.push_back(Found::Agent(Type::Added, Box::new((entry, desired))));
        }
        if is_last {
            self.ready.push_back(Found::Bookmark);
        }
    }

    /// Reads the next batch of changes; `false` when there are none.
    fn follow(&mut self) -> Result<bool, Refusal> {
        let (changed, position) = self
            .api
            .view
            .read(|state| {
                let (changed, position) = state.index.changed_since(self.position, BATCH)?;
                let look = |agent| (agent, state.known(agent));
                Ok((changed.into_iter().map(look).collect::<Vec<_>>(), position))
            })
            .map_err(|_: fleet::index::Lagged| Refusal::WatchLagged)?;
        let moved = position != self.position;
        self.position = position;
        for (agent, known) in changed {
            let selected = known.filter(|(entry, _)| self.filter.matches(entry));
            let before = self.seen.get(&agent).copied();
            let now = selected.as_ref().map(|(entry, _)| glance(entry));
            let Some(kind) = kind(before, now) else { continue };
            match (selected, now) {
                (Some(known), Some(now)) => {
                    self.seen.insert(agent, now);
                    self.ready.push_back(Found::Agent(kind, Box::new(known)));
                }
                (None, _) | (_, None) => {
                    self.seen.remove(&agent);
                    self.ready.push_back(Found::Removed(agent));
                }
            }
        }
        Ok(moved)
    }

    async fn event(&self, found: Found) -> Result<AgentEvent, Refusal> {
        let revision = self.api.view.revision().0;
        let (kind, agent) = match found {
            Found::Agent(kind, known) => {
                let until = Instant::now() + self.api.config.owner_wait;
                let scope = Scope::of_many(self.view, until);
                (kind, Some(self.api.render(&known.0, &known.1, scope).await?))
            }
            Found::Removed(agent) => {
                let gone = Agent { instance_uid: agent.to_string(), ..Agent::default() };
                (Type::Removed, Some(gone))
            }
            Found::Bookmark => (Type::Bookmark, None),
        };
        Ok(AgentEvent { r#type: kind.into(), agent, revision })
    }
}

fn glance(entry: &Entry) -> Glance {
    let owner = entry.presence.as_ref().map(|presence| (presence.owner, presence.epoch));
    Glance { connected: entry.connected(), owner }
}

/// What happened to an agent from the caller's point of view.
fn kind(before: Option<Glance>, now: Option<Glance>) -> Option<Type> {
    match (before, now) {
        (None, None) => None,
        (None, Some(_)) => Some(Type::Added),
        (Some(_), None) => Some(Type::Removed),
        (Some(before), Some(now)) if before.connected != now.connected => {
            Some(if now.connected { Type::Connected } else { Type::Disconnected })
        }
        (Some(before), Some(now)) if before.owner.is_some() && before.owner != now.owner => {
            Some(Type::Moved)
        }
        (Some(_), Some(_)) => Some(Type::Updated),
    }
}
