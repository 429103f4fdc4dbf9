//! `alias/{shard}/{new uid}`: orders that an agent takes another uid.

use bytes::Bytes;
use fleet::{AgentId, Revision, Shard};
use prost::Message;
use proto::record::v1::{Alias, Desired};

use super::follow::{Follow, follow};
use super::{Records, Rows, key};
use crate::contract::{Guard, Key, Store, StoreError, Txn, Write};

/// A uid and the shard it is in.
pub type Placed = (Shard, AgentId);

impl<S: Store> Records<S> {
    /// Writes an order together with what the agent should have under its new uid: the desired row of its old one, as
    /// it was at a revision.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the new uid has a row already or the old one's changed,
    /// [`StoreError::Unavailable`].
    pub async fn put_alias(
        &self,
        new: Placed,
        alias: &Alias,
        desired: Option<(Placed, &Desired, Revision)>,
    ) -> Result<Revision, StoreError> {
        let at = key::alias(new.0, new.1);
        let mut txn = Txn::one(Guard::Absent, Write::Put(at, encode(alias), None));
        if let Some(((shard, old), row, seen)) = desired {
            let copy = key::desired(new.0, new.1);
            txn.guards.push((key::desired(shard, old), Guard::At(seen)));
            txn.guards.push((copy.clone(), Guard::Absent));
            txn.writes.push(Write::Put(copy, encode(row), None));
        }
        self.store.commit(txn).await
    }

    /// Ends an order.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn delete_alias(&self, (shard, new): Placed) -> Result<Revision, StoreError> {
        self.remove(key::alias(shard, new), Guard::Any).await
    }

    /// Every order.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn list_aliases(&self) -> Result<Rows<Placed, Alias>, StoreError> {
        self.all(&Key::from(key::ALIASES), key::parse_alias).await
    }

    /// Follows every order.
    pub fn follow_aliases(&self) -> Follow<Placed, Alias> {
        follow(self.store.clone(), Key::from(key::ALIASES), key::parse_alias)
    }
}

fn encode(message: &impl Message) -> Bytes {
    message.encode_to_vec().into()
}
