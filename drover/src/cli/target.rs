//! Which control API a command talks to, and as whom. On the machine that runs Drover nothing has to be said: the
//! address, the CA and the token are found in the data folder.

use std::error::Error;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use proto::control::v1::agent_service_client::AgentServiceClient;
use proto::control::v1::certificate_service_client::CertificateServiceClient;
use proto::control::v1::cluster_service_client::ClusterServiceClient;
use proto::control::v1::command_service_client::CommandServiceClient;
use proto::control::v1::connection_settings_service_client::ConnectionSettingsServiceClient;
use proto::control::v1::custom_message_service_client::CustomMessageServiceClient;
use proto::control::v1::package_service_client::PackageServiceClient;
use proto::control::v1::remote_config_service_client::RemoteConfigServiceClient;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Certificate, Channel, ClientTlsConfig, Endpoint};
use tonic::{Request, Status};

use super::failure::Failure;
use crate::config::env::data_dir;
use crate::config::{Env, Secret};
use crate::layout::Layout;
use crate::pki::authority::CA_CERT;
use crate::pki::files;
use crate::token;

const DEFAULT_ADDRESS: &str = "127.0.0.1:4321";
const CONNECT_DEADLINE: Duration = Duration::from_secs(5);
/// An answer may be this large: a listing of many agents in full.
const ANSWER_BYTES_MAX: usize = 64 << 20;

/// Where the control API is. Flags win over variables, variables over the data folder.
#[derive(Debug, Clone, Default, Args)]
pub struct Target {
    /// Address of the control API [env: DROVER_API; default: what runs here, or 127.0.0.1:4321].
    #[arg(long, value_name = "HOST:PORT")]
    pub api: Option<String>,
    /// CA of its certificate [env: DROVER_CA; default: DATA_DIR/tls/api/ca.pem].
    #[arg(long, value_name = "FILE")]
    pub ca: Option<PathBuf>,
    /// File with the admin token [env: DROVER_TOKEN_FILE, or the token itself in DROVER_TOKEN; default:
    /// DATA_DIR/admin.token].
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
    /// Data folder to find them in [env: DROVER_DATA_DIR; default: ./drover-data].
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
}

/// A target with every question answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// `host:port`.
    pub address: String,
    /// The CA to trust, PEM.
    pub ca: PathBuf,
    /// What to present; `None` where nothing is known, which only an open server takes.
    pub token: Option<Secret>,
}

impl Target {
    /// Answers every question.
    ///
    /// # Errors
    /// A file that was named cannot be read.
    pub fn resolve(&self, env: &impl Env) -> Result<Resolved, Failure> {
        let variable = |name| env.get(name).map(PathBuf::from);
        let data = data_dir(self.data_dir.as_deref(), env);
        let layout = Layout::new(&data);
        let ran_here = files::read_if_there(&layout.api_address())?;
        let address = self.api.clone().or_else(|| env.get("DROVER_API")).or(ran_here);
        let ca = self.ca.clone().or_else(|| variable("DROVER_CA"));
        let token = match (&self.token_file, env.get("DROVER_TOKEN")) {
            (Some(file), _) => Some(token::read(file)?),
            (None, Some(text)) => Some(Secret::new(text)),
            (None, None) => match variable("DROVER_TOKEN_FILE") {
                Some(file) => Some(token::read(&file)?),
                None => {
                    let file = token::path(&data);
                    file.exists().then(|| token::read(&file)).transpose()?
                }
            },
        };
        Ok(Resolved {
            address: address.unwrap_or_else(|| DEFAULT_ADDRESS.to_owned()).trim().to_owned(),
            ca: ca.unwrap_or_else(|| layout.api_tls().join(CA_CERT)),
            token,
        })
    }

