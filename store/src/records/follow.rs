//! Following a kind of record: list, then watch, and again whenever the watch lost its place.

use std::collections::BTreeMap;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use fleet::Revision;
use futures::stream::BoxStream;
use futures::{Stream, StreamExt};
use prost::Message;
use tokio::sync::Notify;

use super::{Row, row};
use crate::contract::{Event, Key, Page, Store, StoreError, Versioned, Watch};

/// First and longest wait after a listing failed.
const WAIT_MIN: Duration = Duration::from_millis(50);
const WAIT_MAX: Duration = Duration::from_secs(2);

/// What happened to the followed records.
#[derive(Debug, Clone, PartialEq)]
pub enum Change<K, V> {
    /// Everything there is at this revision; forget what was known before.
    Reset(Vec<Row<K, V>>, Revision),
    /// A record was created or replaced.
    Put(K, V, Revision),
    /// A record is gone.
    Delete(K, Revision),
    /// Every change up to and including this revision has been delivered.
    Progress(Revision),
}

/// A stream of changes that starts with a `Reset` and never ends while the store is open.
pub struct Follow<K, V> {
    changes: BoxStream<'static, Change<K, V>>,
    progress: Arc<Notify>,
}

impl<K, V> Follow<K, V> {
    /// Asks for a [`Change::Progress`] with the store's present revision. Several asks may share
    /// one answer.
    pub fn ask_progress(&self) {
        self.progress.notify_one();
    }

    /// A handle that asks while somebody else reads the stream.
    pub fn asker(&self) -> Arc<Notify> {
        Arc::clone(&self.progress)
    }
}

impl<K, V> Stream for Follow<K, V> {
    type Item = Change<K, V>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.changes.as_mut().poll_next(cx)
    }
}

impl<K, V> fmt::Debug for Follow<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Follow")
    }
}

/// Follows every key that starts with `prefix`.
pub(super) fn follow<S, K, V>(
    store: Arc<S>,
    prefix: Key,
    parse: fn(&str) -> Option<K>,
) -> Follow<K, V>
where
    S: Store,
    K: Send + 'static,
    V: Message + Default + 'static,
{
    let progress = Arc::new(Notify::new());
    let follower = Follower {
        store,
        prefix,
        parse,
        progress: Arc::clone(&progress),
        watch: None,
        ahead: BTreeMap::new(),
    };
    let changes = futures::stream::unfold(follower, |mut follower| async {
        let change = follower.next().await;
        Some((change, follower))
    });
    Follow { changes: changes.boxed(), progress }
}

struct Follower<S, K> {
    store: Arc<S>,
    prefix: Key,
    parse: fn(&str) -> Option<K>,
    progress: Arc<Notify>,
    watch: Option<Watch>,
    /// Keys that were listed at a revision above the listing's: their older events are no news.
    ahead: BTreeMap<Key, Revision>,
}

impl<S: Store, K> Follower<S, K> {
    async fn next<V: Message + Default>(&mut self) -> Change<K, V> {
        let mut wait = WAIT_MIN;
        loop {
            let Some(watch) = &mut self.watch else {
                match everything(&*self.store, &self.prefix).await {
                    Ok((items, revision)) => return self.reset(&items, revision),
                    Err(error) => {
                        tracing::warn!(%error, prefix = %self.prefix, "cannot list, trying again");
                        tokio::time::sleep(wait).await;
                        wait = (wait * 2).min(WAIT_MAX);
                        continue;
                    }
                }
            };
            let event = tokio::select! {
                biased;
                () = self.progress.notified() => {
                    watch.ask_progress();
                    continue;
                }
                event = watch.next() => event,
            };
            match event {
                Some(event) => {
                    if let Some(change) = self.change(event) {
                        return change;
                    }
                }
                None => {
                    // The store is closing, or the watch ended without a word: not a reason to
                    // spin.
                    self.watch = None;
                    tokio::time::sleep(wait).await;
                    wait = (wait * 2).min(WAIT_MAX);
                }
            }
        }
    }

    fn reset<V: Message + Default>(
        &mut self,
        items: &[Versioned],
        revision: Revision,
    ) -> Change<K, V> {
        self.watch = Some(self.store.watch(&self.prefix, revision));
        self.ahead = items
            .iter()
            .filter(|item| item.revision > revision)
            .map(|item| (item.key.clone(), item.revision))
            .collect();
        Change::Reset(items.iter().filter_map(|item| row(item, self.parse)).collect(), revision)
    }

    fn change<V: Message + Default>(&mut self, event: Event) -> Option<Change<K, V>> {
        match event {
            Event::Put(item) => {
                if self.is_old(&item.key, item.revision) {
                    return None;
                }
                row(&item, self.parse).map(|(key, value, at)| Change::Put(key, value, at))
            }
            Event::Delete(key, revision) => {
                if self.is_old(&key, revision) {
                    return None;
                }
                (self.parse)(&key.0).map(|key| Change::Delete(key, revision))
            }
            Event::Progress(revision) => Some(Change::Progress(revision)),
            Event::Resync => {
                self.watch = None;
                None
            }
        }
    }

    fn is_old(&mut self, key: &Key, revision: Revision) -> bool {
        match self.ahead.get(key) {
            Some(listed) if revision <= *listed => true,
            Some(_) => {
                self.ahead.remove(key);
                false
            }
            None => false,
        }
    }
}

/// Every key that starts with `prefix`, page by page, and the revision after which a watch misses
/// nothing.
pub(super) async fn everything<S: Store>(
    store: &S,
    prefix: &Key,
) -> Result<(Vec<Versioned>, Revision), StoreError> {
    let mut page = Page::default();
    let mut items = Vec::new();
    loop {
        let listing = store.list(prefix, page.clone()).await?;
        let revision = *page.at.get_or_insert(listing.revision);
        items.extend(listing.items);
        if !listing.more {
            return Ok((items, revision));
        }
        page.after = items.last().map(|item: &Versioned| item.key.clone());
    }
}
