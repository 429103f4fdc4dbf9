//! Thousands of agents over real TLS: one task, one connection and one session each.
//!
//! It never knows who the server is. Everything an agent says comes from its [`Session`]; this
//! module only carries it.

mod agent;
mod packed;
mod polling;
mod summary;
mod target;
mod websocket;

use std::sync::Arc;
use std::time::Duration;

use fleet::Moment;
use fleet::capability::Capabilities;
use tokio::sync::Semaphore;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use yawc::DeflatePool;

use crate::behaviour::Behaviour;
use crate::client::Session;
use crate::identity::{Identity, Service};
use crate::profile::{CAPABILITIES, Profile};
use agent::{Agent, World};
pub use summary::{AgentView, Summary};
pub use target::ClientPem;
use target::Target;

const HANDSHAKES_MAX: usize = 256;
/// Deflate states kept for the next message; more are made when more messages are packed at once.
const STATES_KEPT: usize = 16;

/// What fleet to run.
#[derive(Debug, Clone)]
pub struct Config {
    /// How many agents.
    pub agents: u32,
    /// `wss://host:port/path` for WebSocket or `https://host:port/path` for polling.
    pub endpoint: String,
    /// The roots that the server must chain to, PEM.
    pub ca_pem: Vec<u8>,
    /// The client certificate, the same for all.
    pub client: Option<ClientPem>,
    /// Request headers, such as `Authorization`.
    pub headers: Vec<(String, String)>,
    /// Whether WebSockets offer to pack messages (permessage-deflate).
    pub deflate: bool,
    /// The capability bits of all agents.
    pub capabilities: Capabilities,
    /// The heartbeat or poll interval until the server offers another.
    pub heartbeat: Duration,
    /// About how large a description is.
    pub description_bytes: usize,
    /// About how large the effective config is before a remote config is applied.
    pub effective_config_bytes: usize,
    /// Agents with the same seed and number are the same agents.
    pub seed: u64,
    /// What agents do with offers.
    pub behaviour: Behaviour,
    /// New connections per second at the start and in [`Fleet::reconnect_all`]; 0 is all at once. A
    /// connection that the server closes is opened again at once whatever this says, because that
    /// is what real clients do.
    pub connect_rate: u32,
    /// The first bytes of every uid, at most 6.
    pub uid_prefix: Vec<u8>,
    /// `service.name`.
    pub service_name: String,
    /// `service.version`.
    pub service_version: String,
    /// The time now; agents count on from here.
    pub started: Moment,
}

impl Config {
    /// One agent with the size of real ones.
    pub fn new(endpoint: &str, ca_pem: &[u8], started: Moment) -> Self {
        Self {
            agents: 1,
            endpoint: endpoint.to_owned(),
            ca_pem: ca_pem.to_vec(),
            client: None,
            headers: Vec::new(),
            deflate: false,
            capabilities: CAPABILITIES,
            heartbeat: Duration::from_secs(30),
            description_bytes: 1536,
            effective_config_bytes: 4096,
            seed: 1,
            behaviour: Behaviour::default(),
            connect_rate: 0,
            uid_prefix: Vec::new(),
            service_name: "swarm".to_owned(),
            service_version: "1.0.0".to_owned(),
            started,
        }
    }
}

/// Why a fleet cannot start. What fails later is counted, not reported.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The endpoint is not one.
    #[error("not an endpoint: {0}; write wss://host:port/v1/opamp or https://host:port/v1/opamp")]
    Endpoint(String),
    /// The roots cannot be used.
    #[error("cannot use the CA certificates: {0}")]
    Ca(String),
    /// The client's certificate or key cannot be used.
    #[error("cannot use the client certificate: {0}")]
    Client(String),
    /// A header cannot be sent.
    #[error("the header {0} cannot be sent: check its name and value")]
    Header(String),
}

/// A running fleet. Dropping it leaves the agents running until the runtime ends; call
/// [`Fleet::stop`].
pub struct Fleet {
    agents: Vec<Arc<Agent>>,
    world: Arc<World>,
    connect_rate: u32,
    tracker: TaskTracker,
    stop: CancellationToken,
}

