//! One agent on one socket, as its gateway knows it: where it is attached and what a new owner would need.

use std::collections::VecDeque;

use bytes::Bytes;

use crate::link::{Checkpoint, Claim, Since};
use crate::topology::Route;
use crate::{AgentId, Epoch, MemberId, Shard};

/// An agent message without an answer. Too large to keep: forwarded once, its loss shows as a gap.
#[derive(Debug)]
struct Kept {
    number: u64,
    data: Option<Bytes>,
    /// W3C trace context; empty, which costs nothing, when not sampled.
    traceparent: String,
    sent: bool,
}

/// A kept message, for a new owner.
pub(super) struct Replay {
    pub(super) number: u64,
    pub(super) data: Bytes,
    pub(super) traceparent: String,
    /// An owner has seen it before.
    pub(super) replayed: bool,
}

/// Where the session's messages go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Nowhere yet.
    Unattached,
    /// To this owner.
    Attached(Route),
    /// Attached, but input is held: the owner is handing the shard over.
    Held(Route),
    /// Nowhere until the message on its way to the socket is written; then to this owner.
    Deferred(Route),
}

#[derive(Debug)]
pub(super) struct Session {
    agent: AgentId,
    shard: Shard,
    place: Place,
    /// The highest epoch this session was attached under: older ones have no voice here.
    seen: Epoch,
    since: Option<Since>,
    checkpoint: Option<Box<Checkpoint>>,
    kept: VecDeque<Kept>,
    number: u64,
    answered: u64,
    attaches: u32,
    gap: bool,
}

/// What an Attach carries besides who and where.
pub(super) struct AttachParts {
    pub(super) since: Option<Since>,
    pub(super) checkpoint: Option<Checkpoint>,
    pub(super) gap: bool,
}

impl Session {
    pub(super) fn new(agent: AgentId, shard: Shard) -> Self {
        Self {
            agent,
            shard,
            place: Place::Unattached,
            seen: Epoch::default(),
            since: None,
            checkpoint: None,
            kept: VecDeque::new(),
            number: 0,
            answered: 0,
            attaches: 0,
            gap: false,
        }
    }

    pub(super) fn agent(&self) -> AgentId {
        self.agent
    }

    pub(super) fn shard(&self) -> Shard {
        self.shard
    }

    pub(super) fn unanswered_len(&self) -> usize {
        self.kept.len()
    }

    pub(super) fn stranded(&self) -> bool {
        matches!(self.place, Place::Unattached)
    }

    pub(super) fn attached_under(&self, claim: Claim) -> bool {
        let (Place::Attached(route) | Place::Held(route)) = self.place else { return false };
        self.shard == claim.shard && route.epoch == claim.epoch
    }

    /// The owner that new messages go to now.
    pub(super) fn forwards_to(&self) -> Option<Route> {
        match self.place {
            Place::Attached(route) => Some(route),
            Place::Unattached | Place::Held(_) | Place::Deferred(_) => None,
        }
    }

    /// The owner that knows this session, whether input is held or not.
    pub(super) fn owner(&self) -> Option<Route> {
        match self.place {
            Place::Attached(route) | Place::Held(route) => Some(route),
            Place::Unattached | Place::Deferred(_) => None,
        }
    }

    /// Whether this owner is news: a higher epoch than the one attached under, or not attached at all.
    pub(super) fn wants(&self, route: Route) -> bool {
        match self.place {
            Place::Unattached => route.epoch >= self.seen,
            Place::Attached(now) | Place::Held(now) | Place::Deferred(now) => {
                route.epoch > now.epoch
            }
        }
    }

    /// Numbers a message and keeps it until it is answered.
    pub(super) fn keep(&mut self, data: Bytes, traceparent: &str, kept_bytes_max: usize) -> u64 {
        let bytes: usize = self.kept.iter().filter_map(|k| k.data.as_ref()).map(Bytes::len).sum();
        let forwards = self.forwards_to().is_some();
        let fits = bytes + data.len() <= kept_bytes_max;
        // What cannot be forwarded now must be kept, however large: the window bounds how many there are.
        let data = (fits || !forwards).then_some(data);
        self.number += 1;
        let traceparent = traceparent.to_owned();
        self.kept.push_back(Kept { number: self.number, data, traceparent, sent: forwards });
        self.number
    }

    /// How often it was attached; Sends made under an earlier attach are refused.
    pub(super) fn attaches(&self) -> u32 {
        self.attaches
    }

    /// Whether the agent has had the answer to this message.
    pub(super) fn was_answered(&self, number: u64) -> bool {
        number > 0 && number <= self.answered
    }

    /// A message reached the agent: it answered these, and its checkpoint holds.
    pub(super) fn install(&mut self, answers: u64, checkpoint: Checkpoint) {
        self.answered = self.answered.max(answers);
        while self.kept.front().is_some_and(|kept| kept.number <= answers) {
            self.kept.pop_front();
        }
        match &mut self.checkpoint {
            Some(held) => **held = checkpoint,
            None => self.checkpoint = Some(Box::new(checkpoint)),
        }
        if self.kept.is_empty() {
            self.kept = VecDeque::new();
        }
    }

    /// Attaches under this owner. Returns what the Attach says and the messages to replay.
    pub(super) fn attach(&mut self, route: Route) -> (AttachParts, Vec<Replay>) {
        self.place = Place::Attached(route);
        self.attaches = self.attaches.wrapping_add(1);
        self.seen = route.epoch;
        self.gap |= self.kept.iter().any(|kept| kept.data.is_none());
        self.kept.retain(|kept| kept.data.is_some());
        let mut replays = Vec::with_capacity(self.kept.len());
        for kept in &mut self.kept {
            if let Some(data) = &kept.data {
                replays.push(Replay {
                    number: kept.number,
                    data: data.clone(),
                    traceparent: kept.traceparent.clone(),
                    replayed: kept.sent,
                });
            }
            kept.sent = true;
        }
        let parts = AttachParts {
            since: self.since,
            checkpoint: self.checkpoint.as_deref().copied(),
            gap: self.gap,
        };
        (parts, replays)
    }

    pub(super) fn on_attach_ack(&mut self, since: Since) {
        self.since = Some(since);
        self.gap = false;
    }

    pub(super) fn defer(&mut self, route: Route) {
        self.place = Place::Deferred(route);
    }

    pub(super) fn take_deferred(&mut self) -> Option<Route> {
        let Place::Deferred(route) = self.place else { return None };
        Some(route)
    }

    pub(super) fn hold(&mut self) {
        if let Place::Attached(route) = self.place {
            self.place = Place::Held(route);
        }
    }

    pub(super) fn refused(&mut self) {
        self.place = Place::Unattached;
    }

    pub(super) fn on_link_lost(&mut self, node: MemberId) {
        let (Place::Attached(route) | Place::Held(route) | Place::Deferred(route)) = self.place
        else {
            return;
        };
        if route.owner == node {
            self.place = Place::Unattached;
        }
    }
}
