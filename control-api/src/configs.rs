//! `RemoteConfigService`: named configs with revisions, who should have them, and who does not.
//!
//! Everything here is one or two writes to the store, however many agents it concerns: nodes follow
//! the same rows.

mod drift;
mod rows;

use std::sync::Arc;

use proto::control::v1::remote_config_service_server::RemoteConfigService;
use proto::control::v1::{
    AssignRemoteConfigRequest, AssignRemoteConfigResponse, CreateRemoteConfigRequest,
    CreateRemoteConfigResponse, DeleteAssignmentRequest, DeleteAssignmentResponse,
    GetConfigDriftRequest, GetConfigDriftResponse, GetEffectiveConfigRequest,
    GetEffectiveConfigResponse, GetRemoteConfigRequest, ListAssignmentsRequest,
    ListAssignmentsResponse, ListRemoteConfigsRequest, ListRemoteConfigsResponse, OfferKind,
    OfferRemoteConfigRequest, OfferRemoteConfigResponse, RemoteConfig, RetryRemoteConfigRequest,
    RetryRemoteConfigResponse,
};
use proto::opamp::v1::EffectiveConfig;
use proto::record::v1::{self as record, Config, PartKind};
use store::Store;
use tonic::{Request, Response, Status};

use crate::agents::decode;
use crate::api::{Api, agent_id};
use crate::offering;
use crate::operators::actor;
use crate::page;
use crate::refusal::Refusal;

const RETRY: &str = "/drover.control.v1.RemoteConfigService/RetryRemoteConfig";

/// The service.
pub(crate) struct Configs<S>(pub(crate) Arc<Api<S>>);

#[tonic::async_trait]
impl<S: Store> RemoteConfigService for Configs<S> {
    async fn create_remote_config(
        &self,
        request: Request<CreateRemoteConfigRequest>,
    ) -> Result<Response<CreateRemoteConfigResponse>, Status> {
        let (actor, api) = (actor(&request)?, Arc::clone(&self.0));
        let request = request.into_inner();
        let work = async move { api.create_config(&actor, request).await };
        Ok(Response::new(self.0.finish(work).await?))
    }

    async fn get_remote_config(
        &self,
        request: Request<GetRemoteConfigRequest>,
    ) -> Result<Response<RemoteConfig>, Status> {
        let request = request.into_inner();
        let config = self.0.config_row(&request.name, request.revision).await?;
        Ok(Response::new(rows::config(config, rows::Bodies::Whole)))
    }

    async fn list_remote_configs(
        &self,
        request: Request<ListRemoteConfigsRequest>,
    ) -> Result<Response<ListRemoteConfigsResponse>, Status> {
        let request = request.into_inner();
        let size = page::size(request.page_size, &self.0.config)?;
        let after: Option<String> = page::after(&request.page_token)?;
        let revision = self.0.records.revision().await.map_err(Refusal::from)?.0;
        let found = self.0.records.list_newest::<Config>().await.map_err(Refusal::from)?;
        let found = found
            .into_iter()
            .map(|((name, _), row, _)| (name, rows::config(row, rows::Bodies::LeftOut)));
        let (configs, next) = page::cut(found, after.as_ref(), size);
        let next_page_token = next.unwrap_or_default();
        Ok(Response::new(ListRemoteConfigsResponse { configs, next_page_token, revision }))
    }

    async fn assign_remote_config(
        &self,
        request: Request<AssignRemoteConfigRequest>,
    ) -> Result<Response<AssignRemoteConfigResponse>, Status> {
        let (actor, api) = (actor(&request)?, Arc::clone(&self.0));
        let request = request.into_inner();
        let work = async move { api.assign_config(&actor, request).await };
        Ok(Response::new(self.0.finish(work).await?))
    }

    async fn list_assignments(
        &self,
        request: Request<ListAssignmentsRequest>,
    ) -> Result<Response<ListAssignmentsResponse>, Status> {
        let request = request.into_inner();
        let size = page::size(request.page_size, &self.0.config)?;
        let after: Option<String> = page::after(&request.page_token)?;
        let found = self.0.records.list_assignments().await.map_err(Refusal::from)?;
        let revision = found.revision.0;
        let wanted = request.kind();
        let found = found.items.into_iter().map(|(name, row, _)| (name, offering::assignment(row)));
        let found =
            found.filter(|(_, row)| wanted == OfferKind::Unspecified || row.kind() == wanted);
        let (assignments, next) = page::cut(found, after.as_ref(), size);
        let next_page_token = next.unwrap_or_default();
        Ok(Response::new(ListAssignmentsResponse { assignments, next_page_token, revision }))
    }

    async fn delete_assignment(
        &self,
        request: Request<DeleteAssignmentRequest>,
    ) -> Result<Response<DeleteAssignmentResponse>, Status> {
        let (actor, api) = (actor(&request)?, Arc::clone(&self.0));
        let name = request.into_inner().name;
        let work = async move { api.delete_assignment(&actor, &name).await };
        let revision = self.0.finish(work).await?.0;
        Ok(Response::new(DeleteAssignmentResponse { revision }))
    }

    async fn offer_remote_config(
        &self,
        request: Request<OfferRemoteConfigRequest>,
    ) -> Result<Response<OfferRemoteConfigResponse>, Status> {
        let (actor, api) = (actor(&request)?, Arc::clone(&self.0));
        let request = request.into_inner();
        let work = async move { api.offer_config(&actor, request).await };
        Ok(Response::new(self.0.finish(work).await?))
    }

    async fn get_effective_config(
        &self,
        request: Request<GetEffectiveConfigRequest>,
    ) -> Result<Response<GetEffectiveConfigResponse>, Status> {
        let request = request.into_inner();
        let agent = agent_id(&request.instance_uid)?;
        let api = &self.0;
        api.view.wait_for(request.min_revision, api.config.min_revision_wait).await?;
        let known = api.view.read(|state| state.index.get(agent).cloned());
        let (entry, _) = api.live(known.ok_or(Refusal::AgentNotFound(agent))?).await;
        let observed = entry.observed.ok_or(Refusal::NotReported(agent))?;
        let kind = PartKind::EffectiveConfig;
        let part = observed.record.parts.iter().find(|part| part.kind() == kind);
        let hash = part.map(|part| part.hash.clone()).ok_or(Refusal::NotReported(agent))?;
        let body = api.body_of(agent, &observed.record, kind).await?;
        let effective: Option<EffectiveConfig> = decode(body);
        if effective.is_none() {
            let why = "neither the store nor the owner has the body now".to_owned();
            return Err(Refusal::OwnerUnreachable(why).into());
        }
        Ok(Response::new(GetEffectiveConfigResponse { effective_config: effective, hash }))
    }

    async fn get_config_drift(
        &self,
        request: Request<GetConfigDriftRequest>,
    ) -> Result<Response<GetConfigDriftResponse>, Status> {
        Ok(Response::new(self.0.drift(&request.into_inner()).await?))
    }

    async fn retry_remote_config(
        &self,
        request: Request<RetryRemoteConfigRequest>,
    ) -> Result<Response<RetryRemoteConfigResponse>, Status> {
        let (actor, api) = (actor(&request)?, Arc::clone(&self.0));
        let agent = agent_id(&request.into_inner().instance_uid)?;
        let work =
            async move { api.retry(&actor, RETRY, agent, record::OfferKind::RemoteConfig).await };
        let revision = self.0.finish(work).await?.0;
        Ok(Response::new(RetryRemoteConfigResponse { revision }))
    }
}
