use bytes::Bytes;
use proto::opamp::v1::{
    Header, OtherConnectionSettings, ProxyConnectionSettings, TelemetryConnectionSettings,
    TlsConnectionSettings,
};
use proto::record::v1::OfferKind;

use super::*;

const OPAMP: u64 = 0x100;
const SIGNALS: [u64; 3] = [0x40, 0x20, 0x80];
const OTHER: u64 = 0x200;

fn opamp() -> OpAmpConnectionSettings {
    let header = Header { key: "Authorization".into(), value: "Bearer x".into() };
    let certificate = TlsCertificate {
        cert: Bytes::from_static(b"cert"),
        private_key: Bytes::from_static(b"key"),
        ca_cert: Bytes::from_static(b"ca"),
    };
    OpAmpConnectionSettings {
        destination_endpoint: "wss://drover.example:4320/v1/opamp".into(),
        headers: Some(Headers { headers: vec![header] }),
        certificate: Some(certificate),
        heartbeat_interval_seconds: 20,
        ..Default::default()
    }
}

fn of_opamp(opamp: OpAmpConnectionSettings) -> ConnectionSettingsOffers {
    ConnectionSettingsOffers { opamp: Some(opamp), ..Default::default() }
}

fn signal(name: &str) -> Option<TelemetryConnectionSettings> {
    let destination_endpoint = format!("https://telemetry.example/v1/{name}");
    Some(TelemetryConnectionSettings { destination_endpoint, ..Default::default() })
}

fn telemetry() -> ConnectionSettingsOffers {
    ConnectionSettingsOffers {
        own_metrics: signal("metrics"),
        own_traces: signal("traces"),
        own_logs: signal("logs"),
        ..Default::default()
    }
}

fn other() -> ConnectionSettingsOffers {
    let other_connections = [("lake".to_owned(), OtherConnectionSettings::default())].into();
    ConnectionSettingsOffers { other_connections, ..Default::default() }
}

fn composed(capabilities: u64, retry: u64) -> Option<ConnectionSettingsOffers> {
    let (opamp, own, other) = (of_opamp(opamp()), telemetry(), other());
    let wanted = Wanted {
        opamp: Some(&opamp),
        own_telemetry: Some(&own),
        other_connections: Some(&other),
        certificate: None,
        retry,
    };
    compose(&wanted, Capabilities(capabilities))
}

#[test]
fn each_class_is_offered_only_with_its_bit() {
    let classes = |offer: &ConnectionSettingsOffers| {
        [
            offer.opamp.is_some(),
            offer.own_metrics.is_some(),
            offer.own_traces.is_some(),
            offer.own_logs.is_some(),
            !offer.other_connections.is_empty(),
        ]
    };
    let bits = [OPAMP, SIGNALS[0], SIGNALS[1], SIGNALS[2], OTHER];
    for (at, bit) in bits.into_iter().enumerate() {
        let mut only = [false; 5];
        only[at] = true;
        assert_eq!(classes(&composed(bit, 0).unwrap()), only, "{bit:#x}");
    }
    assert_eq!(classes(&composed(bits.iter().sum(), 0).unwrap()), [true; 5]);
    assert_eq!(composed(!bits.iter().sum::<u64>(), 0), None);
}

#[test]
fn the_hash_counts_what_is_offered_and_the_retry() {
    let hashes = [
        composed(OPAMP, 0),
        composed(OPAMP, 1),
        composed(OPAMP | OTHER, 0),
        composed(OPAMP | SIGNALS[0], 0),
    ];
    let hashes: std::collections::BTreeSet<_> = hashes.map(|offer| offer.unwrap().hash).into();
    assert_eq!(hashes.len(), 4);
    assert_eq!(composed(OPAMP, 1), composed(OPAMP, 1));
}

#[test]
fn the_hash_of_stored_settings_counts_the_heartbeat_and_not_the_hash() {
    let base = of_opamp(opamp());
    let named = ConnectionSettingsOffers { hash: Bytes::from_static(b"x"), ..base.clone() };
    let slower = of_opamp(OpAmpConnectionSettings { heartbeat_interval_seconds: 40, ..opamp() });
    assert_eq!(hash(&base), hash(&named));
    assert_ne!(hash(&base), hash(&slower));
}

#[test]
fn an_interval_nobody_chose_is_thirty_seconds_and_never_none() {
    let silent = of_opamp(OpAmpConnectionSettings { heartbeat_interval_seconds: 0, ..opamp() });
    let wanted = Wanted { opamp: Some(&silent), ..Default::default() };
    let offer = compose(&wanted, Capabilities(OPAMP)).unwrap();
    assert_eq!(offer.opamp.unwrap().heartbeat_interval_seconds, 30);
}

#[test]
fn an_issued_certificate_replaces_the_pair_and_brings_no_key() {
    let issued = IssuedCertificate {
        certificate: Bytes::from_static(b"issued"),
        ca_certificate: Bytes::from_static(b"bundle"),
        ..Default::default()
    };
    let stored = of_opamp(opamp());
    let wanted = Wanted { opamp: Some(&stored), certificate: Some(&issued), ..Default::default() };
    let offered = compose(&wanted, Capabilities(OPAMP)).unwrap().opamp.unwrap();
    let certificate = offered.certificate.unwrap();
    assert_eq!(certificate.cert, "issued");
    assert_eq!(certificate.ca_cert, "bundle");
    assert!(certificate.private_key.is_empty());
    assert_eq!(offered.headers, opamp().headers);
    // Without settings to put it into there is no endpoint, and an offer without one is ignored.
    let alone = Wanted { certificate: Some(&issued), ..Default::default() };
    assert_eq!(compose(&alone, Capabilities(OPAMP)), None);
}

