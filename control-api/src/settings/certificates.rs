//! Certificates inside settings: whether an agent could use them, and what may be shown of them
//! (PROTOCOL.md X10).

use std::sync::Arc;
use std::time::Duration;

use fleet::{Digest, Moment};
use pbjson_types::Timestamp;
use proto::control::v1::CertificateSummary;
use proto::opamp::v1::{ConnectionSettingsOffers, TlsCertificate, TlsConnectionSettings};
use rustls::RootCertStore;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, UnixTime};
use rustls::server::WebPkiClientVerifier;
use rustls::sign::CertifiedKey;
use x509_parser::prelude::{FromDer, X509Certificate};

/// A certificate that ends sooner than this is probably an old one.
const LIFE_MIN: Duration = Duration::from_secs(24 * 3_600);

/// Every certificate, by the connection it is for.
pub(super) fn all(settings: &ConnectionSettingsOffers) -> Vec<(&str, &TlsCertificate)> {
    let fixed = [
        ("opamp", settings.opamp.as_ref().and_then(|s| s.certificate.as_ref())),
        ("own_metrics", settings.own_metrics.as_ref().and_then(|s| s.certificate.as_ref())),
        ("own_traces", settings.own_traces.as_ref().and_then(|s| s.certificate.as_ref())),
        ("own_logs", settings.own_logs.as_ref().and_then(|s| s.certificate.as_ref())),
    ];
    let others = settings.other_connections.iter();
    let others = others.map(|(name, other)| (name.as_str(), other.certificate.as_ref()));
    let all = fixed.into_iter().chain(others);
    all.filter_map(|(name, certificate)| Some((name, certificate?))).collect()
}

/// Whether an agent could present this certificate: it can be read, the key belongs to it, and the
/// authority that comes along signed it for clients.
///
/// # Errors
/// What is wrong, in words that hold nothing of the key.
pub(super) fn check(pair: &TlsCertificate, now: Moment) -> Result<(), String> {
    let chain = read("cert", &pair.cert)?;
    let key = PrivateKeyDer::from_pem_slice(&pair.private_key)
        .map_err(|_| "private_key holds no private key in PEM".to_owned())?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    CertifiedKey::from_der(chain.clone(), key, &provider)
        .map_err(|_| "private_key does not belong to cert, or is of an unknown kind".to_owned())?;
    let Some((leaf, issuers)) = chain.split_first() else { return Ok(()) };
    if pair.ca_cert.is_empty() {
        let parsed = X509Certificate::from_der(leaf).ok();
        let own = parsed.is_some_and(|(_, leaf)| leaf.subject() == leaf.issuer());
        let why = "ca_cert must hold the authority that signed cert";
        return if own { Ok(()) } else { Err(why.to_owned()) };
    }
    let mut roots = RootCertStore::empty();
    for root in read("ca_cert", &pair.ca_cert)? {
        roots.add(root).map_err(|error| format!("ca_cert holds no authority: {error}"))?;
    }
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build();
    let verifier = verifier.map_err(|error| format!("ca_cert cannot be used: {error}"))?;
    let now = UnixTime::since_unix_epoch(Duration::from_millis(now.0));
    let verified = verifier.verify_client_cert(leaf, issuers, now);
    verified.map(drop).map_err(|error| format!("cert is not good for a client of ca_cert: {error}"))
}

/// Whether roots that come along can be read.
///
/// # Errors
/// What is wrong.
pub(super) fn check_roots(tls: &TlsConnectionSettings) -> Result<(), String> {
    if tls.ca_pem_contents.is_empty() {
        return Ok(());
    }
    read("ca_pem_contents", tls.ca_pem_contents.as_bytes()).map(drop)
}

/// Whether it is about to end.
pub(super) fn ends_soon(pair: &TlsCertificate, now: Moment) -> bool {
    let until = now.0.saturating_add(LIFE_MIN.as_millis() as u64) / 1_000;
    not_after(pair).is_some_and(|at| u64::try_from(at).unwrap_or_default() < until)
}

/// What may be shown of it.
pub(super) fn summary(connection: &str, pair: &TlsCertificate) -> CertificateSummary {
    let chain = read("cert", &pair.cert).unwrap_or_default();
    let leaf = chain.first();
    let parsed = leaf.and_then(|leaf| X509Certificate::from_der(leaf).ok());
    CertificateSummary {
        connection: connection.to_owned(),
        fingerprint: leaf.map(|leaf| Digest::of(leaf).to_string()).unwrap_or_default(),
        subject: parsed.map(|(_, leaf)| leaf.subject().to_string()).unwrap_or_default(),
        not_after: not_after(pair).map(|seconds| Timestamp { seconds, nanos: 0 }),
    }
}

fn not_after(pair: &TlsCertificate) -> Option<i64> {
    let leaf = CertificateDer::from_pem_slice(&pair.cert).ok()?;
    let (_, leaf) = X509Certificate::from_der(&leaf).ok()?;
    Some(leaf.validity().not_after.timestamp())
}

fn read(what: &str, pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, String> {
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    match found {
        Ok(found) if !found.is_empty() => Ok(found),
        Ok(_) | Err(_) => Err(format!("{what} holds no certificate in PEM")),
    }
}

#[cfg(test)]
mod tests;
