//! A certificate authority in a folder: `ca.pem` and `ca.key`, made once.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};

use super::files::{self, Readers};
use super::{CA_LIFE, Leaf, Pair, new_key, valid_from};

/// File name of a CA's certificate.
pub const CA_CERT: &str = "ca.pem";
/// File name of its key.
pub const CA_KEY: &str = "ca.key";

/// A CA that can issue.
pub struct Authority {
    cert_pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authority").field("cert_pem", &self.cert_pem).finish_non_exhaustive()
    }
}

impl Authority {
    /// The CA of this folder; makes one named `name` if the folder has none.
    ///
    /// # Errors
    /// The files cannot be read or written, or a certificate is there without its key.
    pub fn open(folder: &Path, name: &str, now: Duration) -> Result<Self> {
        let (cert_path, key_path) = (folder.join(CA_CERT), folder.join(CA_KEY));
        let cert = files::read_if_there(&cert_path)?;
        let key = files::read_if_there(&key_path)?;
        match (cert, key) {
            (Some(cert), Some(key)) => Self::load(cert, &key)
                .with_context(|| format!("{} or its key is damaged", cert_path.display())),
            (Some(_), None) => bail!(
                "{} is there but {} is not: put the key back, or remove the certificate and \
                 everything it issued to start over",
                cert_path.display(),
                key_path.display()
            ),
            // The key is written first: a key alone is a first start that was cut short.
            (None, Some(_) | None) => {
                let (authority, key_pem) = Self::make(name, now)?;
                files::write(&key_path, key_pem.as_bytes(), Readers::Owner)?;
                files::write(&cert_path, authority.cert_pem.as_bytes(), Readers::Everyone)?;
                Ok(authority)
            }
        }
    }

    fn load(cert_pem: String, key_pem: &str) -> Result<Self> {
        let issuer = Issuer::from_ca_cert_pem(&cert_pem, KeyPair::from_pem(key_pem)?)?;
        Ok(Self { cert_pem, issuer })
    }

    fn make(name: &str, now: Duration) -> Result<(Self, String)> {
        let key = new_key()?;
        let key_pem = key.serialize_pem();
        let mut params = CertificateParams::new(Vec::new())?;
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        valid_from(&mut params, now, CA_LIFE);
        let cert_pem = params.self_signed(&key)?.pem();
        Ok((Self { cert_pem, issuer: Issuer::new(params, key) }, key_pem))
    }

    /// Its certificate, PEM.
    pub fn cert_pem(&self) -> &str {
        &self.cert_pem
    }

    /// A new key and a certificate for it.
    ///
    /// # Errors
    /// A name cannot go into a certificate.
    pub fn issue(&self, leaf: &Leaf, now: Duration) -> Result<Pair> {
        let key = new_key()?;
        let cert = leaf.params(now)?.signed_by(&key, &self.issuer)?;
        Ok(Pair { cert_pem: cert.pem(), key_pem: key.serialize_pem() })
    }

    /// Whether this certificate, PEM, was issued by this CA's key.
    pub(super) fn issued(&self, cert_pem: &str) -> bool {
        issuer_key_id(cert_pem).is_some_and(|id| Some(id) == subject_key_id(&self.cert_pem))
    }
}

fn parse<T>(
    pem: &str,
    read: impl Fn(&x509_parser::extensions::ParsedExtension<'_>) -> Option<T>,
) -> Option<T> {
    let (_, pem) = x509_parser::pem::parse_x509_pem(pem.as_bytes()).ok()?;
    let cert = pem.parse_x509().ok()?;
    cert.extensions().iter().find_map(|extension| read(extension.parsed_extension()))
}

fn issuer_key_id(pem: &str) -> Option<Vec<u8>> {
    use x509_parser::extensions::ParsedExtension::AuthorityKeyIdentifier;
    parse(pem, |extension| {
        let AuthorityKeyIdentifier(id) = extension else { return None };
        id.key_identifier.as_ref().map(|id| id.0.to_vec())
    })
}

fn subject_key_id(pem: &str) -> Option<Vec<u8>> {
    use x509_parser::extensions::ParsedExtension::SubjectKeyIdentifier;
    parse(pem, |extension| {
        let SubjectKeyIdentifier(id) = extension else { return None };
        Some(id.0.to_vec())
    })
}
