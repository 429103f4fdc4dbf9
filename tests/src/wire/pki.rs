//! Client certificates made for one test: good ones, and every kind of bad ones.

use std::ops::Range;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// An authority.
#[derive(Debug)]
pub struct Authority {
    /// Its certificate, PEM.
    pub pem: String,
    params: CertificateParams,
    key: KeyPair,
}

/// A certificate with its key.
#[derive(Debug)]
pub struct Client {
    /// The certificate.
    pub chain: Vec<CertificateDer<'static>>,
    /// Its key.
    pub key: PrivateKeyDer<'static>,
}

impl Authority {
    /// A new one.
    ///
    /// # Errors
    /// When a certificate cannot be made.
    pub fn new() -> anyhow::Result<Self> {
        let key = KeyPair::generate()?;
        let mut params = CertificateParams::new(Vec::new())?;
        params.distinguished_name.push(DnType::CommonName, "agents of a test");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = params.self_signed(&key)?.pem();
        Ok(Self { pem, params, key })
    }

    /// A certificate for this use, valid in these years.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn issue(
        &self,
        usage: ExtendedKeyUsagePurpose,
        years: Range<i32>,
    ) -> anyhow::Result<Client> {
        let key = KeyPair::generate()?;
        let mut params = CertificateParams::new(vec!["agent".to_owned()])?;
        params.extended_key_usages = vec![usage];
        params.not_before = rcgen::date_time_ymd(years.start, 1, 1);
        params.not_after = rcgen::date_time_ymd(years.end, 1, 1);
        let pem = params.signed_by(&key, &Issuer::from_params(&self.params, &self.key))?.pem();
        Ok(Client {
            chain: vec![CertificateDer::from_pem_slice(pem.as_bytes())?],
            key: PrivateKeyDer::from_pem_slice(key.serialize_pem().as_bytes())?,
        })
    }
}
