//! The store as a place: it answers requests and pushes changes to everyone who is there.

use std::collections::{BTreeMap, BTreeSet};

use fleet::Moment;

use crate::message::{Answer, Message, Out, Place, Request, Timer};
use crate::store::{Guard, Key, Prefix, Store, Txn, Value};

#[derive(Debug, Default)]
pub(crate) struct Keeper {
    pub(crate) store: Store,
    /// Who watches; a crashed process is never told, only forgotten when it is replaced.
    watchers: BTreeSet<Place>,
    /// A request that comes twice is performed twice and answered once.
    answered: BTreeSet<(Place, u64)>,
    pushed: BTreeMap<Prefix, usize>,
    expire_at: Option<Moment>,
}

impl Keeper {
    pub(crate) fn forget(&mut self, place: Place) {
        self.watchers.remove(&place);
    }

    pub(crate) fn on_message(&mut self, from: Place, message: Message, now: Moment, out: &mut Out) {
        let Message::Ask(id, request) = message else { return };
        self.store.expire(now);
        let answer = self.perform(from, request, now, out);
        if let Some(answer) = answer
            && self.answered.insert((from, id))
        {
            out.send(from, Message::Answer(id, answer));
        }
        self.push(out);
    }

    pub(crate) fn on_expire(&mut self, now: Moment, out: &mut Out) {
        self.expire_at = None;
        self.store.expire(now);
        self.push(out);
    }

    fn perform(
        &mut self,
        from: Place,
        request: Request,
        now: Moment,
        out: &mut Out,
    ) -> Option<Answer> {
        Some(match request {
            Request::Register(id, member, ttl) => {
                let lease = self.store.grant(ttl, now);
                let txn = Txn {
                    guards: vec![(Key::Member(id), Guard::Absent)],
                    puts: vec![(Key::Member(id), Value::Member(member))],
                    lease: Some(lease),
                };
                Answer::Registered(lease, self.store.commit(txn).ok()?)
            }
            Request::Renew(lease) => Answer::Renewed(self.store.renew(lease, now)),
            Request::Revoke(lease) => {
                self.store.revoke(lease);
                Answer::Done
            }
            Request::Commit(txn) => Answer::Committed(self.store.commit(txn)),
            Request::List => {
                self.watchers.insert(from);
                self.listing()
            }
            Request::Watch(positions) => {
                for (prefix, from_index) in positions {
                    out.send(from, self.piece(prefix, from_index));
                }
                Answer::Done
            }
        })
    }

    fn listing(&self) -> Answer {
        let mut members = BTreeMap::new();
        let mut owners = Vec::new();
        for (key, row) in self.store.rows() {
            match (key, &row.value) {
                (Key::Member(id), Value::Member(member)) => {
                    members.insert(id, member.clone());
                }
                (Key::Shard(shard), Value::Owner(owner)) => {
                    owners.push((shard, *owner, row.revision));
                }
                (Key::Member(_) | Key::Shard(_), Value::Member(_) | Value::Owner(_)) => {
                    unreachable!("a key of one kind with a value of the other")
                }
            }
        }
        let watched = Prefix::ALL.map(|prefix| (prefix, self.store.log_of(prefix).len())).into();
        Answer::Listing { members, owners, watched, at: self.store.revision() }
    }

    fn piece(&self, prefix: Prefix, from: usize) -> Message {
        let events = self.store.log_of(prefix).get(from..).unwrap_or(&[]).to_vec();
        Message::Watched { prefix, from, events, at: self.store.revision() }
    }

    /// Sends what is new since the last push; each prefix takes its own time to arrive.
    fn push(&mut self, out: &mut Out) {
        for prefix in Prefix::ALL {
            let len = self.store.log_of(prefix).len();
            let from = self.pushed.insert(prefix, len).unwrap_or(0);
            if from < len {
                for watcher in &self.watchers {
                    out.send(*watcher, self.piece(prefix, from));
                }
            }
        }
        // One wake-up at a time: when it comes too early it asks for the next.
        if self.expire_at.is_none() && self.store.next_expiry() != Moment::NEVER {
            self.expire_at = Some(self.store.next_expiry());
            out.wake(self.store.next_expiry(), Timer::Expire);
        }
    }
}
