//! `blobs/{sha256}`: bodies, each stored once by its hash.

use std::collections::BTreeSet;

use bytes::Bytes;
use fleet::Digest;
use futures::stream::{self, StreamExt};
use prost::Message;
use proto::record::v1::{Blob, Compression};

use super::{Records, key};
use crate::contract::{Guard, Store, StoreError, TXN_BYTES_MAX, TXN_OPS_MAX, Txn, Write};

/// Bytes that a stored body may have after compression.
pub const BLOB_BYTES_MAX: usize = 1 << 20;

/// Bytes that a body may have before compression: what a reader must be ready to hold.
const BODY_BYTES_MAX: usize = 64 << 20;

/// Questions to the store at once.
const CHECKS_MAX: usize = 16;

impl<S: Store> Records<S> {
    /// Stores bodies that are not there yet. Answers in the order of `items`.
    ///
    /// A body over [`BLOB_BYTES_MAX`] after compression is [`StoreError::TooLarge`]; one that does
    /// not have the hash it is given under is [`StoreError::Corrupt`].
    pub async fn put_blobs(&self, items: &[(Digest, Bytes)]) -> Vec<Result<(), StoreError>> {
        let mut answers = Vec::with_capacity(items.len());
        for chunk in items.chunks(TXN_OPS_MAX) {
            answers.extend(self.put_some_blobs(chunk).await);
        }
        answers
    }

    async fn put_some_blobs(&self, items: &[(Digest, Bytes)]) -> Vec<Result<(), StoreError>> {
        // The usual case, all there, costs one small transaction and no compression.
        if self.are_there(items.iter().map(|(digest, _)| *digest)).await {
            return vec![Ok(()); items.len()];
        }
        let mut answers = vec![Ok(()); items.len()];
        let digests: Vec<Digest> = items.iter().map(|(digest, _)| *digest).collect();
        let checks = digests.into_iter().map(|digest| self.are_there(std::iter::once(digest)));
        let there: Vec<bool> = stream::iter(checks).buffered(CHECKS_MAX).collect().await;
        let mut seen = BTreeSet::new();
        let mut batch: Vec<(usize, Write)> = Vec::new();
        for (index, (digest, body)) in items.iter().enumerate() {
            if there[index] || !seen.insert(*digest) {
                continue;
            }
            let value = match pack(*digest, body) {
                Ok(value) => value,
                Err(error) => {
                    answers[index] = Err(error);
                    continue;
                }
            };
            let write = Write::Put(key::blob(*digest), value, None);
            let bytes: usize = batch.iter().map(|(_, write)| write.size()).sum();
            if bytes + write.size() > TXN_BYTES_MAX {
                self.put_batch(std::mem::take(&mut batch), &mut answers).await;
            }
            batch.push((index, write));
        }
        self.put_batch(batch, &mut answers).await;
        answers
    }

    async fn put_batch(&self, batch: Vec<(usize, Write)>, answers: &mut [Result<(), StoreError>]) {
        let (indices, writes): (Vec<_>, Vec<_>) = batch.into_iter().unzip();
        // Equal keys hold equal bodies, so writing one twice does no harm and needs no guard.
        let result = self.store.commit(Txn { guards: Vec::new(), writes }).await;
        for index in indices {
            answers[index] = result.clone().map(|_| ());
        }
    }

    /// Whether all are stored; when the store does not say, no.
    async fn are_there(&self, digests: impl Iterator<Item = Digest>) -> bool {
        let guards = digests.map(|digest| (key::blob(digest), Guard::Present)).collect();
        self.store.commit(Txn { guards, writes: Vec::new() }).await.is_ok()
    }

    /// A body.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when it does not have its hash, [`StoreError::Unavailable`].
    pub async fn get_blob(&self, digest: Digest) -> Result<Option<Bytes>, StoreError> {
        let Some((blob, _)) = self.read::<Blob>(&key::blob(digest)).await? else {
            return Ok(None);
        };
        unpack(digest, blob).map(Some)
    }
}

fn pack(digest: Digest, body: &Bytes) -> Result<Bytes, StoreError> {
    if Digest::of(body) != digest {
        return Err(corrupt(digest, "the body given does not have this hash"));
    }
    let too_large = |bytes: usize| {
        StoreError::TooLarge(format!("a body of {bytes} bytes, at most {BLOB_BYTES_MAX} stored"))
    };
    if body.len() > BODY_BYTES_MAX {
        return Err(too_large(body.len()));
    }
    let packed = zstd::bulk::compress(body, 1).ok().filter(|packed| packed.len() < body.len());
    let (compression, data) = match packed {
        Some(packed) => (Compression::Zstd, Bytes::from(packed)),
        None => (Compression::None, body.clone()),
    };
    if data.len() > BLOB_BYTES_MAX {
        return Err(too_large(data.len()));
    }
    let size = u32::try_from(body.len()).map_err(|_| too_large(body.len()))?;
    Ok(Bytes::from(Blob { compression: compression.into(), data, size }.encode_to_vec()))
}

fn unpack(digest: Digest, blob: Blob) -> Result<Bytes, StoreError> {
    let size = blob.size as usize;
    if size > BODY_BYTES_MAX {
        return Err(corrupt(digest, "its size is over the limit"));
    }
    let body = match Compression::try_from(blob.compression) {
        Ok(Compression::None) => blob.data,
        Ok(Compression::Zstd) => zstd::bulk::decompress(&blob.data, size)
            .map(Bytes::from)
            .map_err(|error| corrupt(digest, &error.to_string()))?,
        Err(_) => return Err(corrupt(digest, "its compression is unknown to this version")),
    };
    if Digest::of(&body) == digest { Ok(body) } else { Err(corrupt(digest, "its hash is another")) }
}

fn corrupt(digest: Digest, why: &str) -> StoreError {
    StoreError::Corrupt { key: key::blob(digest).to_string(), why: why.to_owned() }
}
