//! One agent as its owner knows it at this moment. Records are gathered before they are stored, so whoever looks at one
//! agent right after it reported something would find the report before in the store.

use fleet::MemberId;
use fleet::desired::Desired;
use fleet::index::Entry;
use fleet::observed::INLINE_BYTES_MAX;
use fleet::selector::Claims;
use proto::route::v1::InspectReply;
use store::Store;
use tokio::time::timeout;

use crate::api::Api;
use crate::presence::presence;
use crate::view::follow::look_into;

impl<S: Store> Api<S> {
    /// An agent by its owner's word. Without an answer in time it stays as this replica has it, marked stale.
    pub(crate) async fn live(&self, mut entry: Entry) -> (Entry, Desired) {
        // Agents that nobody speaks for are marked so already.
        if entry.presence.as_ref().is_some_and(|presence| !presence.stale) {
            let asked = timeout(self.config.live_wait, self.ask(&entry)).await;
            if let Some(live) = asked.ok().flatten() {
                entry = live;
            } else if let Some(presence) = &mut entry.presence {
                presence.stale = true;
            }
        }
        let desired = self.view.read(|state| state.desired(&entry));
        (entry, desired)
    }

    async fn ask(&self, entry: &Entry) -> Option<Entry> {
        let reply = self.inspect(entry.agent).await;
        let reply = reply.inspect_err(|why| tracing::debug!(%why, "no live view of an agent"));
        let InspectReply { record, parts, presence: said, owner, .. } = reply.ok()?;
        for part in parts.into_iter().filter(|part| part.data.len() > INLINE_BYTES_MAX) {
            self.bodies.keep(&part.hash, part.data);
        }
        let stored_at = entry.observed.as_ref().map(|observed| observed.revision);
        let prepared = look_into(&self.bodies, record?).await;
        let mut live = entry.clone();
        live.observed = Some(prepared.observed(Claims::of, stored_at.unwrap_or_default()));
        let owner = MemberId::try_from(&owner[..]).ok();
        let said = owner.zip(said).and_then(|(owner, said)| presence(owner, said));
        live.presence = said.map(|(_, said, _)| said).or(live.presence);
        Some(live)
    }
}
