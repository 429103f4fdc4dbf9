//! The shards of a node are divided among a few workers, one task each. This is how others reach them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use fleet::components::Learned;
use fleet::custom::Served;
use fleet::desired::Catalog;
use fleet::link::{Claim, ToNode};
use fleet::moment::Clock;
use fleet::session::Outcome;
use fleet::shards::{Handoff, Order, Rename, RowChange};
use fleet::{AgentId, MemberId, Revision, Shard};
use proto::record::v1 as record;
use proto::route::v1 as route;
use store::{Records, Store};
use tokio::sync::{broadcast, mpsc, oneshot};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::custom;
use crate::links::Link;
use crate::metrics::Metrics;
use crate::presence::Hub;

mod task;

use task::Task;

/// Inputs waiting for one worker.
const QUEUE_LEN_MAX: usize = 8192;

/// What happens to a worker.
#[derive(Debug)]
pub(crate) enum Input {
    Frame(MemberId, ToNode),
    LinkUp(MemberId, Link),
    LinkLost(MemberId, u64),
    /// The live gateways, and under which member id this node acts.
    Members(Arc<BTreeSet<MemberId>>, Option<MemberId>),
    /// Frames for these claims are kept from now on.
    Own(Vec<Claim>),
    /// Everything written before these claims is known: they can be loaded.
    Caught(Vec<Claim>),
    Lose(Vec<Shard>),
    DropAll,
    Catalog(Arc<Catalog>),
    /// The custom capabilities this server lists.
    Custom(Served),
    /// An agent is to take another uid.
    Rename(Box<Rename>),
    RenameEnded(AgentId),
    Row(Shard, AgentId, RowChange),
    /// Every row there was at this revision.
    Rows(Arc<BTreeMap<(Shard, AgentId), record::Desired>>, Revision),
    /// An instruction, its trace, and who waits for its outcome.
    Order(Claim, Box<Order>, String, oneshot::Sender<Answer>),
    Question(Question),
    BeginMove(Vec<Claim>, oneshot::Sender<Vec<(Claim, Vec<Handoff>)>>),
    AbortMove(Vec<Claim>),
    Expect(Claim, Vec<Handoff>),
}

/// What others want to know of a worker's agents, or want forgotten.
#[derive(Debug)]
pub(crate) enum Question {
    Forget(Claim, AgentId, oneshot::Sender<bool>),
    Inspect(Claim, AgentId, oneshot::Sender<Option<route::InspectReply>>),
    Snapshots(oneshot::Sender<Vec<route::PresenceSnapshot>>),
}

/// How an order ended, who wrote it, and the agent's start time then.
pub(crate) type Answer = (Outcome, Option<MemberId>, u64);

/// The worker of a shard.
#[derive(Debug, Clone)]
pub(crate) struct Worker(mpsc::Sender<Input>);

impl Worker {
    /// Queues an input. Full: the caller waits, and with it the link it reads.
    pub(crate) async fn send(&self, input: Input) {
        // Only a halting node has no worker; then nobody needs the input.
        let _halted = self.0.send(input).await;
    }
}

/// All workers.
#[derive(Debug, Clone)]
pub(crate) struct Workers(Arc<[Worker]>);

impl Workers {
    /// The worker that drives this shard.
    pub(crate) fn of(&self, shard: Shard) -> &Worker {
        &self.0[usize::from(shard.number()) % self.0.len()]
    }

    /// Tells every worker.
    pub(crate) async fn all(&self, input: impl Fn() -> Input) {
        for worker in self.0.iter() {
            worker.send(input()).await;
        }
    }

    /// Every worker.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Worker> {
        self.0.iter()
    }

    /// Gives a gateway's frame to the worker of its shard.
    pub(crate) async fn frame(&self, gateway: MemberId, frame: ToNode) {
        let shard = match &frame {
            ToNode::Attach(attach) => attach.claim.shard,
            ToNode::Message(message) => message.claim.shard,
            ToNode::Detach(_, claim)
            | ToNode::Written(_, claim, _)
            | ToNode::Dropped(_, claim, _)
            | ToNode::Attached(claim)
            | ToNode::ProbeResult(_, claim, _) => claim.shard,
            ToNode::Flushed(claims) => {
                for claim in claims {
                    let one = ToNode::Flushed(vec![*claim]);
                    self.of(claim.shard).send(Input::Frame(gateway, one)).await;
                }
                return;
            }
        };
        self.of(shard).send(Input::Frame(gateway, frame)).await;
    }

    /// Sorts claims by the worker that drives them.
    pub(crate) fn split(&self, claims: &[Claim]) -> Vec<(&Worker, Vec<Claim>)> {
        let mut parts: Vec<(&Worker, Vec<Claim>)> =
            self.0.iter().map(|worker| (worker, Vec::new())).collect();
        for claim in claims {
            parts[usize::from(claim.shard.number()) % self.0.len()].1.push(*claim);
        }
        parts.retain(|(_, claims)| !claims.is_empty());
        parts
    }
}

/// What every worker of a node shares.
pub(crate) struct Setting<S> {
    pub(crate) config: fleet::shards::Config,
    pub(crate) records: Arc<Records<S>>,
    pub(crate) clock: Clock,
    pub(crate) voice: Arc<AtomicU64>,
    pub(crate) presence: Hub,
    pub(crate) custom: custom::Hub,
    /// What agents of any worker said about their components.
    pub(crate) learned: broadcast::Sender<Learned>,
    pub(crate) metrics: Metrics,
    pub(crate) seed: u64,
}

/// Components learned by one worker that another one has not taken in yet.
const LEARNED_LEN_MAX: usize = 16;

/// Where workers tell each other what they learned of components.
pub(crate) fn learned() -> broadcast::Sender<Learned> {
    // Full: a worker that is behind asks its agents itself.
    broadcast::channel(LEARNED_LEN_MAX).0
}

/// Starts the workers.
pub(crate) fn start<S: Store>(
    count: usize,
    setting: &Setting<S>,
    tasks: &TaskTracker,
    halt: &CancellationToken,
) -> Workers {
    let start = |_| {
        // Full: link readers and watches wait; the windows of links bound what waits behind them.
        let (sender, inputs) = mpsc::channel(QUEUE_LEN_MAX);
        let task = Task::new(setting);
        crate::spawn(tasks, halt, task.run(inputs));
        Worker(sender)
    };
    Workers((0..count).map(start).collect())
}

pub(crate) fn pb_epoch(claim: Claim) -> route::Epoch {
    let fleet::Epoch { generation, revision } = claim.epoch;
    route::Epoch { generation, revision: revision.0 }
}
