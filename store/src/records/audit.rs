//! `audit/{time}/{id}`: who did what. Appended, never changed.

use fleet::Revision;
use proto::record::v1::Audit;
use uuid::Uuid;

use super::{Records, Rows, key};
use crate::contract::{Guard, Key, Page, Store, StoreError};

impl<S: Store> Records<S> {
    /// Appends an entry; `id` makes it the only one of its millisecond.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when this id is already there, [`StoreError::Unavailable`].
    pub async fn append_audit(&self, entry: &Audit, id: Uuid) -> Result<Revision, StoreError> {
        self.write(key::audit(entry.at_unix_ms, id), entry, Guard::Absent).await
    }

    /// Entries from a moment on (milliseconds since the Unix epoch), oldest first. `limit` 0 means
    /// 1,000.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn list_audit(
        &self,
        from_unix_ms: i64,
        limit: usize,
    ) -> Result<Rows<Uuid, Audit>, StoreError> {
        let page = Page { after: Some(key::before_audit(from_unix_ms)), limit, at: None };
        self.page(&Key::from(key::AUDIT), page, key::parse_audit).await
    }
}
