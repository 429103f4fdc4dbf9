//! What every service shares.

use std::future::Future;
use std::sync::Arc;

use fleet::id::SHARDS;
use fleet::moment::Clock;
use fleet::{AgentId, Shard};
use proto::record::v1::ClusterMeta;
use store::{Records, Store};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::bodies::Bodies;
use crate::config::Config;
use crate::issuer::Issuer;
use crate::metrics::Metrics;
use crate::refusal::Refusal;
use crate::view::View;
use crate::{Dial, Error};

/// The shape of the cluster record that this version reads.
const SCHEMA: u32 = 1;

/// The services' common ground.
pub(crate) struct Api<S> {
    pub(crate) config: Config,
    pub(crate) cluster: Cluster,
    pub(crate) records: Arc<Records<S>>,
    pub(crate) view: Arc<View>,
    pub(crate) bodies: Arc<Bodies<S>>,
    pub(crate) dial: Dial,
    pub(crate) issuer: Option<Issuer>,
    pub(crate) clock: Clock,
    pub(crate) metrics: Metrics,
    /// One permit per open watch.
    pub(crate) watches: Arc<Semaphore>,
    /// One permit per upload.
    pub(crate) uploads: Semaphore,
    pub(crate) tasks: TaskTracker,
    pub(crate) drain: CancellationToken,
}

/// What is fixed for a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cluster {
    pub(crate) generation: u64,
    pub(crate) hash_key: [u8; 16],
}

impl Cluster {
    /// Reads the cluster's identity.
    pub(crate) fn new(meta: &ClusterMeta) -> Result<Self, Error> {
        if meta.schema != SCHEMA || meta.shards != u32::from(SHARDS) {
            return Err(Error::Cluster);
        }
        let hash_key = meta.hash_key[..].try_into().map_err(|_| Error::Cluster)?;
        Ok(Self { generation: meta.generation, hash_key })
    }
}

impl<S: Store> Api<S> {
    pub(crate) fn shard(&self, agent: AgentId) -> Shard {
        Shard::of(agent, &self.cluster.hash_key)
    }

    /// Now, in milliseconds of the Unix epoch.
    pub(crate) fn now_ms(&self) -> i64 {
        i64::try_from((self.clock)().0).unwrap_or(i64::MAX)
    }

    /// Refuses what is too large to be offered to an agent.
    pub(crate) fn check_size(&self, field: &'static str, bytes: usize) -> Result<(), Refusal> {
        let bytes_max = self.config.offer_bytes_max;
        if bytes > bytes_max {
            return Err(Refusal::TooLarge { field, bytes, bytes_max });
        }
        Ok(())
    }

    /// Finishes work whose caller may hang up: a mutation must get to its outcome.
    pub(crate) async fn finish<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, Refusal>> + Send + 'static,
    ) -> Result<T, Refusal> {
        use tracing::Instrument as _;
        // Only a panic ends it early; that is a fault of ours.
        self.tasks.spawn(work.in_current_span()).await.map_err(|_| Refusal::Internal)?
    }
}

/// Reads an agent's id.
pub(crate) fn agent_id(text: &str) -> Result<AgentId, Refusal> {
    let invalid = || Refusal::invalid("instance_uid", fleet::id::InvalidId.to_string());
    let id: AgentId = text.parse().map_err(|_| invalid())?;
    AgentId::from_wire(id.as_bytes()).map_err(|_| invalid())
}

/// Milliseconds of the Unix epoch as a timestamp; none for 0.
pub(crate) fn timestamp(ms: i64) -> Option<pbjson_types::Timestamp> {
    let nanos = i32::try_from(ms.rem_euclid(1000) * 1_000_000).unwrap_or_default();
    (ms != 0).then(|| pbjson_types::Timestamp { seconds: ms.div_euclid(1000), nanos })
}
