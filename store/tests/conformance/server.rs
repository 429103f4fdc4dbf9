//! A real etcd on free ports and a temporary directory.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use store::{Etcd, EtcdConfig};
use tempfile::TempDir;

/// Runs a program and kills it, by its id, when our end of its standard input closes: also when the
/// test is killed.
const LEASH: &str = r#"
"$@" >"$LOG" 2>&1 </dev/null & pid=$!
read -r _
kill -9 $pid
wait $pid 2>/dev/null
"#;

/// A running server; dropping it ends it.
pub(crate) struct Server {
    dir: TempDir,
    client: SocketAddr,
    peer: SocketAddr,
    scheme: &'static str,
    flags: Vec<String>,
    leash: Option<Child>,
}

/// The server that all cases share. It ends with the test process.
pub(crate) fn shared() -> &'static Server {
    static SHARED: OnceLock<Server> = OnceLock::new();
    SHARED.get_or_init(|| Server::start("http", Vec::new()))
}

fn binary() -> PathBuf {
    match std::env::var_os("ETCD_BIN") {
        Some(path) => path.into(),
        None => etcd_bin_vendored::etcd_bin_path().unwrap().to_owned(),
    }
}

impl Server {
    pub(crate) fn start(scheme: &'static str, flags: Vec<String>) -> Self {
        // Bound together, so that they differ; free again before etcd takes them.
        let (a, b) = (free_port(), free_port());
        let (client, peer) = (a.local_addr().unwrap(), b.local_addr().unwrap());
        drop((a, b));
        let dir = tempfile::tempdir().unwrap();
        let mut server = Self { dir, client, peer, scheme, flags, leash: None };
        server.run();
        server
    }

    /// Starts it, on the same ports and data as before.
    pub(crate) fn run(&mut self) {
        let (client, peer) = (format!("{}://{}", self.scheme, self.client), self.peer);
        let peer = format!("http://{peer}");
        let child = Command::new("sh")
            .arg("-c")
            .arg(LEASH)
            .arg("sh")
            .arg(binary())
            .args(["--name", "one", "--data-dir"])
            .arg(self.dir.path().join("data"))
            .args(["--listen-client-urls", &client, "--advertise-client-urls", &client])
            .args(["--listen-peer-urls", &peer, "--initial-advertise-peer-urls", &peer])
            .args(["--initial-cluster", &format!("one={peer}")])
            .args(["--heartbeat-interval", "20", "--election-timeout", "200"])
            .args(["--log-level", "warn"])
            .args(&self.flags)
            .env("LOG", self.dir.path().join("log"))
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        self.leash = Some(child);
        let deadline = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(self.client).is_err() {
            let log = std::fs::read_to_string(self.dir.path().join("log")).unwrap_or_default();
            assert!(Instant::now() < deadline, "etcd does not start: {log}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Ends it at once.
    pub(crate) fn kill(&mut self) {
        if let Some(mut leash) = self.leash.take() {
            drop(leash.stdin.take());
            leash.wait().unwrap();
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("{}://{}", self.scheme, self.client)
    }

    pub(crate) fn config(&self, prefix: &str) -> EtcdConfig {
        EtcdConfig {
            endpoints: vec![self.url()],
            prefix: prefix.to_owned(),
            strict: true,
            ..EtcdConfig::default()
        }
    }

    pub(crate) async fn connect(&self, prefix: &str) -> Etcd {
        Etcd::connect(self.config(prefix)).await.unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

fn free_port() -> TcpListener {
    TcpListener::bind((host(), 0)).unwrap()
}

/// An address of this process alone: nobody else takes a port of it between our look and etcd's.
/// Other systems than Linux have one loopback address only.
pub(crate) fn host() -> Ipv4Addr {
    let [_, a, b, c] = std::process::id().to_be_bytes();
    if cfg!(target_os = "linux") {
        Ipv4Addr::new(127, 64 + a, b, c.max(1))
    } else {
        Ipv4Addr::LOCALHOST
    }
}
