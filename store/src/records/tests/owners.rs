//! Members, shards, and what only an owner may write.

use std::time::Duration;

use fleet::Revision;
use proto::record::v1::{Agent, ClusterMeta, Member, MemberState, ShardOwner};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{agent, agent_record, join, member, own, records, shard};
use crate::contract::StoreError;
use crate::records::Keep;

#[tokio::test]
async fn the_first_process_names_the_cluster() {
    let (_dir, records) = records().await;
    let first = ClusterMeta { generation: 1, ..ClusterMeta::default() };
    let second = ClusterMeta { generation: 2, ..ClusterMeta::default() };
    assert_eq!(records.cluster(first.clone()).await.unwrap(), first);
    assert_eq!(records.cluster(second).await.unwrap(), first);
}

#[tokio::test]
async fn a_claim_is_all_shards_or_none() {
    let (_dir, records) = records().await;
    let epoch = own(&records, member(1), &[1, 2]).await;
    join(&records, member(2)).await;

    let seen = [(shard(1), Some(epoch)), (shard(3), None)];
    let alive = records.claim(member(2), Some(member(1)), &seen).await;
    assert!(matches!(alive, Err(StoreError::Conflict(_))), "the old owner is still a member");

    records.delete_member(member(1)).await.unwrap();
    let stale = [(shard(1), Some(epoch)), (shard(2), Some(Revision(1)))];
    let conflict = records.claim(member(2), Some(member(1)), &stale).await;
    assert!(matches!(conflict, Err(StoreError::Conflict(_))), "shard 2 is not as claimed");
    assert_eq!(records.get_shard(shard(1)).await.unwrap().unwrap().1, epoch);

    let next = records.claim(member(2), Some(member(1)), &seen).await.unwrap();
    assert!(next > epoch);
    let owner = ShardOwner { owner: member(2).to_bytes() };
    for number in [1, 3] {
        assert_eq!(records.get_shard(shard(number)).await.unwrap(), Some((owner.clone(), next)));
    }
    let stranger = records.claim(member(9), None, &[(shard(4), None)]).await;
    assert!(matches!(stranger, Err(StoreError::Conflict(_))), "only members claim");
    let all: Vec<_> = (0..101).map(|number| (shard(number), None)).collect();
    assert!(matches!(records.claim(member(2), None, &all).await, Err(StoreError::TooLarge(_))));
}

#[tokio::test]
async fn a_move_needs_both_members_and_my_epoch() {
    let (_dir, records) = records().await;
    let epoch = own(&records, member(1), &[1]).await;
    let mine = [(shard(1), epoch)];
    let absent = records.move_shards(member(1), member(2), &mine).await;
    assert!(matches!(absent, Err(StoreError::Conflict(_))));
    join(&records, member(2)).await;
    let next = records.move_shards(member(1), member(2), &mine).await.unwrap();
    let again = records.move_shards(member(1), member(2), &mine).await;
    assert!(matches!(again, Err(StoreError::Conflict(_))), "the epoch is over");
    let rows = records.list_shards().await.unwrap();
    let owner = ShardOwner { owner: member(2).to_bytes() };
    assert_eq!(rows.items, [(shard(1), owner, next)]);
}

#[tokio::test]
async fn a_lost_shard_fails_alone() {
    let (_dir, records) = records().await;
    let epoch = own(&records, member(1), &[1, 2]).await;
    let mut items: Vec<_> = (1..=200).map(|n| (shard(1), epoch, agent_record(n))).collect();
    items.insert(77, (shard(2), Revision(1), agent_record(250)));
    items[5].2 = Agent::default();
    items[9].2.failed_config_hash = vec![7; 2_000_000].into();

    let answers = records.put_agents(member(1), &items).await;
    assert_eq!(answers.len(), items.len());
    for (index, answer) in answers.iter().enumerate() {
        match index {
            5 => assert!(matches!(answer, Err(StoreError::Corrupt { .. }))),
            9 => assert!(matches!(answer, Err(StoreError::TooLarge(_))), "{answer:?}"),
            77 => assert!(matches!(answer, Err(StoreError::Conflict(_)))),
            _ => assert!(answer.is_ok(), "{index}: {answer:?}"),
        }
    }
    assert_eq!(records.list_agents_of(shard(1)).await.unwrap().items.len(), 198);
    assert_eq!(records.list_agents_of(shard(2)).await.unwrap().items.len(), 0);
    let (stored, _) = records.get_agent(shard(1), agent(1)).await.unwrap().unwrap();
    assert_eq!(stored, agent_record(1));

    let page = records.list_agents(None, 100).await.unwrap();
    assert!(page.more);
    let rest = records.list_agents(page.items.last().map(|row| row.0), 100).await.unwrap();
    assert!(!rest.more);
    assert_eq!(page.items.len() + rest.items.len(), 198);

    records.delete_agent(shard(1), agent(1)).await.unwrap();
    assert_eq!(records.get_agent(shard(1), agent(1)).await.unwrap(), None);
}

#[tokio::test]
async fn who_is_no_member_writes_nothing() {
    let (_dir, records) = records().await;
    let epoch = own(&records, member(1), &[1]).await;
    records.delete_member(member(1)).await.unwrap();
    let before = records.revision().await.unwrap();
    let items: Vec<_> = (1..=100).map(|n| (shard(1), epoch, agent_record(n))).collect();
    let answers = records.put_agents(member(1), &items).await;
    assert!(answers.iter().all(|answer| matches!(answer, Err(StoreError::Conflict(_)))));
    assert_eq!(records.revision().await.unwrap(), before);
}

#[tokio::test]
async fn a_kept_member_follows_its_state_returns_after_its_lease_and_leaves_on_stop() {
    let (_dir, records) = records().await;
    let (states, follow) = watch::channel(MemberState::Ready);
    let stop = CancellationToken::new();
    let keep = Keep {
        member: Member { id: member(1).to_bytes(), ..Member::default() },
        ttl: Duration::from_secs(1),
        states: follow,
        stop: stop.clone(),
    };
    let tracker = tokio_util::task::TaskTracker::new();
    let kept = records.clone();
    let task = tracker.spawn(async move { kept.keep_member(keep).await });

    let state = async |wanted: MemberState| {
        loop {
            if let Some((found, revision)) = records.get_member(member(1)).await.unwrap()
                && found.state() == wanted
            {
                return revision;
            }
            tokio::task::yield_now().await;
        }
    };
    let deadline = Duration::from_secs(5);
    tokio::time::timeout(deadline, state(MemberState::Ready)).await.unwrap();
    states.send(MemberState::Draining).unwrap();
    let before = tokio::time::timeout(deadline, state(MemberState::Draining)).await.unwrap();

    // Its only lease is the first one: end it behind its back.
    records.revoke(crate::LeaseId(1)).await.unwrap();
    let again = tokio::time::timeout(deadline, state(MemberState::Draining)).await.unwrap();
    assert!(again > before, "registered again");

    stop.cancel();
    task.await.unwrap().unwrap();
    assert_eq!(records.list_members().await.unwrap().items, []);
}
