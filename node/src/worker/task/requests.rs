//! Certificate signing requests on their way into the store.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use fleet::link::Claim;
use fleet::{AgentId, Shard};
use futures::StreamExt;
use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;
use proto::record::v1::CertificateRequest;
use store::{Store, StoreError};

use super::Task;

/// Requests written at a time.
const WRITES_MAX: usize = 2;
/// How long a request that could not be written waits for the next attempt.
const REST: Duration = Duration::from_secs(1);

type Request = Box<CertificateRequest>;
pub(super) type Requested = (Claim, AgentId, Request, Result<(), StoreError>);

/// Requests that are not written yet: one per agent, the newest.
#[derive(Default)]
pub(super) struct Requests {
    due: BTreeMap<(Claim, AgentId), Request>,
    writes: FuturesUnordered<BoxFuture<'static, Requested>>,
}

impl Requests {
    pub(super) fn add(&mut self, claim: Claim, id: AgentId, request: Request) {
        self.due.insert((claim, id), request);
    }

    /// The shard is somebody else's: the agent asks there again.
    pub(super) fn release(&mut self, shard: Shard) {
        self.due.retain(|(claim, _), _| claim.shard != shard);
    }

    /// The next write that ended.
    pub(super) async fn next(&mut self) -> Option<Requested> {
        self.writes.next().await
    }
}

impl<S: Store> Task<S> {
    pub(super) fn start_requests(&mut self) {
        let now = (self.clock)();
        while self.requests.writes.len() < WRITES_MAX
            && now < self.voice()
            && let Some(me) = self.me
            && let Some(((claim, id), request)) = self.requests.due.pop_first()
        {
            let records = Arc::clone(&self.records);
            self.requests.writes.push(Box::pin(async move {
                let (placed, epoch) = ((claim.shard, id), claim.epoch.revision);
                let written = records.put_csr(me, placed, epoch, &request).await;
                if written.as_ref().is_err_and(StoreError::retryable) {
                    tokio::time::sleep(REST).await;
                }
                (claim, id, request, written.map(|_| ()))
            }));
        }
    }

    pub(super) fn on_requested(&mut self, (claim, id, request, written): Requested) {
        let Err(error) = written else { return };
        tracing::warn!(agent = %id, %error, "a certificate request is not written");
        let owned = self.shards.epoch(claim.shard) == Some(claim.epoch);
        if owned && error.retryable() {
            self.requests.due.entry((claim, id)).or_insert(request);
        }
    }
}
