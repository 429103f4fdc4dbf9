//! `CommandService`: one-shot instructions, at most once, each with a receipt that outlives this
//! replica.
//!
//! The record says DISPATCHED before the first byte leaves. Whatever happens then, to the call, to
//! the owner or to this process, the command is not sent again: a record that still says DISPATCHED
//! when it expires reads UNKNOWN.

mod receipt;

use std::sync::Arc;
use std::time::Duration;

use fleet::capability::Capabilities;
use fleet::{AgentId, Digest, MemberId, Revision};
use proto::control::v1::command_service_server::CommandService;
use proto::control::v1::{
    CommandReceipt, GetCommandRequest, ListCommandsRequest, ListCommandsResponse, RestartRequest,
};
use proto::opamp::v1::AgentCapabilities;
use proto::record::v1::{Command, CommandKind, CommandState};
use proto::route::v1::deliver_request::Instruction;
use proto::route::v1::{DeliverReply, Outcome, Restart};
use store::{Guard, Store, StoreError};
use tokio::time::{Instant, sleep};
use tonic::{Request, Response, Status};
use uuid::Uuid;

use crate::api::{Api, agent_id};
use crate::dispatch::{Delivery, Step, Target};
use crate::operators::{Actor, actor};
use crate::page;
use crate::refusal::Refusal;

const RESTART: &str = "/drover.control.v1.CommandService/Restart";
/// The longest `request_id`, in bytes.
const REQUEST_ID_LEN_MAX: usize = 128;
/// How long after the caller's deadline a record without outcome becomes UNKNOWN.
const EXPIRY_MARGIN: Duration = Duration::from_secs(5);
/// How often an outcome is tried to record, and the pause in between.
const RECORD_TRIES: u32 = 5;
const RECORD_PAUSE: Duration = Duration::from_millis(300);
/// Commands of one agent that are listed at most.
const LISTED_MAX: usize = 10_000;

/// The record is not as this call left it.
struct Overtaken;

/// The service.
pub(crate) struct Commands<S>(pub(crate) Arc<Api<S>>);

#[tonic::async_trait]
impl<S: Store> CommandService for Commands<S> {
    async fn restart(
        &self,
        request: Request<RestartRequest>,
    ) -> Result<Response<CommandReceipt>, Status> {
        let actor = actor(&request)?;
        let api = Arc::clone(&self.0);
        let request = request.into_inner();
        let work = async move { api.restart(&actor, &request).await };
        Ok(Response::new(self.0.finish(work).await?))
    }

    async fn get_command(
        &self,
        request: Request<GetCommandRequest>,
    ) -> Result<Response<CommandReceipt>, Status> {
        let request = request.into_inner();
        let agent = agent_id(&request.instance_uid)?;
        let id: Uuid = request.id.parse().map_err(|_| Refusal::invalid("id", "use a UUID"))?;
        let found = self.0.records.get_command(agent, id).await.map_err(Refusal::from)?;
        let (command, revision) = found.ok_or(Refusal::CommandNotFound(agent))?;
        Ok(Response::new(self.0.receipt(&command, revision)))
    }

    async fn list_commands(
        &self,
        request: Request<ListCommandsRequest>,
    ) -> Result<Response<ListCommandsResponse>, Status> {
        let request = request.into_inner();
        let agent = agent_id(&request.instance_uid)?;
        let size = page::size(request.page_size, &self.0.config)?;
        let after: Option<Uuid> = page::after(&request.page_token)?;
        let found = self.0.records.list_commands(agent, LISTED_MAX).await;
        let mut found = found.map_err(Refusal::from)?;
        found.sort_by_key(|(id, command, _)| (-command.created_unix_ms, *id));
        let start = match after {
            None => 0,
            Some(after) => found.iter().position(|(id, ..)| *id == after).map_or(0, |at| at + 1),
        };
        let rest = found.get(start..).unwrap_or_default();
        let page = rest.get(..size).unwrap_or(rest);
        let commands = page.iter().map(|(_, command, at)| self.0.receipt(command, *at)).collect();
        let last = page.last().filter(|_| rest.len() > page.len());
        let next_page_token = last.map(|(id, ..)| id.to_string()).unwrap_or_default();
        Ok(Response::new(ListCommandsResponse { commands, next_page_token }))
    }
}

