//! One gateway, one node, one control API, each on a host of its own, and a store that all of them reach.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use fleet::{MemberId, Moment};
use gateway::{ClientAuth, TlsMaterial};
use proto::record::v1::ClusterMeta;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use store::Records;
use tokio_util::sync::CancellationToken;
use tonic::metadata::MetadataValue;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;
use tonic::{Request, Status};
use turmoil::{Builder, Sim};

use crate::net::{PORT, accepted, dial, internal};
use crate::store::Memory;

const TOKEN: &str = "the-admin-token";
/// Whatever should happen happens within this, simulated.
const WITHIN: Duration = Duration::from_secs(60);
/// Time that passes before anything is looked at must not be zero: zero stands for "never".
const START: Moment = Moment(1_000_000);

pub(crate) struct Cluster {
    pub(crate) sim: Sim<'static>,
    pub(crate) ca_pem: String,
    asked: u32,
}

type Authorize = fn(Request<()>) -> Result<Request<()>, Status>;
/// The way to the control API, with the operator's token.
pub(crate) type Api = InterceptedService<Channel, Authorize>;

fn clock() -> fleet::moment::Clock {
    Arc::new(|| START + turmoil::sim_elapsed().unwrap_or_default())
}

/// Fresh per start, and the same in every run: who, and since when.
fn member(role: u8) -> MemberId {
    let since = turmoil::sim_elapsed().unwrap_or_default().as_nanos();
    MemberId::new((u128::from(role) << 120 | since).to_be_bytes())
}

fn meta() -> ClusterMeta {
    ClusterMeta {
        schema: 1,
        cluster_id: Bytes::from_static(&[1; 16]),
        generation: 1,
        shards: fleet::id::SHARDS.into(),
        hash_key: Bytes::from_static(&[3; 16]),
    }
}

/// Agents speak TLS here too: it belongs to the gateway. What is random about it decides nothing.
fn certificates() -> (String, TlsMaterial) {
    let (ca_key, key) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let mut ca = CertificateParams::new(Vec::new()).unwrap();
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let ca_pem = ca.self_signed(&ca_key).unwrap().pem();
    let server = CertificateParams::new(vec!["gateway".to_owned()]).unwrap();
    let server = server.signed_by(&key, &Issuer::from_params(&ca, &ca_key)).unwrap();
    let material = TlsMaterial {
        cert_chain_pem: server.pem().into_bytes(),
        key_pem: key.serialize_pem().into_bytes(),
        client_ca_pem: None,
        client_auth: ClientAuth::Optional,
    };
    (ca_pem, material)
}

impl Cluster {
    pub(crate) fn new(seed: u64) -> Self {
        let mut sim = Builder::new()
            .rng_seed(seed)
            .simulation_duration(Duration::from_secs(600))
            .tick_duration(Duration::from_millis(5))
            .tcp_capacity(4096)
            .build();
        let memory = Memory::default();
        let records = Arc::new(Records::new(memory.clone()));
        let (ca_pem, material) = certificates();
        sim.host("store", move || {
            let memory = memory.clone();
            async move {
                loop {
                    memory.expire();
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
            }
        });
        let of = Arc::clone(&records);
        sim.host("node", move || node(Arc::clone(&of)));
        let of = Arc::clone(&records);
        sim.host("gateway", move || gateway(Arc::clone(&of), material.clone()));
        sim.host("api", move || control_api(Arc::clone(&records)));
        Self { sim, ca_pem, asked: 0 }
    }

    /// Lets time pass until something holds.
    pub(crate) fn until(&mut self, what: &str, holds: impl Fn() -> bool) {
        let end = self.sim.elapsed() + WITHIN;
        while !holds() {
            assert!(self.sim.elapsed() < end, "never happened: {what}");
            self.sim.step().unwrap();
        }
    }

    /// Lets an operator do something, on a host of its own, and gives what came of it.
    pub(crate) fn operator<T: 'static, F: Future<Output = T> + 'static>(
        &mut self,
        act: impl FnOnce(Api) -> F + 'static,
    ) -> T {
        let authorize: Authorize = |mut request| {
            let value = MetadataValue::try_from(format!("Bearer {TOKEN}")).unwrap();
            request.metadata_mut().insert("authorization", value);
            Ok(request)
        };
        let done = Rc::new(RefCell::new(None));
        let to = Rc::clone(&done);
        self.asked += 1;
        self.sim.client(format!("operator-{}", self.asked), async move {
            let channel = dial()(&format!("api:{PORT}"));
            let came = act(InterceptedService::new(channel, authorize)).await;
            to.borrow_mut().replace(came);
            Ok(())
        });
        self.until("the operator is answered", || done.borrow().is_some());
        done.take().unwrap()
    }

    pub(crate) fn pass(&mut self, time: Duration) {
        let end = self.sim.elapsed() + time;
        while self.sim.elapsed() < end {
            self.sim.step().unwrap();
        }
    }
}

async fn node(records: Arc<Records<Memory>>) -> turmoil::Result {
    records.cluster(meta()).await?;
    let config = node::Config { lease_ttl: Duration::from_secs(5), ..node::Config::default() };
    let run = node::run(node::Parts {
        config,
        records,
        new_member: || member(1),
        address: format!("node:{PORT}"),
        conns: Box::pin(internal().await?),
        dial: dial(),
        clock: clock(),
        seed: 1,
        ready: Box::new(()),
        metrics: node::Metrics::default(),
        drain: CancellationToken::new(),
        halt: CancellationToken::new(),
    });
    Ok(run.await?)
}

async fn gateway(records: Arc<Records<Memory>>, material: TlsMaterial) -> turmoil::Result {
    records.cluster(meta()).await?;
    let (_to, tls) = tokio::sync::watch::channel(Arc::new(material));
    let run = gateway::run(gateway::Parts {
        config: gateway::Config::default(),
        records,
        member: member(2),
        address: format!("gateway:{PORT}"),
        conns: accepted().await?,
        tls,
        dial: dial(),
        clock: clock(),
        ready: Box::new(()),
        metrics: gateway::Metrics::default(),
        drain: CancellationToken::new(),
        halt: CancellationToken::new(),
    });
    Ok(run.await?)
}

async fn control_api(records: Arc<Records<Memory>>) -> turmoil::Result {
    let run = control_api::run(control_api::Parts {
        config: control_api::Config::default(),
        cluster: records.cluster(meta()).await?,
        records,
        member: member(3),
        address: format!("api:{PORT}"),
        issuer: None,
        conns: internal().await?,
        dial: dial(),
        operators: control_api::Operators::with_token(TOKEN),
        clock: clock(),
        ready: Box::new(()),
        metrics: control_api::Metrics::default(),
        drain: CancellationToken::new(),
        halt: CancellationToken::new(),
    });
    Ok(run.await?)
}
