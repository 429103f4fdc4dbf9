//! What packages an agent should have, and what it said about them.

use proto::control::v1::{GetPackageStatusesRequest, GetPackageStatusesResponse};
use proto::record::v1::{OfferKind, PartKind};
use store::Store;

use crate::agents::{decode, summaries};
use crate::api::{Api, agent_id};
use crate::offering::{missing, whole};
use crate::refusal::Refusal;

impl<S: Store> Api<S> {
    pub(super) async fn package_statuses(
        &self,
        request: &GetPackageStatusesRequest,
    ) -> Result<GetPackageStatusesResponse, Refusal> {
        let agent = agent_id(&request.instance_uid)?;
        self.view.wait_for(request.min_revision, self.config.min_revision_wait).await?;
        let known = self.view.read(|state| state.index.get(agent).cloned());
        let (entry, desired) = self.live(known.ok_or(Refusal::AgentNotFound(agent))?).await;
        let packages = proto::control::v1::OfferKind::Packages;
        let mut found = GetPackageStatusesResponse {
            instance_uid: agent.to_string(),
            desired: summaries(&desired).into_iter().find(|desired| desired.kind() == packages),
            ..GetPackageStatusesResponse::default()
        };
        let Some(observed) = &entry.observed else { return Ok(found) };
        let kind = PartKind::PackageStatuses;
        found.package_statuses = decode(self.body_of(agent, &observed.record, kind).await?);
        let lacks = missing(OfferKind::Packages, entry.capabilities());
        found.missing_capabilities = lacks.into_iter().map(str::to_owned).collect();
        let desired = found.desired.as_ref().map(|desired| desired.hash.clone());
        let failed = &observed.record.failed_packages_hash;
        found.failed_hash = whole(failed, &desired.unwrap_or_default());
        Ok(found)
    }
}
