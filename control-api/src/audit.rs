//! Who did what. Every mutation appends two records under one id: `STARTED` before it acts, and its
//! outcome after.
//!
//! A mutation whose `STARTED` cannot be written does not happen. A `STARTED` without an outcome
//! means that the replica died, or lost the store, in between: what the record names may or may not
//! have happened. Targets name things; they never carry bodies or secrets.

use std::future::Future;
use std::time::Duration;

use fleet::Revision;
use proto::record::v1::Audit;
use store::Store;
use tokio::time::sleep;
use uuid::Uuid;

use crate::api::Api;
use crate::operators::Actor;
use crate::refusal::Refusal;

/// How often an outcome is tried to append, and the wait in between.
const OUTCOME_TRIES: u32 = 3;
const OUTCOME_PAUSE: Duration = Duration::from_millis(200);

/// A mutation that has been written down and may now act.
#[derive(Debug)]
pub(crate) struct Started {
    id: Uuid,
    entry: Audit,
}

impl<S: Store> Api<S> {
    /// Writes down that a mutation begins.
    pub(crate) async fn start(
        &self,
        actor: &Actor,
        method: &str,
        target: String,
    ) -> Result<Started, Refusal> {
        let entry = Audit {
            schema: 1,
            at_unix_ms: self.now_ms(),
            actor: actor.0.to_string(),
            method: method.to_owned(),
            target,
            outcome: "STARTED".to_owned(),
            revision: 0,
        };
        let id = Uuid::now_v7();
        self.records.append_audit(&entry, id).await?;
        Ok(Started { id, entry })
    }

    /// Writes down how it ended. The mutation is done either way, so a failure here is logged and
    /// counted.
    pub(crate) async fn end(&self, started: Started, outcome: &str, revision: Option<Revision>) {
        let entry = Audit {
            // Never at the key of the first record.
            at_unix_ms: self.now_ms().max(started.entry.at_unix_ms + 1),
            outcome: outcome.to_owned(),
            revision: revision.unwrap_or_default().0,
            ..started.entry
        };
        for attempt in 1..=OUTCOME_TRIES {
            match self.records.append_audit(&entry, started.id).await {
                Ok(_) => return,
                // An earlier attempt was written although its answer was lost.
                Err(store::StoreError::Conflict(_)) if attempt > 1 => return,
                Err(error) => tracing::warn!(%error, attempt, "cannot append an outcome"),
            }
            sleep(OUTCOME_PAUSE).await;
        }
        self.metrics.audit_lost();
        tracing::error!(
            id = %started.id, method = entry.method, target_ = entry.target, outcome,
            "the outcome of a mutation is missing from the audit"
        );
    }

    /// Runs a mutation between its two records.
    pub(crate) async fn audited<T>(
        &self,
        actor: &Actor,
        method: &str,
        target: String,
        action: impl Future<Output = Result<(T, Revision), Refusal>> + Send,
    ) -> Result<(T, Revision), Refusal> {
        let started = self.start(actor, method, target).await?;
        let result = action.await;
        match &result {
            Ok((_, revision)) => self.end(started, "OK", Some(*revision)).await,
            Err(refusal) => self.end(started, &format!("{:?}", refusal.code()), None).await,
        }
        result
    }
}
