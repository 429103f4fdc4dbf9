use std::collections::BTreeMap;

use super::*;

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
