//! One task owns the question which shards this node holds: it feeds `fleet::ownership` with what the store says and
//! performs what it decides.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use fleet::link::Claim;
use fleet::moment::Clock;
use fleet::ownership::{
    self, Action, Change, ClaimId, ClaimOutcome, Keepalive, MoveId, MoveOutcome, Ownership,
    Registered,
};
use fleet::topology::{Member, MemberState, Route};
use fleet::{MemberId, Moment, Revision, Shard};
use futures::StreamExt;
use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;
use proto::record::v1 as record;
use store::{LeaseId, Records, Store, StoreError};
use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::catalog::Reached;
use crate::metrics::Metrics;
use crate::worker::{Input, Workers};
use crate::{Config, Dial, Ready};

mod calls;
mod feed;

use feed::Feed;

/// Questions waiting for the task.
const QUESTIONS_LEN_MAX: usize = 1024;
/// How often progress is asked of quiet watches, so that decisions that wait for it go on.
const PROGRESS_EVERY: Duration = Duration::from_secs(1);

/// Asks the placement task.
#[derive(Debug, Clone)]
pub(crate) struct Placement {
    questions: mpsc::Sender<(Shard, oneshot::Sender<Option<Route>>)>,
    me: watch::Receiver<Option<MemberId>>,
    stopped: CancellationToken,
}

impl Placement {
    /// This node's member id, if it has one now.
    pub(crate) fn me(&self) -> Option<MemberId> {
        *self.me.borrow()
    }

    /// Who holds a shard, as far as this node has heard.
    pub(crate) async fn route(&self, shard: Shard) -> Option<Route> {
        let (reply, route) = oneshot::channel();
        self.questions.send((shard, reply)).await.ok()?;
        route.await.ok()?
    }

    /// Cancelled when the node has given everything away.
    pub(crate) fn stopped(&self) -> CancellationToken {
        self.stopped.clone()
    }
}

/// What the task is made of.
pub(crate) struct Parts<S> {
    pub(crate) config: Config,
    pub(crate) generation: u64,
    pub(crate) records: Arc<Records<S>>,
    pub(crate) new_member: fn() -> MemberId,
    pub(crate) address: String,
    pub(crate) dial: Dial,
    pub(crate) clock: Clock,
    pub(crate) voice: Arc<AtomicU64>,
    pub(crate) workers: Workers,
    pub(crate) catalog: Reached,
    pub(crate) metrics: Metrics,
    pub(crate) ready: Ready,
    pub(crate) drain: CancellationToken,
}

/// Starts the task.
pub(crate) fn start<S: Store>(
    parts: Parts<S>,
    tasks: &TaskTracker,
    halt: &CancellationToken,
) -> Placement {
    // Full: whoever asks waits; the task answers between two changes.
    let (questions, asked) = mpsc::channel(QUESTIONS_LEN_MAX);
    let (publish, me) = watch::channel(None);
    let stopped = CancellationToken::new();
    let config = ownership::Config { generation: parts.generation, shards: fleet::id::SHARDS };
    let task = Task {
        ownership: Ownership::new(config),
        started: (parts.clock)(),
        ready: Some(parts.ready),
        config: parts.config,
        records: parts.records,
        new_member: parts.new_member,
        address: parts.address,
        dial: parts.dial,
        clock: parts.clock,
        voice: parts.voice,
        workers: parts.workers,
        catalog: parts.catalog,
        metrics: parts.metrics,
        me: publish,
        gateways: BTreeSet::new(),
        lease: None,
        draining: false,
        events: FuturesUnordered::new(),
        moves: BTreeMap::new(),
        giving_up: Vec::new(),
    };
    let run = task.run(asked, parts.drain, stopped.clone());
    crate::spawn(tasks, halt, run);
    Placement { questions, me, stopped }
}

/// What comes back from the store or from a move.
enum Event {
    Registered(LeaseId, Registered),
    NotRegistered(StoreError),
    Keepalive(MemberId, Keepalive),
    Claimed(ClaimId, ClaimOutcome),
    Moved(MoveId, MoveOutcome),
    Caught(Vec<Claim>),
    Draining(Result<Revision, StoreError>),
}

struct Moving {
    successor: MemberId,
    claims: Vec<Claim>,
    abort: CancellationToken,
}

