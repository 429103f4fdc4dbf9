//! A collector of traces: OTLP over gRPC, as the ones that users run take it. It keeps the spans.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_server::{
    TraceService, TraceServiceServer,
};
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTraceServiceRequest, ExportTraceServiceResponse,
};
use opentelemetry_proto::tonic::common::v1::KeyValue;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::trace::v1::ResourceSpans;
use rcgen::{CertificateParams, KeyPair};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::transport::{Identity, Server, ServerTlsConfig};
use tonic::{Request, Response, Status};

use crate::cluster::SOON;
use crate::process::until;

/// One span that was exported.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// `service.name` of who exported it.
    pub service: String,
    /// What it is called.
    pub name: String,
    /// Its trace, in hexadecimal digits.
    pub trace: String,
    /// Its own id, in hexadecimal digits.
    pub id: String,
    /// The id of its parent; empty for the first of a trace.
    pub parent: String,
    /// Its attributes with text as value.
    pub attributes: Vec<(String, String)>,
}

impl Span {
    /// Whether the other is its parent.
    pub fn follows(&self, parent: &Self) -> bool {
        self.trace == parent.trace && self.parent == parent.id
    }

    /// An attribute.
    pub fn attribute(&self, key: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| name == key).map(|(_, value)| &**value)
    }
}

/// A running collector; it ends when it is dropped.
#[derive(Debug)]
pub struct Collector {
    /// For `telemetry.otlp_endpoint`.
    pub endpoint: String,
    /// For `telemetry.otlp_ca`, PEM; empty without TLS.
    pub ca_pem: String,
    kept: Kept,
    _server: JoinSet<()>,
}

/// What came. The lock is held for a push or a copy, never over a wait.
#[derive(Debug, Clone, Default)]
struct Kept(Arc<Mutex<Vec<ResourceSpans>>>);

impl Collector {
    /// Starts one without TLS.
    ///
    /// # Errors
    /// When there is no port.
    pub async fn start() -> anyhow::Result<Self> {
        Self::serve("http", Server::builder(), String::new()).await
    }

    /// Starts one with a certificate of its own.
    ///
    /// # Errors
    /// When there is no port.
    pub async fn start_tls() -> anyhow::Result<Self> {
        let key = KeyPair::generate()?;
        let params = CertificateParams::new(vec!["localhost".to_owned()])?;
        let pem = params.self_signed(&key)?.pem();
        let tls = ServerTlsConfig::new().identity(Identity::from_pem(&pem, key.serialize_pem()));
        Self::serve("https", Server::builder().tls_config(tls)?, pem).await
    }

    async fn serve(scheme: &str, mut server: Server, ca_pem: String) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let endpoint = format!("{scheme}://localhost:{}", listener.local_addr()?.port());
        let kept = Kept::default();
        let router = server.add_service(TraceServiceServer::new(kept.clone()));
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            // A server that ends early keeps no spans, which the test waits for.
            let _ended = router.serve_with_incoming(TcpListenerStream::new(listener)).await;
        });
        Ok(Self { endpoint, ca_pem, kept, _server: tasks })
    }

    /// Every span that came so far.
    pub fn spans(&self) -> Vec<Span> {
        self.kept.all().iter().flat_map(spans).collect()
    }

    /// Everything that came so far as text, whatever its place in a span.
    pub fn text(&self) -> String {
        format!("{:?}", self.kept.all())
    }

    /// Waits until these spans are found among those that came, and gives what was found.
    ///
    /// # Errors
    /// When they are not found in time; the error has what came.
    pub async fn finds<T>(
        &self,
        what: &str,
        find: impl Fn(&[Span]) -> Option<T>,
    ) -> anyhow::Result<T> {
        let mut found = None;
        let done = until(what, SOON, async || {
            found = find(&self.spans());
            found.is_some()
        });
        done.await.with_context(|| format!("came: {:#?}", self.spans()))?;
        found.context("until it was found")
    }
}

impl Kept {
    fn all(&self) -> Vec<ResourceSpans> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[tonic::async_trait]
impl TraceService for Kept {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        let spans = request.into_inner().resource_spans;
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(spans);
        Ok(Response::new(ExportTraceServiceResponse::default()))
    }
}

fn spans(of: &ResourceSpans) -> Vec<Span> {
    let resource = of.resource.as_ref().map(|resource| texts(&resource.attributes));
    let service = resource.into_iter().flatten().find(|(key, _)| key == "service.name");
    let service = service.map(|(_, value)| value).unwrap_or_default();
    let spans = of.scope_spans.iter().flat_map(|scope| &scope.spans);
    spans
        .map(|span| Span {
            service: service.clone(),
            name: span.name.clone(),
            trace: hex::encode(&span.trace_id),
            id: hex::encode(&span.span_id),
            parent: hex::encode(&span.parent_span_id),
            attributes: texts(&span.attributes),
        })
        .collect()
}

fn texts(attributes: &[KeyValue]) -> Vec<(String, String)> {
    let text = |attribute: &KeyValue| {
        let Value::StringValue(text) = attribute.value.as_ref()?.value.as_ref()? else {
            return None;
        };
        Some((attribute.key.clone(), text.clone()))
    };
    attributes.iter().filter_map(text).collect()
}
