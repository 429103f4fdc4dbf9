//! Leases: who is still there. In memory, on the runtime's monotonic clock; one task ends all of
//! them.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use std::sync::Arc;
use tokio::sync::Notify;
use tokio::sync::mpsc::WeakSender;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::writer::Job;
use crate::contract::{LeaseId, StoreError};

/// How long until the expiry task tries again to reach a writer whose queue was full.
const RETRY: Duration = Duration::from_millis(20);

/// The leases that have not ended.
#[derive(Default)]
pub(super) struct Leases {
    /// Held for one look-up, never across an await.
    table: Mutex<Table>,
    granted: Notify,
}

#[derive(Default)]
struct Table {
    alive: BTreeMap<LeaseId, Lease>,
    last: i64,
}

struct Lease {
    ttl: Duration,
    ends: Instant,
}

impl Leases {
    pub(super) fn grant(&self, ttl: Duration) -> LeaseId {
        let ttl = Duration::from_secs(ttl.as_secs().max(1));
        let mut table = self.table();
        table.last += 1;
        let id = LeaseId(table.last);
        table.alive.insert(id, Lease { ttl, ends: Instant::now() + ttl });
        drop(table);
        self.granted.notify_one();
        id
    }

    pub(super) fn renew(&self, id: LeaseId) -> Result<Duration, StoreError> {
        let now = Instant::now();
        let mut table = self.table();
        // One that is due ends even if the expiry task has not come to it yet: nobody may think
        // otherwise.
        let lease = table
            .alive
            .get_mut(&id)
            .filter(|lease| lease.ends > now)
            .ok_or(StoreError::LeaseEnded)?;
        lease.ends = now + lease.ttl;
        Ok(lease.ttl)
    }

    pub(super) fn alive(&self, id: LeaseId) -> bool {
        // No clock here: one that is due but still listed gets its keys removed by the job that
        // ends it.
        self.table().alive.contains_key(&id)
    }

    /// Forgets a lease; its keys are the writer's business. False when it was gone.
    pub(super) fn end(&self, id: LeaseId) -> bool {
        self.table().alive.remove(&id).is_some()
    }

    fn due(&self, now: Instant) -> Option<LeaseId> {
        self.table().alive.iter().find(|(_, lease)| lease.ends <= now).map(|(id, _)| *id)
    }

    fn next(&self) -> Option<Instant> {
        self.table().alive.values().map(|lease| lease.ends).min()
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends leases when they are due, until the store is gone. It holds no sender, so that it does not
/// keep the writer.
pub(super) async fn expire(leases: Arc<Leases>, jobs: WeakSender<Job>, stop: CancellationToken) {
    loop {
        let mut wake = leases.next();
        while let Some(id) = leases.due(Instant::now()) {
            let Some(jobs) = jobs.upgrade() else { return };
            let Ok(room) = jobs.try_reserve() else {
                wake = Some(Instant::now() + RETRY);
                break;
            };
            // In this order nothing can be put on the lease behind the job that removes its keys.
            leases.end(id);
            room.send(Job::End(id, None));
            wake = leases.next();
        }
        let sleep = async {
            match wake {
                Some(at) => tokio::time::sleep_until(at).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            () = leases.granted.notified() => {}
            () = sleep => {}
        }
    }
}
