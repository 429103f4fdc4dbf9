//! One HTTP exchange: a socket that carries one message in and one message out.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use fleet::AgentId;
use fleet::link::{Principal, Transport};
use fleet::wire::{self, ErrorKind, peek_uid};
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use http::{HeaderMap, Response, StatusCode};
use hyper::body::Incoming;
use tokio::time::{Instant, sleep_until, timeout};
use tracing::debug;

use crate::answer::{Answer, Unflushed};
use crate::ask::{Coding, PROTOBUF};
use crate::body::{self, BodyError, Room};
use crate::carrier::Carrier;
use crate::core::{Core, jittered};
use crate::handle::Next;

/// `Retry-After` of a poll whose owner cannot be reached (ARCHITECTURE.md §3.8).
const NO_OWNER_RETRY: Duration = Duration::from_secs(5);

/// The request, as far as its head and the connection tell.
pub(crate) struct Request {
    /// How the body is packed.
    pub coding: Coding,
    /// How the answer should be packed.
    pub answer: Coding,
    /// Who the connection proved to be.
    pub principal: Principal,
    /// Every `OpAMP-Instance-UID` header that is a uid.
    pub claimed: Vec<AgentId>,
    /// Where the answer waits until it is on the socket.
    pub unflushed: Arc<Unflushed>,
}

/// The uid an agent claims in its request's head: a hint, never an authentication (PROTOCOL.md H10).
pub(crate) fn claimed(headers: &HeaderMap) -> Vec<AgentId> {
    let values = headers.get_all("opamp-instance-uid").iter();
    values.filter_map(|value| value.to_str().ok()?.trim().parse().ok()).collect()
}

/// Serves one exchange.
pub(crate) async fn serve(core: &Arc<Core>, request: Request, body: Incoming) -> Response<Answer> {
    let config = &core.config;
    // Held until the message is answered.
    let mut room = Room::new(Arc::clone(&core.rooms), config.owner_wait, config.body_deadline);
    let read = body::read(body, request.coding, config.message_bytes_max, &mut room);
    let data = match read.await {
        Ok(data) => data,
        Err(BodyError::TooLarge) => {
            return plain(StatusCode::PAYLOAD_TOO_LARGE, "the message is too large");
        }
        Err(error @ (BodyError::BadGzip | BodyError::Broken)) => {
            core.metrics.bad_messages.inc();
            let refused = wire::error_reply(None, ErrorKind::BadRequest, &error.to_string());
            return message(StatusCode::BAD_REQUEST, Answer::of(refused), Coding::Identity);
        }
        Err(BodyError::Busy) => {
            core.metrics.put_off.inc();
            return unavailable("too many large messages at once", config.shed_retry_after);
        }
        Err(BodyError::Slow) => {
            return plain(StatusCode::REQUEST_TIMEOUT, "the body came too slowly");
        }
    };
    let agent = match peek_uid(&data) {
        Ok(agent) if request.claimed.iter().all(|claimed| *claimed == agent) => agent,
        Ok(agent) => {
            debug!(peer = request.principal.peer_address, "a uid header names another agent");
            let why = "OpAMP-Instance-UID is not the message's instance_uid";
            let refused = wire::error_reply(Some(agent), ErrorKind::BadRequest, why);
            return refuse(core, &data, refused, request.answer);
        }
        Err(error) => {
            let refused = wire::bad_request(&data, &error.to_string());
            return refuse(core, &data, refused, request.answer);
        }
    };
    let shard = core.shard(agent);
    let usable = core.routes.wait(shard, |route| core.links.usable(route));
    if timeout(config.owner_wait, usable).await.is_err() {
        return unavailable("no node holds this agent now", NO_OWNER_RETRY);
    }
    let mut carrier = Carrier::new(core, Transport::Http, request.principal);
    carrier.on_message(agent, data.clone());
    match answered(&mut carrier).await {
        Some(reply) => {
            let status = status(&data, &reply);
            let reply = if request.answer == Coding::Gzip { body::gzip(&reply) } else { reply };
            let answer = Answer::from_node(reply, carrier, request.unflushed);
            message(status, answer, request.answer)
        }
        None => unavailable("the agent's node did not answer in time", NO_OWNER_RETRY),
    }
}

/// The message for the agent; `None` when none came in time.
async fn answered(carrier: &mut Carrier) -> Option<Bytes> {
    let core = Arc::clone(carrier.core());
    let handle = Arc::clone(carrier.handle());
    let until = Instant::now() + core.config.answer_wait;
    let mut retry_at = None;
    loop {
        if let Some(outgoing) = carrier.next_write() {
            let outgoing = core.fitting(outgoing);
            let Some(body) = outgoing.body else { return Some(outgoing.head) };
            let mut data = BytesMut::from(outgoing.head);
            data.extend_from_slice(&body);
            return Some(data.freeze());
        }
        if carrier.todo.end.is_some() {
            return None;
        }
        // The agent's request is still open: that is a sign of life.
        carrier.todo.ping = false;
        carrier.on_probed(true);
        if carrier.todo.retry {
            let soon = Instant::now() + Duration::from_millis(100);
            retry_at.get_or_insert(soon.min(until));
        }
        tokio::select! { biased;
            () = core.halt.cancelled() => return None,
            next = handle.next() => match next {
                Next::Mail(mail) => carrier.on_mail(mail),
                Next::Doom(_) => return None,
            },
            () = sleep_until(retry_at.unwrap_or(until)) => {
                if retry_at.take().is_none() || Instant::now() >= until {
                    return None;
                }
                carrier.retry();
            }
        }
    }
}

/// An answer of the gateway's own to a message that cannot be routed.
fn refuse(core: &Core, sent: &Bytes, refused: Bytes, coding: Coding) -> Response<Answer> {
    core.metrics.bad_messages.inc();
    let status = status(sent, &refused);
    let data = if coding == Coding::Gzip { body::gzip(&refused) } else { refused };
    message(status, Answer::of(data), coding)
}

/// 200, whatever the reply says, unless what was sent is no message at all: 400 with the same reply (PROTOCOL.md E5).
fn status(sent: &Bytes, reply: &Bytes) -> StatusCode {
    let malformed = wire::is_bad_request(reply) && wire::decode(sent).is_err();
    if malformed { StatusCode::BAD_REQUEST } else { StatusCode::OK }
}

fn message(status: StatusCode, answer: Answer, coding: Coding) -> Response<Answer> {
    let mut response = Response::new(answer);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROTOBUF));
    if coding == Coding::Gzip {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

/// A status with a line of text.
pub(crate) fn plain(status: StatusCode, why: &'static str) -> Response<Answer> {
    let mut response = Response::new(Answer::of(why));
    *response.status_mut() = status;
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}

/// 503 with `Retry-After`, jittered: the one way to send agents away (PROTOCOL.md O2, Q5).
pub(crate) fn unavailable(why: &'static str, least: Duration) -> Response<Answer> {
    let mut response = plain(StatusCode::SERVICE_UNAVAILABLE, why);
    let seconds = jittered(least).as_secs_f64().ceil() as u64;
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    response
}
