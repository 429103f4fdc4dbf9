//! A node as a place: the shell around its ownership machine.

use std::collections::BTreeMap;
use std::time::Duration;

use fleet::ownership::{
    Action, Change, ClaimId, ClaimOutcome, Config, Keepalive, MoveId, MoveOutcome, Ownership,
    Registered, margin,
};
use fleet::topology::MemberState;
use fleet::{Epoch, MemberId, Moment, Revision, Shard};

use crate::message::{Answer, Message, Out, Place, Request, Timer};
use crate::records;
use crate::rng::Rng;
use crate::serving::Serving;
use crate::store::{LeaseId, Prefix, Txn};

pub(crate) const TTL: Duration = Duration::from_secs(10);
const ANSWER_WAIT: Duration = Duration::from_millis(1_500);
const POLL: Duration = Duration::from_millis(1_000);

#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) place: Place,
    pub(crate) machine: Ownership,
    /// What the machine's actions add up to; compared with what it says it holds.
    pub(crate) told: BTreeMap<Shard, Epoch>,
    pub(crate) draining: bool,
    rng: Rng,
    lease: Option<LeaseId>,
    members: u8,
    requests: u64,
    pending: BTreeMap<u64, Pending>,
    pub(crate) moves: BTreeMap<MoveId, Moving>,
    /// How far each watch has come; nothing is applied until a listing came.
    watched: BTreeMap<Prefix, (usize, Revision)>,
    tick_at: Moment,
    /// Until when it has voice, counted apart from the machine.
    pub(crate) voice_until: Moment,
    /// What it does for agents, in worlds that have some.
    pub(crate) serving: Option<Box<Serving>>,
    /// The planted bug: what it held when its lease ended is released without looking at the epoch.
    pub(crate) careless: bool,
}

#[derive(Debug, Clone, Copy)]
enum Pending {
    Register(MemberId, Moment),
    Renew(MemberId, Moment),
    Claim(ClaimId),
    Move(MoveId),
    List,
    Nothing,
}

#[derive(Debug)]
pub(crate) struct Moving {
    txn: Txn,
    aborted: bool,
    /// The transaction left: only the store can say what became of the move.
    sent: bool,
}

impl Node {
    pub(crate) fn start(
        place: Place,
        config: Config,
        rng: Rng,
        now: Moment,
        out: &mut Out,
    ) -> Self {
        let mut node = Self {
            place,
            machine: Ownership::new(config),
            told: BTreeMap::new(),
            draining: false,
            rng,
            lease: None,
            members: 0,
            requests: 0,
            pending: BTreeMap::new(),
            moves: BTreeMap::new(),
            watched: BTreeMap::new(),
            tick_at: Moment::NEVER,
            voice_until: Moment(0),
            serving: None,
            careless: false,
        };
        node.list(now, out);
        out.wake(now + TTL / 5, Timer::Keepalive);
        out.wake(now + POLL, Timer::Poll);
        let actions = node.machine.on_tick(now);
        node.perform(actions, now, out);
        node
    }

    pub(crate) fn on_message(&mut self, message: Message, now: Moment, out: &mut Out) {
        match message {
            Message::Answer(id, answer) => {
                if let Some(pending) = self.pending.remove(&id) {
                    self.answered(pending, answer, now, out);
                }
            }
            Message::Watched { prefix, from, events, at } => {
                let Some((position, _)) = self.watched.get(&prefix).copied() else { return };
                // A piece after a lost one is useless; the next poll asks for both.
                let Some(seen) = position.checked_sub(from) else { return };
                let Some(new) = events.get(seen..) else { return };
                let changes: Vec<Change> = new.iter().map(records::change).collect();
                self.watched.insert(prefix, (position + new.len(), at));
                self.apply(changes, now, out);
            }
            Message::Ask(..) => {}
        }
    }

