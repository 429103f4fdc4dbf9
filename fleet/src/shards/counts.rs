//! Two polling agents with one uid (OpAMP specification, "Duplicate instance_uid Detection").
//!
//! A poll leaves nothing behind that could be probed. What tells two agents apart is that each counts its own messages,
//! and that one client cannot go on with two counts: a repeated, late or lost message, a restart, another connection
//! all leave a count that nobody goes on with. The count that was there first is the agent's; whoever goes on with
//! another one is told to take another uid.

use std::hash::Hasher;

use siphasher::sip::SipHasher13;

use super::agent::Connection;
use super::message::{Asked, new_uid};
use super::{Effect, Seat, Shards};
use crate::link::{Message, Principal};
use crate::session::compose::not_now;
use crate::{AgentId, Digest, Moment, SocketId};

/// Counts remembered of one uid; a further one takes the place of the one nobody went on with for longest.
const COUNTS_LEN_MAX: usize = 4;

/// How often each of two counts must have gone on after the other one before they are two agents'.
const RETURNS_MIN: u8 = 2;

/// Where a poll came from, hashed: one is kept for every agent that polls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Caller {
    host: u64,
    connection: u64,
}

impl Caller {
    pub(super) fn of(principal: &Principal, seed: u64) -> Self {
        let of = |address: &str| {
            let mut hasher = SipHasher13::new_with_keys(seed, 0x6361_6c6c_6572);
            hasher.write(&principal.certificate.unwrap_or(Digest([0; 32])).0);
            hasher.write(address.as_bytes());
            hasher.finish()
        };
        Self { host: of(principal.host()), connection: of(&principal.peer_address) }
    }

    /// 2 on the same connection, 1 from the same host.
    fn closeness(self, other: Self) -> u8 {
        u8::from(self.host == other.host) + u8::from(self.connection == other.connection)
    }
}

/// One count of messages.
#[derive(Debug, Clone, Copy)]
struct Count {
    /// Which began first.
    begun: u32,
    first: u64,
    last: u64,
    /// Where the last of it came from.
    caller: Caller,
    /// How often it went on after another one.
    returns: u8,
    verdict: Verdict,
}

/// Whose a count is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Agent,
    Duplicate,
    /// It has been answered as such.
    Told,
}

/// Whose a poll is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Speaker {
    /// The agent's, as far as anybody can tell.
    Agent,
    /// Another agent's, which has been taken for this one until now.
    NewDuplicate,
    /// Another agent's, which was told before.
    Duplicate,
}

/// The counts under one uid, the last heard first. Empty for an agent that does not poll.
#[derive(Debug, Default)]
pub(super) struct Counts {
    counts: Vec<Count>,
    begun: u32,
}

impl Counts {
    /// A poll with this sequence number. Of two counts that it may belong to, the one from nearer by is meant, and of
    /// two equally near ones the last heard.
    pub(super) fn heard(&mut self, number: u64, caller: Caller) -> Speaker {
        let fits = |count: &Count| number == count.last || number == count.last.wrapping_add(1);
        let near = |at: &usize| {
            let closeness = self.counts.get(*at).map(|count| count.caller.closeness(caller));
            (closeness, std::cmp::Reverse(*at))
        };
        let fitting = (0..self.counts.len()).filter(|at| self.counts.get(*at).is_some_and(fits));
        let at = fitting.max_by_key(near);
        // The same number from elsewhere: a repetition on a new connection, or another agent that counts alike.
        let own = |count: &Count| number != count.last || count.caller == caller;
        let known = at.filter(|at| self.counts.get(*at).is_some_and(own));
        let count = match known {
            Some(at) => self.go_on(at, number, caller),
            None => {
                self.begun = self.begun.wrapping_add(1);
                let (begun, first) = (self.begun, number);
                let verdict = Verdict::Agent;
                Count { begun, first, last: number, caller, returns: 0, verdict }
            }
        };
        // Most agents have one.
        self.counts.reserve_exact(1);
        self.counts.insert(0, count);
        self.counts.truncate(COUNTS_LEN_MAX);
        self.rule();
        self.speaker()
    }