    /// Connects.
    ///
    /// # Errors
    /// [`Failure::Unreachable`] when nothing answers there, or what answers is not trusted.
    pub async fn connect(&self, env: &impl Env) -> Result<Api, Failure> {
        let target = self.resolve(env)?;
        let ca = files::read(&target.ca).map_err(|error| {
            Failure::Refused(format!(
                "{error:#}\nis drover running here? Otherwise name the CA of its control API: \
                 --ca FILE or DROVER_CA"
            ))
        })?;
        let bad = |error| Failure::Usage(format!("--api {}: {error}", target.address));
        let tls = ClientTlsConfig::new().ca_certificate(Certificate::from_pem(ca));
        let endpoint = Endpoint::from_shared(format!("https://{}", target.address))
            .and_then(|endpoint| endpoint.tls_config(tls))
            .map_err(bad)?
            .connect_timeout(CONNECT_DEADLINE)
            .tcp_nodelay(true);
        let channel = endpoint.connect().await.map_err(|error| unreachable(&target, &error))?;
        Ok(Api { channel, credentials: Credentials::new(target.token.as_ref())? })
    }
}

/// Nothing there, or nobody to trust: two mistakes with two remedies.
fn unreachable(target: &Resolved, error: &(dyn Error + 'static)) -> Failure {
    let (address, ca) = (&target.address, target.ca.display());
    Failure::Unreachable(match untrusted(error) {
        Some(why) => format!(
            "what answers at {address} is not trusted: {why}\nname the CA of its certificate \
             instead of {ca}: --ca FILE or DROVER_CA"
        ),
        None => {
            let cause = error.source().map_or(String::new(), |cause| format!(": {cause}"));
            format!(
                "no control API at {address}{cause}\nstart one with `drover`, or name another: \
                 --api HOST:PORT or DROVER_API"
            )
        }
    })
}

/// The TLS error among the causes; I/O errors carry it inside.
fn untrusted<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    if let Some(tls) = error.downcast_ref() {
        return Some(tls);
    }
    let inside = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    match inside {
        Some(inside) => untrusted(inside),
        None => error.source().and_then(untrusted),
    }
}

/// The public API, ready to call.
#[derive(Debug, Clone)]
pub struct Api {
    channel: Channel,
    credentials: Credentials,
}

type Authorized = InterceptedService<Channel, Credentials>;

macro_rules! clients {
    ($($(#[$doc:meta])* $name:ident: $client:ident;)*) => {
        impl Api {
            $($(#[$doc])* pub fn $name(&self) -> $client<Authorized> {
                $client::with_interceptor(self.channel.clone(), self.credentials.clone())
                    .max_decoding_message_size(ANSWER_BYTES_MAX)
            })*
        }
    };
}

clients! {
    /// Agents.
    agents: AgentServiceClient;
    /// Agents' configuration.
    configs: RemoteConfigServiceClient;
    /// Agents' packages.
    packages: PackageServiceClient;
    /// Agents' connection settings.
    settings: ConnectionSettingsServiceClient;
    /// Commands.
    commands: CommandServiceClient;
    /// Certificates of agents.
    certificates: CertificateServiceClient;
    /// Custom capabilities and custom messages.
    messages: CustomMessageServiceClient;
    /// Members and shards.
    cluster: ClusterServiceClient;
}

/// Adds the token to every call.
#[derive(Debug, Clone)]
pub struct Credentials(Option<MetadataValue<Ascii>>);

impl Credentials {
    fn new(token: Option<&Secret>) -> Result<Self, Failure> {
        let Some(token) = token else { return Ok(Self(None)) };
        let mut header = MetadataValue::try_from(format!("Bearer {}", token.reveal()))
            .map_err(|_| Failure::Usage("the token has characters no header can carry".into()))?;
        header.set_sensitive(true);
        Ok(Self(Some(header)))
    }
}

impl Interceptor for Credentials {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        if let Some(header) = &self.0 {
            request.metadata_mut().insert("authorization", header.clone());
        }
        Ok(request)
    }
}

/// A request that is given up after the usual time.
pub fn soon<T>(message: T) -> Request<T> {
    within(message, Duration::from_secs(30))
}

/// A request that is given up after `deadline`.
pub fn within<T>(message: T, deadline: Duration) -> Request<T> {
    let mut request = Request::new(message);
    request.set_timeout(deadline);
    request
}
