//! Connection settings offers: one complete snapshot per agent (OpAMP specification, "Connection Settings
//! Management"; what real clients do with less is in PROTOCOL.md X5 and B4).
//!
//! An agent that is told less than everything loses the rest: headers left out are credentials lost, an interval left
//! out is an end of heartbeats, one signal of own telemetry left out ends that signal. So an offer always repeats all
//! of it, and [`check`] refuses settings from which that cannot be made.

mod check;
mod endpoint;

use prost::Message;
use proto::opamp::v1::{
    AgentCapabilities as Bit, ConnectionSettingsOffers, Headers, OpAmpConnectionSettings,
    TlsCertificate,
};
use proto::record::v1::IssuedCertificate;
use sha2::{Digest as _, Sha256};

use crate::Digest;
use crate::capability::Capabilities;

pub use check::{Invalid, check};

/// The heartbeat interval offered when settings name none, in seconds: what the specification recommends.
pub const HEARTBEAT_SECONDS: u64 = 30;

/// What the hash covers first, so that no other hash of this project can equal it.
const DOMAIN: &[u8] = b"drover connection settings 1";

/// What is meant for one agent.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// How it reaches this server.
    pub opamp: Option<&'a ConnectionSettingsOffers>,
    /// Where its own metrics, traces and logs go.
    pub own_telemetry: Option<&'a ConnectionSettingsOffers>,
    /// Everything else it connects to.
    pub other_connections: Option<&'a ConnectionSettingsOffers>,
    /// The certificate that answers its request; the agent has the key.
    pub certificate: Option<&'a IssuedCertificate>,
    /// Counts how often an operator asked to try again: a client skips an offer whose hash it has seen.
    pub retry: u64,
}

/// The one snapshot to offer to an agent with these capabilities, or `None` when it accepts nothing of what is
/// wanted. Equal input gives equal bytes and an equal hash on every machine.
pub fn compose(
    wanted: &Wanted<'_>,
    capabilities: Capabilities,
) -> Option<ConnectionSettingsOffers> {
    let own = wanted.own_telemetry;
    let signal = |bit: Bit| own.filter(|_| capabilities.has(bit));
    // Without settings a certificate still says where it is good for.
    let alone =
        wanted.certificate.filter(|issued| !issued.destination_endpoint.is_empty()).map(|issued| {
            OpAmpConnectionSettings {
                destination_endpoint: issued.destination_endpoint.clone(),
                ..OpAmpConnectionSettings::default()
            }
        });
    let opamp = wanted
        .opamp
        .and_then(|settings| settings.opamp.as_ref())
        .or(alone.as_ref())
        .filter(|_| capabilities.has(Bit::AcceptsOpAmpConnectionSettings));
    let other =
        wanted.other_connections.filter(|_| capabilities.has(Bit::AcceptsOtherConnectionSettings));
    let mut offer = ConnectionSettingsOffers {
        hash: bytes::Bytes::new(),
        opamp: opamp.map(|opamp| complete(opamp, wanted.certificate)),
        own_metrics: signal(Bit::ReportsOwnMetrics).and_then(|own| own.own_metrics.clone()),
        own_traces: signal(Bit::ReportsOwnTraces).and_then(|own| own.own_traces.clone()),
        own_logs: signal(Bit::ReportsOwnLogs).and_then(|own| own.own_logs.clone()),
        other_connections: other.map(|s| s.other_connections.clone()).unwrap_or_default(),
    };
    if offer == ConnectionSettingsOffers::default() {
        return None;
    }
    offer.hash = hash_of(&offer, wanted.retry).to_bytes();
    Some(offer)
}

/// Nothing in it is absent that absence would change: headers, and an interval of at least a second.
fn complete(
    opamp: &OpAmpConnectionSettings,
    certificate: Option<&IssuedCertificate>,
) -> OpAmpConnectionSettings {
    let mut opamp = opamp.clone();
    opamp.headers.get_or_insert_with(Headers::default);
    if opamp.heartbeat_interval_seconds == 0 {
        opamp.heartbeat_interval_seconds = HEARTBEAT_SECONDS;
    }
    if let Some(issued) = certificate {
        // The agent made the key and keeps it.
        opamp.certificate = Some(TlsCertificate {
            cert: issued.certificate.clone(),
            private_key: bytes::Bytes::new(),
            ca_cert: issued.ca_certificate.clone(),
        });
    }
    opamp
}

/// The hash of settings as they are stored: over everything but the `hash` field.
pub fn hash(settings: &ConnectionSettingsOffers) -> Digest {
    hash_of(settings, 0)
}

fn hash_of(settings: &ConnectionSettingsOffers, retry: u64) -> Digest {
    let content = ConnectionSettingsOffers { hash: bytes::Bytes::new(), ..settings.clone() };
    // The encoding frames every field by its number and length and has one order.
    let content = content.encode_to_vec();
    let mut sha = Sha256::new();
    for part in [DOMAIN, &content, &retry.to_be_bytes()] {
        sha.update((part.len() as u64).to_be_bytes());
        sha.update(part);
    }
    Digest(sha.finalize().into())
}

#[cfg(test)]
mod tests;
