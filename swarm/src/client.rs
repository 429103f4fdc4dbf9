//! The agent's half of the OpAMP conversation, as opamp-go's client has it (PROTOCOL.md 4,
//! SUPERVISOR.md 4.5-4.6).
//!
//! No sockets, no clock, no logging: the shell calls `on_*` with the time and performs the effects
//! in order. It calls [`Session::on_tick`] when [`Session::deadline`] is reached, and looks at the
//! deadline again after every call.

mod offer;
mod packages;
mod report;
mod settings;
mod work;

use std::sync::Arc;
use std::time::Duration;

use fleet::{AgentId, Moment};
use proto::opamp::v1::{
    AgentConfigMap, AgentToServer, ConnectionSettingsStatus, OpAmpConnectionSettings,
    RemoteConfigStatus, ServerToAgent,
};

use crate::identity::{Identity, Sequence};
use crate::profile::{Profile, Transport};
use crate::seen::Seen;
use packages::Packages;
use report::Parts;
use settings::Adopting;
use work::Work;

/// What the shell has to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Open a connection and call `on_open`, or `on_closed` if that failed.
    Connect,
    /// Write this message. Over HTTP: make one exchange and call `on_message` or `on_closed` with
    /// its outcome.
    Send(Box<AgentToServer>),
    /// Use these settings from the next connection on. If they cannot be used, go on with the old
    /// ones.
    Adopt(Box<OpAmpConnectionSettings>),
    /// Close the connection properly. `on_closed` is not called for it.
    Close,
    /// Drop the connection without a word, as a broken network does. `on_closed` is not called for
    /// it.
    Cut,
}

/// How a connection, an attempt to open one, or an HTTP exchange came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// An open connection ended. The client is back at once: a close code delays nothing
    /// (PROTOCOL.md O3).
    Ended,
    /// No connection, or a 503 or 429 answer. The client backs off, at least as long as
    /// `Retry-After` says.
    Refused {
        /// The `Retry-After` of the answer.
        retry_after: Option<Duration>,
    },
    /// HTTP only: any other answer than 200, 429 and 503. The client forgets the message
    /// (PROTOCOL.md Q5).
    Dropped,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    Down { again: Moment },
    Connecting,
    Up,
}

/// A remote config that was accepted and has not got its final status yet.
#[derive(Debug)]
struct Applying {
    config: Arc<AgentConfigMap>,
    work: Work,
}

#[derive(Debug)]
struct Health {
    healthy: bool,
    status: String,
    last_error: String,
    started: Moment,
    changed: Moment,
}

/// One agent.
#[derive(Debug)]
pub struct Session {
    profile: Arc<Profile>,
    identity: Identity,
    uid: AgentId,
    link: Link,
    /// The operator of the test wants it disconnected.
    held: bool,
    farewell: bool,
    introduced: bool,
    sequence_num: u64,
    owed: Parts,
    /// A message is owed, even with no parts.
    due: bool,
    /// HTTP only: what waits for its answer and is sent again, byte for byte, after a 503.
    unanswered: Option<Box<AgentToServer>>,
    heartbeat: Duration,
    sent_at: Moment,
    attempts: u32,
    jitter: Sequence,
    health: Health,
    remote: RemoteConfigStatus,
    applied: Option<Arc<AgentConfigMap>>,
    applying: Option<Applying>,
    settings: Option<ConnectionSettingsStatus>,
    // Boxed like the packages: most agents have none of it, and there are thousands.
    adopting: Option<Box<Adopting>>,
    packages: Option<Box<Packages>>,
    /// When a slow restart comes.
    restarts: Option<Moment>,
    seen: Seen,
}

/// The first wait after a failed attempt; each next one is half as long again, up to
/// [`BACKOFF_MAX`].
const BACKOFF: Duration = Duration::from_millis(500);
const BACKOFF_MAX: Duration = Duration::from_secs(60);

impl Session {
    /// An agent that wants to connect at `start`.
    pub fn new(profile: Arc<Profile>, identity: Identity, start: Moment) -> Self {
        Self {
            uid: identity.uid,
            link: Link::Down { again: start },
            held: false,
            farewell: false,
            introduced: false,
            sequence_num: 0,
            owed: Parts::NONE,
            due: false,
            unanswered: None,
            heartbeat: profile.heartbeat,
            sent_at: start,
            attempts: 0,
            jitter: identity.numbers(start),
            health: Health {
                healthy: true,
                status: "running".to_owned(),
                last_error: String::new(),
                started: start,
                changed: start,
            },
            remote: RemoteConfigStatus::default(),
            applied: None,
            applying: None,
            settings: None,
            adopting: None,
            packages: None,
            restarts: None,
            seen: Seen::default(),
            profile,
            identity,
        }
    }

    /// The connection is open (HTTP: can be opened when there is something to send).
    pub fn on_open(&mut self, now: Moment) -> Vec<Effect> {
        self.link = Link::Up;
        if self.profile.transport == Transport::WebSocket {
            self.attempts = 0;
        }
        if let Some(again) = self.unanswered.clone() {
            self.sent_at = now;
            self.seen.sent += 1;
            return vec![Effect::Send(again)];
        }
        if !self.introduced {
            self.introduced = true;
            self.owe(self.everything());
        } else if self.profile.transport == Transport::WebSocket {
            self.due = true;
        }
        self.flush(now)
    }

