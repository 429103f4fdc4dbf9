//! `drover` without arguments: a configuration with every role and a development CA, and the words that greet.

use std::net::SocketAddr;
use std::path::Path;

use anyhow::Result;

use super::Addresses;
use crate::cli::Everything;
use crate::cli::failure::Failure;
use crate::cli::output::Out;
use crate::clock::unix_now;
use crate::config::env::data_dir;
use crate::config::{
    Approval, ClientAuth, Config, ControlApi, Env, Gateway, GatewayTls, LogFormat, Node, Telemetry,
};
use crate::layout::Layout;
use crate::pki::authority::{CA_CERT, CA_KEY};
use crate::pki::development;
use crate::token;

/// The configuration of one process that is the whole cluster, with the environment laid over it. Makes the
/// certificates and the token it names.
///
/// # Errors
/// The data folder cannot be written, or a variable is wrong.
pub fn config(args: &Everything, env: &impl Env) -> Result<Config> {
    let data_dir = data_dir(args.data_dir.as_deref(), env);
    let layout = Layout::new(&data_dir);
    let names = development::names(&args.sans);
    let agents = development::server(&layout.agents_tls(), names.clone(), unix_now())?;
    let api = development::server(&layout.api_tls(), names, unix_now())?;
    token::ensure_at(&data_dir)?;
    let tls = GatewayTls {
        cert: agents.cert,
        key: agents.key,
        client_ca: Some(agents.ca.clone()),
        client_auth: ClientAuth::Optional,
    };
    let config = Config {
        data_dir: data_dir.clone(),
        telemetry: Telemetry {
            log_format: LogFormat::Text,
            log_filter: args.log.clone(),
            admin_listen: args.admin_listen,
            ..Telemetry::default()
        },
        gateway: Some(Gateway {
            packages_dir: Some(layout.packages()),
            ..Gateway::new(args.listen, tls)
        }),
        node: Some(Node { listen: SocketAddr::from(([127, 0, 0, 1], 0)), ..Node::default() }),
        control_api: Some(ControlApi {
            admin_token_file: Some(token::path(&data_dir)),
            packages_dir: Some(layout.packages()),
            agents_ca_cert: Some(agents.ca),
            agents_ca_key: Some(layout.agents_tls().join(CA_KEY)),
            certificate_approval: Approval::Automatic,
            ..ControlApi::new(args.api_listen, api.cert, api.key)
        }),
        ..Config::default()
    };
    // Nothing in it is secret, so what is dumped is what was meant.
    let mut config = Config::read(Path::new("the defaults"), &config.dump()?, env)?;
    // A flag wins over the variable, and everything that was made is here.
    config.data_dir = data_dir;
    name(&mut config, &args.sans);
    Ok(config.checked()?)
}

/// Says where agents connect and download, unless a variable did: at the first name this machine was given, else at
/// the name it has itself. What listens on a loopback address only is localhost, as the defaults have it.
fn name(config: &mut Config, sans: &[String]) {
    let (Some(gateway), Some(api)) = (&config.gateway, &mut config.control_api) else { return };
    let local = gateway.listen.ip().is_loopback();
    let Some(host) = sans.first().cloned().or_else(|| (!local).then(own_name)) else { return };
    let host = if host.contains(':') { format!("[{host}]") } else { host };
    let (port, path) = (gateway.listen.port(), &gateway.path);
    api.agents_endpoint.get_or_insert_with(|| format!("{host}:{port}{path}"));
    api.packages_url.get_or_insert_with(|| format!("https://{host}:{port}/v1/packages"));
}

/// A machine that does not say its name is known to itself alone.
fn own_name() -> String {
    development::hostname().unwrap_or_else(|| "localhost".to_owned())
}

/// Says where everything is and what to try next.
///
/// # Errors
/// The output is closed.
pub fn greet(data_dir: &Path, addresses: &Addresses, out: Out<'_>) -> Result<(), Failure> {
    let layout = Layout::new(data_dir);
    let port = addresses.gateway.map_or(0, |address| address.port());
    let api = addresses.control_api.map(|address| address.to_string()).unwrap_or_default();
    writeln!(out, "agents connect to  wss://localhost:{port}/v1/opamp  (https:// for polling)")?;
    let ca = layout.agents_tls().join(CA_CERT);
    let ca = std::path::absolute(&ca).unwrap_or(ca);
    writeln!(out, "  they trust       {}", ca.display())?;
    writeln!(out, "control API        {api}")?;
    let data = match data_dir == Path::new(crate::config::DATA_DIR) {
        true => String::new(),
        false => format!(" --data-dir {}", data_dir.display()),
    };
    writeln!(out, "try next           drover agents list{data}")?;
    writeln!(out, "                   drover config push NAME FILE --all{data}")?;
    Ok(out.flush()?)
}
