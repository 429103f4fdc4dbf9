//! The walk and the decoder must agree on every input, or one agent can speak for another.

use std::collections::BTreeMap;

use bytes::Bytes;
use fleet::wire::{Malformed, PeekError, WireError, decode, peek_uid, strip_header, uid};
use proptest::collection::vec;
use proptest::prelude::*;
use prost::Message as _;
use prost::encoding::encode_varint;
use proto::opamp::v1::any_value::Value;
use proto::opamp::v1::{
    AgentDescription, AgentToServer, AnyValue, ArrayValue, ComponentHealth, KeyValue,
};

/// AgentToServer to its top level only: what is inside a message field is bytes.
#[derive(Clone, PartialEq, prost::Message)]
struct TopLevel {
    #[prost(bytes = "bytes", tag = "1")]
    instance_uid: Bytes,
    #[prost(uint64, tag = "2")]
    sequence_num: u64,
    #[prost(uint64, tag = "4")]
    capabilities: u64,
    #[prost(uint64, tag = "10")]
    flags: u64,
    #[prost(bytes = "bytes", repeated, tag = "3")]
    f3: Vec<Bytes>,
    #[prost(bytes = "bytes", repeated, tag = "5")]
    f5: Vec<Bytes>,
    #[prost(bytes = "bytes", repeated, tag = "6")]
    f6: Vec<Bytes>,
    #[prost(bytes = "bytes", repeated, tag = "7")]
    f7: Vec<Bytes>,
    #[prost(bytes = "bytes", repeated, tag = "8")]
    f8: Vec<Bytes>,
    #[prost(bytes = "bytes", repeated, tag = "9")]
    f9: Vec<Bytes>,
    #[prost(bytes = "bytes", repeated, tag = "11")]
    f11: Vec<Bytes>,
    #[prost(bytes = "bytes", repeated, tag = "12")]
    f12: Vec<Bytes>,
    #[prost(bytes = "bytes", repeated, tag = "13")]
    f13: Vec<Bytes>,
    #[prost(bytes = "bytes", repeated, tag = "14")]
    f14: Vec<Bytes>,
    #[prost(bytes = "bytes", repeated, tag = "15")]
    f15: Vec<Bytes>,
}

/// Protobuf-shaped bytes, nested, with every wire type and some keys that do not exist.
fn soup() -> impl Strategy<Value = Vec<u8>> {
    let leaf = prop_oneof![
        3 => vec(any::<u8>(), 0..6),
        2 => Just(vec![9; 16]),
        1 => Just(vec![0; 16]),
    ];
    leaf.prop_recursive(6, 40, 6, |inner| {
        vec((0u64..18, prop_oneof![3 => 0u64..6, 5 => Just(2), 1 => 6u64..8], inner), 0..6)
            .prop_map(|fields| fields.into_iter().fold(Vec::new(), field))
    })
}

fn field(mut bytes: Vec<u8>, (number, wire, payload): (u64, u64, Vec<u8>)) -> Vec<u8> {
    encode_varint(number << 3 | wire, &mut bytes);
    match wire {
        0 => encode_varint(payload.iter().map(|byte| u64::from(*byte)).sum(), &mut bytes),
        1 => bytes.extend([1; 8]),
        2 => {
            encode_varint(payload.len() as u64, &mut bytes);
            bytes.extend(payload);
        }
        3 => {
            bytes.extend(payload);
            encode_varint(number << 3 | 4, &mut bytes);
        }
        5 => bytes.extend([1; 4]),
        _ => {}
    }
    bytes
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

fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let valid = AgentToServer {
        instance_uid: Bytes::from_static(&[3; 16]),
        sequence_num: u64::MAX,
        capabilities: 0x1807,
        ..nested_values(3)
    };
    let valid = [valid.encode_to_vec(), nested_health(4).encode_to_vec()].concat();
    let len = valid.len();
    (vec((0..len, any::<u8>()), 0..4), 0..=len).prop_map(move |(changes, end)| {
        let mut bytes = valid.clone();
        for (at, byte) in changes {
            bytes[at] = byte;
        }
        bytes.truncate(if end % 3 == 0 { end } else { len });
        bytes
    })
}

fn agree(bytes: &[u8]) {
    let shared = Bytes::copy_from_slice(bytes);
    let peeked = peek_uid(bytes);
    match TopLevel::decode(shared.clone()) {
        Ok(top) => assert_eq!(peeked, uid(&top.instance_uid)),
        Err(error) => {
            assert!(matches!(peeked, Err(PeekError::Malformed(_))), "{error}, peeked {peeked:?}");
        }
    }
    let full = AgentToServer::decode(shared.clone());
    if let Ok(message) = &full {
        assert_eq!(peeked, uid(&message.instance_uid));
    }
    match decode(&shared) {
        // The decoder takes map entries of any wire type; we do not.
        Err(
            WireError::TooDeep | WireError::TooMany | WireError::Malformed(Malformed::WireType(_)),
        ) => {}
        Err(WireError::Malformed(fault)) => assert!(full.is_err(), "{fault}"),
        Err(WireError::Decode(_)) => assert!(full.is_err()),
        Ok(message) => assert_eq!(Ok(message), full),
    }
    drop(strip_header(shared));
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn on_random_bytes(bytes in vec(any::<u8>(), 0..64)) {
        agree(&bytes);
    }

    #[test]
    fn on_protobuf_shaped_bytes(bytes in soup()) {
        agree(&bytes);
    }

    #[test]
    fn on_valid_messages_with_bytes_changed_or_cut_off(bytes in mutated()) {
        agree(&bytes);
    }

    #[test]
    fn on_groups_as_deep_as_the_decoder_allows_and_deeper(depth in 95usize..105) {
        let bytes = [[0xa3, 0x1f].repeat(depth), [0xa4, 0x1f].repeat(depth)].concat();
        agree(&bytes);
    }
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() }
}
