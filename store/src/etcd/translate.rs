//! Our words in etcd's and back: keys, transactions, errors.

use std::sync::Arc;

use bytes::Bytes;
use etcd_client::{
    Compare, CompareOp, Error, GetOptions, KeyValue, PutOptions, ResponseHeader, Txn as EtcdTxn,
    TxnOp,
};
use fleet::Revision;

use crate::contract::{Guard, Key, StoreError, Txn, Versioned, Write};

/// gRPC codes that are looked at (google.rpc.Code); the client's own type is not exported.
const INVALID_ARGUMENT: i32 = 3;
const NOT_FOUND: i32 = 5;
const OUT_OF_RANGE: i32 = 11;
const UNAUTHENTICATED: i32 = 16;

/// What every key in etcd starts with.
#[derive(Debug, Clone)]
pub(super) struct Prefix(pub(super) Arc<str>);

impl Prefix {
    /// A key as etcd has it.
    pub(super) fn full(&self, key: &Key) -> Vec<u8> {
        [self.0.as_bytes(), key.0.as_bytes()].concat()
    }

    /// A key as we have it.
    pub(super) fn short(&self, key: &[u8]) -> Option<Key> {
        let text = std::str::from_utf8(key).ok()?.strip_prefix(&*self.0)?;
        Some(Key::from(text))
    }

    /// An item as we have it, or `None` after saying why not.
    pub(super) fn item(&self, kv: KeyValue) -> Option<Versioned> {
        let revision = positive(kv.mod_revision());
        let Some(key) = self.short(kv.key()) else {
            tracing::error!(key = ?String::from_utf8_lossy(kv.key()), "not a key of ours, skipped");
            return None;
        };
        Some(Versioned { key, value: Bytes::from(kv.into_key_value().1), revision })
    }

    /// First key and end (exclusive) of what starts with `prefix` and follows `after`.
    pub(super) fn range(&self, prefix: &Key, after: Option<&Key>) -> (Vec<u8>, Vec<u8>) {
        let first = self.full(prefix);
        let end = successor(first.clone());
        match after {
            // The next possible key has one byte 0 more.
            Some(after) if after >= prefix => {
                let mut start = self.full(after);
                start.push(0);
                // An empty range is asked for as one, not as etcd's "from this key on".
                (start.min(end.clone()), end)
            }
            Some(_) | None => (first, end),
        }
    }

    /// A transaction as etcd has it.
    pub(super) fn txn(&self, txn: Txn) -> EtcdTxn {
        let guards: Vec<_> =
            txn.guards.iter().filter_map(|(key, guard)| self.guard(key, *guard)).collect();
        let mut writes: Vec<_> = Vec::with_capacity(txn.writes.len());
        if txn.writes.is_empty() {
            // Without any operation etcd takes a transaction for one that may read stale data: a
            // read makes it wait for the newest.
            let key = txn.guards.first().map_or_else(|| Key::from(""), |(key, _)| key.clone());
            writes.push(TxnOp::get(self.full(&key), Some(GetOptions::new().with_count_only())));
        }
        writes.extend(txn.writes.into_iter().map(|write| match write {
            Write::Put(key, value, lease) => {
                let options = lease.map(|lease| PutOptions::new().with_lease(lease.0));
                TxnOp::put(self.full(&key), value, options)
            }
            Write::Delete(key) => TxnOp::delete(self.full(&key), None),
        }));
        EtcdTxn::new().when(guards).and_then(writes)
    }

    fn guard(&self, key: &Key, guard: Guard) -> Option<Compare> {
        let key = self.full(key);
        match guard {
            Guard::Any => None,
            Guard::Absent => Some(Compare::create_revision(key, CompareOp::Equal, 0)),
            Guard::Present => Some(Compare::create_revision(key, CompareOp::Greater, 0)),
            Guard::At(revision) => {
                // Revision 0 would be etcd's word for an absent key; no key was ever written at it.
                let revision = i64::try_from(revision.0).ok().filter(|at| *at > 0);
                Some(Compare::mod_revision(key, CompareOp::Equal, revision.unwrap_or(i64::MAX)))
            }
        }
    }
}

/// The first key behind everything that starts with `prefix`. Ours end with text, so there always
/// is one.
fn successor(mut prefix: Vec<u8>) -> Vec<u8> {
    while let Some(last) = prefix.pop() {
        if last < u8::MAX {
            prefix.push(last + 1);
            return prefix;
        }
    }
    vec![0]
}

/// A revision of etcd's, which are above 0.
pub(super) fn positive(revision: i64) -> Revision {
    Revision(u64::try_from(revision).unwrap_or(0))
}

/// The revision of an answer.
pub(super) fn revision(header: Option<&ResponseHeader>) -> Revision {
    positive(header.map_or(0, ResponseHeader::revision))
}

/// Code and message of an error that etcd (or the transport) gave.
fn status(error: &Error) -> Option<(i32, &str)> {
    if let Error::GRpcStatus(status) = error {
        Some((i32::from(status.code()), status.message()))
    } else {
        None
    }
}

/// An error in one line, without anything that was sent.
pub(super) fn text(error: &Error) -> String {
    match status(error) {
        Some((code, message)) => format!("gRPC code {code}: {message}"),
        None => error.to_string(),
    }
}

/// A failed call as the caller of the store sees it.
pub(super) fn failed(error: &Error) -> StoreError {
    match status(error) {
        Some((INVALID_ARGUMENT, message))
            if message.contains("too large") || message.contains("too many operations") =>
        {
            StoreError::TooLarge(message.to_owned())
        }
        // The only things that our calls can fail to find are leases.
        Some((NOT_FOUND, _)) => StoreError::LeaseEnded,
        Some(_) | None => StoreError::Unavailable(text(error)),
    }
}

/// Whether the answer was over our own limit for reading one.
pub(super) fn is_oversized(error: &Error) -> bool {
    matches!(status(error), Some((OUT_OF_RANGE, message)) if message.contains("too large"))
}

/// Whether a keepalive failed because the lease is gone.
pub(super) fn no_lease(error: &Error) -> bool {
    if let Error::LeaseKeepAliveError(text) = error {
        return text == "lease not found";
    }
    matches!(status(error), Some((NOT_FOUND, _)))
}

/// Whether etcd does not know our token (it forgets tokens when it restarts).
pub(super) fn is_unauthenticated(error: &Error) -> bool {
    matches!(status(error), Some((UNAUTHENTICATED, _)))
}
