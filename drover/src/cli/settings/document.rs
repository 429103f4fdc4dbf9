//! Connection settings as a TOML file. Certificates and keys stay in files of their own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use proto::opamp::v1::{
    ConnectionSettingsOffers, Header, Headers, OpAmpConnectionSettings, OtherConnectionSettings,
    ProxyConnectionSettings, TelemetryConnectionSettings, TlsCertificate, TlsConnectionSettings,
};
use serde::Deserialize;

use crate::cli::failure::Failure;

pub(super) const HELP: &str = "\
The file has settings of one kind. Agents get all of it every time, so write all of it: headers
that are left out are lost, and so is a certificate. Names of files begin where this file is.

How agents reach this server:
  [opamp]
  destination_endpoint = \"wss://opamp.example.com:4320/v1/opamp\"
  heartbeat_interval_seconds = 30
  headers = { Authorization = \"Bearer …\" }
  certificate = { cert = \"agent.pem\", private_key = \"agent.key\", ca_cert = \"ca.pem\" }
  tls = { ca = \"roots.pem\", min_version = \"1.3\" }
  proxy = { url = \"http://proxy.example.com:3128\" }

Or where their own telemetry goes, always all three, each with what is above but the interval:
  [own_metrics]
  destination_endpoint = \"https://otlp.example.com/v1/metrics\"
  [own_traces]
  destination_endpoint = \"https://otlp.example.com/v1/traces\"
  [own_logs]
  destination_endpoint = \"https://otlp.example.com/v1/logs\"

Or other connections by name:
  [other_connections.lake]
  destination_endpoint = \"lake.example.com:9000\"
  settings = { bucket = \"fleet\" }";

/// The file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Document {
    opamp: Option<OpAmp>,
    own_metrics: Option<Connection>,
    own_traces: Option<Connection>,
    own_logs: Option<Connection>,
    other_connections: BTreeMap<String, Other>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OpAmp {
    destination_endpoint: String,
    #[serde(default)]
    heartbeat_interval_seconds: u64,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    certificate: Option<Certificate>,
    tls: Option<Tls>,
    proxy: Option<Proxy>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Connection {
    destination_endpoint: String,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    certificate: Option<Certificate>,
    tls: Option<Tls>,
    proxy: Option<Proxy>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Other {
    destination_endpoint: String,
    headers: BTreeMap<String, String>,
    certificate: Option<Certificate>,
    tls: Option<Tls>,
    proxy: Option<Proxy>,
    settings: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Certificate {
    cert: PathBuf,
    private_key: Option<PathBuf>,
    ca_cert: Option<PathBuf>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Tls {
    ca: Option<PathBuf>,
    include_system_ca_certs_pool: bool,
    insecure_skip_verify: bool,
    min_version: String,
    max_version: String,
    cipher_suites: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Proxy {
    url: String,
    #[serde(default)]
    headers: BTreeMap<String, String>,
}

/// Reads settings from a file and those it names.
pub(super) fn read(path: &Path) -> Result<ConnectionSettingsOffers, Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::Usage(format!("{}: {error}", path.display())))?;
    parse(&text, path.parent().unwrap_or(Path::new(".")))
        .map_err(|why| Failure::Usage(format!("{}: {why}", path.display())))
}

fn parse(text: &str, folder: &Path) -> Result<ConnectionSettingsOffers, String> {
    let document: Document = toml::from_str(text).map_err(|mut error| {
        // The text around an error may be a secret.
        error.set_input(None);
        let line = error.span().map_or(0, |span| text[..span.start].matches('\n').count() + 1);
        format!("line {line}: {}", error.message())
    })?;
    let signal = |signal: Option<Connection>| signal.map(|s| s.telemetry(folder)).transpose();
    let others = document.other_connections.into_iter();
    let others = others.map(|(name, other)| Ok::<_, String>((name, other.convert(folder)?)));
    Ok(ConnectionSettingsOffers {
        hash: Bytes::new(),
        opamp: document.opamp.map(|opamp| opamp.convert(folder)).transpose()?,
        own_metrics: signal(document.own_metrics)?,
        own_traces: signal(document.own_traces)?,
        own_logs: signal(document.own_logs)?,
        other_connections: others.collect::<Result<_, _>>()?,
    })
}

impl OpAmp {
    fn convert(self, folder: &Path) -> Result<OpAmpConnectionSettings, String> {
        Ok(OpAmpConnectionSettings {
            destination_endpoint: self.destination_endpoint,
            headers: headers(self.headers),
            certificate: self.certificate.map(|pair| pair.read(folder)).transpose()?,
            heartbeat_interval_seconds: self.heartbeat_interval_seconds,
            tls: self.tls.map(|tls| tls.read(folder)).transpose()?,
            proxy: self.proxy.map(Proxy::convert),
        })
    }
}

impl Connection {
    fn telemetry(self, folder: &Path) -> Result<TelemetryConnectionSettings, String> {
        Ok(TelemetryConnectionSettings {
            destination_endpoint: self.destination_endpoint,
            headers: headers(self.headers),
            certificate: self.certificate.map(|pair| pair.read(folder)).transpose()?,
            tls: self.tls.map(|tls| tls.read(folder)).transpose()?,
            proxy: self.proxy.map(Proxy::convert),
        })
    }
}

impl Other {
    fn convert(self, folder: &Path) -> Result<OtherConnectionSettings, String> {
        Ok(OtherConnectionSettings {
            destination_endpoint: self.destination_endpoint,
            headers: headers(self.headers),
            certificate: self.certificate.map(|pair| pair.read(folder)).transpose()?,
            other_settings: self.settings,
            tls: self.tls.map(|tls| tls.read(folder)).transpose()?,
            proxy: self.proxy.map(Proxy::convert),
        })
    }
}

impl Certificate {
    fn read(self, folder: &Path) -> Result<TlsCertificate, String> {
        let optional = |path: Option<PathBuf>| match path {
            Some(path) => file(folder, &path),
            None => Ok(Bytes::new()),
        };
        Ok(TlsCertificate {
            cert: file(folder, &self.cert)?,
            private_key: optional(self.private_key)?,
            ca_cert: optional(self.ca_cert)?,
        })
    }
}

impl Tls {
    fn read(self, folder: &Path) -> Result<TlsConnectionSettings, String> {
        let ca = self.ca.map(|path| file(folder, &path)).transpose()?.unwrap_or_default();
        Ok(TlsConnectionSettings {
            ca_pem_contents: String::from_utf8_lossy(&ca).into_owned(),
            include_system_ca_certs_pool: self.include_system_ca_certs_pool,
            insecure_skip_verify: self.insecure_skip_verify,
            min_version: self.min_version,
            max_version: self.max_version,
            cipher_suites: self.cipher_suites,
        })
    }
}

impl Proxy {
    fn convert(self) -> ProxyConnectionSettings {
        ProxyConnectionSettings { url: self.url, connect_headers: headers(self.headers) }
    }
}

fn headers(all: BTreeMap<String, String>) -> Option<Headers> {
    let headers: Vec<_> = all.into_iter().map(|(key, value)| Header { key, value }).collect();
    (!headers.is_empty()).then_some(Headers { headers })
}

fn file(folder: &Path, path: &Path) -> Result<Bytes, String> {
    let read = std::fs::read(folder.join(path));
    read.map(Bytes::from).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests;
