use std::sync::{Arc, Mutex};

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::registry::Registry;
use tower::ServiceExt;

use super::router;
use crate::ready::Ready;

async fn get(path: &str, registry: Registry, ready: &Ready) -> (StatusCode, String) {
    let router = router(Arc::new(Mutex::new(registry)), ready.clone());
    let request = Request::get(path).body(Body::empty()).unwrap();
    let answer = router.oneshot(request).await.unwrap();
    let status = answer.status();
    let body = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn readyz_names_what_is_pending_and_healthz_does_not_care() {
    let ready = Ready::default();
    let guard = ready.register("node");
    let (status, body) = get("/readyz", Registry::default(), &ready).await;
    assert_eq!((status, body.as_str()), (StatusCode::SERVICE_UNAVAILABLE, "pending: node\n"));
    assert_eq!(get("/healthz", Registry::default(), &ready).await.0, StatusCode::OK);
    drop(guard);
    assert_eq!(get("/readyz", Registry::default(), &ready).await.0, StatusCode::OK);
}

#[tokio::test]
async fn metrics_shows_what_roles_registered() {
    let mut registry = Registry::default();
    let messages: Counter = Counter::default();
    registry.register("opamp_messages", "Messages", messages.clone());
    messages.inc_by(3);
    let (status, body) = get("/metrics", registry, &Ready::default()).await;
    assert_eq!(status, StatusCode::OK);
    assert!(body.contains("opamp_messages_total 3"), "{body}");
}
