//! One agent's task: performs what its session says.

use std::collections::VecDeque;
use std::future::pending;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use fleet::Moment;
use proto::opamp::v1::{AgentToServer, OpAmpConnectionSettings};
use tokio::select;
use tokio::sync::{Notify, Semaphore};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;
use yawc::DeflatePool;

use super::polling::{Answer, Poller};
use super::target::Target;
use super::websocket::{Incoming, Socket};
use crate::client::{Closed, Effect, Session};
use crate::profile::Transport;

/// What the tasks of a fleet share.
pub(super) struct World {
    pub(super) target: Arc<Target>,
    pub(super) ca_pem: Vec<u8>,
    pub(super) started: Moment,
    pub(super) origin: Instant,
    /// Handshakes in flight, so that ten thousand agents do not starve each other of the one
    /// processor they have.
    pub(super) handshakes: Semaphore,
    /// What messages are packed with, if the server agrees.
    pub(super) pool: Option<DeflatePool>,
}

impl World {
    pub(super) fn now(&self) -> Moment {
        self.started + self.origin.elapsed()
    }

    fn instant(&self, at: Moment) -> Instant {
        // A day is as good as never, and `Instant` has an end.
        self.origin + at.since(self.started).min(self.origin.elapsed() + DAY)
    }
}

const DAY: Duration = Duration::from_secs(86_400);
const CONNECT_MAX: Duration = Duration::from_secs(30);
const ANSWER_MAX: Duration = Duration::from_secs(30);
const GOODBYE_MAX: Duration = Duration::from_secs(2);

/// What the network did for one agent.
#[derive(Debug, Default, Clone)]
pub(super) struct Wire {
    pub(super) local: Option<SocketAddr>,
    /// Whether its messages are packed now.
    pub(super) packed: bool,
    pub(super) connects: u64,
    pub(super) connect_failures: u64,
    pub(super) disconnects: u64,
    pub(super) settings_unusable: u64,
    pub(super) first_reply: Option<Duration>,
    /// When the first message of this connection was sent.
    asked: Option<Instant>,
    /// The next message sent is the first of its connection.
    fresh: bool,
}

impl Wire {
    fn disconnected(&mut self) {
        self.disconnects += 1;
        self.local = None;
        self.packed = false;
        self.asked = None;
    }
}

pub(super) struct State {
    pub(super) session: Session,
    pub(super) wire: Wire,
}

pub(super) struct Agent {
    // A std mutex: held for one step of the session, never across an await.
    state: Mutex<State>,
    pub(super) wake: Notify,
}

enum Connection {
    None,
    Socket(Socket),
    Poller(Box<Poller>),
}

