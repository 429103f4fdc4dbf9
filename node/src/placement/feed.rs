//! Members and shards as the store's watches tell them, put together.

use std::collections::BTreeMap;
use std::sync::Arc;

use fleet::ownership::Change;
use fleet::{MemberId, Revision, Shard};
use futures::stream::{BoxStream, select};
use futures::{FutureExt, StreamExt};
use proto::record::v1 as record;
use store::{Change as Row, Records, Store};
use tokio::sync::Notify;

use super::member_of;

/// Changes decided on together.
const BATCH_LEN_MAX: usize = 512;

enum Either {
    Member(Row<MemberId, record::Member>),
    Shard(Row<Shard, record::ShardOwner>),
}

/// Both watches, and how far each has come.
pub(super) struct Feed {
    rows: BoxStream<'static, Vec<Either>>,
    seen: [Option<Revision>; 2],
    askers: [Arc<Notify>; 2],
}

impl Feed {
    pub(super) fn new<S: Store>(records: &Records<S>) -> Self {
        let (members, shards) = (records.follow_members(), records.follow_shards());
        let askers = [members.asker(), shards.asker()];
        let rows = select(members.map(Either::Member), shards.map(Either::Shard));
        Self { rows: rows.ready_chunks(BATCH_LEN_MAX).boxed(), seen: [None; 2], askers }
    }

    pub(super) fn ask_progress(&self) {
        for asker in &self.askers {
            asker.notify_one();
        }
    }

    /// The next changes. Cancel-safe: what was taken from the stream is returned at once.
    pub(super) async fn next(&mut self) -> Vec<Change> {
        // The streams end with the store, that is with the process.
        let rows = self.rows.next().map(Option::unwrap_or_default).await;
        let mut changes = Vec::with_capacity(rows.len() + 1);
        for row in rows {
            match row {
                Either::Member(row) => self.member(row, &mut changes),
                Either::Shard(row) => self.shard(row, &mut changes),
            }
        }
        if let [Some(members), Some(shards)] = self.seen {
            changes.push(Change::Reached(members.min(shards)));
        }
        changes
    }

    fn member(&mut self, row: Row<MemberId, record::Member>, changes: &mut Vec<Change>) {
        let revision = match row {
            Row::Reset(rows, revision) => {
                let known = |(id, row, _): (MemberId, record::Member, Revision)| {
                    member_of(&row).map(|member| (id, member))
                };
                let members: BTreeMap<_, _> = rows.into_iter().filter_map(known).collect();
                changes.push(Change::Members(members, revision));
                revision
            }
            Row::Put(id, row, revision) => {
                changes.extend(member_of(&row).map(|member| Change::MemberPut(id, member)));
                revision
            }
            Row::Delete(id, revision) => {
                changes.push(Change::MemberDeleted(id));
                revision
            }
            Row::Progress(revision) => revision,
        };
        self.seen[0] = self.seen[0].max(Some(revision));
    }

    fn shard(&mut self, row: Row<Shard, record::ShardOwner>, changes: &mut Vec<Change>) {
        let owner = |row: &record::ShardOwner| MemberId::try_from(&row.owner[..]).ok();
        let revision = match row {
            Row::Reset(rows, revision) => {
                changes.extend(rows.iter().filter_map(|(shard, row, at)| {
                    owner(row).map(|owner| Change::ShardPut(*shard, owner, *at))
                }));
                revision
            }
            Row::Put(shard, row, revision) => {
                changes.extend(owner(&row).map(|owner| Change::ShardPut(shard, owner, revision)));
                revision
            }
            // A shard's key is never deleted; if somebody did, the last owner stays the last owner.
            Row::Delete(_, revision) | Row::Progress(revision) => revision,
        };
        self.seen[1] = self.seen[1].max(Some(revision));
    }
}
