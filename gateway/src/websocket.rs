//! One WebSocket, from the answered upgrade to its last byte. One task, one owner, no timers while idle.

use std::future::{pending, poll_fn};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::{BufMut, Bytes, BytesMut};
use fleet::relay::Outgoing;
use fleet::wire::{self, ErrorKind, HEADER, peek_uid, strip_header};
use futures::SinkExt;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::{Instant, sleep_until, timeout};
use tracing::debug;
use yawc::close::CloseCode;
use yawc::{Frame, OpCode, Options, Role, WebSocket, WebSocketError};

use crate::carrier::{Carrier, End};
use crate::config::Config;
use crate::handle::{Mail, Next, code};
use crate::surface::Connection;

/// Bad messages in a row after which the socket is closed (PROTOCOL.md, ruling 6).
const STRIKES_MAX: u8 = 3;
/// How long an owner that did not know its claim is given before it is asked again.
const RETRY_AFTER: Duration = Duration::from_millis(100);
const BUFFER_BYTES: usize = 1024;

/// How a conversation ended.
enum Over {
    /// This side ends it.
    Us(End),
    /// The library has queued a Close frame: the peer's, echoed, or the answer to a broken rule.
    Closing,
    /// The connection is gone, or the agent did not take its bytes in time.
    Gone,
}

struct Conversation<'a, S> {
    ws: WebSocket<&'a mut S>,
    connection: &'a Connection,
    carrier: Box<Carrier>,
    strikes: u8,
    /// When to ask owners again.
    retry_at: Option<Instant>,
    /// When a probed agent counts as dead.
    probed_until: Option<Instant>,
}

/// Serves one WebSocket until it is over.
pub(crate) async fn serve<S>(mut io: Box<S>, carrier: Box<Carrier>, connection: Arc<Connection>)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let core = Arc::clone(carrier.core());
    let config = &core.config;
    if let Ok(ws) = WebSocket::from_stream(&mut *io, Role::Server, options(config)) {
        let mut conversation = Conversation {
            ws,
            connection: &connection,
            carrier,
            strikes: 0,
            retry_at: None,
            probed_until: None,
        };
        let over = conversation.run().await;
        let close = conversation.close(over);
        if timeout(config.close_deadline, close).await.is_err() {
            debug!("the agent did not answer the close");
        }
    }
    let _ = timeout(config.close_deadline, linger(&mut *io)).await;
}

/// What both sides of the upgrade use. The library's limits are exclusive.
pub(crate) fn options(config: &Config) -> Options {
    let bytes_max = config.message_bytes_max.saturating_add(1);
    Options::default()
        .without_compression()
        .with_limits(bytes_max, bytes_max)
        .with_read_buffer_capacity(BUFFER_BYTES)
        .with_write_buffer_capacity(BUFFER_BYTES)
        .with_fragment_timeout(config.body_deadline)
}

/// Reads what the agent still sends, so that closing does not reset the connection under the Close frame.
async fn linger<S: AsyncRead + AsyncWrite + Unpin>(io: &mut S) {
    let _ = io.shutdown().await;
    let mut scrap = [0; 512];
    while matches!(io.read(&mut scrap).await, Ok(n) if n > 0) {}
}

