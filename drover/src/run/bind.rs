//! Every listener is bound before anything runs, so that a taken port ends the start and not a process half up.

use std::net::SocketAddr;

use anyhow::{Context, Result};
use tokio::net::{TcpListener, TcpSocket};

use super::Addresses;
use crate::config::Config;

/// Connections that may wait to be accepted: a storm of agents after a gateway's restart. The kernel caps it
/// (`net.core.somaxconn`); when full, connecting takes longer.
const BACKLOG: u32 = 8_192;

/// The listeners of the roles that run here.
#[derive(Debug, Default)]
pub(super) struct Roles {
    pub(super) gateway: Option<TcpListener>,
    pub(super) node: Option<TcpListener>,
    pub(super) control_api: Option<TcpListener>,
}

/// Every listener of a process.
#[derive(Debug)]
pub(super) struct Listeners {
    pub(super) admin: TcpListener,
    pub(super) roles: Roles,
}

impl Listeners {
    pub(super) fn addresses(&self) -> Result<Addresses> {
        let of = |listener: &Option<TcpListener>| {
            listener.as_ref().map(TcpListener::local_addr).transpose()
        };
        Ok(Addresses {
            gateway: of(&self.roles.gateway)?,
            node: of(&self.roles.node)?,
            control_api: of(&self.roles.control_api)?,
            admin: Some(self.admin.local_addr()?),
        })
    }
}

pub(super) async fn all(config: &Config) -> Result<Listeners> {
    let mut roles = Roles::default();
    if let Some(gateway) = &config.gateway {
        roles.gateway = Some(listen(gateway.listen, "gateway.listen")?);
    }
    if let Some(node) = &config.node {
        roles.node = Some(listen(node.listen, "node.listen")?);
    }
    if let Some(api) = &config.control_api {
        roles.control_api = Some(listen(api.listen, "control_api.listen")?);
    }
    let admin = listen(config.telemetry.admin_listen, "telemetry.admin_listen")?;
    Ok(Listeners { admin, roles })
}

fn listen(address: SocketAddr, key: &str) -> Result<TcpListener> {
    let listening = || {
        let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        socket.listen(BACKLOG)
    };
    listening().with_context(|| format!("cannot listen on {address} ({key}): choose another"))
}
