//! What operators want one agent to have: a config, a set of packages, connection settings.

use std::sync::Arc;

use bytes::Bytes;
use fleet::desired::Catalog;
use proto::opamp::v1::{
    AgentConfigFile, AgentConfigMap, ConnectionSettingsOffers, OpAmpConnectionSettings,
    OtherConnectionSettings, PackageAvailable, PackagesAvailable, TelemetryConnectionSettings,
};
use proto::record::v1 as record;
use record::OfferKind;

/// One of each kind for every agent; 0 is none.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Wanted {
    pub(crate) config: u8,
    pub(crate) packages: u8,
    /// How the agent reaches this server, its own telemetry, its other connections.
    pub(crate) settings: [u8; 3],
}

impl Wanted {
    pub(crate) fn catalog(self) -> Arc<Catalog> {
        let mut catalog = Catalog::default();
        if self.config > 0 {
            let map = config(self.config);
            let hash = fleet::config::hash(&map).to_bytes();
            catalog.apply(&named(self.config, hash, map)).expect("a config");
            assign(&mut catalog, "config", self.config, OfferKind::RemoteConfig);
        }
        if self.packages > 0 {
            let revision = self.packages.into();
            let packages = Some(packages(self.packages));
            let name = "packages".to_owned();
            let row =
                record::PackageSet { schema: 1, name, revision, packages, ..Default::default() };
            catalog.apply(&row).expect("a set of packages");
            assign(&mut catalog, "packages", self.packages, OfferKind::Packages);
        }
        for (n, (name, kind, settings)) in self.settings.into_iter().zip(KINDS) {
            if n > 0 {
                let content = settings(n);
                let row = record::Settings {
                    schema: 1,
                    name: name.to_owned(),
                    revision: n.into(),
                    kind: kind.into(),
                    hash: fleet::settings::hash(&content).to_bytes(),
                    settings: Some(content),
                    ..Default::default()
                };
                catalog.apply(&row).expect("settings");
                assign(&mut catalog, name, n, kind);
            }
        }
        Arc::new(catalog)
    }
}

type Settings = fn(u8) -> ConnectionSettingsOffers;

const KINDS: [(&str, OfferKind, Settings); 3] = [
    ("opamp", OfferKind::OpampSettings, opamp),
    ("telemetry", OfferKind::OwnTelemetry, telemetry),
    ("others", OfferKind::OtherConnections, others),
];

fn named(n: u8, hash: Bytes, map: AgentConfigMap) -> record::Config {
    let name = "config".to_owned();
    let config_map = Some(map);
    record::Config { schema: 1, name, revision: n.into(), config_map, hash, ..Default::default() }
}

fn assign(catalog: &mut Catalog, name: &str, n: u8, kind: OfferKind) {
    let current = record::ConfigRef { name: name.to_owned(), revision: n.into() };
    let assignment = record::Assignment {
        schema: 1,
        name: name.to_owned(),
        current: Some(current),
        kind: kind.into(),
        ..Default::default()
    };
    catalog.apply_assignment(&assignment).expect("an assignment");
}

pub(crate) fn config(n: u8) -> AgentConfigMap {
    let file = AgentConfigFile { body: Bytes::from(vec![n; 3]), content_type: String::new() };
    AgentConfigMap { config_map: [(String::new(), file)].into() }
}

/// With its hashes.
pub(crate) fn packages(n: u8) -> PackagesAvailable {
    let package = PackageAvailable { version: n.to_string(), ..Default::default() };
    let packages = [("p".to_owned(), package)].into();
    fleet::packages::seal(PackagesAvailable { packages, ..Default::default() })
}

fn opamp(n: u8) -> ConnectionSettingsOffers {
    let opamp = OpAmpConnectionSettings {
        destination_endpoint: format!("wss://h{n}/v1/opamp"),
        ..Default::default()
    };
    ConnectionSettingsOffers { opamp: Some(opamp), ..Default::default() }
}

fn telemetry(n: u8) -> ConnectionSettingsOffers {
    let signal = Some(TelemetryConnectionSettings {
        destination_endpoint: format!("https://h{n}/v1/all"),
        ..Default::default()
    });
    ConnectionSettingsOffers {
        own_metrics: signal.clone(),
        own_traces: signal.clone(),
        own_logs: signal,
        ..Default::default()
    }
}

fn others(n: u8) -> ConnectionSettingsOffers {
    let other =
        OtherConnectionSettings { destination_endpoint: n.to_string(), ..Default::default() };
    ConnectionSettingsOffers {
        other_connections: [("o".to_owned(), other)].into(),
        ..Default::default()
    }
}
