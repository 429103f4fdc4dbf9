//! From the index to the API's `Agent`.

use bytes::Bytes;
use fleet::Digest;
use fleet::desired::{Desired, Source, Target};
use fleet::index::Entry;
use prost::Message;
use proto::control::v1::{
    self as control, Agent, ConfigSummary, OfferKind, OfferSummary, Transport,
};
use proto::record::v1::{self as record, PartKind};
use proto::route::v1 as route;
use store::Store;

use super::parts::Scope;
use crate::api::{Api, timestamp};
use crate::cluster::epoch;
use crate::refusal::Refusal;

impl<S: Store> Api<S> {
    /// Puts an agent together.
    pub(crate) async fn render(
        &self,
        entry: &Entry,
        desired: &Desired,
        scope: Scope,
    ) -> Result<Agent, Refusal> {
        let mut agent = self.without_parts(entry, desired);
        let Some(observed) = &entry.observed else { return Ok(agent) };
        let (bodies, left_out) = self.parts_in(scope, entry.agent, &observed.record).await?;
        let body = |kind: PartKind| bodies.get(&i32::from(kind)).cloned();
        agent.agent_description = decode(body(PartKind::Description));
        agent.health = decode(body(PartKind::Health));
        agent.remote_config_status = decode(body(PartKind::RemoteConfigStatus));
        agent.package_statuses = decode(body(PartKind::PackageStatuses));
        agent.custom_capabilities = decode(body(PartKind::CustomCapabilities));
        agent.available_components = decode(body(PartKind::AvailableComponents));
        agent.connection_settings_status = decode(body(PartKind::ConnectionSettingsStatus));
        agent.effective_config = decode(body(PartKind::EffectiveConfig));
        agent.left_out = left_out;
        Ok(agent)
    }

    fn without_parts(&self, entry: &Entry, desired: &Desired) -> Agent {
        let mut agent = Agent {
            instance_uid: entry.agent.to_string(),
            connected: entry.connected(),
            capabilities: entry.capabilities().names().map(str::to_owned).collect(),
            capability_bits: entry.capabilities().0,
            desired_config: summary(desired),
            desired: summaries(desired),
            labels: entry.row.as_ref().map(|row| row.labels.clone()).unwrap_or_default(),
            owner: self.owner_of(entry),
            ..Agent::default()
        };
        if let Some(observed) = &entry.observed {
            let record = &observed.record;
            let part = |kind| record.parts.iter().find(|part| part.kind() == kind);
            agent.effective_config_hash =
                part(PartKind::EffectiveConfig).map(|part| part.hash.clone()).unwrap_or_default();
            agent.first_seen = timestamp(record.first_seen_unix_ms);
            agent.last_seen = timestamp(record.reported_unix_ms);
            agent.sequence_num = record.sequence_num;
            agent.certificate_fingerprint = Digest::try_from(&record.credential[..])
                .map(|digest| digest.to_string())
                .unwrap_or_default();
            agent.revision = observed.revision.0;
            agent.set_transport(match record.transport() {
                record::Transport::Unspecified => Transport::Unspecified,
                record::Transport::Websocket => Transport::Websocket,
                record::Transport::Http => Transport::Http,
            });
        }
        if let Some(presence) = &entry.presence {
            agent.presence_stale = presence.stale;
            agent.peer_address.clone_from(&presence.peer_address);
            agent.remote_config_offers = presence.offers_sent;
            let seen = i64::try_from(presence.last_seen.0).unwrap_or_default();
            if seen != 0 {
                agent.last_seen = timestamp(seen);
            }
            match presence.transport {
                route::Transport::Unspecified => {}
                route::Transport::Websocket => agent.set_transport(Transport::Websocket),
                route::Transport::Http => agent.set_transport(Transport::Http),
            }
        }
        agent
    }

    fn owner_of(&self, entry: &Entry) -> Option<control::Owner> {
        let shard = self.shard(entry.agent);
        let owner = self.view.read(|state| state.owners.get(&shard).copied())?;
        let presence = entry.presence.as_ref().filter(|presence| presence.connected);
        let gateway = presence.and_then(|presence| presence.gateway);
        Some(control::Owner {
            node: owner.node.to_string(),
            gateway: gateway.map(|id| id.to_string()).unwrap_or_default(),
            shard: shard.number().into(),
            epoch: Some(epoch(owner.epoch)),
        })
    }
}

/// Names the config an agent should have; none when nothing is meant for it.
pub(crate) fn summary(desired: &Desired) -> Option<ConfigSummary> {
    let offer = offer(OfferKind::RemoteConfig, &desired.remote_config)?;
    let OfferSummary { name, revision, hash: config_hash, assignment, .. } = offer;
    Some(ConfigSummary { name, revision, config_hash, assignment })
}

/// Names the packages and connection settings an agent should have.
pub(crate) fn summaries(desired: &Desired) -> Vec<OfferSummary> {
    let kinds = [
        (OfferKind::Packages, &desired.packages),
        (OfferKind::OpampSettings, &desired.opamp_settings),
        (OfferKind::OwnTelemetry, &desired.own_telemetry),
        (OfferKind::OtherConnections, &desired.other_connections),
    ];
    kinds.into_iter().filter_map(|(kind, target)| offer(kind, target)).collect()
}

fn offer(kind: OfferKind, target: &Target) -> Option<OfferSummary> {
    let (name, revision, hash, source) = match target {
        Target::Nothing => return None,
        Target::Unknown(of, source) => (&of.name, of.revision, Bytes::new(), source),
        Target::Wanted(item, source) => (&item.name, item.revision, item.hash.to_bytes(), source),
    };
    let (kind, name) = (kind.into(), name.to_string());
    let assignment = match source {
        Source::Offer => String::new(),
        Source::Assignment(name) => name.to_string(),
    };
    Some(OfferSummary { kind, name, revision, hash, assignment })
}

/// A body as a message; what does not decode is left out.
pub(crate) fn decode<M: Message + Default>(body: Option<Bytes>) -> Option<M> {
    body.and_then(|body| M::decode(body).ok())
}
