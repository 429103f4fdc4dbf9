use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use fleet::Role;
use rustls::RootCertStore;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

use super::{development, internal};

const NOW: Duration = Duration::from_secs(1_800_000_000);
const DAY: Duration = Duration::from_secs(86_400);

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Verifies a PEM certificate for a name under a PEM CA, as a TLS client would.
fn verify(ca: &str, cert: &str, name: &str, at: Duration) -> Result<(), rustls::Error> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(ca.as_bytes()).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier =
        WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap();
    let cert = CertificateDer::from_pem_slice(cert.as_bytes()).unwrap();
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let at = UnixTime::since_unix_epoch(at);
    verifier.verify_server_cert(&cert, &[], &name, &[], at).map(|_| ())
}

fn server(folder: &Path, names: &[&str], now: Duration) -> (String, String) {
    let names = names.iter().map(|name| (*name).to_owned()).collect();
    let at = development::server(folder, names, now).unwrap();
    (fs::read_to_string(at.ca).unwrap(), fs::read_to_string(at.cert).unwrap())
}

#[test]
fn a_development_certificate_verifies_for_every_name_it_was_made_for_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let names = development::names(&["fleet.example".to_owned()]);
    let at = development::server(folder.path(), names.clone(), NOW).unwrap();
    let (ca, cert) = (fs::read_to_string(at.ca).unwrap(), fs::read_to_string(at.cert).unwrap());
    for name in ["localhost", "127.0.0.1", "::1", "fleet.example"] {
        assert!(names.iter().any(|n| n == name), "{name}");
        verify(&ca, &cert, name, NOW).unwrap();
    }
    assert!(verify(&ca, &cert, "other.example", NOW).is_err());
    assert!(verify(&ca, &cert, "localhost", NOW + super::LEAF_LIFE + DAY).is_err());
}

#[test]
fn keys_are_readable_by_their_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    server(folder.path(), &["localhost"], NOW);
    internal::write(&folder.path().join("ca"), &folder.path().join("out"), Role::Node, NOW)
        .unwrap();
    for key in ["ca.key", "server.key", "ca/ca.key", "out/node.key"] {
        assert_eq!(mode(&folder.path().join(key)), 0o600, "{key}");
    }
    assert_eq!(mode(&folder.path().join("ca.pem")), 0o644);
}

#[test]
fn a_second_start_keeps_the_certificate_until_a_third_of_its_life_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let (ca, first) = server(folder.path(), &["localhost"], NOW);
    let kept = server(folder.path(), &["localhost"], NOW + DAY * 240);
    assert_eq!(kept, (ca.clone(), first.clone()));
    let (same_ca, renewed) = server(folder.path(), &["localhost"], NOW + DAY * 260);
    assert_eq!(same_ca, ca);
    assert_ne!(renewed, first);
    verify(&ca, &renewed, "localhost", NOW + DAY * 500).unwrap();
}

#[test]
fn a_certificate_is_issued_again_when_names_key_or_ca_changed() {
    let folder = tempfile::tempdir().unwrap();
    let (_, first) = server(folder.path(), &["localhost"], NOW);
    let (_, renamed) = server(folder.path(), &["localhost", "::1"], NOW);
    assert_ne!(renamed, first);

    let other = tempfile::tempdir().unwrap();
    server(other.path(), &["localhost"], NOW);
    fs::copy(other.path().join("server.key"), folder.path().join("server.key")).unwrap();
    let (ca, rekeyed) = server(folder.path(), &["localhost", "::1"], NOW);
    assert_ne!(rekeyed, renamed);

    fs::remove_file(folder.path().join("ca.pem")).unwrap();
    let (new_ca, reissued) = server(folder.path(), &["localhost", "::1"], NOW);
    assert_ne!(new_ca, ca);
    verify(&new_ca, &reissued, "localhost", NOW).unwrap();
}

#[test]
fn a_ca_without_its_key_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    server(folder.path(), &["localhost"], NOW);
    fs::remove_file(folder.path().join("ca.key")).unwrap();
    let error = development::server(folder.path(), vec!["localhost".to_owned()], NOW).unwrap_err();
    assert!(error.to_string().contains("put the key back"), "{error}");
}

#[test]
fn internal_certificates_of_every_role_share_one_ca_and_name_their_role() {
    let folder = tempfile::tempdir().unwrap();
    let (ca, out) = (folder.path().join("ca"), folder.path().join("out"));
    for role in Role::ALL {
        let at = internal::write(&ca, &out, role, NOW).unwrap();
        let identity = at.read().unwrap();
        verify(&identity.ca_pem, &identity.pair.cert_pem, role.dns_name(), NOW).unwrap();
    }
    let another = internal::write(&folder.path().join("ca2"), &out, Role::Node, NOW).unwrap_err();
    assert!(another.to_string().contains("--ca-dir"), "{another}");
}

#[test]
fn a_pair_keeps_its_key_out_of_debug_output() {
    let folder = tempfile::tempdir().unwrap();
    let identity = internal::identity(folder.path(), Role::Gateway, NOW).unwrap();
    assert!(!format!("{identity:?}").contains("PRIVATE KEY"));
}
