//! The one binary: any set of roles in one process, and the operator's commands.
//!
//! The only crate that reads arguments, the environment, files and clocks. It makes everything a role needs and hands
//! it over ready-made; a role never asks the machine for anything.

pub mod admin;
pub mod cli;
pub mod clock;
pub mod config;
pub mod internal_tls;
pub mod layout;
pub mod pki;
pub mod ready;
pub mod run;
pub mod tasks;
pub mod telemetry;
pub mod token;

use std::path::PathBuf;

use anyhow::Context;
use fleet::Role;
use tokio::runtime::{Builder, Runtime};

use cli::failure::Failure;
use cli::{Cli, Command, Everything};
use config::Config;
use config::env::Process;

/// Does what the command line says.
///
/// # Errors
/// [`Failure`]: what to tell, and the exit code.
pub fn execute(cli: Cli) -> Result<(), Failure> {
    let (env, out) = (&Process, &mut std::io::stdout());
    let Some(command) = cli.command else { return everything(&cli.everything, env) };
    match command {
        Command::Run(file) => cluster(file.config, None),
        Command::Gateway(file) => cluster(file.config, Some(Role::Gateway)),
        Command::Node(file) => cluster(file.config, Some(Role::Node)),
        Command::ControlApi(file) => cluster(file.config, Some(Role::ControlApi)),
        Command::Certs(certs) => calling()?.block_on(certs.run(env, out)),
        Command::Agents(agents) => calling()?.block_on(agents.run(env, out)),
        Command::Config(config) => calling()?.block_on(config.run(env, out)),
        Command::Packages(packages) => calling()?.block_on(packages.run(env, out)),
        Command::Settings(settings) => calling()?.block_on(settings.run(env, out)),
        Command::Command(command) => calling()?.block_on(command.run(env, out)),
        Command::Messages(messages) => calling()?.block_on(messages.run(env, out)),
        Command::Capabilities(capabilities) => calling()?.block_on(capabilities.run(env, out)),
        Command::Members(members) => calling()?.block_on(members.run(env, out)),
        Command::Shards(shards) => calling()?.block_on(shards.run(env, out)),
        Command::Swarm(swarm) => {
            serving()?.block_on(async { swarm.run(run::signals()?, out).await })
        }
    }
}

/// Every role in this process, with a greeting.
fn everything(args: &Everything, env: &Process) -> Result<(), Failure> {
    let config = run::standalone::config(args, env)?;
    let data_dir = config.data_dir.clone();
    serve(config, |addresses| run::standalone::greet(&data_dir, addresses, &mut std::io::stdout()))
}

/// The roles of a file, or one of them.
fn cluster(file: PathBuf, only: Option<Role>) -> Result<(), Failure> {
    let refused = |error: config::ConfigError| Failure::Refused(error.to_string());
    let config = Config::load(&file, &Process).map_err(refused)?;
    let config = match only {
        Some(role) => config.only(role).map_err(refused)?,
        None => config,
    };
    serve(config, |_| Ok(()))
}

fn serve(
    config: Config,
    started: impl FnOnce(&run::Addresses) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let runtime = serving()?;
    // The exporter needs the runtime, and outlives the roles to send their last spans.
    let _entered = runtime.enter();
    let _telemetry = telemetry::init(&config)?;
    runtime.block_on(async {
        let signals = run::signals()?;
        let bound = Box::pin(run::start(config)).await?;
        started(&bound.addresses)?;
        Ok(bound.until_stopped(signals).await?)
    })
}

/// A runtime for many connections.
fn serving() -> Result<Runtime, Failure> {
    let runtime = Builder::new_multi_thread().enable_all().build().context("no runtime")?;
    Ok(runtime)
}

/// A runtime for one command.
fn calling() -> Result<Runtime, Failure> {
    let runtime = Builder::new_current_thread().enable_all().build().context("no runtime")?;
    Ok(runtime)
}
