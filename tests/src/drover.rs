//! The `drover` binary.

use std::path::{Path, PathBuf};

use anyhow::Context;
use tokio::process::Command;

use crate::process::Process;

/// `$DROVER_BIN`, or the `drover` that was built beside the test that runs.
///
/// # Errors
/// When there is none: build it with `cargo build -p drover` first.
pub fn binary() -> anyhow::Result<PathBuf> {
    if let Some(path) = std::env::var_os("DROVER_BIN") {
        return Ok(path.into());
    }
    // A test executable is target/{debug,release}/deps/name-hash.
    let path = std::env::current_exe()?;
    let path = path.parent().and_then(Path::parent).context("a test is in target/…/deps")?;
    let path = path.join("drover");
    anyhow::ensure!(path.exists(), "no {}: run cargo build -p drover", path.display());
    Ok(path)
}

/// Starts it with these arguments in this directory.
///
/// # Errors
/// When there is no binary or it cannot be started.
pub fn start(directory: &Path, arguments: &[&str]) -> anyhow::Result<Process> {
    let mut command = Command::new(binary()?);
    command.args(arguments).current_dir(directory);
    Process::start("drover", command)
}
