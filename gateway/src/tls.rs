//! TLS towards agents: the server's certificate, what is asked of the client, and reloading both while running.
//!
//! The handshake proves only that the peer holds the key of the certificate it shows. Whether that certificate
//! is good is decided by [`crate::admission`], after every handshake, resumed or not.

use std::fmt;
use std::sync::Arc;

use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, UnixTime};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{DigitallySignedStruct, DistinguishedName, RootCertStore, ServerConfig};
use rustls::{SignatureScheme, SupportedProtocolVersion};

const VERSIONS: &[&SupportedProtocolVersion] = &[&rustls::version::TLS13, &rustls::version::TLS12];

/// What the gateway asks of agents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClientAuth {
    /// Without a good certificate: 401.
    #[default]
    Required,
    /// None is fine, a bad one is not.
    Optional,
    /// Certificates are not asked for.
    Off,
}

/// Certificates and key as PEM, read from wherever the operator keeps them.
#[derive(Clone, Default)]
pub struct TlsMaterial {
    /// The server's certificate first, then its issuers.
    pub cert_chain_pem: Vec<u8>,
    /// The key of the first certificate.
    pub key_pem: Vec<u8>,
    /// The authorities whose agent certificates are accepted. Needed unless `client_auth` is `Off`.
    pub client_ca_pem: Option<Vec<u8>>,
    /// What is asked of agents.
    pub client_auth: ClientAuth,
}

impl fmt::Debug for TlsMaterial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsMaterial")
            .field("client_auth", &self.client_auth)
            .finish_non_exhaustive()
    }
}

/// Why material cannot be used. The old one stays in use.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The PEM text is not what it should be.
    #[error("{what}: {why}; give a PEM file with it")]
    Pem {
        /// Which part.
        what: &'static str,
        /// What is wrong.
        why: String,
    },
    /// `Required` without an authority to check against.
    #[error(
        "client certificates are required but there is no client CA; set it, or make them optional"
    )]
    NoClientCa,
    /// The key does not fit, or the certificate is unusable.
    #[error("the server certificate and key cannot be used: {0}")]
    Rustls(#[from] rustls::Error),
    /// The client authorities cannot be used.
    #[error("the client CA cannot be used: {0}")]
    ClientCa(#[from] rustls::server::VerifierBuilderError),
}

/// Whose certificates are good. Taken from one [`TlsMaterial`].
#[derive(Clone)]
pub struct Trust {
    /// What is asked of agents.
    pub client_auth: ClientAuth,
    /// Checks chains; `None` when no authority is set.
    pub verifier: Option<Arc<dyn ClientCertVerifier>>,
}

impl fmt::Debug for Trust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Trust").field("client_auth", &self.client_auth).finish_non_exhaustive()
    }
}

/// One material, ready for use.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// For handshakes.
    pub config: Arc<ServerConfig>,
    /// For admission.
    pub trust: Trust,
}

impl TlsMaterial {
    /// Makes it ready for use.
    ///
    /// # Errors
    /// [`TlsError`] says which part an operator has to mend.
    pub fn load(&self) -> Result<Loaded, TlsError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let trust = self.trust(&provider)?;
        let certs = certificates("server certificate", &self.cert_chain_pem)?;
        let key = PrivateKeyDer::from_pem_slice(&self.key_pem)
            .map_err(|e| TlsError::Pem { what: "server key", why: e.to_string() })?;
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_protocol_versions(VERSIONS)?;
        let builder = match trust.verifier.clone() {
            Some(inner) => builder.with_client_cert_verifier(Arc::new(Possession(inner))),
            None => builder.with_no_client_auth(),
        };
        let mut config = builder.with_single_cert(certs, key)?;
        // A fresh ticket key per material: a session from before the client rules changed is not resumed.
        config.ticketer = rustls::crypto::ring::Ticketer::new()?;
        config.send_tls13_tickets = 1;
        // WebSocket clients offer http/1.1 or nothing; h2 comes second so that a client that offers both stays
        // where an upgrade is possible.
        config.alpn_protocols = vec![b"http/1.1".to_vec(), b"h2".to_vec()];
        Ok(Loaded { config: Arc::new(config), trust })
    }

    fn trust(&self, provider: &Arc<CryptoProvider>) -> Result<Trust, TlsError> {
        let client_auth = self.client_auth;
        let pem = match (client_auth, &self.client_ca_pem) {
            (ClientAuth::Off, _) | (ClientAuth::Optional, None) => {
                return Ok(Trust { client_auth, verifier: None });
            }
            (ClientAuth::Required, None) => return Err(TlsError::NoClientCa),
            (ClientAuth::Required | ClientAuth::Optional, Some(pem)) => pem,
        };
        let mut roots = RootCertStore::empty();
        for root in certificates("client CA", pem)? {
            roots.add(root)?;
        }
        let verifier =
            WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider))
                .build()?;
        Ok(Trust { client_auth, verifier: Some(verifier) })
    }
}

fn certificates(what: &'static str, pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let certs: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    let certs = certs.map_err(|e| TlsError::Pem { what, why: e.to_string() })?;
    if certs.is_empty() {
        return Err(TlsError::Pem { what, why: "no certificate in it".to_owned() });
    }
    Ok(certs)
}

/// Checks that the client holds the key of the certificate it shows, and nothing else: a bad certificate is answered
/// with an HTTP status the agent can read instead of a TLS alert.
#[derive(Debug)]
struct Possession(Arc<dyn ClientCertVerifier>);

impl ClientCertVerifier for Possession {
    fn client_auth_mandatory(&self) -> bool {
        false
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        self.0.root_hint_subjects()
    }

    fn verify_client_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _now: UnixTime,
    ) -> Result<ClientCertVerified, rustls::Error> {
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.0.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.0.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}
