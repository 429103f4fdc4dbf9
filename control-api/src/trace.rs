//! Spans of calls, continuing the caller's W3C trace and handing it on to owners.

use http::{HeaderMap, Request};
use opentelemetry::propagation::{Extractor, Injector};
use opentelemetry::trace::{TraceContextExt as _, TraceId};
use tower_http::classify::{GrpcCode, GrpcErrorsAsFailures, SharedClassifier};
use tracing::Span;
use tracing::field::{Empty, display};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

/// The span of one call, a child of the caller's. Log lines of the call show its trace.
///
/// It begins before the caller is known, so that refused calls are traced too. A stranger cannot have more traced by
/// sending a trace of their own: every call without one is.
pub(crate) fn span<B>(request: &Request<B>) -> Span {
    let method = request.uri().path();
    let span = tracing::info_span!(
        "call",
        otel.name = method,
        otel.kind = "server",
        rpc.system = "grpc",
        method,
        trace_id = Empty
    );
    let parent = opentelemetry::global::get_text_map_propagator(|propagator| {
        propagator.extract(&Headers(request.headers()))
    });
    // Fails only without a telemetry layer; then there is no trace to continue.
    let _ = span.set_parent(parent);
    let trace = span.context().span().span_context().trace_id();
    if trace != TraceId::INVALID {
        span.record("trace_id", display(trace));
    }
    span
}

/// Which answers are failures of the server, and logged as errors. What a caller may expect to hear
/// (not found, not allowed, not now) is none.
pub(crate) fn failures() -> SharedClassifier<GrpcErrorsAsFailures> {
    let refusals = [
        GrpcCode::Cancelled,
        GrpcCode::InvalidArgument,
        GrpcCode::NotFound,
        GrpcCode::AlreadyExists,
        GrpcCode::PermissionDenied,
        GrpcCode::ResourceExhausted,
        GrpcCode::FailedPrecondition,
        GrpcCode::Aborted,
        GrpcCode::OutOfRange,
        GrpcCode::Unimplemented,
        GrpcCode::Unauthenticated,
    ];
    let failures = GrpcErrorsAsFailures::new();
    SharedClassifier::new(refusals.into_iter().fold(failures, GrpcErrorsAsFailures::with_success))
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

#[cfg(test)]
mod tests;
