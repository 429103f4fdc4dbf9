//! What a worker reads from and writes to the store beside its inputs: shards it takes over, records that are due.

use std::sync::Arc;
use std::time::Duration;

use fleet::link::Claim;
use fleet::shards::{Effect, Report};
use fleet::{AgentId, Moment};
use store::{Store, StoreError};

use super::{Task, Written};
use crate::moves::Leaving;
use crate::storage::{self, Loaded};

/// Shards loaded at a time.
const LOADS_MAX: usize = 32;
/// How long a shard that could not be loaded waits for the next attempt.
const LOAD_REST: Duration = Duration::from_secs(1);
/// Batches of records written at a time, and records per batch.
const WRITES_MAX: usize = 2;
const BATCH_LEN_MAX: usize = 100;

impl<S: Store> Task<S> {
    /// Starts loads and writes that have room, and hands over moves that have nothing left to write.
    pub(super) fn start_io(&mut self) {
        while self.loads.len() < LOADS_MAX
            && let Some(claim) = self.to_load.pop()
        {
            let load = storage::load(Arc::clone(&self.records), claim);
            self.loads.push(Box::pin(async move { (claim, load.await) }));
        }
        self.start_requests();
        let now = (self.clock)();
        while self.writes.len() < WRITES_MAX
            && now < self.voice()
            && let Some(me) = self.me
            && let Some(batch) = self.next_batch(now)
        {
            self.metrics.record_batches.inc();
            for (claim, _) in &batch {
                *self.writing.entry(*claim).or_default() += 1;
            }
            self.writes.push(Box::pin(storage::write(Arc::clone(&self.records), me, batch)));
        }
        // Records of other shards are no reason to wait: under load there always are some.
        let first = AgentId::new([0; 16]);
        let owed = |claim: &Claim| {
            let due = self.due.range((*claim, first)..).next().is_some_and(|(due, _)| due == claim);
            due || self.writing.contains_key(claim)
        };
        let ready = |leaving: &mut Leaving| leaving.flushed() && !leaving.owes(owed);
        for leaving in self.leaving.extract_if(.., ready) {
            leaving.hand_over(|claim| (claim, self.shards.handoff(claim, now)));
        }
    }

    fn next_batch(&mut self, now: Moment) -> Option<Vec<(Claim, Report)>> {
        let mut batch = Vec::new();
        while batch.len() < BATCH_LEN_MAX
            && let Some((claim, id)) = self.due.pop_first()
        {
            batch.extend(self.shards.report(claim, id, now).map(|report| (claim, report)));
        }
        (!batch.is_empty()).then_some(batch)
    }

    pub(super) fn on_loaded(
        &mut self,
        claim: Claim,
        loaded: Result<Loaded, StoreError>,
    ) -> Vec<Effect> {
        match loaded {
            Ok(Loaded { claim, agents, rows }) => {
                let now = (self.clock)();
                self.shards.set_voice(self.voice());
                self.shards.loaded(claim, agents, rows, now)
            }
            Err(error) => {
                tracing::warn!(shard = %claim.shard, %error, "cannot load a shard yet");
                // The store may be starting, and hundreds of shards may wait for it.
                let rest = tokio::time::sleep(LOAD_REST);
                let rested = async move {
                    rest.await;
                    claim
                };
                self.resting.push(Box::pin(rested));
                Vec::new()
            }
        }
    }

    pub(super) fn on_stored(&mut self, written: Written) -> Vec<Effect> {
        let now = (self.clock)();
        for (claim, report, outcome) in written {
            if let Some(left) = self.writing.get_mut(&claim) {
                *left -= 1;
                if *left == 0 {
                    self.writing.remove(&claim);
                }
            }
            match &outcome {
                Ok(_) => _ = self.metrics.records.inc(),
                Err(error) => {
                    self.metrics.record_failures.inc();
                    tracing::debug!(agent = %report.agent, %error, "a record was not written");
                }
            }
            let outcome = outcome.as_deref().map_err(|_| ());
            self.shards.stored(claim, &report, outcome, now);
        }
        Vec::new()
    }
}
