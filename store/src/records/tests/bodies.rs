//! Blobs, configs, desired rows, assignments, commands, audit.

use bytes::Bytes;
use fleet::Digest;
use proto::opamp::v1::PackagesAvailable;
use proto::record::v1::{
    Assignment, Audit, Command, Config, Desired, OfferKind, PackageSet, Settings,
};
use uuid::Uuid;

use super::super::key;
use super::{agent, records, shard};
use crate::contract::{Guard, Store, StoreError, Txn, Write};
use crate::records::BLOB_BYTES_MAX;

/// Bytes that do not compress.
fn noise(len: usize) -> Bytes {
    let blocks = (0..len.div_ceil(32)).map(|i| Digest::of(&i.to_le_bytes()).0);
    blocks.flatten().take(len).collect()
}

#[tokio::test]
async fn blobs_are_stored_once_compressed_and_checked() {
    let (_dir, records) = records().await;
    let small = Bytes::from_static(b"x");
    let text = Bytes::from(vec![b'a'; 3 << 20]);
    let large = noise(BLOB_BYTES_MAX);
    let over = noise(BLOB_BYTES_MAX + 1);
    let mut items: Vec<_> = [&small, &text, &large, &over, &small]
        .map(|body| (Digest::of(body), body.clone()))
        .to_vec();
    items.push((Digest::of(b"other"), small.clone()));
    let answers = records.put_blobs(&items).await;
    assert!(matches!(answers[3], Err(StoreError::TooLarge(_))));
    assert!(matches!(answers[5], Err(StoreError::Corrupt { .. })));
    for index in [0, 1, 2, 4] {
        assert!(answers[index].is_ok(), "{index}: {:?}", answers[index]);
        let body = records.get_blob(items[index].0).await.unwrap();
        assert_eq!(body.as_ref(), Some(&items[index].1));
    }
    assert_eq!(records.get_blob(items[3].0).await.unwrap(), None);

    let before = records.revision().await.unwrap();
    assert!(records.put_blobs(&items[..3]).await.iter().all(Result::is_ok));
    assert_eq!(records.revision().await.unwrap(), before, "nothing is written twice");
}

#[tokio::test]
async fn a_blob_that_does_not_have_its_hash_is_corrupt() {
    let (_dir, records) = records().await;
    let body = Bytes::from_static(b"body");
    records.put_blobs(&[(Digest::of(&body), body.clone())]).await[0].clone().unwrap();
    let stored = records.store().get(&key::blob(Digest::of(&body))).await.unwrap().unwrap();
    for value in [stored.value, Bytes::from_static(b"\xff\xff")] {
        let elsewhere = key::blob(Digest::of(b"other"));
        let txn = Txn::one(Guard::Any, Write::Put(elsewhere, value, None));
        records.store().commit(txn).await.unwrap();
        let read = records.get_blob(Digest::of(b"other")).await;
        assert!(matches!(read, Err(StoreError::Corrupt { .. })), "{read:?}");
    }
}

fn config(name: &str, text: &str) -> Config {
    let hash = Digest::of(text.as_bytes()).to_bytes();
    Config { name: name.to_owned(), hash, ..Config::default() }
}

#[tokio::test]
async fn configs_count_up_and_an_equal_one_is_the_same() {
    let (_dir, records) = records().await;
    for number in 1..=11 {
        let (stored, _) = records.create_revision(config("a", &number.to_string())).await.unwrap();
        assert_eq!(stored.revision, number);
    }
    let (same, _) = records.create_revision(config("a", "11")).await.unwrap();
    assert_eq!(same.revision, 11);
    let (back, _) = records.create_revision(config("a", "1")).await.unwrap();
    assert_eq!(back.revision, 12, "an older one is a new revision");
    let stale = Config { revision: back.revision, ..config("a", "12") };
    let stale = records.create_revision(stale).await;
    assert!(
        matches!(stale, Err(StoreError::Conflict(_))),
        "only the next revision can be asked for"
    );
    records.create_revision(config("a/b", "x")).await.unwrap();
    records.create_revision(config("b", "x")).await.unwrap();

    let newest = records.get_revision::<Config>("a", None).await.unwrap().unwrap().0;
    assert_eq!(newest.revision, 12);
    let third = records.get_revision::<Config>("a", Some(3)).await.unwrap().unwrap().0;
    assert_eq!(third.hash, config("a", "3").hash);
    assert_eq!(records.get_revision::<Config>("c", None).await.unwrap(), None);

    let listed = records.list_newest::<Config>().await.unwrap();
    let mut names: Vec<_> = listed.into_iter().map(|(name, ..)| name).collect();
    names.sort();
    let names: Vec<_> = names.iter().map(|(name, revision)| (name.as_str(), *revision)).collect();
    assert_eq!(names, [("a", 12), ("a/b", 1), ("b", 1)]);

    let page = records.list_revisions::<Config>("a", 4, 2).await.unwrap();
    let revisions: Vec<_> = page.items.iter().map(|(_, config, _)| config.revision).collect();
    assert_eq!((revisions, page.more), (vec![5, 6], true));
}

