//! One process of the cluster.

use std::fs::File;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, ensure};
use fleet::Role;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::process::Command;

use super::{LEASE_TTL, SOON};
use crate::drover::binary;
use crate::ports::Ports;
use crate::process::{Process, until};

/// How long a drain may take before the process halts.
const DRAIN: Duration = Duration::from_secs(20);

/// A process, running or not, with its configuration file and its log.
#[derive(Debug)]
pub struct Member {
    /// Also of its files.
    pub name: String,
    /// Where it listens, in every life.
    pub(super) ports: MemberPorts,
    roles: Vec<Role>,
    folder: PathBuf,
    variables: Vec<(String, String)>,
    process: Option<Process>,
}

#[derive(Debug)]
pub(super) struct MemberPorts {
    pub(super) gateway: u16,
    pub(super) node: u16,
    pub(super) api: u16,
    admin: u16,
}

impl Member {
    pub(super) fn new(
        folder: PathBuf,
        name: &str,
        roles: &[Role],
        ports: &mut Ports,
    ) -> anyhow::Result<Self> {
        let ports = MemberPorts {
            gateway: ports.take()?,
            node: ports.take()?,
            api: ports.take()?,
            admin: ports.take()?,
        };
        let (name, roles, variables) = (name.to_owned(), roles.to_vec(), Vec::new());
        Ok(Self { name, ports, roles, folder, variables, process: None })
    }

    /// What its environment has besides the test's own.
    pub(super) fn set_variables(&mut self, variables: &[(&str, &str)]) {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        self.variables = variables.iter().map(owned).collect();
    }

    pub(super) fn runs(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Where its gateway listens.
    pub fn gateway_port(&self) -> u16 {
        self.ports.gateway
    }

    /// Writes its configuration file.
    pub(super) fn configure(&self, shared: PathBuf, etcd: &str) -> anyhow::Result<()> {
        let (shared, name) = (shared.display(), &self.name);
        let MemberPorts { gateway, node, api, admin } = &self.ports;
        let mut text = format!(
            "data_dir = '{shared}/{name}'\ndrain_deadline_s = {}\n[telemetry]\n\
             admin_listen = '127.0.0.1:{admin}'\nlog_format = 'text'\n\
             log_filter = 'info,h2=off,hyper=off'\n[store.etcd]\nendpoints = ['{etcd}']\n\
             [internal_tls]\ndir = '{shared}/internal'\n",
            DRAIN.as_secs(),
        );
        for role in &self.roles {
            text += &match role {
                Role::Gateway => format!(
                    "[gateway]\nlisten = '127.0.0.1:{gateway}'\n[gateway.tls]\n\
                     cert = '{shared}/agents/server.pem'\nkey = '{shared}/agents/server.key'\n\
                     client_auth = 'off'\n[gateway.limits]\ndrain_window_s = 2\n"
                ),
                Role::Node => format!(
                    "[node]\nlisten = '127.0.0.1:{node}'\nlease_ttl_s = {}\n",
                    LEASE_TTL.as_secs()
                ),
                Role::ControlApi => format!(
                    "[control_api]\nlisten = '127.0.0.1:{api}'\n\
                     tls_cert = '{shared}/api/server.pem'\ntls_key = '{shared}/api/server.key'\n\
                     admin_token_file = '{shared}/token'\n"
                ),
            };
        }
        Ok(std::fs::write(self.config(), text)?)
    }

    fn config(&self) -> PathBuf {
        self.folder.join(format!("{}.toml", self.name))
    }

    /// Its log, of all its lives.
    pub fn log(&self) -> PathBuf {
        self.folder.join(format!("{}.log", self.name))
    }

    pub(super) fn spawn(&mut self) -> anyhow::Result<()> {
        ensure!(!self.is_running(), "{} runs already", self.name);
        let log = File::options().create(true).append(true).open(self.log())?;
        let mut command = Command::new(binary()?);
        command.arg(match &self.roles[..] {
            [role] => role.name(),
            [..] => "run",
        });
        command.arg("--config").arg(self.config()).stderr(Stdio::from(log));
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        self.process = Some(Process::start(&self.name, command)?);
        Ok(())
    }

    /// Whether it was started and not ended by the test.
    pub fn is_running(&self) -> bool {
        self.process.is_some()
    }

    /// Its process id.
    ///
    /// # Errors
    /// When it does not run.
    pub fn pid(&self) -> anyhow::Result<u32> {
        let process = self.process.as_ref();
        process.and_then(Process::pid).with_context(|| format!("{} is down", self.name))
    }

    /// Waits until it says that it is ready.
    ///
    /// # Errors
    /// When that takes too long; the end of its log is quoted.
    pub async fn until_ready(&self) -> anyhow::Result<()> {
        let what = format!("{} is ready", self.name);
        let ready = async || is_ready(self.ports.admin).await.unwrap_or(false);
        until(&what, SOON, ready).await.with_context(|| self.log_end())
    }

    /// SIGKILL, and waits until it is gone.
    ///
    /// # Errors
    /// When it does not run.
    pub async fn kill(&mut self) -> anyhow::Result<()> {
        let mut process = self.process.take().with_context(|| format!("{} is down", self.name))?;
        process.kill().await
    }

    /// SIGTERM, and waits for a clean end.
    ///
    /// # Errors
    /// When it does not end in time or with another code than 0; the end of its log is quoted.
    pub async fn terminate(&mut self) -> anyhow::Result<()> {
        let mut process = self.process.take().with_context(|| format!("{} is down", self.name))?;
        let code = process.terminate(DRAIN + SOON).await.with_context(|| self.log_end())?;
        ensure!(code == 0, "{} ended with {code}\n{}", self.name, self.log_end());
        Ok(())
    }

    fn log_end(&self) -> String {
        let log = std::fs::read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        format!("{}:\n{}", self.name, lines[lines.len().saturating_sub(30)..].join("\n"))
    }
}

pub(crate) async fn is_ready(port: u16) -> anyhow::Result<bool> {
    let mut socket = TcpStream::connect(("127.0.0.1", port)).await?;
    let request = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    socket.write_all(request).await?;
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await?;
    Ok(answer.starts_with("HTTP/1.1 200 "))
}
