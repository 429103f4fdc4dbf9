//! What a gateway counts. No uid, no address and no secret is ever a label.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

/// A reason or a status, from a small fixed set.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Why {
    /// Its name.
    pub reason: &'static str,
}

/// An HTTP status.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Status {
    /// The number.
    pub status: u16,
}

/// Handles to all counters; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Metrics {
    /// Connections from agents with TLS that are not WebSockets, or not yet.
    pub connections: Gauge,
    /// WebSockets open.
    pub websockets: Gauge,
    /// Links to nodes that work.
    pub links_up: Gauge,
    /// Handshakes that ended without TLS.
    pub handshakes_failed: Counter,
    /// Peers not admitted.
    pub refused: Family<Why, Counter>,
    /// HTTP answers by status; 101 is an upgrade.
    pub answers: Family<Status, Counter>,
    /// Messages from agents, handed to a node or held for one.
    pub messages_in: Counter,
    /// Messages written to agents.
    pub messages_out: Counter,
    /// Messages answered here because they could not be routed.
    pub bad_messages: Counter,
    /// Connections and messages held back because their peer goes too fast.
    pub throttled: Family<Why, Counter>,
    /// Messages answered "come back later", because too much was going on.
    pub put_off: Counter,
    /// Messages for agents that were not sent, because they are too large.
    pub oversized: Counter,
    /// WebSockets closed by this gateway, by reason.
    pub closed: Family<Why, Counter>,
    /// Hints from nodes that this gateway's table is behind.
    pub not_owner: Counter,
    /// New certificates or rules taken into use.
    pub reloads: Counter,
    /// New certificates or rules that could not be used.
    pub reloads_failed: Counter,
}

impl Metrics {
    /// Makes the counters and shows them in this registry under `gateway_`.
    pub fn register(registry: &mut Registry) -> Self {
        let all = Self::default();
        let r = registry.sub_registry_with_prefix("gateway");
        r.register(
            "connections",
            "agent connections that are not WebSockets",
            all.connections.clone(),
        );
        r.register("websockets", "WebSockets open", all.websockets.clone());
        r.register("links_up", "links to nodes that work", all.links_up.clone());
        r.register("handshakes_failed", "failed TLS handshakes", all.handshakes_failed.clone());
        r.register("refused", "peers not admitted", all.refused.clone());
        r.register("answers", "HTTP answers", all.answers.clone());
        r.register("messages_in", "messages from agents", all.messages_in.clone());
        r.register("messages_out", "messages to agents", all.messages_out.clone());
        r.register("bad_messages", "messages that could not be routed", all.bad_messages.clone());
        r.register("throttled", "peers held to their pace", all.throttled.clone());
        r.register("put_off", "messages put off", all.put_off.clone());
        r.register("oversized", "messages for agents over the size limit", all.oversized.clone());
        r.register("closed", "WebSockets closed by the gateway", all.closed.clone());
        r.register("not_owner", "stale route hints", all.not_owner.clone());
        r.register("tls_reloads", "TLS material taken into use", all.reloads.clone());
        r.register("tls_reloads_failed", "bad TLS material", all.reloads_failed.clone());
        all
    }

    /// Counts one connection or message of a peer that goes too fast.
    pub fn throttle(&self, reason: &'static str) {
        self.throttled.get_or_create(&Why { reason }).inc();
    }

    /// Counts one close by this gateway.
    pub fn close(&self, reason: &'static str) {
        self.closed.get_or_create(&Why { reason }).inc();
    }
}
