//! Who is connected, streamed to every control API: snapshots per shard, then changes.

use proto::route::v1 as pb;
use tokio::sync::broadcast;

/// Changes a subscriber may be behind; beyond that its stream ends and it subscribes again.
const BEHIND_LEN_MAX: usize = 65_536;

/// Where workers publish and subscribers listen.
#[derive(Debug, Clone)]
pub(crate) struct Hub {
    updates: broadcast::Sender<pb::PresenceUpdate>,
}

impl Hub {
    pub(crate) fn new() -> Self {
        // Full: the slowest subscriber misses updates, notices, and starts over with snapshots.
        let (updates, _) = broadcast::channel(BEHIND_LEN_MAX);
        Self { updates }
    }

    /// Whether anybody listens; without, nothing needs to be put together.
    pub(crate) fn has_listeners(&self) -> bool {
        self.updates.receiver_count() > 0
    }

    pub(crate) fn publish(&self, update: pb::presence_update::Update) {
        // No receiver is no error: the next one starts with snapshots.
        let _unheard = self.updates.send(pb::PresenceUpdate { update: Some(update) });
    }

    pub(crate) fn subscribe(&self) -> broadcast::Receiver<pb::PresenceUpdate> {
        self.updates.subscribe()
    }
}
