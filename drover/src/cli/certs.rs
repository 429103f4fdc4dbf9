//! `drover certs`: certificates for traffic inside a cluster, and for trying things out.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use fleet::Role;

use super::failure::Failure;
use super::output::Out;
use crate::clock::unix_now;
use crate::config::DATA_DIR;
use crate::layout::Layout;
use crate::pki::{development, internal};

/// Make certificates.
#[derive(Debug, Subcommand)]
pub enum Certs {
    /// A certificate that proves a role to the other processes of the cluster.
    Internal(Internal),
    /// A server certificate under a CA of its own, for trying things out.
    Dev(Dev),
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
    /// A file cannot be read or written.
    pub fn run(self, out: Out<'_>) -> Result<(), Failure> {
        match self {
            Self::Internal(Internal { role, out: folder, ca_dir }) => {
                let at = internal::write(&ca_dir, &folder, role, unix_now())?;
                writeln!(out, "certificate  {}", at.cert.display())?;
                writeln!(out, "key          {}", at.key.display())?;
                writeln!(out, "CA           {}", at.ca.display())?;
                writeln!(out, "CA key       {} (stays here)", ca_dir.join("ca.key").display())?;
            }
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
