//! `PackageService`: complete sets of packages with revisions, who should have them, and the content
//! agents download.
//!
//! Content never goes through the store: it is a file in a folder that gateways serve.

mod rows;
mod statuses;
mod upload;

use std::sync::Arc;

use proto::control::v1::package_service_server::PackageService;
use proto::control::v1::{
    AssignPackagesRequest, AssignPackagesResponse, CreatePackageSetRequest,
    CreatePackageSetResponse, GetPackageSetRequest, GetPackageStatusesRequest,
    GetPackageStatusesResponse, ListPackageSetsRequest, ListPackageSetsResponse,
    OfferPackagesRequest, OfferPackagesResponse, PackageSet, RetryPackagesRequest,
    RetryPackagesResponse, UploadPackageContentRequest, UploadPackageContentResponse,
};
use proto::record::v1::{self as record, OfferKind};
use store::Store;
use tonic::{Request, Response, Status, Streaming};

use crate::api::{Api, agent_id};
use crate::operators::actor;
use crate::page;
use crate::refusal::Refusal;

/// The one call whose request is a stream.
pub(crate) const UPLOAD: &str = "/drover.control.v1.PackageService/UploadPackageContent";
const RETRY: &str = "/drover.control.v1.PackageService/RetryPackages";

/// The service.
pub(crate) struct Packages<S>(pub(crate) Arc<Api<S>>);

#[tonic::async_trait]
impl<S: Store> PackageService for Packages<S> {
    async fn create_package_set(
        &self,
        request: Request<CreatePackageSetRequest>,
    ) -> Result<Response<CreatePackageSetResponse>, Status> {
        let (actor, api) = (actor(&request)?, Arc::clone(&self.0));
        let request = request.into_inner();
        let work = async move { api.create_package_set(&actor, request).await };
        Ok(Response::new(self.0.finish(work).await?))
    }

    async fn upload_package_content(
        &self,
        request: Request<Streaming<UploadPackageContentRequest>>,
    ) -> Result<Response<UploadPackageContentResponse>, Status> {
        let (actor, api) = (actor(&request)?, Arc::clone(&self.0));
        let content = request.into_inner();
        let work = async move { api.upload(&actor, content).await };
        Ok(Response::new(self.0.finish(work).await?))
    }

    async fn get_package_set(
        &self,
        request: Request<GetPackageSetRequest>,
    ) -> Result<Response<PackageSet>, Status> {
        let request = request.into_inner();
        let row = self.0.package_set_row(&request.name, request.revision).await?;
        Ok(Response::new(rows::package_set(row)))
    }

    async fn list_package_sets(
        &self,
        request: Request<ListPackageSetsRequest>,
    ) -> Result<Response<ListPackageSetsResponse>, Status> {
        let request = request.into_inner();
        let size = page::size(request.page_size, &self.0.config)?;
        let after: Option<String> = page::after(&request.page_token)?;
        let revision = self.0.records.revision().await.map_err(Refusal::from)?.0;
        let found = self.0.records.list_newest::<record::PackageSet>().await;
        let found = found.map_err(Refusal::from)?.into_iter();
        let found = found.map(|((name, _), row, _)| (name, rows::package_set(row)));
        let (package_sets, next) = page::cut(found, after.as_ref(), size);
        let next_page_token = next.unwrap_or_default();
        Ok(Response::new(ListPackageSetsResponse { package_sets, next_page_token, revision }))
    }

    async fn assign_packages(
        &self,
        request: Request<AssignPackagesRequest>,
    ) -> Result<Response<AssignPackagesResponse>, Status> {
        let (actor, api) = (actor(&request)?, Arc::clone(&self.0));
        let request = request.into_inner();
        let work = async move { api.assign_packages(&actor, request).await };
        Ok(Response::new(self.0.finish(work).await?))
    }

    async fn offer_packages(
        &self,
        request: Request<OfferPackagesRequest>,
    ) -> Result<Response<OfferPackagesResponse>, Status> {
        let (actor, api) = (actor(&request)?, Arc::clone(&self.0));
        let request = request.into_inner();
        let work = async move { api.offer_packages(&actor, request).await };
        Ok(Response::new(self.0.finish(work).await?))
    }

    async fn get_package_statuses(
        &self,
        request: Request<GetPackageStatusesRequest>,
    ) -> Result<Response<GetPackageStatusesResponse>, Status> {
        Ok(Response::new(self.0.package_statuses(&request.into_inner()).await?))
    }

    async fn retry_packages(
        &self,
        request: Request<RetryPackagesRequest>,
    ) -> Result<Response<RetryPackagesResponse>, Status> {
        let (actor, api) = (actor(&request)?, Arc::clone(&self.0));
        let agent = agent_id(&request.into_inner().instance_uid)?;
        let work = async move { api.retry(&actor, RETRY, agent, OfferKind::Packages).await };
        let revision = self.0.finish(work).await?.0;
        Ok(Response::new(RetryPackagesResponse { revision }))
    }
}
