//! `drover` without a command: every role in one process, and the command line a user has beside it.

use std::fs::File;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, ensure};
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::process::Command;
use tokio::time::timeout;

use crate::agent::{self, RealAgent};
use crate::api::Api;
use crate::cluster::is_ready;
use crate::drover::binary;
use crate::process::{Process, free_port, until};

/// Starting, or one command: generous, because a machine may be busy with other tests.
const WITHIN: Duration = Duration::from_secs(30);

/// What one command said.
#[derive(Debug)]
pub struct Said {
    /// Its exit code.
    pub code: i32,
    /// Its standard output as it is.
    pub bytes: Vec<u8>,
    /// Its standard error.
    pub errors: String,
}

impl Said {
    /// Standard output as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

/// One process that is the whole cluster, in a directory of its own. Everything but the ports is the default.
#[derive(Debug)]
pub struct Standalone {
    /// Its working directory.
    pub directory: TempDir,
    /// The process, to be killed or stopped by a test.
    pub process: Process,
    /// What it greeted with.
    pub greeting: String,
    settings: Vec<(String, String)>,
    agents: u16,
    api: u16,
    admin: u16,
}

impl Standalone {
    /// Starts it in an empty directory and waits for its greeting.
    ///
    /// # Errors
    /// When it does not greet within 30 s.
    pub async fn start() -> anyhow::Result<Self> {
        Self::start_with(&[]).await
    }

    /// The same with these settings over the defaults, as environment variables like
    /// `DROVER_GATEWAY__LIMITS__MESSAGE_BYTES_MAX`.
    ///
    /// # Errors
    /// When it does not greet within 30 s.
    pub async fn start_with(settings: &[(&str, &str)]) -> anyhow::Result<Self> {
        let directory = tempfile::tempdir()?;
        let (agents, api, admin) = (free_port()?, free_port()?, free_port()?);
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let settings: Vec<_> = settings.iter().map(owned).collect();
        let process = spawn(&directory, [agents, api, admin], &settings)?;
        let greeting = String::new();
        let mut this = Self { directory, process, greeting, settings, agents, api, admin };
        this.greeted().await?;
        Ok(this)
    }

    /// Starts it again in the same directory, after it was ended.
    ///
    /// # Errors
    /// When it does not greet within 30 s.
    pub async fn again(&mut self) -> anyhow::Result<()> {
        let ports = [self.agents, self.api, self.admin];
        self.process = spawn(&self.directory, ports, &self.settings)?;
        self.greeted().await
    }

    async fn greeted(&mut self) -> anyhow::Result<()> {
        let mut greeting = String::new();
        let last = |line: &str| {
            greeting.push_str(line);
            greeting.push('\n');
            line.contains("config push").then_some(())
        };
        let greeted = self.process.line(WITHIN, last).await;
        greeted.with_context(|| self.log())?;
        self.greeting = greeting;
        let ready = async || is_ready(self.admin).await.unwrap_or(false);
        until("its shards are served", WITHIN, ready).await.with_context(|| self.log())
    }

    /// Where agents connect; the scheme `wss` or `https` chooses the transport.
    pub fn endpoint(&self, scheme: &str) -> String {
        format!("{scheme}://localhost:{}/v1/opamp", self.agents)
    }

    /// The port where agents connect.
    pub fn agents_port(&self) -> u16 {
        self.agents
    }

    /// The control API, called as an operator's tool calls it.
    ///
    /// # Errors
    /// When its token or its CA cannot be read.
    pub fn control(&self) -> anyhow::Result<Api> {
        let token = std::fs::read_to_string(self.data("admin.token"))?;
        Api::new(self.api, &std::fs::read(self.data("tls/api/ca.pem"))?, token.trim())
    }

    /// The address of the control API.
    pub fn api(&self) -> String {
        format!("127.0.0.1:{}", self.api)
    }

    /// A file of the data folder.
    pub fn data(&self, path: &str) -> PathBuf {
        self.directory.path().join("drover-data").join(path)
    }

    /// The CA that agents trust.
    pub fn agents_ca(&self) -> PathBuf {
        self.data("tls/agents/ca.pem")
    }

    /// Everything it logged since the first start.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.directory.path().join("log")).unwrap_or_default()
    }

    /// Runs `drover` with these arguments beside it, as a user would, and waits for its end.
    ///
    /// # Errors
    /// When it does not end within 30 s, or by a signal.
    pub async fn run(&self, arguments: &[&str]) -> anyhow::Result<Said> {
        self.run_with(arguments, &[]).await
    }

