//! From a command's record to what a caller reads.

use fleet::{AgentId, MemberId, Revision};
use proto::control::v1::{self as control, CommandReceipt};
use proto::record::v1::{Command, CommandState};
use store::Store;
use uuid::Uuid;

use crate::api::{Api, timestamp};

impl<S: Store> Api<S> {
    /// The receipt of a command as of now.
    pub(super) fn receipt(&self, command: &Command, revision: Revision) -> CommandReceipt {
        let agent = AgentId::try_from(&command.instance_uid[..]).unwrap_or(AgentId::new([0; 16]));
        let restarted = self
            .view
            .read(|state| state.index.get(agent).map(fleet::index::Entry::start_time_unix_nano));
        let state = state_now(command, self.now_ms(), restarted.unwrap_or_default());
        let member = |bytes: &[u8]| MemberId::try_from(bytes).map(|id| id.to_string());
        let owner = member(&command.owner).map(|node| control::Owner {
            node,
            gateway: member(&command.gateway).unwrap_or_default(),
            shard: self.shard(agent).number().into(),
            epoch: Some(control::Epoch {
                generation: command.epoch_generation,
                revision: command.epoch_revision,
            }),
        });
        CommandReceipt {
            id: Uuid::from_slice(&command.id).unwrap_or_default().to_string(),
            instance_uid: agent.to_string(),
            state: wire(state).into(),
            reason: command.reason.clone(),
            owner: owner.ok(),
            created: timestamp(command.created_unix_ms),
            written: timestamp(command.written_unix_ms),
            actor: command.actor.clone(),
            revision: revision.0,
        }
    }
}

/// The state a record has by now: time and the agent's own reports say more than what was written.
pub(super) fn state_now(command: &Command, now_ms: i64, started: u64) -> CommandState {
    let expired = now_ms > command.expires_unix_ms;
    let before = command.start_time_unix_nano;
    match command.state() {
        // It was recorded and never sent.
        CommandState::Accepted if expired => CommandState::Expired,
        // Whoever sent it died before it knew.
        CommandState::Dispatched if expired => CommandState::Unknown,
        // Without a start time from before there is nothing to compare with.
        CommandState::Written if before != 0 && started > before => CommandState::Observed,
        state @ (CommandState::Unspecified
        | CommandState::Accepted
        | CommandState::Dispatched
        | CommandState::Written
        | CommandState::Observed
        | CommandState::NotDelivered
        | CommandState::Expired
        | CommandState::Unknown) => state,
    }
}

const fn wire(state: CommandState) -> control::CommandState {
    match state {
        CommandState::Unspecified => control::CommandState::Unspecified,
        CommandState::Accepted => control::CommandState::Accepted,
        CommandState::Dispatched => control::CommandState::Dispatched,
        CommandState::Written => control::CommandState::Written,
        CommandState::Observed => control::CommandState::Observed,
        CommandState::NotDelivered => control::CommandState::NotDelivered,
        CommandState::Expired => control::CommandState::Expired,
        CommandState::Unknown => control::CommandState::Unknown,
    }
}

#[cfg(test)]
mod tests;
