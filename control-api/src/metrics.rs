//! What the control API counts.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

/// The control API's metrics. Clones count together.
#[derive(Debug, Clone, Default)]
pub struct Metrics {
    calls: Family<Call, Counter>,
    deliveries: Family<Delivery, Counter>,
    audit_lost: Counter,
    /// Presence streams that are open now.
    pub(crate) presence_streams: Gauge,
    /// Watches that are open now.
    pub(crate) watches: Gauge,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Call {
    method: &'static str,
    code: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Delivery {
    outcome: &'static str,
}

impl Metrics {
    /// Metrics that appear in this registry.
    pub fn register(registry: &mut Registry) -> Self {
        let metrics = Self::default();
        let sub = registry.sub_registry_with_prefix("drover_control");
        sub.register("calls", "Calls by method and gRPC code", metrics.calls.clone());
        sub.register(
            "deliveries",
            "Instructions sent to owners by outcome",
            metrics.deliveries.clone(),
        );
        sub.register(
            "audit_lost",
            "Outcomes that could not be appended to the audit",
            metrics.audit_lost.clone(),
        );
        sub.register(
            "presence_streams",
            "Presence streams open to nodes",
            metrics.presence_streams.clone(),
        );
        sub.register("watches", "Watches open", metrics.watches.clone());
        metrics
    }

    pub(crate) fn called(&self, method: &'static str, code: tonic::Code) {
        self.calls.get_or_create(&Call { method, code: format!("{code:?}") }).inc();
    }

    pub(crate) fn delivered(&self, outcome: &'static str) {
        self.deliveries.get_or_create(&Delivery { outcome }).inc();
    }

    pub(crate) fn audit_lost(&self) {
        self.audit_lost.inc();
    }
}

/// Counts one thing in a gauge for as long as it lives.
#[derive(Debug)]
pub(crate) struct Counted(Gauge);

impl Counted {
    pub(crate) fn new(gauge: &Gauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.dec();
    }
}