    /// Takes out the count that this number belongs to, as it is with it.
    fn go_on(&mut self, at: usize, number: u64, caller: Caller) -> Count {
        let count = self.counts.remove(at);
        let returned = at > 0 && number != count.last;
        let count = Count { last: number, caller, ..count };
        // A message that came late: what seemed to be another count is the rest of this one.
        let rest = |other: &Count| {
            let agent = [count.verdict, other.verdict] == [Verdict::Agent; 2];
            agent && other.first == number.wrapping_add(1)
        };
        if let Some(rest) = self.counts.iter().position(rest) {
            return Count { last: self.counts.remove(rest).last, ..count };
        }
        Count { returns: count.returns.saturating_add(u8::from(returned)), ..count }
    }

    /// Of the counts that go on beside each other only the first stays the agent's.
    fn rule(&mut self) {
        let goes_on = |c: &&mut Count| c.verdict == Verdict::Agent && c.returns >= RETURNS_MIN;
        let first = self.counts.iter_mut().filter(goes_on).map(|count| count.begun).min();
        for count in self.counts.iter_mut().filter(goes_on) {
            if Some(count.begun) != first {
                count.verdict = Verdict::Duplicate;
            }
        }
    }

    /// Whose the count heard last is.
    fn speaker(&mut self) -> Speaker {
        let Some(count) = self.counts.first_mut() else { return Speaker::Agent };
        match count.verdict {
            Verdict::Agent => Speaker::Agent,
            Verdict::Duplicate => {
                count.verdict = Verdict::Told;
                Speaker::NewDuplicate
            }
            Verdict::Told => Speaker::Duplicate,
        }
    }
}

/// The agent as it was before an exchange was attached: what stays true if the exchange turns out to be another's.
#[derive(Debug)]
pub(super) struct Before {
    pub(super) socket: SocketId,
    pub(super) connection: Connection,
    pub(super) principal: Principal,
    pub(super) last_seen: Moment,
    pub(super) connected_since: Moment,
}

impl Shards {
    /// Looks whose a poll is. The answer, if it is none of the agent's: the agent itself hears nothing of it.
    pub(super) fn weigh_count(
        &mut self,
        to: Seat,
        message: &Message,
        sequence_num: u64,
        now: Moment,
    ) -> Option<Vec<Effect>> {
        let (voice, seed) = (now < self.voice_until, self.uid_seed);
        let (claim, id): (_, AgentId) = (to.claim, to.key.agent);
        let agent = self.agent_mut(claim.shard, id)?;
        // Of two exchanges at a time the earlier one is nobody's in particular.
        let before = agent.before.take().filter(|before| before.socket == to.key.socket)?;
        if !matches!(before.connection, Connection::Polling { .. }) {
            // Whoever was there first is not there any more.
            agent.counts = Counts::default();
        }
        let principal = agent.principal();
        match agent.counts.heard(sequence_num, Caller::of(&principal, seed)) {
            Speaker::Agent => return None,
            // What both have said is mixed: the agent has to say all of it again.
            Speaker::NewDuplicate => agent.session.on_mixed(),
            Speaker::Duplicate => {}
        }
        agent.connection = before.connection;
        agent.certificate = before.principal.certificate;
        agent.peer_address = before.principal.peer_address;
        (agent.last_seen, agent.connected_since) = (before.last_seen, before.connected_since);
        let mut effects = if voice {
            let uid = new_uid(seed, id, &Asked::by_poll(&principal, &message.data), Moment(0));
            self.identify(to, uid, message.number, 0)
        } else {
            self.reply(to, not_now(id), message.number)
        };
        effects.extend(self.presence_changed(claim, id));
        self.schedule_store(claim.shard, id, now);
        self.reschedule(claim.shard, id, now);
        Some(effects)
    }
}

#[cfg(test)]
mod tests;
