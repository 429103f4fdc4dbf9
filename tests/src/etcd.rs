//! A real etcd.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use tokio::net::TcpStream;
use tokio::process::Command;

use crate::ports::Ports;
use crate::process::{Process, until};

/// One member with its data in a directory of the test.
#[derive(Debug)]
pub struct Etcd {
    /// The process, to be killed or stopped by a test.
    pub process: Process,
    /// `http://127.0.0.1:port`.
    pub endpoint: String,
    data: PathBuf,
    client: u16,
    peer: u16,
}

impl Etcd {
    /// Starts `$ETCD_BIN` or the vendored etcd and waits until it takes connections.
    ///
    /// # Errors
    /// When it cannot be started or does not answer within 30 s.
    pub async fn start(directory: &Path) -> anyhow::Result<Self> {
        Self::on(directory, &mut Ports::new()).await
    }

    /// The same, on ports that nobody else uses.
    ///
    /// # Errors
    /// When it cannot be started or does not answer within 30 s.
    pub async fn on(directory: &Path, ports: &mut Ports) -> anyhow::Result<Self> {
        let (client, peer, data) = (ports.take()?, ports.take()?, directory.join("etcd"));
        let process = start(&data, client, peer).await?;
        Ok(Self { process, endpoint: url(client), data, client, peer })
    }

    /// Starts it again, after it ended, with its data and on its ports.
    ///
    /// # Errors
    /// When it cannot be started or does not answer within 30 s.
    pub async fn restart(&mut self) -> anyhow::Result<()> {
        self.process = start(&self.data, self.client, self.peer).await?;
        Ok(())
    }
}

fn url(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}

async fn start(data: &Path, client: u16, peer: u16) -> anyhow::Result<Process> {
    let binary = match std::env::var_os("ETCD_BIN") {
        Some(path) => PathBuf::from(path),
        None => etcd_bin_vendored::etcd_bin_path()
            .map_err(|e| anyhow::anyhow!("{e}"))
            .context("no etcd: set ETCD_BIN")?
            .to_owned(),
    };
    let (endpoint, peers) = (url(client), url(peer));
    let mut command = Command::new(binary);
    command.arg("--data-dir").arg(data);
    command.args(["--log-level", "error", "--log-outputs", "stderr", "--name", "test"]);
    command.args(["--listen-client-urls", &endpoint, "--advertise-client-urls", &endpoint]);
    command.args(["--listen-peer-urls", &peers, "--initial-advertise-peer-urls", &peers]);
    command.args(["--initial-cluster", &format!("test={peers}")]);
    let process = Process::start("etcd", command)?;
    let answers = async || TcpStream::connect(("127.0.0.1", client)).await.is_ok();
    until("etcd takes connections", Duration::from_secs(30), answers).await?;
    Ok(process)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn etcd_starts_dies_when_killed_and_starts_again() {
        let directory = tempfile::tempdir().unwrap();
        let mut etcd = Etcd::start(directory.path()).await.unwrap();
        etcd.process.kill().await.unwrap();
        assert!(etcd.process.pid().is_none());
        etcd.restart().await.unwrap();
        assert!(etcd.process.pid().is_some());
    }
}
