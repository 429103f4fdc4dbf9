//! What the owners of shards say about their agents, laid over the records.
//!
//! The epoch decides: what an older owner says never overwrites what a newer one said, and a
//! snapshot replaces everything that was known of its shard.

use std::collections::BTreeSet;

use bytes::Bytes;
use proto::route::v1::Transport;

use super::Index;
use crate::{AgentId, Epoch, MemberId, Moment, Shard};

/// What the owner says about one agent. Never stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presence {
    /// The node that said so.
    pub owner: MemberId,
    /// Its shard.
    pub shard: Shard,
    /// Under which claim it said so.
    pub epoch: Epoch,
    /// The owner has lost the shard or its life, and no newer one has spoken yet: this is the last
    /// known state.
    pub stale: bool,
    /// Whether there is a socket, or polls arrive in time.
    pub connected: bool,
    /// The agent's last message.
    pub last_seen: Moment,
    /// When the present connection began.
    pub connected_since: Moment,
    /// The gateway that holds the socket.
    pub gateway: Option<MemberId>,
    /// How it is connected.
    pub transport: Transport,
    /// Overall health, if the agent reports it.
    pub healthy: Option<bool>,
    /// The agent's own start time, 0 if it does not report health.
    pub start_time_unix_nano: u64,
    /// The agent's address as the gateway sees it.
    pub peer_address: String,
    /// The hash of the config it was last offered, empty if none.
    pub offered_config_hash: Bytes,
    /// Remote config offers written since this owner has the agent.
    pub offers_sent: u64,
}

/// What is known of one shard.
#[derive(Debug)]
pub(super) struct ShardView {
    epoch: Epoch,
    owner: MemberId,
    stale: bool,
    /// The agents with a presence.
    agents: BTreeSet<AgentId>,
}

impl Index {
    /// Everything the owner of a shard knows, under its claim. An older claim than the one known is
    /// ignored.
    pub fn reset_presence(
        &mut self,
        shard: Shard,
        epoch: Epoch,
        owner: MemberId,
        all: impl IntoIterator<Item = (AgentId, Presence)>,
    ) {
        let known = self.shards.get(&shard);
        if known.is_some_and(|known| known.epoch > epoch) {
            return;
        }
        let mut left = known.map(|known| known.agents.clone()).unwrap_or_default();
        let mut agents = BTreeSet::new();
        for (agent, presence) in all {
            left.remove(&agent);
            agents.insert(agent);
            let presence = Presence { owner, shard, epoch, stale: false, ..presence };
            self.update(agent, |entry| entry.presence = Some(presence));
        }
        for agent in left {
            self.update(agent, |entry| entry.presence = None);
        }
        self.shards.insert(shard, ShardView { epoch, owner, stale: false, agents });
    }

    /// One change under a claim whose snapshot was applied; under any other it is ignored.
    pub fn apply_presence(&mut self, agent: AgentId, presence: Presence) {
        let Some(view) = self.current(presence.shard, presence.epoch) else { return };
        view.agents.insert(agent);
        let presence = Presence { owner: view.owner, stale: false, ..presence };
        self.update(agent, |entry| entry.presence = Some(presence));
    }

    /// The owner has forgotten the agent.
    pub fn delete_presence(&mut self, agent: AgentId, shard: Shard, epoch: Epoch) {
        let Some(view) = self.current(shard, epoch) else { return };
        if view.agents.remove(&agent) {
            self.update(agent, |entry| entry.presence = None);
        }
    }

    /// The owner gave the shard up: what it said of it is stale from now on.
    pub fn end_presence(&mut self, shard: Shard, epoch: Epoch) {
        if self.shards.get(&shard).is_some_and(|view| view.epoch == epoch) {
            self.mark_stale(shard);
        }
    }

    /// The store says that a shard has a new owner: what older ones said is stale until the new one
    /// speaks.
    pub fn claimed(&mut self, shard: Shard, epoch: Epoch) {
        if self.shards.get(&shard).is_some_and(|view| view.epoch < epoch) {
            self.mark_stale(shard);
        }
    }

    /// A node's lease has ended: what it said is stale.
    pub fn member_gone(&mut self, member: MemberId) {
        let shards = self.shards.iter().filter(|(_, view)| view.owner == member);
        let shards: Vec<_> = shards.map(|(shard, _)| *shard).collect();
        shards.into_iter().for_each(|shard| self.mark_stale(shard));
    }

    /// The claim under which the owner of a shard speaks now; `None` while nobody does. Owners
    /// speak from the moment on when they have heard every gateway, so this also says that the
    /// shard is READY.
    pub fn speaking(&self, shard: Shard) -> Option<Epoch> {
        self.shards.get(&shard).filter(|view| !view.stale).map(|view| view.epoch)
    }

    /// How many agents the owner of a shard speaks of.
    pub fn agents_of(&self, shard: Shard) -> usize {
        self.shards.get(&shard).map_or(0, |view| view.agents.len())
    }

    fn current(&mut self, shard: Shard, epoch: Epoch) -> Option<&mut ShardView> {
        self.shards.get_mut(&shard).filter(|view| view.epoch == epoch && !view.stale)
    }

    fn mark_stale(&mut self, shard: Shard) {
        let Some(view) = self.shards.get_mut(&shard) else { return };
        if view.stale {
            return;
        }
        view.stale = true;
        for agent in view.agents.clone() {
            self.update(agent, |entry| {
                if let Some(presence) = &mut entry.presence {
                    presence.stale = true;
                }
            });
        }
    }
}
