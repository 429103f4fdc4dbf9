use fleet::config::hash;
use proptest::collection::btree_map;
use proptest::prelude::*;
use proto::opamp::v1::{AgentConfigFile, AgentConfigMap};

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
