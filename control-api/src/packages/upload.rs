//! Content on its way to the disk: into a file without a name first, under its hash when all of it
//! is there and safe. Nobody ever sees half a file.

use std::io;
use std::path::{Path, PathBuf};

use fleet::Digest;
use proto::control::v1::{UploadPackageContentRequest, UploadPackageContentResponse};
use sha2::{Digest as _, Sha256};
use store::Store;
use tokio::fs::{self, File};
use tokio::io::AsyncWriteExt;
use tonic::Streaming;
use uuid::Uuid;

use super::UPLOAD;
use crate::api::Api;
use crate::config::PackageFolder;
use crate::operators::Actor;
use crate::refusal::Refusal;

#[expect(clippy::needless_pass_by_value, reason = "it is made for map_err")]
fn disk(error: io::Error) -> Refusal {
    Refusal::Disk(error.to_string())
}

/// What has arrived.
struct Received {
    hash: Digest,
    size: u64,
}

impl<S: Store> Api<S> {
    pub(super) async fn upload(
        &self,
        actor: &Actor,
        content: Streaming<UploadPackageContentRequest>,
    ) -> Result<UploadPackageContentResponse, Refusal> {
        let folder = self.config.packages.as_ref().ok_or(Refusal::NoPackagesDir)?;
        let _permit = self.uploads.try_acquire().map_err(|_| Refusal::TooManyUploads)?;
        fs::create_dir_all(&folder.dir).await.map_err(disk)?;
        let part = folder.dir.join(format!(".upload-{}", Uuid::now_v7()));
        let uploaded = self.take_in(actor, folder, content, &part).await;
        // Gone already when it got its name.
        match fs::remove_file(&part).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                tracing::warn!(%error, part = %part.display(), "part of an upload is left over");
            }
            Ok(()) | Err(_) => {}
        }
        uploaded
    }

    async fn take_in(
        &self,
        actor: &Actor,
        folder: &PackageFolder,
        content: Streaming<UploadPackageContentRequest>,
        part: &Path,
    ) -> Result<UploadPackageContentResponse, Refusal> {
        let Received { hash, size } = receive(content, part, folder.file_bytes_max).await?;
        let action = async {
            let created = keep(&folder.dir, part, hash).await?;
            Ok((created, self.records.revision().await?))
        };
        let target = format!("package-content/{hash}");
        let (created, _) = self.audited(actor, UPLOAD, target, action).await?;
        let download_url = folder.url_of(hash);
        Ok(UploadPackageContentResponse {
            content_hash: hash.to_bytes(),
            size,
            download_url,
            created,
        })
    }
}

/// Writes everything that comes into a new file, safe on the disk.
async fn receive(
    mut content: Streaming<UploadPackageContentRequest>,
    part: &Path,
    bytes_max: u64,
) -> Result<Received, Refusal> {
    let mut file = File::create_new(part).await.map_err(disk)?;
    let (mut sha, mut size, mut expected) = (Sha256::new(), 0_u64, None);
    loop {
        let next = content.message().await;
        let next = next.map_err(|status| Refusal::invalid("chunk", status.message()))?;
        let Some(next) = next else { break };
        if !next.content_hash.is_empty() {
            expected = Some(next.content_hash);
        }
        size = size.saturating_add(next.chunk.len() as u64);
        if size > bytes_max {
            let [bytes, bytes_max] =
                [size, bytes_max].map(|n| usize::try_from(n).unwrap_or(usize::MAX));
            return Err(Refusal::TooLarge { field: "chunk", bytes, bytes_max });
        }
        sha.update(&next.chunk);
        file.write_all(&next.chunk).await.map_err(disk)?;
    }
    if size == 0 {
        return Err(Refusal::invalid("chunk", "there is no content"));
    }
    let hash = Digest(sha.finalize().into());
    if expected.is_some_and(|expected| expected[..] != hash.0) {
        return Err(Refusal::invalid("content_hash", format!("what arrived has the hash {hash}")));
    }
    file.flush().await.map_err(disk)?;
    file.sync_all().await.map_err(disk)?;
    Ok(Received { hash, size })
}

/// Gives a file its name, unless there is one of that name; says whether it did.
async fn keep(dir: &Path, part: &Path, hash: Digest) -> Result<bool, Refusal> {
    let path: PathBuf = dir.join(hash.to_string());
    if fs::try_exists(&path).await.map_err(disk)? {
        return Ok(false);
    }
    fs::rename(part, &path).await.map_err(disk)?;
    // The name is safe when the folder is.
    let folder = File::open(dir).await.map_err(disk)?;
    folder.sync_all().await.map_err(disk)?;
    Ok(true)
}
