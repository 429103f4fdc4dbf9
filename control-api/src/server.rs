//! The gRPC server: services, layers, and how it ends.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use futures::{Stream, StreamExt};
use http::header::AUTHORIZATION;
use http_body_util::Limited;
use proto::control::v1::DESCRIPTORS;
use proto::control::v1::agent_service_server::AgentServiceServer;
use proto::control::v1::certificate_service_server::CertificateServiceServer;
use proto::control::v1::cluster_service_server::ClusterServiceServer;
use proto::control::v1::command_service_server::CommandServiceServer;
use proto::control::v1::connection_settings_service_server::ConnectionSettingsServiceServer;
use proto::control::v1::custom_message_service_server::CustomMessageServiceServer;
use proto::control::v1::package_service_server::PackageServiceServer;
use proto::control::v1::remote_config_service_server::RemoteConfigServiceServer;
use store::Store;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_util::sync::CancellationToken;
use tonic::transport::Server;
use tonic::transport::server::Connected;
use tonic_health::ServingStatus;
use tower::ServiceBuilder;
use tower::util::MapRequestLayer;
use tower_http::sensitive_headers::SetSensitiveRequestHeadersLayer;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutBody};
use tower_http::trace::TraceLayer;

use crate::Error;
use crate::agents::Agents;
use crate::api::Api;
use crate::bounds::BoundsLayer;
use crate::certificates::Certificates;
use crate::cluster::Cluster;
use crate::commands::Commands;
use crate::configs::Configs;
use crate::messages::Messages;
use crate::operators::{GateLayer, Operators};
use crate::packages::{Packages, UPLOAD};
use crate::settings::Settings;
use crate::trace;

/// How long a caller may pause while it sends a request.
const BODY_PAUSE_MAX: Duration = Duration::from_secs(10);
/// Streams of one connection.
const STREAMS_MAX: u32 = 256;
/// How often a silent connection is asked whether it is still there, and how long it may take to
/// answer.
const KEEPALIVE: (Duration, Duration) = (Duration::from_secs(30), Duration::from_secs(10));

/// Serves until `drain`, then lets calls in progress finish.
pub(crate) async fn serve<S, C>(
    api: Arc<Api<S>>,
    operators: Operators,
    conns: impl Stream<Item = io::Result<C>>,
    drain: CancellationToken,
) -> Result<(), Error>
where
    S: Store,
    C: AsyncRead + AsyncWrite + Connected + Unpin + Send + 'static,
{
    let config = &api.config;
    let bytes_max = config.request_bytes_max;
    let (health, health_server) = tonic_health::server::health_reporter();
    health.set_service_status("", ServingStatus::Serving).await;
    let layers = ServiceBuilder::new()
        .layer(SetSensitiveRequestHeadersLayer::new([AUTHORIZATION]))
        .layer(TraceLayer::new(trace::failures()).make_span_with(trace::span::<tonic::body::Body>))
        .layer(BoundsLayer::new(config, &api.metrics))
        .layer(RequestBodyTimeoutLayer::new(BODY_PAUSE_MAX))
        .layer(MapRequestLayer::new(move |request| limited(request, bytes_max)))
        .layer(GateLayer { operators, metrics: api.metrics.clone() })
        .into_inner();
    let reflection = || {
        tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(DESCRIPTORS)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
    };
    let services = Server::builder()
        .max_concurrent_streams(STREAMS_MAX)
        .http2_keepalive_interval(Some(KEEPALIVE.0))
        .http2_keepalive_timeout(Some(KEEPALIVE.1))
        .layer(layers)
        .add_service(health_server)
        .add_service(reflection().build_v1().map_err(|_| Error::Descriptors)?)
        .add_service(reflection().build_v1alpha().map_err(|_| Error::Descriptors)?)
        .add_service(
            AgentServiceServer::new(Agents(Arc::clone(&api))).max_decoding_message_size(bytes_max),
        )
        .add_service(
            RemoteConfigServiceServer::new(Configs(Arc::clone(&api)))
                .max_decoding_message_size(bytes_max),
        )
        .add_service(
            PackageServiceServer::new(Packages(Arc::clone(&api)))
                .max_decoding_message_size(bytes_max),
        )
        .add_service(
            ConnectionSettingsServiceServer::new(Settings(Arc::clone(&api)))
                .max_decoding_message_size(bytes_max),
        )
        .add_service(
            CommandServiceServer::new(Commands(Arc::clone(&api)))
                .max_decoding_message_size(bytes_max),
        )
        .add_service(
            CertificateServiceServer::new(Certificates(Arc::clone(&api)))
                .max_decoding_message_size(bytes_max),
        )
        .add_service(
            CustomMessageServiceServer::new(Messages(Arc::clone(&api)))
                .max_decoding_message_size(bytes_max),
        )
        .add_service(
            ClusterServiceServer::new(Cluster(Arc::clone(&api)))
                .max_decoding_message_size(bytes_max),
        );
    // One connection that could not be accepted is no reason to stop serving the others.
    let conns = conns.filter_map(|conn| async {
        conn.inspect_err(|error| tracing::debug!(%error, "a connection was not accepted")).ok()
    });
    let conns = conns.map(Ok::<_, io::Error>);
    let draining = async {
        drain.cancelled().await;
        health.set_service_status("", ServingStatus::NotServing).await;
    };
    services.serve_with_incoming_shutdown(conns, draining).await.map_err(Error::Serve)
}

/// Bounds what a caller sends. Messages have a limit of their own with a better answer; this one is
/// for what comes around them. An upload has as many messages as it needs and counts them itself.
fn limited(
    request: http::Request<TimeoutBody<tonic::body::Body>>,
    message_bytes_max: usize,
) -> http::Request<Limited<TimeoutBody<tonic::body::Body>>> {
    let is_upload = request.uri().path() == UPLOAD;
    let bytes_max = if is_upload { usize::MAX } else { message_bytes_max.saturating_mul(2) };
    request.map(|body| Limited::new(body, bytes_max))
}
