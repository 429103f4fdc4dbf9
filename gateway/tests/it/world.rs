//! A gateway, a store and fake nodes in this process.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use fleet::{MemberId, Moment, Shard};
use gateway::{ClientAuth, Config, Metrics, Parts, TlsMaterial};
use proto::record::v1::{Member, Role};
use store::records::CLAIM_SHARDS_MAX;
use store::{Embedded, Guard, Options, Records};
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tonic::transport::Endpoint;

use crate::fake_node::FakeNode;
use crate::pki::{Ca, Cert};

/// How long a test waits for what must happen.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);
const GATEWAY: MemberId = MemberId::new([0xAA; 16]);
/// 2026-11-20, for certificates.
const START: u64 = 1_795_132_800_000;

pub(crate) struct World {
    pub address: SocketAddr,
    pub ca: Ca,
    pub client_ca: Ca,
    pub agent: Cert,
    pub tls: watch::Sender<Arc<TlsMaterial>>,
    pub records: Arc<Records<Embedded>>,
    pub metrics: Metrics,
    pub tracker: TaskTracker,
    pub drain: CancellationToken,
    pub halt: CancellationToken,
    pub ended: JoinHandle<Result<(), gateway::Error>>,
    _dir: tempfile::TempDir,
}

/// A gateway with these limits and client rules, and no node.
pub(crate) async fn world(config: Config, client_auth: ClientAuth) -> World {
    let (ca, client_ca) = (Ca::new("server CA"), Ca::new("agent CA"));
    let agent = client_ca.agent();
    let dir = tempfile::tempdir().unwrap();
    let store = Embedded::open(dir.path(), Options::default()).await.unwrap();
    let records = Arc::new(Records::new(store));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (tls, material) = watch::channel(Arc::new(material(&ca, &client_ca, client_auth)));
    let (drain, halt) = (CancellationToken::new(), CancellationToken::new());
    let tracker = TaskTracker::new();
    let started = Instant::now();
    let clock = move || Moment(START) + started.elapsed();
    let (ready, is_ready) = oneshot::channel::<()>();
    let metrics = Metrics::default();
    let parts = Parts {
        config,
        records: Arc::clone(&records),
        member: GATEWAY,
        address: address.to_string(),
        conns: gateway::accepted(listener),
        tls: material,
        dial: Arc::new(|address| {
            Endpoint::from_shared(format!("http://{address}")).unwrap().connect_lazy()
        }),
        clock: Arc::new(clock),
        ready: Box::new(ready),
        metrics: metrics.clone(),
        drain: drain.clone(),
        halt: halt.clone(),
    };
    let ended = tracker.spawn(gateway::run(parts));
    // Dropping the guard closes the channel: that is the sign.
    assert!(tokio::time::timeout(PATIENCE, is_ready).await.expect("never ready").is_err());
    World {
        address,
        ca,
        client_ca,
        agent,
        tls,
        records,
        metrics,
        tracker,
        drain,
        halt,
        ended,
        _dir: dir,
    }
}

pub(crate) fn material(ca: &Ca, client_ca: &Ca, client_auth: ClientAuth) -> TlsMaterial {
    let server = ca.server();
    TlsMaterial {
        cert_chain_pem: server.pem.into_bytes(),
        key_pem: server.key_pem.into_bytes(),
        client_ca_pem: Some(client_ca.pem.clone().into_bytes()),
        client_auth,
    }
}

/// A gateway in front of one node that owns everything.
pub(crate) async fn with_node(config: Config) -> (World, FakeNode) {
    let world = world(config, ClientAuth::Required).await;
    let node = world.node(1).await;
    world.own(&node).await;
    world.linked(1).await;
    (world, node)
}

impl World {
    /// Starts a node and makes it a member.
    pub(crate) async fn node(&self, number: u8) -> FakeNode {
        let node = FakeNode::start(number, &self.tracker).await;
        let lease = self.records.grant(Duration::from_secs(60)).await.unwrap();
        let member = Member {
            schema: 1,
            id: node.id.to_bytes(),
            role: Role::Node.into(),
            address: node.address.to_string(),
            ..Member::default()
        };
        self.records.put_member(&member, lease, Guard::Any).await.unwrap();
        node
    }

    /// This node takes every shard.
    pub(crate) async fn own(&self, node: &FakeNode) {
        let owned = self.records.list_shards().await.unwrap().items;
        let seen = |shard: Shard| {
            let row = owned.iter().find(|(key, ..)| *key == shard);
            (shard, row.map(|(.., revision)| *revision))
        };
        let old = owned.first().map(|(_, owner, _)| MemberId::try_from(&owner.owner[..]).unwrap());
        if let Some(old) = old {
            self.records.delete_member(old).await.unwrap();
        }
        let all: Vec<_> = Shard::all().map(seen).collect();
        for some in all.chunks(CLAIM_SHARDS_MAX) {
            self.records.claim(node.id, old, some).await.unwrap();
        }
        node.until("every shard attached", |seen| {
            let attached =
                |frame: &&fleet::link::ToNode| matches!(frame, fleet::link::ToNode::Attached(_));
            seen.iter().filter(attached).count() >= 4_096
        })
        .await;
    }

    pub(crate) async fn linked(&self, count: i64) {
        eventually("links", || self.metrics.links_up.get() == count).await;
    }
}

/// Waits until something holds.
pub(crate) async fn eventually(what: &str, mut test: impl FnMut() -> bool) {
    let until = Instant::now() + PATIENCE;
    while !test() {
        assert!(Instant::now() < until, "never happened: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
