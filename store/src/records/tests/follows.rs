//! Following: a list, then every change, whatever happens below.

use std::time::Duration;

use bytes::Bytes;
use futures::StreamExt;
use proto::record::v1::Desired;

use super::{agent, records, shard};
use crate::contract::{Guard, Store, Txn, Write};
use crate::embedded::{Embedded, Options};
use crate::records::{Change, Follow, Records};

async fn next<K, V>(follow: &mut Follow<K, V>) -> Change<K, V> {
    tokio::time::timeout(Duration::from_secs(5), follow.next()).await.unwrap().unwrap()
}

fn row(retry: u64) -> Desired {
    Desired { retry, ..Desired::default() }
}

#[tokio::test]
async fn a_follow_lists_then_says_each_change_and_how_far_it_is() {
    let (_dir, records) = records().await;
    let first = records.put_desired(shard(1), agent(1), &row(1), Guard::Any).await.unwrap();
    let mut follow = records.follow_desired();
    let key = (shard(1), agent(1));
    assert_eq!(next(&mut follow).await, Change::Reset(vec![(key, row(1), first)], first));
    let second = records.put_desired(shard(1), agent(1), &row(2), Guard::Any).await.unwrap();
    let third = records.delete_desired(shard(1), agent(1)).await.unwrap();
    let meta = proto::record::v1::ClusterMeta::default();
    records.cluster(meta).await.unwrap();
    assert_eq!(next(&mut follow).await, Change::Put(key, row(2), second));
    assert_eq!(next(&mut follow).await, Change::Delete(key, third));
    follow.ask_progress();
    let now = records.revision().await.unwrap();
    assert_eq!(next(&mut follow).await, Change::Progress(now));
}

#[tokio::test]
async fn a_follow_that_fell_behind_starts_again() {
    let dir = tempfile::tempdir().unwrap();
    let options = Options { history_events_max: 4, ..Options::default() };
    let records = Records::new(Embedded::open(dir.path(), options).await.unwrap());
    let mut follow = records.follow_desired();
    assert!(matches!(next(&mut follow).await, Change::Reset(rows, _) if rows.is_empty()));
    for number in 1..=20 {
        records.put_desired(shard(1), agent(number), &row(1), Guard::Any).await.unwrap();
    }
    assert!(matches!(next(&mut follow).await, Change::Reset(rows, _) if rows.len() == 20));
}

#[tokio::test]
async fn a_value_that_cannot_be_read_hides_no_other() {
    let (_dir, records) = records().await;
    records.put_desired(shard(1), agent(1), &row(1), Guard::Any).await.unwrap();
    let broken = super::super::key::desired(shard(1), agent(2));
    let nonsense = crate::Key::from("desired/nonsense");
    for key in [broken, nonsense] {
        let write = Write::Put(key, Bytes::from_static(b"\xff\xff"), None);
        records.store().commit(Txn::one(Guard::Any, write)).await.unwrap();
    }
    let mut follow = records.follow_desired();
    assert!(matches!(next(&mut follow).await, Change::Reset(rows, _) if rows.len() == 1));
    let rows = records.list_desired_of(shard(1)).await.unwrap();
    assert_eq!(rows.items.len(), 1);
}

#[tokio::test]
async fn a_listing_of_many_pages_is_complete() {
    let (_dir, records) = records().await;
    let empty = Desired::default();
    let keys = (0..2500_u32).map(|n| {
        let id = fleet::AgentId::new(u128::from(n + 1).to_be_bytes());
        records.put_desired(shard(n % 3), id, &empty, Guard::Absent)
    });
    futures::future::try_join_all(keys).await.unwrap();
    let mut follow = records.follow_desired();
    assert!(matches!(next(&mut follow).await, Change::Reset(rows, _) if rows.len() == 2500));
}
