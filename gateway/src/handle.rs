//! What the rest of the gateway holds of a socket: a small bounded mailbox and a few flags.
//!
//! The socket's own task owns everything else. Nothing here waits.

use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use fleet::link::{Claim, ToGateway};
use fleet::topology::Route;
use fleet::{MemberId, Moment, Shard, SocketId};
use tokio::sync::Notify;

use crate::gate::Gate;

/// WebSocket close codes this gateway uses (RFC 6455, section 7.4.1).
pub(crate) mod code {
    /// Going away: drain, or no path to an owner.
    pub(crate) const AWAY: u16 = 1001;
    /// Frames that RFC 6455 does not allow.
    pub(crate) const PROTOCOL: u16 = 1002;
    /// Text where binary belongs.
    pub(crate) const UNSUPPORTED: u16 = 1003;
    /// Bytes that do not unpack.
    pub(crate) const DATA: u16 = 1007;
    /// The agent broke a rule: too many bad messages, deadlines missed.
    pub(crate) const POLICY: u16 = 1008;
    /// A message over the limit.
    pub(crate) const SIZE: u16 = 1009;
    /// The server cannot keep up with this socket; come back later.
    pub(crate) const AGAIN: u16 = 1013;
}

/// Something for a socket to deal with.
#[derive(Debug)]
pub(crate) enum Mail {
    /// From a node.
    Frame(MemberId, Box<ToGateway>),
    /// The shard has another owner. The gate is let go once the attaches are on the link.
    Route(Shard, Route, Option<Arc<Gate>>),
    /// The link to this node works again.
    LinkUp(MemberId, Arc<Gate>),
    /// The link to this node broke.
    LinkLost(MemberId),
    /// A node gives these shards away: the gate is let go once nothing of them is in flight here.
    Flush(MemberId, Arc<[Claim]>, Arc<Gate>),
    /// Send a ping.
    Ping,
    /// The rules changed: is this agent still admitted?
    Readmit,
}

/// Why a socket has to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Doom {
    /// WebSocket close code.
    pub code: u16,
    /// Close reason, at most 123 bytes.
    pub reason: &'static str,
}

/// What a socket hears next.
#[derive(Debug)]
pub(crate) enum Next {
    /// Mail.
    Mail(Mail),
    /// It has to end.
    Doom(Doom),
}

#[derive(Default)]
struct Post {
    mail: VecDeque<Mail>,
    doom: Option<Doom>,
}

/// The outside of one socket.
pub(crate) struct Handle {
    /// Its name.
    pub id: SocketId,
    /// When it came.
    pub born: Moment,
    /// Whether no message has come yet.
    pub silent: AtomicBool,
    /// Whether a ping is out and nothing has come since.
    pub unanswered: AtomicBool,
    /// Whether it is not read because there is no room for its message: that is no silence of the agent's.
    pub waits: AtomicBool,
    bound: AtomicUsize,
    // Pushed by link readers and the follower, popped by the socket's task; held for a push or a pop.
    post: Mutex<Post>,
    bell: Notify,
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Handle").field(&self.id).finish()
    }
}

impl Handle {
    /// A new socket's handle; `bound` pieces of mail may wait.
    pub(crate) fn new(id: SocketId, born: Moment, bound: usize) -> Arc<Self> {
        Arc::new(Self {
            id,
            born,
            silent: AtomicBool::new(true),
            unanswered: AtomicBool::new(false),
            waits: AtomicBool::new(false),
            bound: AtomicUsize::new(bound),
            post: Mutex::default(),
            bell: Notify::new(),
        })
    }

    /// Sets how much mail may wait: it grows with the number of sessions on the socket.
    pub(crate) fn set_bound(&self, bound: usize) {
        self.bound.store(bound, Ordering::Relaxed);
    }

    /// Leaves mail. When the mailbox is full the socket is closed: it reads too slowly, and only it shall suffer.
    pub(crate) fn push(&self, mail: Mail) {
        let mut post = self.post.lock().unwrap_or_else(PoisonError::into_inner);
        if post.doom.is_some() {
            return;
        }
        if post.mail.len() >= self.bound.load(Ordering::Relaxed) {
            post.doom = Some(Doom { code: code::AGAIN, reason: "this agent reads too slowly" });
            let unread = std::mem::take(&mut post.mail);
            drop(post);
            // Gates in the unread mail may lock other things when they go.
            drop(unread);
        } else {
            post.mail.push_back(mail);
            drop(post);
        }
        self.bell.notify_one();
    }

    /// Tells the socket to end. The first reason stays.
    pub(crate) fn doom(&self, doom: Doom) {
        let mut post = self.post.lock().unwrap_or_else(PoisonError::into_inner);
        post.doom.get_or_insert(doom);
        drop(post);
        self.bell.notify_one();
    }

    /// The next thing to deal with; doom overtakes mail. Cancel-safe.
    pub(crate) async fn next(&self) -> Next {
        loop {
            let rung = self.bell.notified();
            if let Some(next) = self.pop() {
                return next;
            }
            rung.await;
        }
    }

    fn pop(&self) -> Option<Next> {
        let mut post = self.post.lock().unwrap_or_else(PoisonError::into_inner);
        match post.doom {
            Some(doom) => Some(Next::Doom(doom)),
            None => {
                let mail = post.mail.pop_front().map(Next::Mail);
                if post.mail.is_empty() && post.mail.capacity() > 16 {
                    // An idle socket keeps no room from a busy moment.
                    post.mail = VecDeque::new();
                }
                mail
            }
        }
    }

    /// Empties the mailbox for good; gates in it are let go.
    pub(crate) fn retire(&self) {
        self.doom(Doom { code: code::AWAY, reason: "closed" });
        let mut post = self.post.lock().unwrap_or_else(PoisonError::into_inner);
        let unread = std::mem::take(&mut post.mail);
        drop(post);
        drop(unread);
    }
}