impl<S: Store> Api<S> {
    async fn restart(
        &self,
        actor: &Actor,
        request: &RestartRequest,
    ) -> Result<CommandReceipt, Refusal> {
        let agent = agent_id(&request.instance_uid)?;
        let wait = self.wait(request.wait_seconds, self.config.command_wait)?;
        let id = command_id(agent, &request.request_id)?;
        let first = match request.request_id.is_empty() {
            true => None,
            false => self.records.get_command(agent, id).await?,
        };
        // One that was never sent is taken over: whoever recorded it may be dead.
        if let Some((command, revision)) = &first
            && receipt::state_now(command, self.now_ms(), 0) != CommandState::Accepted
        {
            return Ok(self.receipt(command, *revision));
        }
        let start_time_unix_nano = self.check_restartable(agent).await?;
        let started = self.start(actor, RESTART, format!("agents/{agent}/commands/{id}")).await?;
        let deadline = Instant::now() + wait;
        let created = self.now_ms();
        let lifetime = i64::try_from((wait + EXPIRY_MARGIN).as_millis()).unwrap_or(i64::MAX);
        let guard = first.as_ref().map_or(Guard::Absent, |(_, revision)| Guard::At(*revision));
        let fresh = || Command {
            schema: 1,
            id: id.as_bytes().to_vec().into(),
            instance_uid: agent.to_bytes(),
            kind: CommandKind::Restart.into(),
            state: CommandState::Accepted.into(),
            created_unix_ms: created,
            actor: actor.0.to_string(),
            request_id: request.request_id.clone(),
            ..Command::default()
        };
        let mut command = first.map_or_else(fresh, |(command, _)| command);
        command.start_time_unix_nano = start_time_unix_nano;
        command.expires_unix_ms = created.saturating_add(lifetime).max(command.expires_unix_ms);
        let result = self.deliver_command(agent, command, guard, deadline).await;
        match &result {
            Ok(receipt) => {
                let outcome = receipt.state().as_str_name();
                self.end(started, outcome, Some(Revision(receipt.revision))).await;
            }
            Err(refusal) => self.end(started, &format!("{:?}", refusal.code()), None).await,
        }
        result
    }

    /// Refuses what the agent cannot do. Returns its start time, as far as it is known.
    async fn check_restartable(&self, agent: AgentId) -> Result<u64, Refusal> {
        let known = self.view.read(|state| state.index.get(agent).cloned());
        let (capabilities, started) = match known {
            Some(entry) => {
                let started = entry.start_time_unix_nano();
                let reported = entry.observed.is_some();
                // An agent without a record yet is asked; its owner knows its capabilities.
                (reported.then(|| entry.capabilities()), started)
            }
            None => {
                let record = self.records.get_agent(self.shard(agent), agent).await?;
                let (record, _) = record.ok_or(Refusal::AgentNotFound(agent))?;
                (Some(Capabilities(record.capabilities)), 0)
            }
        };
        let needed = AgentCapabilities::AcceptsRestartCommand;
        if capabilities.is_some_and(|capabilities| !capabilities.has(needed)) {
            let capability = "AcceptsRestartCommand".to_owned();
            return Err(Refusal::MissingCapability { agent, capability });
        }
        Ok(started)
    }

    /// Records a command as this call's, and sends it. Until it says DISPATCHED another call may take it over; whoever
    /// loses the record has sent nothing and answers with what the winner recorded.
    async fn deliver_command(
        &self,
        agent: AgentId,
        mut command: Command,
        guard: Guard,
        deadline: Instant,
    ) -> Result<CommandReceipt, Refusal> {
        let mut revision = match self.records.put_command(&command, guard).await {
            Ok(revision) => revision,
            Err(StoreError::Conflict(_)) => return self.stored(agent, &command).await,
            Err(error) => return Err(error.into()),
        };
        let mut sent = false;
        let mut delivery = Delivery::new(self, agent, Instruction::Restart(Restart {}), deadline);
        loop {
            let Some(target) = delivery.target().await else {
                let missed = delivery.missed();
                not_delivered(&mut command, &format!("{}: {missed}", missed.reason()));
                break;
            };
            dispatched(&mut command, &target);
            revision = match self.records.put_command(&command, Guard::At(revision)).await {
                Ok(revision) => revision,
                Err(StoreError::Conflict(_)) if !sent => return self.stored(agent, &command).await,
                Err(error) => return Err(error.into()),
            };
            sent = true;
            match delivery.send(&target).await {
                Step::Again => {}
                Step::Done(reply) => {
                    finish(&mut command, &reply, self.now_ms());
                    break;
                }
                Step::Broken(why) => {
                    set(&mut command, CommandState::Unknown, &format!("OWNER_UNREACHABLE: {why}"));
                    break;
                }
            }
        }
        match self.record_outcome(&command, revision).await {
            Ok(revision) => Ok(self.receipt(&command, revision)),
            Err(Overtaken) if !sent => self.stored(agent, &command).await,
            // An earlier attempt to record was written although its answer was lost.
            Err(Overtaken) => Ok(self.receipt(&command, revision)),
        }
    }

