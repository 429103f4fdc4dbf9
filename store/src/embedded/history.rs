//! The last changes, in memory, and the watches that read them.
//!
//! A watch holds a position, not a queue: a slow one costs nothing and is told to list again once
//! the events it needs were dropped. What a previous process wrote is not here.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use fleet::Revision;
use futures::StreamExt;
use tokio::sync::{Notify, watch as signal};

use super::Options;
use crate::contract::{Event, Key, Versioned, Watch};

/// Changes that a watch takes at once.
const CHUNK: usize = 256;

/// One key written or removed (`None`).
pub(super) struct Change {
    pub(super) key: Key,
    pub(super) value: Option<Bytes>,
    pub(super) revision: Revision,
}

impl Change {
    fn size(&self) -> usize {
        self.key.0.len() + self.value.as_ref().map_or(0, Bytes::len)
    }

    fn event(&self) -> Event {
        match &self.value {
            Some(value) => Event::Put(Versioned {
                key: self.key.clone(),
                value: value.clone(),
                revision: self.revision,
            }),
            None => Event::Delete(self.key.clone(), self.revision),
        }
    }
}

/// The changes of this process, newest last, bounded.
pub(super) struct History {
    /// Held for a few pushes or one chunk, never across an await.
    ring: Mutex<Ring>,
    published: signal::Sender<Revision>,
    events_max: usize,
    bytes_max: usize,
}

struct Ring {
    changes: VecDeque<Change>,
    bytes: usize,
    /// Number of the first change in `changes`; they count up from 0 at open.
    first: u64,
    /// Every change after this revision is in `changes`.
    floor: Revision,
}

/// What a watch gets for its position.
enum Chunk {
    /// Events, the position after them, and the newest revision when nothing follows.
    Events(Vec<Event>, u64, Option<Revision>),
    Lost,
}

impl History {
    pub(super) fn new(revision: Revision, options: &Options) -> Self {
        let ring = Ring { changes: VecDeque::new(), bytes: 0, first: 0, floor: revision };
        Self {
            ring: Mutex::new(ring),
            published: signal::Sender::new(revision),
            events_max: options.history_events_max,
            bytes_max: options.history_bytes_max,
        }
    }

    /// Adds what one commit changed and wakes the watches.
    pub(super) fn publish(&self, changes: Vec<Change>, revision: Revision) {
        let mut ring = self.ring.lock().unwrap_or_else(PoisonError::into_inner);
        for change in changes {
            ring.bytes += change.size();
            ring.changes.push_back(change);
        }
        while ring.changes.len() > self.events_max || ring.bytes > self.bytes_max {
            let Some(dropped) = ring.changes.pop_front() else { break };
            ring.bytes -= dropped.size();
            ring.first += 1;
            ring.floor = dropped.revision;
        }
        drop(ring);
        self.published.send_replace(revision);
    }

    /// The position of the first change after a revision.
    fn position(&self, after: Revision) -> Option<u64> {
        let ring = self.ring.lock().unwrap_or_else(PoisonError::into_inner);
        let index = ring.changes.partition_point(|change| change.revision <= after);
        (after >= ring.floor).then_some(ring.first + index as u64)
    }

    fn chunk(&self, prefix: &Key, position: u64) -> Chunk {
        let ring = self.ring.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(skip) = position.checked_sub(ring.first) else { return Chunk::Lost };
        let skip = usize::try_from(skip).unwrap_or(usize::MAX);
        let mut events = Vec::new();
        let mut next = position;
        for change in ring.changes.iter().skip(skip) {
            if events.len() == CHUNK {
                return Chunk::Events(events, next, None);
            }
            next += 1;
            if change.key.0.starts_with(&*prefix.0) {
                events.push(change.event());
            }
        }
        // Under the ring's lock: a revision that was acknowledged is already here.
        let newest = ring.changes.back().map_or(ring.floor, |change| change.revision);
        Chunk::Events(events, next, Some(newest))
    }
}

/// A watch's place in the history.
struct Cursor {
    history: std::sync::Weak<History>,
    published: signal::Receiver<Revision>,
    progress: Arc<Notify>,
    prefix: Key,
    after: Revision,
    position: Option<u64>,
    asked: bool,
}

/// A watch over a history; it ends with the store.
pub(super) fn watch(history: &Arc<History>, prefix: Key, after: Revision) -> Watch {
    let progress = Arc::new(Notify::new());
    let cursor = Cursor {
        published: history.published.subscribe(),
        position: history.position(after),
        history: Arc::downgrade(history),
        progress: Arc::clone(&progress),
        prefix,
        after,
        asked: false,
    };
    let chunks = futures::stream::unfold(Some(cursor), |cursor| async {
        let mut cursor = cursor?;
        let (events, goes_on) = cursor.next().await?;
        Some((futures::stream::iter(events), goes_on.then_some(cursor)))
    });
    Watch::new(chunks.flatten().boxed(), progress)
}

impl Cursor {
    /// The next events and whether more can follow; `None` when the store is gone.
    async fn next(&mut self) -> Option<(Vec<Event>, bool)> {
        loop {
            self.published.borrow_and_update();
            let history = self.history.upgrade()?;
            let chunk = match self.position {
                Some(position) => history.chunk(&self.prefix, position),
                None => Chunk::Lost,
            };
            drop(history);
            let (mut events, newest) = match chunk {
                Chunk::Lost => return Some((vec![Event::Resync], false)),
                Chunk::Events(events, next, newest) => {
                    self.position = Some(next);
                    (events, newest)
                }
            };
            if let Some(newest) = newest
                && std::mem::take(&mut self.asked)
            {
                events.push(Event::Progress(newest.max(self.after)));
            }
            if !events.is_empty() {
                return Some((events, true));
            }
            tokio::select! {
                biased;
                changed = self.published.changed() => changed.ok()?,
                () = self.progress.notified() => self.asked = true,
            }
        }
    }
}
