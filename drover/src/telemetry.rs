//! Logs to standard error, traces to a collector when one is configured.
//!
//! The only globals of the process are made here: the log subscriber and the propagator, which is W3C trace context.

mod export;
mod sampling;

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::time::Duration;

use anyhow::{Context, Result};
use fleet::Role;
use opentelemetry::KeyValue;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing_subscriber::filter::{FilterExt, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, Registry};
use uuid::Uuid;

use crate::config::{Config, LogFormat, Telemetry};

/// How long the last spans may take to leave.
const FLUSH_DEADLINE: Duration = Duration::from_secs(3);
/// Which spans are exported; log lines have their own filter. A call that fails is marked by what tower-http says.
const SPANS: &str = "info,h2=off,hyper=off,tower=off,tower_http=info";
/// What the exporter's library says about a batch; `export` says it, and less often. `log_filter` can have it back.
const QUIET: &str = "opentelemetry-otlp=off";
/// The span of an agent's message: no line is ever written inside it, so without an exporter it is not made at all.
const UNSEEN: &str = "message";

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
/// The filter, the endpoint or its CA cannot be used, or telemetry was started before.
pub fn init(config: &Config) -> Result<Guard> {
    let telemetry = &config.telemetry;
    let filter = EnvFilter::try_new(format!("{QUIET},{}", telemetry.log_filter))
        .with_context(|| format!("telemetry.log_filter: `{}`", telemetry.log_filter))?
        .and(filter_fn(|what| !(what.is_span() && what.name() == UNSEEN)));
    opentelemetry::global::set_text_map_propagator(TraceContextPropagator::new());
    let endpoint = telemetry.otlp_endpoint.as_deref();
    let provider = endpoint
        .map(|endpoint| exporting(endpoint, telemetry, resource(&config.roles())))
        .transpose()?;
    let spans = provider.as_ref().map(|provider| {
        tracing_opentelemetry::layer()
            .with_tracer(provider.tracer("drover"))
            // Places in the source and numbers of threads tell an operator nothing, and cost every span.
            .with_location(false)
            .with_threads(false)
            .with_tracked_inactivity(false)
            .with_filter(EnvFilter::new(SPANS))
    });
    let lines: Box<dyn Layer<_> + Send + Sync> = match telemetry.log_format {
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

fn exporting(
    endpoint: &str,
    telemetry: &Telemetry,
    resource: Resource,
) -> Result<SdkTracerProvider> {
    let exporter = export::to(endpoint, telemetry.otlp_ca.as_deref())?;
    Ok(SdkTracerProvider::builder()
        // Its queue is bounded: when it is full, spans are dropped and counted.
        .with_batch_exporter(exporter)
        .with_sampler(sampling::sampler(telemetry.trace_ratio))
        .with_resource(resource)
        .build())
}

/// Who the spans come from: a role that runs alone is a service of its own, and every start of a process an instance.
fn resource(roles: &BTreeSet<Role>) -> Resource {
    let mut names = roles.iter().map(|role| role.name());
    let service = match (names.next(), names.next()) {
        (Some(role), None) => format!("drover-{role}"),
        (Some(_) | None, _) => "drover".to_owned(),
    };
    Resource::builder()
        .with_service_name(service)
        .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .with_attribute(KeyValue::new("service.instance.id", Uuid::now_v7().to_string()))
        .build()
}