    /// Records how it ended. The outcome is known and true even if it cannot be recorded; the
    /// record then reads UNKNOWN.
    async fn record_outcome(
        &self,
        command: &Command,
        seen: Revision,
    ) -> Result<Revision, Overtaken> {
        for _ in 0..RECORD_TRIES {
            match self.records.put_command(command, Guard::At(seen)).await {
                Ok(revision) => return Ok(revision),
                Err(StoreError::Conflict(_)) => return Err(Overtaken),
                Err(error) => tracing::warn!(%error, "cannot record a command's outcome"),
            }
            sleep(RECORD_PAUSE).await;
        }
        Ok(seen)
    }

    /// The receipt of what is stored of a command.
    async fn stored(&self, agent: AgentId, command: &Command) -> Result<CommandReceipt, Refusal> {
        let id = Uuid::from_slice(&command.id).map_err(|_| Refusal::Internal)?;
        let found = self.records.get_command(agent, id).await?;
        let (command, revision) = found.ok_or(Refusal::CommandNotFound(agent))?;
        Ok(self.receipt(&command, revision))
    }
}

/// The command's id: with a `request_id` the same for every attempt of the same request, so that
/// the store itself refuses a second one.
fn command_id(agent: AgentId, request_id: &str) -> Result<Uuid, Refusal> {
    if request_id.is_empty() {
        return Ok(Uuid::now_v7());
    }
    if request_id.len() > REQUEST_ID_LEN_MAX {
        return Err(Refusal::invalid("request_id", format!("at most {REQUEST_ID_LEN_MAX} bytes")));
    }
    let hash = Digest::of(&[agent.as_bytes(), request_id.as_bytes()].concat());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.0[..16]);
    Ok(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

fn set(command: &mut Command, state: CommandState, reason: &str) {
    command.set_state(state);
    reason.clone_into(&mut command.reason);
}

fn not_delivered(command: &mut Command, reason: &str) {
    set(command, CommandState::NotDelivered, reason);
}

fn dispatched(command: &mut Command, target: &Target) {
    set(command, CommandState::Dispatched, "");
    command.owner = target.node.to_bytes();
    command.epoch_generation = target.epoch.generation;
    command.epoch_revision = target.epoch.revision.0;
}

fn finish(command: &mut Command, reply: &DeliverReply, now: i64) {
    match reply.outcome() {
        Outcome::Written => {
            set(command, CommandState::Written, "");
            command.written_unix_ms = now;
            command.gateway = reply.gateway.clone();
            if MemberId::try_from(&reply.owner[..]).is_ok() {
                command.owner = reply.owner.clone();
            }
            if reply.start_time_unix_nano != 0 {
                command.start_time_unix_nano = reply.start_time_unix_nano;
            }
        }
        Outcome::NotConnected => not_delivered(command, "AGENT_NOT_CONNECTED"),
        Outcome::NotOwner => not_delivered(command, "NO_OWNER"),
        Outcome::Busy => not_delivered(command, "AGENT_BUSY: eight instructions wait already"),
        Outcome::Incapable => {
            let missing = reply.missing_capabilities.join(", ");
            not_delivered(command, &format!("MISSING_CAPABILITY: {missing}"));
        }
        Outcome::Expired => set(command, CommandState::Expired, "EXPIRED: not written in time"),
        // Only custom messages are listed anywhere.
        Outcome::Unlisted => not_delivered(command, "CAPABILITY_NOT_LISTED"),
        Outcome::Unknown | Outcome::Unspecified => {
            set(command, CommandState::Unknown, "OUTCOME_UNKNOWN: the owner does not know");
        }
    }
}