#[tokio::test]
async fn configs_created_at_once_get_different_revisions() {
    let (_dir, records) = records().await;
    let creations = (0..16).map(|n| records.create_revision(config("a", &n.to_string())));
    let created = futures::future::join_all(creations).await;
    let mut revisions: Vec<_> = created.into_iter().map(|one| one.unwrap().0.revision).collect();
    revisions.sort_unstable();
    assert_eq!(revisions, (1..=16).collect::<Vec<_>>());
}

#[tokio::test]
async fn desired_rows_and_assignments_are_compared_before_they_are_replaced() {
    let (_dir, records) = records().await;
    let row = Desired { retry: 1, ..Desired::default() };
    let put = |guard| records.put_desired(shard(1), agent(1), &row, guard);
    let first = put(Guard::Absent).await.unwrap();
    assert!(matches!(put(Guard::Absent).await, Err(StoreError::Conflict(_))));
    let second = put(Guard::At(first)).await.unwrap();
    assert!(matches!(put(Guard::At(first)).await, Err(StoreError::Conflict(_))));
    let stored = records.get_desired(shard(1), agent(1)).await.unwrap();
    assert_eq!(stored, Some((row.clone(), second)));
    assert_eq!(records.list_desired_of(shard(1)).await.unwrap().items.len(), 1);
    records.delete_desired(shard(1), agent(1)).await.unwrap();
    assert_eq!(records.get_desired(shard(1), agent(1)).await.unwrap(), None);

    let all = Assignment { name: "all".to_owned(), ..Assignment::default() };
    let revision = records.put_assignment(&all, Guard::Absent).await.unwrap();
    assert_eq!(records.get_assignment("all").await.unwrap(), Some((all.clone(), revision)));
    let rows = records.list_assignments().await.unwrap();
    assert_eq!(rows.items, [("all".to_owned(), all, revision)]);
    records.delete_assignment("all", Guard::At(revision)).await.unwrap();
    assert_eq!(records.get_assignment("all").await.unwrap(), None);
}

#[tokio::test]
async fn commands_are_listed_newest_first_and_audit_oldest_first() {
    let (_dir, records) = records().await;
    for number in 1..=3_u8 {
        let id = Bytes::copy_from_slice(&[number; 16]);
        let command = Command { id, instance_uid: agent(1).to_bytes(), ..Command::default() };
        records.put_command(&command, Guard::Absent).await.unwrap();
    }
    let ids: Vec<_> = records.list_commands(agent(1), 2).await.unwrap();
    let ids: Vec<_> = ids.into_iter().map(|(id, ..)| id).collect();
    assert_eq!(ids, [Uuid::from_bytes([3; 16]), Uuid::from_bytes([2; 16])]);
    let found = records.get_command(agent(1), ids[0]).await.unwrap();
    assert_eq!(found.unwrap().0.id.as_ref(), [3; 16]);

    for at in [3000, 1000, 2000] {
        let entry = Audit { at_unix_ms: at, ..Audit::default() };
        records.append_audit(&entry, Uuid::from_bytes([1; 16])).await.unwrap();
    }
    let found = records.list_audit(2000, 0).await.unwrap();
    let times: Vec<_> = found.items.iter().map(|(_, entry, _)| entry.at_unix_ms).collect();
    assert_eq!(times, [2000, 3000]);
}

#[tokio::test]
async fn each_kind_counts_its_own_revisions() {
    let (_dir, records) = records().await;
    let packages = |hash: &str| PackageSet {
        name: "a".into(),
        packages: Some(PackagesAvailable {
            all_packages_hash: Bytes::copy_from_slice(hash.as_bytes()),
            ..Default::default()
        }),
        ..Default::default()
    };
    let settings = |kind: OfferKind| Settings {
        name: "a".into(),
        kind: kind.into(),
        hash: Bytes::from_static(b"same"),
        ..Default::default()
    };
    let numbers = [
        records.create_revision(config("a", "x")).await.unwrap().0.revision,
        records.create_revision(packages("1")).await.unwrap().0.revision,
        records.create_revision(packages("1")).await.unwrap().0.revision,
        records.create_revision(packages("2")).await.unwrap().0.revision,
        records.create_revision(settings(OfferKind::OpampSettings)).await.unwrap().0.revision,
        records.create_revision(settings(OfferKind::OwnTelemetry)).await.unwrap().0.revision,
    ];
    assert_eq!(numbers, [1, 1, 1, 2, 1, 2]);
    let newest = records.list_newest::<PackageSet>().await.unwrap();
    assert_eq!(newest.iter().map(|(key, ..)| key.clone()).collect::<Vec<_>>(), [("a".into(), 2)]);
}
