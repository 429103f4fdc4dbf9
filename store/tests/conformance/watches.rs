//! Watches.

use std::collections::BTreeSet;
use std::time::Duration;

use fleet::{AgentId, MemberId, Revision, Shard};
use futures::StreamExt;
use futures::future::join_all;
use proto::record::v1::{Agent, Member};
use store::{Change, Event, Guard, Records, Store, Txn, Write};

use super::{SOON, delete, key, next, now, put, value, versioned};

pub(crate) async fn every_change_comes_once_and_in_order<S: Store>(store: S) {
    let start = now(&store).await;
    let mut early = store.watch(&key("w/"), start);
    let written = join_all((0..8).map(|writer| {
        let store = &store;
        async move {
            let mut written = Vec::new();
            for n in 0..40 {
                let name = |part| key(&format!("w/{writer}/{n}/{part}"));
                let writes = vec![
                    Write::Put(name("a"), value("x"), None),
                    Write::Put(name("b"), value("x"), None),
                ];
                let both = store.commit(Txn { guards: Vec::new(), writes }).await.unwrap();
                written.push((both, name("a")));
                written.push((both, name("b")));
                let gone = store.commit(Txn::one(Guard::Any, Write::Delete(name("a")))).await;
                written.push((gone.unwrap(), name("a")));
            }
            written
        }
    }))
    .await;
    let written: BTreeSet<_> = written.into_iter().flatten().collect();
    assert_eq!(written.len(), 8 * 40 * 3);
    // One watch ran along, one starts now: both see the same.
    let mut late = store.watch(&key("w/"), start);
    for watch in [&mut early, &mut late] {
        let mut seen = Vec::new();
        while seen.len() < written.len() {
            match next(watch).await {
                Event::Put(item) => seen.push((item.revision, item.key)),
                Event::Delete(key, revision) => seen.push((revision, key)),
                other @ (Event::Progress(_) | Event::Resync) => panic!("{other:?}"),
            }
        }
        assert!(seen.is_sorted_by_key(|(revision, _)| *revision));
        assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), written);
    }
}

pub(crate) async fn a_watch_starts_at_a_past_revision<S: Store>(store: S) {
    let first = put(&store, "a", "1", Guard::Any).await.unwrap();
    let second = put(&store, "a", "2", Guard::Any).await.unwrap();
    let third = delete(&store, "a").await;
    let mut watch = store.watch(&key("a"), first);
    assert_eq!(next(&mut watch).await, Event::Put(versioned("a", "2", second)));
    assert_eq!(next(&mut watch).await, Event::Delete(key("a"), third));
    let mut watch = store.watch(&key("a"), third);
    let fourth = put(&store, "a", "4", Guard::Any).await.unwrap();
    assert_eq!(next(&mut watch).await, Event::Put(versioned("a", "4", fourth)));
}

pub(crate) async fn a_watch_sees_its_prefix_only<S: Store>(store: S) {
    let mut watch = store.watch(&key("p/"), now(&store).await);
    for name in ["p", "p/a", "p.", "p0", "q", "p/"] {
        put(&store, name, "x", Guard::Any).await.unwrap();
    }
    for name in ["p/a", "p/"] {
        assert!(matches!(next(&mut watch).await, Event::Put(item) if item.key == key(name)));
    }
    delete(&store, "p").await;
    delete(&store, "p/").await;
    assert!(matches!(next(&mut watch).await, Event::Delete(gone, _) if gone == key("p/")));
}

pub(crate) async fn progress_follows_what_it_covers<S: Store>(store: S) {
    let mut watch = store.watch(&key("p/"), now(&store).await);
    for round in 0..10 {
        put(&store, "p/a", &round.to_string(), Guard::Any).await.unwrap();
        let last = put(&store, "elsewhere", "x", Guard::Any).await.unwrap();
        watch.ask_progress();
        assert!(matches!(next(&mut watch).await, Event::Put(_)), "round {round}");
        let reached = tokio::time::timeout(SOON, async {
            loop {
                match next(&mut watch).await {
                    Event::Progress(reached) if reached >= last => break,
                    // Asked before the last write reached the watch's side.
                    Event::Progress(_) => watch.ask_progress(),
                    other @ (Event::Put(_) | Event::Delete(..) | Event::Resync) => {
                        panic!("{other:?}")
                    }
                }
            }
        });
        reached.await.unwrap();
    }
}

pub(crate) async fn watches_do_not_disturb_each_other<S: Store>(store: S) {
    let start = now(&store).await;
    let mut watches: Vec<_> = (0..50).map(|_| store.watch(&key("p/"), start)).collect();
    let idle: Vec<_> = (0..50).map(|_| store.watch(&key("p/"), start)).collect();
    let revision = put(&store, "p/a", "1", Guard::Any).await.unwrap();
    for watch in &mut watches {
        assert_eq!(next(watch).await, Event::Put(versioned("p/a", "1", revision)));
    }
    drop(watches);
    drop(idle);
    let mut watch = store.watch(&key("p/"), start);
    assert_eq!(next(&mut watch).await, Event::Put(versioned("p/a", "1", revision)));
}

pub(crate) async fn records_work_on_every_store<S: Store>(store: S) {
    let records = Records::new(store);
    let me = MemberId::new([1; 16]);
    let shard = Shard::new(7).unwrap();
    let mut follow = records.follow_agents();
    let first = tokio::time::timeout(SOON, follow.next()).await.unwrap();
    assert!(matches!(first, Some(Change::Reset(rows, _)) if rows.is_empty()));

    let lease = records.grant(Duration::from_secs(60)).await.unwrap();
    let member = Member { id: me.to_bytes(), ..Member::default() };
    records.put_member(&member, lease, Guard::Absent).await.unwrap();
    let shards: Vec<_> = Shard::all().take(100).map(|shard| (shard, None)).collect();
    let epoch = records.claim(me, None, &shards).await.unwrap();
    let record = |n: u8| {
        let id = AgentId::new([n; 16]);
        Agent { instance_uid: id.to_bytes(), ..Agent::default() }
    };
    let mut items: Vec<_> = (1..=200).map(|n| (shard, epoch, record(n))).collect();
    items[150].1 = Revision(epoch.0 - 1);
    let answers = records.put_agents(me, &items).await;
    assert_eq!(answers.iter().filter(|one| one.is_ok()).count(), 199);
    assert!(answers[150].is_err());
    for _ in 0..199 {
        let change = tokio::time::timeout(SOON, follow.next()).await.unwrap();
        assert!(matches!(change, Some(Change::Put(..))), "{change:?}");
    }
    assert_eq!(records.list_agents_of(shard).await.unwrap().items.len(), 199);
    let now = records.revision().await.unwrap();
    follow.ask_progress();
    let change = tokio::time::timeout(SOON, follow.next()).await.unwrap();
    assert!(matches!(change, Some(Change::Progress(at)) if at >= now), "{change:?}");
    records.revoke(lease).await.unwrap();
    assert_eq!(records.list_members().await.unwrap().items, []);
}
