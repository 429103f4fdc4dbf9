//! Which node a shard should be on: weighted rendezvous hashing.
//!
//! Every process that knows the same nodes gives the same answer, and a node that comes or goes
//! moves only the shards it gains or had. Rendezvous hashing: Thaler and Ravishankar, "Using
//! name-based mappings to increase hit rates", IEEE/ACM Transactions on Networking 6(1), 1998.
//! Weights by the logarithmic method (the node with the least `-ln(h) / weight` wins):
//! Schindelhauer and Schomaker, "Weighted distributed hash tables", SPAA 2005.
//!
//! The logarithm is computed in integers, so that two machines cannot disagree about a last bit.

use std::hash::Hasher;

use siphasher::sip::SipHasher13;

use crate::{MemberId, Shard};

/// Fraction bits of the logarithm.
const FRACTION_BITS: u32 = 24;

/// The node that should hold this shard; `None` without nodes. A weight of 0 counts as 1.
pub fn owner(shard: Shard, nodes: impl IntoIterator<Item = (MemberId, u32)>) -> Option<MemberId> {
    nodes
        .into_iter()
        .map(|(node, weight)| Score::of(shard, node, weight))
        .reduce(|best, other| if other.beats(&best) { other } else { best })
        .map(|best| best.node)
}

/// How many nodes come before this one for this shard: 0 is the one that should hold it. `None` if
/// it is not among them.
pub fn rank(
    shard: Shard,
    node: MemberId,
    nodes: impl IntoIterator<Item = (MemberId, u32)>,
) -> Option<usize> {
    let scores: Vec<Score> =
        nodes.into_iter().map(|(node, weight)| Score::of(shard, node, weight)).collect();
    let mine = scores.iter().find(|score| score.node == node)?;
    Some(scores.iter().filter(|other| other.beats(mine)).count())
}

struct Score {
    node: MemberId,
    weight: u64,
    /// `-log2(h)` for a hash `h` in (0, 1), in units of 2^-24; never zero.
    cost: u64,
}

impl Score {
    fn of(shard: Shard, node: MemberId, weight: u32) -> Self {
        // The key is fixed: member ids are ours, nobody outside chooses them.
        let mut hasher = SipHasher13::new_with_keys(0x6472_6f76_6572, 1);
        hasher.write(node.as_bytes());
        hasher.write_u16(shard.number().to_le());
        Self { node, weight: u64::from(weight.max(1)), cost: negative_log2(hasher.finish()) }
    }

    /// Whether this node goes before the other; equal costs are settled by id.
    fn beats(&self, other: &Self) -> bool {
        // cost / weight < other.cost / other.weight; at most 31 + 32 bits, so nothing overflows.
        let (mine, theirs) = (self.cost * other.weight, other.cost * self.weight);
        mine < theirs || (mine == theirs && self.node < other.node)
    }
}

/// `-log2(hash / 2^64)` in units of 2^-24, one bit of the fraction per squaring.
fn negative_log2(hash: u64) -> u64 {
    let hash = hash | 1;
    let zeros = hash.leading_zeros();
    // In [1, 2) with 63 fraction bits.
    let mut mantissa = hash << zeros;
    let mut log = 63 - u64::from(zeros);
    for _ in 0..FRACTION_BITS {
        let square = u128::from(mantissa) * u128::from(mantissa);
        let carry = (square >> 127) as u64;
        mantissa = (square >> (63 + carry)) as u64;
        log = log << 1 | carry;
    }
    (64 << FRACTION_BITS) - log
}

#[cfg(test)]
mod tests;
