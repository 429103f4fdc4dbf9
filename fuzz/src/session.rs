//! One agent and its operators, doing anything in any order.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use arbitrary::{Arbitrary, Unstructured};
use bytes::Bytes;
use fleet::custom::Served;
use fleet::link::Transport;
use fleet::session::Instruction;
use fleet::{AgentId, Digest, Moment};
use prost::Message;
use proto::opamp::v1::{
    AgentCapabilities as Bit, AgentDescription, AgentDisconnect, AgentToServer, AgentToServerFlags,
    AvailableComponents, ComponentHealth, ConnectionSettingsOffers, ConnectionSettingsStatus,
    CustomCapabilities, CustomMessage, EffectiveConfig, PackageStatuses, RemoteConfigStatus,
    RemoteConfigStatuses,
};
use proto::record::v1 as record;

use crate::reply;
use crate::server::{Seen, Server};
use crate::wanted::{Wanted, config, packages};

const AGENT: AgentId = AgentId::new([9; 16]);
/// How often one agent may be asked for everything it knows.
const ASK_AGAIN: Duration = Duration::from_secs(60);
/// Steps of one run: enough for any interplay, few enough to run often.
const STEPS_MAX: usize = 64;

/// One thing that happens.
#[derive(Debug, Arbitrary)]
enum Step {
    Say(Words),
    Reconnect,
    Wait { ms: u32 },
    Assign { config: u8, packages: u8, settings: [u8; 3] },
    Serve { custom: bool },
    Custom,
    Retry,
    Restart,
    ReportFullState,
}

/// What the agent says.
#[derive(Debug, Arbitrary)]
struct Words {
    /// How far its sequence number moves; most clients count by one.
    skip: u8,
    accepts_config: bool,
    accepts_restart: bool,
    description: bool,
    health: Option<bool>,
    effective: Option<u8>,
    /// Of which config, and 0 to 3 in the order of the specification's enum.
    status: Option<(u8, u8)>,
    disconnect: bool,
    /// Which of [`OTHER_BITS`] it has.
    bits: u8,
    /// Of which set of packages, and whether it is installed.
    packages: Option<(u8, bool)>,
    /// Of the settings offered last, or of none.
    settings: Option<(bool, u8)>,
    custom: Option<bool>,
    components: Option<u8>,
    wants_uid: bool,
}

/// Bits beside those about configs and restarts.
const OTHER_BITS: [Bit; 8] = [
    Bit::AcceptsPackages,
    Bit::ReportsPackageStatuses,
    Bit::ReportsOwnMetrics,
    Bit::ReportsOwnLogs,
    Bit::AcceptsOpAmpConnectionSettings,
    Bit::AcceptsOtherConnectionSettings,
    Bit::ReportsAvailableComponents,
    Bit::ReportsConnectionSettingsStatus,
];
const CUSTOM: &str = "io.example.custom";

/// What a watcher knows without looking inside.
struct Watch {
    server: Server,
    sequence_num: u64,
    capabilities: u64,
    retries: u64,
    orders: u64,
    ended: BTreeSet<u64>,
    asked_by_operator: usize,
    asked: Option<Moment>,
    failed: Option<Digest>,
    /// Offers since the socket, the retries or what was reported of it changed.
    offered: BTreeMap<Digest, u32>,
    settings_hash: Bytes,
    lists_custom: bool,
    /// Whether it asked for another uid with the last thing it said.
    wants_uid: bool,
}

/// An agent that says anything, and operators who want anything: an offer goes only to an agent that accepts it, never
/// for a config it reported FAILED, never twice while the first is unanswered; the full state is asked for at most once
/// a minute; packages, settings and custom messages go only where their bits allow; every message is answered; every
/// instruction ends at most once.
pub fn session(input: &[u8]) {
    let mut input = Unstructured::new(input);
    let transport = match input.arbitrary() {
        Ok(true) => Transport::Http,
        Ok(false) | Err(_) => Transport::WebSocket,
    };
    let mut watch = Watch::new(transport);
    for _ in 0..STEPS_MAX {
        if input.is_empty() {
            break;
        }
        let Ok(step) = input.arbitrary() else { break };
        watch.step(step);
    }
}

