//! Spans of agents' requests and messages, and of what is written to them. Which traces are kept is decided where they
//! begin: here, in drover/src/telemetry/sampling.rs, by the names of these spans.

use fleet::{AgentId, SocketId};
use http::{Method, Uri};
use opentelemetry::propagation::Extractor;
use opentelemetry::trace::TraceContextExt;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

/// The span of one HTTP request; the message in it continues its trace.
///
/// A `traceparent` that an agent sends is ignored: agents are many and not trusted, and one that could mark its trace
/// as sampled would choose how much this server exports.
pub(crate) fn request(method: &Method, uri: &Uri) -> Span {
    // The query may hold anything, tokens too: the path alone.
    tracing::info_span!("request", otel.kind = "server", %method, path = uri.path())
}

/// The span of one message that came. Returns its W3C `traceparent`, empty when the trace is not sampled.
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
