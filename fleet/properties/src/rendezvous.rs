use std::collections::BTreeMap;

use fleet::rendezvous::{owner, rank};
use fleet::{MemberId, Shard};
use proptest::prelude::*;

fn nodes() -> impl Strategy<Value = BTreeMap<MemberId, u32>> {
    proptest::collection::btree_map(any::<[u8; 16]>().prop_map(MemberId::new), 0u32..5, 1..8)
}

fn place(nodes: &BTreeMap<MemberId, u32>) -> Vec<MemberId> {
    Shard::all().map(|shard| owner(shard, nodes.clone()).unwrap()).collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_node_that_leaves_moves_only_its_own_shards(nodes in nodes()) {
        let before = place(&nodes);
        let gone = *nodes.keys().next().unwrap();
        let mut rest = nodes;
        rest.remove(&gone);
        if !rest.is_empty() {
            for (before, after) in before.into_iter().zip(place(&rest)) {
                prop_assert!(before == after || before == gone);
            }
        }
    }

    #[test]
    fn more_weight_only_gains_shards(nodes in nodes()) {
        let before = place(&nodes);
        let heavier = *nodes.keys().next().unwrap();
        let mut changed = nodes;
        *changed.get_mut(&heavier).unwrap() += 3;
        for (before, after) in before.into_iter().zip(place(&changed)) {
            prop_assert!(before == after || after == heavier);
        }
    }

    #[test]
    fn rank_zero_is_the_owner_and_ranks_are_all_different(nodes in nodes(), n in 0u32..4096) {
        let shard = Shard::new(n).unwrap();
        let mut ranks: Vec<_> =
            nodes.keys().map(|node| (rank(shard, *node, nodes.clone()).unwrap(), *node)).collect();
        ranks.sort();
        prop_assert_eq!(Some(ranks[0].1), owner(shard, nodes.clone()));
        prop_assert!(ranks.iter().enumerate().all(|(at, (rank, _))| at == *rank));
    }
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 20, failure_persistence: None, ..ProptestConfig::default() }
}