impl Watch {
    fn new(transport: Transport) -> Self {
        Self {
            server: Server::new(transport),
            sequence_num: 0,
            capabilities: 0,
            retries: 0,
            orders: 0,
            ended: BTreeSet::new(),
            asked_by_operator: 0,
            asked: None,
            failed: None,
            offered: BTreeMap::new(),
            settings_hash: Bytes::new(),
            lists_custom: false,
            wants_uid: false,
        }
    }

    fn step(&mut self, step: Step) {
        if self.wants_uid {
            // Whoever asked for another uid is somebody else under this one, once it has left.
            (self.asked, self.failed) = (None, None);
            self.offered.clear();
        }
        let seen = match step {
            Step::Say(words) => {
                let seen = self.say(words);
                let answered = seen.closed.is_some() || !seen.messages.is_empty();
                assert!(answered, "every message is answered");
                seen
            }
            Step::Reconnect => {
                self.offered.clear();
                self.server.reconnect();
                Seen::default()
            }
            Step::Wait { ms } => self.server.wait(Duration::from_millis(u64::from(ms % 200_000))),
            Step::Assign { config, packages, settings } => {
                let settings = settings.map(|n| n % 3);
                let wanted = Wanted { config: config % 4, packages: packages % 3, settings };
                self.server.assign(wanted.catalog())
            }
            Step::Serve { custom } => {
                let list = custom.then(|| CUSTOM.to_owned());
                self.server.serve(Served::new(list))
            }
            Step::Custom => self.order(Instruction::Custom(Box::new(custom_message()))),
            Step::Retry => {
                self.retries += 1;
                self.failed = None;
                self.offered.clear();
                let row = record::Desired { schema: 1, retry: self.retries, ..Default::default() };
                self.server.row(AGENT, row)
            }
            Step::Restart => self.order(Instruction::Restart),
            Step::ReportFullState => {
                self.asked_by_operator += 1;
                self.order(Instruction::ReportFullState)
            }
        };
        self.check(&seen);
    }

    fn order(&mut self, instruction: Instruction) -> Seen {
        self.orders += 1;
        self.server.order(self.orders, AGENT, instruction)
    }

    fn say(&mut self, words: Words) -> Seen {
        self.sequence_num = self.sequence_num.wrapping_add(u64::from(words.skip));
        let bits = [
            (Bit::ReportsStatus, true),
            (Bit::AcceptsRemoteConfig, words.accepts_config),
            (Bit::AcceptsRestartCommand, words.accepts_restart),
            (Bit::ReportsHealth, true),
            (Bit::ReportsRemoteConfig, true),
        ];
        let set = bits.iter().filter(|(_, set)| *set).map(|(bit, _)| *bit as u64);
        let others = (0..).zip(OTHER_BITS).filter(|(n, _)| words.bits >> n & 1 != 0);
        self.capabilities = set.sum::<u64>() + others.map(|(_, bit)| bit as u64).sum::<u64>();
        self.wants_uid = words.wants_uid;
        let status = words.status.map(|(config, status)| self.status(config, status));
        let effective = |n| EffectiveConfig { config_map: Some(config(n)) };
        let message = AgentToServer {
            instance_uid: AGENT.to_bytes(),
            sequence_num: self.sequence_num,
            capabilities: self.capabilities,
            agent_description: words.description.then(AgentDescription::default),
            health: words.health.map(|healthy| ComponentHealth { healthy, ..Default::default() }),
            effective_config: words.effective.map(effective),
            remote_config_status: status,
            agent_disconnect: words.disconnect.then(AgentDisconnect::default),
            package_statuses: words.packages.map(|(n, done)| installs(n, done)),
            connection_settings_status: words.settings.map(|(known, status)| {
                let hash = if known { self.settings_hash.clone() } else { Bytes::new() };
                ConnectionSettingsStatus {
                    last_connection_settings_hash: hash,
                    status: i32::from(status % 4),
                    error_message: String::new(),
                }
            }),
            custom_capabilities: words.custom.map(|lists| self.lists(lists)),
            available_components: words.components.map(|n| {
                let hash = Bytes::from(vec![n; 4]);
                AvailableComponents { hash, ..Default::default() }
            }),
            flags: if words.wants_uid { AgentToServerFlags::RequestInstanceUid as u64 } else { 0 },
            ..Default::default()
        };
        self.server.hear(AGENT, message.encode_to_vec().into())
    }

