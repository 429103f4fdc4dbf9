//! The route service: instructions and questions from control APIs, hand-offs from other nodes.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use fleet::link::{Claim, checkpoint_from_bytes};
use fleet::moment::Clock;
use fleet::session::{Instruction, InstructionId, Outcome, Refusal};
use fleet::shards::{Handoff, Order};
use fleet::{AgentId, Epoch, Peer, Revision, Role, Shard};
use futures::{Stream, StreamExt, stream};
use proto::route::v1 as pb;
use proto::route::v1::deliver_request::Instruction as Wanted;
use proto::route::v1::presence_update::Update;
use tokio::sync::oneshot;
use tokio_stream::wrappers::BroadcastStream;
use tonic::{Request, Response, Status};

use crate::custom;
use crate::placement::Placement;
use crate::presence::Hub;
use crate::worker::{Answer, Input, Question, Workers};

/// The longest an instruction may wait at a node.
const WAIT_MAX: Duration = Duration::from_secs(300);

/// The route service.
#[derive(Clone)]
pub(crate) struct Routes {
    pub(crate) workers: Workers,
    pub(crate) placement: Placement,
    pub(crate) presence: Hub,
    pub(crate) custom: custom::Hub,
    pub(crate) clock: Clock,
    pub(crate) orders: Arc<AtomicU64>,
}

type Updates = Pin<Box<dyn Stream<Item = Result<pb::PresenceUpdate, Status>> + Send>>;

/// Whom a request is about, parsed.
struct Target {
    agent: AgentId,
    claim: Claim,
}

fn target(uid: &[u8], shard: u32, epoch: Option<&pb::Epoch>) -> Result<Target, Status> {
    let agent = AgentId::from_wire(uid)
        .map_err(|_| Status::invalid_argument("instance_uid is not 16 bytes"))?;
    let shard =
        Shard::new(shard).map_err(|_| Status::invalid_argument("there is no such shard"))?;
    let epoch = epoch.ok_or_else(|| Status::invalid_argument("epoch is missing"))?;
    Ok(Target { agent, claim: Claim { shard, epoch: epoch_of(epoch) } })
}

fn epoch_of(epoch: &pb::Epoch) -> Epoch {
    Epoch { generation: epoch.generation, revision: Revision(epoch.revision) }
}

/// A certificate of one of these roles was shown, or the call ends here.
fn only<T>(request: &Request<T>, roles: &[Role]) -> Result<(), Status> {
    match request.extensions().get::<Peer>() {
        Some(peer) if roles.contains(&peer.role) => Ok(()),
        Some(_) | None => Err(Status::permission_denied("this role may not call that")),
    }
}

impl Routes {
    /// Where the shard is, for a caller that came to the wrong node or with an old epoch.
    async fn not_owner(&self, shard: Shard) -> pb::DeliverReply {
        let route = self.placement.route(shard).await;
        pb::DeliverReply {
            outcome: pb::Outcome::NotOwner.into(),
            owner: route.map(|route| route.owner.to_bytes()).unwrap_or_default(),
            epoch: route.map(|route| pb::Epoch {
                generation: route.epoch.generation,
                revision: route.epoch.revision.0,
            }),
            ..Default::default()
        }
    }

    async fn order(
        &self,
        target: &Target,
        what: Instruction,
        wait: Duration,
        trace: String,
    ) -> Option<Answer> {
        let (reply, answer) = oneshot::channel();
        let id = InstructionId(self.orders.fetch_add(1, Ordering::Relaxed));
        let expires = (self.clock)() + wait;
        let order = Box::new(Order { id, agent: target.agent, instruction: what, expires });
        let worker = self.workers.of(target.claim.shard);
        worker.send(Input::Order(target.claim, order, trace, reply)).await;
        answer.await.ok()
    }

    async fn forget(&self, target: &Target) -> pb::Outcome {
        let (reply, known) = oneshot::channel();
        let worker = self.workers.of(target.claim.shard);
        worker.send(Input::Question(Question::Forget(target.claim, target.agent, reply))).await;
        match known.await {
            Ok(true) => pb::Outcome::Written,
            Ok(false) => pb::Outcome::NotConnected,
            Err(_) => pb::Outcome::Unknown,
        }
    }