    pub(crate) fn on_timer(&mut self, timer: Timer, now: Moment, out: &mut Out) {
        match timer {
            // One that was put off or brought forward is void.
            Timer::Tick if self.tick_at > now => {}
            Timer::Tick => {
                self.tick_at = Moment::NEVER;
                let actions = self.machine.on_tick(now);
                self.perform(actions, now, out);
            }
            Timer::Keepalive => {
                out.wake(now + TTL / 5, Timer::Keepalive);
                if let (Some(lease), Some(me)) = (self.lease, self.machine.me()) {
                    self.ask(Request::Renew(lease), Pending::Renew(me, now), now, out);
                }
            }
            Timer::Poll => {
                out.wake(now + POLL, Timer::Poll);
                if !self.watched.is_empty() {
                    let positions =
                        self.watched.iter().map(|(prefix, (at, _))| (*prefix, *at)).collect();
                    self.ask(Request::Watch(positions), Pending::Nothing, now, out);
                }
            }
            Timer::Timeout(id) => {
                if let Some(pending) = self.pending.remove(&id) {
                    self.unanswered(pending, now, out);
                }
            }
            Timer::HandedOff(id) => self.handed_off(id, now, out),
            Timer::Expire => {}
        }
    }

    /// The watch broke: nothing counts until everything was listed again.
    pub(crate) fn resync(&mut self, now: Moment, out: &mut Out) {
        self.watched.clear();
        self.list(now, out);
    }

    pub(crate) fn drain(&mut self, now: Moment, out: &mut Out) {
        self.draining = true;
        if let (Some(me), Some(lease)) = (self.machine.me(), self.lease) {
            let txn = records::draining(me, lease);
            self.ask(Request::Commit(txn), Pending::Nothing, now, out);
        }
        let actions = self.machine.drain(now);
        self.perform(actions, now, out);
    }

    /// Ends the lease on purpose.
    pub(crate) fn stop(&mut self, now: Moment, out: &mut Out) {
        let actions = self.machine.stop(now);
        let lease = self.lease;
        self.perform(actions, now, out);
        if let Some(lease) = lease {
            self.ask(Request::Revoke(lease), Pending::Nothing, now, out);
        }
    }

    fn list(&mut self, now: Moment, out: &mut Out) {
        self.ask(Request::List, Pending::List, now, out);
    }

    fn ask(&mut self, request: Request, pending: Pending, now: Moment, out: &mut Out) {
        self.requests += 1;
        self.pending.insert(self.requests, pending);
        out.send(Place::Store, Message::Ask(self.requests, request));
        out.wake(now + ANSWER_WAIT, Timer::Timeout(self.requests));
    }

    fn apply(&mut self, mut changes: Vec<Change>, now: Moment, out: &mut Out) {
        let reached = self.watched.values().map(|(_, at)| *at).min();
        changes.extend(reached.map(Change::Reached));
        let actions = self.machine.on_changes(changes, now);
        self.perform(actions, now, out);
    }

    fn answered(&mut self, pending: Pending, answer: Answer, now: Moment, out: &mut Out) {
        let actions = match (pending, answer) {
            (Pending::Register(id, sent_at), Answer::Registered(lease, revision)) => {
                self.lease = Some(lease);
                self.voice_until = sent_at + (TTL - margin(TTL));
                let registered = Registered { id, revision, sent_at, ttl: TTL };
                self.machine.on_registered(registered, now)
            }
            (Pending::Renew(member, sent_at), Answer::Renewed(ttl)) => {
                if self.machine.me() == Some(member) && !ttl.is_zero() {
                    self.voice_until = self.voice_until.max(sent_at + (TTL - margin(TTL)));
                }
                self.machine.on_keepalive(member, Keepalive::Acknowledged { sent_at, ttl }, now)
            }
            (Pending::Claim(id), Answer::Committed(result)) => {
                let outcome = result.map_or(ClaimOutcome::Conflict, ClaimOutcome::Claimed);
                self.machine.on_claim(id, outcome, now)
            }
            (Pending::Move(id), Answer::Committed(result)) => {
                self.moves.remove(&id);
                let outcome = match result {
                    Ok(revision) => MoveOutcome::Committed(revision),
                    Err(revision) => MoveOutcome::Conflict(revision),
                };
                self.machine.on_move(id, outcome, now)
            }
            (Pending::List, Answer::Listing { members, owners, watched, at }) => {
                self.watched =
                    watched.into_iter().map(|(prefix, index)| (prefix, (index, at))).collect();
                let owners = owners
                    .into_iter()
                    .map(|(shard, owner, revision)| Change::ShardPut(shard, owner, revision));
                let changes = [Change::Members(members, at)].into_iter().chain(owners).collect();
                return self.apply(changes, now, out);
            }
            (_, _) => return,
        };
        self.perform(actions, now, out);
    }

