//! The Go agent around opamp-go's own client (`tests/interop/README.md`), and agents that speak like it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use serde_json::Value;
use tokio::process::Command;

use crate::built;
use crate::process::Process;

/// Builds the agent into `target/interop`.
///
/// # Errors
/// When there is no `go`, or the build fails.
pub async fn build() -> anyhow::Result<PathBuf> {
    Ok(built::go("interop", &["."]).await?.join("interop"))
}

/// A running agent that says what it sees and does what it is told, in lines of JSON.
#[derive(Debug)]
pub struct RealAgent {
    /// The process.
    pub process: Process,
    /// How many events of each name were read so far, those passed over included.
    pub seen: BTreeMap<String, u64>,
}

impl RealAgent {
    /// Starts the built Go agent with these arguments.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(binary: &Path, arguments: &[&str]) -> anyhow::Result<Self> {
        let mut command = Command::new(binary);
        command.args(arguments);
        Self::spawn("opamp-agent", command)
    }

    /// Starts a program that speaks like the Go agent.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn spawn(name: &str, command: Command) -> anyhow::Result<Self> {
        Ok(Self { process: Process::start(name, command)?, seen: BTreeMap::new() })
    }

    /// The next event with this name; events before it are passed over.
    ///
    /// # Errors
    /// When there is none within that time.
    pub async fn event(&mut self, name: &str, within: Duration) -> anyhow::Result<Value> {
        let seen = &mut self.seen;
        let wanted = |line: &str| {
            let event: Value = serde_json::from_str(line).ok()?;
            *seen.entry(event["event"].as_str()?.to_owned()).or_default() += 1;
            (event["event"] == name).then_some(event)
        };
        self.process.line(within, wanted).await.with_context(|| format!("event {name}"))
    }

    /// How many events with this name were read so far.
    pub fn count(&self, name: &str) -> u64 {
        self.seen.get(name).copied().unwrap_or_default()
    }

    /// Gives it a command.
    ///
    /// # Errors
    /// When it has ended.
    pub async fn command(&mut self, command: &Value) -> anyhow::Result<()> {
        self.process.say(&command.to_string()).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_go_agent_builds_reports_a_dead_server_and_stops() {
        let binary = build().await.unwrap();
        let port = crate::free_port().unwrap();
        let endpoint = format!("wss://127.0.0.1:{port}/v1/opamp");
        let mut agent = RealAgent::start(&binary, &["--endpoint", &endpoint]).unwrap();
        let within = Duration::from_secs(20);
        agent.event("connect_failed", within).await.unwrap();
        agent.command(&serde_json::json!({"cmd": "stop"})).await.unwrap();
        agent.event("stopped", within).await.unwrap();
    }
}
