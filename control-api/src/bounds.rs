//! How many calls there are at once, and how long each may take to answer. A call beyond that is refused with a reason
//! like every other refusal; tonic's own limits would answer without one.
//!
//! A stream counts until it begins: watches are bounded for themselves.

use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures::future::BoxFuture;
use http::HeaderMap;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tonic::Status;
use tonic::body::Body;
use tower::{Layer, Service};

use crate::access::{self, Pace};
use crate::config::Config;
use crate::metrics::Metrics;
use crate::refusal::Refusal;

/// Refuses calls over the bounds.
#[derive(Debug, Clone)]
pub(crate) struct BoundsLayer {
    prompt: Arc<Semaphore>,
    /// Calls that may wait for minutes because their callers want it. They have permits of their own, so that they take
    /// none from calls that are done at once.
    patient: Arc<Semaphore>,
    call_max: Duration,
    metrics: Metrics,
}

impl BoundsLayer {
    pub(crate) fn new(config: &Config, metrics: &Metrics) -> Self {
        Self {
            prompt: Arc::new(Semaphore::new(config.calls_max)),
            patient: Arc::new(Semaphore::new(config.patient_calls_max)),
            call_max: config.command_wait_max + config.call_margin,
            metrics: metrics.clone(),
        }
    }
}

impl<S> Layer<S> for BoundsLayer {
    type Service = Bounds<S>;

    fn layer(&self, inner: S) -> Bounds<S> {
        Bounds { inner, bounds: self.clone() }
    }
}

/// See [`BoundsLayer`].
#[derive(Debug, Clone)]
pub(crate) struct Bounds<S> {
    inner: S,
    bounds: BoundsLayer,
}

impl<S, B> Service<http::Request<B>> for Bounds<S>
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

    fn call(&mut self, request: http::Request<B>) -> Self::Future {
        let path = request.uri().path();
        let (method, pace) = access::find(path)
            .map_or((access::UNKNOWN, Pace::Prompt), |row| (row.method, row.pace));
        let metrics = self.bounds.metrics.clone();
        let refused = move |refusal: Refusal| {
            metrics.called(method, refusal.code());
            Ok(Status::from(refusal).into_http())
        };
        let permits = match pace {
            Pace::Prompt => &self.bounds.prompt,
            Pace::Patient => &self.bounds.patient,
        };
        let Ok(permit) = Arc::clone(permits).try_acquire_owned() else {
            return Box::pin(std::future::ready(refused(Refusal::TooManyCalls)));
        };
        let longest = self.bounds.call_max;
        let allowed = wanted(request.headers()).map_or(longest, |wanted| wanted.min(longest));
        // Counted from here: tonic starts to count to the same deadline when this returns, so this one is first.
        let response = timeout(allowed, self.inner.call(request));
        Box::pin(async move {
            let _permit = permit;
            response.await.unwrap_or_else(|_| refused(Refusal::TimedOut))
        })
    }
}

/// How long the caller gives the call: at most eight digits and a unit.
fn wanted(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get("grpc-timeout")?.to_str().ok()?;
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    if digits.len() > 8 {
        return None;
    }
    let number: u64 = digits.parse().ok()?;
    match unit {
        "H" => Some(Duration::from_secs(number * 3_600)),
        "M" => Some(Duration::from_secs(number * 60)),
        "S" => Some(Duration::from_secs(number)),
        "m" => Some(Duration::from_millis(number)),
        "u" => Some(Duration::from_micros(number)),
        "n" => Some(Duration::from_nanos(number)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
