//! Certificates made for one test.

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// An authority.
pub(crate) struct Ca {
    pub pem: String,
    params: CertificateParams,
    key: KeyPair,
}

/// A certificate with its key.
pub(crate) struct Cert {
    pub pem: String,
    pub key_pem: String,
}

impl Ca {
    pub(crate) fn new(name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = params.self_signed(&key).unwrap().pem();
        Self { pem, params, key }
    }

    pub(crate) fn server(&self) -> Cert {
        self.issue("localhost", ExtendedKeyUsagePurpose::ServerAuth, 2020..2090)
    }

    pub(crate) fn agent(&self) -> Cert {
        self.issue("agent", ExtendedKeyUsagePurpose::ClientAuth, 2020..2090)
    }

    pub(crate) fn expired_agent(&self) -> Cert {
        self.issue("agent", ExtendedKeyUsagePurpose::ClientAuth, 2020..2021)
    }

    fn issue(
        &self,
        name: &str,
        usage: ExtendedKeyUsagePurpose,
        years: std::ops::Range<i32>,
    ) -> Cert {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.extended_key_usages = vec![usage];
        params.not_before = rcgen::date_time_ymd(years.start, 1, 1);
        params.not_after = rcgen::date_time_ymd(years.end, 1, 1);
        let issuer = Issuer::from_params(&self.params, &self.key);
        let pem = params.signed_by(&key, &issuer).unwrap().pem();
        Cert { pem, key_pem: key.serialize_pem() }
    }
}

impl Cert {
    pub(crate) fn chain(&self) -> Vec<CertificateDer<'static>> {
        vec![CertificateDer::from_pem_slice(self.pem.as_bytes()).unwrap()]
    }

    pub(crate) fn key(&self) -> PrivateKeyDer<'static> {
        PrivateKeyDer::from_pem_slice(self.key_pem.as_bytes()).unwrap()
    }
}
