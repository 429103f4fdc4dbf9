//! `AgentService`: what agents reported, whether they are connected, and plain instructions to
//! them.

mod assign;
mod parts;
mod render;
mod watch;

use std::sync::Arc;

use fleet::AgentId;
use fleet::selector::{Key, Selector};
use futures::stream::{BoxStream, StreamExt, TryStreamExt};
use proto::control::v1::agent_service_server::AgentService;
use proto::control::v1::{
    Agent, AgentEvent, AssignInstanceUidRequest, AssignInstanceUidResponse, CountAgentsRequest,
    CountAgentsResponse, DeleteAgentRequest, DeleteAgentResponse, DisconnectAgentRequest,
    DisconnectAgentResponse, GetAgentRequest, ListAgentsRequest, ListAgentsResponse,
    RequestFullStateRequest, RequestFullStateResponse, WatchAgentsRequest,
};
use proto::route::v1::deliver_request::Instruction;
use proto::route::v1::{Disconnect, RequestFullState};
use store::Store;
use tokio::time::Instant;
use tonic::{Request, Response, Status};

pub(crate) use render::{decode, summaries, summary};

use parts::Scope;

use crate::api::{Api, agent_id};
use crate::operators::{Actor, actor};
use crate::page;
use crate::refusal::Refusal;

const REQUEST_FULL_STATE: &str = "/drover.control.v1.AgentService/RequestFullState";
const DISCONNECT: &str = "/drover.control.v1.AgentService/DisconnectAgent";
const DELETE: &str = "/drover.control.v1.AgentService/DeleteAgent";
/// What fits into the Close frame of a WebSocket beside its code (RFC 6455 5.5).
const REASON_LEN_MAX: usize = 123;
/// Agents of one page that are put together at the same time.
const RENDERED_AT_ONCE: usize = 16;

/// The service.
pub(crate) struct Agents<S>(pub(crate) Arc<Api<S>>);

/// Reads a filter.
pub(crate) fn filter(text: &str) -> Result<Selector, Refusal> {
    Selector::parse_filter(text).map_err(|why| Refusal::InvalidSelector { field: "filter", why })
}

#[tonic::async_trait]
impl<S: Store> AgentService for Agents<S> {
    async fn get_agent(
        &self,
        request: Request<GetAgentRequest>,
    ) -> Result<Response<Agent>, Status> {
        let request = request.into_inner();
        let agent = agent_id(&request.instance_uid)?;
        let api = &self.0;
        api.view.wait_for(request.min_revision, api.config.min_revision_wait).await?;
        let known = api.view.read(|state| state.index.get(agent).cloned());
        let (entry, desired) = api.live(known.ok_or(Refusal::AgentNotFound(agent))?).await;
        let scope = Scope::of_one(request.view(), Instant::now() + api.config.owner_wait);
        Ok(Response::new(api.render(&entry, &desired, scope).await?))
    }

    async fn list_agents(
        &self,
        request: Request<ListAgentsRequest>,
    ) -> Result<Response<ListAgentsResponse>, Status> {
        let request = request.into_inner();
        let api = &self.0;
        let filter = filter(&request.filter)?;
        let size = page::size(request.page_size, &api.config)?;
        let after: Option<AgentId> = page::after(&request.page_token)?;
        api.view.wait_for(request.min_revision, api.config.min_revision_wait).await?;
        let revision = api.view.revision();
        let mut found: Vec<_> = api.view.read(|state| {
            let entries = state.index.list(&filter, after, size + 1);
            entries.map(|entry| (entry.clone(), state.desired(entry))).collect()
        });
        let more = found.len() > size;
        found.truncate(size);
        let last = found.last().filter(|_| more).map(|(entry, _)| entry.agent);
        // One moment for the whole page: an owner that does not answer holds it up once, not for each of its agents.
        let scope = Scope::of_many(request.view(), Instant::now() + api.config.owner_wait);
        let rendered = futures::stream::iter(found)
            .map(|(entry, desired)| async move { api.render(&entry, &desired, scope).await });
        let agents = rendered.buffered(RENDERED_AT_ONCE).try_collect().await?;
        Ok(Response::new(ListAgentsResponse {
            agents,
            next_page_token: last.map(|agent| agent.to_string()).unwrap_or_default(),
            revision: revision.0,
        }))
    }

    async fn count_agents(
        &self,
        request: Request<CountAgentsRequest>,
    ) -> Result<Response<CountAgentsResponse>, Status> {
        let request = request.into_inner();
        let api = &self.0;
        let filter = filter(&request.filter)?;
        let group_by = match request.group_by.as_str() {
            "" => None,
            text => Some(
                Key::parse(text)
                    .map_err(|why| Refusal::InvalidSelector { field: "group_by", why })?,
            ),
        };
        api.view.wait_for(request.min_revision, api.config.min_revision_wait).await?;
        let revision = api.view.revision().0;
        let counted = api.view.read(|state| state.index.count(&filter, group_by.as_ref()));
        let (total, groups) = counted.map_err(Refusal::from)?;
        Ok(Response::new(CountAgentsResponse { total, groups, revision }))
    }

