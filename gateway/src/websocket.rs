//! One WebSocket, from the answered upgrade to its last byte. One task, one owner, no timers while idle.

use std::future::{pending, poll_fn};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::{BufMut, Bytes, BytesMut};
use fleet::relay::Outgoing;
use fleet::wire::{self, ErrorKind, HEADER, peek_uid, strip_header};
use futures::SinkExt;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::time::{Instant, sleep_until, timeout};
use tracing::debug;
use yawc::close::CloseCode;
use yawc::streaming::Streaming;
use yawc::{Frame, OpCode, Role, WebSocket, WebSocketError};

use crate::carrier::{Carrier, End};
use crate::closing::{CONTROL_BYTES_MAX, Over, close_frame, failed, is_stalled, linger};
use crate::core::jittered;
use crate::deflate;
use crate::handle::{Mail, Next, code};
use crate::message::{Assembly, Broken, Kind, Whole};
use crate::meter::{Meter, Metered, Place};
use crate::pace::Pace;
use crate::stall::patience;
use crate::surface::Connection;

/// Bad messages in a row after which the socket is closed (PROTOCOL.md, ruling 6).
const STRIKES_MAX: u8 = 3;
/// How long an owner that did not know its claim is given before it is asked again.
const RETRY_AFTER: Duration = Duration::from_millis(100);
/// What the upgrade left.
pub(crate) struct Agreed {
    /// The connection it happened on.
    pub connection: Arc<Connection>,
    /// Whether messages may be packed.
    pub deflate: bool,
}

/// An answer of the gateway's own.
struct Own {
    head: Bytes,
    /// How the socket ends if this is one bad message too many.
    end: End,
}

struct Conversation<'a, S> {
    ws: Streaming<Metered<&'a mut S>>,
    connection: &'a Connection,
    carrier: Box<Carrier>,
    assembly: Assembly,
    meter: Arc<Meter>,
    /// The places of large messages that are not answered yet.
    places: Vec<Place>,
    /// An answer of the gateway's own that waits for its turn; until then the agent is not read.
    own: Option<Box<Own>>,
    strikes: u8,
    pace: Pace,
    /// Until when it is not read, because it goes too fast.
    paused_until: Option<Instant>,
    /// When to ask owners again.
    retry_at: Option<Instant>,
    /// When a probed agent counts as dead.
    probed_until: Option<Instant>,
}