    fn unanswered(&mut self, pending: Pending, now: Moment, out: &mut Out) {
        let actions = match pending {
            Pending::Register(..) => return self.register(now, out),
            Pending::Renew(member, _) => self.machine.on_keepalive(member, Keepalive::Failed, now),
            Pending::Claim(id) => self.machine.on_claim(id, ClaimOutcome::Unavailable, now),
            Pending::Move(id) => self.machine.on_move(id, MoveOutcome::Unavailable, now),
            Pending::List => return self.list(now, out),
            Pending::Nothing => return,
        };
        self.perform(actions, now, out);
    }

    fn perform(&mut self, actions: Vec<Action>, now: Moment, out: &mut Out) {
        for action in actions {
            if let Some(serving) = &mut self.serving {
                serving.decided.push(action.clone());
            }
            match action {
                Action::Register => self.register(now, out),
                Action::Claim { id, old, shards } => {
                    let txn = records::claim(self.machine.me().unwrap(), old, &shards);
                    self.ask(Request::Commit(txn), Pending::Claim(id), now, out);
                }
                Action::Own(shards) => {
                    for (shard, epoch) in shards {
                        let before = self.told.insert(shard, epoch);
                        assert_eq!(before, None, "{shard} was owned already");
                    }
                }
                Action::Lose(shards) => {
                    for shard in shards {
                        assert!(self.told.remove(&shard).is_some(), "{shard} was not owned");
                    }
                }
                Action::BeginMove { id, successor, shards } => {
                    let txn = records::hand_over(self.machine.me().unwrap(), successor, &shards);
                    self.moves.insert(id, Moving { txn, aborted: false, sent: false });
                    if self.serving.is_some() {
                        // Its flushing and hand-off are played out.
                        continue;
                    }
                    let takes = self.rng.between(Duration::ZERO, Duration::from_secs(2));
                    out.wake(now + takes, Timer::HandedOff(id));
                }
                Action::RetryMove(id) => {
                    let txn = self.moves[&id].txn.clone();
                    self.ask(Request::Commit(txn), Pending::Move(id), now, out);
                }
                Action::AbortMove(id) => {
                    if let Some(moving) = self.moves.get_mut(&id) {
                        moving.aborted = true;
                        if self.serving.is_some() {
                            out.wake(now, Timer::HandedOff(id));
                        }
                    }
                }
                Action::DropAll => {
                    if self.careless {
                        self.release_blindly(now, out);
                    }
                    self.lease = None;
                    self.voice_until = Moment(0);
                    self.told.clear();
                    self.moves.clear();
                }
            }
        }
        self.schedule_tick(now, out);
    }

    /// The planted bug: a node that lost its lease passes on what it held, whoever holds it by now.
    fn release_blindly(&mut self, now: Moment, out: &mut Out) {
        let heir = self.machine.topology().live_nodes().map(|(id, _)| id).last();
        let held: Vec<_> = self.told.iter().map(|(shard, epoch)| (*shard, *epoch)).collect();
        if let Some(heir) = heir.filter(|_| !held.is_empty()) {
            let mut txn = records::hand_over(heir, heir, &held);
            txn.guards.clear();
            self.ask(Request::Commit(txn), Pending::Nothing, now, out);
        }
    }

    fn schedule_tick(&mut self, now: Moment, out: &mut Out) {
        let at = self.machine.deadline();
        if at != Moment::NEVER && at != self.tick_at {
            assert!(at > now, "a deadline in the past would never be over");
            self.tick_at = at;
            out.wake(at, Timer::Tick);
        }
    }

    fn register(&mut self, now: Moment, out: &mut Out) {
        let Place::Node { index, run } = self.place else { return };
        self.members += 1;
        let mut id = [0; 16];
        id[..3].copy_from_slice(&[index + 1, run, self.members]);
        let id = MemberId::new(id);
        let request = Request::Register(id, records::member(MemberState::Ready), TTL);
        self.ask(request, Pending::Register(id, now), now, out);
    }

    fn handed_off(&mut self, id: MoveId, now: Moment, out: &mut Out) {
        let Some(moving) = self.moves.get_mut(&id).filter(|moving| !moving.sent) else { return };
        if moving.aborted || self.rng.per_mille(100) {
            self.moves.remove(&id);
            let actions = self.machine.on_move(id, MoveOutcome::Failed, now);
            self.perform(actions, now, out);
        } else {
            moving.sent = true;
            let txn = moving.txn.clone();
            self.ask(Request::Commit(txn), Pending::Move(id), now, out);
        }
    }
}
