//! The agent around Elastic's client for Node.js (`tests/node/README.md`).

use std::path::PathBuf;

use anyhow::{Context, ensure};
use tokio::process::Command;

use crate::agent::RealAgent;
use crate::built;

/// The files that make the agent; the first two say what npm installs.
const FILES: [&str; 3] = ["package.json", "package-lock.json", "agent.js"];

/// Installs what the agent needs into `target/node`, where that has not been done for the lock file there is; gives the
/// script.
///
/// # Errors
/// When there is no `npm`, or it fails.
pub async fn install() -> anyhow::Result<PathBuf> {
    let (folder, _lock) = built::folder("node").await?;
    let sources = built::root()?.join("tests/node");
    let (installed, wanted) = (folder.join("installed.json"), sources.join("package-lock.json"));
    for file in FILES {
        std::fs::copy(sources.join(file), folder.join(file))?;
    }
    let wanted = std::fs::read(wanted)?;
    if std::fs::read(&installed).ok().as_ref() != Some(&wanted) {
        let mut npm = Command::new("npm");
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&folder);
        let status = npm.status().await.context("cannot run npm: install Node.js 20.6 or newer")?;
        ensure!(status.success(), "npm ci of tests/node failed: {status}");
        std::fs::write(&installed, wanted)?;
    }
    Ok(folder.join("agent.js"))
}

/// Starts the agent with these arguments.
///
/// # Errors
/// When it cannot be installed or started.
pub async fn start(arguments: &[&str]) -> anyhow::Result<RealAgent> {
    let mut command = Command::new("node");
    command.arg(install().await?).args(arguments);
    RealAgent::spawn("node-agent", command)
}
