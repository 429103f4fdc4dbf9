//! Bodies a node sent once on this stream and names by hash afterwards.

use std::collections::{HashMap, VecDeque};

use bytes::Bytes;
use fleet::Digest;

/// A first-in, first-out store of bodies, bounded by bytes.
#[derive(Debug)]
pub(super) struct Bodies {
    by_hash: HashMap<Digest, Bytes>,
    order: VecDeque<Digest>,
    bytes: usize,
    bytes_max: usize,
}

impl Bodies {
    /// An empty store.
    pub(super) fn new(bytes_max: usize) -> Self {
        Self { by_hash: HashMap::new(), order: VecDeque::new(), bytes: 0, bytes_max }
    }

    /// Keeps a body; when there is no room the oldest go. Naming one that went ends the stream.
    pub(super) fn put(&mut self, hash: Digest, data: Bytes) {
        self.bytes += data.len();
        match self.by_hash.insert(hash, data) {
            Some(old) => self.bytes -= old.len(),
            None => self.order.push_back(hash),
        }
        while self.bytes > self.bytes_max && self.order.len() > 1 {
            let Some(oldest) = self.order.pop_front() else { return };
            if let Some(old) = self.by_hash.remove(&oldest) {
                self.bytes -= old.len();
            }
        }
    }

    /// A body by its hash.
    pub(super) fn find(&self, hash: Digest) -> Option<Bytes> {
        self.by_hash.get(&hash).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_body_goes_first_and_the_newest_stays() {
        let mut bodies = Bodies::new(10);
        let body = |n: u8| (Digest([n; 32]), Bytes::from(vec![n; 6]));
        for n in 1..=3 {
            let (hash, data) = body(n);
            bodies.put(hash, data.clone());
            bodies.put(hash, data);
        }
        assert_eq!(bodies.find(body(3).0), Some(body(3).1));
        assert_eq!(bodies.find(body(1).0), None);
        assert_eq!(bodies.bytes, 6);
    }
}
