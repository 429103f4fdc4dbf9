//! Who owns which shard.

use crate::{Epoch, MemberId};

/// The owner of a shard now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// The node.
    pub owner: MemberId,
    /// Its claim.
    pub epoch: Epoch,
}
