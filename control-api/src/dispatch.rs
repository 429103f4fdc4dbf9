//! Instructions to agents go to whichever node owns the agent's shard, found in the shard map, so
//! that any replica can send them.
//!
//! An instruction is sent at most once: only an answer that says *nothing happened* (NOT_OWNER, or
//! NOT_CONNECTED while the owner has not heard every gateway yet) and a connection that was never
//! made are tried again. A call that broke is never repeated, because the agent may have it.

use std::error::Error as _;
use std::time::Duration;

use fleet::{AgentId, Epoch, MemberId, Shard};
use proto::route::v1::deliver_request::Instruction;
use proto::route::v1::route_client::RouteClient;
use proto::route::v1::{self as route, DeliverReply, Outcome};
use store::Store;
use tokio::time::{Instant, sleep_until, timeout_at};
use tonic::{Request, Status};

use crate::api::Api;
use crate::presence;
use crate::refusal::Refusal;
use crate::trace::traceparent;
use crate::view::changed_or;

/// Pause before the same owner is asked again.
const PAUSE: Duration = Duration::from_millis(100);
/// How much longer than the caller's deadline an answer may take: the node knows the deadline and
/// answers in time.
const GRACE: Duration = Duration::from_secs(1);
/// The largest answer: bodies of one agent.
const REPLY_BYTES_MAX: usize = 64 << 20;

/// The node to ask, and the claim under which it has the shard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) node: MemberId,
    pub(crate) address: String,
    pub(crate) shard: Shard,
    pub(crate) epoch: Epoch,
}

/// What became of one attempt.
#[derive(Debug)]
pub(crate) enum Step {
    /// The owner answered, for good.
    Done(DeliverReply),
    /// Nothing happened; there may be time for another attempt.
    Again,
    /// The call broke after it may have been sent.
    Broken(String),
}

/// One instruction on its way.
pub(crate) struct Delivery<'a, S> {
    api: &'a Api<S>,
    agent: AgentId,
    instruction: Instruction,
    deadline: Instant,
    /// What a node said about the owner; it may know before this replica does.
    hint: Option<(MemberId, Epoch)>,
    /// Who refused just now, and when to ask it again anyway: it may be behind the store.
    refused: Option<(MemberId, Epoch, Instant)>,
    not_before: Instant,
    /// Why the last attempt is to be repeated.
    again: Option<Again>,
}

/// Why nothing happened yet. At the deadline it is the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Again {
    /// The node does not own the agent.
    Elsewhere,
    /// The agent is not connected to an owner that has not heard every gateway.
    Unready,
    /// No connection to the node.
    Unreachable,
    /// The node has not heard of the custom capability, which is in the store.
    Unheard,
}

impl<'a, S: Store> Delivery<'a, S> {
    pub(crate) fn new(
        api: &'a Api<S>,
        agent: AgentId,
        instruction: Instruction,
        deadline: Instant,
    ) -> Self {
        let not_before = Instant::now();
        Self {
            api,
            agent,
            instruction,
            deadline,
            hint: None,
            refused: None,
            not_before,
            again: None,
        }
    }

    /// Who has the agent. Waits for an owner that is alive; `None` at the deadline.
    pub(crate) async fn target(&mut self) -> Option<Target> {
        let mut changes = self.api.view.changes();
        loop {
            changes.mark_unchanged();
            let now = Instant::now();
            let found = self.api.owner(self.agent, self.hint).ok();
            let wait_until = match (&found, &self.refused) {
                (Some(target), Some((node, epoch, again)))
                    if (target.node, target.epoch) == (*node, *epoch) && now < *again =>
                {
                    *again
                }
                (Some(_), _) if now < self.not_before => self.not_before,
                (Some(_), _) if now < self.deadline => return found,
                (Some(_), _) => return None,
                (None, _) => self.deadline,
            };
            if now >= self.deadline {
                return None;
            }
            let until = wait_until.min(self.deadline);
            if found.is_some() && self.refused.is_none() {
                sleep_until(until).await;
            } else {
                changed_or(&mut changes, until).await;
            }
        }
    }

