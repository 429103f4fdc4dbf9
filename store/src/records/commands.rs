//! `commands/{uid}/{id}`: what was asked of an agent once, and what became of it.

use fleet::{AgentId, Revision};
use proto::record::v1::Command;
use uuid::Uuid;

use super::{Records, Row, key};
use crate::contract::{Guard, Store, StoreError};

impl<S: Store> Records<S> {
    /// Writes a command under its agent and id.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when one of its ids is not one, [`StoreError::Conflict`],
    /// [`StoreError::Unavailable`].
    pub async fn put_command(
        &self,
        command: &Command,
        guard: Guard,
    ) -> Result<Revision, StoreError> {
        let agent = AgentId::from_wire(&command.instance_uid).map_err(|e| invalid(&e))?;
        let id = Uuid::from_slice(&command.id).map_err(|e| invalid(&e))?;
        self.write(key::command(agent, id), command, guard).await
    }

    /// One command.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], [`StoreError::Unavailable`].
    pub async fn get_command(
        &self,
        agent: AgentId,
        id: Uuid,
    ) -> Result<Option<(Command, Revision)>, StoreError> {
        self.read(&key::command(agent, id)).await
    }

    /// An agent's commands, newest first (their ids are ordered by time), at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn list_commands(
        &self,
        agent: AgentId,
        limit: usize,
    ) -> Result<Vec<Row<Uuid, Command>>, StoreError> {
        let mut found = self.all(&key::commands_of(agent), key::parse_command).await?.items;
        found.reverse();
        found.truncate(limit);
        Ok(found)
    }
}

fn invalid(error: &dyn std::error::Error) -> StoreError {
    StoreError::Corrupt { key: "commands/".to_owned(), why: error.to_string() }
}
