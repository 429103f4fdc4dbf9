//! `[telemetry]`: logs, traces and the admin listener.

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

/// What this process tells about itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Telemetry {
    /// An OTLP collector (gRPC), like `http://localhost:4317`; traces go nowhere without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otlp_endpoint: Option<String>,
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
            log_format: LogFormat::Json,
            log_filter: "info".to_owned(),
            admin_listen: SocketAddr::from(([127, 0, 0, 1], 4322)),
        }
    }
}
