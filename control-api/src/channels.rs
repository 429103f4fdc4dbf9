//! One channel per node, shared by every call to it.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use lru::LruCache;

use crate::Dial;

/// Channels that are kept; the one not used for longest is closed for a new one. More than a
/// cluster has nodes.
const KEPT_MAX: NonZeroUsize = NonZeroUsize::new(1_024).unwrap();

/// Dials each address once: a new connection for every command would cost a TLS handshake each.
pub(crate) fn kept(dial: Dial) -> Dial {
    // Locked for a look-up, never across an await.
    let channels = Mutex::new(LruCache::new(KEPT_MAX));
    Arc::new(move |address| {
        let mut channels = channels.lock().unwrap_or_else(PoisonError::into_inner);
        channels.get_or_insert_ref(address, || dial(address)).clone()
    })
}
