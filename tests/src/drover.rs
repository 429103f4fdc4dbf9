//! The `drover` binary.

use std::path::{Path, PathBuf};

use anyhow::Context;
use tokio::process::Command;

use crate::process::Process;

/// `$DROVER_BIN`, or the `drover` that was built beside the program or test that runs.
///
/// # Errors
/// When there is none: build it with `cargo build -p drover` first.
pub fn binary() -> anyhow::Result<PathBuf> {
    if let Some(path) = std::env::var_os("DROVER_BIN") {
        return Ok(path.into());
    }
    // A program is target/{debug,release}/name, a test target/{debug,release}/deps/name-hash.
    let this = std::env::current_exe()?;
    let found = this.ancestors().skip(1).take(2).map(|folder| folder.join("drover"));
    let found = found.into_iter().find(|path| path.is_file());
    found.with_context(|| format!("no drover beside {}: run cargo build -p drover", this.display()))
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
