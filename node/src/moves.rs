//! Planned moves: the workers' part, and the hand-off to the successor.

use std::collections::BTreeSet;

use fleet::link::{Claim, checkpoint_to_bytes};
use fleet::ownership::MoveOutcome;
use fleet::shards::Handoff;
use fleet::{MemberId, Shard};
use proto::route::v1 as pb;
use proto::route::v1::route_client::RouteClient;
use store::{Records, Store, StoreError};
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;
use tonic::transport::Channel;

use crate::worker::{Input, Workers, pb_epoch};

/// What one worker hands over: its shards of the move, with their polling agents.
pub(crate) type Handed = Vec<(Claim, Vec<Handoff>)>;

/// One worker's shards of a move, on their way out.
#[derive(Debug)]
pub(crate) struct Leaving {
    claims: Vec<Claim>,
    waiting: BTreeSet<Claim>,
    reply: oneshot::Sender<Handed>,
}

impl Leaving {
    pub(crate) fn new(claims: &[Claim], reply: oneshot::Sender<Handed>) -> Self {
        Self { claims: claims.to_vec(), waiting: claims.iter().copied().collect(), reply }
    }

    pub(crate) fn has(&self, shard: Shard) -> bool {
        self.claims.iter().any(|claim| claim.shard == shard)
    }

    pub(crate) fn is_of(&self, claims: &[Claim]) -> bool {
        claims.iter().any(|claim| self.claims.contains(claim))
    }

    pub(crate) fn claims(&self) -> Vec<Claim> {
        self.claims.clone()
    }

    pub(crate) fn flushed(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Whether one of its shards still owes something.
    pub(crate) fn owes(&self, owed: impl Fn(&Claim) -> bool) -> bool {
        self.claims.iter().any(owed)
    }

    /// A shard is flushed; whether it was the last.
    pub(crate) fn on_flushed(&mut self, claim: Claim) -> bool {
        self.waiting.remove(&claim);
        self.flushed()
    }

    /// Everything is written: the successor may have it.
    pub(crate) fn hand_over(self, handoff: impl FnMut(Claim) -> (Claim, Vec<Handoff>)) {
        // A move that was given up needs no answer.
        let _given_up = self.reply.send(self.claims.into_iter().map(handoff).collect());
    }
}

/// One planned move.
pub(crate) struct Move {
    pub(crate) me: MemberId,
    pub(crate) successor: MemberId,
    pub(crate) claims: Vec<Claim>,
    pub(crate) channel: Channel,
    pub(crate) workers: Workers,
    /// Cancelled when the move is not wanted any more; before the transaction it ends it.
    pub(crate) abort: CancellationToken,
}

impl Move {
    /// Flushes, hands off and writes. Any failure before the write leaves the shards where they were.
    pub(crate) async fn run<S: Store>(self, records: &Records<S>) -> MoveOutcome {
        let prepared = self.abort.run_until_cancelled(self.prepare()).await;
        match prepared {
            Some(Ok(())) => commit(records, self.me, self.successor, &self.claims).await,
            Some(Err(error)) => {
                tracing::warn!(successor = %self.successor, %error, "a planned move failed");
                MoveOutcome::Failed
            }
            None => MoveOutcome::Failed,
        }
    }

    async fn prepare(&self) -> Result<(), tonic::Status> {
        let mut shards = Vec::new();
        let mut parts = Vec::new();
        for (worker, claims) in self.workers.split(&self.claims) {
            let (reply, handed) = oneshot::channel();
            worker.send(Input::BeginMove(claims, reply)).await;
            parts.push(handed);
        }
        for handed in parts {
            let handed =
                handed.await.map_err(|_| tonic::Status::aborted("a shard was lost meanwhile"))?;
            shards.extend(handed.into_iter().map(to_pb));
        }
        let (from, to) = (self.me.to_bytes(), self.successor.to_bytes());
        let request = pb::HandoffRequest { shards, from, to };
        let mut client = RouteClient::new(self.channel.clone());
        let reply = client.handoff(request).await?.into_inner();
        if reply.accepted { Ok(()) } else { Err(tonic::Status::aborted("refused")) }
    }
}

/// Writes the new owner of the shards, in one transaction.
pub(crate) async fn commit<S: Store>(
    records: &Records<S>,
    me: MemberId,
    successor: MemberId,
    claims: &[Claim],
) -> MoveOutcome {
    let shards: Vec<_> = claims.iter().map(|c| (c.shard, c.epoch.revision)).collect();
    match records.move_shards(me, successor, &shards).await {
        Ok(revision) => MoveOutcome::Committed(revision),
        Err(StoreError::Conflict(revision)) => MoveOutcome::Conflict(revision),
        Err(StoreError::TooLarge(_) | StoreError::Corrupt { .. } | StoreError::LeaseEnded) => {
            MoveOutcome::Failed
        }
        Err(StoreError::Unavailable(_)) => MoveOutcome::Unavailable,
    }
}

fn to_pb((claim, agents): (Claim, Vec<Handoff>)) -> pb::HandoffShard {
    let ms = |d: std::time::Duration| u32::try_from(d.as_millis()).unwrap_or(u32::MAX);
    let agent = |handoff: Handoff| pb::HandoffAgent {
        instance_uid: handoff.agent.to_bytes(),
        checkpoint: checkpoint_to_bytes(&handoff.checkpoint),
        silent_ms: ms(handoff.silent),
        poll_ms: ms(handoff.every),
    };
    pb::HandoffShard {
        shard: claim.shard.number().into(),
        epoch: Some(pb_epoch(claim)),
        agents: agents.into_iter().map(agent).collect(),
    }
}
