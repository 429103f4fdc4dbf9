//! Follows what every node says about its agents. A stream that breaks is opened again; until a
//! shard has a new owner or its node's lease ends, what was said last stays.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use fleet::index::Presence;
use fleet::{AgentId, Epoch, MemberId, Moment, Revision, Shard};
use proto::record::v1::Role;
use proto::route::v1 as route;
use proto::route::v1::presence_update::Update;
use proto::route::v1::route_client::RouteClient;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tonic::{Status, Streaming};

use crate::Dial;
use crate::metrics::{Counted, Metrics};
use crate::view::View;

/// How long a node may take to accept the stream.
const OPEN_WAIT: Duration = Duration::from_secs(5);
/// The largest update: one shard's agents.
const UPDATE_BYTES_MAX: usize = 64 << 20;

/// Everything a follower needs.
#[derive(Clone)]
pub(crate) struct Following {
    pub(crate) view: Arc<View>,
    pub(crate) dial: Dial,
    pub(crate) retry: (Duration, Duration),
    pub(crate) metrics: Metrics,
    pub(crate) tasks: TaskTracker,
    pub(crate) stop: CancellationToken,
}

impl Following {
    /// Keeps one stream per node that is a member.
    pub(crate) async fn run(self) {
        let mut changes = self.view.member_changes();
        let mut running: BTreeMap<(MemberId, String), CancellationToken> = BTreeMap::new();
        loop {
            changes.mark_unchanged();
            let nodes: Vec<_> = self.view.read(|state| {
                let nodes = state.members.iter().filter(|(_, m)| m.role() == Role::Node);
                nodes.map(|(id, member)| (*id, member.address.clone())).collect()
            });
            running.retain(|node, stop| {
                let stays = nodes.contains(node);
                if !stays {
                    stop.cancel();
                }
                stays
            });
            for node in nodes {
                if !node.1.is_empty() && !running.contains_key(&node) {
                    let stop = self.stop.child_token();
                    self.tasks.spawn(self.clone().follow(node.clone(), stop.clone()));
                    running.insert(node, stop);
                }
            }
            tokio::select! {
                biased;
                () = self.stop.cancelled() => return,
                changed = changes.changed() => if changed.is_err() { return },
            }
        }
    }

    async fn follow(self, (node, address): (MemberId, String), stop: CancellationToken) {
        let mut wait = self.retry.0;
        loop {
            let ended = tokio::select! {
                biased;
                () = stop.cancelled() => return,
                ended = self.listen(node, &address) => ended,
            };
            match ended {
                Heard::Something => wait = self.retry.0,
                Heard::Nothing => wait = (wait * 2).min(self.retry.1),
            }
            tokio::select! {
                biased;
                () = stop.cancelled() => return,
                () = sleep(wait) => {}
            }
        }
    }

    /// One stream, until it ends.
    async fn listen(&self, node: MemberId, address: &str) -> Heard {
        let mut updates = match self.open(address).await {
            Ok(updates) => updates,
            Err(error) => {
                tracing::debug!(%node, address, %error, "cannot follow a node's presence yet");
                return Heard::Nothing;
            }
        };
        let _open = Counted::new(&self.metrics.presence_streams);
        let mut heard = Heard::Nothing;
        loop {
            match updates.message().await {
                Ok(Some(update)) => {
                    heard = Heard::Something;
                    self.take_in(node, update);
                }
                Ok(None) => return heard,
                Err(error) => {
                    tracing::info!(%node, code = ?error.code(), "a presence stream broke");
                    return heard;
                }
            }
        }
    }

    async fn open(&self, address: &str) -> Result<Streaming<route::PresenceUpdate>, Status> {
        let mut client =
            RouteClient::new((self.dial)(address)).max_decoding_message_size(UPDATE_BYTES_MAX);
        let opened = timeout(OPEN_WAIT, client.watch_presence(route::WatchPresenceRequest {}));
        match opened.await {
            Ok(opened) => Ok(opened?.into_inner()),
            Err(_) => Err(Status::deadline_exceeded("the node did not accept the stream in time")),
        }
    }

    fn take_in(&self, node: MemberId, update: route::PresenceUpdate) {
        match update.update {
            Some(Update::Snapshot(all)) => {
                let Some((shard, epoch)) = claim(all.shard, all.epoch) else { return };
                let agents = all.agents.into_iter().filter_map(|said| presence(node, said));
                let agents: Vec<_> = agents.filter(|(_, _, gone)| !gone).collect();
                self.view.write(|state| {
                    let agents = agents.into_iter().map(|(agent, presence, _)| (agent, presence));
                    state.index.reset_presence(shard, epoch, node, agents);
                });
            }
            Some(Update::Changed(said)) => {
                let Some((agent, presence, gone)) = presence(node, said) else { return };
                self.view.write(|state| {
                    if gone {
                        state.index.delete_presence(agent, presence.shard, presence.epoch);
                    } else {
                        state.index.apply_presence(agent, presence);
                    }
                });
            }
            Some(Update::End(end)) => {
                let Some((shard, epoch)) = claim(end.shard, end.epoch) else { return };
                self.view.write(|state| state.index.end_presence(shard, epoch));
            }
            None => {}
        }
    }
}

/// Whether a stream said anything before it ended.
enum Heard {
    Something,
    Nothing,
}

/// An epoch from the wire.
pub(crate) fn epoch(epoch: Option<route::Epoch>) -> Option<Epoch> {
    epoch.map(|e| Epoch { generation: e.generation, revision: Revision(e.revision) })
}

fn claim(shard: u32, claimed: Option<route::Epoch>) -> Option<(Shard, Epoch)> {
    Some((Shard::new(shard).ok()?, epoch(claimed)?))
}

/// What a node said about one agent, and whether it forgot it. `None` for what makes no sense.
pub(crate) fn presence(
    owner: MemberId,
    said: route::Presence,
) -> Option<(AgentId, Presence, bool)> {
    let agent = AgentId::from_wire(&said.instance_uid).ok()?;
    let (shard, epoch) = claim(said.shard, said.epoch)?;
    let moment = |ms| Moment(u64::try_from(ms).unwrap_or_default());
    let presence = Presence {
        owner,
        shard,
        epoch,
        stale: false,
        connected: said.connected,
        last_seen: moment(said.last_seen_unix_ms),
        connected_since: moment(said.connected_since_unix_ms),
        gateway: MemberId::try_from(&said.gateway[..]).ok(),
        transport: said.transport(),
        healthy: said.health_known.then_some(said.healthy),
        start_time_unix_nano: said.start_time_unix_nano,
        peer_address: said.peer_address,
        offered_config_hash: said.offered_config_hash,
        offers_sent: said.offers_sent,
    };
    Some((agent, presence, said.removed))
}
