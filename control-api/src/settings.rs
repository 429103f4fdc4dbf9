//! `ConnectionSettingsService`: how agents reach this server, where their own telemetry goes, and
//! what else they connect to.
//!
//! Settings hold secrets. They go into the store and from there to agents; nothing here shows them,
//! logs them or puts them into an audit record or an error.

mod certificates;
mod hidden;
mod lint;
mod rows;
mod status;

use std::sync::Arc;

use proto::control::v1::connection_settings_service_server::ConnectionSettingsService;
use proto::control::v1::{
    AssignConnectionSettingsRequest, AssignConnectionSettingsResponse, ConnectionSettings,
    CreateConnectionSettingsRequest, CreateConnectionSettingsResponse,
    GetConnectionSettingsRequest, GetConnectionSettingsStatusRequest,
    GetConnectionSettingsStatusResponse, LintConnectionSettingsRequest,
    LintConnectionSettingsResponse, ListConnectionSettingsRequest, ListConnectionSettingsResponse,
    OfferConnectionSettingsRequest, OfferConnectionSettingsResponse,
    RetryConnectionSettingsRequest, RetryConnectionSettingsResponse,
};
use proto::record::v1::{self as record, OfferKind};
use store::Store;
use tonic::{Request, Response, Status};

use crate::api::{Api, agent_id};
use crate::operators::actor;
use crate::page;
use crate::refusal::Refusal;

const RETRY: &str = "/drover.control.v1.ConnectionSettingsService/RetryConnectionSettings";

/// The service.
pub(crate) struct Settings<S>(pub(crate) Arc<Api<S>>);

#[tonic::async_trait]
impl<S: Store> ConnectionSettingsService for Settings<S> {
    async fn create_connection_settings(
        &self,
        request: Request<CreateConnectionSettingsRequest>,
    ) -> Result<Response<CreateConnectionSettingsResponse>, Status> {
        let (actor, api) = (actor(&request)?, Arc::clone(&self.0));
        let request = request.into_inner();
        let work = async move { api.create_settings(&actor, request).await };
        Ok(Response::new(self.0.finish(work).await?))
    }

    async fn lint_connection_settings(
        &self,
        request: Request<LintConnectionSettingsRequest>,
    ) -> Result<Response<LintConnectionSettingsResponse>, Status> {
        let LintConnectionSettingsRequest { settings, allow_incomplete } = request.into_inner();
        let how = lint::Incomplete::of(allow_incomplete);
        let found = self.0.lint(&settings.unwrap_or_default(), how);
        let (errors, warnings) = (found.errors, found.warnings);
        Ok(Response::new(LintConnectionSettingsResponse { errors, warnings }))
    }

    async fn get_connection_settings(
        &self,
        request: Request<GetConnectionSettingsRequest>,
    ) -> Result<Response<ConnectionSettings>, Status> {
        let request = request.into_inner();
        let row = self.0.settings_row(&request.name, request.revision).await?;
        Ok(Response::new(rows::settings(row)))
    }

    async fn list_connection_settings(
        &self,
        request: Request<ListConnectionSettingsRequest>,
    ) -> Result<Response<ListConnectionSettingsResponse>, Status> {
        let request = request.into_inner();
        let size = page::size(request.page_size, &self.0.config)?;
        let after: Option<String> = page::after(&request.page_token)?;
        let revision = self.0.records.revision().await.map_err(Refusal::from)?.0;
        let found = self.0.records.list_newest::<record::Settings>().await;
        let found = found.map_err(Refusal::from)?.into_iter();
        let found = found.map(|((name, _), row, _)| (name, rows::settings(row)));
        let (connection_settings, next) = page::cut(found, after.as_ref(), size);
        let next_page_token = next.unwrap_or_default();
        let listed =
            ListConnectionSettingsResponse { connection_settings, next_page_token, revision };
        Ok(Response::new(listed))
    }

    async fn assign_connection_settings(
        &self,
        request: Request<AssignConnectionSettingsRequest>,
    ) -> Result<Response<AssignConnectionSettingsResponse>, Status> {
        let (actor, api) = (actor(&request)?, Arc::clone(&self.0));
        let request = request.into_inner();
        let work = async move { api.assign_settings(&actor, request).await };
        Ok(Response::new(self.0.finish(work).await?))
    }

    async fn offer_connection_settings(
        &self,
        request: Request<OfferConnectionSettingsRequest>,
    ) -> Result<Response<OfferConnectionSettingsResponse>, Status> {
        let (actor, api) = (actor(&request)?, Arc::clone(&self.0));
        let request = request.into_inner();
        let work = async move { api.offer_settings(&actor, request).await };
        Ok(Response::new(self.0.finish(work).await?))
    }

    async fn get_connection_settings_status(
        &self,
        request: Request<GetConnectionSettingsStatusRequest>,
    ) -> Result<Response<GetConnectionSettingsStatusResponse>, Status> {
        Ok(Response::new(self.0.settings_status(&request.into_inner()).await?))
    }

    async fn retry_connection_settings(
        &self,
        request: Request<RetryConnectionSettingsRequest>,
    ) -> Result<Response<RetryConnectionSettingsResponse>, Status> {
        let (actor, api) = (actor(&request)?, Arc::clone(&self.0));
        let agent = agent_id(&request.into_inner().instance_uid)?;
        // One counter for the one snapshot that is made of every kind.
        let work = async move { api.retry(&actor, RETRY, agent, OfferKind::OpampSettings).await };
        let revision = self.0.finish(work).await?.0;
        Ok(Response::new(RetryConnectionSettingsResponse { revision }))
    }
}
