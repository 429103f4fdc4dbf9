//! Configs, packages, settings, assignments and desired rows, watched.

use std::sync::Arc;

use fleet::Revision;
use fleet::desired::{Catalog, ConfigRef, Folder, InvalidRow, Row};
use fleet::shards::RowChange;
use futures::StreamExt;
use futures::stream::{Stream, select_all};
use proto::record::v1 as record;
use store::{Change, Records, Revised, Store};
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::metrics::Metrics;
use crate::worker::{Input, Setting, Workers};

/// Changes taken in together before agents are resolved again.
const BATCH_LEN_MAX: usize = 256;
/// Kinds of rows that a catalog is made of.
const KINDS: usize = 4;

/// Says how far the watches have come.
#[derive(Debug, Clone)]
pub(crate) struct Reached {
    revision: watch::Receiver<Revision>,
    askers: [Arc<Notify>; KINDS],
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

/// Follows them and tells the workers. What no message of `message_bytes_max` could carry is left out.
pub(crate) fn start<S: Store>(
    setting: &Setting<S>,
    message_bytes_max: usize,
    workers: &Workers,
    (tasks, halt): (&TaskTracker, &CancellationToken),
) -> Reached {
    let records = Arc::clone(&setting.records);
    let metrics = setting.metrics.clone();
    let configs = records.follow_revisions::<record::Config>();
    let packages = records.follow_revisions::<record::PackageSet>();
    let settings = records.follow_revisions::<record::Settings>();
    let assignments = records.follow_assignments();
    let (publish, revision) = watch::channel(Revision(0));
    let askers = [configs.asker(), packages.asker(), settings.asker(), assignments.asker()];
    let rows = select_all([
        configs.map(|change| revised(0, Folder::Configs, change)).boxed(),
        packages.map(|change| revised(1, Folder::Packages, change)).boxed(),
        settings.map(|change| revised(2, Folder::Settings, change)).boxed(),
        assignments.map(|change| assigned(3, change)).boxed(),
    ]);
    let reading =
        Reading { catalog: Catalog::new(message_bytes_max), seen: [Revision(0); KINDS], metrics };
    crate::spawn(tasks, halt, reading.follow(rows, workers.clone(), publish));
    crate::spawn(tasks, halt, follow_rows(records, workers.clone()));
    Reached { revision, askers }
}

/// Changes the catalog; returns the rows it cannot use.
type Apply = Box<dyn FnOnce(&mut Catalog) -> Vec<InvalidRow> + Send>;

/// One change: of which kind, how far that kind has come, and what to do unless it is only that.
type Step = (usize, Revision, Option<Apply>);

/// The catalog as far as it is known.
struct Reading {
    catalog: Catalog,
    seen: [Revision; KINDS],
    metrics: Metrics,
}

impl Reading {
    async fn follow(
        mut self,
        steps: impl Stream<Item = Step> + Unpin,
        workers: Workers,
        publish: watch::Sender<Revision>,
    ) {
        let mut batches = steps.ready_chunks(BATCH_LEN_MAX);
        while let Some(batch) = batches.next().await {
            let mut changed = false;
            for (kind, revision, apply) in batch {
                self.seen[kind] = self.seen[kind].max(revision);
                let Some(apply) = apply else { continue };
                changed = true;
                apply(&mut self.catalog).iter().for_each(|row| self.refused(row));
            }
            if changed {
                let shared = Arc::new(self.catalog.clone());
                workers.all(|| Input::Catalog(Arc::clone(&shared))).await;
            }
            publish.send_replace(self.seen.into_iter().min().unwrap_or_default());
        }
    }

    fn refused(&self, row: &InvalidRow) {
        tracing::warn!(error = %row, "a stored row is left out");
        if matches!(row, InvalidRow::TooLarge { .. }) {
            self.metrics.offers_too_large.inc();
        }
    }
}

fn revised<R>(kind: usize, folder: Folder, change: Change<(String, u64), R>) -> Step
where
    R: Revised,
    for<'a> Row<'a>: From<&'a R>,
{
    let (revision, apply): (_, Apply) = match change {
        Change::Reset(rows, revision) => {
            let apply = move |catalog: &mut Catalog| {
                catalog.reset(folder, rows.iter().map(|(_, row, _)| Row::from(row)))
            };
            (revision, Box::new(apply))
        }
        Change::Put(_, row, revision) => {
            let apply = move |catalog: &mut Catalog| {
                catalog.apply(Row::from(&row)).err().into_iter().collect()
            };
            (revision, Box::new(apply))
        }
        Change::Delete((name, number), revision) => {
            let apply = move |catalog: &mut Catalog| {
                if let Ok(name) = name.parse() {
                    catalog.delete(folder, ConfigRef { name, revision: number });
                }
                Vec::new()
            };
            (revision, Box::new(apply))
        }
        Change::Progress(revision) => return (kind, revision, None),
    };
    (kind, revision, Some(apply))
}

fn assigned(kind: usize, change: Change<String, record::Assignment>) -> Step {
    let (revision, apply): (_, Apply) = match change {
        Change::Reset(rows, revision) => {
            let apply = move |catalog: &mut Catalog| {
                catalog.reset_assignments(rows.iter().map(|(_, row, _)| row))
            };
            (revision, Box::new(apply))
        }
        Change::Put(_, row, revision) => {
            let apply = move |catalog: &mut Catalog| {
                catalog.apply_assignment(&row).err().into_iter().collect()
            };
            (revision, Box::new(apply))
        }
        Change::Delete(name, revision) => {
            let apply = move |catalog: &mut Catalog| {
                if let Ok(name) = name.parse() {
                    catalog.delete_assignment(&name);
                }
                Vec::new()
            };
            (revision, Box::new(apply))
        }
        Change::Progress(revision) => return (kind, revision, None),
    };
    (kind, revision, Some(apply))
}

/// Every worker keeps the rows of its own shards only; a shard's rows are read when it is loaded.
async fn follow_rows<S: Store>(records: Arc<Records<S>>, workers: Workers) {
    let mut changes = records.follow_desired();
    while let Some(change) = changes.next().await {
        match change {
            Change::Reset(rows, at) => {
                let rows = Arc::new(rows.into_iter().map(|(key, row, _)| (key, row)).collect());
                workers.all(|| Input::Rows(Arc::clone(&rows), at)).await;
            }
            Change::Put((shard, id), row, at) => {
                let change = RowChange { row: Some(Box::new(row)), at };
                workers.of(shard).send(Input::Row(shard, id, change)).await;
            }
            Change::Delete((shard, id), at) => {
                workers.of(shard).send(Input::Row(shard, id, RowChange { row: None, at })).await;
            }
            Change::Progress(_) => {}
        }
    }
}