    fn lists(&mut self, lists: bool) -> CustomCapabilities {
        self.lists_custom = lists;
        let capabilities = lists.then(|| CUSTOM.to_owned()).into_iter().collect();
        CustomCapabilities { capabilities }
    }

    fn status(&mut self, about: u8, status: u8) -> RemoteConfigStatus {
        let hash = fleet::config::hash(&config(about % 4));
        let status = i32::from(status % 4);
        if status == i32::from(RemoteConfigStatuses::Failed) {
            self.failed = Some(hash);
        } else if status == i32::from(RemoteConfigStatuses::Applied) && self.failed == Some(hash) {
            self.failed = None;
        }
        // It answered, or it has another config now: the next offer of each is a new one.
        self.offered.clear();
        let last_remote_config_hash = hash.to_bytes();
        RemoteConfigStatus { last_remote_config_hash, status, error_message: String::new() }
    }

    fn check(&mut self, seen: &Seen) {
        for told in &seen.messages {
            let told = reply::check(Some(AGENT), told);
            if reply::asks(&told) {
                self.on_asked();
            }
            if told.packages_available.is_some() {
                assert!(self.has(Bit::AcceptsPackages), "packages to an agent that accepts none");
            }
            if let Some(offer) = &told.connection_settings {
                self.check_settings(offer);
            }
            if told.custom_message.is_some() {
                assert!(self.lists_custom, "a custom message to an agent that lists none");
            }
            let Some(offer) = &told.remote_config else { continue };
            let hash = Digest::try_from(&offer.config_hash[..]).unwrap();
            assert!(self.has(Bit::AcceptsRemoteConfig), "an offer to an agent that accepts none");
            assert_ne!(self.failed, Some(hash), "an offer of what FAILED");
            // Offered something else meanwhile, the agent has to be told again what it should have.
            self.offered.retain(|other, _| *other == hash);
            let minutes = self.minutes();
            let times = self.offered.entry(hash).or_default();
            *times += 1;
            // A reporting agent that stays silent is offered it again after a minute.
            assert!(*times <= 1 + minutes, "{times} offers of one config");
        }
        for (id, outcome) in &seen.ended {
            assert!(self.ended.insert(id.0), "{id:?} ended again, with {outcome:?}");
        }
    }

    fn has(&self, bit: Bit) -> bool {
        self.capabilities & bit as u64 != 0
    }

    fn check_settings(&mut self, offer: &ConnectionSettingsOffers) {
        let classes = [
            (offer.opamp.is_some(), Bit::AcceptsOpAmpConnectionSettings),
            (offer.own_metrics.is_some(), Bit::ReportsOwnMetrics),
            (offer.own_logs.is_some(), Bit::ReportsOwnLogs),
            (offer.own_traces.is_some(), Bit::ReportsOwnTraces),
            (!offer.other_connections.is_empty(), Bit::AcceptsOtherConnectionSettings),
        ];
        for (offered, bit) in classes {
            assert!(!offered || self.has(bit), "settings that need {bit:?}");
        }
        let interval = offer.opamp.as_ref().map(|opamp| opamp.heartbeat_interval_seconds);
        assert_ne!(interval, Some(0), "an offer that ends heartbeats");
        assert!(!offer.hash.is_empty(), "an offer has its hash");
        self.settings_hash = offer.hash.clone();
    }

    fn minutes(&self) -> u32 {
        u32::try_from((self.server.now.0 - 1_000_000) / 60_000).unwrap_or(u32::MAX)
    }

    fn on_asked(&mut self) {
        if self.asked_by_operator > 0 {
            self.asked_by_operator -= 1;
            return;
        }
        let now = self.server.now;
        let early = self.asked.is_some_and(|last| now < last + ASK_AGAIN);
        assert!(!early, "asked for the full state twice in a minute");
        self.asked = Some(now);
    }
}

fn custom_message() -> CustomMessage {
    CustomMessage { capability: CUSTOM.to_owned(), ..Default::default() }
}

/// A report about a set of packages.
fn installs(n: u8, done: bool) -> PackageStatuses {
    PackageStatuses {
        server_provided_all_packages_hash: packages(n % 3).all_packages_hash,
        error_message: if done { String::new() } else { "no".to_owned() },
        ..Default::default()
    }
}
