//! `members/{id}`: who is running, on a lease.

use std::time::Duration;

use bytes::Bytes;
use fleet::{MemberId, Revision};
use prost::Message;
use proto::record::v1::{Member, MemberState};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::follow::{Follow, follow};
use super::{Records, Rows, key};
use crate::contract::{Guard, Key, LeaseId, Store, StoreError, Txn, Write};

/// A member to keep registered.
#[derive(Debug)]
pub struct Keep {
    /// What to register; `state` is taken from `states`.
    pub member: Member,
    /// How long others wait for a renewal before the member counts as dead.
    pub ttl: Duration,
    /// The member's state; a change is written at once.
    pub states: watch::Receiver<MemberState>,
    /// Ends it: the lease is revoked.
    pub stop: CancellationToken,
}

impl<S: Store> Records<S> {
    /// Registers a member on a lease.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when its id is not one, [`StoreError::Conflict`],
    /// [`StoreError::LeaseEnded`], [`StoreError::Unavailable`].
    pub async fn put_member(
        &self,
        member: &Member,
        lease: LeaseId,
        guard: Guard,
    ) -> Result<Revision, StoreError> {
        let id = MemberId::try_from(member.id.as_ref()).map_err(|error| StoreError::Corrupt {
            key: key::MEMBERS.to_owned(),
            why: error.to_string(),
        })?;
        let value = Bytes::from(member.encode_to_vec());
        let write = Write::Put(key::member(id), value, Some(lease));
        self.store.commit(Txn::one(guard, write)).await
    }

    /// Removes a member before its lease ends.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn delete_member(&self, id: MemberId) -> Result<Revision, StoreError> {
        self.remove(key::member(id), Guard::Any).await
    }

    /// One member.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], [`StoreError::Unavailable`].
    pub async fn get_member(&self, id: MemberId) -> Result<Option<(Member, Revision)>, StoreError> {
        self.read(&key::member(id)).await
    }

    /// Every member.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn list_members(&self) -> Result<Rows<MemberId, Member>, StoreError> {
        self.all(&Key::from(key::MEMBERS), key::parse_member).await
    }

    /// Follows every member.
    pub fn follow_members(&self) -> Follow<MemberId, Member> {
        follow(self.store.clone(), Key::from(key::MEMBERS), key::parse_member)
    }

    /// Keeps a member registered until it is stopped, whatever the store does meanwhile: renews
    /// every fifth of the TTL, registers again when the lease ended, writes each change of state.
    ///
    /// # Errors
    /// What no later attempt can change: [`StoreError::Corrupt`] or [`StoreError::TooLarge`].
    pub async fn keep_member(&self, mut keep: Keep) -> Result<(), StoreError> {
        let pause = keep.ttl / 5;
        let mut lease = None;
        let mut written = None;
        loop {
            let state = *keep.states.borrow_and_update();
            let step = self.keep_step(&mut lease, &mut written, &keep, state);
            let step = tokio::select! {
                biased;
                () = keep.stop.cancelled() => break,
                // A store that hangs must leave time for another try before the lease ends.
                step = timeout(keep.ttl / 3, step) => step.unwrap_or_else(|_| {
                    Err(StoreError::Unavailable("no answer in a third of the TTL".to_owned()))
                }),
            };
            match step {
                Ok(()) => {}
                Err(StoreError::LeaseEnded) => {
                    tracing::warn!("the member's lease ended, registering again");
                    lease = None;
                    written = None;
                    continue;
                }
                Err(error @ (StoreError::Corrupt { .. } | StoreError::TooLarge(_))) => {
                    return Err(error);
                }
                Err(error @ (StoreError::Unavailable(_) | StoreError::Conflict(_))) => {
                    tracing::warn!(%error, "cannot renew the member, trying again");
                }
            }
            tokio::select! {
                biased;
                () = keep.stop.cancelled() => break,
                Ok(()) = keep.states.changed() => {}
                () = sleep(pause) => {}
            }
        }
        if let Some(lease) = lease {
            // Best effort: without it the lease ends by itself.
            let _ = timeout(keep.ttl, self.revoke(lease)).await;
        }
        Ok(())
    }

    /// Renews or registers, and writes the state when it is new.
    async fn keep_step(
        &self,
        lease: &mut Option<LeaseId>,
        written: &mut Option<MemberState>,
        keep: &Keep,
        state: MemberState,
    ) -> Result<(), StoreError> {
        let id = match *lease {
            Some(id) => {
                self.renew(id).await?;
                id
            }
            None => *lease.insert(self.grant(keep.ttl).await?),
        };
        if *written != Some(state) {
            let member = Member { state: state.into(), ..keep.member.clone() };
            self.put_member(&member, id, Guard::Any).await?;
            *written = Some(state);
        }
        Ok(())
    }
}
