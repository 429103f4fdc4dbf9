use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

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

#[test]
fn shares_follow_weights() {
    let nodes = [1u8, 2, 3, 4].map(|n| (MemberId::new([n; 16]), u32::from(n)));
    let mut shares = BTreeMap::<MemberId, i64>::new();
    for shard in Shard::all() {
        *shares.entry(owner(shard, nodes).unwrap()).or_default() += 1;
    }
    for (node, weight) in nodes {
        let expected = 4096 * i64::from(weight) / 10;
        let off = (shares[&node] - expected).abs();
        assert!(off < 90, "weight {weight}: {} shards, {expected} expected", shares[&node]);
    }
}

#[test]
fn the_logarithm_is_one() {
    let unit = f64::from(1u32 << FRACTION_BITS);
    for hash in [1, 3, 0xffff, u64::MAX / 3, u64::MAX / 2 + 1, u64::MAX] {
        let exact = 64.0 - ((hash | 1) as f64).log2();
        let off = (negative_log2(hash) as f64 / unit - exact).abs();
        assert!(off < 2.0 / unit, "{hash}: off by {off}");
    }
    assert!(negative_log2(u64::MAX) > 0);
}

#[test]
fn a_placement_does_not_change_between_versions() {
    let nodes = [1u8, 2, 3].map(|n| (MemberId::new([n; 16]), 1));
    let placed: Vec<u8> =
        Shard::all().take(12).map(|shard| owner(shard, nodes).unwrap().as_bytes()[0]).collect();
    assert_eq!(placed, [3, 3, 2, 3, 3, 3, 2, 2, 3, 1, 3, 3]);
}

#[test]
fn without_nodes_there_is_no_owner() {
    let shard = Shard::new(0).unwrap();
    assert_eq!(owner(shard, []), None);
    assert_eq!(rank(shard, MemberId::new([1; 16]), []), None);
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 20, failure_persistence: None, ..ProptestConfig::default() }
}
