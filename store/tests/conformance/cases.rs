//! Reads, writes, transactions, listings.

use bytes::Bytes;
use futures::future::join_all;
use store::{Guard, Page, Store, StoreError, TXN_BYTES_MAX, TXN_OPS_MAX, Txn, Write};

use super::{delete, key, now, put, value, versioned};

pub(crate) async fn one_of_many_creators_wins<S: Store>(store: S) {
    let tries = (0..32).map(|n| {
        let store = &store;
        async move { put(store, "k", &n.to_string(), Guard::Absent).await }
    });
    let results = join_all(tries).await;
    let winners: Vec<_> = results.iter().enumerate().filter(|(_, one)| one.is_ok()).collect();
    let [(winner, revision)] = winners[..] else { panic!("{results:?}") };
    let lost = |one: &&Result<_, _>| matches!(one, Err(StoreError::Conflict(_)));
    assert_eq!(results.iter().filter(lost).count(), 31);
    let stored = store.get(&key("k")).await.unwrap().unwrap();
    assert_eq!(stored, versioned("k", &winner.to_string(), *revision.as_ref().unwrap()));
}

pub(crate) async fn no_increment_is_lost<S: Store>(store: S) {
    put(&store, "n", "0", Guard::Absent).await.unwrap();
    join_all((0..8).map(|_| async {
        for _ in 0..5 {
            loop {
                let read = store.get(&key("n")).await.unwrap().unwrap();
                let count: u32 = std::str::from_utf8(&read.value).unwrap().parse().unwrap();
                let next = (count + 1).to_string();
                match put(&store, "n", &next, Guard::At(read.revision)).await {
                    Ok(revision) => {
                        assert!(revision > read.revision);
                        break;
                    }
                    Err(StoreError::Conflict(seen)) => assert!(seen > read.revision),
                    Err(error) => panic!("{error}"),
                }
            }
        }
    }))
    .await;
    assert_eq!(store.get(&key("n")).await.unwrap().unwrap().value, "40");
}

pub(crate) async fn guards_hold_or_nothing_is_written<S: Store>(store: S) {
    let first = put(&store, "there", "1", Guard::Any).await.unwrap();
    let other = put(&store, "other", "1", Guard::Any).await.unwrap();
    assert!(other > first);
    let table = [
        ("there", Guard::Any, true),
        ("there", Guard::Absent, false),
        ("there", Guard::Present, true),
        ("there", Guard::At(first), true),
        ("there", Guard::At(other), false),
        ("gone", Guard::Any, true),
        ("gone", Guard::Absent, true),
        ("gone", Guard::Present, false),
        ("gone", Guard::At(first), false),
        ("gone", Guard::At(fleet::Revision(0)), false),
    ];
    for (at, guard, holds) in table {
        let writes = vec![Write::Put(key("out"), value("x"), None)];
        let result = store.commit(Txn { guards: vec![(key(at), guard)], writes }).await;
        let written = store.get(&key("out")).await.unwrap();
        if holds {
            assert_eq!(written.unwrap().revision, result.unwrap(), "{at} {guard:?}");
            delete(&store, "out").await;
        } else {
            assert!(matches!(result, Err(StoreError::Conflict(seen)) if seen >= other));
            assert_eq!(written, None, "{at} {guard:?}");
        }
    }
    // Created, removed and created again: a revision names one write, not one key.
    delete(&store, "there").await;
    put(&store, "there", "2", Guard::Absent).await.unwrap();
    assert!(put(&store, "there", "3", Guard::At(first)).await.is_err());
}

pub(crate) async fn a_transaction_is_all_or_nothing_at_one_revision<S: Store>(store: S) {
    put(&store, "b", "old", Guard::Any).await.unwrap();
    let writes = vec![
        Write::Put(key("a"), value("1"), None),
        Write::Delete(key("b")),
        Write::Put(key("c"), value("3"), None),
    ];
    let guards = vec![(key("b"), Guard::Present), (key("c"), Guard::Present)];
    let refused = store.commit(Txn { guards, writes: writes.clone() }).await;
    assert!(matches!(refused, Err(StoreError::Conflict(_))));
    assert_eq!(store.get(&key("a")).await.unwrap(), None);
    assert_eq!(store.get(&key("b")).await.unwrap().unwrap().value, "old");

    let guards = vec![(key("b"), Guard::Present), (key("c"), Guard::Absent)];
    let revision = store.commit(Txn { guards, writes }).await.unwrap();
    let listing = store.list(&key(""), Page::default()).await.unwrap();
    assert_eq!(listing.items, [versioned("a", "1", revision), versioned("c", "3", revision)]);
    assert!(listing.revision >= revision);
}