fn checked(change: impl Fn(&mut OpAmpConnectionSettings)) -> Result<(), Invalid> {
    let mut changed = opamp();
    change(&mut changed);
    check(OfferKind::OpampSettings, &of_opamp(changed))
}

#[test]
fn good_settings_pass_as_their_own_kind_only() {
    let all = [
        (OfferKind::OpampSettings, of_opamp(opamp())),
        (OfferKind::OwnTelemetry, telemetry()),
        (OfferKind::OtherConnections, other()),
    ];
    for (of, settings) in &all {
        for (kind, _) in &all {
            assert_eq!(check(*kind, settings).is_ok(), kind == of, "{of:?} as {kind:?}");
        }
        assert!(check(*of, &ConnectionSettingsOffers::default()).is_err());
        assert!(check(OfferKind::RemoteConfig, settings).is_err());
    }
}

#[test]
fn an_opamp_endpoint_is_a_full_url() {
    let check = |url: &str| checked(|opamp| opamp.destination_endpoint = url.into());
    for good in ["ws://h", "wss://h:4320/v1/opamp", "http://[::1]:80/", "HTTPS://h/?a=b"] {
        assert_eq!(check(good), Ok(()), "{good}");
    }
    let bad = [
        "",
        "h",
        "h:4320",
        "/v1/opamp",
        "ftp://h/",
        "ws://",
        "ws:///path",
        "ws://:80/",
        "ws://h:/",
        "ws://h:0/",
        "ws://h:99999/",
        "ws://h:+8/",
        "ws://h h/",
        "ws://user:pw@h/",
        "ws://h/#x",
        "ws://[::1/",
        "ws://[]/",
        "ws://::1]/",
    ];
    for bad in bad {
        assert!(matches!(check(bad), Err(Invalid::Endpoint { .. })), "{bad}");
    }
}

#[test]
fn own_telemetry_needs_all_three_signals_with_their_paths() {
    let check = |settings| check(OfferKind::OwnTelemetry, &settings);
    let without = ConnectionSettingsOffers { own_logs: None, ..telemetry() };
    assert_eq!(check(without), Err(Invalid::Missing("own_logs")));
    let to = |url: &str| {
        let mut settings = telemetry();
        settings.own_traces.iter_mut().for_each(|s| s.destination_endpoint = url.into());
        check(settings)
    };
    assert_eq!(to("http://h:4318/v1/traces"), Ok(()));
    assert_eq!(to("https://h:4318"), Err(Invalid::Path));
    assert_eq!(to("https://h:4318?x=/y"), Err(Invalid::Path));
    assert!(matches!(to("wss://h/v1/traces"), Err(Invalid::Endpoint { .. })));
}

#[test]
fn a_certificate_comes_with_its_key_or_not_at_all() {
    let pair = |cert: &'static [u8], key: &'static [u8]| {
        checked(|opamp| {
            opamp.certificate = Some(TlsCertificate {
                cert: Bytes::from_static(cert),
                private_key: Bytes::from_static(key),
                ca_cert: Bytes::new(),
            });
        })
    };
    assert_eq!(pair(b"cert", b"key"), Ok(()));
    assert_eq!(pair(b"cert", b""), Err(Invalid::Certificate));
    assert_eq!(pair(b"", b"key"), Err(Invalid::Certificate));
    assert_eq!(checked(|opamp| opamp.certificate = None), Ok(()));
}

#[test]
fn tls_settings_name_known_versions_and_keep_verifying() {
    let tls = |tls: TlsConnectionSettings| checked(|opamp| opamp.tls = Some(tls.clone()));
    let versions = |min: &str, max: &str| {
        tls(TlsConnectionSettings {
            min_version: min.into(),
            max_version: max.into(),
            ..Default::default()
        })
    };
    assert_eq!(versions("", ""), Ok(()));
    assert_eq!(versions("1.2", "TLSv1.3"), Ok(()));
    for (min, max) in [("1.1", ""), ("TLSv", ""), ("tls1.2", ""), ("1.3", "1.2"), ("", "1.4")] {
        assert_eq!(versions(min, max), Err(Invalid::TlsVersion), "{min} {max}");
    }
    let skipping = TlsConnectionSettings { insecure_skip_verify: true, ..Default::default() };
    assert_eq!(tls(skipping), Err(Invalid::SkipVerify));
}

#[test]
fn a_proxy_and_headers_are_usable() {
    let proxy = |url: &str| {
        let proxy = ProxyConnectionSettings { url: url.into(), connect_headers: None };
        checked(|opamp| opamp.proxy = Some(proxy.clone()))
    };
    assert_eq!(proxy("http://proxy:3128"), Ok(()));
    assert!(matches!(proxy(""), Err(Invalid::Endpoint { .. })));
    let header = |key: &str, value: &str| {
        let header = Header { key: key.into(), value: value.into() };
        checked(|opamp| opamp.headers = Some(Headers { headers: vec![header.clone()] }))
    };
    assert_eq!(header("X-Tenant", "a b"), Ok(()));
    for (key, value) in [("", "v"), ("a b", "v"), ("a:", "v"), ("a", "v\r\nb: c")] {
        assert_eq!(header(key, value), Err(Invalid::Header), "{key:?} {value:?}");
    }
}
