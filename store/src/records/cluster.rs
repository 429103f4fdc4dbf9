//! `cluster/meta`: written once, by whichever process comes first.

use proto::record::v1::ClusterMeta;

use super::{Records, key};
use crate::contract::{Guard, Store, StoreError};

impl<S: Store> Records<S> {
    /// The cluster's identity; `fresh` becomes it when there is none yet.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], [`StoreError::Unavailable`].
    pub async fn cluster(&self, fresh: ClusterMeta) -> Result<ClusterMeta, StoreError> {
        loop {
            if let Some((stored, _)) = self.read(&key::cluster()).await? {
                return Ok(stored);
            }
            // Somebody else may be first: then theirs counts.
            match self.write(key::cluster(), &fresh, Guard::Absent).await {
                Ok(_) => return Ok(fresh),
                Err(StoreError::Conflict(_)) => {}
                Err(error) => return Err(error),
            }
        }
    }
}
