//! Bodies a node sent once on this stream and names by hash afterwards.

use std::collections::VecDeque;

use bytes::Bytes;
use fleet::Digest;

/// The node names only bodies that are among the last this many it sent, and sends others again: both ends forget
/// the same ones. Each is at most one frame.
const BODIES_LEN_MAX: usize = 16;

/// The last bodies of one stream, newest last.
#[derive(Debug, Default)]
pub(super) struct Bodies {
    newest: VecDeque<(Digest, Bytes)>,
}

impl Bodies {
    /// Keeps a body; when there are too many the oldest goes.
    pub(super) fn put(&mut self, hash: Digest, data: Bytes) {
        self.newest.retain(|(known, _)| *known != hash);
        self.newest.push_back((hash, data));
        if self.newest.len() > BODIES_LEN_MAX {
            self.newest.pop_front();
        }
    }

    /// A body by its hash.
    pub(super) fn find(&self, hash: Digest) -> Option<Bytes> {
        self.newest.iter().find(|(known, _)| *known == hash).map(|(_, data)| data.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_body_goes_and_one_sent_again_is_new() {
        let mut bodies = Bodies::default();
        let body = |n: u8| (Digest([n; 32]), Bytes::from(vec![n; 6]));
        for n in 1..=16 {
            bodies.put(body(n).0, body(n).1);
        }
        bodies.put(body(1).0, body(1).1);
        bodies.put(body(17).0, body(17).1);
        assert_eq!(bodies.find(body(1).0), Some(body(1).1));
        assert_eq!(bodies.find(body(2).0), None);
        assert_eq!(bodies.find(body(17).0), Some(body(17).1));
        assert_eq!(bodies.newest.len(), 16);
    }
}
