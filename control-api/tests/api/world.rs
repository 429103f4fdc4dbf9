//! A control API on loopback, its store, and nodes.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use control_api::{Config, Metrics, Operators, Parts};
use fleet::observed::Observed;
use fleet::{AgentId, Digest, Epoch, MemberId, Moment, Revision, Shard};
use proto::control::v1::agent_service_client::AgentServiceClient;
use proto::control::v1::cluster_service_client::ClusterServiceClient;
use proto::control::v1::command_service_client::CommandServiceClient;
use proto::control::v1::connection_settings_service_client::ConnectionSettingsServiceClient;
use proto::control::v1::custom_message_service_client::CustomMessageServiceClient;
use proto::control::v1::package_service_client::PackageServiceClient;
use proto::control::v1::remote_config_service_client::RemoteConfigServiceClient;
use proto::opamp::v1::any_value::Value;
use proto::opamp::v1::{
    AgentDescription, AgentToServer, AnyValue, ComponentHealth, EffectiveConfig, KeyValue,
    RemoteConfigStatus,
};
use proto::record::v1::{Agent, Audit, ClusterMeta, Member, PartKind, Role};
use proto::route::v1::{Body, InspectReply};
use store::{Embedded, Guard, Options, Records};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_stream::wrappers::TcpListenerStream;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tonic::metadata::MetadataValue;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status};
use tonic_types::StatusExt as _;

use crate::faulty::{Failing, Faulty};
use crate::node::Node;

pub(crate) const TOKEN: &str = "the-admin-token";

/// What capabilities an agent of these tests has unless it says otherwise: status, remote config,
/// restart, health.
pub(crate) const CAPABLE: u64 = 0x0001 | 0x0002 | 0x0400 | 0x0800;

type Authorize = fn(Request<()>) -> Result<Request<()>, Status>;
pub(crate) type Authorized = InterceptedService<Channel, Authorize>;

pub(crate) struct World {
    _dir: TempDir,
    pub(crate) records: Arc<Records<Faulty>>,
    pub(crate) failing: Failing,
    pub(crate) channel: Channel,
    pub(crate) now: Arc<AtomicU64>,
    pub(crate) drain: CancellationToken,
    pub(crate) halt: CancellationToken,
    pub(crate) served: Option<JoinHandle<Result<(), control_api::Error>>>,
    pub(crate) tasks: TaskTracker,
    pub(crate) nodes: std::sync::Mutex<Vec<Node>>,
    key: [u8; 16],
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::with(Config::default()).await
    }

    pub(crate) async fn with(config: Config) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let inner = Embedded::open(dir.path(), Options::default()).await.unwrap();
        let failing = Failing::default();
        let store = Faulty { inner, failing: Arc::clone(&failing) };
        let records = Arc::new(Records::new(store));
        let key = [3; 16];
        let meta = ClusterMeta {
            schema: 1,
            cluster_id: Bytes::from_static(&[1; 16]),
            generation: 1,
            shards: 4096,
            hash_key: Bytes::copy_from_slice(&key),
        };
        let cluster = records.cluster(meta).await.unwrap();
        let tasks = TaskTracker::new();
        let now = Arc::new(AtomicU64::new(1_700_000_000_000));
        let (drain, halt) = (CancellationToken::new(), CancellationToken::new());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let clock = Arc::clone(&now);
        let parts = Parts {
            config,
            records: Arc::clone(&records),
            cluster,
            member: MemberId::new([0xc0; 16]),
            address: address.clone(),
            conns: TcpListenerStream::new(listener),
            dial: Arc::new(dial),
            operators: Operators::with_token(TOKEN),
            issuer: None,
            clock: Arc::new(move || Moment(clock.load(Ordering::Relaxed))),
            ready: Box::new(()),
            metrics: Metrics::default(),
            drain: drain.clone(),
            halt: halt.clone(),
        };
        let served = Some(tasks.spawn(control_api::run(parts)));
        Self {
            _dir: dir,
            records,
            failing,
            channel: dial(&address),
            now,
            drain,
            halt,
            served,
            tasks,
            nodes: Default::default(),
            key,
        }
    }

    pub(crate) fn agents(&self) -> AgentServiceClient<Authorized> {
        AgentServiceClient::new(self.authorized())
    }

    pub(crate) fn configs(&self) -> RemoteConfigServiceClient<Authorized> {
        RemoteConfigServiceClient::new(self.authorized())
    }

    pub(crate) fn packages(&self) -> PackageServiceClient<Authorized> {
        PackageServiceClient::new(self.authorized())
    }

    pub(crate) fn settings(&self) -> ConnectionSettingsServiceClient<Authorized> {
        ConnectionSettingsServiceClient::new(self.authorized())
    }

    pub(crate) fn commands(&self) -> CommandServiceClient<Authorized> {
        CommandServiceClient::new(self.authorized())
    }

    pub(crate) fn messages(&self) -> CustomMessageServiceClient<Authorized> {
        CustomMessageServiceClient::new(self.authorized())
    }

    pub(crate) fn cluster(&self) -> ClusterServiceClient<Authorized> {
        ClusterServiceClient::new(self.authorized())
    }

    pub(crate) fn authorized(&self) -> Authorized {
        let authorize: Authorize = |mut request| {
            let value = MetadataValue::try_from(format!("Bearer {TOKEN}")).unwrap();
            request.metadata_mut().insert("authorization", value);
            Ok(request)
        };
        InterceptedService::new(self.channel.clone(), authorize)
    }

    pub(crate) fn shard(&self, agent: AgentId) -> Shard {
        Shard::of(agent, &self.key)
    }

    /// A node that is a member.
    pub(crate) async fn node(&self, number: u8) -> Node {
        let node = Node::start(number);
        let lease = self.records.grant(Duration::from_secs(60)).await.unwrap();
        let member = Member {
            schema: 1,
            id: node.id.to_bytes(),
            role: Role::Node.into(),
            address: node.address.clone(),
            ..Default::default()
        };
        self.records.put_member(&member, lease, Guard::Absent).await.unwrap();
        self.nodes.lock().unwrap().push(node.clone());
        node
    }

    /// Lets a node claim an agent's shard from whoever had it, if that member is gone.
    pub(crate) async fn claim(&self, node: &Node, agent: AgentId) -> Epoch {
        let shard = self.shard(agent);
        let seen = self.records.get_shard(shard).await.unwrap();
        let old = seen.as_ref().map(|(row, _)| MemberId::try_from(&row.owner[..]).unwrap());
        let shards = [(shard, seen.map(|(_, revision)| revision))];
        let revision = self.records.claim(node.id, old, &shards).await.unwrap();
        Epoch { generation: 1, revision }
    }

    /// Lets an agent report this through a node that owns its shard.
    pub(crate) async fn report(
        &self,
        node: &Node,
        epoch: Epoch,
        agent: AgentId,
        message: &AgentToServer,
    ) -> Revision {
        let (record, bodies) = hears(node, agent, message);
        for put in self.records.put_blobs(&bodies).await {
            put.unwrap();
        }
        let writes = [(self.shard(agent), epoch.revision, record)];
        self.records.put_agents(node.id, &writes).await.remove(0).unwrap()
    }

    /// A node with one agent that is capable, healthy and connected, as this replica sees it.
    pub(crate) async fn connected(&self, agent: AgentId) -> (Node, Epoch) {
        let node = self.node(1).await;
        let epoch = self.claim(&node, agent).await;
        let revision = self.report(&node, epoch, agent, &report(CAPABLE, &[])).await;
        let shard = self.shard(agent);
        node.says_all(shard, epoch, vec![crate::node::present(agent, shard, epoch)]);
        self.sees_connected(agent, revision).await;
        (node, epoch)
    }

    pub(crate) async fn sees_connected(&self, agent: AgentId, revision: Revision) {
        let request = proto::control::v1::GetAgentRequest {
            instance_uid: agent.to_string(),
            min_revision: revision.0,
            ..Default::default()
        };
        until("the agent is connected and fresh", async || {
            let found = self.agents().get_agent(request.clone()).await;
            found.is_ok_and(|found| found.get_ref().connected && !found.get_ref().presence_stale)
        })
        .await;
    }

    /// Every audit record: method, target, outcome.
    pub(crate) async fn audit(&self) -> Vec<Audit> {
        let rows = self.records.list_audit(0, 0).await.unwrap();
        rows.items.into_iter().map(|(_, row, _)| row).collect()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.halt.cancel();
        self.nodes.lock().unwrap().iter().for_each(Node::kill);
    }
}

