//! Leases and the keys on them.

use std::time::Duration;

use store::{Event, Guard, LeaseId, Store, StoreError};
use tokio::time::Instant;

use super::{SOON, key, next, now, put, put_leased};

/// The shortest lease; etcd may make it 2 s.
const TTL: Duration = Duration::from_secs(1);

pub(crate) async fn an_ended_lease_takes_its_keys_along<S: Store>(store: S) {
    let start = now(&store).await;
    let mut watch = store.watch(&key(""), start);
    let lease = store.grant(TTL).await.unwrap();
    let granted = Instant::now();
    put_leased(&store, "a", lease).await.unwrap();
    put_leased(&store, "b", lease).await.unwrap();
    put(&store, "c", "x", Guard::Any).await.unwrap();
    for _ in 0..3 {
        assert!(matches!(next(&mut watch).await, Event::Put(_)));
    }
    let mut gone = Vec::new();
    for _ in 0..2 {
        let Event::Delete(key, _) = next(&mut watch).await else { panic!("not a delete") };
        gone.push(key);
    }
    assert!(granted.elapsed() >= TTL, "not before its time");
    gone.sort();
    assert_eq!(gone, [key("a"), key("b")]);
    assert_eq!(store.get(&key("a")).await.unwrap(), None);
    assert!(store.get(&key("c")).await.unwrap().is_some());
    assert!(matches!(store.renew(lease).await, Err(StoreError::LeaseEnded)));
    assert!(matches!(put_leased(&store, "a", lease).await, Err(StoreError::LeaseEnded)));
    assert!(matches!(store.revoke(lease).await, Err(StoreError::LeaseEnded)));
}

pub(crate) async fn a_renewed_lease_outlives_its_ttl<S: Store>(store: S) {
    let lease = store.grant(TTL).await.unwrap();
    put_leased(&store, "a", lease).await.unwrap();
    let end = Instant::now() + 4 * TTL;
    while Instant::now() < end {
        let remaining = store.renew(lease).await.unwrap();
        assert!(remaining >= TTL, "{remaining:?}");
        tokio::time::sleep(TTL / 5).await;
    }
    assert!(store.get(&key("a")).await.unwrap().is_some());
    let mut watch = store.watch(&key(""), now(&store).await);
    assert!(matches!(next(&mut watch).await, Event::Delete(..)), "ends once nobody renews it");
}

pub(crate) async fn a_revoked_lease_ends_at_once<S: Store>(store: S) {
    let lease = store.grant(SOON * 10).await.unwrap();
    let revision = put_leased(&store, "a", lease).await.unwrap();
    let mut watch = store.watch(&key(""), revision);
    store.renew(lease).await.unwrap();
    store.revoke(lease).await.unwrap();
    assert_eq!(store.get(&key("a")).await.unwrap(), None);
    let Event::Delete(deleted, at) = next(&mut watch).await else { panic!("not a delete") };
    assert_eq!(deleted, key("a"));
    assert!(at > revision);
    assert!(matches!(store.renew(lease).await, Err(StoreError::LeaseEnded)));
    assert!(matches!(store.revoke(lease).await, Err(StoreError::LeaseEnded)));
    assert!(matches!(put_leased(&store, "a", lease).await, Err(StoreError::LeaseEnded)));
}

pub(crate) async fn a_key_belongs_to_its_last_lease<S: Store>(store: S) {
    let first = store.grant(SOON * 10).await.unwrap();
    let second = store.grant(SOON * 10).await.unwrap();
    for name in ["moved", "freed", "kept", "again"] {
        put_leased(&store, name, first).await.unwrap();
    }
    put_leased(&store, "moved", second).await.unwrap();
    put(&store, "freed", "x", Guard::Any).await.unwrap();
    put_leased(&store, "again", first).await.unwrap();
    store.revoke(first).await.unwrap();
    let there = async |name: &str| store.get(&key(name)).await.unwrap().is_some();
    assert!(there("moved").await && there("freed").await);
    assert!(!there("kept").await && !there("again").await);
    store.revoke(second).await.unwrap();
    assert!(!there("moved").await && there("freed").await);
}

pub(crate) async fn a_lease_that_never_was_has_ended<S: Store>(store: S) {
    let lease = LeaseId(0x7abc_def0);
    assert!(matches!(store.renew(lease).await, Err(StoreError::LeaseEnded)));
    assert!(matches!(store.revoke(lease).await, Err(StoreError::LeaseEnded)));
    assert!(matches!(put_leased(&store, "a", lease).await, Err(StoreError::LeaseEnded)));
    assert_eq!(store.get(&key("a")).await.unwrap(), None);
}
