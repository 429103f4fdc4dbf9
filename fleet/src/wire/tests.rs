use std::collections::BTreeMap;

use proto::opamp::v1::any_value::Value;
use proto::opamp::v1::{AgentDescription, AnyValue, ArrayValue, ComponentHealth, KeyValue};

use super::*;

fn strip(bytes: &'static [u8]) -> Result<Bytes, HeaderError> {
    strip_header(Bytes::from_static(bytes))
}

#[test]
fn a_header_is_one_to_ten_bytes_of_zero() {
    assert_eq!(strip(&[0]), Ok(Bytes::new()));
    assert_eq!(strip(&[0, 0x0a, 0]), Ok(Bytes::from_static(&[0x0a, 0])));
    assert_eq!(strip(&[0x80, 0, 7]), Ok(Bytes::from_static(&[7])));
    assert_eq!(strip(&[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0]), Ok(Bytes::new()));
}

#[test]
fn any_other_header_is_refused_with_its_reason() {
    assert_eq!(strip(&[]), Err(HeaderError::Empty));
    assert_eq!(strip(&[1]), Err(HeaderError::NonZero));
    assert_eq!(strip(&[0xff, 0xff, 0xff]), Err(HeaderError::Truncated));
    assert_eq!(strip(&[0x80]), Err(HeaderError::Truncated));
    assert_eq!(strip(&[0x80; 9]), Err(HeaderError::Truncated));
    assert_eq!(strip(&[0x80; 10]), Err(HeaderError::TooLong));
    assert_eq!(
        strip(&[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0]),
        Err(HeaderError::TooLong)
    );
    assert_eq!(
        strip(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2]),
        Err(HeaderError::TooLong),
        "over 64 bits"
    );
    assert_eq!(
        strip(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]),
        Err(HeaderError::NonZero),
        "the largest 64-bit value"
    );
    assert_eq!(strip(&[0x0a, 16]), Err(HeaderError::NonZero), "an old client without a header");
}

#[test]
fn the_last_uid_wins_as_it_does_in_the_decoder() {
    let bytes = [&[0x0a, 16][..], &[1; 16], &[0x10, 5, 0x0a, 16], &[2; 16]].concat();
    assert_eq!(peek_uid(&bytes), Ok(AgentId::new([2; 16])));
    assert_eq!(decode(&bytes.into()).unwrap().instance_uid, [2; 16][..]);
}

#[test]
fn a_uid_is_sixteen_bytes_and_not_nil() {
    assert_eq!(peek_uid(&[]), Err(PeekError::UidLength(0)));
    assert_eq!(peek_uid(&[0x0a, 1, 7]), Err(PeekError::UidLength(1)));
    assert_eq!(peek_uid(&[&[0x0a, 16][..], &[0; 16]].concat()), Err(PeekError::UidNil));
}

#[test]
fn a_malformed_top_level_is_refused_before_routing() {
    for (bytes, fault) in [
        (&[0x08, 0][..], Malformed::WireType(1)),
        (&[0x12, 0], Malformed::WireType(2)),
        (&[0x02, 0], Malformed::Key),
        (&[0x0e, 0], Malformed::Key),
        (&[0x0a, 5, 1], Malformed::Overrun),
        (&[0x0a], Malformed::Varint),
        (&[0xa4, 0x1f], Malformed::Group),
        (&[0xa3, 0x1f, 0xac, 0x1f], Malformed::Group),
        (&[0x10, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2], Malformed::Varint),
    ] {
        assert_eq!(peek_uid(bytes), Err(fault.into()), "{bytes:?}");
        assert!(decode(&Bytes::copy_from_slice(bytes)).is_err(), "{bytes:?}");
    }
}

#[test]
fn unknown_fields_enums_and_groups_are_not_malformed() {
    // Field 500: a varint, then a group with a length-delimited field inside; status 99.
    let bytes: &'static [u8] =
        &[0xa0, 0x1f, 1, 0xa3, 0x1f, 0x0a, 1, 0, 0xa4, 0x1f, 0x3a, 2, 0x10, 99];
    let message = decode(&Bytes::from_static(bytes)).unwrap();
    assert_eq!(message.remote_config_status.unwrap().status, 99);
}

fn nested_values(depth: usize) -> AgentToServer {
    let mut value = AnyValue { value: Some(Value::IntValue(1)) };
    for _ in 1..depth {
        value = AnyValue { value: Some(Value::ArrayValue(ArrayValue { values: vec![value] })) };
    }
    let attribute = KeyValue { key: "k".into(), value: Some(value) };
    AgentToServer {
        agent_description: Some(AgentDescription {
            identifying_attributes: vec![attribute],
            ..AgentDescription::default()
        }),
        ..AgentToServer::default()
    }
}

fn nested_health(depth: usize) -> AgentToServer {
    let mut health = ComponentHealth { healthy: true, ..ComponentHealth::default() };
    for _ in 1..depth {
        let component_health_map = BTreeMap::from([("c".to_owned(), health)]);
        health = ComponentHealth {
            component_health_map: component_health_map.into_iter().collect(),
            ..ComponentHealth::default()
        };
    }
    AgentToServer { health: Some(health), ..AgentToServer::default() }
}

#[test]
fn nesting_ends_at_its_limit() {
    for message in [nested_values(NESTING_MAX), nested_health(NESTING_MAX)] {
        assert_eq!(decode(&message.encode_to_vec().into()), Ok(message));
    }
    for message in
        [nested_values(NESTING_MAX + 1), nested_health(NESTING_MAX + 1), nested_values(200)]
    {
        assert_eq!(decode(&message.encode_to_vec().into()), Err(WireError::TooDeep));
    }
}

#[test]
fn a_million_tiny_entries_are_refused_before_they_are_decoded() {
    // `health` with empty entries of its component map, two bytes each.
    let entries = [0x32, 0].repeat(1_000_000);
    let mut bytes = vec![0x2a, 0x80, 0x89, 0x7a];
    bytes.extend(entries);
    assert_eq!(decode(&bytes.into()), Err(WireError::TooMany));
}

#[test]
fn a_map_entry_of_another_wire_type_is_refused() {
    // `health.component_health_map` with wire type 0: the decoder alone would read an entry of two
    // bytes.
    let bytes: &'static [u8] = &[0x2a, 4, 0x30, 2, 0x0a, 0];
    assert!(AgentToServer::decode(bytes).is_ok());
    let refused = Err(WireError::Malformed(Malformed::WireType(6)));
    assert_eq!(decode(&Bytes::from_static(bytes)), refused);
}

#[test]
fn an_error_reply_has_a_uid_an_error_and_nothing_else() {
    let uid = AgentId::new([7; 16]);
    let kind = ErrorKind::Unavailable { retry_after: Duration::from_secs(30) };
    let bytes = error_reply(Some(uid), kind, "starting");
    let reply = ServerToAgent::decode(bytes).unwrap();
    let expected = ServerToAgent {
        instance_uid: uid.to_bytes(),
        error_response: Some(ServerErrorResponse {
            r#type: ServerErrorResponseType::Unavailable.into(),
            error_message: "starting".into(),
            details: Some(Details::RetryInfo(RetryInfo {
                retry_after_nanoseconds: 30_000_000_000,
            })),
        }),
        ..ServerToAgent::default()
    };
    assert_eq!(reply, expected);

    let long = "é".repeat(1_000);
    let reply = ServerToAgent::decode(error_reply(None, ErrorKind::BadRequest, &long)).unwrap();
    assert!(reply.instance_uid.is_empty());
    assert_eq!(reply.error_response.unwrap().error_message.len(), TEXT_LEN_MAX);
}
