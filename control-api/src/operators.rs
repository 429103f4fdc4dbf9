//! Who calls: operators prove themselves with a bearer token, checked before any service sees the
//! call.

use std::fmt;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures::future::BoxFuture;
use http::header::AUTHORIZATION;
use sha2::{Digest as _, Sha256};
use tonic::Status;
use tonic::body::Body;
use tower::{Layer, Service};

use crate::access::{self, Permission, Row};
use crate::metrics::Metrics;
use crate::refusal::Refusal;

/// The operators this API knows: for now the holder of the admin token. Only the token's hash is
/// kept.
#[derive(Clone)]
pub struct Operators {
    admin: [u8; 32],
}

impl Operators {
    /// Operators with this admin token.
    pub fn with_token(token: &str) -> Self {
        Self { admin: Sha256::digest(token.as_bytes()).into() }
    }

    /// Operators with an admin token of which only the SHA-256 is known.
    pub const fn with_token_hash(admin: [u8; 32]) -> Self {
        Self { admin }
    }

    fn actor(&self, headers: &http::HeaderMap) -> Result<Actor, Refusal> {
        let mut values = headers.get_all(AUTHORIZATION).iter();
        let (Some(value), None) = (values.next(), values.next()) else {
            return Err(Refusal::NoToken);
        };
        let value = value.to_str().map_err(|_| Refusal::NoToken)?;
        let (scheme, token) = value.split_once(' ').ok_or(Refusal::NoToken)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(Refusal::NoToken);
        }
        let given: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        // Every byte is looked at, so that the time says nothing about where the first difference
        // is.
        let different = given.iter().zip(&self.admin).fold(0, |all, (a, b)| all | (a ^ b));
        if different == 0 { Ok(Actor("admin".into())) } else { Err(Refusal::WrongToken) }
    }
}

impl fmt::Debug for Operators {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Operators")
    }
}

/// Who makes a call: what audit records and commands name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Actor(pub(crate) Arc<str>);

/// Refuses every call that the access table does not allow.
#[derive(Debug, Clone)]
pub(crate) struct GateLayer {
    pub(crate) operators: Operators,
    pub(crate) metrics: Metrics,
}

impl<S> Layer<S> for GateLayer {
    type Service = Gate<S>;

    fn layer(&self, inner: S) -> Gate<S> {
        Gate { inner, operators: self.operators.clone(), metrics: self.metrics.clone() }
    }
}

/// See [`GateLayer`].
#[derive(Debug, Clone)]
pub(crate) struct Gate<S> {
    inner: S,
    operators: Operators,
    metrics: Metrics,
}

impl<S> Gate<S> {
    fn admit<B>(&self, request: &mut http::Request<B>) -> Result<&'static Row, Refusal> {
        let Some(row) = access::find(request.uri().path()) else {
            return Err(Refusal::NotInTable(request.uri().path().to_owned()));
        };
        match row.permission {
            Permission::Open => {}
            Permission::Admin => {
                let actor = self.operators.actor(request.headers())?;
                request.extensions_mut().insert(actor);
            }
        }
        Ok(row)
    }
}

impl<S, B> Service<http::Request<B>> for Gate<S>
where
    S: Service<http::Request<B>, Response = http::Response<Body>>,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
{
    type Response = http::Response<Body>;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Self::Response, S::Error>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: http::Request<B>) -> Self::Future {
        match self.admit(&mut request) {
            Ok(row) => {
                let metrics = self.metrics.clone();
                let response = self.inner.call(request);
                Box::pin(async move {
                    let response = response.await?;
                    let code = Status::from_header_map(response.headers())
                        .map_or(tonic::Code::Ok, |status| status.code());
                    metrics.called(row.method, code);
                    Ok(response)
                })
            }
            Err(refusal) => {
                let row = access::find(request.uri().path());
                let method = row.map_or(access::UNKNOWN, |row| row.method);
                self.metrics.called(method, refusal.code());
                let response = Status::from(refusal).into_http();
                Box::pin(std::future::ready(Ok(response)))
            }
        }
    }
}

/// The caller that the gate let in.
pub(crate) fn actor<T>(request: &tonic::Request<T>) -> Result<Actor, Refusal> {
    // The gate puts it there; a call without it never came through the gate.
    request.extensions().get::<Actor>().cloned().ok_or(Refusal::NoToken)
}
