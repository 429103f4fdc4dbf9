//! The roles of a process, each with its parts.

use std::num::NonZero;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use fleet::Role;
use store::{Records, Store};
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::bind::Roles;
use super::{Shared, identity, material};
use crate::config::{Config, ControlApi, Gateway, Node};
use crate::internal_tls::material::public_server;
use crate::internal_tls::{dial, internal, public};
use crate::pki::{Pair, files};
use crate::tasks::Tasks;
use crate::token;

/// Starts roles into a set of tasks.
pub(super) struct Wiring<'a> {
    pub(super) config: &'a Config,
    pub(super) shared: Shared,
    pub(super) tasks: &'a mut Tasks,
}

impl Wiring<'_> {
    /// Starts every role that has a section and a listener.
    pub(super) async fn start<S: Store>(
        &mut self,
        records: Arc<Records<S>>,
        listeners: Roles,
    ) -> Result<()> {
        let config = self.config;
        let agents = listeners.gateway.as_ref().and_then(|listener| listener.local_addr().ok());
        if let (Some(gateway), Some(listener)) = (&config.gateway, listeners.gateway) {
            self.gateway(gateway, Arc::clone(&records), listener)?;
        }
        if let (Some(node), Some(listener)) = (&config.node, listeners.node) {
            self.node(node, Arc::clone(&records), listener)?;
        }
        if let (Some(api), Some(listener)) = (&config.control_api, listeners.control_api) {
            let role = api.role_config(agents);
            self.control_api((api, role), records, listener).await?;
        }
        Ok(())
    }

    fn gateway<S: Store>(
        &mut self,
        config: &Gateway,
        records: Arc<Records<S>>,
        listener: TcpListener,
    ) -> Result<()> {
        let internal = identity::internal_tls(self.config, Role::Gateway)?;
        let (to, tls) = watch::channel(Arc::new(material::read(&config.tls)?));
        let following = material::follow(config.tls.clone(), to, self.tasks.halt.clone());
        self.tasks.add_until_halt("the gateway's certificate watch", following);
        let run = gateway::run(gateway::Parts {
            config: config.role_config(),
            records,
            member: identity::new_member(),
            address: listener.local_addr()?.to_string(),
            conns: gateway::accepted(listener),
            tls,
            dial: dial(internal.client),
            clock: self.shared.clock.clone(),
            ready: Box::new(self.shared.ready.register("gateway")),
            metrics: self.shared.count(gateway::Metrics::register),
            drain: self.tasks.drain.clone(),
            halt: self.tasks.halt.child_token(),
        });
        self.tasks.add("gateway", async { run.await.context("gateway") });
        Ok(())
    }

    fn node<S: Store>(
        &mut self,
        config: &Node,
        records: Arc<Records<S>>,
        listener: TcpListener,
    ) -> Result<()> {
        let tls = identity::internal_tls(self.config, Role::Node)?;
        let address = match config.advertised()? {
            Some(address) => address.to_owned(),
            None => listener.local_addr()?.to_string(),
        };
        let run = node::run(node::Parts {
            config: node::Config {
                lease_ttl: Duration::from_secs(config.lease_ttl_s),
                weight: config.weight,
                workers: thread::available_parallelism().map_or(1, NonZero::get),
                version: env!("CARGO_PKG_VERSION").to_owned(),
                message_bytes_max: config.message_bytes_max,
                shards: fleet::shards::Config {
                    patience: Duration::from_secs(config.applying_s_max),
                    full_states_per_second: config.full_states_per_second,
                    poll_default: Duration::from_secs(config.poll_interval_s.get().into()),
                    missed_polls_max: config.missed_polls_max.get(),
                    ..fleet::shards::Config::default()
                },
            },
            records,
            new_member: identity::new_member,
            address,
            conns: Box::pin(internal(listener, tls.server, &Role::ALL)),
            dial: dial(tls.client),
            clock: self.shared.clock.clone(),
            seed: rand::random(),
            ready: Box::new(self.shared.ready.register("node")),
            metrics: self.shared.count(node::Metrics::register),
            drain: self.tasks.drain.clone(),
            halt: self.tasks.halt.child_token(),
        });
        self.tasks.add("node", async { run.await.context("node") });
        Ok(())
    }

    async fn control_api<S: Store>(
        &mut self,
        (config, role): (&ControlApi, control_api::Config),
        records: Arc<Records<S>>,
        listener: TcpListener,
    ) -> Result<()> {
        let internal = identity::internal_tls(self.config, Role::ControlApi)?;
        let file = |path: &Path| {
            std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
        };
        let server = Pair { cert_pem: file(&config.tls_cert)?, key_pem: file(&config.tls_key)? };
        let tls = public_server(&server).context("control_api.tls_cert and tls_key")?;
        // Loopback without a configured token still has one: the CLI finds it beside the data.
        let token = match &config.admin_token_file {
            Some(path) => token::read(path)?,
            None => token::ensure_at(&self.config.data_dir)?,
        };
        let issuer = issuer(config)?;
        let run = control_api::run(control_api::Parts {
            issuer,
            config: role,
            cluster: records.cluster(identity::new_cluster()).await?,
            records,
            member: identity::new_member(),
            address: listener.local_addr()?.to_string(),
            conns: Box::pin(public(listener, tls)),
            dial: dial(internal.client),
            operators: control_api::Operators::with_token(token.reveal()),
            clock: self.shared.clock.clone(),
            ready: Box::new(self.shared.ready.register("control-api")),
            metrics: self.shared.count(control_api::Metrics::register),
            drain: self.tasks.drain.clone(),
            halt: self.tasks.halt.child_token(),
        });
        let run = Box::pin(run);
        self.tasks.add("control-api", async { run.await.context("control-api") });
        Ok(())
    }
}

/// The CA for agents, if there is one.
fn issuer(config: &ControlApi) -> Result<Option<control_api::Issuer>> {
    let both = config.agents_ca_cert.as_ref().zip(config.agents_ca_key.as_ref());
    let Some((cert, key)) = both else { return Ok(None) };
    let (cert, key) = (files::read(cert)?, files::read(key)?);
    let others = config.agents_ca_bundle.as_deref().map(files::read).transpose()?;
    let bundle = format!("{cert}{}", others.unwrap_or_default());
    let life = Duration::from_secs(u64::from(config.agents_cert_days) * 24 * 60 * 60);
    let issuer = control_api::Issuer::new(&cert, &key, &bundle, life);
    Ok(Some(issuer.context("control_api.agents_ca_cert and agents_ca_key")?))
}
