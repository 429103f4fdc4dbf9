//! `AssignInstanceUid`: an agent goes on under another uid, with everything it has.
//!
//! The order is a row. Nodes follow it and tell the agent as long as it stands; once the agent is seen under its new
//! uid, what is left of the old one is removed, by whichever replica sees it.

use std::sync::Arc;
use std::time::Duration;

use fleet::{AgentId, Revision};
use proto::control::v1::{AssignInstanceUidRequest, AssignInstanceUidResponse};
use proto::record::v1::{self as record, Alias};
use proto::route::v1::Forget;
use proto::route::v1::deliver_request::Instruction;
use store::{Store, StoreError};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::api::{Api, agent_id};
use crate::operators::Actor;
use crate::refusal::Refusal;
use crate::view::changed_or;

const ASSIGN: &str = "/drover.control.v1.AgentService/AssignInstanceUid";
/// How long an order stands. An agent that has not obeyed by then keeps its uid.
const STANDS: Duration = Duration::from_secs(60 * 60);
/// How often orders are looked at although nothing changed, and the pause between two looks.
const LOOK_EVERY: Duration = Duration::from_secs(5);
const LOOK_REST: Duration = Duration::from_millis(100);

impl<S: Store> Api<S> {
    pub(super) async fn assign_uid(
        &self,
        actor: &Actor,
        request: &AssignInstanceUidRequest,
    ) -> Result<AssignInstanceUidResponse, Refusal> {
        let old = agent_id(&request.instance_uid)?;
        let asked = match request.new_instance_uid.as_str() {
            "" => None,
            text => Some(agent_id(text).map_err(|_| {
                Refusal::invalid("new_instance_uid", fleet::id::InvalidId.to_string())
            })?),
        };
        self.check_known(old).await?;
        let answer = |new: AgentId, revision: Revision| AssignInstanceUidResponse {
            new_instance_uid: new.to_string(),
            revision: revision.0,
        };
        let standing = self.records.list_aliases().await?.items;
        let of_old = standing.iter().find(|(_, row, _)| row.old_instance_uid == old.to_bytes());
        if let Some(((_, new), _, revision)) = of_old {
            if asked.is_none_or(|asked| asked == *new) {
                return Ok(answer(*new, *revision));
            }
            return Err(Refusal::UidTaken(old, *new));
        }
        let new = match asked {
            Some(new) => new,
            None => {
                AgentId::try_from(&Uuid::now_v7().as_bytes()[..]).map_err(|_| Refusal::Internal)?
            }
        };
        if new == old || self.check_known(new).await.is_ok() {
            return Err(Refusal::UidTaken(old, new));
        }
        let now = self.now_ms();
        let alias = Alias {
            schema: 1,
            old_instance_uid: old.to_bytes(),
            record: Some(self.reported_by(old).await?),
            created_unix_ms: now,
            expires_unix_ms: now.saturating_add(i64::try_from(STANDS.as_millis()).unwrap_or(0)),
            actor: actor.0.to_string(),
        };
        let action = async {
            let placed = |agent| (self.shard(agent), agent);
            let row = self.records.get_desired(self.shard(old), old).await?;
            let desired = row.as_ref().map(|(row, seen)| (placed(old), row, *seen));
            match self.records.put_alias(placed(new), &alias, desired).await {
                Ok(revision) => Ok(((), revision)),
                Err(StoreError::Conflict(_)) => {
                    Err(Refusal::Aborted(format!("what agent {old} should have just changed")))
                }
                Err(error) => Err(error.into()),
            }
        };
        let target = format!("agents/{old} to agents/{new}");
        let ((), revision) = self.audited(actor, ASSIGN, target, action).await?;
        Ok(answer(new, revision))
    }

    /// What an agent reported, as its owner would store it now.
    async fn reported_by(&self, agent: AgentId) -> Result<record::Agent, Refusal> {
        let asked = self.inspect(agent).await.ok().and_then(|reply| reply.record);
        let stored = self.records.get_agent(self.shard(agent), agent).await?;
        asked.or(stored.map(|(record, _)| record)).ok_or(Refusal::AgentNotConnected(agent))
    }

    /// Removes what is left of old uids, and orders nobody obeyed. Ends with the role.
    pub(crate) async fn finish_renames(self: Arc<Self>, stop: CancellationToken) {
        let mut changes = self.view.changes();
        loop {
            changes.mark_unchanged();
            for (new, row) in self.view.read(|state| state.aliases.clone()) {
                // Tried again at the next look.
                let done = self.finish_rename(new, &row).await;
                _ = done
                    .inspect_err(|why| tracing::debug!(%new, %why, "an old uid is not removed"));
            }
            let next = changed_or(&mut changes, Instant::now() + LOOK_EVERY);
            tokio::select! {
                biased;
                () = stop.cancelled() => return,
                () = next => sleep_until(Instant::now() + LOOK_REST).await,
            }
        }
    }

    async fn finish_rename(&self, new: AgentId, row: &Alias) -> Result<(), Refusal> {
        let Ok(old) = AgentId::from_wire(&row.old_instance_uid) else { return Ok(()) };
        let (arrived, left) = self.view.read(|state| {
            let arrived = state
                .index
                .get(new)
                .is_some_and(|entry| entry.connected() || entry.observed.is_some());
            (arrived, state.index.get(old).is_some())
        });
        if arrived && left {
            self.remove_agent(old).await?;
        }
        if self.now_ms() > row.expires_unix_ms {
            if !arrived {
                self.records.delete_desired(self.shard(new), new).await?;
            }
            self.records.delete_alias((self.shard(new), new)).await?;
        }
        Ok(())
    }

    /// Removes an agent from its owner and from the store.
    pub(super) async fn remove_agent(&self, agent: AgentId) -> Result<Revision, Refusal> {
        let shard = self.shard(agent);
        // A live owner has to forget it first, or it would write the record again.
        if self.owner(agent, None).is_ok() {
            match self.instruct(agent, Instruction::Forget(Forget {})).await {
                Ok(()) | Err(Refusal::AgentNotConnected(_)) => {}
                Err(refusal) => return Err(refusal),
            }
        }
        self.records.delete_agent(shard, agent).await?;
        Ok(self.records.delete_desired(shard, agent).await?)
    }
}
