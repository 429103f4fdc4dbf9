//! Configs, assignments and desired rows, watched.

use std::sync::Arc;

use fleet::Revision;
use fleet::desired::{Catalog, ConfigRef};
use futures::StreamExt;
use proto::record::v1 as record;
use store::{Change, Follow, Records, Store};
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::worker::{Input, Workers};

/// Changes taken in together before agents are resolved again.
const BATCH_LEN_MAX: usize = 256;

/// Says how far the watches have come.
#[derive(Debug, Clone)]
pub(crate) struct Reached {
    revision: watch::Receiver<Revision>,
    askers: [Arc<Notify>; 2],
}

impl Reached {
    /// Waits until everything written up to this revision is known. Ends only with the node.
    pub(crate) async fn wait(&mut self, revision: Revision) {
        while *self.revision.borrow_and_update() < revision {
            for asker in &self.askers {
                asker.notify_one();
            }
            if self.revision.changed().await.is_err() {
                return;
            }
        }
    }
}

/// Follows them and tells the workers.
pub(crate) fn start<S: Store>(
    records: Arc<Records<S>>,
    workers: Workers,
    tasks: &TaskTracker,
    halt: &CancellationToken,
) -> Reached {
    let (configs, assignments) = (records.follow_revisions(), records.follow_assignments());
    let (publish, revision) = watch::channel(Revision(0));
    let reached = Reached { revision, askers: [configs.asker(), assignments.asker()] };
    let catalog = follow_catalog(configs, assignments, workers.clone(), publish);
    crate::spawn(tasks, halt, catalog);
    let rows = follow_rows(records, workers);
    crate::spawn(tasks, halt, rows);
    reached
}

enum Row {
    Config(Change<(String, u64), record::Config>),
    Assignment(Change<String, record::Assignment>),
}

async fn follow_catalog(
    configs: Follow<(String, u64), record::Config>,
    assignments: Follow<String, record::Assignment>,
    workers: Workers,
    publish: watch::Sender<Revision>,
) {
    let mut catalog = Catalog::default();
    let mut seen = [Revision(0); 2];
    let rows = futures::stream::select(configs.map(Row::Config), assignments.map(Row::Assignment));
    let mut batches = rows.ready_chunks(BATCH_LEN_MAX);
    while let Some(batch) = batches.next().await {
        let mut changed = false;
        for row in batch {
            changed |= match row {
                Row::Config(change) => config(&mut catalog, change, &mut seen[0]),
                Row::Assignment(change) => assignment(&mut catalog, change, &mut seen[1]),
            };
        }
        if changed {
            let shared = Arc::new(catalog.clone());
            workers.all(|| Input::Catalog(Arc::clone(&shared))).await;
        }
        publish.send_replace(seen[0].min(seen[1]));
    }
}

fn refused(error: impl std::fmt::Display) {
    tracing::warn!(%error, "a stored config or assignment is left out");
}

fn config(
    catalog: &mut Catalog,
    change: Change<(String, u64), record::Config>,
    seen: &mut Revision,
) -> bool {
    let revision = match change {
        Change::Reset(rows, revision) => {
            for error in catalog.reset_configs(rows.iter().map(|(_, row, _)| row)) {
                refused(error);
            }
            revision
        }
        Change::Put(_, row, revision) => {
            catalog.apply_config(&row).unwrap_or_else(refused);
            revision
        }
        Change::Delete((name, number), revision) => {
            if let Ok(name) = name.parse() {
                catalog.delete_config(&ConfigRef { name, revision: number });
            }
            revision
        }
        Change::Progress(revision) => {
            *seen = revision.max(*seen);
            return false;
        }
    };
    *seen = revision.max(*seen);
    true
}

fn assignment(
    catalog: &mut Catalog,
    change: Change<String, record::Assignment>,
    seen: &mut Revision,
) -> bool {
    let revision = match change {
        Change::Reset(rows, revision) => {
            for error in catalog.reset_assignments(rows.iter().map(|(_, row, _)| row)) {
                refused(error);
            }
            revision
        }
        Change::Put(_, row, revision) => {
            catalog.apply_assignment(&row).unwrap_or_else(refused);
            revision
        }
        Change::Delete(name, revision) => {
            if let Ok(name) = name.parse() {
                catalog.delete_assignment(&name);
            }
            revision
        }
        Change::Progress(revision) => {
            *seen = revision.max(*seen);
            return false;
        }
    };
    *seen = revision.max(*seen);
    true
}

/// Every worker keeps the rows of its own shards only; a shard's rows are read when it is loaded.
async fn follow_rows<S: Store>(records: Arc<Records<S>>, workers: Workers) {
    let mut changes = records.follow_desired();
    while let Some(change) = changes.next().await {
        match change {
            Change::Reset(rows, _) => {
                let rows = Arc::new(rows.into_iter().map(|(key, row, _)| (key, row)).collect());
                workers.all(|| Input::Rows(Arc::clone(&rows))).await;
            }
            Change::Put((shard, id), row, _) => {
                workers.of(shard).send(Input::Row(shard, id, Some(row))).await;
            }
            Change::Delete((shard, id), _) => {
                workers.of(shard).send(Input::Row(shard, id, None)).await;
            }
            Change::Progress(_) => {}
        }
    }
}
