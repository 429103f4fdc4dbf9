//! Where an agent connects, and with what credentials.

use std::fmt;
use std::sync::Arc;

use http::{HeaderName, HeaderValue, Uri};
use proto::opamp::v1::OpAmpConnectionSettings;
use rustls::client::Resumption;
use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::Error;
use crate::profile::Transport;

/// A client certificate and its key, both PEM.
#[derive(Clone)]
pub struct ClientPem {
    /// The certificate, and intermediates after it.
    pub cert: Vec<u8>,
    /// Its private key.
    pub key: Vec<u8>,
}

impl fmt::Debug for ClientPem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientPem(..)")
    }
}

#[derive(Clone)]
pub(super) struct Target {
    pub(super) uri: Uri,
    pub(super) authority: String,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) transport: Transport,
    address: (String, u16),
    name: ServerName<'static>,
    tls: Arc<ClientConfig>,
}

pub(super) type Io = TlsStream<TcpStream>;

impl Target {
    pub(super) fn new(
        endpoint: &str,
        ca_pem: &[u8],
        client: Option<&ClientPem>,
        headers: &[(String, String)],
    ) -> Result<Self, Error> {
        let (uri, transport) = parse(endpoint)?;
        let bad = || Error::Endpoint(endpoint.to_owned());
        let host = uri.host().ok_or_else(bad)?.trim_matches(['[', ']']).to_owned();
        let name = ServerName::try_from(host.clone()).map_err(|_| bad())?;
        let authority = uri.authority().ok_or_else(bad)?.to_string();
        let address = (host, uri.port_u16().unwrap_or(443));
        let tls = Arc::new(client_config(ca_pem, client)?);
        let headers = parse_headers(headers)?;
        Ok(Self { uri, authority, headers, transport, address, name, tls })
    }

    /// What an accepted offer leads to. The roots stay when the offer names none; other things are
    /// replaced, as the Supervisor replaces them (SUPERVISOR.md 4.6).
    pub(super) fn offered(settings: &OpAmpConnectionSettings, ca: &[u8]) -> Result<Self, Error> {
        let headers = settings.headers.iter().flat_map(|headers| &headers.headers);
        let headers: Vec<_> = headers.map(|h| (h.key.clone(), h.value.clone())).collect();
        let certificate = settings.certificate.as_ref();
        let client = certificate
            .map(|c| ClientPem { cert: c.cert.to_vec(), key: c.private_key.to_vec() })
            .filter(|client| !client.cert.is_empty());
        let offered = certificate.map(|c| &c.ca_cert[..]).filter(|ca| !ca.is_empty());
        let ca = offered.unwrap_or(ca);
        Self::new(&settings.destination_endpoint, ca, client.as_ref(), &headers)
    }

    pub(super) async fn dial(&self) -> std::io::Result<Io> {
        let tcp = TcpStream::connect((self.address.0.as_str(), self.address.1)).await?;
        tcp.set_nodelay(true)?;
        TlsConnector::from(Arc::clone(&self.tls)).connect(self.name.clone(), tcp).await
    }
}

fn parse(endpoint: &str) -> Result<(Uri, Transport), Error> {
    let uri: Uri = endpoint.parse().map_err(|_| Error::Endpoint(endpoint.to_owned()))?;
    match uri.scheme_str() {
        Some("wss") => Ok((uri, Transport::WebSocket)),
        Some("https") => Ok((uri, Transport::Polling)),
        Some(_) | None => Err(Error::Endpoint(endpoint.to_owned())),
    }
}

pub(super) fn transport(endpoint: &str) -> Result<Transport, Error> {
    parse(endpoint).map(|(_, transport)| transport)
}

fn parse_headers(headers: &[(String, String)]) -> Result<Vec<(HeaderName, HeaderValue)>, Error> {
    let parse = |(name, value): &(String, String)| {
        let mut value: HeaderValue = value.parse().ok()?;
        value.set_sensitive(true);
        Some((name.parse().ok()?, value))
    };
    // The value may be a secret, so only the name is said.
    let one = |header| parse(header).ok_or_else(|| Error::Header(header.0.clone()));
    headers.iter().map(one).collect()
}

fn client_config(ca_pem: &[u8], client: Option<&ClientPem>) -> Result<ClientConfig, Error> {
    let mut roots = RootCertStore::empty();
    for root in CertificateDer::pem_slice_iter(ca_pem) {
        let root = root.map_err(|e| Error::Ca(e.to_string()))?;
        roots.add(root).map_err(|e| Error::Ca(e.to_string()))?;
    }
    if roots.is_empty() {
        return Err(Error::Ca("no certificate in it".to_owned()));
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| Error::Client(e.to_string()))?
        .with_root_certificates(roots);
    let mut config = match client {
        None => config.with_no_client_auth(),
        Some(client) => {
            let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&client.cert).collect();
            let chain = chain.map_err(|e| Error::Client(e.to_string()))?;
            let key = PrivateKeyDer::from_pem_slice(&client.key)
                .map_err(|e| Error::Client(e.to_string()))?;
            config.with_client_auth_cert(chain, key).map_err(|e| Error::Client(e.to_string()))?
        }
    };
    // Agents share this config but are not one client: opamp-go never resumes, and a ticket of
    // another agent must not be used.
    config.resumption = Resumption::disabled();
    Ok(config)
}