    /// The same with these environment variables.
    ///
    /// # Errors
    /// When it does not end within 30 s, or by a signal.
    pub async fn run_with(
        &self,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> anyhow::Result<Said> {
        let mut command = Command::new(binary()?);
        command.args(arguments).current_dir(self.directory.path()).kill_on_drop(true);
        command.envs(variables.iter().copied());
        let output = timeout(WITHIN, command.output()).await;
        let output = output.with_context(|| format!("drover {arguments:?} does not end"))??;
        Ok(Said {
            code: output.status.code().context("ended by a signal")?,
            bytes: output.stdout,
            errors: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    }

    /// The same for a command that must succeed and say nothing on standard error.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ok(&self, arguments: &[&str]) -> anyhow::Result<Said> {
        let said = self.run(arguments).await?;
        ensure!(said.code == 0 && said.errors.is_empty(), "drover {arguments:?}: {said:?}");
        Ok(said)
    }

    /// The same with `-o json`, read.
    ///
    /// # Errors
    /// When it fails or prints no JSON.
    pub async fn json(&self, arguments: &[&str]) -> anyhow::Result<Value> {
        let arguments = [arguments, &["-o", "json"]].concat();
        Ok(serde_json::from_slice(&self.ok(&arguments).await?.bytes)?)
    }

    /// Starts a real agent that trusts its CA and says something every second; gives it once it is connected, with its
    /// uid.
    ///
    /// # Errors
    /// When it cannot be built or does not connect.
    pub async fn agent(
        &self,
        scheme: &str,
        arguments: &[&str],
    ) -> anyhow::Result<(RealAgent, String)> {
        let (endpoint, ca) = (self.endpoint(scheme), self.agents_ca());
        let ca = ca.to_str().context("paths of tests are text")?;
        let always = ["--endpoint", &endpoint, "--ca", ca, "--heartbeat=1s", "--poll-interval=1s"];
        let arguments = [&always, arguments].concat();
        let mut agent = RealAgent::start(&agent::build().await?, &arguments)?;
        let started = agent.event("started", WITHIN).await?;
        let uid = started["uid"].as_str().context("a uid")?.to_owned();
        agent.event("connected", WITHIN).await?;
        Ok((agent, uid))
    }

    /// Waits until `agents get` shows what is wanted of this agent, and gives that.
    ///
    /// # Errors
    /// When it does not within 30 s; the error has what it shows.
    pub async fn shows(
        &self,
        uid: &str,
        what: &str,
        wanted: impl Fn(&Value) -> bool,
    ) -> anyhow::Result<Value> {
        self.shows_within(uid, what, WITHIN, wanted).await
    }

    /// The same for what takes its time.
    ///
    /// # Errors
    /// When it does not within that time; the error has what it shows.
    pub async fn shows_within(
        &self,
        uid: &str,
        what: &str,
        within: Duration,
        wanted: impl Fn(&Value) -> bool,
    ) -> anyhow::Result<Value> {
        let mut newest = Value::Null;
        let shown = until(what, within, async || {
            // It may not have been heard of yet.
            let said = self.run(&["agents", "get", uid, "-o", "json"]).await;
            newest =
                said.ok().and_then(|s| serde_json::from_slice(&s.bytes).ok()).unwrap_or_default();
            wanted(&newest)
        });
        shown.await.with_context(|| format!("newest: {newest:#}"))?;
        Ok(newest)
    }

    /// Saves `text` as the config `name` and assigns it to every agent; gives what the command printed.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn push(&self, name: &str, text: &str) -> anyhow::Result<String> {
        std::fs::write(self.directory.path().join("pushed.yaml"), text)?;
        Ok(self.ok(&["config", "push", name, "pushed.yaml", "--all"]).await?.text())
    }

    /// The sum of a metric over its labels, from `/metrics`.
    ///
    /// # Errors
    /// When there is no such metric.
    pub async fn metric(&self, name: &str) -> anyhow::Result<u64> {
        let exposed = timeout(WITHIN, self.exposed()).await.context("no /metrics in time")??;
        let values = exposed.lines().filter_map(|line| {
            let rest = line.strip_prefix(name)?;
            if !rest.starts_with([' ', '{']) {
                return None;
            }
            rest.rsplit(' ').next()?.parse::<f64>().ok()
        });
        let values: Vec<f64> = values.collect();
        ensure!(!values.is_empty(), "no metric {name} in:\n{exposed}");
        Ok(values.iter().sum::<f64>() as u64)
    }

    async fn exposed(&self) -> anyhow::Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.admin)).await?;
        stream.write_all(b"GET /metrics HTTP/1.0\r\n\r\n").await?;
        let mut text = String::new();
        stream.read_to_string(&mut text).await?;
        Ok(text)
    }
}

impl Drop for Standalone {
    /// What it logged goes with its directory; a test that fails wants to see it.
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("drover logged:\n{}", self.log());
        }
    }
}

fn spawn(
    directory: &TempDir,
    [agents, api, admin]: [u16; 3],
    settings: &[(String, String)],
) -> anyhow::Result<Process> {
    let log = File::options().create(true).append(true).open(directory.path().join("log"))?;
    let mut command = Command::new(binary()?);
    command.current_dir(directory.path()).stderr(Stdio::from(log));
    command.envs(settings.iter().map(|(name, value)| (name, value)));
    command.arg("--listen").arg(format!("127.0.0.1:{agents}"));
    command.arg("--api-listen").arg(format!("127.0.0.1:{api}"));
    command.arg("--admin-listen").arg(format!("127.0.0.1:{admin}"));
    Process::start("drover", command)
}
