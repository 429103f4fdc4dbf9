//! `agents/{shard}/{uid}`: what agents reported, written by their owners only.

use std::collections::BTreeSet;

use bytes::Bytes;
use fleet::{AgentId, MemberId, Revision, Shard};
use prost::Message;
use proto::record::v1::Agent;

use super::follow::{Follow, follow};
use super::{Records, Rows, key};
use crate::contract::{
    Guard, Key, Page, Store, StoreError, TXN_BYTES_MAX, TXN_OPS_MAX, Txn, Write,
};

/// A record to write: its shard, the revision of my claim of that shard, the record.
pub type AgentWrite = (Shard, Revision, Agent);

/// One record, encoded, with its place in the caller's list.
#[derive(Clone)]
struct Encoded {
    index: usize,
    shard: Shard,
    epoch: Revision,
    key: Key,
    value: Bytes,
}

impl<S: Store> Records<S> {
    /// Writes records as the owner of their shards, in as few transactions as fit. Each is fenced:
    /// I am a member and hold each shard at the epoch I name. A batch that is refused is halved, so
    /// that a shard that moved or a record that is too large fails alone. Answers in the order of
    /// `items`.
    pub async fn put_agents(
        &self,
        me: MemberId,
        items: &[AgentWrite],
    ) -> Vec<Result<Revision, StoreError>> {
        let mut answers: Vec<_> = items.iter().map(|(_, _, agent)| unwritten(agent)).collect();
        let mut encoded = Vec::with_capacity(items.len());
        for (index, (shard, epoch, agent)) in items.iter().enumerate() {
            match AgentId::from_wire(&agent.instance_uid) {
                Ok(id) => encoded.push(Encoded {
                    index,
                    shard: *shard,
                    epoch: *epoch,
                    key: key::agent(*shard, id),
                    value: Bytes::from(agent.encode_to_vec()),
                }),
                Err(error) => {
                    answers[index] = Err(StoreError::Corrupt {
                        key: key::agents_of(*shard).to_string(),
                        why: error.to_string(),
                    });
                }
            }
        }
        // Last batch on top; the order of one agent's records is kept.
        let mut batches = batches(encoded);
        batches.reverse();
        while let Some(batch) = batches.pop() {
            let result = self.store.commit(fenced(me, &batch)).await;
            match result {
                Err(StoreError::Conflict(_) | StoreError::TooLarge(_)) if batch.len() > 1 => {
                    if !self.is_member(me).await {
                        // No half of it can succeed.
                        answer(&mut answers, &batch, &result);
                        continue;
                    }
                    let (first, second) = batch.split_at(batch.len() / 2);
                    batches.push(second.to_vec());
                    batches.push(first.to_vec());
                }
                result => answer(&mut answers, &batch, &result),
            }
        }
        answers
    }

    /// Whether I am registered; when the store does not say, yes: the next write will find out.
    async fn is_member(&self, me: MemberId) -> bool {
        let guards = vec![(key::member(me), Guard::Present)];
        let checked = self.store.commit(Txn { guards, writes: Vec::new() }).await;
        !matches!(checked, Err(StoreError::Conflict(_)))
    }

    /// The agents of one shard.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn list_agents_of(
        &self,
        shard: Shard,
    ) -> Result<Rows<(Shard, AgentId), Agent>, StoreError> {
        self.all(&key::agents_of(shard), key::parse_agent).await
    }

    /// One page of all agents, by shard and id. `limit` 0 means 1,000.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn list_agents(
        &self,
        after: Option<(Shard, AgentId)>,
        limit: usize,
    ) -> Result<Rows<(Shard, AgentId), Agent>, StoreError> {
        let after = after.map(|(shard, id)| key::agent(shard, id));
        let page = Page { after, limit, at: None };
        self.page(&Key::from(key::AGENTS), page, key::parse_agent).await
    }

    /// One agent.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], [`StoreError::Unavailable`].
    pub async fn get_agent(
        &self,
        shard: Shard,
        agent: AgentId,
    ) -> Result<Option<(Agent, Revision)>, StoreError> {
        self.read(&key::agent(shard, agent)).await
    }

    /// Forgets an agent.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn delete_agent(&self, shard: Shard, agent: AgentId) -> Result<Revision, StoreError> {
        self.remove(key::agent(shard, agent), Guard::Any).await
    }

    /// Follows every agent.
    pub fn follow_agents(&self) -> Follow<(Shard, AgentId), Agent> {
        follow(self.store.clone(), Key::from(key::AGENTS), key::parse_agent)
    }
}

fn unwritten(_: &Agent) -> Result<Revision, StoreError> {
    Err(StoreError::Unavailable("not written".to_owned()))
}

/// Cuts the records into transactions within the store's limits; no key twice in one.
fn batches(encoded: Vec<Encoded>) -> Vec<Vec<Encoded>> {
    let mut batches = Vec::new();
    let mut batch: Vec<Encoded> = Vec::new();
    let mut bytes = 0;
    let mut claims = BTreeSet::new();
    let mut keys = BTreeSet::new();
    for item in encoded {
        let size = item.key.0.len() + item.value.len();
        let claim = (item.shard, item.epoch);
        // One guard is the member's.
        let guards = 1 + claims.len() + usize::from(!claims.contains(&claim));
        let full = batch.len() == TXN_OPS_MAX
            || guards > TXN_OPS_MAX
            || bytes + size > TXN_BYTES_MAX
            || keys.contains(&item.key);
        if full && !batch.is_empty() {
            batches.push(std::mem::take(&mut batch));
            bytes = 0;
            claims.clear();
            keys.clear();
        }
        bytes += size;
        claims.insert(claim);
        keys.insert(item.key.clone());
        batch.push(item);
    }
    if !batch.is_empty() {
        batches.push(batch);
    }
    batches
}

fn fenced(me: MemberId, batch: &[Encoded]) -> Txn {
    let claims: BTreeSet<_> = batch.iter().map(|item| (item.shard, item.epoch)).collect();
    let mut guards = vec![(key::member(me), Guard::Present)];
    guards.extend(claims.iter().map(|(shard, epoch)| (key::shard(*shard), Guard::At(*epoch))));
    let writes =
        batch.iter().map(|item| Write::Put(item.key.clone(), item.value.clone(), None)).collect();
    Txn { guards, writes }
}

fn answer(
    answers: &mut [Result<Revision, StoreError>],
    batch: &[Encoded],
    result: &Result<Revision, StoreError>,
) {
    for item in batch {
        if let Some(slot) = answers.get_mut(item.index) {
            slot.clone_from(result);
        }
    }
}
