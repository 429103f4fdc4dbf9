//! Who may speak: decided after every handshake and for every request, never inside the TLS verifier.

use std::time::Duration;

use fleet::{Digest, Moment};
use rustls::pki_types::{CertificateDer, UnixTime};

use crate::tls::{ClientAuth, Trust};

/// Who the TLS connection proved to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Identity {
    /// SHA-256 of the leaf certificate; `None` without one.
    pub certificate: Option<Digest>,
}

/// Why the peer may not speak. Answered with 401; the text is for the agent's operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// A certificate is required.
    #[error("a client certificate is required")]
    NoCertificate,
    /// Before or after its validity period.
    #[error("the client certificate is not valid at this time; renew it")]
    NotNow,
    /// No accepted authority signed it, or it is not for clients.
    #[error("the client certificate is not accepted here")]
    NotTrusted,
}

/// Decides whether the holder of this chain may speak now.
///
/// # Errors
/// [`Refusal`] when not.
pub(crate) fn admit(
    chain: &[CertificateDer<'_>],
    now: Moment,
    trust: &Trust,
) -> Result<Identity, Refusal> {
    let Some((leaf, issuers)) = chain.split_first() else {
        return match trust.client_auth {
            ClientAuth::Required => Err(Refusal::NoCertificate),
            ClientAuth::Optional | ClientAuth::Off => Ok(Identity { certificate: None }),
        };
    };
    // A certificate from before the rules changed proves nothing any more.
    let Some(verifier) = &trust.verifier else { return Ok(Identity { certificate: None }) };
    let now = UnixTime::since_unix_epoch(Duration::from_millis(now.0));
    match verifier.verify_client_cert(leaf, issuers, now) {
        Ok(_) => Ok(Identity { certificate: Some(Digest::of(leaf)) }),
        Err(rustls::Error::InvalidCertificate(why)) if out_of_time(&why) => Err(Refusal::NotNow),
        Err(_) => Err(Refusal::NotTrusted),
    }
}

const fn out_of_time(why: &rustls::CertificateError) -> bool {
    use rustls::CertificateError as E;
    matches!(
        why,
        E::Expired | E::ExpiredContext { .. } | E::NotValidYet | E::NotValidYetContext { .. }
    )
}
