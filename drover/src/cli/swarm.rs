//! `drover swarm`: simulated agents against a server, with a line that says how they are and a summary at the end.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use fleet::capability::Capabilities;
use futures::{Stream, StreamExt};
use indicatif::{ProgressBar, ProgressStyle};
use proto::opamp::v1::AgentCapabilities as Bit;
use serde::Serialize;
use swarm::{Behaviour, ClientPem, Config, Fleet, Reaction, Summary};
use tokio::time::{Instant, interval, sleep_until};

use super::failure::Failure;
use super::output::{Form, Format, Out, json};
use crate::clock;
use crate::config::DATA_DIR;
use crate::layout::Layout;
use crate::pki::authority::CA_CERT;

/// How often the line is drawn again.
const REDRAW: Duration = Duration::from_millis(500);

/// Run simulated agents against a server until Ctrl-C, or for some time.
#[derive(Debug, Args)]
pub struct Swarm {
    /// How many.
    #[arg(long, default_value_t = 100)]
    pub agents: u32,
    /// Where they connect: wss:// for WebSocket, https:// for polling.
    #[arg(long, default_value = "wss://localhost:4320/v1/opamp")]
    pub endpoint: String,
    /// CA of the server's certificate.
    #[arg(long, default_value_os_t = Layout::new(DATA_DIR.as_ref()).agents_tls().join(CA_CERT))]
    pub ca: PathBuf,
    /// Client certificate, the same for all.
    #[arg(long, requires = "key")]
    pub cert: Option<PathBuf>,
    /// Its private key.
    #[arg(long, requires = "cert")]
    pub key: Option<PathBuf>,
    /// Seconds after which they stop.
    #[arg(long, value_name = "SECONDS")]
    pub duration: Option<u64>,
    /// Seconds between heartbeats or polls, until the server says otherwise.
    #[arg(long, default_value_t = 30, value_name = "SECONDS")]
    pub heartbeat: u64,
    /// New connections per second at the start; 0 is all at once.
    #[arg(long, default_value_t = 500)]
    pub connect_rate: u32,
    /// Offer to pack messages on WebSockets (permessage-deflate).
    #[arg(long)]
    pub deflate: bool,
    /// What they do with a remote config.
    #[arg(long, value_enum, default_value_t)]
    pub config: OnOffer,
    /// What they do with connection settings for this server. Those that fail them also report their status.
    #[arg(long, value_enum, default_value_t)]
    pub settings: OnOffer,
    /// What they do with a set of packages, without fetching it; without this option they accept none.
    #[arg(long, value_enum)]
    pub packages: Option<OnOffer>,
    /// What they do with settings for their own metrics, traces and logs; without this option they have none. Those
    /// that fail them also report their status.
    #[arg(long, value_enum)]
    pub telemetry: Option<OnOffer>,
    /// What they do with settings for other connections; without this option they accept none. Those that fail them
    /// also report their status.
    #[arg(long, value_enum)]
    pub connections: Option<OnOffer>,
    /// What they do when they are told to restart.
    #[arg(long, value_enum, default_value_t)]
    pub restart: OnOffer,
    /// About how large each description is.
    #[arg(long, default_value_t = 1536)]
    pub description_bytes: usize,
    /// About how large each effective config is.
    #[arg(long, default_value_t = 4096)]
    pub effective_config_bytes: usize,
    /// The same seed makes the same agents.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Their service.name.
    #[arg(long, default_value = "swarm")]
    pub service_name: String,
    /// Form of the summary.
    #[command(flatten)]
    pub form: Form,
}

/// What a simulated agent does with one kind of offer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum OnOffer {
    /// Does it and says so.
    #[default]
    Accept,
    /// Says nothing.
    Ignore,
    /// Refuses it and says why.
    Fail,
}

impl OnOffer {
    fn reaction(self) -> Reaction {
        match self {
            Self::Accept => Reaction::Accept,
            Self::Ignore => Reaction::Ignore,
            Self::Fail => Reaction::Fail("refused, as this swarm was told to".to_owned()),
        }
    }
}

