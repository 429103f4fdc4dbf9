//! Internal certificates: one CA per cluster, one certificate per role. The role is a DNS name in the certificate
//! (see [`fleet::peer`]); holding a certificate is all the authority a process of the cluster has.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use fleet::Role;

use super::authority::{Authority, CA_CERT};
use super::files::{self, Readers};
use super::{Leaf, Pair, Purpose};

/// Where one role's internal certificate is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleFiles {
    /// The cluster's internal CA.
    pub ca: PathBuf,
    /// The role's certificate.
    pub cert: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

impl RoleFiles {
    /// The files `drover certs internal --out folder` writes for a role.
    pub fn in_folder(folder: &Path, role: Role) -> Self {
        Self {
            ca: folder.join(CA_CERT),
            cert: folder.join(format!("{role}.pem")),
            key: folder.join(format!("{role}.key")),
        }
    }

    /// Reads them.
    ///
    /// # Errors
    /// One cannot be read; the message names it.
    pub fn read(&self) -> Result<Identity> {
        let pair = Pair { cert_pem: files::read(&self.cert)?, key_pem: files::read(&self.key)? };
        Ok(Identity { ca_pem: files::read(&self.ca)?, pair })
    }
}

/// What one role presents and trusts on internal connections.
#[derive(Debug)]
pub struct Identity {
    /// The internal CA.
    pub ca_pem: String,
    /// The role's certificate and key.
    pub pair: Pair,
}

/// An identity for a role under the CA of `ca_folder`, which is made if it is not there. Writes nothing else.
///
/// # Errors
/// The CA cannot be read or made.
pub fn identity(ca_folder: &Path, role: Role, now: Duration) -> Result<Identity> {
    let authority = Authority::open(ca_folder, "Drover internal CA", now)?;
    let leaf = Leaf { names: vec![role.dns_name().to_owned()], purpose: Purpose::Both };
    let pair = authority.issue(&leaf, now)?;
    Ok(Identity { ca_pem: authority.cert_pem().to_owned(), pair })
}

/// Writes a new identity for a role into `out`.
///
/// # Errors
/// A file cannot be read or written, or `out` belongs to another CA.
pub fn write(ca_folder: &Path, out: &Path, role: Role, now: Duration) -> Result<RoleFiles> {
    let identity = identity(ca_folder, role, now)?;
    let at = RoleFiles::in_folder(out, role);
    let other = files::read_if_there(&at.ca)?.is_some_and(|ca| ca != identity.ca_pem);
    anyhow::ensure!(
        !other,
        "{} is another CA than the one in {}: name that folder with --ca-dir, or write to another",
        at.ca.display(),
        ca_folder.display()
    );
    files::write(&at.key, identity.pair.key_pem.as_bytes(), Readers::Owner)?;
    files::write(&at.cert, identity.pair.cert_pem.as_bytes(), Readers::Everyone)?;
    files::write(&at.ca, identity.ca_pem.as_bytes(), Readers::Everyone)
        .context("cannot hand out the internal CA")?;
    Ok(at)
}
