//! What the placement task asks of the store and of other nodes. Each call is a future whose end is an [`Event`].

use std::sync::Arc;
use std::time::Duration;

use fleet::link::Claim;
use fleet::ownership::{ClaimId, ClaimOutcome, Keepalive, MoveId, MoveOutcome, Registered};
use fleet::{Epoch, MemberId, Revision, Shard};
use futures::FutureExt;
use proto::record::v1 as record;
use store::{Guard, Store, StoreError};
use tokio_util::sync::CancellationToken;

use super::{Event, Moving, Task};
use crate::moves::{self, Move};
use crate::worker::Input;

/// Before a call to a store that may be starting is made again.
const PAUSE: Duration = Duration::from_millis(200);

impl<S: Store> Task<S> {
    pub(super) fn member(&self, id: MemberId, state: record::MemberState) -> record::Member {
        record::Member {
            schema: 1,
            id: id.to_bytes(),
            role: record::Role::Node.into(),
            address: self.address.clone(),
            version: self.config.version.clone(),
            weight: self.config.weight,
            state: state.into(),
            started_unix_ms: i64::try_from(self.started.0).unwrap_or(i64::MAX),
        }
    }

    /// Says in the store that this node gives its shards away, as soon as the store takes it: nobody shall give it any.
    pub(super) fn say_draining(&self) {
        let (Some(me), Some(lease)) = (self.ownership.me(), self.lease) else { return };
        let records = Arc::clone(&self.records);
        let member = self.member(me, record::MemberState::Draining);
        let put = async move {
            loop {
                match records.put_member(&member, lease, Guard::Present).await {
                    Err(error) if error.retryable() => tokio::time::sleep(PAUSE).await,
                    outcome => return Event::Draining(outcome),
                }
            }
        };
        self.events.push(put.boxed());
    }

    pub(super) fn register(&self) {
        let (records, clock) = (Arc::clone(&self.records), Arc::clone(&self.clock));
        let ttl = self.config.lease_ttl;
        let id = (self.new_member)();
        let member = self.member(id, record::MemberState::Ready);
        let register = async move {
            let sent_at = clock();
            let done = async {
                let lease = records.grant(ttl).await?;
                let revision = records.put_member(&member, lease, Guard::Absent).await?;
                Ok((lease, revision))
            };
            match done.await {
                Ok((lease, revision)) => {
                    Event::Registered(lease, Registered { id, revision, sent_at, ttl })
                }
                Err(error) => {
                    tokio::time::sleep(PAUSE).await;
                    Event::NotRegistered(error)
                }
            }
        };
        self.events.push(register.boxed());
    }

    pub(super) fn keep_alive(&self) {
        let (Some(lease), Some(me)) = (self.lease, self.ownership.me()) else { return };
        let (records, clock) = (Arc::clone(&self.records), Arc::clone(&self.clock));
        let renew = async move {
            let sent_at = clock();
            let keepalive = match records.renew(lease).await {
                Ok(ttl) => Keepalive::Acknowledged { sent_at, ttl },
                Err(StoreError::LeaseEnded) => Keepalive::Ended,
                Err(error) => {
                    tracing::warn!(%error, "the lease was not renewed");
                    Keepalive::Failed
                }
            };
            Event::Keepalive(me, keepalive)
        };
        self.events.push(renew.boxed());
    }

    pub(super) fn claim(
        &self,
        id: ClaimId,
        old: Option<MemberId>,
        shards: Vec<(Shard, Option<Revision>)>,
    ) {
        let Some(me) = self.ownership.me() else { return };
        let records = Arc::clone(&self.records);
        let claim = async move {
            let outcome = match records.claim(me, old, &shards).await {
                Ok(revision) => ClaimOutcome::Claimed(revision),
                Err(StoreError::Conflict(_)) => ClaimOutcome::Conflict,
                Err(error) => {
                    tracing::warn!(%error, "a claim was not answered");
                    ClaimOutcome::Unavailable
                }
            };
            Event::Claimed(id, outcome)
        };
        self.events.push(claim.boxed());
    }

    /// The workers keep what gateways say of the shards from now on, and load them once everything written before
    /// their claims is known here.
    pub(super) async fn own(&mut self, owned: &[(Shard, Epoch)]) {
        let claims: Vec<Claim> =
            owned.iter().map(|(shard, epoch)| Claim { shard: *shard, epoch: *epoch }).collect();
        for (worker, claims) in self.workers.split(&claims) {
            worker.send(Input::Own(claims)).await;
        }
        let newest = claims.iter().map(|claim| claim.epoch.revision).max().unwrap_or_default();
        let mut catalog = self.catalog.clone();
        let caught = async move {
            catalog.wait(newest).await;
            Event::Caught(claims)
        };
        self.events.push(caught.boxed());
    }

    pub(super) fn begin(&mut self, id: MoveId, successor: MemberId, shards: &[(Shard, Epoch)]) {
        let claims: Vec<Claim> =
            shards.iter().map(|(shard, epoch)| Claim { shard: *shard, epoch: *epoch }).collect();
        let address = self.ownership.topology().member(successor).map(|m| m.address.clone());
        let (Some(me), Some(address)) = (self.ownership.me(), address) else {
            self.events.push(async move { Event::Moved(id, MoveOutcome::Failed) }.boxed());
            return;
        };
        let abort = CancellationToken::new();
        self.moves.insert(id, Moving { successor, claims: claims.clone(), abort: abort.clone() });
        let channel = (self.dial)(&address);
        let workers = self.workers.clone();
        let records = Arc::clone(&self.records);
        let plan = Move { me, successor, claims, channel, workers, abort };
        self.events.push(async move { Event::Moved(id, plan.run(&records).await) }.boxed());
    }

    pub(super) fn retry(&mut self, id: MoveId) {
        let (Some(me), Some(moving)) = (self.ownership.me(), self.moves.get(&id)) else { return };
        let records = Arc::clone(&self.records);
        let (successor, claims) = (moving.successor, moving.claims.clone());
        let commit =
            async move { Event::Moved(id, moves::commit(&records, me, successor, &claims).await) };
        self.events.push(commit.boxed());
    }
}
