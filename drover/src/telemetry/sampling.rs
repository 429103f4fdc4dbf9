//! Which traces are kept. Who begins a trace decides, and everyone after it follows.

use opentelemetry::trace::{Link, SpanKind, TraceId};
use opentelemetry::{Context, KeyValue};
use opentelemetry_sdk::trace::{Sampler, SamplingResult, ShouldSample};

/// The spans that begin where an agent speaks (gateway/src/surface.rs, gateway/src/trace.rs). There are as many as
/// messages, so a share has to do. Everything else that begins here is an operator's call: few, and each one wanted.
const OF_AGENTS: [&str; 2] = ["request", "message"];

/// Keeps this share of agents' traces and every other one.
pub(super) fn sampler(agents_ratio: f64) -> Sampler {
    Sampler::ParentBased(Box::new(Beginnings { agents_ratio }))
}

#[derive(Debug, Clone)]
struct Beginnings {
    agents_ratio: f64,
}

impl ShouldSample for Beginnings {
    fn should_sample(
        &self,
        parent: Option<&Context>,
        trace: TraceId,
        name: &str,
        kind: &SpanKind,
        attributes: &[KeyValue],
        links: &[Link],
    ) -> SamplingResult {
        let sampler = match OF_AGENTS.contains(&name) {
            true => Sampler::TraceIdRatioBased(self.agents_ratio),
            false => Sampler::AlwaysOn,
        };
        sampler.should_sample(parent, trace, name, kind, attributes, links)
    }
}