    /// The server said something.
    pub fn on_message(&mut self, message: ServerToAgent, now: Moment) -> Vec<Effect> {
        self.answered();
        self.seen.received += 1;
        self.handle(message, now);
        self.on_tick(now)
    }

    /// The server said something that is not a message. Clients log it and go on.
    pub fn on_malformed(&mut self, now: Moment) -> Vec<Effect> {
        self.answered();
        self.seen.malformed += 1;
        self.on_tick(now)
    }

    /// The connection, the attempt or the exchange came to nothing.
    pub fn on_closed(&mut self, why: Closed, now: Moment) -> Vec<Effect> {
        match why {
            Closed::Ended => self.link = Link::Down { again: now },
            Closed::Refused { retry_after } => {
                let wait = self.backoff().max(retry_after.unwrap_or_default());
                self.link = Link::Down { again: now + wait };
            }
            Closed::Dropped => self.answered(),
        }
        self.on_tick(now)
    }

    /// Its deadline was reached, or somebody called one of the methods below.
    pub fn on_tick(&mut self, now: Moment) -> Vec<Effect> {
        match self.link {
            Link::Up if self.held => self.leave(now),
            Link::Up => {
                if self.restarts.is_some_and(|at| at <= now) {
                    self.restart(now);
                }
                if now >= self.beat_at() {
                    self.due = true;
                }
                let mut effects = self.flush(now);
                effects.extend(self.adopt(now));
                effects
            }
            Link::Down { again } if again <= now && !self.held => {
                self.link = Link::Connecting;
                vec![Effect::Connect]
            }
            Link::Down { .. } | Link::Connecting => Vec::new(),
        }
    }

    /// When to call [`Session::on_tick`] next. [`Moment`] 0 means at once.
    pub fn deadline(&self) -> Moment {
        match self.link {
            Link::Connecting => Moment::NEVER,
            Link::Down { again } => {
                if self.held {
                    Moment::NEVER
                } else {
                    again
                }
            }
            Link::Up if self.held => Moment(0),
            Link::Up if self.unanswered.is_some() => Moment::NEVER,
            Link::Up if self.due => Moment(0),
            Link::Up => {
                let applied = self.applying.as_ref().map(|applying| &applying.work);
                let adopted = self.adopting.as_ref().map(|adopting| &adopting.work);
                let packages = self.packages.as_ref();
                let installed = packages.and_then(|packages| packages.installing.as_ref());
                let works = [applied, adopted, installed].into_iter().flatten();
                let waiting = works.filter_map(Work::done).chain(self.restarts);
                waiting.fold(self.beat_at(), Moment::min)
            }
        }
    }

    /// Changes its health and owes the server a report.
    pub fn set_health(&mut self, healthy: bool, status: &str, last_error: &str, now: Moment) {
        self.health.healthy = healthy;
        self.health.status = status.to_owned();
        self.health.last_error = last_error.to_owned();
        self.health.changed = now;
        self.owe(Parts::HEALTH);
    }

    /// Keeps it disconnected until [`Session::release`], as a broken network does; with a farewell
    /// it says `agent_disconnect` first, as a client that is stopped does (over WebSocket only:
    /// over HTTP it never does).
    pub fn hold(&mut self, farewell: bool) {
        self.held = true;
        self.farewell = farewell && self.profile.transport == Transport::WebSocket;
    }

    /// Lets it connect again, at `at`.
    pub fn release(&mut self, at: Moment) {
        self.held = false;
        if let Link::Down { again } = &mut self.link {
            *again = at;
        }
    }

    /// Whether its connection is open (HTTP: whether the last exchange succeeded).
    pub fn connected(&self) -> bool {
        match self.profile.transport {
            Transport::WebSocket => self.link == Link::Up,
            Transport::Polling => {
                self.link == Link::Up && self.attempts == 0 && self.seen.received > 0
            }
        }
    }

    /// The uid of its next message.
    pub fn uid(&self) -> AgentId {
        self.uid
    }

    /// Who it was made as.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The hash, status and error text that it reports for remote config.
    pub fn remote_config(&self) -> &RemoteConfigStatus {
        &self.remote
    }

    /// What it saw so far.
    pub fn seen(&self) -> &Seen {
        &self.seen
    }

    /// The heartbeat or poll interval in force; zero is off.
    pub fn heartbeat(&self) -> Duration {
        self.heartbeat
    }

    fn owe(&mut self, parts: Parts) {
        self.owed = self.owed.with(parts);
        self.due = true;
    }

    fn answered(&mut self) {
        if self.unanswered.take().is_some() {
            self.attempts = 0;
        }
    }

    fn beat_at(&self) -> Moment {
        if self.heartbeat.is_zero() { Moment::NEVER } else { self.sent_at + self.heartbeat }
    }

    /// Between half and one and a half times the step, so that a fleet that was refused together
    /// does not return together.
    fn backoff(&mut self) -> Duration {
        let step = BACKOFF.mul_f64(1.5_f64.powi(self.attempts.min(20) as i32)).min(BACKOFF_MAX);
        self.attempts = self.attempts.saturating_add(1);
        step.mul_f64(0.5 + (self.jitter.next() % 1000) as f64 / 1000.0)
    }

    fn leave(&mut self, now: Moment) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.farewell {
            let farewell = self.message(self.owed.with(Parts::DISCONNECT), now);
            effects.push(Effect::Send(Box::new(farewell)));
        }
        effects.push(if self.farewell { Effect::Close } else { Effect::Cut });
        self.link = Link::Down { again: now };
        effects
    }
}

#[cfg(test)]
mod tests;
