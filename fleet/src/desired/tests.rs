use bytes::Bytes;
use prost::Message;
use proto::opamp::v1::any_value::Value;
use proto::opamp::v1::{
    AgentConfigFile, AgentConfigMap, AgentDescription, AnyValue, KeyValue, OpAmpConnectionSettings,
    ServerToAgent, TelemetryConnectionSettings,
};

use super::*;

fn config(name: &str, revision: u64) -> record::Config {
    let body = Bytes::from(format!("{name} {revision}"));
    let file = AgentConfigFile { body, content_type: "text/yaml".into() };
    let config_map = AgentConfigMap { config_map: [("main.yaml".to_owned(), file)].into() };
    let hash = config::hash(&config_map).to_bytes();
    let config_map = Some(config_map);
    record::Config { name: name.into(), revision, config_map, hash, ..Default::default() }
}

fn reference(name: &str, revision: u64) -> Option<record::ConfigRef> {
    Some(record::ConfigRef { name: name.into(), revision })
}

fn assignment(name: &str, selector: &str, priority: i32, config: &str) -> record::Assignment {
    record::Assignment {
        name: name.into(),
        selector: selector.into(),
        priority,
        current: reference(config, 1),
        ..Default::default()
    }
}

fn catalog() -> Catalog {
    let mut catalog = Catalog::default();
    for row in [config("base", 1), config("base", 2), config("edge", 1), config("own", 1)] {
        catalog.apply(&row).unwrap();
    }
    catalog
}

fn claims(pairs: &[(&str, &str)]) -> Claims {
    let attribute = |(key, value): &(&str, &str)| KeyValue {
        key: (*key).into(),
        value: Some(AnyValue { value: Some(Value::StringValue((*value).into())) }),
    };
    Claims::of(&AgentDescription {
        identifying_attributes: pairs.iter().map(attribute).collect(),
        non_identifying_attributes: Vec::new(),
    })
}

const AGENT: AgentId = AgentId::new([9; 16]);

/// Resolves for an agent with the claim `os=linux` and these labels, and writes the answer down in
/// a few letters.
fn check(catalog: &Catalog, row: Option<&record::Desired>, expected: &str) {
    let claims = claims(&[("os", "linux")]);
    let found = resolve(&Subject { agent: AGENT, claims: &claims, row }, catalog);
    let source = |source: &Source| match source {
        Source::Offer => "offer".to_owned(),
        Source::Assignment(name) => name.to_string(),
    };
    let found = match found.remote_config {
        Target::Nothing => "nothing".to_owned(),
        Target::Unknown(config, from) => {
            format!("unknown {}/{} by {}", config.name, config.revision, source(&from))
        }
        Target::Wanted(config, from) => {
            format!("{}/{} by {}", config.name, config.revision, source(&from))
        }
    };
    assert_eq!(found, expected);
}

#[test]
fn an_offer_to_the_agent_wins_over_every_assignment() {
    let mut catalog = catalog();
    catalog.apply_assignment(&assignment("all", "", 100, "base")).unwrap();
    let row = record::Desired { remote_config: reference("own", 1), ..Default::default() };
    check(&catalog, Some(&row), "own/1 by offer");
    check(&catalog, Some(&record::Desired::default()), "base/1 by all");
    check(&catalog, None, "base/1 by all");
}

#[test]
fn the_highest_priority_wins_and_of_equal_ones_the_name_that_sorts_first() {
    let mut catalog = catalog();
    catalog.apply_assignment(&assignment("b", "", 0, "base")).unwrap();
    catalog.apply_assignment(&assignment("a", "claim.os=linux", 0, "edge")).unwrap();
    check(&catalog, None, "edge/1 by a");
    catalog.apply_assignment(&assignment("b", "", 1, "base")).unwrap();
    check(&catalog, None, "base/1 by b");
    catalog.apply_assignment(&assignment("b", "", -1, "base")).unwrap();
    check(&catalog, None, "edge/1 by a");
    catalog.delete_assignment(&"a".parse().unwrap());
    check(&catalog, None, "base/1 by b");
    assert_eq!(catalog.reset_assignments(&[]), []);
    check(&catalog, None, "nothing");
}

