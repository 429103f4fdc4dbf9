//! Programs that are not Rust, built or fetched into `target/` by the first test that needs them.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use tokio::process::Command;
use tokio::task::spawn_blocking;

/// The folder of the repository.
///
/// # Errors
/// Never, where this crate is built.
pub fn root() -> anyhow::Result<&'static Path> {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("the crate has a parent")
}

/// The folder `target/{name}`, for the caller alone until the lock is dropped: tests of several processes want the same
/// program at the same time, and all but the first find it built.
///
/// # Errors
/// When it cannot be made or locked.
pub async fn folder(name: &str) -> anyhow::Result<(PathBuf, File)> {
    let folder = root()?.join("target").join(name);
    std::fs::create_dir_all(&folder)?;
    let lock = File::create(folder.join(".lock"))?;
    let lock = spawn_blocking(move || lock.lock().map(|()| lock)).await??;
    Ok((folder, lock))
}

/// Builds these packages of the Go module in `tests/{module}` into `target/{module}` and gives that folder. Go's own
/// cache makes the second time cheap.
///
/// # Errors
/// When there is no `go`, or the build fails.
pub async fn go(module: &str, packages: &[&str]) -> anyhow::Result<PathBuf> {
    let (folder, _lock) = folder(module).await?;
    let mut command = Command::new("go");
    command.arg("build").arg("-C").arg(root()?.join("tests").join(module));
    // With the slash it is a folder, whatever the number of programs.
    let status = command.arg("-o").arg(folder.join("")).args(packages).status().await;
    let status = status.context("cannot run go: install Go 1.26 or newer, https://go.dev/dl")?;
    ensure!(status.success(), "go build of tests/{module} failed: {status}");
    Ok(folder)
}
