//! Logs to standard error, traces to a collector when one is configured.
//!
//! The only globals of the process are made here: the log subscriber and the propagator, which is W3C trace context.

use std::io::IsTerminal;
use std::time::Duration;

use anyhow::{Context, Result};
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{SpanExporter, WithExportConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, Registry};

use crate::config::{LogFormat, Telemetry};

/// How long the last spans may take to leave.
const FLUSH_DEADLINE: Duration = Duration::from_secs(3);
/// Which spans are exported; log lines have their own filter.
const SPANS: &str = "info,h2=off,hyper=off,tower=off";

/// Sends what is still buffered when it is dropped.
#[derive(Debug)]
#[must_use = "dropping it ends telemetry"]
pub struct Guard(Option<SdkTracerProvider>);

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(provider) = self.0.take() {
            // A collector that is away must not keep the process; there is nobody left to tell.
            let _ = provider.shutdown_with_timeout(FLUSH_DEADLINE);
        }
    }
}

/// Starts logs and traces. Call it inside the runtime, once per process.
///
/// # Errors
/// The filter or the endpoint is not one, or telemetry was started before.
pub fn init(config: &Telemetry) -> Result<Guard> {
    let filter = EnvFilter::try_new(&config.log_filter)
        .with_context(|| format!("telemetry.log_filter: `{}`", config.log_filter))?;
    opentelemetry::global::set_text_map_propagator(TraceContextPropagator::new());
    let provider = config.otlp_endpoint.as_deref().map(exporting).transpose()?;
    let spans = provider.as_ref().map(|provider| {
        tracing_opentelemetry::layer()
            .with_tracer(provider.tracer("drover"))
            .with_filter(EnvFilter::new(SPANS))
    });
    let lines: Box<dyn Layer<_> + Send + Sync> = match config.log_format {
        LogFormat::Json => lines::<_>().json().flatten_event(true).with_filter(filter).boxed(),
        LogFormat::Text => {
            lines::<_>().with_ansi(std::io::stderr().is_terminal()).with_filter(filter).boxed()
        }
    };
    Registry::default().with(spans).with(lines).try_init().context("telemetry runs already")?;
    Ok(Guard(provider))
}

type Lines<S> = tracing_subscriber::fmt::Layer<
    S,
    tracing_subscriber::fmt::format::DefaultFields,
    tracing_subscriber::fmt::format::Format,
    fn() -> std::io::Stderr,
>;

fn lines<S>() -> Lines<S>
where
    S: tracing::Subscriber + for<'a> tracing_subscriber::registry::LookupSpan<'a>,
{
    tracing_subscriber::fmt::layer().with_writer(std::io::stderr as fn() -> std::io::Stderr)
}

fn exporting(endpoint: &str) -> Result<SdkTracerProvider> {
    let exporter = SpanExporter::builder()
        .with_tonic()
        .with_endpoint(endpoint)
        .build()
        .with_context(|| format!("telemetry.otlp_endpoint: `{endpoint}`"))?;
    let resource = Resource::builder().with_service_name("drover").build();
    Ok(SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource).build())
}