pub(crate) async fn limits_are_refused_before_anything_is_written<S: Store>(store: S) {
    let write = |n: usize| Write::Put(key(&format!("k{n}")), value("x"), None);
    let guard = |n: usize| (key(&format!("g{n}")), Guard::Absent);
    let full = Txn {
        guards: (0..TXN_OPS_MAX).map(guard).collect(),
        writes: (0..TXN_OPS_MAX).map(write).collect(),
    };
    let mut writes = full.clone();
    writes.writes.push(write(TXN_OPS_MAX));
    let mut guards = full.clone();
    guards.guards.push(guard(TXN_OPS_MAX));
    let twice = Txn { guards: Vec::new(), writes: vec![write(1), Write::Delete(key("k1"))] };
    let huge = Bytes::from(vec![0; TXN_BYTES_MAX]);
    let huge = Txn::one(Guard::Any, Write::Put(key("huge"), huge, None));
    for txn in [writes, guards, twice, huge] {
        let result = store.commit(txn).await;
        assert!(matches!(result, Err(StoreError::TooLarge(_))), "{result:?}");
    }
    assert_eq!(store.list(&key(""), Page::default()).await.unwrap().items, []);
    store.commit(full).await.unwrap();
    let listing = store.list(&key("k"), Page::default()).await.unwrap();
    assert_eq!(listing.items.len(), TXN_OPS_MAX);
}

pub(crate) async fn removing_what_is_not_there_changes_nothing<S: Store>(store: S) {
    let first = put(&store, "a", "1", Guard::Any).await.unwrap();
    let nothing = delete(&store, "never").await;
    assert!(nothing >= first);
    let second = delete(&store, "a").await;
    assert!(second > first);
    assert_eq!(store.get(&key("a")).await.unwrap(), None);
    let again = put(&store, "a", "2", Guard::Absent).await.unwrap();
    assert!(again > second);
}

pub(crate) async fn a_check_writes_nothing<S: Store>(store: S) {
    let revision = put(&store, "a", "1", Guard::Any).await.unwrap();
    let check = |guard| Txn { guards: vec![(key("a"), guard)], writes: Vec::new() };
    assert!(store.commit(check(Guard::At(revision))).await.unwrap() >= revision);
    let refused = store.commit(check(Guard::Absent)).await;
    assert!(matches!(refused, Err(StoreError::Conflict(seen)) if seen >= revision));
    assert!(now(&store).await >= revision);
    assert_eq!(store.get(&key("a")).await.unwrap().unwrap().revision, revision);
}

pub(crate) async fn values_may_be_large<S: Store>(store: S) {
    let body = Bytes::from(vec![7; TXN_BYTES_MAX - 100]);
    for n in 0..4 {
        let write = Write::Put(key(&format!("big/{n}")), body.clone(), None);
        store.commit(Txn::one(Guard::Absent, write)).await.unwrap();
    }
    put(&store, "big/empty", "", Guard::Absent).await.unwrap();
    let listing = store.list(&key("big/"), Page::default()).await.unwrap();
    assert_eq!(listing.items.len(), 5);
    assert!(listing.items[..4].iter().all(|item| item.value == body));
    assert_eq!(listing.items[4].value, "");
}

pub(crate) async fn pages_cover_a_prefix_once<S: Store>(store: S) {
    let names: Vec<_> = (0..250).map(|n| format!("p/{n:03}")).collect();
    for names in names.chunks(100) {
        let put = |name: &String| Write::Put(key(name), value("x"), None);
        let writes = names.iter().map(put).collect();
        store.commit(Txn { guards: Vec::new(), writes }).await.unwrap();
    }
    let mut found = Vec::new();
    let mut page = Page { limit: 100, ..Page::default() };
    loop {
        let listing = store.list(&key("p/"), page.clone()).await.unwrap();
        page.at.get_or_insert(listing.revision);
        assert!(listing.items.len() <= 100);
        found.extend(listing.items.iter().map(|item| item.key.to_string()));
        if !listing.more {
            break;
        }
        page.after = listing.items.last().map(|item| item.key.clone());
        // What is written meanwhile behind the place of the next page does not disturb.
        put(&store, &format!("p/{}/new", found.last().unwrap()), "x", Guard::Any).await.unwrap();
        delete(&store, &format!("p/{}/new", found.last().unwrap())).await;
    }
    assert_eq!(found, names);
    let exact = Page { limit: 250, ..Page::default() };
    assert!(!store.list(&key("p/"), exact).await.unwrap().more);
    let behind = Page { after: Some(key("q")), ..Page::default() };
    assert_eq!(store.list(&key("p/"), behind).await.unwrap().items, []);
    let before = Page { after: Some(key("a")), limit: 1, ..Page::default() };
    assert_eq!(store.list(&key("p/"), before).await.unwrap().items[0].key, key("p/000"));
}

pub(crate) async fn a_prefix_ends_where_it_ends<S: Store>(store: S) {
    for name in ["p", "p.", "p/", "p/a", "p/a/b", "p/\u{10ffff}", "p0", "q/a"] {
        put(&store, name, "x", Guard::Absent).await.unwrap();
    }
    let names = async |prefix: &str| {
        let listing = store.list(&key(prefix), Page::default()).await.unwrap();
        let keys: Vec<_> = listing.items.into_iter().map(|item| item.key.to_string()).collect();
        keys
    };
    assert_eq!(names("p/").await, ["p/", "p/a", "p/a/b", "p/\u{10ffff}"]);
    assert_eq!(names("p/a").await, ["p/a", "p/a/b"]);
    assert_eq!(names("").await.len(), 8);
    assert_eq!(names("r").await, [""; 0]);
}