struct Task<S> {
    ownership: Ownership,
    started: Moment,
    ready: Option<Ready>,
    config: Config,
    records: Arc<Records<S>>,
    new_member: fn() -> MemberId,
    address: String,
    dial: Dial,
    clock: Clock,
    voice: Arc<AtomicU64>,
    workers: Workers,
    catalog: Reached,
    metrics: Metrics,
    me: watch::Sender<Option<MemberId>>,
    gateways: BTreeSet<MemberId>,
    lease: Option<LeaseId>,
    draining: bool,
    /// Store calls and moves under way: one registration, one keepalive, claims and moves as `ownership` bounds them.
    events: FuturesUnordered<BoxFuture<'static, Event>>,
    moves: BTreeMap<MoveId, Moving>,
    /// Shards of moves that did not happen, until it is certain that they did not.
    giving_up: Vec<Claim>,
}

impl<S: Store> Task<S> {
    async fn run(
        mut self,
        mut questions: mpsc::Receiver<(Shard, oneshot::Sender<Option<Route>>)>,
        drain: CancellationToken,
        stopped: CancellationToken,
    ) {
        let mut feed = Feed::new(&self.records);
        let mut renew = tokio::time::interval(self.config.lease_ttl / 5);
        renew.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut progress = tokio::time::interval(PROGRESS_EVERY);
        let actions = self.ownership.on_tick(self.now());
        self.perform(actions).await;
        while !(self.draining && (self.ownership.is_drained() || !self.has_successor())) {
            let due = self.ownership.deadline().since(self.now());
            let actions = tokio::select! { biased;
                _ = renew.tick() => { self.keep_alive(); Vec::new() }
                () = drain.cancelled(), if !self.draining => self.drain(),
                Some(event) = self.events.next() => self.on_event(event).await,
                changes = feed.next() => self.on_changes(changes).await,
                Some((shard, reply)) = questions.recv() => {
                    // Whoever asked may be gone.
                    let _gone = reply.send(self.ownership.topology().route(shard));
                    Vec::new()
                }
                _ = progress.tick() => { feed.ask_progress(); Vec::new() }
                () = tokio::time::sleep(due) => self.ownership.on_tick(self.now()),
            };
            self.perform(actions).await;
        }
        // Taken first: dropping everything forgets the lease, which must still be ended.
        let lease = self.lease.take();
        let actions = self.ownership.stop(self.now());
        self.perform(actions).await;
        if let Some(lease) = lease
            && let Err(error) = self.records.revoke(lease).await
        {
            tracing::info!(%error, "the lease was not revoked and will run out");
        }
        stopped.cancel();
    }

    fn now(&self) -> Moment {
        (self.clock)()
    }

    /// Whether a drain has somebody to give shards to. Without one, waiting would not help: whoever comes claims them.
    fn has_successor(&self) -> bool {
        let me = self.ownership.me();
        let mut nodes = self.ownership.topology().live_nodes();
        nodes.any(|(id, node)| Some(id) != me && node.state == MemberState::Ready)
    }

    async fn on_changes(&mut self, changes: Vec<Change>) -> Vec<Action> {
        let actions = self.ownership.on_changes(changes, self.now());
        let gateways: BTreeSet<MemberId> =
            self.ownership.topology().live_gateways().map(|(id, _)| id).collect();
        if gateways != self.gateways {
            self.gateways = gateways;
            self.tell_members().await;
        }
        actions
    }

    async fn tell_members(&mut self) {
        let gateways = Arc::new(self.gateways.clone());
        let me = self.ownership.me();
        self.workers.all(|| Input::Members(Arc::clone(&gateways), me)).await;
    }

    async fn on_event(&mut self, event: Event) -> Vec<Action> {
        let now = self.now();
        match event {
            Event::Registered(lease, registered) => {
                self.lease = Some(lease);
                self.voice_until(registered.sent_at, registered.ttl);
                let actions = self.ownership.on_registered(registered, now);
                self.me.send_replace(Some(registered.id));
                self.tell_members().await;
                self.ready = None;
                if self.draining {
                    self.say_draining();
                }
                tracing::info!(member = %registered.id, "registered");
                actions
            }
            Event::NotRegistered(error) => {
                tracing::warn!(%error, "cannot register yet");
                self.register();
                Vec::new()
            }
            Event::Keepalive(member, keepalive) => {
                if let Keepalive::Acknowledged { sent_at, ttl } = keepalive
                    && self.ownership.me() == Some(member)
                {
                    self.voice_until(sent_at, ttl);
                }
                self.ownership.on_keepalive(member, keepalive, now)
            }
            Event::Claimed(id, outcome) => {
                if matches!(outcome, ClaimOutcome::Claimed(_)) {
                    self.metrics.claims.inc();
                }
                self.ownership.on_claim(id, outcome, now)
            }
            Event::Moved(id, outcome) => self.on_moved(id, outcome, now).await,
            Event::Caught(claims) => {
                for (worker, claims) in self.workers.split(&claims) {
                    worker.send(Input::Caught(claims)).await;
                }
                Vec::new()
            }
            Event::Draining(outcome) => {
                if let Err(error) = outcome {
                    tracing::warn!(%error, "others do not know that this node drains");
                }
                Vec::new()
            }
        }
    }

