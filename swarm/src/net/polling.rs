//! One polling agent's kept connection: one POST at a time (PROTOCOL.md, Plain HTTP Transport).

use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use fleet::AgentId;
use http::header::{CONTENT_TYPE, HOST, RETRY_AFTER};
use http::{HeaderMap, Request, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1::{Builder, Connection, SendRequest};
use hyper_util::rt::TokioIo;
use prost::Message as _;
use proto::opamp::v1::{AgentToServer, ServerToAgent};
use tokio::select;

use super::target::{Io, Target};
use crate::client::Closed;

const ANSWER_BYTES_MAX: usize = 64 << 20;

type Driver = Pin<Box<Connection<TokioIo<Io>, Full<Bytes>>>>;

pub(super) struct Poller {
    sender: SendRequest<Full<Bytes>>,
    driver: Driver,
    ended: bool,
}

/// The outcome of one exchange that got an answer.
pub(super) enum Answer {
    Message(Box<ServerToAgent>),
    Malformed,
    Closed(Closed),
}

impl Poller {
    pub(super) async fn new(io: Io) -> Result<Self, hyper::Error> {
        let mut builder = Builder::new();
        // The smallest that hyper accepts; there are thousands of them.
        builder.max_buf_size(8192);
        let (sender, connection) = builder.handshake(TokioIo::new(io)).await?;
        Ok(Self { sender, driver: Box::pin(connection), ended: false })
    }

    /// Returns when the idle connection ends. Cancel-safe.
    pub(super) async fn ended(&mut self) {
        if !self.ended {
            // Why it ended changes nothing: the next poll opens another.
            let _why = self.driver.as_mut().await;
            self.ended = true;
        }
    }

    /// Ends the connection so that it leaves nothing behind, unsent bytes included.
    pub(super) fn abandon(self) {
        let io = Pin::into_inner(self.driver).into_parts().io.into_inner();
        let _unset = io.get_ref().0.set_zero_linger();
    }

    /// One exchange; `None` when the connection broke before the answer was complete.
    pub(super) async fn exchange(
        &mut self,
        target: &Target,
        message: &AgentToServer,
    ) -> Option<Answer> {
        let request = request(target, message)?;
        let sender = &mut self.sender;
        let work = async move {
            sender.ready().await.ok()?;
            let (head, body) = sender.send_request(request).await.ok()?.into_parts();
            let body = Limited::new(body, ANSWER_BYTES_MAX).collect().await.ok()?;
            Some((head, body.to_bytes()))
        };
        let mut work = Box::pin(work);
        let (head, body) = select! {
            biased;
            done = &mut work => done,
            _ = self.driver.as_mut(), if !self.ended => {
                self.ended = true;
                // The whole answer may have come before the end.
                work.await
            }
        }?;
        Some(match head.status {
            StatusCode::OK => match ServerToAgent::decode(body) {
                Ok(message) => Answer::Message(Box::new(message)),
                Err(_) => Answer::Malformed,
            },
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS => {
                Answer::Closed(Closed::Refused { retry_after: retry_after(&head.headers) })
            }
            _ => Answer::Closed(Closed::Dropped),
        })
    }
}

fn request(target: &Target, message: &AgentToServer) -> Option<Request<Full<Bytes>>> {
    let path = target.uri.path_and_query().map_or("/", |path| path.as_str());
    let mut request = Request::post(path)
        .header(HOST, &target.authority)
        .header(CONTENT_TYPE, "application/x-protobuf");
    if let Ok(uid) = AgentId::from_wire(&message.instance_uid) {
        request = request.header("OpAMP-Instance-UID", uid.to_string());
    }
    for (name, value) in &target.headers {
        request = request.header(name, value);
    }
    request.body(Full::new(message.encode_to_vec().into())).ok()
}

/// `Retry-After` in seconds. The form with a date is not understood, which is then no wish at all.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}