    type WatchAgentsStream = BoxStream<'static, Result<AgentEvent, Status>>;

    async fn watch_agents(
        &self,
        request: Request<WatchAgentsRequest>,
    ) -> Result<Response<Self::WatchAgentsStream>, Status> {
        let request = request.into_inner();
        let filter = filter(&request.filter)?;
        let events = watch::events(Arc::clone(&self.0), filter, request.view())?;
        Ok(Response::new(events))
    }

    async fn request_full_state(
        &self,
        request: Request<RequestFullStateRequest>,
    ) -> Result<Response<RequestFullStateResponse>, Status> {
        let actor = actor(&request)?;
        let agent = agent_id(&request.into_inner().instance_uid)?;
        let instruction = Instruction::RequestFullState(RequestFullState {});
        let revision = self.instruct(actor, REQUEST_FULL_STATE, agent, instruction).await?;
        Ok(Response::new(RequestFullStateResponse { revision }))
    }

    async fn disconnect_agent(
        &self,
        request: Request<DisconnectAgentRequest>,
    ) -> Result<Response<DisconnectAgentResponse>, Status> {
        let actor = actor(&request)?;
        let request = request.into_inner();
        let agent = agent_id(&request.instance_uid)?;
        if request.reason.len() > REASON_LEN_MAX {
            let why = format!("at most {REASON_LEN_MAX} bytes");
            return Err(Refusal::invalid("reason", why).into());
        }
        let instruction = Instruction::Disconnect(Disconnect { reason: request.reason });
        let revision = self.instruct(actor, DISCONNECT, agent, instruction).await?;
        Ok(Response::new(DisconnectAgentResponse { revision }))
    }

    async fn delete_agent(
        &self,
        request: Request<DeleteAgentRequest>,
    ) -> Result<Response<DeleteAgentResponse>, Status> {
        let actor = actor(&request)?;
        let request = request.into_inner();
        let agent = agent_id(&request.instance_uid)?;
        let api = Arc::clone(&self.0);
        let work = async move { api.delete_agent(&actor, agent, request.disconnect).await };
        let revision = self.0.finish(work).await?;
        Ok(Response::new(DeleteAgentResponse { revision }))
    }

    async fn assign_instance_uid(
        &self,
        request: Request<AssignInstanceUidRequest>,
    ) -> Result<Response<AssignInstanceUidResponse>, Status> {
        let (actor, api) = (actor(&request)?, Arc::clone(&self.0));
        let request = request.into_inner();
        let work = async move { api.assign_uid(&actor, &request).await };
        Ok(Response::new(self.0.finish(work).await?))
    }
}

impl<S: Store> Agents<S> {
    /// A plain instruction between its audit records. It writes nothing else, so the revision is
    /// the view's.
    async fn instruct(
        &self,
        actor: Actor,
        method: &'static str,
        agent: AgentId,
        instruction: Instruction,
    ) -> Result<u64, Refusal> {
        let api = Arc::clone(&self.0);
        let work = async move {
            api.check_known(agent).await?;
            let action = async {
                api.instruct(agent, instruction).await?;
                Ok(((), api.view.revision()))
            };
            api.audited(&actor, method, format!("agents/{agent}"), action).await
        };
        let ((), revision) = self.0.finish(work).await?;
        Ok(revision.0)
    }
}

impl<S: Store> Api<S> {
    /// Refuses an agent that neither this replica nor the store knows.
    pub(crate) async fn check_known(&self, agent: AgentId) -> Result<(), Refusal> {
        if self.view.read(|state| state.index.get(agent).is_some())
            || self.records.get_agent(self.shard(agent), agent).await?.is_some()
        {
            return Ok(());
        }
        Err(Refusal::AgentNotFound(agent))
    }

    async fn delete_agent(
        &self,
        actor: &Actor,
        agent: AgentId,
        disconnect: bool,
    ) -> Result<u64, Refusal> {
        self.check_known(agent).await?;
        let connected = self
            .view
            .read(|state| state.index.get(agent).is_some_and(fleet::index::Entry::connected));
        if connected && !disconnect {
            return Err(Refusal::AgentConnected(agent));
        }
        let action = async { Ok(((), self.remove_agent(agent).await?)) };
        let ((), revision) = self.audited(actor, DELETE, format!("agents/{agent}"), action).await?;
        Ok(revision.0)
    }
}
