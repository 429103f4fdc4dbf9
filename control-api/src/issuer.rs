//! Issues certificates to agents. Of a request only the public key is taken: who the certificate is for, what it may be
//! used for and how long is decided here.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use fleet::{AgentId, Digest, Moment};
use rcgen::{
    CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, KeyPair,
    KeyUsagePurpose, SanType, SerialNumber, SubjectPublicKeyInfo, string::Ia5String,
};
use uuid::Uuid;
use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::prelude::FromDer as _;

/// Validity starts this long ago, for agents whose clocks are behind.
const BACKDATE: Duration = Duration::from_secs(60 * 60);

/// A certificate authority for agents.
pub struct Issuer {
    ca: rcgen::Issuer<'static, KeyPair>,
    bundle: Bytes,
    life: Duration,
}

impl fmt::Debug for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issuer").field("life", &self.life).finish_non_exhaustive()
    }
}

/// A CA or a request that cannot be used. It never says anything of a key.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{0}")]
pub struct Unusable(String);

/// A new certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Issued {
    pub(crate) pem: Bytes,
    /// Hex.
    pub(crate) serial: String,
    /// SHA-256 of the DER.
    pub(crate) fingerprint: Digest,
    pub(crate) valid: (Moment, Moment),
}

impl Issuer {
    /// A CA with this certificate and key, PEM. `bundle`, PEM, is what agents get beside their certificate: the CA, and
    /// what they need to trust the server. Certificates are good for `life`.
    ///
    /// # Errors
    /// [`Unusable`] when one of them cannot be read.
    pub fn new(cert: &str, key: &str, bundle: &str, life: Duration) -> Result<Self, Unusable> {
        let key = KeyPair::from_pem(key).map_err(|_| unusable("the key of the agents' CA"))?;
        let ca = rcgen::Issuer::from_ca_cert_pem(cert, key);
        let ca = ca.map_err(|_| unusable("the certificate of the agents' CA"))?;
        Ok(Self { ca, bundle: Bytes::copy_from_slice(bundle.as_bytes()), life })
    }

    pub(crate) fn bundle(&self) -> Bytes {
        self.bundle.clone()
    }

    /// A certificate for this agent and the key of this request, PEM, which was checked when it came.
    pub(crate) fn issue(
        &self,
        csr: &[u8],
        agent: AgentId,
        now: Moment,
    ) -> Result<Issued, Unusable> {
        let unreadable = || unusable("the request");
        let (_, pem) = x509_parser::pem::parse_x509_pem(csr).map_err(|_| unreadable())?;
        let (_, csr) =
            X509CertificationRequest::from_der(&pem.contents).map_err(|_| unreadable())?;
        let key = SubjectPublicKeyInfo::from_der(csr.certification_request_info.subject_pki.raw);
        let key = key.map_err(|_| unusable("the request's public key"))?;
        let mut serial = Digest::of(Uuid::now_v7().as_bytes()).0[..16].to_vec();
        // Serials are positive, and of one length (RFC 5280, section 4.1.2.2).
        serial[0] = serial[0] & 0x7f | 0x40;
        let valid = (now - BACKDATE, now + self.life);
        let mut params = CertificateParams::default();
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, agent.to_string());
        let uri = Ia5String::try_from(format!("urn:uuid:{agent}")).map_err(|_| unreadable())?;
        params.subject_alt_names = vec![SanType::URI(uri)];
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        params.use_authority_key_identifier_extension = true;
        params.serial_number = Some(SerialNumber::from(serial.clone()));
        let epoch = rcgen::date_time_ymd(1970, 1, 1);
        params.not_before = epoch + Duration::from_millis(valid.0.0);
        params.not_after = epoch + Duration::from_millis(valid.1.0);
        let cert = params.signed_by(&key, &self.ca);
        let cert = cert.map_err(|_| unusable("the agents' CA, which cannot sign,"))?;
        let hex = serial.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Issued {
            pem: cert.pem().into(),
            serial: hex,
            fingerprint: Digest::of(cert.der()),
            valid,
        })
    }
}

fn unusable(what: &str) -> Unusable {
    Unusable(format!("{what} cannot be used"))
}

#[cfg(test)]
mod tests;
