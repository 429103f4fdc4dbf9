//! The public API, called as an operator's tool calls it: TLS, and the admin token.

use std::time::Duration;

use crate::Standalone;
use bytes::Bytes;
use fleet::AgentId;
use proto::control::v1::agent_service_client::AgentServiceClient;
use proto::control::v1::certificate_service_client::CertificateServiceClient;
use proto::control::v1::cluster_service_client::ClusterServiceClient;
use proto::control::v1::command_service_client::CommandServiceClient;
use proto::control::v1::connection_settings_service_client::ConnectionSettingsServiceClient;
use proto::control::v1::custom_message_service_client::CustomMessageServiceClient;
use proto::control::v1::package_service_client::PackageServiceClient;
use proto::control::v1::remote_config_service_client::RemoteConfigServiceClient;
use proto::control::v1::{
    Agent, AgentView, AssignRemoteConfigRequest, CommandReceipt, CreateRemoteConfigRequest,
    DisconnectAgentRequest, GetAgentOwnerRequest, GetAgentOwnerResponse, GetAgentRequest,
    GetRemoteConfigRequest, ListAgentsRequest, ListMembersRequest, ListShardsRequest, Member,
    OfferRemoteConfigRequest, RestartRequest, Shard,
};
use proto::opamp::v1::{AgentConfigFile, AgentConfigMap};
use tokio::time::{Instant, sleep};
use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Certificate, Channel, ClientTlsConfig, Endpoint};
use tonic::{Code, Request, Status};

mod offering;

/// One control-api replica. It connects when it is called, and again after the replica returned.
#[derive(Debug, Clone)]
pub struct Api {
    channel: Channel,
    bearer: Bearer,
}

type Authorized = InterceptedService<Channel, Bearer>;

/// Adds the token to every call.
#[derive(Debug, Clone)]
pub struct Bearer(MetadataValue<Ascii>);

impl Interceptor for Bearer {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        request.metadata_mut().insert("authorization", self.0.clone());
        Ok(request)
    }
}

/// A call is given up after this long; a replica that is down answers at once.
const DEADLINE: Duration = Duration::from_secs(20);

impl Api {
    /// The replica on this port, whose certificate chains to this CA.
    ///
    /// # Errors
    /// When the CA or the token cannot be used.
    pub fn new(port: u16, ca_pem: &[u8], token: &str) -> anyhow::Result<Self> {
        let tls = ClientTlsConfig::new().ca_certificate(Certificate::from_pem(ca_pem));
        let endpoint = Endpoint::from_shared(format!("https://127.0.0.1:{port}"))?;
        let endpoint = endpoint.tls_config(tls)?.tcp_nodelay(true);
        let endpoint = endpoint.connect_timeout(Duration::from_secs(5)).timeout(DEADLINE);
        let bearer = Bearer(MetadataValue::try_from(format!("Bearer {token}"))?);
        Ok(Self { channel: endpoint.connect_lazy(), bearer })
    }

    /// The API of a process that is the whole cluster, with the token it made for itself.
    ///
    /// # Errors
    /// When its files cannot be read.
    pub fn of(server: &Standalone) -> anyhow::Result<Self> {
        let port = server.api().rsplit(':').next().unwrap_or_default().parse()?;
        let ca = std::fs::read(server.data("tls/api/ca.pem"))?;
        Self::new(port, &ca, std::fs::read_to_string(server.data("admin.token"))?.trim())
    }

    /// `AgentService`.
    pub fn agents(&self) -> AgentServiceClient<Authorized> {
        AgentServiceClient::with_interceptor(self.channel.clone(), self.bearer.clone())
    }

    /// `RemoteConfigService`.
    pub fn configs(&self) -> RemoteConfigServiceClient<Authorized> {
        RemoteConfigServiceClient::with_interceptor(self.channel.clone(), self.bearer.clone())
    }

    /// `PackageService`.
    pub fn packages(&self) -> PackageServiceClient<Authorized> {
        PackageServiceClient::with_interceptor(self.channel.clone(), self.bearer.clone())
    }

    /// `ConnectionSettingsService`.
    pub fn settings(&self) -> ConnectionSettingsServiceClient<Authorized> {
        let bearer = self.bearer.clone();
        ConnectionSettingsServiceClient::with_interceptor(self.channel.clone(), bearer)
    }

    /// `CommandService`.
    pub fn commands(&self) -> CommandServiceClient<Authorized> {
        CommandServiceClient::with_interceptor(self.channel.clone(), self.bearer.clone())
    }

    /// `CertificateService`.
    pub fn certificates(&self) -> CertificateServiceClient<Authorized> {
        CertificateServiceClient::with_interceptor(self.channel.clone(), self.bearer.clone())
    }

    /// `CustomMessageService`.
    pub fn messages(&self) -> CustomMessageServiceClient<Authorized> {
        CustomMessageServiceClient::with_interceptor(self.channel.clone(), self.bearer.clone())
    }

    /// `ClusterService`.
    pub fn cluster(&self) -> ClusterServiceClient<Authorized> {
        ClusterServiceClient::with_interceptor(self.channel.clone(), self.bearer.clone())
    }