#[test]
fn labels_come_from_the_row_and_a_claim_never_passes_for_one() {
    let mut catalog = catalog();
    catalog.apply_assignment(&assignment("prod", "label.os=linux", 0, "edge")).unwrap();
    check(&catalog, None, "nothing");
    let labels = [("os".to_owned(), "linux".to_owned())].into();
    let row = record::Desired { labels, ..Default::default() };
    check(&catalog, Some(&row), "edge/1 by prod");
}

#[test]
fn a_config_not_known_here_holds_the_agent_instead_of_making_it_flap() {
    let mut catalog = catalog();
    catalog.apply_assignment(&assignment("low", "", 0, "base")).unwrap();
    catalog.apply_assignment(&assignment("high", "", 1, "later")).unwrap();
    check(&catalog, None, "unknown later/1 by high");
    catalog.apply(&config("later", 1)).unwrap();
    check(&catalog, None, "later/1 by high");
}

#[test]
fn a_gate_gives_next_to_the_agents_it_selects_below_its_threshold() {
    let mut catalog = catalog();
    let mut row = assignment("all", "", 0, "base");
    row.next = reference("base", 2);
    row.rollout = "r1".into();
    let mine = bucket("r1", AGENT);
    let gate = |selector: &str, threshold| record::Gate { selector: selector.into(), threshold };
    let cases = [
        (vec![], "base/1 by all"),
        (vec![gate("", mine)], "base/1 by all"),
        (vec![gate("", mine + 1)], "base/2 by all"),
        (vec![gate("claim.os=windows", u64::MAX)], "base/1 by all"),
        (vec![gate("claim.os=windows", u64::MAX), gate("claim.os", u64::MAX)], "base/2 by all"),
    ];
    for (gates, expected) in cases {
        row.gates = gates;
        catalog.apply_assignment(&row).unwrap();
        check(&catalog, None, expected);
    }
}

#[test]
fn rows_that_mean_nothing_are_left_out_and_named() {
    let mut catalog = catalog();
    catalog.apply_assignment(&assignment("all", "", 0, "base")).unwrap();
    let error = catalog.apply_assignment(&assignment("all", "env=prod", 0, "base")).unwrap_err();
    assert!(matches!(error, InvalidRow::Selector { .. }), "{error}");
    check(&catalog, None, "nothing");
    let mut forged = config("base", 3);
    forged.hash = Bytes::from_static(&[0; 32]);
    let error = catalog.apply(&forged).unwrap_err();
    assert!(matches!(error, InvalidRow::Hash { revision: 3, .. }), "{error}");
    let invalid = catalog.reset(Folder::Configs, &[config("Bad", 1), config("base", 1)]);
    assert_eq!(invalid, [InvalidRow::Name("Bad".into())]);
    assert!(
        catalog
            .item(Kind::RemoteConfig, &ConfigRef { name: "base".parse().unwrap(), revision: 1 })
            .is_some()
    );
    assert!(
        catalog
            .item(Kind::RemoteConfig, &ConfigRef { name: "base".parse().unwrap(), revision: 2 })
            .is_none()
    );
}

#[test]
fn a_fragment_appended_to_a_head_is_the_message_with_the_config() {
    let row = config("base", 1);
    let item = Item::new(Row::Config(&row)).unwrap();
    let payload = item.payload().unwrap();
    let head = ServerToAgent { instance_uid: AGENT.to_bytes(), flags: 1, ..Default::default() };
    let whole = [head.encode_to_vec(), payload.fragment.to_vec()].concat();
    let decoded = ServerToAgent::decode(&whole[..]).unwrap();
    let offer = decoded.remote_config.clone().unwrap();
    assert_eq!(offer.config_hash[..], payload.hash.0);
    assert_eq!(offer.config, row.config_map);
    assert_eq!(ServerToAgent { remote_config: None, ..decoded }, head);
}

