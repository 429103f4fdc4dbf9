//! What is wrong with settings, before they are stored.

use proto::opamp::v1::{
    ConnectionSettingsOffers, Headers, OpAmpConnectionSettings, OtherConnectionSettings,
    ProxyConnectionSettings, TelemetryConnectionSettings, TlsCertificate, TlsConnectionSettings,
};
use proto::record::v1::OfferKind;

use super::endpoint;

/// Why settings are refused, in words for whoever wrote them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Invalid {
    /// The kind is none of the three.
    #[error("these are no connection settings")]
    Kind,
    /// Nothing, or not everything that belongs together, is set.
    #[error("{0} must be set")]
    Missing(&'static str),
    /// Something of another kind is set.
    #[error("{0} belongs into settings of its own kind")]
    Foreign(&'static str),
    /// A destination or proxy that is no URL of these schemes.
    #[error("the endpoint must be a full URL ({schemes}): {why}")]
    Endpoint {
        /// The allowed ones.
        schemes: &'static str,
        /// What is wrong.
        why: &'static str,
    },
    /// Own telemetry goes to a URL with a path.
    #[error("the endpoint of own telemetry needs its path, such as /v1/metrics")]
    Path,
    /// A header that would break or extend the request.
    #[error("a header needs a name of letters, digits and -_ and a value without line breaks")]
    Header,
    /// Half a certificate.
    #[error(
        "a certificate needs its private key; \
         leave it out for agents that are issued theirs on request"
    )]
    Certificate,
    /// Turning off verification is not offered to a fleet.
    #[error("insecure_skip_verify is not offered: put the server's CA into ca_pem_contents")]
    SkipVerify,
    /// A TLS version of another name.
    #[error("a TLS version is 1.2 or 1.3 (or TLSv1.2, TLSv1.3), the lowest not above the highest")]
    TlsVersion,
}

const OPAMP: &str = "ws, wss, http, https";
const TELEMETRY: &str = "http, https";
const PROXY: &str = "http, https, socks5";

/// Whether these settings can be offered as this kind (PROTOCOL.md X4, X8, X10, X11, X12). Whether a certificate is
/// one, matches its key and is trusted is not looked at here.
///
/// # Errors
/// [`Invalid`], naming the first thing that is wrong.
pub fn check(kind: OfferKind, settings: &ConnectionSettingsOffers) -> Result<(), Invalid> {
    foreign(kind, settings)?;
    match kind {
        OfferKind::OpampSettings => {
            opamp(settings.opamp.as_ref().ok_or(Invalid::Missing("opamp"))?)
        }
        OfferKind::OwnTelemetry => {
            // Clients rebuild all three from one offer: a signal left out is switched off.
            for (signal, name) in signals(settings) {
                telemetry(signal.ok_or(Invalid::Missing(name))?)?;
            }
            Ok(())
        }
        OfferKind::OtherConnections if settings.other_connections.is_empty() => {
            Err(Invalid::Missing("other_connections"))
        }
        OfferKind::OtherConnections => settings.other_connections.iter().try_for_each(named),
        OfferKind::Unspecified | OfferKind::RemoteConfig | OfferKind::Packages => {
            Err(Invalid::Kind)
        }
    }
}

type Signal<'a> = (Option<&'a TelemetryConnectionSettings>, &'static str);

fn signals(settings: &ConnectionSettingsOffers) -> [Signal<'_>; 3] {
    [
        (settings.own_metrics.as_ref(), "own_metrics"),
        (settings.own_traces.as_ref(), "own_traces"),
        (settings.own_logs.as_ref(), "own_logs"),
    ]
}

fn foreign(kind: OfferKind, settings: &ConnectionSettingsOffers) -> Result<(), Invalid> {
    let [metrics, traces, logs] = signals(settings).map(|(signal, _)| signal.is_some());
    let set = [
        (OfferKind::OpampSettings, settings.opamp.is_some(), "opamp"),
        (OfferKind::OwnTelemetry, metrics || traces || logs, "own telemetry"),
        (OfferKind::OtherConnections, !settings.other_connections.is_empty(), "other_connections"),
    ];
    match set.iter().find(|(of, set, _)| *set && *of != kind) {
        Some((.., name)) => Err(Invalid::Foreign(name)),
        None => Ok(()),
    }
}

fn opamp(settings: &OpAmpConnectionSettings) -> Result<(), Invalid> {
    endpoint::parse(&settings.destination_endpoint, OPAMP)?;
    headers(settings.headers.as_ref())?;
    certificate(settings.certificate.as_ref())?;
    tls(settings.tls.as_ref())?;
    proxy(settings.proxy.as_ref())
}

fn telemetry(settings: &TelemetryConnectionSettings) -> Result<(), Invalid> {
    if endpoint::parse(&settings.destination_endpoint, TELEMETRY)?.is_empty() {
        return Err(Invalid::Path);
    }
    headers(settings.headers.as_ref())?;
    certificate(settings.certificate.as_ref())?;
    tls(settings.tls.as_ref())?;
    proxy(settings.proxy.as_ref())
}

/// The destination of another connection is whatever the agent understands.
fn named((name, settings): (&String, &OtherConnectionSettings)) -> Result<(), Invalid> {
    if name.is_empty() {
        return Err(Invalid::Missing("the name of a connection"));
    }
    headers(settings.headers.as_ref())?;
    certificate(settings.certificate.as_ref())?;
    tls(settings.tls.as_ref())?;
    proxy(settings.proxy.as_ref())
}

fn headers(headers: Option<&Headers>) -> Result<(), Invalid> {
    let token = |c: u8| c.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&c);
    let printable = |c: u8| c == b'\t' || (c >= b' ' && c != 0x7f);
    let good = headers.iter().flat_map(|headers| &headers.headers).all(|header| {
        !header.key.is_empty()
            && header.key.bytes().all(token)
            && header.value.bytes().all(printable)
    });
    if good { Ok(()) } else { Err(Invalid::Header) }
}

fn certificate(certificate: Option<&TlsCertificate>) -> Result<(), Invalid> {
    match certificate {
        Some(pair) if pair.cert.is_empty() || pair.private_key.is_empty() => {
            Err(Invalid::Certificate)
        }
        Some(_) | None => Ok(()),
    }
}

fn tls(tls: Option<&TlsConnectionSettings>) -> Result<(), Invalid> {
    let Some(tls) = tls else { return Ok(()) };
    if tls.insecure_skip_verify {
        return Err(Invalid::SkipVerify);
    }
    let lowest = version(&tls.min_version)?;
    let highest = version(&tls.max_version)?;
    match (lowest, highest) {
        (Some(lowest), Some(highest)) if lowest > highest => Err(Invalid::TlsVersion),
        _ => Ok(()),
    }
}

/// The minor version; `None` leaves it to the agent.
fn version(name: &str) -> Result<Option<u8>, Invalid> {
    match name.strip_prefix("TLSv").unwrap_or(name) {
        "" if name.is_empty() => Ok(None),
        "1.2" => Ok(Some(2)),
        "1.3" => Ok(Some(3)),
        _ => Err(Invalid::TlsVersion),
    }
}

fn proxy(proxy: Option<&ProxyConnectionSettings>) -> Result<(), Invalid> {
    let Some(proxy) = proxy else { return Ok(()) };
    endpoint::parse(&proxy.url, PROXY)?;
    headers(proxy.connect_headers.as_ref())
}
