//! Records on a store that is away for a while, or changes under a listing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use fleet::Revision;
use futures::StreamExt;
use proto::record::v1::{Desired, Member, MemberState};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::{agent, member, shard};
use crate::contract::{
    Guard, Key, LeaseId, Listing, Page, Store, StoreError, Txn, Versioned, Watch,
};
use crate::embedded::{Embedded, Options};
use crate::records::{Change, Keep, Records};

/// An embedded store that can be away, and that lists one item at a time.
#[derive(Clone)]
struct Faulty {
    inner: Embedded,
    away: Arc<AtomicBool>,
}

impl Faulty {
    async fn new() -> (tempfile::TempDir, Self) {
        let dir = tempfile::tempdir().unwrap();
        let inner = Embedded::open(dir.path(), Options::default()).await.unwrap();
        (dir, Self { inner, away: Arc::default() })
    }

    fn there(&self) -> Result<&Embedded, StoreError> {
        if self.away.load(Ordering::SeqCst) {
            return Err(StoreError::Unavailable("away".to_owned()));
        }
        Ok(&self.inner)
    }
}

impl Store for Faulty {
    async fn get(&self, key: &Key) -> Result<Option<Versioned>, StoreError> {
        self.there()?.get(key).await
    }

    async fn list(&self, prefix: &Key, page: Page) -> Result<Listing, StoreError> {
        let page = Page { limit: 1, ..page };
        let listing = self.there()?.list(prefix, page).await?;
        // Between two pages, what the next one holds is written twice.
        if listing.more {
            let records = Records::new(self.inner.clone());
            for retry in [7, 8] {
                let row = Desired { retry, ..Desired::default() };
                records.put_desired(shard(1), agent(2), &row, Guard::Any).await?;
            }
        }
        Ok(listing)
    }

    async fn commit(&self, txn: Txn) -> Result<Revision, StoreError> {
        self.there()?.commit(txn).await
    }

    fn watch(&self, prefix: &Key, after: Revision) -> Watch {
        self.inner.watch(prefix, after)
    }

    async fn grant(&self, ttl: Duration) -> Result<LeaseId, StoreError> {
        self.there()?.grant(ttl).await
    }

    async fn renew(&self, lease: LeaseId) -> Result<Duration, StoreError> {
        self.there()?.renew(lease).await
    }

    async fn revoke(&self, lease: LeaseId) -> Result<(), StoreError> {
        self.there()?.revoke(lease).await
    }
}

#[tokio::test(start_paused = true)]
async fn a_follow_waits_for_its_store_and_never_goes_back_in_time() {
    let (_dir, store) = Faulty::new().await;
    let records = Records::new(store.clone());
    let row = |retry| Desired { retry, ..Desired::default() };
    for number in [1, 2] {
        records.put_desired(shard(1), agent(number), &row(1), Guard::Any).await.unwrap();
    }
    store.away.store(true, Ordering::SeqCst);
    let mut follow = records.follow_desired();
    assert!(timeout(Duration::from_secs(60), follow.next()).await.is_err(), "waits, does not end");
    store.away.store(false, Ordering::SeqCst);

    let Some(Change::Reset(rows, from)) = follow.next().await else { panic!("no reset") };
    let retries: Vec<_> = rows.iter().map(|(_, row, _)| row.retry).collect();
    assert_eq!(retries, [1, 8]);
    assert!(rows[1].2 > from, "the second page is newer than the first");
    // The events between the two pages are no news: the next one is.
    let next = records.put_desired(shard(1), agent(2), &row(9), Guard::Any).await.unwrap();
    let change = follow.next().await;
    assert_eq!(change, Some(Change::Put((shard(1), agent(2)), row(9), next)));
}

#[tokio::test(start_paused = true)]
async fn a_kept_member_outlasts_its_store() {
    let (_dir, store) = Faulty::new().await;
    let records = Records::new(store.clone());
    let (states, follow) = watch::channel(MemberState::Ready);
    let stop = CancellationToken::new();
    let keep = Keep {
        member: Member { id: member(1).to_bytes(), ..Member::default() },
        ttl: Duration::from_secs(10),
        states: follow,
        stop: stop.clone(),
    };
    store.away.store(true, Ordering::SeqCst);
    let kept = records.clone();
    let task = TaskTracker::new().spawn(async move { kept.keep_member(keep).await });
    sleep(Duration::from_secs(60)).await;
    store.away.store(false, Ordering::SeqCst);
    sleep(Duration::from_secs(60)).await;
    let (found, first) = records.get_member(member(1)).await.unwrap().unwrap();
    assert_eq!(found.state(), MemberState::Ready);

    // A short absence: the lease holds and the change of state is written late.
    store.away.store(true, Ordering::SeqCst);
    states.send(MemberState::Draining).unwrap();
    sleep(Duration::from_secs(5)).await;
    store.away.store(false, Ordering::SeqCst);
    sleep(Duration::from_secs(5)).await;
    let (found, second) = records.get_member(member(1)).await.unwrap().unwrap();
    assert_eq!(found.state(), MemberState::Draining);
    assert!(second > first);

    // A long one: the lease ends meanwhile, and the member comes back as it was.
    store.away.store(true, Ordering::SeqCst);
    sleep(Duration::from_secs(60)).await;
    store.away.store(false, Ordering::SeqCst);
    assert_eq!(records.get_member(member(1)).await.unwrap(), None);
    sleep(Duration::from_secs(5)).await;
    let (found, third) = records.get_member(member(1)).await.unwrap().unwrap();
    assert_eq!(found.state(), MemberState::Draining);
    assert!(third > second);

    // Changing its mind often is not a reason to forget the lease.
    for _ in 0..200 {
        states.send_modify(|_| ());
        sleep(Duration::from_millis(10)).await;
    }
    sleep(Duration::from_secs(60)).await;
    assert_eq!(records.get_member(member(1)).await.unwrap().unwrap().1, third);

    stop.cancel();
    task.await.unwrap().unwrap();
    assert_eq!(records.get_member(member(1)).await.unwrap(), None);
}