#[test]
fn buckets_are_evenly_spread_and_differ_between_rollouts() {
    let agents = (0..4000u32).map(|n| {
        let mut uid = [0; 16];
        uid[..4].copy_from_slice(&n.to_be_bytes());
        AgentId::new(uid)
    });
    let (mut low, mut both) = (0, 0);
    for agent in agents {
        let first = bucket("r1", agent) < u64::MAX / 2;
        low += u32::from(first);
        both += u32::from(first && bucket("r2", agent) < u64::MAX / 2);
    }
    assert!((1850..2150).contains(&low), "{low} of 4000 in the lower half");
    assert!((850..1150).contains(&both), "{both} of 4000 in the lower half twice");
}

fn stored(name: &str, kind: OfferKind) -> record::Settings {
    let signal = |path: &str| TelemetryConnectionSettings {
        destination_endpoint: format!("https://h/{path}"),
        ..Default::default()
    };
    let own = kind == OfferKind::OwnTelemetry;
    let opamp = OpAmpConnectionSettings {
        destination_endpoint: "wss://h".into(),
        heartbeat_interval_seconds: 10,
        ..Default::default()
    };
    let settings = ConnectionSettingsOffers {
        opamp: (!own).then_some(opamp),
        own_metrics: own.then(|| signal("metrics")),
        ..Default::default()
    };
    let hash = settings::hash(&settings).to_bytes();
    let (name, settings) = (name.into(), Some(settings));
    record::Settings { name, revision: 1, kind: kind.into(), settings, hash, ..Default::default() }
}

#[test]
fn each_kind_has_its_own_assignments_and_settings_make_one_snapshot() {
    let mut catalog = catalog();
    catalog.apply(&stored("here", OfferKind::OpampSettings)).unwrap();
    catalog.apply(&stored("own", OfferKind::OwnTelemetry)).unwrap();
    catalog.apply_assignment(&assignment("config", "", 0, "base")).unwrap();
    let of = |kind: OfferKind, item: &str| record::Assignment {
        kind: kind.into(),
        ..assignment(item, "", 9, item)
    };
    catalog.apply_assignment(&of(OfferKind::OpampSettings, "here")).unwrap();
    let own = record::Desired { own_telemetry: reference("own", 1), ..Default::default() };
    check(&catalog, Some(&own), "base/1 by config");
    let claims = claims(&[]);
    let resolved = |catalog: &Catalog, row: &record::Desired| {
        resolve(&Subject { agent: AGENT, claims: &claims, row: Some(row) }, catalog)
    };
    let all = Capabilities(u64::MAX);
    let offer = resolved(&catalog, &own).settings(all).unwrap();
    assert!(offer.opamp.is_some() && offer.own_metrics.is_some());
    let retried = record::Desired { settings_retry: 1, ..own.clone() };
    assert_ne!(resolved(&catalog, &retried).settings(all).unwrap().hash, offer.hash);
    // The name is known, but as settings of another kind.
    let wrong = record::Desired { other_connections: reference("own", 1), ..own };
    assert_eq!(resolved(&catalog, &wrong).settings(all), None, "a part of it is not known");
}

#[test]
fn what_no_message_could_carry_is_left_out() {
    let mut catalog = Catalog::new(1_000);
    catalog.apply(&config("base", 1)).unwrap();
    let row = config(&"x".repeat(1_000), 1);
    let row = record::Config { name: "large".into(), ..row };
    let error = catalog.apply(&row).unwrap_err();
    assert!(matches!(error, InvalidRow::TooLarge { bytes: 1_001.., .. }), "{error}");
}
