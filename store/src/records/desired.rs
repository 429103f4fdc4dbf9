//! `desired/{shard}/{uid}`: what only this agent should have. Written by control-api, followed by
//! nodes.

use fleet::{AgentId, Revision, Shard};
use proto::record::v1::Desired;

use super::follow::{Follow, follow};
use super::{Records, Rows, key};
use crate::contract::{Guard, Key, Store, StoreError};

impl<S: Store> Records<S> {
    /// One agent's row.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], [`StoreError::Unavailable`].
    pub async fn get_desired(
        &self,
        shard: Shard,
        agent: AgentId,
    ) -> Result<Option<(Desired, Revision)>, StoreError> {
        self.read(&key::desired(shard, agent)).await
    }

    /// Writes one agent's row.
    ///
    /// # Errors
    /// [`StoreError::Conflict`], [`StoreError::TooLarge`], [`StoreError::Unavailable`].
    pub async fn put_desired(
        &self,
        shard: Shard,
        agent: AgentId,
        desired: &Desired,
        guard: Guard,
    ) -> Result<Revision, StoreError> {
        self.write(key::desired(shard, agent), desired, guard).await
    }

    /// Removes one agent's row.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn delete_desired(
        &self,
        shard: Shard,
        agent: AgentId,
    ) -> Result<Revision, StoreError> {
        self.remove(key::desired(shard, agent), Guard::Any).await
    }

    /// The rows of one shard.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn list_desired_of(
        &self,
        shard: Shard,
    ) -> Result<Rows<(Shard, AgentId), Desired>, StoreError> {
        self.all(&key::desired_of(shard), key::parse_desired).await
    }

    /// Follows every row.
    pub fn follow_desired(&self) -> Follow<(Shard, AgentId), Desired> {
        follow(self.store.clone(), Key::from(key::DESIRED), key::parse_desired)
    }
}
