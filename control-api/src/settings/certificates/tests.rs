use std::time::Duration;

use fleet::Moment;
use proto::opamp::v1::TlsCertificate;
use rcgen::{
    BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    date_time_ymd,
};

use super::{check, ends_soon, summary};

/// 2026-11-20.
const NOW: Moment = Moment(1_795_132_800_000);

/// A pair of an authority's making, good from 2026 to the end of 2027, after this change.
fn pair(change: impl FnOnce(&mut CertificateParams)) -> TlsCertificate {
    let ca_key = KeyPair::generate().unwrap();
    let mut ca = CertificateParams::default();
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    ca.distinguished_name.push(rcgen::DnType::CommonName, "the authority");
    let ca_cert = ca.self_signed(&ca_key).unwrap();
    let mut params = CertificateParams::new(vec!["agent".into()]).unwrap();
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    (params.not_before, params.not_after) =
        (date_time_ymd(2026, 1, 1), date_time_ymd(2027, 12, 31));
    change(&mut params);
    let key = KeyPair::generate().unwrap();
    let cert = params.signed_by(&key, &Issuer::new(ca, ca_key)).unwrap();
    TlsCertificate {
        cert: cert.pem().into(),
        private_key: key.serialize_pem().into(),
        ca_cert: ca_cert.pem().into(),
    }
}

#[test]
fn a_pair_is_good_when_an_agent_could_present_it() {
    let good = pair(|_| {});
    assert_eq!(check(&good, NOW), Ok(()));
    let server =
        pair(|params| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth]);
    let old = pair(|params| params.not_after = date_time_ymd(2026, 6, 1));
    let early = pair(|params| params.not_before = date_time_ymd(2027, 1, 1));
    let other = pair(|_| {});
    let wrong = [
        (server, "not good for a client"),
        (old, "not good for a client"),
        (early, "not good for a client"),
        (TlsCertificate { ca_cert: other.ca_cert, ..good.clone() }, "not good for a client"),
        (TlsCertificate { private_key: other.private_key, ..good.clone() }, "does not belong"),
        (TlsCertificate { ca_cert: "".into(), ..good.clone() }, "ca_cert must hold"),
        (TlsCertificate { ca_cert: "junk".into(), ..good.clone() }, "ca_cert holds no certificate"),
        (TlsCertificate { cert: "junk".into(), ..good.clone() }, "cert holds no certificate"),
        (TlsCertificate { private_key: good.cert.clone(), ..good.clone() }, "no private key"),
    ];
    for (pair, expected) in wrong {
        let why = check(&pair, NOW).unwrap_err();
        assert!(why.contains(expected), "{expected}: {why}");
    }
}

#[test]
fn a_certificate_that_signed_itself_needs_no_authority() {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["agent".into()]).unwrap();
    let pair = TlsCertificate {
        cert: params.self_signed(&key).unwrap().pem().into(),
        private_key: key.serialize_pem().into(),
        ca_cert: "".into(),
    };
    assert_eq!(check(&pair, NOW), Ok(()));
}

#[test]
fn a_day_before_the_end_is_soon() {
    let pair = pair(|params| params.not_after = date_time_ymd(2026, 12, 1));
    // 2026-12-01.
    let end = Moment(1_796_083_200_000);
    assert!(!ends_soon(&pair, Moment(end.0) - Duration::from_secs(25 * 3_600)));
    assert!(ends_soon(&pair, Moment(end.0) - Duration::from_secs(23 * 3_600)));
    let shown = summary("opamp", &pair);
    assert_eq!((shown.not_after.unwrap().seconds, shown.fingerprint.len()), (1_796_083_200, 64));
}
