//! What a node reads from and writes to the store: shards' agents when it takes them, records when they change.

use std::sync::Arc;

use bytes::Bytes;
use fleet::link::Claim;
use fleet::observed::INLINE_BYTES_MAX;
use fleet::shards::{Report, Rows, StoredAgent};
use fleet::{Digest, MemberId};
use futures::{StreamExt, stream};
use proto::record::v1 as record;
use record::PartKind;
use store::{Records, Store, StoreError};

use crate::Error;

/// Bodies read at the same time while a shard is loaded.
const READS_MAX: usize = 32;

/// The cluster this node belongs to; founded if there is none yet.
pub(crate) async fn cluster<S: Store>(
    records: &Records<S>,
    seed: u64,
) -> Result<record::ClusterMeta, Error> {
    let random = |salt: &[u8]| {
        let digest = Digest::of(&[&seed.to_be_bytes()[..], salt].concat());
        Bytes::copy_from_slice(&digest.0[..16])
    };
    let fresh = record::ClusterMeta {
        schema: 1,
        cluster_id: random(b"cluster"),
        generation: 1,
        shards: fleet::id::SHARDS.into(),
        hash_key: random(b"hash key"),
    };
    let found = records.cluster(fresh).await?;
    if found.schema != 1 {
        return Err(Error::Cluster("its schema is newer"));
    }
    if found.shards != u32::from(fleet::id::SHARDS) || found.hash_key.len() != 16 {
        return Err(Error::Cluster("its shards or hash key differ"));
    }
    Ok(found)
}

/// What [`fleet::shards::Shards::loaded`] wants to know.
pub(crate) struct Loaded {
    pub(crate) claim: Claim,
    pub(crate) agents: Vec<StoredAgent>,
    pub(crate) rows: Rows,
}

/// Reads a shard's agents, the bodies a decision needs, and its desired rows.
pub(crate) async fn load<S: Store>(
    records: Arc<Records<S>>,
    claim: Claim,
) -> Result<Loaded, StoreError> {
    let found = records.list_agents_of(claim.shard).await?.items;
    let agents = stream::iter(found)
        .map(|(_, record, _)| with_bodies(&records, record))
        .buffered(READS_MAX)
        .collect::<Vec<_>>()
        .await;
    let agents = agents.into_iter().collect::<Result<_, _>>()?;
    // Last: what changes while agents' bodies are read is in it.
    let found = records.list_desired_of(claim.shard).await?;
    let rows = found.items.into_iter().map(|((_, id), row, _)| (id, row)).collect();
    let rows = Rows { rows, at: found.revision };
    Ok(Loaded { claim, agents, rows })
}

/// Decisions need the description, the status and the custom capabilities, so their bodies come along.
pub(crate) async fn with_bodies<S: Store>(
    records: &Records<S>,
    record: record::Agent,
) -> Result<StoredAgent, StoreError> {
    let mut bodies = Vec::new();
    for part in &record.parts {
        let needed = part.kind == i32::from(PartKind::Description)
            || part.kind == i32::from(PartKind::RemoteConfigStatus)
            || part.kind == i32::from(PartKind::CustomCapabilities)
            || part.kind == i32::from(PartKind::Health);
        if !needed || part.size as usize <= INLINE_BYTES_MAX {
            continue;
        }
        let Ok(hash) = Digest::try_from(&part.hash[..]) else { continue };
        match records.get_blob(hash).await {
            Ok(body) => bodies.extend(body),
            // As good as missing: the agent is asked for it. One body must not keep a whole shard from being served.
            Err(error @ StoreError::Corrupt { .. }) => {
                tracing::warn!(%hash, %error, "the agent is asked for it");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(StoredAgent { record, bodies })
}

/// What became of one report.
pub(crate) type Outcome = Result<Vec<Digest>, StoreError>;

/// Writes bodies, then the records that name them. Answers in order: the bodies that were too large for the store.
pub(crate) async fn write<S: Store>(
    records: Arc<Records<S>>,
    me: MemberId,
    mut reports: Vec<(Claim, Report)>,
) -> Vec<(Claim, Report, Outcome)> {
    let bodies: Vec<(Digest, Bytes)> = reports
        .iter()
        .flat_map(|(_, report)| &report.bodies)
        .map(|(_, hash, bytes)| (*hash, bytes.clone()))
        .collect();
    let kept = records.put_blobs(&bodies).await;
    let mut too_large = Vec::new();
    let mut failed = None;
    for ((hash, _), outcome) in bodies.iter().zip(kept) {
        match outcome {
            Ok(()) => {}
            Err(StoreError::TooLarge(_)) => too_large.push(*hash),
            Err(error) => failed = Some(error),
        }
    }
    if let Some(error) = failed {
        let failed = |(claim, report)| (claim, report, Err(error.clone()));
        return reports.into_iter().map(failed).collect();
    }
    for (_, report) in &mut reports {
        for part in &mut report.record.parts {
            part.not_kept |= too_large.iter().any(|hash| hash.0[..] == part.hash[..]);
        }
    }
    let items: Vec<_> = reports
        .iter()
        .map(|(claim, report)| (claim.shard, claim.epoch.revision, report.record.clone()))
        .collect();
    let written = records.put_agents(me, &items).await;
    let outcome = |((claim, report), written): ((Claim, Report), Result<_, _>)| {
        (claim, report, written.map(|_| too_large.clone()))
    };
    reports.into_iter().zip(written).map(outcome).collect()
}