impl Agent {
    pub(super) fn new(session: Session) -> Self {
        let state = State { session, wire: Wire::default() };
        Self { state: Mutex::new(state), wake: Notify::new() }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Task {
    agent: Arc<Agent>,
    world: Arc<World>,
    target: Arc<Target>,
    connection: Connection,
}

/// Runs until `stop`, then says goodbye.
pub(super) async fn run(agent: Arc<Agent>, world: Arc<World>, stop: CancellationToken) {
    let target = Arc::clone(&world.target);
    let mut task = Task { agent, world, target, connection: Connection::None };
    loop {
        let now = task.world.now();
        let effects = task.agent.state().session.on_tick(now);
        select! {
            biased;
            () = stop.cancelled() => break,
            () = task.perform(effects) => {}
        }
        let deadline = task.agent.state().session.deadline();
        let deadline = task.world.instant(deadline);
        let incoming = select! {
            biased;
            () = stop.cancelled() => break,
            incoming = next(&mut task.connection) => incoming,
            () = task.agent.wake.notified() => continue,
            () = sleep_until(deadline) => continue,
        };
        let effects = task.take(incoming);
        select! {
            biased;
            () = stop.cancelled() => break,
            () = task.perform(effects) => {}
        }
    }
    task.goodbye().await;
}

/// The next thing the server does of itself. Cancel-safe.
async fn next(connection: &mut Connection) -> Incoming {
    match connection {
        Connection::None => pending().await,
        Connection::Socket(socket) => socket.next().await,
        Connection::Poller(poller) => {
            poller.ended().await;
            Incoming::Closed
        }
    }
}

impl Task {
    fn take(&mut self, incoming: Incoming) -> Vec<Effect> {
        let now = self.world.now();
        match incoming {
            Incoming::Message(message) => {
                let mut state = self.agent.state();
                state.wire.first_reply =
                    state.wire.asked.take().map(|at| at.elapsed()).or(state.wire.first_reply);
                state.session.on_message(*message, now)
            }
            Incoming::Malformed => self.agent.state().session.on_malformed(now),
            Incoming::Closed => {
                self.disconnected();
                match self.target.transport {
                    Transport::WebSocket => self.closed(Closed::Ended),
                    // An idle connection that the server closed is no event: the next poll opens
                    // another.
                    Transport::Polling => Vec::new(),
                }
            }
        }
    }

    fn closed(&self, why: Closed) -> Vec<Effect> {
        self.agent.state().session.on_closed(why, self.world.now())
    }

    fn disconnected(&mut self) {
        if !matches!(self.connection, Connection::None) {
            self.connection = Connection::None;
            self.agent.state().wire.disconnected();
        }
    }

    fn connected(&mut self, local: Option<SocketAddr>, connection: Connection) {
        self.connection = connection;
        let mut state = self.agent.state();
        state.wire.connects += 1;
        state.wire.local = local;
        state.wire.fresh = true;
    }

    async fn perform(&mut self, effects: Vec<Effect>) {
        let mut queue = VecDeque::from(effects);
        while let Some(effect) = queue.pop_front() {
            match effect {
                Effect::Connect => queue.extend(Box::pin(self.connect()).await),
                Effect::Send(message) => match Box::pin(self.send(&message)).await {
                    Ok(more) => queue.extend(more),
                    Err(more) => {
                        queue.retain(|effect| !matches!(effect, Effect::Send(_)));
                        queue.extend(more);
                    }
                },
                Effect::Adopt(settings) => self.adopt(&settings),
                Effect::Close => self.close().await,
                Effect::Cut => self.disconnected(),
            }
        }
    }

    async fn connect(&mut self) -> Vec<Effect> {
        if self.target.transport == Transport::WebSocket {
            // The semaphore is never closed, so waiting for it cannot fail.
            let permit = self.world.handshakes.acquire().await;
            let opening = Socket::open(&self.target, self.world.pool.as_ref());
            let opened = timeout(CONNECT_MAX, opening).await;
            drop(permit);
            match opened.unwrap_or(Err(Closed::Refused { retry_after: None })) {
                Ok(socket) => {
                    let (local, packed) = (socket.local(), socket.is_packed());
                    self.connected(local, Connection::Socket(socket));
                    self.agent.state().wire.packed = packed;
                }
                Err(why) => {
                    self.agent.state().wire.connect_failures += 1;
                    return self.closed(why);
                }
            }
        }
        self.agent.state().session.on_open(self.world.now())
    }

    /// `Err` when the connection is gone, and with it what else was to be sent on it.
    async fn send(&mut self, message: &AgentToServer) -> Result<Vec<Effect>, Vec<Effect>> {
        match self.target.transport {
            Transport::Polling => self.poll(message).await,
            Transport::WebSocket => {
                self.asked();
                let Connection::Socket(socket) = &mut self.connection else {
                    return Ok(Vec::new());
                };
                match timeout(ANSWER_MAX, socket.send(message)).await {
                    Ok(Ok(())) => Ok(Vec::new()),
                    Ok(Err(_)) | Err(_) => {
                        self.disconnected();
                        Err(self.closed(Closed::Ended))
                    }
                }
            }
        }
    }

    fn asked(&self) {
        let mut state = self.agent.state();
        if std::mem::take(&mut state.wire.fresh) {
            state.wire.asked = Some(Instant::now());
        }
    }

    async fn poll(&mut self, message: &AgentToServer) -> Result<Vec<Effect>, Vec<Effect>> {
        loop {
            let kept = matches!(self.connection, Connection::Poller(_));
            if !kept && !self.open_poller().await {
                self.agent.state().wire.connect_failures += 1;
                return Err(self.closed(Closed::Refused { retry_after: None }));
            }
            self.asked();
            let Connection::Poller(poller) = &mut self.connection else { return Ok(Vec::new()) };
            let answer = timeout(ANSWER_MAX, poller.exchange(&self.target, message)).await;
            match answer.ok().flatten() {
                Some(Answer::Message(message)) => return Ok(self.take(Incoming::Message(message))),
                Some(Answer::Malformed) => return Ok(self.take(Incoming::Malformed)),
                Some(Answer::Closed(why)) => return Err(self.closed(why)),
                None => self.disconnected(),
            }
            // The server may have closed a kept connection just then; a new one tells whether it is
            // there.
            if !kept {
                return Err(self.closed(Closed::Refused { retry_after: None }));
            }
        }
    }

    async fn open_poller(&mut self) -> bool {
        let permit = self.world.handshakes.acquire().await;
        let io = timeout(CONNECT_MAX, self.target.dial()).await;
        drop(permit);
        let Ok(Ok(io)) = io else { return false };
        let local = io.get_ref().0.local_addr().ok();
        let Ok(poller) = Poller::new(io).await else { return false };
        self.connected(local, Connection::Poller(Box::new(poller)));
        true
    }

    fn adopt(&mut self, settings: &OpAmpConnectionSettings) {
        let offered = Target::offered(settings, &self.world.ca_pem);
        match offered.ok().filter(|offered| offered.transport == self.target.transport) {
            Some(target) => self.target = Arc::new(target),
            None => self.agent.state().wire.settings_unusable += 1,
        }
    }

    async fn close(&mut self) {
        if let Connection::Socket(socket) = &mut self.connection {
            // A server that does not answer the Close is left without one.
            let _late = timeout(GOODBYE_MAX, socket.close()).await;
        }
        self.disconnected();
    }

    /// Everything was said: leave no TIME_WAIT that would take a port from the next run.
    fn disconnected_for_good(&mut self) {
        match std::mem::replace(&mut self.connection, Connection::None) {
            Connection::None => return,
            Connection::Socket(socket) => socket.abandon(),
            Connection::Poller(poller) => poller.abandon(),
        }
        self.agent.state().wire.disconnected();
    }

    async fn goodbye(&mut self) {
        let effects = {
            let mut state = self.agent.state();
            state.session.hold(true);
            state.session.on_tick(self.world.now())
        };
        for effect in effects {
            if let (Effect::Send(message), Connection::Socket(socket)) =
                (effect, &mut self.connection)
            {
                let _late = timeout(GOODBYE_MAX, socket.send(&message)).await;
            }
        }
        if let Connection::Socket(socket) = &mut self.connection {
            let _late = timeout(GOODBYE_MAX, socket.close()).await;
        }
        self.disconnected_for_good();
    }
}
