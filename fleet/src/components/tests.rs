use proto::opamp::v1::ComponentDetails;

use super::*;

fn learned(agent_type: &str, hash: &[u8], name: &str) -> Learned {
    let components = [(name.to_owned(), ComponentDetails::default())].into();
    let components = AvailableComponents { components, hash: hash.to_vec().into() };
    Learned::new(agent_type, &components)
}

#[test]
fn what_one_agent_has_is_known_of_its_type_and_of_no_other() {
    let mut known = Known::default();
    let said = learned("otelcol", b"1", "nop");
    assert!(known.learn(&said));
    assert!(!known.learn(&said), "no news");
    let found = known.find("otelcol", b"1").unwrap();
    assert_eq!(Learned::new("otelcol", &found), said);
    assert_eq!(known.find("other", b"1"), None);
    assert_eq!(known.find("otelcol", b"2"), None);
}

#[test]
fn when_agents_disagree_nothing_is_known() {
    let mut known = Known::default();
    known.learn(&learned("otelcol", b"1", "nop"));
    assert!(known.learn(&learned("otelcol", b"1", "evil")), "others must hear of it");
    assert_eq!(known.find("otelcol", b"1"), None);
    assert!(!known.learn(&learned("otelcol", b"1", "nop")), "not even when it is said again");
    assert_eq!((known.find("otelcol", b"1"), known.bytes), (None, 0));
}

#[test]
fn without_a_type_or_a_hash_nothing_is_learned() {
    let mut known = Known::default();
    let long = "x".repeat(TEXT_LEN_MAX + 1);
    for said in [learned("", b"1", "a"), learned("a", b"", "a"), learned(&long, b"1", "a")] {
        assert!(!known.learn(&said));
    }
    assert_eq!(known.found.len(), 0);
}

#[test]
fn what_is_known_is_bounded_and_the_oldest_goes_first() {
    let mut known = Known::default();
    for n in 0..=KNOWN_LEN_MAX {
        known.learn(&learned("a", n.to_string().as_bytes(), "a"));
    }
    assert_eq!((known.found.len(), known.oldest.len()), (KNOWN_LEN_MAX, KNOWN_LEN_MAX));
    assert_eq!(known.find("a", b"0"), None);
    let large = "x".repeat(KNOWN_BYTES_MAX - 100);
    known.learn(&learned("a", b"large", &large));
    assert!(known.bytes <= KNOWN_BYTES_MAX && known.find("a", b"large").is_some());
    let sum: usize = known.found.values().flatten().map(Bytes::len).sum();
    assert_eq!(known.bytes, sum);
    assert!(!known.learn(&learned("a", b"larger", &"x".repeat(KNOWN_BYTES_MAX))));
}
