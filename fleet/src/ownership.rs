//! Which shards this node holds, and what it does about those that nobody holds or that belong
//! elsewhere (ARCHITECTURE.md §3.3).
//!
//! [`Ownership`] decides; the shell performs its [`Action`]s and brings back what became of them.
//! Nothing here is believed for its timing: the guards of each transaction, the epochs and
//! [`Ownership::voice`] keep two nodes apart whatever the order in which news arrive.

mod claims;
mod exchange;
mod moves;
mod placement;
mod voice;

use std::collections::BTreeMap;

use self::claims::Claims;
pub use self::exchange::{
    Action, Change, ClaimId, ClaimOutcome, Config, Keepalive, MoveId, MoveOutcome, Registered,
};
use self::moves::Moves;
use self::placement::Placement;
use self::voice::Voice;
pub use self::voice::margin;
use crate::topology::Topology;
use crate::{Epoch, MemberId, Moment, Revision, Shard};

/// Most shards in one claim: with its two members, what one transaction may guard.
pub const CLAIM_SHARDS_MAX: usize = 100;
/// Most claims waiting for the store at once.
pub const CLAIMS_MAX: usize = 64;
/// Most shards in one planned move.
pub const MOVE_SHARDS_MAX: usize = 64;
/// Most planned moves at once.
pub const MOVES_MAX: usize = 2;

/// The ownership machine of one node. Every input may return actions, to be performed in order.
#[derive(Debug)]
pub struct Ownership {
    config: Config,
    topology: Topology,
    synced: bool,
    membership: Membership,
    voice: Voice,
    held: BTreeMap<Shard, Epoch>,
    placement: Placement,
    claims: Claims,
    moves: Moves,
    draining: bool,
    deadline: Moment,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Membership {
    /// Not there and not asked for.
    None,
    /// [`Action::Register`] was returned.
    Asked,
    /// There since this revision.
    Member(MemberId, Revision),
}

/// What one decision may look at.
struct View<'a> {
    topology: &'a Topology,
    placement: &'a Placement,
    held: &'a BTreeMap<Shard, Epoch>,
    me: MemberId,
    now: Moment,
}

impl Ownership {
    /// A node that is not a member yet: the first [`Self::on_tick`] asks to register it.
    pub fn new(config: Config) -> Self {
        Self {
            config,
            topology: Topology::new(),
            synced: false,
            membership: Membership::None,
            voice: Voice::default(),
            held: BTreeMap::new(),
            placement: Placement::default(),
            claims: Claims::default(),
            moves: Moves::default(),
            draining: false,
            deadline: Moment::default(),
        }
    }

    /// The member key is in the store.
    pub fn on_registered(&mut self, registered: Registered, now: Moment) -> Vec<Action> {
        let Registered { id, revision, sent_at, ttl } = registered;
        self.membership = Membership::Member(id, revision);
        self.voice = Voice::default();
        self.voice.acknowledged(sent_at, ttl);
        // Others may have moved shards here as soon as they saw the key.
        self.held = Shard::all()
            .filter_map(|shard| Some((shard, self.topology.route(shard)?)))
            .filter(|(_, route)| route.owner == id)
            .map(|(shard, route)| (shard, route.epoch))
            .collect();
        let owned = self.held.iter().map(|(shard, epoch)| (*shard, *epoch)).collect();
        self.decide(now, News { owned, ..News::default() })
    }

    /// Changes from the store's watch, in order. Decides once, after the last.
    pub fn on_changes(
        &mut self,
        changes: impl IntoIterator<Item = Change>,
        now: Moment,
    ) -> Vec<Action> {
        let mut news = News::default();
        for change in changes {
            self.apply(change, &mut news);
        }
        self.decide(now, news)
    }

    /// The lease of `member` was asked to live on. Answers about a former member are ignored.
    pub fn on_keepalive(
        &mut self,
        member: MemberId,
        keepalive: Keepalive,
        now: Moment,
    ) -> Vec<Action> {
        let mut news = News::default();
        if self.me() == Some(member) {
            match keepalive {
                Keepalive::Acknowledged { sent_at, ttl } if !ttl.is_zero() => {
                    self.voice.acknowledged(sent_at, ttl);
                }
                Keepalive::Acknowledged { .. } | Keepalive::Ended => self.end(&mut news),
                Keepalive::Failed => {}
            }
        }
        self.decide(now, news)
    }

    /// What became of a claim.
    pub fn on_claim(&mut self, id: ClaimId, outcome: ClaimOutcome, now: Moment) -> Vec<Action> {
        let mut news = News::default();
        let claimed = self.claims.finish(id, outcome, now);
        if let (ClaimOutcome::Claimed(revision), Some(me)) = (outcome, self.me()) {
            for shard in claimed {
                self.observe(shard, me, revision, &mut news);
            }
        }
        self.decide(now, news)
    }

    /// What became of a planned move, or of one attempt to write it.
    pub fn on_move(&mut self, id: MoveId, outcome: MoveOutcome, now: Moment) -> Vec<Action> {
        let mut news = News::default();
        if let Some((successor, shards)) = self.moves.finish(id, outcome, now)
            && let MoveOutcome::Committed(revision) = outcome
        {
            for (shard, _) in shards {
                self.observe(shard, successor, revision, &mut news);
            }
        }
        self.decide(now, news)
    }

    /// Time has passed. Call it at [`Self::deadline`]; more often does no harm.
    pub fn on_tick(&mut self, now: Moment) -> Vec<Action> {
        self.decide(now, News::default())
    }

