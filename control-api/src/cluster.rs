//! `ClusterService`: the processes of the cluster and who owns what.

use std::collections::BTreeMap;
use std::sync::Arc;

use fleet::{MemberId, Shard};
use proto::control::v1::cluster_service_server::ClusterService;
use proto::control::v1::{
    self as control, GetAgentOwnerRequest, GetAgentOwnerResponse, ListMembersRequest,
    ListMembersResponse, ListShardsRequest, ListShardsResponse,
};
use proto::record::v1 as record;
use store::Store;
use tonic::{Request, Response, Status};

use crate::api::{Api, agent_id, timestamp};
use crate::page;
use crate::refusal::Refusal;
use crate::view::State;

/// The service.
pub(crate) struct Cluster<S>(pub(crate) Arc<Api<S>>);

#[tonic::async_trait]
impl<S: Store> ClusterService for Cluster<S> {
    async fn list_members(
        &self,
        _: Request<ListMembersRequest>,
    ) -> Result<Response<ListMembersResponse>, Status> {
        let members = self.0.view.read(|state| {
            let mut shards: BTreeMap<MemberId, u32> = BTreeMap::new();
            for owner in state.owners.values() {
                *shards.entry(owner.node).or_default() += 1;
            }
            let owned = |id| shards.get(id).copied().unwrap_or_default();
            state.members.iter().map(|(id, row)| member(*id, row, owned(id))).collect()
        });
        let revision = self.0.view.revision().0;
        Ok(Response::new(ListMembersResponse { members, revision }))
    }

    async fn list_shards(
        &self,
        request: Request<ListShardsRequest>,
    ) -> Result<Response<ListShardsResponse>, Status> {
        let request = request.into_inner();
        let size = match usize::try_from(request.page_size) {
            Ok(0) => usize::from(fleet::id::SHARDS),
            Ok(size) => size,
            Err(_) => page::size(request.page_size, &self.0.config)?,
        };
        let after: Option<u32> = page::after(&request.page_token)?;
        let all = self.0.view.read(|state| {
            let row = |number: Shard| (u32::from(number.number()), shard(state, number));
            Shard::all().map(row).collect::<Vec<_>>()
        });
        let (shards, next) = page::cut(all, after.as_ref(), size);
        Ok(Response::new(ListShardsResponse {
            shards,
            next_page_token: next.map(|number| number.to_string()).unwrap_or_default(),
            revision: self.0.view.revision().0,
        }))
    }

    async fn get_agent_owner(
        &self,
        request: Request<GetAgentOwnerRequest>,
    ) -> Result<Response<GetAgentOwnerResponse>, Status> {
        let agent = agent_id(&request.into_inner().instance_uid)?;
        let number = self.0.shard(agent);
        let found = self.0.view.read(|state| {
            let owner = state.owners.get(&number)?;
            let presence = state.index.get(agent).and_then(|entry| entry.presence.as_ref());
            let gateway = presence.filter(|p| p.connected).and_then(|p| p.gateway);
            let member = state.members.get(&owner.node);
            Some(GetAgentOwnerResponse {
                owner: Some(control::Owner {
                    node: owner.node.to_string(),
                    gateway: gateway.map(|id| id.to_string()).unwrap_or_default(),
                    shard: number.number().into(),
                    epoch: Some(epoch(owner.epoch)),
                }),
                address: member.map(|member| member.address.clone()).unwrap_or_default(),
                alive: member.is_some(),
            })
        });
        Ok(Response::new(found.ok_or(Refusal::NoOwner)?))
    }
}

pub(crate) const fn epoch(epoch: fleet::Epoch) -> control::Epoch {
    control::Epoch { generation: epoch.generation, revision: epoch.revision.0 }
}

fn member(id: MemberId, row: &record::Member, shards: u32) -> control::Member {
    let role = match row.role() {
        record::Role::Gateway => "gateway",
        record::Role::Node => "node",
        record::Role::ControlApi => "control-api",
        record::Role::Unspecified => "unknown",
    };
    let state = match row.state() {
        record::MemberState::Ready => "ready",
        record::MemberState::Draining => "draining",
        record::MemberState::Unspecified => "unknown",
    };
    control::Member {
        id: id.to_string(),
        role: role.to_owned(),
        address: row.address.clone(),
        version: row.version.clone(),
        state: state.to_owned(),
        weight: row.weight.max(1),
        shards,
        started: timestamp(row.started_unix_ms),
    }
}

fn shard(state: &State, number: Shard) -> control::Shard {
    let owner = state.owners.get(&number);
    control::Shard {
        shard: number.number().into(),
        owner: owner.map(|owner| owner.node.to_string()).unwrap_or_default(),
        epoch: owner.map(|owner| epoch(owner.epoch)),
        agents: state.index.agents_of(number) as u64,
        owner_alive: owner.is_some_and(|owner| state.members.contains_key(&owner.node)),
    }
}
