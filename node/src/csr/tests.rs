use rcgen::string::Ia5String;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, KeyPair, PKCS_ECDSA_P256_SHA256,
    PKCS_ECDSA_P384_SHA384, PKCS_ED25519, SanType,
};

use super::*;

const AGENT: AgentId = AgentId::new([0x1a; 16]);
const OTHER: AgentId = AgentId::new([0x2b; 16]);

fn key() -> KeyPair {
    KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap()
}

fn request(change: impl Fn(&mut CertificateParams)) -> String {
    let mut params = CertificateParams::default();
    change(&mut params);
    params.serialize_request(&key()).unwrap().pem().unwrap()
}

/// DER as PEM (RFC 7468).
fn armour(der: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in der.chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        let bits = bits << (8 * (3 - three.len()));
        for at in 0..4 {
            let digit = char::from(DIGITS[(bits >> (18 - 6 * at)) as usize & 63]);
            text.push(if at > three.len() { '=' } else { digit });
        }
    }
    let lines: Vec<&str> =
        text.as_bytes().chunks(64).map(|l| std::str::from_utf8(l).unwrap()).collect();
    let label = LABELS[0];
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

fn uri(text: String) -> SanType {
    SanType::URI(Ia5String::try_from(text).unwrap())
}

fn refused(pem: &str) -> String {
    check(pem.as_bytes(), &[AGENT]).unwrap_err()
}

#[test]
fn a_request_signed_by_its_own_key_is_good() {
    for algorithm in [&PKCS_ECDSA_P256_SHA256, &PKCS_ECDSA_P384_SHA384, &PKCS_ED25519] {
        let key = KeyPair::generate_for(algorithm).unwrap();
        let pem = CertificateParams::default().serialize_request(&key).unwrap().pem().unwrap();
        assert_eq!(check(pem.as_bytes(), &[AGENT]), Ok(None));
    }
    let ca = request(|params| params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained));
    assert_eq!(check(ca.as_bytes(), &[AGENT]), Ok(None), "nothing it asks for is copied");
}

#[test]
fn what_is_no_single_request_in_pem_is_refused() {
    let good = request(|_| ());
    let block = x509_parser::pem::parse_x509_pem(good.as_bytes()).unwrap().1;
    let der = String::from_utf8_lossy(&block.contents).into_owned();
    let label = good.replace("CERTIFICATE REQUEST", "CERTIFICATE");
    for bad in ["", "hello", &der, &label, &good[..good.len() / 2], &format!("{good}{good}")] {
        refused(bad);
    }
    assert!(refused(&label).contains("labelled"), "{}", refused(&label));
}

#[test]
fn a_request_signed_by_another_key_is_refused() {
    let good = request(|params| params.distinguished_name.push(DnType::CommonName, "mine"));
    let block = x509_parser::pem::parse_x509_pem(good.as_bytes()).unwrap().1;
    let mut der = block.contents;
    let at = der.windows(4).position(|bytes| bytes == b"mine").unwrap();
    der[at] = b'f';
    let forged = armour(&der);
    assert!(refused(&forged).contains("signed"), "{}", refused(&forged));
}

#[test]
fn a_uid_in_a_name_must_be_the_agents_in_every_form() {
    let plain = |uid: AgentId| uid.to_string().replace('-', "");
    type Name = fn(&mut CertificateParams, String);
    let places: [Name; 3] = [
        |params, uid| params.distinguished_name.push(DnType::CommonName, uid),
        |params, uid| params.subject_alt_names = vec![uri(format!("urn:uuid:{uid}"))],
        |params, uid| {
            let name = Ia5String::try_from(format!("{uid}.agents.example")).unwrap();
            params.subject_alt_names = vec![SanType::DnsName(name)];
        },
    ];
    for place in places {
        for form in
            [AgentId::to_string as fn(&AgentId) -> String, |uid| uid.to_string().replace('-', "")]
        {
            let own = request(|params| place(params, form(&AGENT)));
            assert_eq!(check(own.as_bytes(), &[AGENT]), Ok(Some(AGENT)));
            let other = request(|params| place(params, form(&OTHER)));
            assert!(refused(&other).contains(&OTHER.to_string()), "{}", plain(OTHER));
            assert_eq!(check(other.as_bytes(), &[AGENT, OTHER]), Ok(Some(OTHER)), "it is ordered");
        }
    }
    let named = request(|params| params.distinguished_name.push(DnType::CommonName, "web-7"));
    assert_eq!(check(named.as_bytes(), &[AGENT]), Ok(None), "other names say nothing");
}

/// `openssl req -new -newkey rsa:1024 -nodes -subj /CN=weak`, without its key.
const RSA_1024: &str = include_str!("tests/rsa-1024.csr.pem");
const RSA_2048: &str = include_str!("tests/rsa-2048.csr.pem");

#[test]
fn rsa_needs_2048_bits() {
    assert!(refused(RSA_1024).contains("2048"), "{}", refused(RSA_1024));
    assert_eq!(check(RSA_2048.as_bytes(), &[AGENT]), Ok(None));
}
