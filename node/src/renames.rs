//! Orders that agents take other uids, watched. Every worker knows all of them: there are few, and the old uid and the
//! new one may be anywhere.

use std::collections::BTreeSet;
use std::sync::Arc;

use fleet::shards::Rename;
use fleet::{AgentId, Shard};
use futures::StreamExt;
use proto::record::v1::{Agent, Alias};
use store::{Change, Records, Store};

use crate::storage;
use crate::worker::{Input, Workers};

/// Follows them and tells the workers.
pub(crate) async fn follow<S: Store>(
    records: Arc<Records<S>>,
    hash_key: [u8; 16],
    workers: Workers,
) {
    let mut changes = records.follow_aliases();
    let mut known = BTreeSet::new();
    while let Some(change) = changes.next().await {
        let (rows, ended) = match change {
            Change::Reset(rows, _) => {
                let rows: Vec<_> = rows.into_iter().map(|(key, row, _)| (key, row)).collect();
                let there: BTreeSet<AgentId> = rows.iter().map(|((_, new), _)| *new).collect();
                (rows, known.difference(&there).copied().collect())
            }
            Change::Put(key, row, _) => (vec![(key, row)], Vec::new()),
            Change::Delete((_, new), _) => (Vec::new(), vec![new]),
            Change::Progress(_) => continue,
        };
        for new in ended {
            known.remove(&new);
            workers.all(|| Input::RenameEnded(new)).await;
        }
        for (new, row) in rows {
            known.insert(new.1);
            let Some(order) = order(&records, new, row, &hash_key).await else { continue };
            workers.all(|| Input::Rename(Box::new(order.clone()))).await;
        }
    }
}

async fn order<S: Store>(
    records: &Records<S>,
    new: (Shard, AgentId),
    row: Alias,
    hash_key: &[u8; 16],
) -> Option<Rename> {
    let old = AgentId::from_wire(&row.old_instance_uid).ok()?;
    let record = Agent { instance_uid: new.1.to_bytes(), ..row.record.unwrap_or_default() };
    // Without its bodies the agent is asked for everything.
    let stored = storage::with_bodies(records, record).await;
    let stored = stored.inspect_err(|error| tracing::warn!(%error, "an alias without bodies"));
    let stored = stored.unwrap_or_default();
    Some(Rename { old: (Shard::of(old, hash_key), old), new, stored })
}
