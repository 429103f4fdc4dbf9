//! `drover certs`: certificates for traffic inside a cluster, for trying things out, and for agents that ask.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use fleet::Role;

use super::failure::Failure;
use super::output::Out;
use super::requests::{Approve, Deny, Requests};
use crate::clock::unix_now;
use crate::config::{DATA_DIR, Env};
use crate::layout::Layout;
use crate::pki::{development, internal};

/// Make certificates, and answer agents that ask for one.
#[derive(Debug, Subcommand)]
pub enum Certs {
    /// A certificate that proves a role to the other processes of the cluster.
    Internal(Internal),
    /// A server certificate under a CA of its own, for trying things out.
    Dev(Dev),
    /// List the certificates that agents ask for and that nobody has answered.
    Requests(Requests),
    /// Issue the certificate an agent asks for.
    Approve(Approve),
    /// Deny an agent the certificate it asks for.
    Deny(Deny),
}

/// One role's internal certificate.
#[derive(Debug, Args)]
pub struct Internal {
    /// gateway, node or control-api.
    #[arg(long)]
    pub role: Role,
    /// Folder for ROLE.pem, ROLE.key and ca.pem.
    #[arg(long)]
    pub out: PathBuf,
    /// Folder of the internal CA, made if it is not there; keep it away from the processes.
    #[arg(long, default_value_os_t = Layout::new(DATA_DIR.as_ref()).internal_tls())]
    pub ca_dir: PathBuf,
}

/// A development server certificate.
#[derive(Debug, Args)]
pub struct Dev {
    /// Folder for ca.pem, ca.key, server.pem and server.key.
    #[arg(long)]
    pub out: PathBuf,
    /// A name or address besides this machine's own; may be repeated.
    #[arg(long = "san", value_name = "NAME")]
    pub sans: Vec<String>,
}

impl Certs {
    /// Does it.
    ///
    /// # Errors
    /// A file cannot be read or written, or the control API refuses.
    pub async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        match self {
            Self::Internal(Internal { role, out: folder, ca_dir }) => {
                let at = internal::write(&ca_dir, &folder, role, unix_now())?;
                writeln!(out, "certificate  {}", at.cert.display())?;
                writeln!(out, "key          {}", at.key.display())?;
                writeln!(out, "CA           {}", at.ca.display())?;
                writeln!(out, "CA key       {} (stays here)", ca_dir.join("ca.key").display())?;
            }
            Self::Requests(args) => return args.run(env, out).await,
            Self::Approve(args) => return args.run(env, out).await,
            Self::Deny(args) => return args.run(env, out).await,
            Self::Dev(Dev { out: folder, sans }) => {
                let at = development::server(&folder, development::names(&sans), unix_now())?;
                writeln!(out, "certificate  {}", at.cert.display())?;
                writeln!(out, "key          {}", at.key.display())?;
                writeln!(out, "CA           {}", at.ca.display())?;
            }
        }
        Ok(())
    }
}