/// Serves one WebSocket until it is over.
pub(crate) async fn serve<S>(mut io: Box<S>, carrier: Box<Carrier>, agreed: Agreed)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let core = Arc::clone(carrier.core());
    let config = &core.config;
    let meter = Meter::new(Arc::clone(&core.rooms), Arc::clone(carrier.handle()));
    let metered = Metered::new(&mut *io, Arc::clone(&meter), config.body_deadline);
    let extensions = agreed.deflate.then_some(deflate::AGREED);
    let options = deflate::options(config, agreed.deflate.then_some(&core.deflate));
    let ws = WebSocket::from_stream_with_extensions(metered, Role::Server, extensions, options);
    let mut broken = None;
    if let Ok(ws) = ws {
        let mut conversation = Conversation {
            ws: ws.into_streaming(),
            connection: &agreed.connection,
            carrier,
            assembly: Assembly::new(config.message_bytes_max),
            meter,
            places: Vec::new(),
            own: None,
            strikes: 0,
            pace: Pace::default(),
            paused_until: None,
            retry_at: None,
            probed_until: None,
        };
        match conversation.run().await {
            Over::Broken(code, why) => broken = Some((code, why)),
            over @ (Over::Us(_) | Over::Closing | Over::Gone) => {
                let close = conversation.close(over);
                if timeout(config.close_deadline, close).await.is_err() {
                    debug!("the agent did not answer the close");
                }
            }
        }
    }
    let end = async {
        if let Some((code, why)) = broken {
            debug!(code, why, "closing: the agent broke a rule of RFC 6455");
            core.metrics.close(why);
            // The library's own Close frame has other codes; nothing else of it waits to be written.
            let _ = io.write_all(&close_frame(code, why)).await;
        }
        linger(&mut *io).await;
    };
    let _ = timeout(config.close_deadline, end).await;
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
        let held = self.paused_until.is_some() || self.own.is_some();
        let reading = self.carrier.reading() && !held;
        let handle = Arc::clone(self.carrier.handle());
        if !reading {
            // A pong may be waiting unread: not reading is no sign of death.
            handle.unanswered.store(false, Ordering::Relaxed);
        }
        let halt = self.carrier.core().halt.clone();
        let times = [self.retry_at, self.probed_until, self.paused_until];
        let wake = times.into_iter().flatten().min();
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
            // Nothing to wait for when the agent is only paused.
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
        self.paused_until.take_if(|at| *at <= now);
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
            Err(error) => return Some(failed(&error)),
        };
        self.carrier.handle().unanswered.store(false, Ordering::Relaxed);
        if self.carrier.is_probed() {
            self.probed_until = None;
            self.carrier.on_probed(true);
        }
        self.keep_pace();
        let (opcode, fin, payload) = frame.into_parts();
        let over = match opcode {
            OpCode::Ping | OpCode::Pong | OpCode::Close if payload.len() > CONTROL_BYTES_MAX => {
                Some(Over::Broken(code::PROTOCOL, "a control frame is too long"))
            }
            // The pong is queued; it goes out now, so that a flood of pings cannot queue without end.
            OpCode::Ping => self.flush().await,
            OpCode::Close => Some(Over::Closing),
            OpCode::Pong => None,
            OpCode::Binary | OpCode::Text | OpCode::Continuation => {
                self.on_data(opcode, fin, payload)
            }
        };
        if self.assembly.is_idle() {
            // A large message keeps its place until it is answered.
            self.places.extend(self.meter.ended());
        }
        over
    }

    /// Counts a frame; too many, and the agent is not read for a while. It loses nothing by that.
    fn keep_pace(&mut self) {
        let core = self.carrier.core();
        let rate = core.config.messages_per_agent.saturating_mul(self.carrier.agents_len());
        let now = Instant::now();
        if let Err(wait) = self.pace.step(now, rate) {
            core.metrics.throttle("messages");
            // It is taken, so it counts: as if it had come when it was in order.
            let _ = self.pace.step(now + wait, rate);
            self.paused_until = Some(now + wait);
        }
    }

    /// A frame of a message.
    fn on_data(&mut self, opcode: OpCode, fin: bool, payload: Bytes) -> Option<Over> {
        // Bytes on the wire are metered as they come; what unpacks to more is met here.
        let room = self.meter.holds(self.assembly.len() + payload.len());
        match self.assembly.take(opcode, fin, payload, room) {
            Ok(None) => None,
            Ok(Some(Whole { data: None, .. })) => {
                self.put_off();
                None
            }
            Ok(Some(Whole { kind: Kind::Binary, data: Some(message) })) => {
                self.on_message(message);
                None
            }
            Ok(Some(Whole { kind: Kind::Text, .. })) => {
                let why = "the message is text: OpAMP is binary";
                let end = End { code: code::UNSUPPORTED, reason: "OpAMP is binary".into() };
                self.refuse(wire::error_reply(None, ErrorKind::BadRequest, why), end);
                None
            }
            Err(Broken::TooLarge) => Some(Over::Broken(code::SIZE, "the message is too large")),
            Err(Broken::Order) => Some(Over::Broken(code::PROTOCOL, "frames out of order")),
        }
    }

    fn on_message(&mut self, message: Bytes) {
        self.carrier.handle().silent.store(false, Ordering::Relaxed);
        let head = match strip_header(message) {
            Ok(data) => match peek_uid(&data) {
                Ok(agent) => return self.carrier.on_message(agent, data),
                Err(error) => wire::bad_request(&data, &error.to_string()),
            },
            Err(error) => wire::error_reply(None, ErrorKind::BadRequest, &error.to_string()),
        };
        self.refuse(head, End { code: code::POLICY, reason: "too many bad messages".into() });
    }

    /// Answers a message that no node gets.
    fn refuse(&mut self, head: Bytes, end: End) {
        self.carrier.core().metrics.bad_messages.inc();
        self.own = Some(Box::new(Own { head, end }));
    }

    /// Answers a message there was no room for.
    fn put_off(&mut self) {
        // It has spoken, and does as it is told if it says nothing more for a while.
        self.carrier.handle().silent.store(false, Ordering::Relaxed);
        let core = self.carrier.core();
        core.metrics.put_off.inc();
        let retry_after = jittered(core.config.shed_retry_after);
        let why = "too many large messages at once";
        let head = wire::error_reply(None, ErrorKind::Unavailable { retry_after }, why);
        let end = End { code: code::AGAIN, reason: why.into() };
        self.own = Some(Box::new(Own { head, end }));
    }

    /// Counts the messages that were answered with BAD_REQUEST, here or by a node, with no other answer in between.
    /// Whether it is one too many.
    fn strike(&mut self, written: &[u8]) -> bool {
        self.strikes = if wire::is_bad_request(written) { self.strikes + 1 } else { 0 };
        self.strikes >= STRIKES_MAX
    }

    /// Does what the last step asked for.
    async fn settle(&mut self) -> Option<Over> {
        while let Some(outgoing) = self.carrier.next_write() {
            let outgoing = self.carrier.core().fitting(outgoing);
            let strike = self.strike(&outgoing.head);
            if let Some(over) = self.write(outgoing).await {
                return Some(over);
            }
            self.carrier.on_written();
            if strike {
                let reason = "too many bad messages".into();
                return Some(Over::Us(End { code: code::POLICY, reason }));
            }
        }
        if self.carrier.answered() {
            self.places.clear();
            if let Some(over) = self.write_own().await {
                return Some(over);
            }
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

    /// Writes an answer of the gateway's own, if there is one.
    async fn write_own(&mut self) -> Option<Over> {
        let Own { head, end } = *self.own.take()?;
        let strike = self.strike(&head);
        let over = self.write(Outgoing { head, body: None, traceparent: String::new() }).await;
        over.or(strike.then_some(Over::Us(end)))
    }

    async fn write(&mut self, outgoing: Outgoing) -> Option<Over> {
        let body = outgoing.body.unwrap_or_default();
        let len = HEADER.len() + outgoing.head.len() + body.len();
        let mut message = BytesMut::with_capacity(len);
        message.put_slice(&HEADER);
        message.put(outgoing.head);
        message.put(body);
        self.send(Frame::binary(message.freeze())).await
    }

    /// Puts one frame on the socket in time: a large one may take longer, as long as it gets on.
    async fn send(&mut self, frame: Frame) -> Option<Over> {
        let limit = self.carrier.core().config.write_deadline;
        let deadline = patience(limit, frame.payload().len());
        match timeout(deadline, self.ws.send(frame)).await {
            Ok(Ok(())) => return None,
            Ok(Err(error)) if !is_stalled(&error) => {}
            Ok(Err(_)) | Err(_) => self.carrier.core().metrics.close("write deadline"),
        }
        Some(Over::Gone)
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
            Over::Broken(..) | Over::Gone => {}
        }
    }
}

async fn wait(until: Option<Instant>) {
    match until {
        Some(at) => sleep_until(at).await,
        None => pending().await,
    }
}
