use super::*;
use proto::opamp::v1::{AnyValue, KeyValue, any_value};

fn health(status: &str) -> AgentToServer {
    let health = ComponentHealth { status: status.into(), ..Default::default() };
    AgentToServer { health: Some(health), ..Default::default() }
}

#[test]
fn an_absent_part_is_unchanged_and_a_present_one_replaces_it_even_when_empty() {
    let mut observed = Observed::default();
    assert_eq!(observed.merge(&health("ok")), [PartKind::Health]);
    let digest = observed.digest();
    assert_eq!(observed.merge(&AgentToServer::default()), []);
    assert_eq!(observed.digest(), digest);
    let empty = AgentToServer { health: Some(ComponentHealth::default()), ..Default::default() };
    assert_eq!(observed.merge(&empty), [PartKind::Health]);
    assert_eq!(observed.health(), Some(ComponentHealth::default()));
    assert_ne!(observed.digest(), digest);
}

#[test]
fn the_record_brings_back_the_same_digest_with_and_without_bodies() {
    let value = Some(AnyValue { value: Some(any_value::Value::StringValue("x".repeat(200))) });
    let identifying_attributes = vec![KeyValue { key: "service.name".into(), value }];
    let description = AgentDescription { identifying_attributes, ..Default::default() };
    let mut message = health("ok");
    message.agent_description = Some(description.clone());
    let mut observed = Observed::default();
    observed.merge(&message);
    let stored = observed.to_record();
    let body = observed.part(PartKind::Description).unwrap().bytes.clone();
    let bare = Observed::from_record(&stored, |_| None);
    assert_eq!(bare.digest(), observed.digest());
    assert_eq!(bare.description(), None);
    assert_eq!(bare.health().unwrap().status, "ok");
    let whole = Observed::from_record(&stored, |_| body.clone());
    assert_eq!(whole.description(), Some(description));
}

#[test]
fn a_description_the_store_did_not_have_is_filled_in_when_it_is_said_again() {
    let host = KeyValue { key: "host.name".repeat(20), value: None };
    let described = AgentDescription { identifying_attributes: vec![host], ..Default::default() };
    let message =
        AgentToServer { agent_description: Some(described.clone()), ..Default::default() };
    let mut observed = Observed::default();
    observed.merge(&message);
    let mut restored = Observed::from_record(&observed.to_record(), |_| None);
    assert_eq!((restored.digest(), restored.description()), (observed.digest(), None));
    assert_eq!(restored.merge(&message), [PartKind::Description]);
    assert_eq!(restored.description(), Some(described));
    assert_eq!(restored.merge(&message), []);
}
