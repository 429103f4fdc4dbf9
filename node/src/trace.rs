//! W3C trace context across the links: what a gateway or a control API started goes on here, and on to the socket.

use opentelemetry::propagation::{Extractor, Injector};
use opentelemetry::trace::{TraceContextExt as _, TraceId};
use tracing::Span;
use tracing::field::{Empty, display};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

/// A span that continues this trace, whose log lines show it; a disabled one, which costs nothing, for an empty
/// `traceparent`.
pub(crate) fn go_on(name: &'static str, traceparent: &str) -> Span {
    if traceparent.is_empty() {
        return Span::none();
    }
    let span = tracing::info_span!("node", otel.name = name, trace_id = Empty);
    let parent = opentelemetry::global::get_text_map_propagator(|propagator| {
        propagator.extract(&Traceparent(traceparent.to_owned()))
    });
    // Fails only without a telemetry layer; then there is no trace to continue.
    let _ = span.set_parent(parent);
    let trace = span.context().span().span_context().trace_id();
    if trace != TraceId::INVALID {
        span.record("trace_id", display(trace));
    }
    span
}

/// The `traceparent` that continues this span elsewhere; empty for a disabled span.
pub(crate) fn of(span: &Span) -> String {
    let mut carrier = Traceparent(String::new());
    if !span.is_disabled() {
        let context = span.context();
        opentelemetry::global::get_text_map_propagator(|propagator| {
            propagator.inject_context(&context, &mut carrier);
        });
    }
    carrier.0
}

struct Traceparent(String);

impl Extractor for Traceparent {
    fn get(&self, key: &str) -> Option<&str> {
        (key == "traceparent").then_some(&*self.0)
    }

    fn keys(&self) -> Vec<&str> {
        vec!["traceparent"]
    }
}

impl Injector for Traceparent {
    fn set(&mut self, key: &str, value: String) {
        if key == "traceparent" {
            self.0 = value;
        }
    }
}