    /// Saves a revision of the config `name` with one file and assigns it to every agent. Returns
    /// the hash that agents report back.
    ///
    /// # Errors
    /// What the API says.
    pub async fn push(&self, name: &str, text: &str) -> Result<Bytes, Status> {
        let file = AgentConfigFile {
            body: Bytes::copy_from_slice(text.as_bytes()),
            content_type: "text/yaml".to_owned(),
        };
        let create = CreateRemoteConfigRequest {
            name: name.to_owned(),
            config_map: Some(AgentConfigMap { config_map: [(String::new(), file)].into() }),
            ..CreateRemoteConfigRequest::default()
        };
        let created = self.configs().create_remote_config(create).await?.into_inner();
        let config = created.config.unwrap_or_default();
        let assign = AssignRemoteConfigRequest {
            name: "everyone".to_owned(),
            config_name: name.to_owned(),
            config_revision: config.revision,
            ..AssignRemoteConfigRequest::default()
        };
        self.configs().assign_remote_config(assign).await?;
        Ok(config.config_hash)
    }

    /// Saves a revision of the config `name` with one file. Returns its hash.
    ///
    /// # Errors
    /// What the API says.
    pub async fn save(&self, name: &str, text: &str) -> Result<Bytes, Status> {
        let body = Bytes::copy_from_slice(text.as_bytes());
        let file = AgentConfigFile { body, content_type: "text/yaml".to_owned() };
        let create = CreateRemoteConfigRequest {
            name: name.to_owned(),
            config_map: Some(AgentConfigMap { config_map: [(String::new(), file)].into() }),
            ..CreateRemoteConfigRequest::default()
        };
        let created = self.configs().create_remote_config(create).await?.into_inner();
        Ok(created.config.unwrap_or_default().config_hash)
    }

    /// Offers the newest revision of a config to one agent.
    ///
    /// # Errors
    /// What the API says.
    pub async fn offer(&self, agent: AgentId, name: &str) -> Result<Bytes, Status> {
        let offer = OfferRemoteConfigRequest {
            instance_uid: agent.to_string(),
            config_name: name.to_owned(),
            config_revision: 0,
        };
        Ok(self.configs().offer_remote_config(offer).await?.into_inner().config_hash)
    }

    /// Closes an agent's connection, with this reason.
    ///
    /// # Errors
    /// What the API says.
    pub async fn disconnect(&self, agent: AgentId, reason: &str) -> Result<(), Status> {
        let (instance_uid, reason) = (agent.to_string(), reason.to_owned());
        let request = DisconnectAgentRequest { instance_uid, reason };
        self.agents().disconnect_agent(request).await?;
        Ok(())
    }

    /// The hash of a stored config.
    ///
    /// # Errors
    /// What the API says.
    pub async fn config_hash(&self, name: &str) -> Result<Bytes, Status> {
        let request = GetRemoteConfigRequest { name: name.to_owned(), revision: 0 };
        Ok(self.configs().get_remote_config(request).await?.into_inner().config_hash)
    }

    /// Tells an agent to restart; waits for the receipt, at most this many seconds.
    ///
    /// # Errors
    /// What the API says.
    pub async fn restart(&self, agent: AgentId, seconds: u32) -> Result<CommandReceipt, Status> {
        let request = RestartRequest {
            instance_uid: agent.to_string(),
            request_id: String::new(),
            wait_seconds: seconds,
        };
        Ok(self.commands().restart(request).await?.into_inner())
    }

    /// Which node has an agent.
    ///
    /// # Errors
    /// What the API says.
    pub async fn owner(&self, agent: AgentId) -> Result<GetAgentOwnerResponse, Status> {
        let request = GetAgentOwnerRequest { instance_uid: agent.to_string() };
        Ok(self.cluster().get_agent_owner(request).await?.into_inner())
    }

    /// What is known of an agent.
    ///
    /// # Errors
    /// What the API says.
    pub async fn agent(&self, agent: AgentId) -> Result<Agent, Status> {
        let request = GetAgentRequest {
            instance_uid: agent.to_string(),
            view: AgentView::Basic.into(),
            min_revision: 0,
        };
        Ok(self.agents().get_agent(request).await?.into_inner())
    }

    /// Every part an agent reported, once the replica has heard of it.
    ///
    /// # Errors
    /// What the API says, or when it does not hear of it in time.
    pub async fn full(&self, agent: AgentId) -> Result<Agent, Status> {
        let request = GetAgentRequest {
            instance_uid: agent.to_string(),
            view: AgentView::Full.into(),
            min_revision: 0,
        };
        let deadline = Instant::now() + DEADLINE;
        loop {
            match self.agents().get_agent(request.clone()).await {
                Err(why) if why.code() == Code::NotFound && Instant::now() < deadline => {
                    sleep(Duration::from_millis(20)).await;
                }
                answer => return Ok(answer?.into_inner()),
            }
        }
    }

    /// Every agent.
    ///
    /// # Errors
    /// What the API says.
    pub async fn all_agents(&self) -> Result<Vec<Agent>, Status> {
        let mut request = ListAgentsRequest { page_size: 1000, ..ListAgentsRequest::default() };
        let mut all = Vec::new();
        loop {
            let page = self.agents().list_agents(request.clone()).await?.into_inner();
            all.extend(page.agents);
            if page.next_page_token.is_empty() {
                return Ok(all);
            }
            request.page_token = page.next_page_token;
        }
    }

    /// The processes.
    ///
    /// # Errors
    /// What the API says.
    pub async fn members(&self) -> Result<Vec<Member>, Status> {
        Ok(self.cluster().list_members(ListMembersRequest {}).await?.into_inner().members)
    }

    /// Every shard.
    ///
    /// # Errors
    /// What the API says.
    pub async fn shards(&self) -> Result<Vec<Shard>, Status> {
        let request = ListShardsRequest::default();
        Ok(self.cluster().list_shards(request).await?.into_inner().shards)
    }
}
