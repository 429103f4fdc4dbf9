//! Memory per idle agent: starts the all-in-one server and a fleet of simulated agents beside it, and
//! reads the server's PSS before and after.
//!
//! `cargo build --release -p drover && cargo run --release -p tests --bin idle -- [AGENTS] [SECONDS] [--deflate]`

use std::io::Write;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use fleet::Moment;
use swarm::Fleet;

/// Idle agents beat this often: the interval most clients use.
const HEARTBEAT: Duration = Duration::from_secs(30);

/// What the agents say about when they started; any time will do.
const STARTED: Moment = Moment(1_700_000_000_000);

#[tokio::main]
async fn main() -> Result<()> {
    let (options, numbers): (Vec<_>, Vec<_>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let deflate = match options.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => false,
        ["--deflate"] => true,
        _ => bail!("--deflate is the only option"),
    };
    let mut arguments = numbers.into_iter();
    let mut number = |default| match arguments.next() {
        Some(text) => text.parse::<u64>().context("AGENTS and SECONDS are numbers"),
        None => Ok(default),
    };
    let agents = number(10_000)?;
    let idle = Duration::from_secs(number(60)?);
    let place = tempfile::tempdir()?;
    let ports = [tests::free_port()?, tests::free_port()?, tests::free_port()?];
    let [listen, api, admin] = ports.map(|port| format!("127.0.0.1:{port}"));
    let arguments = ["--listen", &listen, "--api-listen", &api, "--admin-listen", &admin];
    let mut server = tests::drover::start(place.path(), &arguments)?;
    let greeted = |line: &str| line.starts_with("try next").then_some(());
    server.line(Duration::from_secs(30), greeted).await?;
    let pid = server.pid().context("the server has ended")?;
    let empty = pss_kb(pid)?;

    let ca = std::fs::read(place.path().join("drover-data/tls/agents/ca.pem"))?;
    let endpoint = format!("wss://localhost:{}/v1/opamp", ports[0]);
    let mut config = swarm::Config::new(&endpoint, &ca, STARTED);
    config.agents = u32::try_from(agents)?;
    config.heartbeat = HEARTBEAT;
    config.description_bytes = 1_500;
    config.effective_config_bytes = 4_096;
    config.deflate = deflate;
    let began = Instant::now();
    let fleet = Fleet::start(config)?;
    let all = || async { fleet.snapshot().connected == agents };
    tests::until("every agent is connected", Duration::from_secs(300), all).await?;
    let connected = began.elapsed();
    let packed = fleet.snapshot().packed;
    ensure!(packed == if deflate { agents } else { 0 }, "{packed} WebSockets pack messages");
    let storm = pss_kb(pid)?;
    tokio::time::sleep(idle).await;
    let full = pss_kb(pid)?;
    let per_agent = |kb: u64| kb.saturating_sub(empty) as f64 / agents as f64;
    writeln!(
        std::io::stdout(),
        "{agents} agents: server PSS {empty} kB empty, {storm} kB when all had connected \
         ({connected:.1?}), {full} kB after {idle:?} idle: {:.1} kB per agent ({:.1} at the peak \
         seen)",
        per_agent(full),
        per_agent(storm),
    )?;
    let summary = fleet.stop().await;
    writeln!(std::io::stdout(), "{summary:?}")?;
    server.terminate(Duration::from_secs(60)).await?;
    Ok(())
}

/// The proportional set size of a process, from the kernel.
fn pss_kb(pid: u32) -> Result<u64> {
    let rollup = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))?;
    let line = rollup.lines().find(|line| line.starts_with("Pss:")).context("no Pss line")?;
    Ok(line.split_whitespace().nth(1).context("no number")?.parse()?)
}
