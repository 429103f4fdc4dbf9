//! Judges certificate signing requests: a PKCS#10 request in PEM, signed by its own strong key, that names no uid but
//! the agent's. What it asks to be put into the certificate is not looked at: nothing of it is copied.

use fleet::AgentId;
use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::extensions::{GeneralName, ParsedExtension};
use x509_parser::pem::Pem;
use x509_parser::prelude::FromDer as _;
use x509_parser::public_key::PublicKey;

/// The smallest RSA key, in bits.
const RSA_BITS_MIN: usize = 2048;
/// The labels of a request (RFC 7468, section 7).
const LABELS: [&str; 2] = ["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"];

/// See [`fleet::shards::CheckCsr`].
pub(crate) fn check(pem: &[u8], allowed: &[AgentId]) -> Result<Option<AgentId>, String> {
    let mut blocks = Pem::iter_from_buffer(pem);
    let Some(Ok(block)) = blocks.next() else {
        return Err("the request is not PEM".to_owned());
    };
    if !LABELS.contains(&&*block.label) {
        return Err(format!("the PEM block is labelled {:?}, not {:?}", block.label, LABELS[0]));
    }
    if blocks.next().is_some() {
        return Err("the request has more than one PEM block".to_owned());
    }
    let (rest, csr) = X509CertificationRequest::from_der(&block.contents)
        .map_err(|_| "the request is not PKCS#10".to_owned())?;
    if !rest.is_empty() {
        return Err("there are bytes after the request".to_owned());
    }
    check_key(&csr)?;
    csr.verify_signature()
        .map_err(|_| "the request is not signed by its own key, or in an unknown way".to_owned())?;
    let named = named(&csr);
    match named.iter().find(|uid| !allowed.contains(uid)) {
        Some(other) => Err(format!("the request names {other}, which is not this agent")),
        None => Ok(named.last().copied()),
    }
}

fn check_key(csr: &X509CertificationRequest<'_>) -> Result<(), String> {
    let info = &csr.certification_request_info.subject_pki;
    // Only these are certified, whatever else the parser reads.
    certifiable(info.raw)?;
    match info.parsed() {
        Ok(PublicKey::RSA(key)) if key.key_size() < RSA_BITS_MIN => Err(format!(
            "RSA keys need at least {RSA_BITS_MIN} bits, this one has {}",
            key.key_size()
        )),
        Ok(_) => Ok(()),
        Err(_) => Err("the request's public key cannot be read".to_owned()),
    }
}

/// Keys that certificates are issued for: RSA, P-256, P-384, Ed25519.
fn certifiable(spki: &[u8]) -> Result<(), String> {
    use x509_parser::x509::SubjectPublicKeyInfo;
    const RSA: &str = "1.2.840.113549.1.1.1";
    const EC: &str = "1.2.840.10045.2.1";
    const ED25519: &str = "1.3.101.112";
    const CURVES: [&str; 2] = ["1.2.840.10045.3.1.7", "1.3.132.0.34"];
    let unknown = || "use an RSA, P-256, P-384 or Ed25519 key".to_owned();
    let (_, info) = SubjectPublicKeyInfo::from_der(spki).map_err(|_| unknown())?;
    let curve = || {
        let parameters = info.algorithm.parameters.as_ref()?;
        Some(parameters.as_oid().ok()?.to_id_string())
    };
    match info.algorithm.algorithm.to_id_string().as_str() {
        RSA | ED25519 => Ok(()),
        EC if curve().is_some_and(|curve| CURVES.contains(&&*curve)) => Ok(()),
        _ => Err(unknown()),
    }
}

/// The uids a request names: in the common name, and in alternative names that are URIs or DNS names.
fn named(csr: &X509CertificationRequest<'_>) -> Vec<AgentId> {
    let mut texts: Vec<String> = csr
        .certification_request_info
        .subject
        .iter_common_name()
        .filter_map(|name| name.as_str().ok().map(str::to_owned))
        .collect();
    for extension in csr.requested_extensions().into_iter().flatten() {
        let ParsedExtension::SubjectAlternativeName(names) = extension else { continue };
        for name in &names.general_names {
            match name {
                GeneralName::DNSName(text) | GeneralName::URI(text) => {
                    texts.push((*text).to_owned())
                }
                GeneralName::OtherName(..)
                | GeneralName::RFC822Name(_)
                | GeneralName::X400Address(_)
                | GeneralName::DirectoryName(_)
                | GeneralName::EDIPartyName(_)
                | GeneralName::IPAddress(_)
                | GeneralName::RegisteredID(_)
                | GeneralName::Invalid(..) => {}
            }
        }
    }
    texts.iter().flat_map(|text| uids(text)).collect()
}

/// Every uid in a name, with or without hyphens: the whole name, a part of a URI, a label of a DNS name.
fn uids(text: &str) -> impl Iterator<Item = AgentId> + '_ {
    text.split(['/', ':', '.', '?', '#', '=', '&', ',', ' ', '@']).filter_map(|part| {
        let digits: String = part.chars().filter(|c| *c != '-').collect();
        let shape = digits.len() == 32 && digits.chars().all(|c| c.is_ascii_hexdigit());
        let hyphens = part.len() - digits.len();
        (shape && (hyphens == 0 || hyphens == 4)).then(|| part.parse().ok()).flatten()
    })
}

#[cfg(test)]
mod tests;