    fn reply(&self, target: &Target, answer: Option<Answer>) -> pb::DeliverReply {
        let mut reply = pb::DeliverReply {
            owner: self.placement.me().map(|me| me.to_bytes()).unwrap_or_default(),
            epoch: Some(crate::worker::pb_epoch(target.claim)),
            ..Default::default()
        };
        let Some((outcome, gateway, started)) = answer else {
            reply.outcome = pb::Outcome::Unknown.into();
            reply.reason = "the node stopped".to_owned();
            return reply;
        };
        reply.gateway = gateway.map(|gateway| gateway.to_bytes()).unwrap_or_default();
        reply.start_time_unix_nano = started;
        let (outcome, reason) = match outcome {
            Outcome::Written => (pb::Outcome::Written, ""),
            Outcome::Unknown => {
                (pb::Outcome::Unknown, "the gateway did not say whether it wrote it")
            }
            Outcome::Refused(Refusal::NotConnected) => {
                (pb::Outcome::NotConnected, "the agent is not connected")
            }
            Outcome::Refused(Refusal::Busy) => (pb::Outcome::Busy, "too many instructions wait"),
            Outcome::Refused(Refusal::Expired) => {
                (pb::Outcome::Expired, "nothing could be sent in time")
            }
            Outcome::Refused(Refusal::NotOwner) => (pb::Outcome::NotOwner, "the shard moved"),
            Outcome::Refused(Refusal::AgentUnlisted) => {
                (pb::Outcome::Incapable, "the agent does not list the custom capability")
            }
            Outcome::Refused(Refusal::ServerUnlisted) => {
                (pb::Outcome::Unlisted, "the server does not list the custom capability")
            }
            Outcome::Refused(Refusal::Incapable(missing)) => {
                reply.missing_capabilities.push(missing.to_owned());
                (pb::Outcome::Incapable, "the agent lacks a capability")
            }
        };
        reply.outcome = outcome.into();
        reply.reason = reason.to_owned();
        reply
    }
}

#[tonic::async_trait]
impl pb::route_server::Route for Routes {
    type WatchPresenceStream = Updates;

    async fn deliver(
        &self,
        request: Request<pb::DeliverRequest>,
    ) -> Result<Response<pb::DeliverReply>, Status> {
        only(&request, &[Role::ControlApi])?;
        let request = request.into_inner();
        let target = target(&request.instance_uid, request.shard, request.epoch.as_ref())?;
        let wait = Duration::from_millis(request.wait_ms.into()).min(WAIT_MAX);
        let instruction = request
            .instruction
            .ok_or_else(|| Status::invalid_argument("instruction is missing"))?;
        let what = match instruction {
            Wanted::Restart(_) => Instruction::Restart,
            Wanted::RequestFullState(_) => Instruction::ReportFullState,
            Wanted::Disconnect(disconnect) => Instruction::Disconnect(disconnect.reason),
            Wanted::CustomMessage(message) => Instruction::Custom(Box::new(message)),
            Wanted::Forget(_) => {
                let owned = self.placement.route(target.claim.shard).await;
                if owned.map(|route| (Some(route.owner), route.epoch))
                    != Some((self.placement.me(), target.claim.epoch))
                {
                    return Ok(Response::new(self.not_owner(target.claim.shard).await));
                }
                let outcome = self.forget(&target).await.into();
                let reply = self.reply(&target, None);
                return Ok(Response::new(pb::DeliverReply { outcome, ..reply }));
            }
        };
        let answer = self.order(&target, what, wait, request.traceparent).await;
        if matches!(answer, Some((Outcome::Refused(Refusal::NotOwner), ..))) {
            return Ok(Response::new(self.not_owner(target.claim.shard).await));
        }
        Ok(Response::new(self.reply(&target, answer)))
    }

