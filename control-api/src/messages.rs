//! `CustomMessageService`: custom capabilities that this server lists, and custom messages both ways.
//!
//! A message to an agent is an instruction like a restart, with its receipt in the answer; one from an agent is
//! streamed from its owner to whoever subscribed and is kept nowhere.

mod subscribe;

use std::sync::Arc;
use std::time::Duration;

use fleet::custom::Name;
use fleet::{AgentId, MemberId, Revision};
use futures::stream::BoxStream;
use proto::control::v1::custom_message_service_server::CustomMessageService;
use proto::control::v1::{
    self as control, AgentCustomCapabilities, CustomMessageEvent, DeleteCustomCapabilityRequest,
    DeleteCustomCapabilityResponse, ListAgentCustomCapabilitiesRequest,
    ListAgentCustomCapabilitiesResponse, ListCustomCapabilitiesRequest,
    ListCustomCapabilitiesResponse, RegisterCustomCapabilityRequest,
    RegisterCustomCapabilityResponse, SendCustomMessageRequest, SendCustomMessageResponse,
    SubscribeCustomMessagesRequest,
};
use proto::opamp::v1::{CustomCapabilities, CustomMessage};
use proto::record::v1::{CustomCapability, PartKind};
use proto::route::v1::deliver_request::Instruction;
use proto::route::v1::{DeliverReply, Outcome};
use store::{Guard, Store, StoreError};
use tokio::time::Instant;
use tonic::{Request, Response, Status};
use uuid::Uuid;

use crate::agents::{decode, filter};
use crate::api::{Api, agent_id, timestamp};
use crate::operators::{Actor, actor};
use crate::page;
use crate::refusal::Refusal;

const REGISTER: &str = "/drover.control.v1.CustomMessageService/RegisterCustomCapability";
const DELETE: &str = "/drover.control.v1.CustomMessageService/DeleteCustomCapability";
const SEND: &str = "/drover.control.v1.CustomMessageService/SendCustomMessage";
/// The largest data of one message, and the longest name of its type, in bytes.
const DATA_BYTES_MAX: usize = 64 << 10;
const TYPE_LEN_MAX: usize = 256;

/// The service.
pub(crate) struct Messages<S>(pub(crate) Arc<Api<S>>);

fn name(text: &str) -> Result<Name, Refusal> {
    let invalid = |error: fleet::custom::InvalidName| Refusal::invalid("name", error.to_string());
    text.parse().map_err(invalid)
}

#[tonic::async_trait]
impl<S: Store> CustomMessageService for Messages<S> {
    async fn register_custom_capability(
        &self,
        request: Request<RegisterCustomCapabilityRequest>,
    ) -> Result<Response<RegisterCustomCapabilityResponse>, Status> {
        let (actor, api) = (actor(&request)?, Arc::clone(&self.0));
        let name = name(&request.into_inner().name)?;
        let work = async move { api.register_custom(&actor, &name).await };
        Ok(Response::new(self.0.finish(work).await?))
    }

    async fn list_custom_capabilities(
        &self,
        _: Request<ListCustomCapabilitiesRequest>,
    ) -> Result<Response<ListCustomCapabilitiesResponse>, Status> {
        let found = self.0.records.list_custom().await.map_err(Refusal::from)?;
        let capabilities = found.items.into_iter().map(|(_, row, _)| shown(row)).collect();
        let revision = found.revision.0;
        Ok(Response::new(ListCustomCapabilitiesResponse { capabilities, revision }))
    }

    async fn delete_custom_capability(
        &self,
        request: Request<DeleteCustomCapabilityRequest>,
    ) -> Result<Response<DeleteCustomCapabilityResponse>, Status> {
        let (actor, api) = (actor(&request)?, Arc::clone(&self.0));
        let name = name(&request.into_inner().name)?;
        let work = async move { api.delete_custom(&actor, &name).await };
        let revision = self.0.finish(work).await?.0;
        Ok(Response::new(DeleteCustomCapabilityResponse { revision }))
    }

