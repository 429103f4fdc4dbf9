//! `drover certs requests|approve|deny`: certificates that agents ask for.

use clap::Args;
use fleet::AgentId;
use proto::control::v1::{
    ApproveCertificateRequestRequest, DenyCertificateRequestRequest, ListCertificateRequestsRequest,
};

use super::failure::Failure;
use super::output::{Form, Format, Out, ago, json, or_dash, table};
use super::target::{Target, soon};
use crate::clock::unix_now;
use crate::config::Env;

/// A listing.
#[derive(Debug, Args)]
pub struct Requests {
    /// Where the control API is.
    #[command(flatten)]
    pub target: Target,
    /// Form of the output.
    #[command(flatten)]
    pub form: Form,
}

/// Whose request.
#[derive(Debug, Args)]
pub struct Approve {
    /// The agent's instance uid.
    pub uid: AgentId,
    /// Where the control API is.
    #[command(flatten)]
    pub target: Target,
}

/// Whose request, and why not.
#[derive(Debug, Args)]
pub struct Deny {
    /// The agent's instance uid.
    pub uid: AgentId,
    /// What the agent is told when it asks again.
    #[arg(long, default_value = "")]
    pub reason: String,
    /// Where the control API is.
    #[command(flatten)]
    pub target: Target,
}

impl Requests {
    /// Lists the requests that wait.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let mut client = self.target.connect(env).await?.certificates();
        let request = soon(ListCertificateRequestsRequest {});
        let found = client.list_certificate_requests(request).await?.into_inner();
        if self.form.output == Format::Json {
            return json(out, &found);
        }
        let rows = found.requests.iter().map(|request| {
            [
                request.instance_uid.clone(),
                request.subject_uid.clone(),
                ago(request.requested.as_ref(), unix_now()),
                or_dash(&request.peer_address),
                request.csr_hash.chars().take(12).collect(),
            ]
        });
        table(out, ["AGENT", "FOR", "AGE", "FROM", "REQUEST"], rows, "no certificate requests")
    }
}

impl Approve {
    /// Issues the certificate.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let mut client = self.target.connect(env).await?.certificates();
        let request = ApproveCertificateRequestRequest { instance_uid: self.uid.to_string() };
        let issued = client.approve_certificate_request(soon(request)).await?.into_inner();
        let certificate = issued.certificate.unwrap_or_default();
        Ok(writeln!(
            out,
            "issued to {}\nserial {}  sha256 {}",
            certificate.instance_uid, certificate.serial, certificate.fingerprint
        )?)
    }
}

impl Deny {
    /// Denies the request.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let mut client = self.target.connect(env).await?.certificates();
        let Self { uid, reason, .. } = self;
        let request = DenyCertificateRequestRequest { instance_uid: uid.to_string(), reason };
        client.deny_certificate_request(soon(request)).await?;
        Ok(writeln!(out, "denied {uid}: it is told when it asks again")?)
    }
}