impl std::fmt::Debug for Fleet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fleet").field("agents", &self.agents.len()).finish_non_exhaustive()
    }
}

impl Fleet {
    /// Starts the agents on the current tokio runtime.
    ///
    /// # Errors
    /// When the configuration cannot work; see [`Error`].
    pub fn start(config: Config) -> Result<Self, Error> {
        let target =
            Target::new(&config.endpoint, &config.ca_pem, config.client.as_ref(), &config.headers)?;
        let profile = Arc::new(profile(&config)?);
        let world = Arc::new(World {
            target: Arc::new(target),
            ca_pem: config.ca_pem,
            started: config.started,
            origin: Instant::now(),
            handshakes: Semaphore::new(HANDSHAKES_MAX),
            pool: config.deflate.then(|| DeflatePool::new(STATES_KEPT)),
        });
        let (tracker, stop) = (TaskTracker::new(), CancellationToken::new());
        let mut agents = Vec::with_capacity(config.agents as usize);
        for index in 0..config.agents {
            let identity = Identity::new(config.seed, index, &config.uid_prefix);
            let at = config.started + turn(index, config.connect_rate);
            let agent = Arc::new(Agent::new(Session::new(Arc::clone(&profile), identity, at)));
            agents.push(Arc::clone(&agent));
            tracker.spawn(agent::run(agent, Arc::clone(&world), stop.clone()));
        }
        tracker.close();
        Ok(Self { agents, world, connect_rate: config.connect_rate, tracker, stop })
    }

    /// The numbers of the whole fleet, cheap enough for a progress line.
    pub fn snapshot(&self) -> Summary {
        summary::of(&self.agents)
    }

    /// Every agent, in order of its number.
    pub fn agents(&self) -> Vec<AgentView> {
        self.agents.iter().map(|agent| summary::view(agent)).collect()
    }

    /// One agent.
    pub fn agent(&self, index: usize) -> Option<AgentView> {
        self.agents.get(index).map(|agent| summary::view(agent))
    }

    /// Changes the health of one agent; it reports it at once. `false` if there is no such agent.
    pub fn set_health(&self, index: usize, healthy: bool, status: &str, last_error: &str) -> bool {
        let Some(agent) = self.agents.get(index) else { return false };
        let now = self.world.now();
        agent.state().session.set_health(healthy, status, last_error, now);
        agent.wake.notify_one();
        true
    }

    /// Breaks every connection, without a goodbye, until [`Fleet::reconnect_all`].
    pub fn disconnect_all(&self) {
        for agent in &self.agents {
            agent.state().session.hold(false);
            agent.wake.notify_one();
        }
    }

    /// Lets all agents connect again, at the connect rate. They are the same clients, so their
    /// first message is bare.
    pub fn reconnect_all(&self) {
        let now = self.world.now();
        for (index, agent) in (0..).zip(&self.agents) {
            agent.state().session.release(now + turn(index, self.connect_rate));
            agent.wake.notify_one();
        }
    }

    /// Says goodbye for every agent and ends. Takes a few seconds at most.
    pub async fn stop(self) -> Summary {
        self.stop.cancel();
        self.tracker.wait().await;
        summary::of(&self.agents)
    }
}

fn turn(index: u32, rate: u32) -> Duration {
    if rate == 0 {
        Duration::ZERO
    } else {
        Duration::from_secs_f64(f64::from(index) / f64::from(rate))
    }
}

fn profile(config: &Config) -> Result<Profile, Error> {
    // What the other attributes take, measured; the rest is padding.
    let padding = "x".repeat(config.description_bytes.saturating_sub(220));
    let service = Service {
        name: config.service_name.clone(),
        version: config.service_version.clone(),
        padding,
    };
    let transport = target::transport(&config.endpoint)?;
    let mut profile = Profile::new(transport, service, config.effective_config_bytes);
    profile.capabilities = config.capabilities;
    profile.heartbeat = config.heartbeat;
    profile.behaviour = config.behaviour.clone();
    Ok(profile)
}

#[cfg(test)]
mod tests;
