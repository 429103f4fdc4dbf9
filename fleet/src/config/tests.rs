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