    async fn list_agent_custom_capabilities(
        &self,
        request: Request<ListAgentCustomCapabilitiesRequest>,
    ) -> Result<Response<ListAgentCustomCapabilitiesResponse>, Status> {
        let request = request.into_inner();
        let api = &self.0;
        let filter = filter(&request.filter)?;
        let size = page::size(request.page_size, &api.config)?;
        let mut after: Option<AgentId> = page::after(&request.page_token)?;
        api.view.wait_for(request.min_revision, api.config.min_revision_wait).await?;
        let mut agents = Vec::new();
        let mut more = true;
        // A page is full of agents that list something; at least it gets this far in one look.
        while more && agents.is_empty() {
            let found: Vec<_> = api
                .view
                .read(|state| state.index.list(&filter, after, size).cloned().collect::<Vec<_>>());
            more = found.len() == size;
            after = found.last().map(|entry| entry.agent).or(after);
            for entry in found {
                agents.extend(api.listed_by(&entry).await?);
            }
        }
        let last = after.filter(|_| more);
        let next_page_token = last.map(|agent| agent.to_string()).unwrap_or_default();
        Ok(Response::new(ListAgentCustomCapabilitiesResponse { agents, next_page_token }))
    }

    async fn send_custom_message(
        &self,
        request: Request<SendCustomMessageRequest>,
    ) -> Result<Response<SendCustomMessageResponse>, Status> {
        let (actor, api) = (actor(&request)?, Arc::clone(&self.0));
        let request = request.into_inner();
        let work = async move { api.send_custom(&actor, request).await };
        Ok(Response::new(self.0.finish(work).await?))
    }

    type SubscribeCustomMessagesStream = BoxStream<'static, Result<CustomMessageEvent, Status>>;

    async fn subscribe_custom_messages(
        &self,
        request: Request<SubscribeCustomMessagesRequest>,
    ) -> Result<Response<Self::SubscribeCustomMessagesStream>, Status> {
        let request = request.into_inner();
        let selector = match request.filter.trim() {
            "" => None,
            text => Some(filter(text)?),
        };
        let events = subscribe::events(Arc::clone(&self.0), selector, request.capability)?;
        Ok(Response::new(events))
    }
}

fn shown(row: CustomCapability) -> control::CustomCapability {
    let CustomCapability { name, created_unix_ms, actor, .. } = row;
    control::CustomCapability { name, created: timestamp(created_unix_ms), actor }
}

impl<S: Store> Api<S> {
    async fn register_custom(
        &self,
        actor: &Actor,
        name: &Name,
    ) -> Result<RegisterCustomCapabilityResponse, Refusal> {
        let answer = |row, created, revision: Revision| RegisterCustomCapabilityResponse {
            capability: Some(shown(row)),
            created,
            revision: revision.0,
        };
        let known = self.records.list_custom().await?.items;
        if let Some((_, row, at)) = known.iter().find(|(listed, ..)| listed == name.as_str()) {
            return Ok(answer(row.clone(), false, *at));
        }
        if known.len() >= fleet::custom::LISTED_LEN_MAX {
            let why = format!("{} are listed already: delete one", known.len());
            return Err(Refusal::invalid("name", why));
        }
        let row = CustomCapability {
            schema: 1,
            name: name.to_string(),
            created_unix_ms: self.now_ms(),
            actor: actor.0.to_string(),
        };
        let action = async {
            match self.records.put_custom(&row, Guard::Absent).await {
                Ok(revision) => Ok((true, revision)),
                // Somebody else was first, with the same.
                Err(StoreError::Conflict(at)) => Ok((false, at)),
                Err(error) => Err(error.into()),
            }
        };
        let target = format!("custom/{name}");
        let (created, revision) = self.audited(actor, REGISTER, target, action).await?;
        Ok(answer(row, created, revision))
    }

    async fn delete_custom(&self, actor: &Actor, name: &Name) -> Result<Revision, Refusal> {
        let missing = || Refusal::CapabilityNotFound(name.to_string());
        self.records.get_custom(name.as_str()).await?.ok_or_else(missing)?;
        let action = async {
            match self.records.delete_custom(name.as_str(), Guard::Present).await {
                Ok(revision) => Ok(((), revision)),
                Err(StoreError::Conflict(_)) => Err(missing()),
                Err(error) => Err(error.into()),
            }
        };
        Ok(self.audited(actor, DELETE, format!("custom/{name}"), action).await?.1)
    }

