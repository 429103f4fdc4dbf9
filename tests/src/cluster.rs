//! A cluster of separate processes on a real etcd, as an operator would set it up: certificates
//! made by `drover certs`, one TOML file per process.

mod member;

use std::collections::BTreeMap;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, ensure};
use fleet::{Moment, Role};
use swarm::Fleet;
use tempfile::TempDir;
use tokio::process::Command;

pub use self::member::Member;
pub(crate) use self::member::is_ready;
use crate::api::Api;
use crate::drover::binary;
use crate::etcd::Etcd;
use crate::ports::Ports;
use crate::process::until;

/// How long a node's lease lasts in these tests.
pub const LEASE_TTL: Duration = Duration::from_secs(5);
/// How long anything that must happen by itself may take: a debug build on a busy machine.
pub const SOON: Duration = Duration::from_secs(60);

/// The admin token.
pub const TOKEN: &str = "a-token-for-tests-that-is-long-enough";

/// The processes, by name, and what they share. They end when it is dropped.
#[derive(Debug)]
pub struct Cluster {
    /// Their store.
    pub etcd: Etcd,
    /// The CA that agents trust, PEM.
    pub ca_pem: Vec<u8>,
    /// Ports for whatever else a test starts.
    pub ports: Ports,
    members: BTreeMap<String, Member>,
    api_ca_pem: Vec<u8>,
    /// `Some` until it is dropped.
    folder: Option<TempDir>,
}

impl Cluster {
    /// Starts etcd and these processes, each with its roles, and waits until every one is ready
    /// and the shards are spread.
    ///
    /// # Errors
    /// When one does not start, or is not ready in time.
    pub async fn start(processes: &[(&str, &[Role])]) -> anyhow::Result<Self> {
        Self::start_with(processes, &[]).await
    }

    /// The same with these environment variables for every process.
    ///
    /// # Errors
    /// When one does not start, or is not ready in time.
    pub async fn start_with(
        processes: &[(&str, &[Role])],
        variables: &[(&str, &str)],
    ) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut ports = Ports::new();
        let etcd = Etcd::on(folder.path(), &mut ports).await?;
        certificates(folder.path()).await?;
        let mut cluster = Self {
            etcd,
            ca_pem: std::fs::read(folder.path().join("agents/ca.pem"))?,
            api_ca_pem: std::fs::read(folder.path().join("api/ca.pem"))?,
            ports,
            members: BTreeMap::new(),
            folder: Some(folder),
        };
        for (name, roles) in processes {
            let mut member = Member::new(cluster.folder()?, name, roles, &mut cluster.ports)?;
            member.set_variables(variables);
            member.configure(cluster.folder()?, &cluster.etcd.endpoint)?;
            cluster.members.insert((*name).to_owned(), member);
        }
        for member in cluster.members.values_mut() {
            member.spawn()?;
        }
        for member in cluster.members.values() {
            member.until_ready().await?;
        }
        cluster.until_spread().await?;
        Ok(cluster)
    }

    /// Where its files are.
    ///
    /// # Errors
    /// Never while it lives.
    pub fn folder(&self) -> anyhow::Result<PathBuf> {
        let folder = self.folder.as_ref().context("the cluster has ended")?;
        Ok(folder.path().to_owned())
    }

    /// A process by name.
    ///
    /// # Errors
    /// When there is none.
    pub fn member(&mut self, name: &str) -> anyhow::Result<&mut Member> {
        self.members.get_mut(name).with_context(|| format!("no process {name}"))
    }

    /// The name of the process whose node role listens there.
    pub fn node_at(&self, address: &str) -> Option<String> {
        let port: u16 = address.rsplit(':').next()?.parse().ok()?;
        let listens = |member: &&Member| member.runs(Role::Node) && member.ports.node == port;
        self.members.values().find(listens).map(|member| member.name.clone())
    }

    /// The name of the process that listens there, in whatever role.
    pub fn process_at(&self, address: &str) -> Option<String> {
        let port: u16 = address.rsplit(':').next()?.parse().ok()?;
        let listens = |member: &&Member| {
            [member.ports.gateway, member.ports.node, member.ports.api].contains(&port)
        };
        self.members.values().find(listens).map(|member| member.name.clone())
    }

    /// Starts a process that ended, and waits until it is ready.
    ///
    /// # Errors
    /// When it does not start or is not ready in time.
    pub async fn restart(&mut self, name: &str) -> anyhow::Result<()> {
        let member = self.member(name)?;
        member.spawn()?;
        member.until_ready().await
    }

    /// The control API of a process.
    ///
    /// # Errors
    /// When there is no such process.
    pub fn api(&self, name: &str) -> anyhow::Result<Api> {
        let member = self.members.get(name).with_context(|| format!("no process {name}"))?;
        Api::new(member.ports.api, &self.api_ca_pem, TOKEN)
    }

    /// Where agents of a process connect: `wss` or `https`.
    ///
    /// # Errors
    /// When there is no such process.
    pub fn endpoint(&self, scheme: &str, name: &str) -> anyhow::Result<String> {
        let member = self.members.get(name).with_context(|| format!("no process {name}"))?;
        Ok(format!("{scheme}://127.0.0.1:{}/v1/opamp", member.ports.gateway))
    }

    /// What a fleet needs to connect to a process; the caller sets how many and what else.
    ///
    /// # Errors
    /// When there is no such process.
    pub fn fleet(&self, scheme: &str, name: &str) -> anyhow::Result<swarm::Config> {
        let endpoint = self.endpoint(scheme, name)?;
        Ok(swarm::Config::new(&endpoint, &self.ca_pem, Moment(1_800_000_000_000)))
    }

    /// Waits until every shard has an owner that lives and every running node has its share.
    ///
    /// # Errors
    /// When that takes too long.
    pub async fn until_spread(&self) -> anyhow::Result<()> {
        let running = |member: &&Member| member.is_running();
        let nodes = self.members.values().filter(running).filter(|m| m.runs(Role::Node)).count();
        let asked = self.members.values().filter(running).find(|m| m.runs(Role::ControlApi));
        let Some(asked) = asked else { return Ok(()) };
        let api = self.api(&asked.name)?;
        let what = format!("every shard has a live owner and {nodes} nodes have their share");
        until(&what, SOON, async || spread(&api, nodes).await.unwrap_or(false)).await
    }
}

