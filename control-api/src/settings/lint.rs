//! What is wrong with settings, and what is allowed but probably not meant (SUPERVISOR.md 4.6,
//! ROTATION.md C.4).

use fleet::Moment;
use fleet::settings::{self, HEARTBEAT_SECONDS};
use proto::opamp::v1::ConnectionSettingsOffers;
use proto::record::v1::OfferKind;
use store::Store;

use super::{certificates, hidden};
use crate::api::Api;

const OPAMP: &str = "opamp";

/// What is done about OpAMP settings that can cost agents their connection: settings are a complete snapshot, and
/// clients lose what it leaves out (ROTATION.md C.4, rule 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Incomplete {
    Refused,
    /// An operator said that it is meant.
    Allowed,
}

impl Incomplete {
    pub(super) const fn of(allowed: bool) -> Self {
        if allowed { Self::Allowed } else { Self::Refused }
    }
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Lint {
    /// They are refused because of these.
    pub(super) errors: Vec<String>,
    pub(super) warnings: Vec<String>,
}

impl<S: Store> Api<S> {
    pub(super) fn lint(&self, settings: &ConnectionSettingsOffers, how: Incomplete) -> Lint {
        let now = (self.clock)();
        let mut found = Lint::default();
        let checked = settings::check(kind(settings), settings);
        found.errors.extend(checked.err().map(|why| why.to_string()));
        if hidden::holds_mask(settings) {
            let why = "*** stands for a value that is not shown: write the value itself";
            found.errors.push(why.to_owned());
        }
        found.certificates(settings, now);
        found.roots(settings);
        found.destinations(settings);
        found.opamp(settings);
        let incomplete = incomplete(settings, now);
        match how {
            Incomplete::Refused if !incomplete.is_empty() => {
                found.errors.extend(incomplete);
                found.errors.push("allow_incomplete offers them all the same".to_owned());
            }
            Incomplete::Refused | Incomplete::Allowed => found.warnings.extend(incomplete),
        }
        found
    }
}

/// The kind of settings, by what they say first. What does not belong to it is refused by the check.
pub(super) const fn kind(settings: &ConnectionSettingsOffers) -> OfferKind {
    if settings.opamp.is_some() {
        OfferKind::OpampSettings
    } else if settings.own_metrics.is_some()
        || settings.own_traces.is_some()
        || settings.own_logs.is_some()
    {
        OfferKind::OwnTelemetry
    } else {
        OfferKind::OtherConnections
    }
}

impl Lint {
    fn certificates(&mut self, settings: &ConnectionSettingsOffers, now: Moment) {
        for (name, pair) in certificates::all(settings) {
            // Half a pair has been found already.
            if pair.cert.is_empty() || pair.private_key.is_empty() {
                continue;
            }
            if let Err(why) = certificates::check(pair, now) {
                self.errors.push(format!("the certificate of {name}: {why}"));
            } else if name != OPAMP && certificates::ends_soon(pair, now) {
                self.warnings.push(format!("the certificate of {name} ends within a day"));
            }
        }
    }

    fn roots(&mut self, settings: &ConnectionSettingsOffers) {
        let opamp = settings.opamp.as_ref().and_then(|s| s.tls.as_ref());
        let signals = [&settings.own_metrics, &settings.own_traces, &settings.own_logs];
        let signals = signals.into_iter().flatten().filter_map(|s| s.tls.as_ref());
        let others = settings.other_connections.values().filter_map(|s| s.tls.as_ref());
        for tls in opamp.into_iter().chain(signals).chain(others) {
            self.errors.extend(certificates::check_roots(tls).err());
        }
    }

    fn destinations(&mut self, settings: &ConnectionSettingsOffers) {
        let signals = [
            ("own_metrics", &settings.own_metrics),
            ("own_traces", &settings.own_traces),
            ("own_logs", &settings.own_logs),
        ];
        let signals = signals.into_iter().filter_map(|(name, signal)| {
            signal.as_ref().map(|signal| (name, &signal.destination_endpoint))
        });
        for (name, endpoint) in signals {
            if !encrypted(endpoint) {
                self.warnings.push(format!("{name} is not encrypted"));
            }
        }
    }

    fn opamp(&mut self, settings: &ConnectionSettingsOffers) {
        let Some(opamp) = &settings.opamp else { return };
        if opamp.headers.as_ref().is_none_or(|headers| headers.headers.is_empty()) {
            let why = "opamp has no headers: agents that authenticate with one lose it";
            self.warnings.push(why.to_owned());
        }
        if opamp.heartbeat_interval_seconds == 0 {
            let why = format!("opamp has no heartbeat interval: {HEARTBEAT_SECONDS} s are offered");
            self.warnings.push(why);
        }
    }
}

/// What OpAMP settings lack that clients cannot do without.
fn incomplete(settings: &ConnectionSettingsOffers, now: Moment) -> Vec<String> {
    let Some(opamp) = &settings.opamp else { return Vec::new() };
    let mut found = Vec::new();
    if !encrypted(&opamp.destination_endpoint) {
        found.push("opamp is not encrypted");
    }
    match &opamp.certificate {
        None => found.push(
            "opamp has no certificate: agents that are not issued theirs on request stop using it, \
             and the OpAMP Supervisor then stops verifying the server too",
        ),
        Some(pair) if pair.ca_cert.is_empty() => found.push(
            "the certificate of opamp has no ca_cert: the OpAMP Supervisor then trusts only the \
             system's authorities",
        ),
        Some(pair) if certificates::ends_soon(pair, now) => {
            found.push("the certificate of opamp ends within a day");
        }
        Some(_) => {}
    }
    found.into_iter().map(str::to_owned).collect()
}

fn encrypted(endpoint: &str) -> bool {
    let endpoint = endpoint.to_ascii_lowercase();
    !(endpoint.starts_with("ws://") || endpoint.starts_with("http://"))
}
