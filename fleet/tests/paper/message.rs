//! What travels between the places of a paper cluster.

use std::collections::BTreeMap;
use std::time::Duration;

use fleet::ownership::MoveId;
use fleet::topology::Member;
use fleet::{MemberId, Moment, Revision, Shard};

use crate::store::{Event, LeaseId, Prefix, Txn};

/// Somebody who can be sent something. A restarted process is another place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    Store,
    Node { index: u8, run: u8 },
}

#[derive(Debug, Clone)]
pub(crate) enum Message {
    Ask(u64, Request),
    Answer(u64, Answer),
    /// A piece of a watched log, and the revision up to which it is complete.
    Watched {
        prefix: Prefix,
        from: usize,
        events: Vec<Event>,
        at: Revision,
    },
}

#[derive(Debug, Clone)]
pub(crate) enum Request {
    /// Grant a lease and put the member key on it.
    Register(MemberId, Member, Duration),
    Renew(LeaseId),
    Revoke(LeaseId),
    Commit(Txn),
    List,
    /// Send again what a watch has not delivered, from these positions.
    Watch(BTreeMap<Prefix, usize>),
}

#[derive(Debug, Clone)]
pub(crate) enum Answer {
    Registered(LeaseId, Revision),
    Renewed(Duration),
    Committed(Result<Revision, Revision>),
    Listing {
        members: BTreeMap<MemberId, Member>,
        owners: Vec<(Shard, MemberId, Revision)>,
        watched: BTreeMap<Prefix, usize>,
        at: Revision,
    },
    Done,
}

/// Something a place wants to be woken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Timer {
    /// The machine's deadline.
    Tick,
    Keepalive,
    /// Ask what the watch may have lost.
    Poll,
    /// No answer to this request.
    Timeout(u64),
    /// Flushing and hand-off are over.
    HandedOff(MoveId),
    /// The store's next lease ends.
    Expire,
}

/// What a place does in one step.
#[derive(Debug, Default)]
pub(crate) struct Out {
    pub(crate) sends: Vec<(Place, Message)>,
    pub(crate) timers: Vec<(Moment, Timer)>,
}

impl Out {
    pub(crate) fn send(&mut self, to: Place, message: Message) {
        self.sends.push((to, message));
    }

    pub(crate) fn wake(&mut self, at: Moment, timer: Timer) {
        self.timers.push((at, timer));
    }
}
