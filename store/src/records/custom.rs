//! `custom/{name}`: the custom capabilities this server lists.

use fleet::Revision;
use proto::record::v1::CustomCapability;

use super::follow::{Follow, follow};
use super::{Records, Rows, key};
use crate::contract::{Guard, Key, Store, StoreError};

impl<S: Store> Records<S> {
    /// Writes a capability under its name.
    ///
    /// # Errors
    /// [`StoreError::Conflict`], [`StoreError::Unavailable`].
    pub async fn put_custom(
        &self,
        row: &CustomCapability,
        guard: Guard,
    ) -> Result<Revision, StoreError> {
        self.write(key::custom(&row.name), row, guard).await
    }

    /// One capability.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], [`StoreError::Unavailable`].
    pub async fn get_custom(
        &self,
        name: &str,
    ) -> Result<Option<(CustomCapability, Revision)>, StoreError> {
        self.read(&key::custom(name)).await
    }

    /// Removes a capability.
    ///
    /// # Errors
    /// [`StoreError::Conflict`], [`StoreError::Unavailable`].
    pub async fn delete_custom(&self, name: &str, guard: Guard) -> Result<Revision, StoreError> {
        self.remove(key::custom(name), guard).await
    }

    /// Every capability, by name.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn list_custom(&self) -> Result<Rows<String, CustomCapability>, StoreError> {
        self.all(&Key::from(key::CUSTOM), key::parse_custom).await
    }

    /// Follows every capability.
    pub fn follow_custom(&self) -> Follow<String, CustomCapability> {
        follow(self.store.clone(), Key::from(key::CUSTOM), key::parse_custom)
    }
}
