//! Records on the embedded backend.

mod bodies;
mod faults;
mod follows;
mod keys;
mod owners;

use std::time::Duration;

use fleet::{AgentId, MemberId, Revision, Shard};
use proto::record::v1::{Agent, Member};

use super::Records;
use crate::contract::{Guard, LeaseId};
use crate::embedded::{Embedded, Options};

/// Records in a directory of their own, which lives as long as the first half.
async fn records() -> (tempfile::TempDir, Records<Embedded>) {
    let dir = tempfile::tempdir().unwrap();
    let store = Embedded::open(dir.path(), Options::default()).await.unwrap();
    (dir, Records::new(store))
}

fn member(number: u8) -> MemberId {
    MemberId::new([number; 16])
}

fn agent(number: u8) -> AgentId {
    AgentId::new([number; 16])
}

fn shard(number: u32) -> Shard {
    Shard::new(number).unwrap()
}

fn agent_record(number: u8) -> Agent {
    Agent { instance_uid: agent(number).to_bytes(), sequence_num: 7, ..Agent::default() }
}

/// Registers a member for a minute.
async fn join(records: &Records<Embedded>, id: MemberId) -> LeaseId {
    let lease = records.grant(Duration::from_secs(60)).await.unwrap();
    let member = Member { id: id.to_bytes(), ..Member::default() };
    records.put_member(&member, lease, Guard::Absent).await.unwrap();
    lease
}

/// Registers a member and claims shards that nobody had.
async fn own(records: &Records<Embedded>, id: MemberId, shards: &[u32]) -> Revision {
    join(records, id).await;
    let shards: Vec<_> = shards.iter().map(|number| (shard(*number), None)).collect();
    records.claim(id, None, &shards).await.unwrap()
}
