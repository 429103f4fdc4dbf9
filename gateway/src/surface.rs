//! The HTTP surface: one URL, two transports. Refusals first, cheapest first.

use std::any::Any;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use fleet::link::Principal;
use futures::future::BoxFuture;
use http::header::{CONNECTION, SEC_WEBSOCKET_EXTENSIONS, WWW_AUTHENTICATE};
use http::request::Parts;
use http::{HeaderValue, Request, Response, StatusCode, Version};
use http_body_util::{Either, Full};
use hyper::body::Incoming;
use rustls::pki_types::CertificateDer;
use tokio::time::Instant;
use tower::util::BoxCloneService;
use tower::{ServiceBuilder, ServiceExt, service_fn};
use tower_http::body::UnsyncBoxBody;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::trace::{DefaultOnFailure, TraceLayer};
use tracing::{Level, debug, error};
use yawc::WebSocket;

use crate::admission::{Identity, Refusal, admit};
use crate::answer::{Answer, Unflushed};
use crate::ask::{self, Ask};
use crate::content::{self, Served};
use crate::core::{Core, Place};
use crate::deflate;
use crate::exchange::{self, plain, unavailable};
use crate::metrics::{Status, Why};
use crate::pace::Pace;
use crate::tls::Loaded;
use crate::trace;

/// One TLS connection, as its requests see it.
pub(crate) struct Connection {
    core: Arc<Core>,
    peer: SocketAddr,
    chain: Vec<CertificateDer<'static>>,
    /// Set once a request's head has been read.
    pub spoken: AtomicBool,
    // Set by the request that was upgraded, taken when the connection is free of HTTP.
    upgraded: Mutex<Option<Box<Upgraded>>>,
    unflushed: Arc<Unflushed>,
    // Its place among those there may be; without one it is told to come back later.
    place: Option<Place>,
    // Whether its address opens connections faster than it may.
    crowded: bool,
    pace: Mutex<Pace>,
}

/// What the request for a WebSocket settled.
#[derive(Debug)]
pub(crate) struct Upgraded {
    /// Who asked.
    pub principal: Principal,
    /// Whether messages may be packed.
    pub deflate: bool,
    /// The rules it was admitted under.
    pub rules: Arc<Loaded>,
}

/// What every request gets.
pub(crate) type Reply = Response<UnsyncBoxBody<Bytes, tower::BoxError>>;

/// The service of one connection, layers included.
pub(crate) type Service = BoxCloneService<Request<Incoming>, Reply, Infallible>;

impl Connection {
    /// A connection whose peer showed this certificate chain.
    pub(crate) fn new(
        core: Arc<Core>,
        peer: SocketAddr,
        chain: Vec<CertificateDer<'static>>,
    ) -> Arc<Self> {
        let (spoken, upgraded) = (AtomicBool::new(false), Mutex::new(None));
        let unflushed = Arc::default();
        let rate = core.config.connects_per_address;
        let crowded = !core.addresses.step(peer.ip(), Instant::now(), rate);
        let (place, pace) = (core.place(), Mutex::default());
        Arc::new(Self { core, peer, chain, spoken, upgraded, unflushed, place, crowded, pace })
    }

