//! `[telemetry]`: logs, traces and the admin listener.

use std::net::SocketAddr;
use std::path::PathBuf;

use http::Uri;
use serde::{Deserialize, Serialize};
use tracing_subscriber::EnvFilter;

use super::ConfigError;

/// What this process tells about itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Telemetry {
    /// An OTLP collector (gRPC), like `http://localhost:4317`; traces go nowhere without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otlp_endpoint: Option<String>,
    /// The CA of the collector's certificate, PEM; an https endpoint needs it. The CAs that the machine trusts are in a
    /// file of their own, like `/etc/ssl/certs/ca-certificates.crt`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otlp_ca: Option<PathBuf>,
    /// The share of agents' messages and requests that is traced, from 0 to 1. Operators' calls all are, except those
    /// of a trace that its beginner does not keep.
    pub trace_ratio: f64,
    /// How log lines look.
    pub log_format: LogFormat,
    /// Which log lines are written, like `info,gateway=debug`.
    pub log_filter: String,
    /// Serves `/metrics`, `/healthz` and `/readyz`. Port 0 takes a free one.
    pub admin_listen: SocketAddr,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// One JSON object per line.
    Json,
    /// For people.
    Text,
}

impl Default for Telemetry {
    fn default() -> Self {
        Self {
            otlp_endpoint: None,
            otlp_ca: None,
            trace_ratio: 0.01,
            log_format: LogFormat::Json,
            log_filter: "info".to_owned(),
            admin_listen: SocketAddr::from(([127, 0, 0, 1], 4322)),
        }
    }
}

impl Telemetry {
    /// Refuses what could not start, or would start and export nothing.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let refuse = |key, why: String| Err(ConfigError::Together { key, why });
        let filter = &self.log_filter;
        if let Err(error) = EnvFilter::try_new(filter) {
            let why = format!("`{filter}`: {error}; write it like info or info,gateway=debug");
            return refuse("telemetry.log_filter", why);
        }
        if !(0.0..=1.0).contains(&self.trace_ratio) {
            let why = format!("`{}` is no share: it is a number from 0 to 1", self.trace_ratio);
            return refuse("telemetry.trace_ratio", why);
        }
        let Some(endpoint) = &self.otlp_endpoint else {
            return match &self.otlp_ca {
                Some(_) => refuse("telemetry.otlp_ca", CA_ALONE.to_owned()),
                None => Ok(()),
            };
        };
        match (scheme(endpoint), &self.otlp_ca) {
            (None, _) => {
                let why = "write it like http://localhost:4317 or https://collector:4317";
                refuse("telemetry.otlp_endpoint", format!("`{endpoint}` is no such URL: {why}"))
            }
            (Some(Scheme::Https), None) => refuse("telemetry.otlp_ca", NO_CA.to_owned()),
            (Some(Scheme::Http), Some(_)) => refuse("telemetry.otlp_ca", CA_ALONE.to_owned()),
            (Some(Scheme::Https), Some(_)) | (Some(Scheme::Http), None) => Ok(()),
        }
    }
}

const NO_CA: &str = "an https endpoint needs it: name the CA of the collector's certificate; those \
                     the machine trusts are in a file like /etc/ssl/certs/ca-certificates.crt";
const CA_ALONE: &str = "it goes with an https telemetry.otlp_endpoint: set both, or neither";

enum Scheme {
    Http,
    Https,
}

fn scheme(endpoint: &str) -> Option<Scheme> {
    let uri: Uri = endpoint.parse().ok()?;
    uri.authority()?;
    match uri.scheme_str()? {
        "http" => Some(Scheme::Http),
        "https" => Some(Scheme::Https),
        _ => None,
    }
}
