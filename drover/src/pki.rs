//! Certificates Drover makes itself: a development CA with a server certificate, and the internal CA whose
//! certificates name a role.
//!
//! Keys are P-256, written with mode 0600 and never logged. Nothing here is the issuer of agents' certificates.

pub mod authority;
pub mod development;
pub mod files;
pub mod internal;

use anyhow::{Context, Result};
use rcgen::{
    CertificateParams, DnType, ExtendedKeyUsagePurpose, KeyPair, KeyUsagePurpose, SanType,
};
use std::time::Duration;

/// How long a development or internal certificate is valid.
pub const LEAF_LIFE: Duration = Duration::from_secs(365 * DAY_S);
/// How long a CA made here is valid.
pub const CA_LIFE: Duration = Duration::from_secs(3650 * DAY_S);
const DAY_S: u64 = 24 * 60 * 60;
/// Validity starts this long ago, for machines whose clocks are behind ours.
const BACKDATE: Duration = Duration::from_secs(60 * 60);

/// A certificate and its key, PEM. The key stays out of `Debug`.
pub struct Pair {
    /// The certificate.
    pub cert_pem: String,
    /// Its PKCS#8 private key.
    pub key_pem: String,
}

impl std::fmt::Debug for Pair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pair").field("cert_pem", &self.cert_pem).finish_non_exhaustive()
    }
}

/// Uses a certificate is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// TLS servers only.
    Server,
    /// Both ends of mutual TLS.
    Both,
}

/// What a new certificate says.
#[derive(Debug, Clone)]
pub struct Leaf {
    /// DNS names and IP addresses; the first is also the common name.
    pub names: Vec<String>,
    /// What it may be used for.
    pub purpose: Purpose,
}

impl Leaf {
    fn params(&self, now: Duration) -> Result<CertificateParams> {
        let mut params = CertificateParams::new(self.names.clone())
            .with_context(|| format!("a name cannot go into a certificate: {:?}", self.names))?;
        let first = self.names.first().map_or("drover", String::as_str);
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, first);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = match self.purpose {
            Purpose::Server => vec![ExtendedKeyUsagePurpose::ServerAuth],
            Purpose::Both => {
                vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth]
            }
        };
        params.use_authority_key_identifier_extension = true;
        valid_from(&mut params, now, LEAF_LIFE);
        Ok(params)
    }

    /// The names as certificates hold them, sorted, to compare with a certificate that exists.
    fn names_sorted(&self) -> Result<Vec<String>> {
        let mut names: Vec<String> = CertificateParams::new(self.names.clone())?
            .subject_alt_names
            .iter()
            .filter_map(|name| {
                if let SanType::DnsName(dns) = name {
                    return Some(dns.to_string());
                }
                let SanType::IpAddress(ip) = name else { return None };
                Some(ip.to_string())
            })
            .collect();
        names.sort();
        names.dedup();
        Ok(names)
    }
}

fn valid_from(params: &mut CertificateParams, now: Duration, life: Duration) {
    let epoch = rcgen::date_time_ymd(1970, 1, 1);
    params.not_before = epoch + now.saturating_sub(BACKDATE);
    params.not_after = epoch + now.saturating_add(life);
}

fn new_key() -> Result<KeyPair> {
    KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).context("cannot make a P-256 key")
}

#[cfg(test)]
mod tests;
