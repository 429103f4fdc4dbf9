//! What only the embedded store promises: its directory.

use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use futures::StreamExt;
use futures::future::join_all;
use store::{Embedded, Event, Guard, OpenError, Options, Page, Store, Txn, Write};

use super::{SOON, delete, key, next, put, put_leased, value};

/// Names the directory to the child of the kill test.
const CHILD_DIR: &str = "DROVER_STORE_CHILD_DIR";

async fn open(dir: &Path) -> Embedded {
    Embedded::open(dir, Options::default()).await.unwrap()
}

#[tokio::test]
async fn a_reopened_directory_has_everything_but_leased_keys() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await;
    let kept = put(&store, "kept", "1", Guard::Any).await.unwrap();
    put(&store, "gone", "1", Guard::Any).await.unwrap();
    delete(&store, "gone").await;
    let lease = store.grant(Duration::from_secs(100)).await.unwrap();
    let last = put_leased(&store, "leased", lease).await.unwrap();
    drop(store);

    let store = open(dir.path()).await;
    let listing = store.list(&key(""), Page::default()).await.unwrap();
    let found: Vec<_> = listing.items.iter().map(|item| (&*item.key.0, item.revision)).collect();
    assert_eq!(found, [("kept", kept)]);
    assert!(listing.revision > last, "ending the leases is a write of its own");
    assert!(store.renew(lease).await.is_err());
    // Who followed the previous process has to list again.
    let mut watch = store.watch(&key(""), last);
    assert_eq!(next(&mut watch).await, Event::Resync);
    assert!(watch.next().await.is_none());
    let again = put(&store, "kept", "2", Guard::At(kept)).await.unwrap();
    assert!(again > listing.revision);
}

#[tokio::test]
async fn a_directory_in_use_is_refused_with_its_name() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await;
    let second = Embedded::open(dir.path(), Options::default()).await;
    let Err(error @ OpenError::Locked { .. }) = second else { panic!("{second:?}") };
    let text = error.to_string();
    assert!(text.contains(&dir.path().display().to_string()), "{text}");
    assert!(text.contains("stop that process, or choose another directory"), "{text}");
    drop(store);
    open(dir.path()).await;
}

#[tokio::test]
async fn a_directory_that_cannot_be_made_is_named() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let error = Embedded::open(file.path(), Options::default()).await.unwrap_err();
    assert!(matches!(error, OpenError::Io { .. }), "{error:?}");
    assert!(error.to_string().contains(&file.path().display().to_string()));
}

#[tokio::test]
async fn a_watch_that_fell_behind_is_told_and_ends() {
    let dir = tempfile::tempdir().unwrap();
    let options = Options { history_events_max: 10, ..Options::default() };
    let store = Embedded::open(dir.path(), options).await.unwrap();
    let start = put(&store, "a", "0", Guard::Any).await.unwrap();
    let mut slow = store.watch(&key(""), start);
    let mut last = start;
    for _ in 0..30 {
        last = put(&store, "a", "x", Guard::Any).await.unwrap();
    }
    assert_eq!(next(&mut slow).await, Event::Resync);
    assert!(slow.next().await.is_none());
    let mut old = store.watch(&key(""), start);
    assert_eq!(next(&mut old).await, Event::Resync);
    let recent = fleet::Revision(last.0 - 5);
    let events: Vec<_> = store.watch(&key(""), recent).take(5).collect().await;
    assert!(events.iter().all(|event| matches!(event, Event::Put(_))));
}

#[tokio::test(start_paused = true)]
async fn a_paused_clock_waits_for_the_disk() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await;
    let lease = store.grant(Duration::from_secs(10)).await.unwrap();
    for _ in 0..20 {
        let commit = tokio::time::timeout(Duration::from_millis(1), put_leased(&store, "a", lease));
        commit.await.expect("no time passes").unwrap();
    }
    tokio::time::sleep(Duration::from_secs(9)).await;
    assert!(store.get(&key("a")).await.unwrap().is_some());
    let mut watch = store.watch(&key("a"), super::now(&store).await);
    assert!(matches!(next(&mut watch).await, Event::Delete(..)));
    assert!(store.renew(lease).await.is_err());
}

#[tokio::test]
async fn a_watch_ends_with_its_store() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await;
    let mut watch = store.watch(&key(""), fleet::Revision(1));
    drop(store);
    let end = tokio::time::timeout(SOON, watch.next()).await.unwrap();
    assert_eq!(end, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commits_at_once_have_revisions_of_their_own() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await;
    let commits = |from: usize| {
        let store = store.clone();
        async move {
            let names = (from..from + 200).map(|n| format!("k/{n}"));
            let puts = names.map(|name| {
                let store = store.clone();
                async move { put(&store, &name, "x", Guard::Absent).await.unwrap() }
            });
            join_all(puts).await
        }
    };
    let mut revisions = join_all([commits(0), commits(200), commits(400)]).await.concat();
    revisions.sort();
    revisions.dedup();
    assert_eq!(revisions.len(), 600);
}

#[test]
fn nothing_acknowledged_is_lost_to_a_kill() {
    let dir = tempfile::tempdir().unwrap();
    for round in 0..3 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "embedded_only::child_that_writes_until_it_is_killed", "--nocapture"])
            .env(CHILD_DIR, dir.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut acknowledged = Vec::new();
        for line in lines {
            if let Some(name) = line.strip_prefix("wrote ") {
                acknowledged.push(name.to_owned());
            }
            if acknowledged.len() == 200 {
                child.kill().unwrap();
            }
        }
        child.wait().unwrap();
        assert!(acknowledged.len() >= 200, "round {round}: the child ended early");
        check(dir.path(), &acknowledged);
    }
}

/// Everything acknowledged is there, every pair is whole, no lease survived.
fn check(dir: &Path, acknowledged: &[String]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = open(dir).await;
        for name in acknowledged {
            let there = store.get(&key(&format!("a/{name}"))).await.unwrap();
            assert!(there.is_some(), "{name} was acknowledged");
        }
        let page = Page { limit: usize::MAX, ..Page::default() };
        let revisions = async |prefix: &str| {
            let listing = store.list(&key(prefix), page.clone()).await.unwrap();
            let items = listing.items.into_iter();
            items.map(|item| (item.key.0[2..].to_owned(), item.revision)).collect::<Vec<_>>()
        };
        assert_eq!(revisions("a/").await, revisions("b/").await);
        assert_eq!(revisions("l/").await, []);
    });
}

/// Does nothing unless the test above runs it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child_that_writes_until_it_is_killed() {
    let Some(dir) = std::env::var_os(CHILD_DIR) else { return };
    let store = open(Path::new(&dir)).await;
    let lease = store.grant(Duration::from_secs(100)).await.unwrap();
    let run = store.list(&key(""), Page::default()).await.unwrap().revision;
    join_all((0..8).map(|writer| {
        let store = store.clone();
        async move {
            for n in 0..1_000_000 {
                let name = format!("{run}-{writer}-{n}");
                let writes = vec![
                    Write::Put(key(&format!("a/{name}")), value("x"), None),
                    Write::Put(key(&format!("b/{name}")), value("x"), None),
                    Write::Put(key(&format!("l/{writer}")), value("x"), Some(lease)),
                ];
                store.commit(Txn { guards: Vec::new(), writes }).await.unwrap();
                let mut out = std::io::stdout().lock();
                writeln!(out, "wrote {name}").unwrap();
                out.flush().unwrap();
            }
        }
    }))
    .await;
}
