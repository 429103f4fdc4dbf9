use proptest::collection::btree_map;
use proptest::prelude::*;
use proto::opamp::v1::AgentConfigFile;

use super::*;

fn config(files: &[(&str, &str, &str)]) -> AgentConfigMap {
    let files = files.iter().map(|(name, body, content_type)| {
        let body = bytes::Bytes::copy_from_slice(body.as_bytes());
        ((*name).to_owned(), AgentConfigFile { body, content_type: (*content_type).to_owned() })
    });
    AgentConfigMap { config_map: files.collect() }
}

#[test]
fn bytes_cannot_move_between_name_body_and_content_type() {
    let distinct = [
        config(&[]),
        config(&[("", "", "")]),
        config(&[("a", "bc", "")]),
        config(&[("ab", "c", "")]),
        config(&[("a", "b", "c")]),
        config(&[("a", "", "bc")]),
        config(&[("a", "b", ""), ("c", "", "")]),
        config(&[("a", "", ""), ("b", "", ""), ("c", "", "")]),
    ];
    let hashes: std::collections::BTreeSet<_> = distinct.iter().map(hash).collect();
    assert_eq!(hashes.len(), distinct.len());
}

#[test]
fn the_hash_does_not_depend_on_the_order_of_files() {
    let forward = config(&[("a", "1", "text/yaml"), ("b", "2", "")]);
    let backward = config(&[("b", "2", ""), ("a", "1", "text/yaml")]);
    assert_eq!(hash(&forward), hash(&backward));
}

#[test]
fn the_hash_of_a_known_config_never_changes() {
    let known = config(&[("collector.yaml", "receivers: {}\n", "text/yaml")]);
    assert_eq!(
        hash(&known).to_string(),
        "f9b780c41658232d508175d4bf03cbb73a41f38242209e94ab54e68b85d2dd24"
    );
}

#[test]
fn names_follow_the_grammar() {
    for good in ["a", "0", "edge", "edge-eu.v2", &"a".repeat(63)] {
        assert!(good.parse::<Name>().is_ok(), "{good}");
    }
    for bad in ["", "-a", "a-", ".a", "a.", "A", "a_b", "a b", "a/b", "ä", &"a".repeat(64)] {
        assert_eq!(bad.parse::<Name>(), Err(InvalidName), "{bad}");
    }
}

/// A few short files over two letters: what differs in framing only is likely to come up.
fn files() -> impl Strategy<Value = AgentConfigMap> {
    let file = ("[ab]{0,2}", "[ab]{0,1}").prop_map(|(body, content_type)| AgentConfigFile {
        body: body.into_bytes().into(),
        content_type,
    });
    btree_map("[ab]{0,2}", file, 0..3).prop_map(|config_map| AgentConfigMap { config_map })
}

proptest! {
    #[test]
    fn different_configs_have_different_hashes(left in files(), right in files()) {
        prop_assert_eq!(left == right, hash(&left) == hash(&right));
    }
}
