//! Runs the parts of a process: the first one that ends on its own stops the others and is named as the cause.
//!
//! Stop is two tokens. `drain` asks every part to finish its work; `halt` ends it now. A signal drains, a second one
//! halts, and so does the drain's deadline.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::{Error, Result, anyhow};
use futures::{Stream, StreamExt};
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

/// After `halt`, a part that still runs is dropped.
const HALT_DEADLINE: Duration = Duration::from_secs(3);

/// The parts of a process and the two ways to stop them.
#[derive(Debug, Default)]
pub struct Tasks {
    /// Finish: accept nothing new, hand over, close.
    pub drain: CancellationToken,
    /// Stop now.
    pub halt: CancellationToken,
    // A join set because its members are owned here, joined here, and a panic in one is seen here.
    running: JoinSet<Result<()>>,
    names: HashMap<Id, (&'static str, Until)>,
}

/// What ends a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Until {
    /// It ends by itself after `drain`.
    Drained,
    /// It serves the others and is told last.
    Halted,
}

impl Tasks {
    /// Starts a part. It runs until it is asked to stop; ending before is a failure of the process.
    pub fn add(
        &mut self,
        name: &'static str,
        part: impl Future<Output = Result<()>> + Send + 'static,
    ) {
        let handle = self.running.spawn(part);
        self.names.insert(handle.id(), (name, Until::Drained));
    }

    /// Starts a part that serves the others, such as probes: a drain does not wait for it, `halt` ends it.
    pub fn add_until_halt(
        &mut self,
        name: &'static str,
        part: impl Future<Output = Result<()>> + Send + 'static,
    ) {
        let handle = self.running.spawn(part);
        self.names.insert(handle.id(), (name, Until::Halted));
    }

    fn draining(&self) -> Vec<&'static str> {
        let waited_for = |(name, until): &(&'static str, Until)| match until {
            Until::Drained => Some(*name),
            Until::Halted => None,
        };
        self.names.values().filter_map(waited_for).collect()
    }

    /// Waits for a signal or for a part that ends, then stops everything.
    ///
    /// # Errors
    /// The part that ended first, by name, with its cause.
    pub async fn until_stopped(
        mut self,
        mut signals: impl Stream<Item = ()> + Unpin,
        deadline: Duration,
    ) -> Result<()> {
        let cause = tokio::select! { biased;
            Some(()) = signals.next() => {
                info!(deadline_s = deadline.as_secs(), "draining; a second signal halts");
                None
            }
            ended = self.next() => ended.map(|(name, result)| cause(name, result)),
        };
        if let Some(cause) = &cause {
            error!(cause = format!("{cause:#}"), "stopping");
        }
        self.drain.cancel();
        let failed = self.drained(signals, Instant::now() + deadline).await;
        match cause.or(failed) {
            Some(cause) => Err(cause),
            None => Ok(()),
        }
    }

    /// Joins every part; the first failure on the way down is the answer.
    async fn drained(
        &mut self,
        mut signals: impl Stream<Item = ()> + Unpin,
        deadline: Instant,
    ) -> Option<Error> {
        let mut failed = None;
        while !self.draining().is_empty() {
            tokio::select! { biased;
                Some(()) = signals.next() => {
                    warn!("second signal: halting");
                    break;
                }
                () = sleep_until(deadline) => {
                    warn!(running = ?self.draining(), "drain took too long: halting");
                    break;
                }
                ended = self.next() => match ended {
                    Some((name, Err(error))) => { failed.get_or_insert(error.context(name)); }
                    Some((name, Ok(()))) => info!(part = name, "ended"),
                    None => break,
                },
            }
        }
        self.halt.cancel();
        let rest = async { while self.next().await.is_some() {} };
        if timeout(HALT_DEADLINE, rest).await.is_err() {
            self.running.abort_all();
        }
        failed
    }

    /// The next part that ends; `None` when none is left.
    async fn next(&mut self) -> Option<(&'static str, Result<()>)> {
        let ended = self.running.join_next_with_id().await?;
        let (id, result) = match ended {
            Ok((id, result)) => (id, result),
            Err(error) => (error.id(), Err(died(&error))),
        };
        Some((self.names.remove(&id).map_or("a part", |(name, _)| name), result))
    }
}

fn died(error: &JoinError) -> Error {
    if error.is_panic() { anyhow!("it panicked") } else { anyhow!("it was cancelled") }
}

fn cause(name: &'static str, result: Result<()>) -> Error {
    match result {
        Ok(()) => anyhow!("{name} ended although nobody asked it to"),
        Err(error) => error.context(format!("{name} failed")),
    }
}

#[cfg(test)]
mod tests;