/// Shards are placed by hash, so the shares are near to equal, not equal.
async fn spread(api: &Api, nodes: usize) -> Result<bool, tonic::Status> {
    let shards = api.shards().await?;
    if !shards.iter().all(|shard| shard.owner_alive) {
        return Ok(false);
    }
    let mut owned: BTreeMap<String, usize> = BTreeMap::new();
    for shard in &shards {
        *owned.entry(shard.owner.clone()).or_default() += 1;
    }
    let least = shards.len() * 4 / (nodes.max(1) * 5);
    Ok(owned.len() == nodes && owned.values().all(|shards| *shards >= least))
}

/// The certificates and the token, made by the commands an operator uses.
async fn certificates(folder: &Path) -> anyhow::Result<()> {
    for role in Role::ALL {
        let arguments = ["certs", "internal", "--role", role.name(), "--out", "internal"];
        run(folder, &[&arguments[..], &["--ca-dir", "internal-ca"]].concat()).await?;
    }
    for out in ["agents", "api"] {
        run(folder, &["certs", "dev", "--out", out]).await?;
    }
    let mut file = std::fs::OpenOptions::new();
    let mut file = file.write(true).create_new(true).mode(0o600).open(folder.join("token"))?;
    Ok(std::io::Write::write_all(&mut file, TOKEN.as_bytes())?)
}

async fn run(folder: &Path, arguments: &[&str]) -> anyhow::Result<()> {
    let output = Command::new(binary()?).args(arguments).current_dir(folder).output().await?;
    let stderr = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "drover {}: {stderr}", arguments.join(" "));
    Ok(())
}

/// Waits until all agents of a fleet are connected.
///
/// # Errors
/// When that takes too long.
pub async fn until_connected(fleet: &Fleet) -> anyhow::Result<()> {
    let all = async || {
        let now = fleet.snapshot();
        now.connected == now.agents
    };
    let done = until("every agent is connected", SOON, all).await;
    done.with_context(|| format!("{:?}", fleet.snapshot()))
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // The logs say why a test failed.
        if std::thread::panicking()
            && let Some(folder) = self.folder.take()
        {
            eprintln!("logs of the cluster: {}", folder.keep().display());
        }
    }
}
