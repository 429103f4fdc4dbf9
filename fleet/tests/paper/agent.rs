//! An agent as a place: what a client does that compresses its status, reports what it applied and
//! reconnects at once with a bare message.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use fleet::{AgentId, Shard, SocketId};
use prost::Message as _;
use proto::opamp::v1::any_value::Value;
use proto::opamp::v1::{
    AgentCapabilities as Bit, AgentDescription, AgentToServer, AnyValue, ComponentHealth,
    ConnectionSettingsStatus, ConnectionSettingsStatuses, KeyValue, PackageStatuses,
    RemoteConfigStatus, RemoteConfigStatuses, ServerToAgent, ServerToAgentFlags,
};

use crate::gateway::GatewayId;

/// The socket an agent uses now.
#[derive(Debug, Clone)]
pub(crate) struct Conn {
    pub(crate) gateway: GatewayId,
    pub(crate) socket: SocketId,
    /// What was offered on it.
    offers: BTreeSet<Bytes>,
}

#[derive(Debug)]
pub(crate) struct Agent {
    pub(crate) uid: AgentId,
    pub(crate) shard: Shard,
    pub(crate) http: bool,
    pub(crate) conn: Option<Conn>,
    /// Counts connections, so that timers of an old one mean nothing.
    pub(crate) conns: u64,
    pub(crate) restarts: u64,
    /// How often each offer came in all.
    pub(crate) offers: BTreeMap<Bytes, u64>,
    /// A poll whose answer did not come: it is sent again as it was.
    pub(crate) unanswered: Option<Bytes>,
    sequence_num: u64,
    introduced: bool,
    health: u64,
    pub(crate) applied: Option<Bytes>,
    pub(crate) packages: Option<Bytes>,
    pub(crate) settings: Option<Bytes>,
    /// How often it was offered settings in all; each time it connects again.
    pub(crate) switches: u64,
    /// Whether it says what became of settings.
    pub(crate) reports_settings: bool,
    pub(crate) due: Due,
}

/// What the next message has to say.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Due {
    pub(crate) full: bool,
    pub(crate) health: bool,
    pub(crate) status: bool,
    /// Nothing: it takes up other settings, so it connects again.
    pub(crate) switch: bool,
}

impl Due {
    pub(crate) const fn any(self) -> bool {
        self.full || self.health || self.status
    }
}

impl Agent {
    pub(crate) fn new(index: u8, shard: Shard, http: bool) -> Self {
        Self {
            uid: AgentId::new([index + 1; 16]),
            shard,
            http,
            conn: None,
            conns: 0,
            restarts: 0,
            offers: BTreeMap::new(),
            unanswered: None,
            sequence_num: 0,
            introduced: false,
            health: 0,
            applied: None,
            packages: None,
            settings: None,
            switches: 0,
            reports_settings: index % 2 == 1,
            due: Due::default(),
        }
    }

    pub(crate) fn connect(&mut self, gateway: GatewayId, socket: SocketId) {
        self.conns += 1;
        self.conn = Some(Conn { gateway, socket, offers: BTreeSet::new() });
    }

    pub(crate) fn change_health(&mut self) {
        self.health += 1;
        self.due.health = true;
    }

    /// The next message, with whatever is due.
    pub(crate) fn message(&mut self) -> Bytes {
        let due = std::mem::take(&mut self.due);
        let full = due.full || !self.introduced;
        self.introduced = true;
        let mut message = self.state();
        if !full {
            message.agent_description = None;
            message.health = message.health.filter(|_| due.health);
            message.remote_config_status = message.remote_config_status.filter(|_| due.status);
            message.package_statuses = message.package_statuses.filter(|_| due.status);
            let settings = message.connection_settings_status;
            message.connection_settings_status = settings.filter(|_| due.status);
        }
        self.sequence_num += 1;
        message.encode_to_vec().into()
    }

    /// Everything it would report now.
    pub(crate) fn state(&self) -> AgentToServer {
        let name = format!("agent {}", self.uid);
        let value = Some(AnyValue { value: Some(Value::StringValue(name)) });
        let name = KeyValue { key: "service.name".into(), value };
        let status = |hash: &Bytes| RemoteConfigStatus {
            last_remote_config_hash: hash.clone(),
            status: RemoteConfigStatuses::Applied.into(),
            ..Default::default()
        };
        let settings = |hash: &Bytes| ConnectionSettingsStatus {
            last_connection_settings_hash: hash.clone(),
            status: ConnectionSettingsStatuses::Applied.into(),
            ..Default::default()
        };
        let reports =
            if self.reports_settings { Bit::ReportsConnectionSettingsStatus as u64 } else { 0 };
        AgentToServer {
            instance_uid: self.uid.to_bytes(),
            sequence_num: self.sequence_num,
            capabilities: Bit::ReportsStatus as u64
                | Bit::AcceptsRemoteConfig as u64
                | Bit::ReportsRemoteConfig as u64
                | Bit::ReportsHealth as u64
                | Bit::AcceptsRestartCommand as u64
                | Bit::AcceptsPackages as u64
                | Bit::ReportsPackageStatuses as u64
                | Bit::AcceptsOpAmpConnectionSettings as u64
                | reports,
            agent_description: Some(AgentDescription {
                identifying_attributes: vec![name],
                ..Default::default()
            }),
            health: Some(ComponentHealth {
                healthy: true,
                status_time_unix_nano: self.health,
                ..Default::default()
            }),
            remote_config_status: self.applied.as_ref().map(status),
            package_statuses: Some(PackageStatuses {
                server_provided_all_packages_hash: self.packages.clone().unwrap_or_default(),
                ..Default::default()
            }),
            connection_settings_status: self
                .settings
                .as_ref()
                .filter(|_| self.reports_settings)
                .map(settings),
            ..Default::default()
        }
    }

    /// Takes in what the server says. What is due afterwards is said in the next message.
    pub(crate) fn on_message(&mut self, data: &Bytes) {
        let message = ServerToAgent::decode(data.clone()).unwrap();
        assert_eq!(message.instance_uid, self.uid.to_bytes(), "a message for somebody else");
        assert_eq!(message.error_response, None, "{} was refused", self.uid);
        let renamed = message.agent_identification.is_some();
        assert!(!renamed, "{} was taken for a duplicate", self.uid);
        if message.command.is_some() {
            let offers = message.remote_config.is_some()
                || message.packages_available.is_some()
                || message.connection_settings.is_some();
            let alone = message.flags == 0 && !offers;
            assert!(alone, "a command came with something else");
            self.restarts += 1;
        }
        if message.flags & ServerToAgentFlags::ReportFullState as u64 != 0 {
            self.due.full = true;
        }
        let others = message.remote_config.is_some() || message.packages_available.is_some();
        if let Some(offer) = message.remote_config {
            self.take(&offer.config_hash);
            self.applied = Some(offer.config_hash);
        }
        if let Some(offer) = message.packages_available {
            self.take(&offer.all_packages_hash);
            self.packages = Some(offer.all_packages_hash);
        }
        if let Some(offer) = message.connection_settings {
            assert!(!others, "settings for this server came with something else");
            self.take(&offer.hash);
            self.settings = Some(offer.hash);
            self.switches += 1;
            self.due.switch = true;
        }
    }

    /// Takes up what it is offered.
    fn take(&mut self, hash: &Bytes) {
        *self.offers.entry(hash.clone()).or_default() += 1;
        if let Some(conn) = &mut self.conn {
            let news = conn.offers.insert(hash.clone());
            assert!(news, "{} was offered the same twice on one socket", self.uid);
        }
        self.due.status = true;
    }
}
