//! What [`store::Store`] promises, checked on both backends with the same cases.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "conformance/cases.rs"]
mod cases;
#[path = "conformance/embedded_only.rs"]
mod embedded_only;
#[path = "conformance/etcd_only.rs"]
mod etcd_only;
#[path = "conformance/leases.rs"]
mod leases;
#[path = "conformance/server.rs"]
mod server;
#[path = "conformance/watches.rs"]
mod watches;

use std::time::Duration;

use bytes::Bytes;
use fleet::Revision;
use futures::StreamExt;
use store::{Event, Guard, Key, LeaseId, Store, StoreError, Txn, Versioned, Watch, Write};

/// How long anything may take that should happen at once.
const SOON: Duration = Duration::from_secs(10);

macro_rules! conformance {
    ($($module:ident::$case:ident),* $(,)?) => {
        mod embedded {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $case() {
                    let dir = tempfile::tempdir().unwrap();
                    let options = store::Options::default();
                    let store = store::Embedded::open(dir.path(), options).await.unwrap();
                    super::$module::$case(store::Backend::from(store)).await;
                }
            )*
        }
        mod etcd {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $case() {
                    // One server for all: each case has a prefix of its own.
                    let prefix = format!("/{}/", stringify!($case));
                    let store = super::server::shared().connect(&prefix).await;
                    super::$module::$case(store::Backend::from(store)).await;
                }
            )*
        }
    };
}

conformance! {
    cases::one_of_many_creators_wins,
    cases::no_increment_is_lost,
    cases::guards_hold_or_nothing_is_written,
    cases::a_transaction_is_all_or_nothing_at_one_revision,
    cases::limits_are_refused_before_anything_is_written,
    cases::removing_what_is_not_there_changes_nothing,
    cases::a_check_writes_nothing,
    cases::values_may_be_large,
    cases::pages_cover_a_prefix_once,
    cases::a_prefix_ends_where_it_ends,
    leases::an_ended_lease_takes_its_keys_along,
    leases::a_renewed_lease_outlives_its_ttl,
    leases::a_revoked_lease_ends_at_once,
    leases::a_key_belongs_to_its_last_lease,
    leases::a_lease_that_never_was_has_ended,
    watches::every_change_comes_once_and_in_order,
    watches::a_watch_starts_at_a_past_revision,
    watches::a_watch_sees_its_prefix_only,
    watches::progress_follows_what_it_covers,
    watches::watches_do_not_disturb_each_other,
    watches::records_work_on_every_store,
}

fn key(text: &str) -> Key {
    Key::from(text)
}

fn value(text: &str) -> Bytes {
    Bytes::copy_from_slice(text.as_bytes())
}

/// One guarded write.
async fn put<S: Store>(
    store: &S,
    at: &str,
    text: &str,
    guard: Guard,
) -> Result<Revision, StoreError> {
    store.commit(Txn::one(guard, Write::Put(key(at), value(text), None))).await
}

/// One write on a lease.
async fn put_leased<S: Store>(store: &S, at: &str, lease: LeaseId) -> Result<Revision, StoreError> {
    store.commit(Txn::one(Guard::Any, Write::Put(key(at), value("x"), Some(lease)))).await
}

async fn delete<S: Store>(store: &S, at: &str) -> Revision {
    store.commit(Txn::one(Guard::Any, Write::Delete(key(at)))).await.unwrap()
}

fn versioned(at: &str, text: &str, revision: Revision) -> Versioned {
    Versioned { key: key(at), value: value(text), revision }
}

/// The store's revision.
async fn now<S: Store>(store: &S) -> Revision {
    store.commit(Txn::default()).await.unwrap()
}

async fn next(watch: &mut Watch) -> Event {
    tokio::time::timeout(SOON, watch.next()).await.expect("an event soon").expect("no end")
}
