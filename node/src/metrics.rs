//! What a node counts.

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

/// Counters of one node; clones share them.
#[derive(Debug, Clone, Default)]
pub struct Metrics {
    /// Messages from agents.
    pub messages: Counter,
    /// Custom messages from agents that were passed on.
    pub custom_messages: Counter,
    /// Custom messages from agents that went nowhere: of a capability this server does not list, or perhaps passed on
    /// before.
    pub custom_dropped: Counter,
    /// Instructions whose outcome is open.
    pub orders: Gauge,
    /// Messages to agents, handed to gateways.
    pub sends: Counter,
    /// Shards owned now.
    pub shards: Gauge,
    /// Links from gateways open now.
    pub links: Gauge,
    /// Records written.
    pub records: Counter,
    /// Transactions that wrote records.
    pub record_batches: Counter,
    /// Records that could not be written and wait for another try.
    pub record_failures: Counter,
    /// Claims of orphaned shards written.
    pub claims: Counter,
    /// Planned moves written.
    pub moves: Counter,
    /// Leases lost.
    pub leases_lost: Counter,
    /// What was to be offered and no message may carry.
    pub offers_too_large: Counter,
}

impl Metrics {
    /// Makes the counters and lists them in a registry.
    pub fn register(registry: &mut Registry) -> Self {
        let m = Self::default();
        let mut count = |name: &str, help: &str, counter: &Counter| {
            registry.register(name, help, counter.clone());
        };
        count("opamp_messages_received", "Messages from agents", &m.messages);
        count("opamp_messages_sent", "Messages to agents handed to gateways", &m.sends);
        count("drover_custom_messages", "Custom messages of agents", &m.custom_messages);
        count(
            "drover_custom_messages_dropped",
            "Custom messages of agents that went nowhere",
            &m.custom_dropped,
        );
        count("drover_records_written", "Agent records written", &m.records);
        count("drover_record_batches", "Batches that wrote agent records", &m.record_batches);
        count("drover_record_failures", "Agent records to be tried again", &m.record_failures);
        count("drover_shard_claims", "Claims of orphaned shards written", &m.claims);
        count("drover_shard_moves", "Planned moves of shards written", &m.moves);
        count("drover_leases_lost", "Leases this node lost", &m.leases_lost);
        let help = "Offers left out because no message may be that large";
        count("drover_offers_too_large", help, &m.offers_too_large);
        registry.register("drover_shards", "Shards owned now", m.shards.clone());
        let open = "Instructions whose outcome is open";
        registry.register("drover_instructions_open", open, m.orders.clone());
        registry.register("drover_links", "Links from gateways open now", m.links.clone());
        m
    }
}
