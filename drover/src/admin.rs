//! The admin listener: `/metrics`, `/healthz` and `/readyz`, for machines inside the perimeter. Nothing here changes
//! anything, and nothing here is secret.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Result;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::registry::Registry;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower::limit::GlobalConcurrencyLimitLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::{DefaultOnFailure, TraceLayer};
use tracing::Level;

use crate::ready::Ready;

/// Everything that counts in this process. Roles register with it once, at start.
pub type Metrics = Arc<Mutex<Registry>>;

/// Requests at one time; more wait, and time out.
const REQUESTS_MAX: usize = 16;
const DEADLINE: Duration = Duration::from_secs(10);
/// What Prometheus expects of OpenMetrics text.
const OPENMETRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

#[derive(Debug, Clone)]
struct Admin {
    metrics: Metrics,
    ready: Ready,
}

/// Serves until `halt`: probes must be answered during a drain.
///
/// # Errors
/// The listener fails.
pub async fn serve(
    listener: TcpListener,
    metrics: Metrics,
    ready: Ready,
    halt: CancellationToken,
) -> Result<()> {
    let routes = router(metrics, ready);
    axum::serve(listener, routes).with_graceful_shutdown(halt.cancelled_owned()).await?;
    Ok(())
}

fn router(metrics: Metrics, ready: Ready) -> Router {
    Router::new()
        .route("/metrics", get(expose))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(readiness))
        // Not ready yet is an answer, not a failure.
        .layer(TraceLayer::new_for_http().on_failure(DefaultOnFailure::new().level(Level::DEBUG)))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, DEADLINE))
        .layer(GlobalConcurrencyLimitLayer::new(REQUESTS_MAX))
        .with_state(Admin { metrics, ready })
}

async fn expose(State(admin): State<Admin>) -> Response {
    let mut text = String::new();
    let registry = admin.metrics.lock().unwrap_or_else(PoisonError::into_inner);
    match prometheus_client::encoding::text::encode(&mut text, &registry) {
        Ok(()) => ([(header::CONTENT_TYPE, OPENMETRICS)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn readiness(State(admin): State<Admin>) -> Response {
    let pending = admin.ready.pending();
    if pending.is_empty() {
        return "ready\n".into_response();
    }
    (StatusCode::SERVICE_UNAVAILABLE, format!("pending: {}\n", pending.join(", "))).into_response()
}

#[cfg(test)]
mod tests;