    /// The custom capabilities an agent lists; `None` when it lists none.
    async fn listed_by(
        &self,
        entry: &fleet::index::Entry,
    ) -> Result<Option<AgentCustomCapabilities>, Refusal> {
        let Some(observed) = &entry.observed else { return Ok(None) };
        let kind = PartKind::CustomCapabilities;
        let mut bodies = self.bodies.parts(&observed.record, &[kind]).await?;
        let listed: Option<CustomCapabilities> = decode(bodies.remove(&kind.into()));
        let capabilities = listed.unwrap_or_default().capabilities;
        let instance_uid = entry.agent.to_string();
        let some = !capabilities.is_empty();
        Ok(some.then_some(AgentCustomCapabilities { instance_uid, capabilities }))
    }

    async fn send_custom(
        &self,
        actor: &Actor,
        request: SendCustomMessageRequest,
    ) -> Result<SendCustomMessageResponse, Refusal> {
        let agent = agent_id(&request.instance_uid)?;
        let SendCustomMessageRequest { capability, r#type, data, wait_seconds, .. } = request;
        if data.len() > DATA_BYTES_MAX {
            return Err(Refusal::invalid("data", format!("at most {DATA_BYTES_MAX} bytes")));
        }
        if r#type.len() > TYPE_LEN_MAX {
            return Err(Refusal::invalid("type", format!("at most {TYPE_LEN_MAX} bytes")));
        }
        let deadline = Instant::now() + self.wait(wait_seconds, self.config.command_wait)?;
        if self.records.get_custom(&capability).await?.is_none() {
            return Err(Refusal::NotListedHere(capability));
        }
        let id = Uuid::now_v7();
        let target = format!("agents/{agent}/messages/{id}");
        let message = CustomMessage { capability: capability.clone(), r#type, data };
        let action = async {
            let sent = self.deliver(agent, Instruction::CustomMessage(message), deadline).await;
            match sent {
                Ok(reply) => match written(agent, &capability, reply) {
                    Ok(reply) => Ok((reply, self.view.revision())),
                    Err(Refusal::AgentNotConnected(_)) => {
                        self.check_known(agent).await?;
                        Err(Refusal::AgentNotConnected(agent))
                    }
                    Err(refusal) => Err(refusal),
                },
                Err(refusal) => Err(refusal),
            }
        };
        let (reply, _) = self.audited(actor, SEND, target, action).await?;
        let member = |bytes: &[u8]| MemberId::try_from(bytes).map(|id| id.to_string());
        let epoch = reply.epoch.unwrap_or_default();
        let owner = control::Owner {
            node: member(&reply.owner).unwrap_or_default(),
            gateway: member(&reply.gateway).unwrap_or_default(),
            shard: self.shard(agent).number().into(),
            epoch: Some(control::Epoch { generation: epoch.generation, revision: epoch.revision }),
        };
        let written = timestamp(self.now_ms());
        Ok(SendCustomMessageResponse { id: id.to_string(), owner: Some(owner), written })
    }

    /// How long a call waits for an agent.
    pub(crate) fn wait(&self, seconds: u32, default: Duration) -> Result<Duration, Refusal> {
        let longest = self.config.command_wait_max;
        match Duration::from_secs(seconds.into()) {
            Duration::ZERO => Ok(default),
            wait if wait <= longest => Ok(wait),
            _ => {
                let why = format!("at most {} seconds", longest.as_secs());
                Err(Refusal::invalid("wait_seconds", why))
            }
        }
    }
}

/// What the owner's answer means.
fn written(agent: AgentId, capability: &str, reply: DeliverReply) -> Result<DeliverReply, Refusal> {
    match reply.outcome() {
        Outcome::Incapable => {
            Err(Refusal::NotListedByAgent { agent, capability: capability.to_owned() })
        }
        Outcome::Unlisted => Err(Refusal::NotListedHere(capability.to_owned())),
        Outcome::Written
        | Outcome::NotOwner
        | Outcome::NotConnected
        | Outcome::Busy
        | Outcome::Expired
        | Outcome::Unknown
        | Outcome::Unspecified => {
            crate::dispatch::written(agent, &reply)?;
            Ok(reply)
        }
    }
}