    /// What was agreed, if a WebSocket was opened here.
    pub(crate) fn upgraded(&self) -> Option<Box<Upgraded>> {
        self.upgraded.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Answers in this connection's write buffer.
    pub(crate) fn unflushed(&self) -> Arc<Unflushed> {
        Arc::clone(&self.unflushed)
    }

    /// What answers the requests. A panic in one costs its answer and nothing else.
    pub(crate) fn service(self: &Arc<Self>) -> Service {
        let connection = Arc::clone(self);
        let answer = service_fn(move |request: Request<Incoming>| {
            let connection = Arc::clone(&connection);
            Box::pin(async move { Ok(connection.answer(request).await) })
                as BoxFuture<'static, Result<Served, Infallible>>
        });
        let span = |request: &Request<Incoming>| trace::request(request.method(), request.uri());
        // Turning agents away is a 503 per agent: counted by status, no line each.
        let quiet = DefaultOnFailure::new().level(Level::DEBUG);
        ServiceBuilder::new()
            .layer(CatchPanicLayer::custom(panicked))
            .layer(TraceLayer::new_for_http().make_span_with(span).on_failure(quiet))
            .service(answer)
            .boxed_clone()
    }

    async fn answer(&self, request: Request<Incoming>) -> Served {
        self.spoken.store(true, Ordering::Relaxed);
        let response = if content::is_content(request.uri().path()) {
            self.download(request.into_parts().0).await
        } else {
            self.decide(request).await.map(Either::Left)
        };
        let status = Status { status: response.status().as_u16() };
        self.core.metrics.answers.get_or_create(&status).inc();
        response
    }

    /// Package content is for whoever may connect as an agent.
    async fn download(&self, request: Parts) -> Served {
        if let Err(refusal) = self.admit() {
            return last(self.refuse(refusal), request.version).map(Either::Left);
        }
        if let Some(response) = self.turn_away(None, request.version) {
            return response.map(Either::Left);
        }
        self.core.packages.serve(&request, self.core.config.shed_retry_after).await
    }

    async fn decide(&self, mut request: Request<Incoming>) -> Response<Answer> {
        let (parts, body) = request.into_parts();
        let ask = match ask::read(&parts, &self.core.config.path) {
            Ok(ask) => ask,
            Err(refused) => {
                let mut response = plain(refused.status, refused.why);
                response
                    .headers_mut()
                    .extend(refused.header.map(|(name, value)| (Some(name), value)));
                return last(response, parts.version);
            }
        };
        // Before anything that costs: a certificate may have expired or lost its trust since the last request.
        let rules = self.core.tls.load_full();
        let identity = match self.admit() {
            Ok(identity) => identity,
            Err(refusal) => return last(self.refuse(refusal), parts.version),
        };
        if let Some(response) = self.turn_away(Some(&ask), parts.version) {
            return response;
        }
        let certificate = identity.certificate;
        let principal = Principal { certificate, peer_address: self.peer.to_string() };
        match ask {
            Ask::Exchange { request: coding, response } => {
                let claimed = exchange::claimed(&parts.headers);
                let unflushed = self.unflushed();
                let asked =
                    exchange::Request { coding, answer: response, principal, claimed, unflushed };
                exchange::serve(&self.core, asked, body).await
            }
            Ask::Upgrade => {
                request = Request::from_parts(parts, body);
                self.upgrade(&mut request, (principal, rules))
            }
        }
    }

    /// 503 when there is no place for the peer, or it goes too fast: before an upgrade, never by closing after it, and
    /// never another status (PROTOCOL.md O3, Q5).
    fn turn_away(&self, ask: Option<&Ask>, version: Version) -> Option<Response<Answer>> {
        let (core, config) = (&self.core, &self.core.config);
        let response = if core.sheds() || self.place.is_none() {
            let draining = core.drain.is_cancelled();
            let least = if draining { config.drain_retry_after } else { config.shed_retry_after };
            unavailable("no new agents are taken at the moment", least)
        } else if self.crowded {
            core.metrics.throttle("connects");
            unavailable("too many connections from this address", config.shed_retry_after)
        } else if matches!(ask, Some(Ask::Exchange { .. })) && !self.in_order() {
            core.metrics.throttle("polls");
            return Some(unavailable("too many requests", config.shed_retry_after));
        } else {
            return None;
        };
        Some(last(response, version))
    }

    fn in_order(&self) -> bool {
        let mut pace = self.pace.lock().unwrap_or_else(PoisonError::into_inner);
        pace.step(Instant::now(), self.core.config.messages_per_agent).is_ok()
    }

    /// Whether the peer may speak now, under the rules of now.
    ///
    /// # Errors
    /// [`Refusal`] when not.
    pub(crate) fn admit(&self) -> Result<Identity, Refusal> {
        let now = (self.core.clock)();
        admit(&self.chain, now, &self.core.tls.load().trust)
    }

    fn refuse(&self, refusal: Refusal) -> Response<Answer> {
        debug!(peer = %self.peer, %refusal, "not admitted");
        let (reason, why) = match refusal {
            Refusal::NoCertificate => ("no certificate", "a client certificate is required"),
            Refusal::NotNow => ("not now", "the client certificate is not valid at this time"),
            Refusal::NotTrusted => ("not trusted", "the client certificate is not accepted here"),
        };
        self.core.metrics.refused.get_or_create(&Why { reason }).inc();
        let mut response = plain(StatusCode::UNAUTHORIZED, why);
        let challenge = HeaderValue::from_static("ClientCertificate realm=\"OpAMP\"");
        response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
        response
    }

    fn upgrade(
        &self,
        request: &mut Request<Incoming>,
        (principal, rules): (Principal, Arc<Loaded>),
    ) -> Response<Answer> {
        let options = deflate::options(&self.core.config, None);
        // The future is of no use: this connection's task takes the bare stream when HTTP lets go of it.
        match WebSocket::upgrade_with_options(&mut *request, options) {
            Ok((mut response, _)) => {
                // The library takes offers whose window sizes it does not keep; this decides for it.
                let deflate = self.core.config.deflate && deflate::wanted(request.headers());
                if deflate {
                    let agreed = HeaderValue::from_static(deflate::AGREED);
                    response.headers_mut().insert(SEC_WEBSOCKET_EXTENSIONS, agreed);
                }
                let upgraded = Some(Box::new(Upgraded { principal, deflate, rules }));
                *self.upgraded.lock().unwrap_or_else(PoisonError::into_inner) = upgraded;
                response.map(|_| Answer::default())
            }
            Err(_) => plain(StatusCode::BAD_REQUEST, "the upgrade headers are incomplete"),
        }
    }
}

/// The last answer on its connection: who is not served keeps no place. HTTP/2 has no header for it.
fn last(mut response: Response<Answer>, version: Version) -> Response<Answer> {
    if version < Version::HTTP_2 {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

fn panicked(_: Box<dyn Any + Send>) -> Response<Full<Bytes>> {
    error!("a request made its handler panic");
    let mut response = Response::new(Full::default());
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
}