    /// Why it was not delivered although nothing refused it for good.
    pub(crate) fn missed(&self) -> Refusal {
        match self.again {
            Some(Again::Unready) => Refusal::AgentNotConnected(self.agent),
            Some(Again::Unheard) => Refusal::OwnerUnreachable("it is behind the store".to_owned()),
            Some(Again::Unreachable) => Refusal::OwnerUnreachable("no connection".to_owned()),
            Some(Again::Elsewhere) | None => Refusal::NoOwner,
        }
    }

    /// Sends it once.
    pub(crate) async fn send(&mut self, target: &Target) -> Step {
        let step = self.try_send(target).await;
        self.api.metrics.delivered(match &step {
            Step::Done(reply) => reply.outcome().as_str_name(),
            Step::Again => "again",
            Step::Broken(_) => "broken",
        });
        step
    }

    async fn try_send(&mut self, target: &Target) -> Step {
        let wait = self.deadline.saturating_duration_since(Instant::now());
        let request = route::DeliverRequest {
            instance_uid: self.agent.to_bytes(),
            shard: target.shard.number().into(),
            epoch: Some(wire_epoch(target.epoch)),
            wait_ms: u32::try_from(wait.as_millis()).unwrap_or(u32::MAX),
            instruction: Some(self.instruction.clone()),
            traceparent: traceparent(),
        };
        let mut client = RouteClient::new((self.api.dial)(&target.address));
        let mut request = Request::new(request);
        request.set_timeout(wait + GRACE);
        let reply = match timeout_at(self.deadline + GRACE, client.deliver(request)).await {
            Err(_) => return Step::Broken("the owner did not answer in time".to_owned()),
            Ok(Err(status)) if never_sent(&status) => {
                self.again = Some(Again::Unreachable);
                self.not_before = Instant::now() + PAUSE;
                return Step::Again;
            }
            Ok(Err(status)) => return Step::Broken(status.message().to_owned()),
            Ok(Ok(reply)) => reply.into_inner(),
        };
        match reply.outcome() {
            Outcome::NotOwner => {
                self.refused = Some((target.node, target.epoch, Instant::now() + PAUSE));
                self.again = Some(Again::Elsewhere);
                self.learn(&reply);
                Step::Again
            }
            Outcome::NotConnected if !self.is_ready(target) => {
                self.again = Some(Again::Unready);
                self.not_before = Instant::now() + PAUSE;
                Step::Again
            }
            Outcome::Unlisted => {
                self.again = Some(Again::Unheard);
                self.not_before = Instant::now() + PAUSE;
                Step::Again
            }
            Outcome::NotConnected
            | Outcome::Written
            | Outcome::Incapable
            | Outcome::Busy
            | Outcome::Expired
            | Outcome::Unknown
            | Outcome::Unspecified => Step::Done(reply),
        }
    }

    fn learn(&mut self, reply: &DeliverReply) {
        let owner = MemberId::try_from(&reply.owner[..]).ok();
        let Some((owner, epoch)) = owner.zip(presence::epoch(reply.epoch)) else { return };
        if self.hint.is_none_or(|(_, known)| known < epoch) {
            self.hint = Some((owner, epoch));
        }
    }

    /// Whether the owner has heard every gateway: it publishes presence from that moment on.
    fn is_ready(&self, target: &Target) -> bool {
        let speaking = self.api.view.read(|state| state.index.speaking(target.shard));
        speaking.is_some_and(|epoch| epoch >= target.epoch)
    }
}

impl<S: Store> Api<S> {
    /// The owner of an agent's shard by the newest claim known, if its node is alive.
    pub(crate) fn owner(
        &self,
        agent: AgentId,
        hint: Option<(MemberId, Epoch)>,
    ) -> Result<Target, Refusal> {
        let shard = self.shard(agent);
        self.view.read(|state| {
            let known = state.owners.get(&shard).map(|owner| (owner.node, owner.epoch));
            let newest = [known, hint].into_iter().flatten().max_by_key(|(_, epoch)| *epoch);
            let (node, epoch) = newest.ok_or(Refusal::NoOwner)?;
            let member = state.members.get(&node).ok_or(Refusal::NoOwner)?;
            Ok(Target { node, address: member.address.clone(), shard, epoch })
        })
    }

