//! Client certificates for agents, signed by the CA that they trust.

use bytes::Bytes;
use proto::opamp::v1::TlsCertificate;
use rcgen::{CertificateParams, DnType, ExtendedKeyUsagePurpose, Issuer, KeyPair};

use crate::standalone::Standalone;

/// A certificate with this common name, as connection settings carry it: with its key and the CA, all PEM.
///
/// # Errors
/// When the CA of the server cannot be read.
pub fn client_certificate(server: &Standalone, name: &str) -> anyhow::Result<TlsCertificate> {
    let ca = std::fs::read_to_string(server.agents_ca())?;
    let ca_key = std::fs::read_to_string(server.data("tls/agents/ca.key"))?;
    let issuer = Issuer::from_ca_cert_pem(&ca, KeyPair::from_pem(&ca_key)?)?;
    let key = KeyPair::generate()?;
    let mut params = CertificateParams::new(Vec::new())?;
    params.distinguished_name.push(DnType::CommonName, name);
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    let certificate = params.signed_by(&key, &issuer)?;
    Ok(TlsCertificate {
        cert: Bytes::from(certificate.pem()),
        private_key: Bytes::from(key.serialize_pem()),
        ca_cert: Bytes::from(ca),
    })
}