pub(crate) fn dial(address: &str) -> Channel {
    Endpoint::from_shared(format!("http://{address}")).unwrap().connect_lazy()
}

pub(crate) fn agent(number: u8) -> AgentId {
    AgentId::new([number; 16])
}

/// A node hears this of an agent, and has not stored it yet. Gives what it would store.
pub(crate) fn hears(
    node: &Node,
    agent: AgentId,
    message: &AgentToServer,
) -> (Agent, Vec<(Digest, Bytes)>) {
    let mut observed = Observed::default();
    observed.merge(message);
    let record = Agent {
        schema: 1,
        instance_uid: agent.to_bytes(),
        sequence_num: message.sequence_num,
        capabilities: message.capabilities,
        parts: observed.to_record(),
        first_seen_unix_ms: 1_000,
        reported_unix_ms: 2_000,
        ..Default::default()
    };
    let part = |(kind, part): (PartKind, &fleet::observed::Part)| Body {
        kind: kind as u32,
        hash: part.hash.to_bytes(),
        data: part.bytes.clone().unwrap(),
    };
    let parts = observed.parts().map(part).collect();
    let reply = InspectReply { record: Some(record.clone()), parts, ..Default::default() };
    node.holds(agent, Some(reply));
    let bodies = observed.parts().filter_map(|(_, part)| Some((part.hash, part.bytes.clone()?)));
    (record, bodies.filter(|(_, body)| body.len() > 96).collect())
}

/// A status report with these attributes.
pub(crate) fn report(capabilities: u64, attributes: &[(&str, &str)]) -> AgentToServer {
    let attribute = |(key, value): &(&str, &str)| KeyValue {
        key: (*key).to_owned(),
        value: Some(AnyValue { value: Some(Value::StringValue((*value).to_owned())) }),
    };
    AgentToServer {
        sequence_num: 1,
        capabilities,
        agent_description: Some(AgentDescription {
            identifying_attributes: attributes.iter().map(attribute).collect(),
            non_identifying_attributes: Vec::new(),
        }),
        health: Some(ComponentHealth { healthy: true, ..Default::default() }),
        ..Default::default()
    }
}

pub(crate) fn with_status(mut message: AgentToServer, status: RemoteConfigStatus) -> AgentToServer {
    message.remote_config_status = Some(status);
    message
}

pub(crate) fn with_effective(mut message: AgentToServer, config: EffectiveConfig) -> AgentToServer {
    message.effective_config = Some(config);
    message
}

/// Waits for something to become true; fails loudly if it does not.
pub(crate) async fn until<F: Future<Output = bool>>(what: &str, mut holds: impl FnMut() -> F) {
    let wait = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), wait).await.expect(what);
}

/// The reason of an error.
pub(crate) fn reason(status: &Status) -> String {
    status.get_error_details().error_info().map(|info| info.reason.clone()).unwrap_or_default()
}
