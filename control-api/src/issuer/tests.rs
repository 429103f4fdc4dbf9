use rcgen::{BasicConstraints, IsCa, KeyPair};
use x509_parser::extensions::ParsedExtension;

use super::*;

const AGENT: AgentId = AgentId::new([0x1a; 16]);
const NOW: Moment = Moment(1_800_000_000_000);
const LIFE: Duration = Duration::from_secs(86_400);

fn issuer() -> Issuer {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    let cert = params.self_signed(&key).unwrap().pem();
    Issuer::new(&cert, &key.serialize_pem(), "bundle", LIFE).unwrap()
}

fn request() -> (KeyPair, String) {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec!["*.example.com".to_owned()]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.distinguished_name.push(DnType::CommonName, "somebody else");
    let pem = params.serialize_request(&key).unwrap().pem().unwrap();
    (key, pem)
}

#[test]
fn nothing_of_a_request_is_copied_but_its_key() {
    let (key, csr) = request();
    let issued = issuer().issue(csr.as_bytes(), AGENT, NOW).unwrap();
    let (_, pem) = x509_parser::pem::parse_x509_pem(&issued.pem).unwrap();
    assert_eq!(Digest::of(&pem.contents), issued.fingerprint);
    let cert = pem.parse_x509().unwrap();
    let subject = rcgen::PublicKeyData::der_bytes(&key).to_vec();
    assert_eq!(cert.public_key().subject_public_key.data[..], subject);
    assert_eq!(cert.subject().to_string(), format!("CN={AGENT}"));
    assert_eq!(cert.raw_serial_as_string().replace(':', ""), issued.serial);
    assert!(!cert.is_ca());
    let text = format!("{:?}", cert.extensions());
    assert!(!text.contains("example.com"), "{text}");
    let names = cert.subject_alternative_name().unwrap().unwrap();
    assert_eq!(names.value.general_names.len(), 1);
    assert!(format!("{:?}", names.value).contains(&format!("urn:uuid:{AGENT}")));
    let mut uses = cert.extensions().iter().filter_map(|extension| {
        let ParsedExtension::ExtendedKeyUsage(uses) = extension.parsed_extension() else {
            return None;
        };
        Some(uses)
    });
    let uses = uses.next().unwrap();
    assert!(uses.client_auth && !uses.server_auth && !uses.any);
    let seconds =
        (cert.validity().not_after.timestamp() - cert.validity().not_before.timestamp()) as u64;
    assert_eq!(seconds, (LIFE + BACKDATE).as_secs());
}

#[test]
fn serials_are_fresh_and_keys_stay_out_of_debug_output() {
    let (_, csr) = request();
    let issuer = issuer();
    let one = issuer.issue(csr.as_bytes(), AGENT, NOW).unwrap().serial;
    let two = issuer.issue(csr.as_bytes(), AGENT, NOW).unwrap().serial;
    assert!(one != two && one.len() == 32);
    assert!(!format!("{issuer:?}").contains("KEY"));
    assert!(issuer.issue(b"no request", AGENT, NOW).is_err());
}