    async fn watch_presence(
        &self,
        request: Request<pb::WatchPresenceRequest>,
    ) -> Result<Response<Updates>, Status> {
        only(&request, &[Role::ControlApi])?;
        // Subscribe first: what changes while snapshots are made comes after them.
        let updates = self.presence.subscribe();
        let mut snapshots = VecDeque::new();
        for worker in self.workers.iter() {
            let (reply, ready) = oneshot::channel();
            worker.send(Input::Question(Question::Snapshots(reply))).await;
            let ready = ready.await.map_err(|_| Status::unavailable("the node stops"))?;
            snapshots.extend(ready);
        }
        let snapshot = |s| Ok(pb::PresenceUpdate { update: Some(Update::Snapshot(s)) });
        let behind = |_| Status::data_loss("too far behind: subscribe again");
        let changes = BroadcastStream::new(updates).map(move |update| update.map_err(behind));
        let all = stream::iter(snapshots.into_iter().map(snapshot)).chain(changes);
        Ok(Response::new(Box::pin(all)))
    }

    type WatchCustomMessagesStream = custom::Messages;

    async fn watch_custom_messages(
        &self,
        request: Request<pb::WatchCustomMessagesRequest>,
    ) -> Result<Response<custom::Messages>, Status> {
        only(&request, &[Role::ControlApi])?;
        Ok(Response::new(self.custom.subscribe(request.into_inner().capability)?))
    }

    async fn inspect(
        &self,
        request: Request<pb::InspectRequest>,
    ) -> Result<Response<pb::InspectReply>, Status> {
        only(&request, &[Role::ControlApi])?;
        let request = request.into_inner();
        let target = target(&request.instance_uid, request.shard, request.epoch.as_ref())?;
        let (reply, found) = oneshot::channel();
        let worker = self.workers.of(target.claim.shard);
        worker.send(Input::Question(Question::Inspect(target.claim, target.agent, reply))).await;
        let me = self.placement.me();
        match found.await.ok().flatten() {
            Some(mut found) => {
                found.owner = me.map(|me| me.to_bytes()).unwrap_or_default();
                found.epoch = Some(crate::worker::pb_epoch(target.claim));
                Ok(Response::new(found))
            }
            None => {
                let elsewhere = self.not_owner(target.claim.shard).await;
                let here = elsewhere.owner == me.map(|me| me.to_bytes()).unwrap_or_default();
                let outcome =
                    if here { pb::Outcome::NotConnected } else { pb::Outcome::NotOwner }.into();
                let pb::DeliverReply { owner, epoch, .. } = elsewhere;
                Ok(Response::new(pb::InspectReply { outcome, owner, epoch, ..Default::default() }))
            }
        }
    }

    async fn handoff(
        &self,
        request: Request<pb::HandoffRequest>,
    ) -> Result<Response<pb::HandoffReply>, Status> {
        only(&request, &[Role::Node])?;
        let request = request.into_inner();
        if self.placement.me().is_none_or(|me| request.to != me.as_bytes().as_slice()) {
            return Ok(Response::new(pb::HandoffReply { accepted: false }));
        }
        for shard in request.shards {
            let number = Shard::new(shard.shard)
                .map_err(|_| Status::invalid_argument("there is no such shard"))?;
            let epoch = shard.epoch.as_ref().map(epoch_of).unwrap_or_default();
            let agents = shard.agents.iter().map(handed).collect::<Result<_, _>>()?;
            let claim = Claim { shard: number, epoch };
            self.workers.of(number).send(Input::Expect(claim, agents)).await;
        }
        Ok(Response::new(pb::HandoffReply { accepted: true }))
    }
}

fn handed(agent: &pb::HandoffAgent) -> Result<Handoff, Status> {
    let invalid = |_| Status::invalid_argument("a handed-over agent makes no sense");
    Ok(Handoff {
        agent: AgentId::from_wire(&agent.instance_uid).map_err(invalid)?,
        checkpoint: checkpoint_from_bytes(&agent.checkpoint)
            .map_err(|_| Status::invalid_argument("a checkpoint makes no sense"))?,
        silent: Duration::from_millis(agent.silent_ms.into()),
        every: Duration::from_millis(agent.poll_ms.into()),
    })
}
