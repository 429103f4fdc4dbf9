//! Spans of calls, continuing the caller's W3C trace and handing it on to owners.

use http::{HeaderMap, Request};
use opentelemetry::propagation::{Extractor, Injector};
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

/// The span of one call, a child of the caller's.
pub(crate) fn span<B>(request: &Request<B>) -> Span {
    let method = request.uri().path();
    let span = tracing::info_span!("call", otel.name = method, rpc.system = "grpc", method);
    let parent = opentelemetry::global::get_text_map_propagator(|propagator| {
        propagator.extract(&Headers(request.headers()))
    });
    // Fails only without a telemetry layer; then there is no trace to continue.
    let _ = span.set_parent(parent);
    span
}

/// The current trace as a `traceparent`, empty without one.
pub(crate) fn traceparent() -> String {
    let mut carrier = Traceparent(String::new());
    let context = Span::current().context();
    opentelemetry::global::get_text_map_propagator(|propagator| {
        propagator.inject_context(&context, &mut carrier);
    });
    carrier.0
}

struct Headers<'a>(&'a HeaderMap);

impl Extractor for Headers<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).and_then(|value| value.to_str().ok())
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(http::HeaderName::as_str).collect()
    }
}

struct Traceparent(String);

impl Injector for Traceparent {
    fn set(&mut self, key: &str, value: String) {
        if key == "traceparent" {
            self.0 = value;
        }
    }
}
