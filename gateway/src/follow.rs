//! Members and shards as the store has them, turned into links and routes.

use std::collections::HashSet;
use std::sync::Arc;

use fleet::topology::Route;
use fleet::{Epoch, MemberId, Revision, Shard};
use futures::StreamExt;
use proto::record::v1::{Member, Role, ShardOwner};
use store::{Change, Records, Store};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::links::Links;

/// Keeps a link to every node that is a member. `registered` is cancelled once this gateway is seen among the members.
pub(crate) async fn members<S: Store>(
    records: Arc<Records<S>>,
    links: Arc<Links>,
    me: MemberId,
    registered: CancellationToken,
    halt: CancellationToken,
) {
    let mut changes = records.follow_members();
    let put = |id: MemberId, member: &Member| {
        if id == me {
            registered.cancel();
        }
        if member.role() == Role::Node && !member.address.is_empty() {
            links.add(id, &member.address);
        }
    };
    loop {
        let change = tokio::select! { biased;
            () = halt.cancelled() => return,
            change = changes.next() => change,
        };
        match change {
            Some(Change::Reset(rows, _)) => {
                let there: HashSet<_> = rows.iter().map(|(id, ..)| *id).collect();
                let gone = links.nodes().into_iter().filter(|node| !there.contains(node));
                gone.for_each(|node| links.remove(node));
                rows.iter().for_each(|(id, member, _)| put(*id, member));
            }
            Some(Change::Put(id, member, _)) => put(id, &member),
            Some(Change::Delete(id, _)) => {
                info!(member = %id, "a member is gone");
                links.remove(id);
            }
            Some(Change::Progress(_)) => {}
            None => return,
        }
    }
}

/// Keeps the routes. `known` is cancelled once every shard has been read for the first time.
pub(crate) async fn shards<S: Store>(
    records: Arc<Records<S>>,
    links: Arc<Links>,
    generation: u64,
    known: CancellationToken,
    halt: CancellationToken,
) {
    let mut changes = records.follow_shards();
    let put = |shard: Shard, owner: &ShardOwner, revision: Revision| match MemberId::try_from(
        &owner.owner[..],
    ) {
        Ok(owner) => {
            let epoch = Epoch { generation, revision };
            links.moved(shard, Route { owner, epoch });
        }
        Err(error) => warn!(%shard, %error, "a shard's owner is unreadable"),
    };
    loop {
        let change = tokio::select! { biased;
            () = halt.cancelled() => return,
            change = changes.next() => change,
        };
        match change {
            Some(Change::Reset(rows, _)) => {
                rows.iter().for_each(|(shard, owner, revision)| put(*shard, owner, *revision));
                known.cancel();
            }
            Some(Change::Put(shard, owner, revision)) => put(shard, &owner, revision),
            // A shard's key is never deleted while the cluster lives.
            Some(Change::Delete(shard, _)) => warn!(%shard, "a shard's key is gone"),
            Some(Change::Progress(_)) => {}
            None => return,
        }
    }
}
