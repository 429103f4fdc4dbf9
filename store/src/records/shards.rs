//! `shards/{0000..4095}`: who owns which shard. The mod revision of a key is the epoch.

use bytes::Bytes;
use fleet::{MemberId, Revision, Shard};
use prost::Message;
use proto::record::v1::ShardOwner;

use super::follow::{Follow, follow};
use super::{Records, Rows, key};
use crate::contract::{Guard, Key, Store, StoreError, Txn, Write};

/// Shards that one claim or move may hold.
pub const CLAIM_SHARDS_MAX: usize = 100;

impl<S: Store> Records<S> {
    /// Every shard that was ever claimed.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn list_shards(&self) -> Result<Rows<Shard, ShardOwner>, StoreError> {
        self.all(&Key::from(key::SHARDS), key::parse_shard).await
    }

    /// One shard.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], [`StoreError::Unavailable`].
    pub async fn get_shard(
        &self,
        shard: Shard,
    ) -> Result<Option<(ShardOwner, Revision)>, StoreError> {
        self.read(&key::shard(shard)).await
    }

    /// Follows every shard.
    pub fn follow_shards(&self) -> Follow<Shard, ShardOwner> {
        follow(self.store.clone(), Key::from(key::SHARDS), key::parse_shard)
    }

    /// Takes the shards of a dead owner, all in one transaction: I am a member, `old` is none, and
    /// each shard is as I saw it (`None`: never claimed). The revision is every shard's new epoch.
    ///
    /// # Errors
    /// [`StoreError::Conflict`]: one of them is not so and nothing was taken: split and retry.
    /// [`StoreError::TooLarge`] over [`CLAIM_SHARDS_MAX`]. [`StoreError::Unavailable`].
    pub async fn claim(
        &self,
        me: MemberId,
        old: Option<MemberId>,
        shards: &[(Shard, Option<Revision>)],
    ) -> Result<Revision, StoreError> {
        let mut guards = vec![(key::member(me), Guard::Present)];
        // After a restart under the same id there is no other owner to be gone.
        guards.extend(old.filter(|old| *old != me).map(|old| (key::member(old), Guard::Absent)));
        let seen =
            shards.iter().map(|(shard, seen)| (*shard, seen.map_or(Guard::Absent, Guard::At)));
        self.own(me, guards, seen).await
    }

    /// Gives my shards to a member that is there, all in one transaction. The revision is every
    /// shard's new epoch.
    ///
    /// # Errors
    /// As [`Records::claim`]; on any error but `Unavailable` the shards are where they were.
    pub async fn move_shards(
        &self,
        me: MemberId,
        successor: MemberId,
        shards: &[(Shard, Revision)],
    ) -> Result<Revision, StoreError> {
        let guards =
            vec![(key::member(me), Guard::Present), (key::member(successor), Guard::Present)];
        let seen = shards.iter().map(|(shard, seen)| (*shard, Guard::At(*seen)));
        self.own(successor, guards, seen).await
    }

    async fn own(
        &self,
        owner: MemberId,
        mut guards: Vec<(Key, Guard)>,
        shards: impl ExactSizeIterator<Item = (Shard, Guard)>,
    ) -> Result<Revision, StoreError> {
        if shards.len() > CLAIM_SHARDS_MAX {
            return Err(StoreError::TooLarge(format!(
                "{} shards in one transaction, at most {CLAIM_SHARDS_MAX}",
                shards.len()
            )));
        }
        let value = Bytes::from(ShardOwner { owner: owner.to_bytes() }.encode_to_vec());
        let mut writes = Vec::with_capacity(shards.len());
        for (shard, guard) in shards {
            guards.push((key::shard(shard), guard));
            writes.push(Write::Put(key::shard(shard), value.clone(), None));
        }
        self.store.commit(Txn { guards, writes }).await
    }
}
