//! Simulated agents and the offers that they accept or refuse as they are told: package sets, own telemetry, other
//! connections. What they make of them is what the control API shows.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::time::Duration;

use fleet::capability::Capabilities;
use fleet::{AgentId, Digest};
use proto::opamp::v1::{
    AgentCapabilities as Bit, ConnectionSettingsOffers, ConnectionSettingsStatuses,
    DownloadableFile, OtherConnectionSettings, PackageAvailable, PackageStatusEnum,
    TelemetryConnectionSettings,
};
use swarm::{Behaviour, Fleet, Reaction};
use tests::api::Api;
use tests::{Standalone, until};

const SOON: Duration = Duration::from_secs(30);

const BITS: [Bit; 7] = [
    Bit::AcceptsPackages,
    Bit::ReportsPackageStatuses,
    Bit::ReportsOwnMetrics,
    Bit::ReportsOwnTraces,
    Bit::ReportsOwnLogs,
    Bit::AcceptsOtherConnectionSettings,
    Bit::ReportsConnectionSettingsStatus,
];

/// Two agents that do this with everything below.
fn fleet(server: &Standalone, scheme: &str, seed: u64, reaction: Reaction) -> Fleet {
    let ca = std::fs::read(server.agents_ca()).unwrap();
    let mut config = swarm::Config::new(&server.endpoint(scheme), &ca, fleet::Moment(1));
    (config.agents, config.heartbeat, config.seed) = (2, Duration::from_secs(1), seed);
    let bits = BITS.iter().fold(config.capabilities.0, |all, bit| all | *bit as u64);
    config.capabilities = Capabilities(bits);
    config.behaviour = Behaviour {
        packages: reaction.clone(),
        telemetry: reaction.clone(),
        connections: reaction,
        ..Behaviour::default()
    };
    Fleet::start(config).unwrap()
}

/// Offers one package, own telemetry and another connection to everyone.
async fn offer(api: &Api) {
    let package = PackageAvailable {
        version: "1.0".to_owned(),
        file: Some(DownloadableFile {
            download_url: "https://files.example/package.tar.gz".to_owned(),
            content_hash: Digest::of(b"content").to_bytes(),
            ..DownloadableFile::default()
        }),
        ..PackageAvailable::default()
    };
    api.save_packages("stable", &[("collector", package)]).await.unwrap();
    let signal = |name: &str| {
        Some(TelemetryConnectionSettings {
            destination_endpoint: format!("https://telemetry.example/v1/{name}"),
            ..TelemetryConnectionSettings::default()
        })
    };
    let telemetry = ConnectionSettingsOffers {
        own_metrics: signal("metrics"),
        own_traces: signal("traces"),
        own_logs: signal("logs"),
        ..ConnectionSettingsOffers::default()
    };
    api.save_settings("telemetry", telemetry).await.unwrap();
    let lake = OtherConnectionSettings {
        destination_endpoint: "lake.example:9000".to_owned(),
        ..OtherConnectionSettings::default()
    };
    let other_connections = [("lake".to_owned(), lake)].into();
    let other =
        ConnectionSettingsOffers { other_connections, ..ConnectionSettingsOffers::default() };
    api.save_settings("other", other).await.unwrap();
    let everyone = "claim.service.name=swarm";
    api.assign_packages("stable", everyone).await.unwrap();
    api.assign_settings("telemetry", everyone).await.unwrap();
    api.assign_settings("other", everyone).await.unwrap();
}

/// Waits until the API shows that the agent ended both offers, well or not.
async fn ended(api: &Api, agent: AgentId, well: bool) {
    let mut told = None;
    let ended = until("both ends are reported", SOON, async || {
        let (Ok(packages), Ok(settings)) =
            (api.package_statuses(agent).await, api.settings_status(agent).await)
        else {
            return false;
        };
        let packages = packages.package_statuses.unwrap_or_default();
        let package = packages.packages.get("collector").cloned().unwrap_or_default();
        let status = settings.status.unwrap_or_default();
        let newest = status.last_connection_settings_hash == settings.desired_hash;
        let states = (package.status(), status.status());
        let texts = [&*package.error_message, &*packages.error_message, &*status.error_message];
        let wanted = match well {
            true => (
                (PackageStatusEnum::Installed, ConnectionSettingsStatuses::Applied),
                ("1.0", [""; 3]),
            ),
            false => (
                (PackageStatusEnum::InstallFailed, ConnectionSettingsStatuses::Failed),
                ("", ["refused"; 3]),
            ),
        };
        let is = newest && (states, (&*package.agent_has_version, texts)) == wanted;
        told = Some((package, status));
        is
    });
    ended.await.unwrap_or_else(|error| panic!("{error}: {told:?}"));
}

#[tokio::test]
async fn simulated_agents_make_of_packages_and_other_settings_what_they_are_told_to() {
    let server = Standalone::start().await.unwrap();
    let api = server.control().unwrap();
    offer(&api).await;
    let refuse = Reaction::Fail("refused".to_owned());
    let rows = [("wss", Reaction::Accept), ("https", Reaction::Accept)];
    let rows = rows.into_iter().chain([("wss", refuse.clone()), ("https", refuse)]);
    for (seed, (scheme, reaction)) in (1..).zip(rows) {
        let well = reaction == Reaction::Accept;
        let fleet = fleet(&server, scheme, seed, reaction);
        for agent in fleet.agents() {
            ended(&api, agent.uid, well).await;
        }
        let offers = fleet.agents().into_iter().flat_map(|agent| {
            let seen = agent.seen;
            seen.package_offers.into_values().chain(seen.settings_offers.into_values())
        });
        assert!(offers.into_iter().all(|times| times == 1), "{scheme}: nothing is offered twice");
        fleet.stop().await;
    }
    assert_eq!(server.log(), "", "nothing here deserves a warning");
}

#[tokio::test]
async fn simulated_agents_pack_their_messages_if_the_server_agrees() {
    for (deflate, packed) in [("true", 3), ("false", 0)] {
        let server =
            Standalone::start_with(&[("DROVER_GATEWAY__LIMITS__DEFLATE", deflate)]).await.unwrap();
        let ca = std::fs::read(server.agents_ca()).unwrap();
        let mut config = swarm::Config::new(&server.endpoint("wss"), &ca, fleet::Moment(1));
        (config.agents, config.deflate) = (3, true);
        let agents = Fleet::start(config).unwrap();
        // Long enough that the server packs it, too.
        server.push("base", &format!("a: {}\n", "long ".repeat(1_000))).await.unwrap();
        until("all have applied it", SOON, async || agents.snapshot().applied == 3).await.unwrap();
        let now = agents.snapshot();
        assert_eq!((now.connected, now.packed, now.connects), (3, packed, 3), "{deflate}");
        assert_eq!(agents.stop().await.disconnects, 3);
        assert_eq!(server.log(), "");
    }
}
