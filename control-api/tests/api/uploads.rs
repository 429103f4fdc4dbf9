//! Package content on its way to the disk.

use std::path::Path;

use control_api::{Config, PackageFolder};
use fleet::Digest;
use proto::control::v1::{UploadPackageContentRequest, UploadPackageContentResponse};
use tempfile::TempDir;
use tonic::Status;

use crate::packages::{create, package};
use crate::world::{World, reason};

const FILE_BYTES_MAX: u64 = 3 << 20;

async fn storing(config: Config) -> (World, TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let folder = PackageFolder {
        dir: dir.path().join("packages"),
        url: "https://gateway.example:4320/v1/packages".into(),
        file_bytes_max: FILE_BYTES_MAX,
    };
    (World::with(Config { packages: Some(folder), ..config }).await, dir)
}

fn chunks(content: &[u8], expected: &[u8]) -> Vec<UploadPackageContentRequest> {
    let chunk = |chunk: &[u8]| UploadPackageContentRequest {
        chunk: chunk.to_vec().into(),
        ..Default::default()
    };
    let mut all: Vec<_> = content.chunks(50_000).map(chunk).collect();
    if let Some(first) = all.first_mut() {
        first.content_hash = expected.to_vec().into();
    }
    all
}

async fn upload(
    world: &World,
    chunks: Vec<UploadPackageContentRequest>,
) -> Result<UploadPackageContentResponse, Status> {
    let answer = world.packages().upload_package_content(tokio_stream::iter(chunks)).await;
    answer.map(tonic::Response::into_inner)
}

fn files(dir: &TempDir) -> Vec<String> {
    let Ok(found) = std::fs::read_dir(dir.path().join("packages")) else { return Vec::new() };
    found.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
}

fn stored(dir: &TempDir, hash: &[u8]) -> Vec<u8> {
    let name = Digest::try_from(hash).unwrap().to_string();
    std::fs::read(Path::new(dir.path()).join("packages").join(name)).unwrap()
}

#[tokio::test]
async fn content_is_stored_once_under_its_hash_however_large_it_is_beside_a_request() {
    // Much more than any other request may have.
    let (world, dir) = storing(Config { request_bytes_max: 100_000, ..Config::default() }).await;
    let content: Vec<u8> = (0..2_000_000_u32).map(|at| (at % 253) as u8).collect();
    let hash = Digest::of(&content);
    let first = upload(&world, chunks(&content, &hash.0)).await.unwrap();
    assert_eq!((first.created, first.size), (true, 2_000_000));
    assert_eq!(first.content_hash[..], hash.0);
    assert_eq!(first.download_url, format!("https://gateway.example:4320/v1/packages/{hash}"));
    assert_eq!(stored(&dir, &hash.0), content);
    let again = upload(&world, chunks(&content, &[])).await.unwrap();
    assert_eq!((again.created, again.content_hash), (false, first.content_hash));
    assert_eq!(files(&dir), [hash.to_string()]);
    let target = format!("package-content/{hash}");
    assert!(world.audit().await.iter().any(|row| row.target == target && row.outcome == "OK"));
}

#[tokio::test]
async fn what_is_refused_leaves_nothing_behind() {
    let (world, dir) = storing(Config::default()).await;
    let large = vec![7; FILE_BYTES_MAX as usize + 1];
    for (chunks, expected) in [
        (chunks(b"content", &[9; 32]), "INVALID_ARGUMENT"),
        (chunks(b"", &[]), "INVALID_ARGUMENT"),
        (chunks(&large, &[]), "TOO_LARGE"),
    ] {
        let status = upload(&world, chunks).await.unwrap_err();
        assert_eq!(reason(&status), expected, "{status}");
    }
    assert_eq!(files(&dir), Vec::<String>::new());
    let without = World::start().await;
    let status = upload(&without, chunks(b"content", &[])).await.unwrap_err();
    assert_eq!(reason(&status), "NO_PACKAGES_DIR");
}

#[tokio::test]
async fn more_uploads_than_allowed_are_refused() {
    let (world, dir) = storing(Config { uploads_max: 0, ..Config::default() }).await;
    let status = upload(&world, chunks(b"content", &[])).await.unwrap_err();
    assert_eq!(reason(&status), "TOO_MANY_UPLOADS");
    assert_eq!(files(&dir), Vec::<String>::new());
}

#[tokio::test]
async fn a_set_names_uploaded_content_by_its_hash_alone() {
    let (world, _dir) = storing(Config::default()).await;
    let uploaded = upload(&world, chunks(b"content", &[])).await.unwrap();
    let mut named = package("", 0);
    let status = world.packages().create_package_set(create("base", &[("a", named.clone())])).await;
    assert_eq!(reason(&status.unwrap_err()), "CONTENT_NOT_FOUND");
    named.file.as_mut().unwrap().content_hash = uploaded.content_hash;
    let created = world.packages().create_package_set(create("base", &[("a", named)])).await;
    let set = created.unwrap().into_inner().package_set.unwrap().packages.unwrap();
    let file = set.packages["a"].file.as_ref().unwrap();
    assert_eq!(file.download_url, uploaded.download_url);
}
