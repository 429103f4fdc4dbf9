//! Trace context of agents' messages.

use fleet::{AgentId, SocketId};
use opentelemetry::trace::TraceContextExt;
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