    /// F1: offers, commands and requests may be sent until the lease may be over elsewhere.
    fn voice_until(&self, sent_at: Moment, ttl: Duration) {
        let until = sent_at + ttl.saturating_sub(ownership::margin(ttl));
        self.voice.store(until.0, Ordering::Release);
    }

    async fn on_moved(&mut self, id: MoveId, outcome: MoveOutcome, now: Moment) -> Vec<Action> {
        match outcome {
            MoveOutcome::Committed(_) => {
                self.metrics.moves.inc();
                self.moves.remove(&id);
            }
            MoveOutcome::Conflict(_) | MoveOutcome::Failed => {
                self.giving_up.extend(self.moves.remove(&id).into_iter().flat_map(|m| m.claims));
            }
            MoveOutcome::Unavailable => {}
        }
        self.ownership.on_move(id, outcome, now)
    }

    fn drain(&mut self) -> Vec<Action> {
        self.draining = true;
        self.say_draining();
        self.ownership.drain(self.now())
    }

    async fn perform(&mut self, actions: Vec<Action>) {
        for action in actions {
            match action {
                Action::Register => self.register(),
                Action::Claim { id, old, shards } => self.claim(id, old, shards),
                Action::Own(owned) => self.own(&owned).await,
                Action::Lose(shards) => {
                    for shard in shards {
                        self.workers.of(shard).send(Input::Lose(vec![shard])).await;
                    }
                }
                Action::BeginMove { id, successor, shards } => self.begin(id, successor, &shards),
                Action::RetryMove(id) => self.retry(id),
                Action::AbortMove(id) => {
                    if let Some(moving) = self.moves.get(&id) {
                        moving.abort.cancel();
                    }
                }
                Action::DropAll => {
                    self.metrics.leases_lost.inc();
                    self.voice.store(0, Ordering::Release);
                    self.lease = None;
                    self.moves.clear();
                    self.giving_up.clear();
                    self.me.send_replace(None);
                    self.workers.all(|| Input::DropAll).await;
                }
            }
        }
        self.resume().await;
        self.metrics.shards.set(i64::try_from(self.ownership.held().count()).unwrap_or(i64::MAX));
    }

    /// Shards whose move certainly did not happen serve again. An earlier attempt of unknown outcome may have been
    /// written, so a refused one alone is not certain.
    async fn resume(&mut self) {
        if self.giving_up.is_empty() {
            return;
        }
        let now = self.now();
        let (mut here, mut later) = (Vec::new(), Vec::new());
        for claim in self.giving_up.drain(..) {
            let held = self.ownership.held().any(|held| held == (claim.shard, claim.epoch));
            if held && self.ownership.speaks_for(claim.shard, now) {
                here.push(claim);
            } else if held {
                later.push(claim);
            }
        }
        self.giving_up = later;
        for (worker, claims) in self.workers.split(&here) {
            worker.send(Input::AbortMove(claims)).await;
        }
    }
}

/// A stored member as the core knows it; `None` for one of a role this version does not know.
fn member_of(row: &record::Member) -> Option<Member> {
    let role = match record::Role::try_from(row.role).ok()? {
        record::Role::Gateway => fleet::Role::Gateway,
        record::Role::Node => fleet::Role::Node,
        record::Role::ControlApi => fleet::Role::ControlApi,
        record::Role::Unspecified => return None,
    };
    let state = match record::MemberState::try_from(row.state) {
        Ok(record::MemberState::Draining) => MemberState::Draining,
        Ok(record::MemberState::Ready | record::MemberState::Unspecified) | Err(_) => {
            MemberState::Ready
        }
    };
    Some(Member { role, address: row.address.clone(), weight: row.weight, state })
}
