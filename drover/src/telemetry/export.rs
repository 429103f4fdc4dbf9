//! Spans on their way to the collector. One that is away costs its spans and a line now and then, nothing else.

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use opentelemetry_otlp::{WithExportConfig, WithTonicConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{SpanData, SpanExporter};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use tonic::transport::{Certificate, ClientTlsConfig};
use tracing::warn;

use crate::pki::files;

/// How long nothing more is said about spans that are lost.
const QUIET: Duration = Duration::from_secs(600);

/// An exporter to this collector. It connects when there is something to send.
///
/// # Errors
/// The endpoint is none, or the CA cannot be read; the message names the key.
pub(super) fn to(endpoint: &str, ca: Option<&Path>) -> Result<impl SpanExporter + 'static> {
    let mut builder =
        opentelemetry_otlp::SpanExporter::builder().with_tonic().with_endpoint(endpoint);
    if let Some(ca) = ca {
        let pem = authorities(ca).context("telemetry.otlp_ca")?;
        let tls = ClientTlsConfig::new().ca_certificate(Certificate::from_pem(pem));
        builder = builder.with_tls_config(tls);
    }
    let exporter =
        builder.build().with_context(|| format!("telemetry.otlp_endpoint: `{endpoint}`"))?;
    Ok(Telling { exporter, lost: Mutex::default() })
}

/// The client takes a file without certificates, and then trusts nobody.
fn authorities(path: &Path) -> Result<String> {
    let pem = files::read(path)?;
    let mut certificates = CertificateDer::pem_slice_iter(pem.as_bytes());
    let first = certificates.next();
    ensure!(matches!(first, Some(Ok(_))), "{} has no PEM certificate", path.display());
    Ok(pem)
}

/// Says that spans are lost, once for many of them; the library would for every batch.
#[derive(Debug)]
struct Telling<E> {
    exporter: E,
    // Held for a few instructions after each batch, never over a wait.
    lost: Mutex<Lost>,
}

impl<E: SpanExporter> SpanExporter for Telling<E> {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let spans = batch.len();
        if let Err(error) = self.exporter.export(batch).await {
            let mut lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(spans) = lost.tell(spans, Instant::now()) {
                warn!(%error, spans, "spans did not reach the collector and are lost");
            }
        }
        Ok(())
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown_with_timeout(timeout)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.exporter.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.exporter.set_resource(resource);
    }
}

/// Spans that were lost and not told about.
#[derive(Debug, Default)]
struct Lost {
    spans: usize,
    told: Option<Instant>,
}

impl Lost {
    /// More are lost now; gives how many since the last time, if it is time to say so.
    fn tell(&mut self, spans: usize, now: Instant) -> Option<usize> {
        self.spans += spans;
        if self.told.is_some_and(|told| now.duration_since(told) < QUIET) {
            return None;
        }
        self.told = Some(now);
        Some(std::mem::take(&mut self.spans))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_lost_is_told_at_once_and_then_seldom_and_completely() {
        let (mut lost, begin) = (Lost::default(), Instant::now());
        assert_eq!(lost.tell(3, begin), Some(3));
        assert_eq!(lost.tell(4, begin + QUIET / 2), None);
        assert_eq!(lost.tell(5, begin + QUIET), Some(9));
        assert_eq!(lost.tell(6, begin + QUIET), None);
    }

    #[test]
    fn a_ca_that_is_none_is_named_with_its_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ca.pem");
        let refused = |path| format!("{:#}", to("https://c:4317", Some(path)).err().unwrap());
        let message = refused(&path);
        assert!(message.starts_with("telemetry.otlp_ca: cannot read "), "{message}");
        std::fs::write(&path, "no PEM").unwrap();
        let message = refused(&path);
        assert!(message.ends_with("ca.pem has no PEM certificate"), "{message}");
    }
}
