//! `assignments/{name}`: which agents get what.

use fleet::Revision;
use proto::record::v1::Assignment;

use super::follow::{Follow, follow};
use super::{Records, Rows, key};
use crate::contract::{Guard, Key, Store, StoreError};

impl<S: Store> Records<S> {
    /// Writes an assignment under its name.
    ///
    /// # Errors
    /// [`StoreError::Conflict`], [`StoreError::TooLarge`], [`StoreError::Unavailable`].
    pub async fn put_assignment(
        &self,
        assignment: &Assignment,
        guard: Guard,
    ) -> Result<Revision, StoreError> {
        self.write(key::assignment(&assignment.name), assignment, guard).await
    }

    /// One assignment.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], [`StoreError::Unavailable`].
    pub async fn get_assignment(
        &self,
        name: &str,
    ) -> Result<Option<(Assignment, Revision)>, StoreError> {
        self.read(&key::assignment(name)).await
    }

    /// Removes an assignment.
    ///
    /// # Errors
    /// [`StoreError::Conflict`], [`StoreError::Unavailable`].
    pub async fn delete_assignment(
        &self,
        name: &str,
        guard: Guard,
    ) -> Result<Revision, StoreError> {
        self.remove(key::assignment(name), guard).await
    }

    /// Every assignment.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn list_assignments(&self) -> Result<Rows<String, Assignment>, StoreError> {
        self.all(&Key::from(key::ASSIGNMENTS), key::parse_assignment).await
    }

    /// Follows every assignment.
    pub fn follow_assignments(&self) -> Follow<String, Assignment> {
        follow(self.store.clone(), Key::from(key::ASSIGNMENTS), key::parse_assignment)
    }
}