impl<S: AsyncRead + AsyncWrite + Unpin> Conversation<'_, S> {
    async fn run(&mut self) -> Over {
        loop {
            if let Some(over) = self.step().await {
                return over;
            }
            if let Some(over) = self.settle().await {
                return over;
            }
        }
    }

    /// Waits for one thing to happen and takes it in.
    async fn step(&mut self) -> Option<Over> {
        let reading = self.carrier.reading();
        let handle = Arc::clone(self.carrier.handle());
        if !reading {
            // A pong may be waiting unread: not reading is no sign of death.
            handle.unanswered.store(false, Ordering::Relaxed);
        }
        let halt = self.carrier.core().halt.clone();
        let wake = [self.retry_at, self.probed_until].into_iter().flatten().min();
        tokio::select! { biased;
            () = halt.cancelled() => {
                Some(Over::Us(End { code: code::AWAY, reason: "the gateway stops".into() }))
            }
            next = handle.next() => match next {
                Next::Doom(doom) => {
                    self.carrier.core().metrics.close(doom.reason);
                    Some(Over::Us(End { code: doom.code, reason: doom.reason.into() }))
                }
                Next::Mail(Mail::Ping) if !reading => None,
                Next::Mail(mail) => {
                    self.carrier.on_mail(mail);
                    None
                }
            },
            () = self.carrier.room(), if !reading => None,
            () = wait(wake) => {
                self.on_time();
                None
            }
            frame = self.ws.next_frame(), if reading => self.on_frame(frame).await,
        }
    }

    fn on_time(&mut self) {
        let now = Instant::now();
        if self.retry_at.take_if(|at| *at <= now).is_some() {
            self.carrier.retry();
        }
        if self.probed_until.take_if(|at| *at <= now).is_some() {
            self.carrier.on_probed(false);
        }
    }

    async fn on_frame(&mut self, frame: Result<Frame, WebSocketError>) -> Option<Over> {
        let frame = match frame {
            Ok(frame) => frame,
            Err(WebSocketError::ConnectionClosed | WebSocketError::IoError(_)) => {
                return Some(Over::Gone);
            }
            Err(error) => {
                debug!(%error, "the agent broke a rule of RFC 6455");
                return Some(Over::Closing);
            }
        };
        self.carrier.handle().unanswered.store(false, Ordering::Relaxed);
        if self.carrier.is_probed() {
            self.probed_until = None;
            self.carrier.on_probed(true);
        }
        match frame.opcode() {
            OpCode::Binary => self.on_message(frame.into_payload()).await,
            OpCode::Text => {
                let reason = "OpAMP is binary".into();
                Some(Over::Us(End { code: code::UNSUPPORTED, reason }))
            }
            // The pong is queued; it goes out now, so that a flood of pings cannot queue without end.
            OpCode::Ping => self.flush().await,
            OpCode::Close => Some(Over::Closing),
            OpCode::Pong | OpCode::Continuation => None,
        }
    }

    async fn on_message(&mut self, message: Bytes) -> Option<Over> {
        self.carrier.handle().silent.store(false, Ordering::Relaxed);
        let head = match strip_header(message) {
            Ok(data) => match peek_uid(&data) {
                Ok(agent) => {
                    self.carrier.on_message(agent, data);
                    return None;
                }
                Err(error) => wire::bad_request(&data, &error.to_string()),
            },
            Err(error) => wire::error_reply(None, ErrorKind::BadRequest, &error.to_string()),
        };
        self.carrier.core().metrics.bad_messages.inc();
        self.write(Outgoing { head, body: None, traceparent: String::new() }).await
    }

    /// Counts the messages that were answered with BAD_REQUEST, here or by a node, with no other answer in between.
    fn strike(&mut self, written: &[u8]) -> Option<Over> {
        if !wire::is_bad_request(written) {
            self.strikes = 0;
            return None;
        }
        self.strikes += 1;
        let end = End { code: code::POLICY, reason: "too many bad messages".into() };
        (self.strikes >= STRIKES_MAX).then_some(Over::Us(end))
    }

    /// Does what the last step asked for.
    async fn settle(&mut self) -> Option<Over> {
        while let Some(outgoing) = self.carrier.next_write() {
            if let Some(over) = self.write(outgoing).await {
                return Some(over);
            }
            self.carrier.on_written();
        }
        let todo = &mut self.carrier.todo;
        if let Some(end) = todo.end.take() {
            return Some(Over::Us(end));
        }
        if std::mem::take(&mut todo.readmit) && self.connection.admit().is_err() {
            let reason = "no longer admitted".into();
            return Some(Over::Us(End { code: code::POLICY, reason }));
        }
        let todo = &mut self.carrier.todo;
        if todo.retry {
            self.retry_at.get_or_insert_with(|| Instant::now() + RETRY_AFTER);
        }
        if std::mem::take(&mut todo.ping) {
            if self.carrier.is_probed() {
                let deadline = self.carrier.core().config.pong_deadline;
                self.probed_until.get_or_insert_with(|| Instant::now() + deadline);
            }
            self.carrier.handle().unanswered.store(true, Ordering::Relaxed);
            return self.send(Frame::ping(Bytes::new())).await;
        }
        None
    }

    async fn write(&mut self, outgoing: Outgoing) -> Option<Over> {
        let over = self.strike(&outgoing.head);
        let body = outgoing.body.unwrap_or_default();
        let len = HEADER.len() + outgoing.head.len() + body.len();
        let mut message = BytesMut::with_capacity(len);
        message.put_slice(&HEADER);
        message.put(outgoing.head);
        message.put(body);
        self.send(Frame::binary(message.freeze())).await.or(over)
    }

    /// Puts one frame on the socket within the write deadline.
    async fn send(&mut self, frame: Frame) -> Option<Over> {
        let deadline = self.carrier.core().config.write_deadline;
        match timeout(deadline, self.ws.send(frame)).await {
            Ok(Ok(())) => None,
            Ok(Err(_)) => Some(Over::Gone),
            Err(_) => {
                self.carrier.core().metrics.close("write deadline");
                Some(Over::Gone)
            }
        }
    }

    /// Sends what the library has queued by itself.
    async fn flush(&mut self) -> Option<Over> {
        let deadline = self.carrier.core().config.write_deadline;
        let ready = poll_fn(|cx| self.ws.poll_ready_unpin(cx));
        match timeout(deadline, ready).await {
            Ok(Ok(())) => None,
            Ok(Err(_)) | Err(_) => Some(Over::Gone),
        }
    }

    /// The closing handshake (PROTOCOL.md T13).
    async fn close(&mut self, over: Over) {
        match over {
            Over::Us(end) => {
                debug!(code = end.code, reason = %end.reason, "closing");
                let reason = &end.reason[..end.reason.floor_char_boundary(123)];
                let frame = Frame::close(CloseCode::from(end.code), reason);
                if self.ws.send(frame).await.is_err() {
                    return;
                }
                // What the agent says until it answers is not processed: its owner sends it back in full.
                while let Ok(frame) = self.ws.next_frame().await {
                    if frame.opcode() == OpCode::Close {
                        return;
                    }
                }
            }
            Over::Closing => {
                let _ = self.ws.next_frame().await;
            }
            Over::Gone => {}
        }
    }
}

async fn wait(until: Option<Instant>) {
    match until {
        Some(at) => sleep_until(at).await,
        None => pending().await,
    }
}