impl Swarm {
    /// Runs them until the time is over or `stop` says something.
    ///
    /// # Errors
    /// A file cannot be read, or the endpoint is none.
    pub async fn run(
        self,
        mut stop: impl Stream<Item = ()> + Unpin,
        out: Out<'_>,
    ) -> Result<(), Failure> {
        let deadline = self.duration.map(|seconds| Instant::now() + Duration::from_secs(seconds));
        let form = self.form.output;
        let fleet =
            Fleet::start(self.fleet()?).map_err(|error| Failure::Usage(error.to_string()))?;
        let line = line();
        let mut redraw = interval(REDRAW);
        loop {
            let over = async {
                match deadline {
                    Some(deadline) => sleep_until(deadline).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! { biased;
                _ = stop.next() => break,
                () = over => break,
                _ = redraw.tick() => line.set_message(short(&fleet.snapshot())),
            }
        }
        let before = fleet.snapshot();
        line.set_message("stopping");
        // Their goodbyes are no news.
        let Summary { connected, disconnects, .. } = before;
        let after = Summary { connected, disconnects, ..fleet.stop().await };
        line.finish_and_clear();
        match form {
            Format::Json => json(out, &Numbers::from(&after)),
            Format::Table => summary(&after, out),
        }
    }

    fn behaviour(&self) -> Behaviour {
        Behaviour {
            config: self.config.reaction(),
            packages: self.packages.unwrap_or_default().reaction(),
            settings: self.settings.reaction(),
            telemetry: self.telemetry.unwrap_or_default().reaction(),
            connections: self.connections.unwrap_or_default().reaction(),
            restart: self.restart.reaction(),
        }
    }

    /// The bits that these options add to what every agent has.
    fn more_capabilities(&self) -> u64 {
        let packages = Bit::AcceptsPackages as u64 | Bit::ReportsPackageStatuses as u64;
        let telemetry = Bit::ReportsOwnMetrics as u64
            | Bit::ReportsOwnTraces as u64
            | Bit::ReportsOwnLogs as u64;
        let settings = [Some(self.settings), self.telemetry, self.connections];
        [
            (packages, self.packages.is_some()),
            (telemetry, self.telemetry.is_some()),
            (Bit::AcceptsOtherConnectionSettings as u64, self.connections.is_some()),
            (Bit::ReportsConnectionSettingsStatus as u64, settings.contains(&Some(OnOffer::Fail))),
        ]
        .into_iter()
        .filter(|(_, wanted)| *wanted)
        .fold(0, |all, (bits, _)| all | bits)
    }

    fn fleet(self) -> Result<Config, Failure> {
        let read = |path: &PathBuf| {
            std::fs::read(path)
                .map_err(|error| Failure::Usage(format!("{}: {error}", path.display())))
        };
        let client = match (&self.cert, &self.key) {
            (Some(cert), Some(key)) => Some(ClientPem { cert: read(cert)?, key: read(key)? }),
            (None, _) | (_, None) => None,
        };
        let started = (clock::monotonic())();
        let defaults = Config::new(&self.endpoint, &read(&self.ca)?, started);
        Ok(Config {
            agents: self.agents,
            client,
            deflate: self.deflate,
            heartbeat: Duration::from_secs(self.heartbeat),
            description_bytes: self.description_bytes,
            effective_config_bytes: self.effective_config_bytes,
            seed: self.seed,
            capabilities: Capabilities(defaults.capabilities.0 | self.more_capabilities()),
            behaviour: self.behaviour(),
            connect_rate: self.connect_rate,
            service_name: self.service_name,
            ..defaults
        })
    }
}

/// The live line, on standard error; nothing where that is no terminal.
fn line() -> ProgressBar {
    let style = ProgressStyle::with_template("{spinner} {elapsed} {msg}");
    let bar = ProgressBar::new_spinner();
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn short(sum: &Summary) -> String {
    format!(
        "{}/{} connected, {} applied, {} failed, {} commands, {} sent, {} received, {} lost",
        sum.connected,
        sum.agents,
        sum.applied,
        sum.failed,
        sum.commands,
        sum.sent,
        sum.received,
        sum.disconnects
    )
}

/// A summary for programs.
#[derive(Debug, Serialize)]
struct Numbers {
    agents: u64,
    connected: u64,
    connects: u64,
    connect_failures: u64,
    disconnects: u64,
    sent: u64,
    received: u64,
    offers: u64,
    applied: u64,
    failed: u64,
    commands: u64,
    full_state_requests: u64,
    errors: u64,
    first_reply_p50_ms: f64,
    first_reply_p99_ms: f64,
}

impl From<&Summary> for Numbers {
    fn from(sum: &Summary) -> Self {
        Self {
            agents: sum.agents,
            connected: sum.connected,
            connects: sum.connects,
            connect_failures: sum.connect_failures,
            disconnects: sum.disconnects,
            sent: sum.sent,
            received: sum.received,
            offers: sum.offers,
            applied: sum.applied,
            failed: sum.failed,
            commands: sum.commands,
            full_state_requests: sum.full_state_requests,
            errors: sum.errors,
            first_reply_p50_ms: sum.first_reply_p50.as_secs_f64() * 1_000.0,
            first_reply_p99_ms: sum.first_reply_p99.as_secs_f64() * 1_000.0,
        }
    }
}

fn summary(sum: &Summary, out: Out<'_>) -> Result<(), Failure> {
    let n = Numbers::from(sum);
    writeln!(out, "agents       {} of {} connected at the end", n.connected, n.agents)?;
    writeln!(
        out,
        "connections  {} opened, {} failed, {} ended",
        n.connects, n.connect_failures, n.disconnects
    )?;
    writeln!(out, "messages     {} sent, {} received, {} errors", n.sent, n.received, n.errors)?;
    writeln!(
        out,
        "offers       {} received, {} applied, {} failed",
        n.offers, n.applied, n.failed
    )?;
    writeln!(
        out,
        "commands     {} received, {} requests for the full state",
        n.commands, n.full_state_requests
    )?;
    writeln!(
        out,
        "first reply  {:.1} ms median, {:.1} ms 99th percentile",
        n.first_reply_p50_ms, n.first_reply_p99_ms
    )?;
    Ok(out.flush()?)
}

#[cfg(test)]
mod tests;
