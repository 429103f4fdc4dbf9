//! rustls configurations from PEM text. One provider everywhere: ring.

use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use fleet::Role;
use rustls::server::WebPkiClientVerifier;
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use x509_parser::extensions::GeneralName;

use crate::pki::Pair;
use crate::pki::internal::Identity;

const H2: &[u8] = b"h2";

/// Both directions of one role's internal traffic.
#[derive(Debug, Clone)]
pub struct Material {
    /// For accepting; asks for and verifies a client certificate.
    pub server: Arc<ServerConfig>,
    /// For dialling.
    pub client: Arc<ClientConfig>,
}

impl Material {
    /// What this identity presents and trusts.
    ///
    /// # Errors
    /// The PEM text holds no usable certificate or key.
    pub fn new(identity: &Identity) -> Result<Self> {
        let roots = Arc::new(roots(&identity.ca_pem).context("the internal CA")?);
        let (chain, key) = pair(&identity.pair).context("the internal certificate")?;
        let verifier =
            WebPkiClientVerifier::builder_with_provider(Arc::clone(&roots), provider()).build()?;
        let mut server = ServerConfig::builder_with_provider(provider())
            .with_protocol_versions(&[&rustls::version::TLS13])?
            .with_client_cert_verifier(verifier)
            .with_single_cert(chain.clone(), key.clone_key())?;
        server.alpn_protocols = vec![H2.to_vec()];
        let mut client = ClientConfig::builder_with_provider(provider())
            .with_protocol_versions(&[&rustls::version::TLS13])?
            .with_root_certificates(roots)
            .with_client_auth_cert(chain, key)?;
        client.alpn_protocols = vec![H2.to_vec()];
        Ok(Self { server: Arc::new(server), client: Arc::new(client) })
    }
}

/// A server that asks nobody for a certificate: the public API's TLS, HTTP/2 only.
///
/// # Errors
/// The PEM text holds no usable certificate or key.
pub fn public_server(server: &Pair) -> Result<Arc<ServerConfig>> {
    let (chain, key) = pair(server)?;
    let mut config = ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![H2.to_vec()];
    Ok(Arc::new(config))
}

/// The role a verified certificate proves: exactly one role's DNS name among its alternative names.
pub(super) fn role_of(cert: &CertificateDer<'_>) -> Option<Role> {
    let (_, cert) = x509_parser::parse_x509_certificate(cert).ok()?;
    let names = &cert.subject_alternative_name().ok()??.value.general_names;
    let mut roles = names.iter().filter_map(|name| {
        let GeneralName::DNSName(name) = name else { return None };
        Role::from_dns_name(name)
    });
    roles.next().filter(|_| roles.next().is_none())
}

/// The server name a dialling process asks a node to prove. Only nodes take internal connections.
pub(super) fn node_name() -> Result<ServerName<'static>> {
    Ok(ServerName::try_from(Role::Node.dns_name())?)
}

fn provider() -> Arc<rustls::crypto::CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

fn roots(pem: &str) -> Result<RootCertStore> {
    let mut roots = RootCertStore::empty();
    for cert in CertificateDer::pem_slice_iter(pem.as_bytes()) {
        roots.add(cert?)?;
    }
    ensure!(!roots.is_empty(), "no certificate in the PEM text");
    Ok(roots)
}

fn pair(pair: &Pair) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)> {
    let chain = CertificateDer::pem_slice_iter(pair.cert_pem.as_bytes())
        .collect::<Result<Vec<_>, _>>()
        .context("not a PEM certificate")?;
    ensure!(!chain.is_empty(), "no certificate in the PEM text");
    // The parser's error could quote the text, so it is replaced.
    let key = PrivateKeyDer::from_pem_slice(pair.key_pem.as_bytes())
        .map_err(|_| anyhow::anyhow!("not a PEM private key"))?;
    Ok((chain, key))
}