    /// Sends an instruction that leaves no record, and waits for it to be written.
    pub(crate) async fn instruct(
        &self,
        agent: AgentId,
        instruction: Instruction,
    ) -> Result<(), Refusal> {
        let deadline = Instant::now() + self.config.owner_wait;
        written(agent, &self.deliver(agent, instruction, deadline).await?)
    }

    /// Sends an instruction that leaves no record, and waits for what the owner says about it.
    pub(crate) async fn deliver(
        &self,
        agent: AgentId,
        instruction: Instruction,
        deadline: Instant,
    ) -> Result<DeliverReply, Refusal> {
        let mut delivery = Delivery::new(self, agent, instruction, deadline);
        loop {
            let Some(target) = delivery.target().await else { return Err(delivery.missed()) };
            match delivery.send(&target).await {
                Step::Again => {}
                Step::Broken(why) => return Err(Refusal::OutcomeUnknown(why)),
                Step::Done(reply) => return Ok(reply),
            }
        }
    }

    /// What the owner holds of an agent in memory. Asking changes nothing, so it is asked again
    /// until the deadline.
    pub(crate) async fn inspect(&self, agent: AgentId) -> Result<route::InspectReply, Refusal> {
        self.inspect_until(agent, Instant::now() + self.config.owner_wait).await
    }

    pub(crate) async fn inspect_until(
        &self,
        agent: AgentId,
        deadline: Instant,
    ) -> Result<route::InspectReply, Refusal> {
        let unreachable = |why: &str| Refusal::OwnerUnreachable(why.to_owned());
        let mut hint = None;
        loop {
            let target = self.owner(agent, hint)?;
            if Instant::now() >= deadline {
                return Err(unreachable("there was no time to ask it"));
            }
            let mut client = RouteClient::new((self.dial)(&target.address))
                .max_decoding_message_size(REPLY_BYTES_MAX);
            let request = route::InspectRequest {
                instance_uid: agent.to_bytes(),
                shard: target.shard.number().into(),
                epoch: Some(wire_epoch(target.epoch)),
            };
            let reply = timeout_at(deadline, client.inspect(request)).await;
            let reply = reply.map_err(|_| unreachable("no answer in time"))?;
            let reply = reply.map_err(|status| unreachable(status.message()))?.into_inner();
            match reply.outcome() {
                Outcome::Unspecified | Outcome::Written => return Ok(reply),
                Outcome::NotConnected => return Err(Refusal::AgentNotConnected(agent)),
                Outcome::NotOwner => {
                    let owner = MemberId::try_from(&reply.owner[..]).ok();
                    hint = owner.zip(presence::epoch(reply.epoch)).or(hint);
                }
                Outcome::Incapable
                | Outcome::Busy
                | Outcome::Expired
                | Outcome::Unknown
                | Outcome::Unlisted => {}
            }
            if Instant::now() + PAUSE >= deadline {
                return Err(unreachable("it says that it does not own the agent"));
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}

/// What an answer means to whoever asked for a plain instruction.
pub(crate) fn written(agent: AgentId, reply: &DeliverReply) -> Result<(), Refusal> {
    match reply.outcome() {
        Outcome::Written => Ok(()),
        Outcome::NotConnected => Err(Refusal::AgentNotConnected(agent)),
        Outcome::Incapable => {
            let capability = reply.missing_capabilities.join(", ");
            Err(Refusal::MissingCapability { agent, capability })
        }
        Outcome::Busy => Err(Refusal::AgentBusy(agent)),
        Outcome::Expired => Err(Refusal::Expired),
        Outcome::NotOwner => Err(Refusal::NoOwner),
        Outcome::Unlisted | Outcome::Unknown | Outcome::Unspecified => {
            Err(Refusal::OutcomeUnknown("the owner does not know".to_owned()))
        }
    }
}

pub(crate) fn wire_epoch(epoch: Epoch) -> route::Epoch {
    route::Epoch { generation: epoch.generation, revision: epoch.revision.0 }
}

/// Whether a call failed because no connection could be made, so that the request never left.
fn never_sent(status: &Status) -> bool {
    let mut cause = status.source();
    while let Some(error) = cause {
        if error.is::<tonic::ConnectError>() {
            return true;
        }
        cause = error.source();
    }
    false
}