    /// Take nothing more and move everything away. The shell also writes `draining` into the member
    /// key, and calls [`Self::stop`] once [`Self::is_drained`] or when it has waited long enough.
    pub fn drain(&mut self, now: Moment) -> Vec<Action> {
        self.draining = true;
        self.decide(now, News::default())
    }

    /// Drop everything and never register again. Called before the lease is ended on purpose: from
    /// then on others may claim what was held.
    pub fn stop(&mut self, now: Moment) -> Vec<Action> {
        self.draining = true;
        let mut news = News::default();
        self.end(&mut news);
        self.decide(now, news)
    }

    /// When [`Self::on_tick`] has something to do without another input.
    pub const fn deadline(&self) -> Moment {
        self.deadline
    }

    /// Whether this node may act on its own account now: offers, commands, identification, custom
    /// messages, store writes (F1). Bare acknowledgements and errors are always allowed. Asked at
    /// each effect.
    pub const fn voice(&self, now: Moment) -> bool {
        self.voice.at(now)
    }

    /// Whether this node may act on its own account for agents of this shard now: it has voice,
    /// holds the shard, and is not giving it away.
    pub fn speaks_for(&self, shard: Shard, now: Moment) -> bool {
        self.voice(now) && self.held.contains_key(&shard) && !self.moves.silences(shard)
    }

    /// The shards held now, with their epochs.
    pub fn held(&self) -> impl Iterator<Item = (Shard, Epoch)> {
        self.held.iter().map(|(shard, epoch)| (*shard, *epoch))
    }

    /// Everything this node has heard.
    pub const fn topology(&self) -> &Topology {
        &self.topology
    }

    /// Its member id, if it has one.
    pub const fn me(&self) -> Option<MemberId> {
        match self.membership {
            Membership::Member(id, _) => Some(id),
            Membership::None | Membership::Asked => None,
        }
    }

    /// Whether it was asked to drain and has nothing left.
    pub fn is_drained(&self) -> bool {
        self.draining && self.held.is_empty() && self.moves.is_idle() && self.claims.is_idle()
    }

    fn apply(&mut self, change: Change, news: &mut News) {
        match change {
            Change::MemberPut(id, member) => {
                self.topology.put_member(id, member);
            }
            Change::MemberDeleted(id) => {
                self.topology.delete_member(id);
                if self.me() == Some(id) {
                    self.end(news);
                }
            }
            Change::Members(members, at) => {
                if let Membership::Member(id, since) = self.membership
                    && since <= at
                    && !members.contains_key(&id)
                {
                    self.end(news);
                }
                self.topology.reset_members(members);
            }
            Change::ShardPut(shard, owner, revision) => self.observe(shard, owner, revision, news),
            Change::Reached(revision) => {
                self.topology.reached(revision);
                self.synced = true;
            }
        }
    }

    /// A shard has this owner since this revision: heard from the watch or from a transaction of
    /// ours, in any order.
    fn observe(&mut self, shard: Shard, owner: MemberId, revision: Revision, news: &mut News) {
        let epoch = Epoch { generation: self.config.generation, revision };
        if !self.topology.set_owner(shard, owner, epoch) {
            return;
        }
        self.moves.forget(shard);
        if self.held.remove(&shard).is_some() {
            news.lose(shard);
        }
        if self.me() == Some(owner) {
            self.held.insert(shard, epoch);
            news.owned.insert(shard, epoch);
        }
    }

    /// The lease is gone, and with it everything held under it.
    fn end(&mut self, news: &mut News) {
        self.membership = Membership::None;
        self.voice = Voice::default();
        self.held.clear();
        self.claims.clear();
        self.moves.clear();
        *news = News { dropped: true, ..News::default() };
    }

    fn decide(&mut self, now: Moment, news: News) -> Vec<Action> {
        let mut actions = news.into_actions();
        self.deadline = Moment::NEVER;
        if self.membership == Membership::None && !self.draining {
            self.membership = Membership::Asked;
            actions.push(Action::Register);
        }
        let Some(me) = self.me() else { return actions };
        let leaving = self.draining.then_some(me);
        self.placement.refresh(&self.topology, self.config.shards, leaving, now);
        self.moves.settle(self.topology.revision());
        let (topology, placement, held) = (&self.topology, &self.placement, &self.held);
        let view = View { topology, placement, held, me, now };
        self.moves.abort(&view, &mut actions);
        if self.synced && self.voice.at(now) {
            let claims_due = self.claims.start(&view, &mut actions);
            let pace = match (self.draining, self.claims.is_idle()) {
                (true, _) => moves::Pace::Draining,
                (false, true) => moves::Pace::Balancing,
                (false, false) => moves::Pace::Waiting,
            };
            let moves_due = self.moves.start(&view, pace, &mut actions);
            self.deadline = claims_due.min(moves_due);
        }
        actions
    }
}

/// What an input changed about the shards held.
#[derive(Default)]
struct News {
    dropped: bool,
    lost: Vec<Shard>,
    owned: BTreeMap<Shard, Epoch>,
}

impl News {
    /// A shard owned and lost within the same input was never told of.
    fn lose(&mut self, shard: Shard) {
        if self.owned.remove(&shard).is_none() {
            self.lost.push(shard);
        }
    }

    fn into_actions(self) -> Vec<Action> {
        let mut actions = Vec::new();
        if self.dropped {
            actions.push(Action::DropAll);
        }
        if !self.lost.is_empty() {
            actions.push(Action::Lose(self.lost));
        }
        if !self.owned.is_empty() {
            actions.push(Action::Own(self.owned.into_iter().collect()));
        }
        actions
    }
}

#[cfg(test)]
mod tests;
