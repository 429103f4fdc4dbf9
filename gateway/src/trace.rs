//! Trace context of agents' messages, and of what is written to them.

use fleet::{AgentId, SocketId};
use opentelemetry::propagation::Extractor;
use opentelemetry::trace::TraceContextExt;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

/// Starts the trace of one message. Returns its W3C `traceparent`, empty when the trace is not sampled.
pub(crate) fn message(socket: SocketId, agent: AgentId) -> String {
    let span = tracing::info_span!("message", socket = socket.0, %agent);
    if span.is_disabled() {
        return String::new();
    }
    let context = span.context();
    let context = context.span().span_context().clone();
    if !context.is_sampled() {
        return String::new();
    }
    format!("00-{}-{}-01", context.trace_id(), context.span_id())
}

/// The span of a write that continues this trace; lasts until the message is on the socket. `None` when not sampled.
pub(crate) fn write(traceparent: &str) -> Option<Span> {
    if traceparent.is_empty() {
        return None;
    }
    let span = tracing::info_span!("write");
    let parent = opentelemetry::global::get_text_map_propagator(|propagator| {
        propagator.extract(&Traceparent(traceparent))
    });
    // Fails only without a telemetry layer; then there is no trace to continue.
    let _ = span.set_parent(parent);
    Some(span)
}

struct Traceparent<'a>(&'a str);

impl Extractor for Traceparent<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        (key == "traceparent").then_some(self.0)
    }

    fn keys(&self) -> Vec<&str> {
        vec!["traceparent"]
    }
}
