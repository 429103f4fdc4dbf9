//! What settings an agent should have, what was written to it, and what it said about them.

use proto::control::v1::{
    GetConnectionSettingsStatusRequest, GetConnectionSettingsStatusResponse,
    OfferKind as PublicKind,
};
use proto::record::v1::{OfferKind, PartKind};
use store::Store;

use crate::agents::{decode, summaries};
use crate::api::{Api, agent_id};
use crate::offering::{missing, public, whole};
use crate::refusal::Refusal;

const KINDS: [OfferKind; 3] =
    [OfferKind::OpampSettings, OfferKind::OwnTelemetry, OfferKind::OtherConnections];

impl<S: Store> Api<S> {
    pub(super) async fn settings_status(
        &self,
        request: &GetConnectionSettingsStatusRequest,
    ) -> Result<GetConnectionSettingsStatusResponse, Refusal> {
        let agent = agent_id(&request.instance_uid)?;
        self.view.wait_for(request.min_revision, self.config.min_revision_wait).await?;
        let known = self.view.read(|state| state.index.get(agent).cloned());
        let (entry, desired) = self.live(known.ok_or(Refusal::AgentNotFound(agent))?).await;
        let mut found = GetConnectionSettingsStatusResponse {
            instance_uid: agent.to_string(),
            desired: summaries(&desired),
            ..GetConnectionSettingsStatusResponse::default()
        };
        found.desired.retain(|desired| desired.kind() != PublicKind::Packages);
        let Some(observed) = &entry.observed else { return Ok(found) };
        let (record, capabilities) = (&observed.record, entry.capabilities());
        let kind = PartKind::ConnectionSettingsStatus;
        found.status = decode(self.body_of(agent, record, kind).await?);
        let wanted = KINDS
            .into_iter()
            .filter(|kind| found.desired.iter().any(|desired| desired.kind() == public(*kind)));
        let lacks = wanted.flat_map(|kind| missing(kind, capabilities));
        found.missing_capabilities = lacks.map(str::to_owned).collect();
        let offer = desired.settings(capabilities).map(|offer| offer.hash);
        found.desired_hash = offer.unwrap_or_default();
        found.offered_hash = whole(&record.offered_settings_hash, &found.desired_hash);
        found.failed_hash = whole(&record.failed_settings_hash, &found.desired_hash);
        Ok(found)
    }
}
