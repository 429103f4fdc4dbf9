//! What all agents of one fleet have in common, held once however many agents there are.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use bytes::Bytes;
use fleet::capability::Capabilities;
use proto::opamp::v1::{AgentCapabilities as Bit, AgentConfigFile, AgentConfigMap};

use crate::behaviour::Behaviour;
use crate::identity::Service;

/// How the agent reaches the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// One long connection; either side speaks when it wants.
    WebSocket,
    /// One request at a time; the heartbeat interval is the poll interval.
    Polling,
}

/// What a simulated agent reports and accepts unless told otherwise: what the OpAMP Supervisor has,
/// with heartbeats. Packages, own telemetry and other connections are for who sets their bits.
pub const CAPABILITIES: Capabilities = Capabilities(
    Bit::ReportsStatus as u64
        | Bit::AcceptsRemoteConfig as u64
        | Bit::ReportsEffectiveConfig as u64
        | Bit::AcceptsOpAmpConnectionSettings as u64
        | Bit::AcceptsRestartCommand as u64
        | Bit::ReportsHealth as u64
        | Bit::ReportsRemoteConfig as u64
        | Bit::ReportsHeartbeat as u64,
);

/// The shared part of every session. Put it in an `Arc`.
#[derive(Debug)]
pub struct Profile {
    /// WebSocket or polling.
    pub transport: Transport,
    /// The capability bits of every message.
    pub capabilities: Capabilities,
    /// Until the server says otherwise; zero is off (a polling agent then polls every 30 s).
    pub heartbeat: Duration,
    /// Attributes that are the same for all.
    pub service: Service,
    /// The effective config before any remote config was applied.
    pub effective_config: Arc<AgentConfigMap>,
    /// What agents do with offers.
    pub behaviour: Behaviour,
    /// Remote configs in use, by hash: one copy for all agents that have it.
    // A std mutex: held for a map lookup, never across an await.
    configs: Mutex<BTreeMap<Bytes, Weak<AgentConfigMap>>>,
}

impl Profile {
    /// A profile with an effective config of about this many bytes.
    pub fn new(transport: Transport, service: Service, effective_config_bytes: usize) -> Self {
        Self {
            transport,
            capabilities: CAPABILITIES,
            heartbeat: Duration::from_secs(30),
            service,
            effective_config: Arc::new(made_up_config(effective_config_bytes)),
            behaviour: Behaviour::default(),
            configs: Mutex::default(),
        }
    }

    /// The one shared copy of this config. A server that reuses a hash for other bytes gets two
    /// copies, not the wrong one.
    pub(crate) fn share(&self, hash: &Bytes, config: AgentConfigMap) -> Arc<AgentConfigMap> {
        let mut configs = self.configs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = configs.get(hash).and_then(Weak::upgrade)
            && *known == config
        {
            return known;
        }
        let config = Arc::new(config);
        configs.retain(|_, known| known.strong_count() > 0);
        configs.insert(hash.clone(), Arc::downgrade(&config));
        config
    }
}

fn made_up_config(bytes: usize) -> AgentConfigMap {
    let line = b"processors: { batch: { timeout: 1s } } # a line like many others\n";
    let body: Bytes = line.iter().copied().cycle().take(bytes).collect();
    let file = AgentConfigFile { body, content_type: "text/yaml".to_owned() };
    AgentConfigMap { config_map: [("".to_owned(), file)].into() }
}
