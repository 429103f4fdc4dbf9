//! The real OpAMP Supervisor over a real OpenTelemetry Collector (`tests/supervisor/README.md`).

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use tempfile::TempDir;
use tokio::process::Command;

use crate::built;
use crate::process::{Process, until};
use crate::standalone::Standalone;

/// How long a Supervisor looks at a collector that got a new config before it calls it applied.
const APPLY: Duration = Duration::from_secs(5);
/// Starting a collector to learn what it is: generous, because a machine may be busy with other tests.
const BOOTSTRAP: Duration = Duration::from_secs(60);
/// From the start of a Supervisor to its first report, and from a push to its outcome.
pub const SUPERVISED: Duration = Duration::from_secs(90);

/// One Supervisor and the collector it manages, with a storage directory of their own.
#[derive(Debug)]
pub struct Supervisor {
    process: Process,
    executable: PathBuf,
    directory: TempDir,
}

impl Supervisor {
    /// Starts one that connects to `server` over a WebSocket, verifies it against its CA and accepts everything. With
    /// `validates` it has the collector check a config before it runs it.
    ///
    /// # Errors
    /// When it cannot be built or started.
    pub async fn start(server: &Standalone, validates: bool) -> anyhow::Result<Self> {
        let programs = built::go("supervisor", &["./...", "tool"]).await?;
        let directory = tempfile::tempdir()?;
        let executable = programs.join("opampsupervisor");
        let file = file(server, &programs.join("collector"), directory.path(), validates);
        std::fs::write(directory.path().join("supervisor.yaml"), file)?;
        Ok(Self { process: spawn(&executable, directory.path())?, executable, directory })
    }

    /// Starts it again in the same directory, after it was ended.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn again(&mut self) -> anyhow::Result<()> {
        self.process = spawn(&self.executable, self.directory.path())?;
        Ok(())
    }

    /// Ends it as a service manager does; it stops its collector and says goodbye.
    ///
    /// # Errors
    /// When it does not end in time.
    pub async fn stop(&mut self) -> anyhow::Result<()> {
        self.process.signal("INT").await?;
        self.process.ended(Duration::from_secs(30)).await
    }

    /// Ends it and its collector as a crash of the machine does.
    ///
    /// # Errors
    /// When it cannot be killed.
    pub async fn crash(&mut self) -> anyhow::Result<()> {
        self.kill_group();
        self.process.ended(Duration::from_secs(30)).await
    }

    fn kill_group(&self) {
        let Some(group) = self.process.pid() else { return };
        let mut kill = std::process::Command::new("kill");
        // It may have ended by itself.
        let _gone = kill.args(["-KILL", "--", &format!("-{group}")]).status();
    }

    /// Its instance uid, once it has chosen one.
    ///
    /// # Errors
    /// When it does not choose one in time.
    pub async fn uid(&self) -> anyhow::Result<String> {
        let mut uid = None;
        let chosen = until("the Supervisor has a uid", BOOTSTRAP, async || {
            let state = self.file("persistent_state.yaml");
            let line = state.lines().find_map(|line| line.strip_prefix("instance_id:"));
            uid = line.map(|text| text.trim().trim_matches('"').to_owned());
            uid.is_some()
        });
        chosen.await.with_context(|| self.log())?;
        uid.context("it has a uid")
    }

    /// What the collector that runs now logged.
    pub fn collector_log(&self) -> String {
        self.file("agent.log")
    }

    /// What the Supervisor logged since its first start.
    pub fn log(&self) -> String {
        self.file("supervisor.log")
    }

    fn file(&self, name: &str) -> String {
        std::fs::read_to_string(self.directory.path().join(name)).unwrap_or_default()
    }
}

impl Drop for Supervisor {
    /// A Supervisor that is killed leaves its collector behind, so all that it started goes with it.
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the Supervisor logged:\n{}", self.log());
            eprintln!("its collector logged:\n{}", self.collector_log());
        }
        self.kill_group();
    }
}

/// In a process group of its own, which its collector belongs to; so does a watcher that ends the group when the test
/// is gone, however that ended, because its input ends with it.
fn spawn(executable: &Path, directory: &Path) -> anyhow::Result<Process> {
    const SCRIPT: &str = "exec 3<&0; (cat <&3 >/dev/null; kill -KILL 0) & \
                          exec \"$0\" --config supervisor.yaml 3<&- </dev/null";
    let mut command = Command::new("sh");
    command.args(["-c", SCRIPT]).arg(executable).current_dir(directory).process_group(0);
    Process::start("opampsupervisor", command)
}

/// Its own file. It logs to a file: nobody reads its output while a test waits for something else.
fn file(server: &Standalone, collector: &Path, directory: &Path, validates: bool) -> String {
    let (endpoint, ca) = (server.endpoint("wss"), server.agents_ca());
    let (ca, collector, directory) = (ca.display(), collector.display(), directory.display());
    let (apply, bootstrap) = (APPLY.as_secs(), BOOTSTRAP.as_secs());
    format!(
        "server:
  endpoint: {endpoint}
  tls: {{ ca_file: {ca} }}
capabilities:
  accepts_remote_config: true
  reports_remote_config: true
  accepts_restart_command: true
  accepts_opamp_connection_settings: true
  reports_available_components: true
  reports_own_logs: true
  reports_own_traces: true
agent:
  executable: {collector}
  config_apply_timeout: {apply}s
  bootstrap_timeout: {bootstrap}s
  orphan_detection_interval: 1s
  validate_config: {validates}
storage: {{ directory: {directory} }}
telemetry:
  logs:
    level: debug
    output_paths: [{directory}/supervisor.log]
    error_output_paths: [{directory}/supervisor.log]
"
    )
}
