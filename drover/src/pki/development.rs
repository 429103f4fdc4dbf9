//! A server certificate under a CA of its own, made at first start and kept: what a first run and tests use.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;
use rcgen::KeyPair;
use x509_parser::extensions::GeneralName;

use super::authority::{Authority, CA_CERT};
use super::files::{self, Readers};
use super::{Leaf, Purpose};

/// Where a server certificate is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerFiles {
    /// The CA clients must trust.
    pub ca: PathBuf,
    /// The certificate.
    pub cert: PathBuf,
    /// Its private key, mode 0600.
    pub key: PathBuf,
}

/// The names a development server has: this machine's own, and `extra`.
pub fn names(extra: &[String]) -> Vec<String> {
    let mut names: Vec<String> = ["localhost", "127.0.0.1", "::1"].map(str::to_owned).to_vec();
    names.extend(hostname());
    names.extend(extra.iter().cloned());
    let mut unique = Vec::new();
    names.retain(|name| {
        let fresh = !unique.contains(name);
        unique.push(name.clone());
        fresh
    });
    names
}

/// A server certificate for `names` in `folder`: what is there if it still serves, else a new one under the same CA.
///
/// It is issued again when less than a third of its life is left, when the names changed, when its CA or its
/// key is another.
///
/// # Errors
/// The files cannot be read or written.
pub fn server(folder: &Path, names: Vec<String>, now: Duration) -> Result<ServerFiles> {
    let authority = Authority::open(folder, "Drover development CA", now)?;
    let at = ServerFiles {
        ca: folder.join(CA_CERT),
        cert: folder.join("server.pem"),
        key: folder.join("server.key"),
    };
    let leaf = Leaf { names, purpose: Purpose::Server };
    let there = files::read_if_there(&at.cert)?.zip(files::read_if_there(&at.key)?);
    let keep = there.is_some_and(|(cert, key)| {
        authority.issued(&cert) && serves(&cert, &key, &leaf, now).unwrap_or(false)
    });
    if !keep {
        let pair = authority.issue(&leaf, now)?;
        files::write(&at.key, pair.key_pem.as_bytes(), Readers::Owner)?;
        files::write(&at.cert, pair.cert_pem.as_bytes(), Readers::Everyone)?;
    }
    Ok(at)
}

/// Whether a certificate has its key, these names, and more than a third of its life left.
fn serves(cert_pem: &str, key_pem: &str, leaf: &Leaf, now: Duration) -> Result<bool> {
    let (_, pem) = x509_parser::pem::parse_x509_pem(cert_pem.as_bytes())?;
    let cert = pem.parse_x509()?;
    let key = KeyPair::from_pem(key_pem)?;
    if cert.public_key().subject_public_key.data.as_ref() != key.public_key_raw() {
        return Ok(false);
    }
    let (start, end) =
        (cert.validity().not_before.timestamp(), cert.validity().not_after.timestamp());
    let left = end.saturating_sub(i64::try_from(now.as_secs())?);
    if left.saturating_mul(3) < end.saturating_sub(start) {
        return Ok(false);
    }
    let mut names: Vec<String> = cert
        .subject_alternative_name()?
        .map(|san| san.value.general_names.iter().filter_map(name_text).collect())
        .unwrap_or_default();
    names.sort();
    Ok(names == leaf.names_sorted()?)
}

fn name_text(name: &GeneralName<'_>) -> Option<String> {
    if let GeneralName::DNSName(name) = name {
        return Some((*name).to_owned());
    }
    let GeneralName::IPAddress(bytes) = name else { return None };
    let v4 = <[u8; 4]>::try_from(*bytes).map(IpAddr::from);
    let address = v4.or_else(|_| <[u8; 16]>::try_from(*bytes).map(IpAddr::from));
    address.ok().map(|address| address.to_string())
}

/// What this machine calls itself; `None` where it does not say.
pub fn hostname() -> Option<String> {
    let name = files::read_if_there(Path::new("/proc/sys/kernel/hostname")).ok()??;
    let name = name.trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    (!name.is_empty() && name.chars().all(plain)).then(|| name.to_owned())
}
