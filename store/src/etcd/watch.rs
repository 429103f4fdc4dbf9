//! One watch over etcd: each on a gRPC stream of its own, opened again whenever it breaks.
//!
//! It knows how far it has delivered, so a new stream continues there. It must never skip or repeat
//! an event; when etcd no longer has the history, it says so and ends.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use etcd_client::{Client, EventType, WatchOptions, WatchResponse, WatchStream};
use fleet::Revision;
use futures::StreamExt;
use tokio::sync::Notify;
use tokio::time::sleep;

use super::translate::{Prefix, positive, revision, text};
use crate::contract::{Event, Key, Watch};

/// First and longest wait before a broken stream is opened again.
const WAIT_MIN: Duration = Duration::from_millis(50);
const WAIT_MAX: Duration = Duration::from_secs(2);

/// How long opening a stream may take.
const OPEN: Duration = Duration::from_secs(5);

/// etcd leaves a question for progress unanswered while the watch is catching up: it is asked again
/// after this.
const ASK_AGAIN: Duration = Duration::from_millis(100);

/// Streams in a row that may start at a revision before ours (a member that lags) until we take it
/// for data that was restored from a backup.
const BEHIND_MAX: u32 = 10;

struct Watcher {
    client: Arc<Client>,
    prefix: Prefix,
    below: Key,
    stream: Option<WatchStream>,
    progress: Arc<Notify>,
    asked: bool,
    /// Everything before this revision is delivered, and of this one everything unless `partly`
    /// says what.
    at: Revision,
    /// Keys delivered at `at`: more may come, because etcd may cut one revision into several
    /// messages.
    partly: BTreeSet<Key>,
    behind: u32,
    wait: Duration,
}

/// What a message means for the watch.
enum Step {
    Deliver(Vec<Event>),
    Reopen(String),
    Refused(String),
    Lost,
}

/// A watch that ends only with `Resync`.
pub(super) fn watch(client: Arc<Client>, prefix: Prefix, below: &Key, after: Revision) -> Watch {
    let progress = Arc::new(Notify::new());
    let watcher = Watcher {
        client,
        prefix,
        below: below.clone(),
        stream: None,
        progress: Arc::clone(&progress),
        asked: false,
        at: after,
        partly: BTreeSet::new(),
        behind: 0,
        wait: WAIT_MIN,
    };
    let chunks = futures::stream::unfold(Some(watcher), |watcher| async {
        let mut watcher = watcher?;
        Some(match watcher.next().await {
            Some(events) => (events, Some(watcher)),
            None => (vec![Event::Resync], None),
        })
    });
    Watch::new(chunks.flat_map(futures::stream::iter).boxed(), progress)
}

impl Watcher {
    /// The next events; `None` when history was lost.
    async fn next(&mut self) -> Option<Vec<Event>> {
        loop {
            let Some(stream) = &mut self.stream else {
                self.open().await;
                continue;
            };
            let message = tokio::select! {
                biased;
                () = self.progress.notified() => {
                    self.asked = true;
                    ask(stream).await;
                    continue;
                }
                message = stream.message() => message,
                () = sleep(ASK_AGAIN), if self.asked => {
                    ask(stream).await;
                    continue;
                }
            };
            let step = match message {
                Ok(Some(message)) => self.read(&message),
                Ok(None) => Step::Reopen("etcd ended the stream".to_owned()),
                Err(error) => Step::Reopen(text(&error)),
            };
            match step {
                Step::Deliver(events) if events.is_empty() => {}
                Step::Deliver(events) => return Some(events),
                Step::Reopen(why) => self.reopen(&why).await,
                Step::Refused(why) => {
                    // Perhaps a restarted etcd forgot our token; without a user this does nothing.
                    let refreshing = self.client.refresh_token();
                    let _ = tokio::time::timeout(OPEN, refreshing).await;
                    self.reopen(&why).await;
                }
                Step::Lost => return None,
            }
        }
    }

    async fn open(&mut self) {
        let (start, end) = self.prefix.range(&self.below, None);
        let from = if self.partly.is_empty() { self.at.0.saturating_add(1) } else { self.at.0 };
        let options = WatchOptions::new()
            .with_range(end)
            .with_start_revision(i64::try_from(from).unwrap_or(i64::MAX))
            .with_fragment();
        let mut client =
            self.client.watch_client().max_decoding_message_size(super::ANSWER_BYTES_MAX);
        let opening = client.watch(start, Some(options));
        match tokio::time::timeout(OPEN, opening).await {
            Ok(Ok(stream)) => self.stream = Some(stream),
            Ok(Err(error)) => self.reopen(&text(&error)).await,
            Err(_) => self.reopen("no answer").await,
        }
    }

    async fn reopen(&mut self, why: &str) {
        self.stream = None;
        tracing::warn!(below = %self.below, after = %self.at, why, "watch interrupted, resuming");
        sleep(self.wait).await;
        self.wait = (self.wait * 2).min(WAIT_MAX);
    }

    fn read(&mut self, message: &WatchResponse) -> Step {
        if message.compact_revision() != 0 {
            return Step::Lost;
        }
        if message.canceled() {
            return Step::Refused(message.cancel_reason().to_owned());
        }
        let at = revision(message.header());
        if message.created() {
            return self.created(at);
        }
        self.wait = WAIT_MIN;
        if message.events().is_empty() {
            return Step::Deliver(self.progressed(at));
        }
        Step::Deliver(message.events().iter().filter_map(|event| self.event(event)).collect())
    }

    /// The stream stands. A store that is at an earlier revision than ours has forgotten what we
    /// saw.
    fn created(&mut self, at: Revision) -> Step {
        if at >= self.at {
            self.behind = 0;
            return Step::Deliver(Vec::new());
        }
        self.behind += 1;
        if self.behind > BEHIND_MAX {
            return Step::Lost;
        }
        Step::Reopen(format!("etcd is at revision {at}"))
    }

    fn progressed(&mut self, at: Revision) -> Vec<Event> {
        if at < self.at {
            return Vec::new();
        }
        self.asked = false;
        self.at = at;
        self.partly.clear();
        vec![Event::Progress(at)]
    }

    fn event(&mut self, event: &etcd_client::Event) -> Option<Event> {
        let kv = event.kv()?;
        let at = positive(kv.mod_revision());
        let item = self.prefix.item(kv.clone())?;
        if at > self.at {
            self.at = at;
            self.partly.clear();
        }
        if at < self.at || !self.partly.insert(item.key.clone()) {
            return None;
        }
        Some(match event.event_type() {
            EventType::Put => Event::Put(item),
            EventType::Delete => Event::Delete(item.key, at),
        })
    }
}

/// Asks for progress; a stream that cannot be asked says so when it is read.
async fn ask(stream: &mut WatchStream) {
    let _ = tokio::time::timeout(ASK_AGAIN, stream.request_progress()).await;
}
