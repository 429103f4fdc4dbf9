//! PROTOCOL.md, row S2: a client certificate that is no good is answered in HTTP, where an agent's operator can read
//! it.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use prost::Message as _;
use rcgen::ExtendedKeyUsagePurpose::{ClientAuth, ServerAuth};
use tests::wire::pki::{Authority, Client};
use tests::wire::{Response, UPGRADE, first, fresh_uid, http};
use tests::{Standalone, Wire};

/// What an upgrade and a POST are answered, each over a handshake that succeeds.
async fn answers(server: &Standalone, client: Option<&Client>) -> [Response; 2] {
    let report = first(fresh_uid().unwrap()).encode_to_vec();
    let upgrade = format!("{UPGRADE}\r\n").into_bytes();
    let mut responses = Vec::new();
    for request in [upgrade, http::post("", &report)] {
        let mut wire = Wire::with_certificate(server, client).await.unwrap();
        responses.push(wire.request(&request).await.unwrap());
    }
    responses.try_into().unwrap()
}

#[tokio::test]
async fn s2_a_bad_client_certificate_is_answered_401_after_the_handshake() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, others) = (Authority::new().unwrap(), Authority::new().unwrap());
    let ca = folder.path().join("ca.pem");
    std::fs::write(&ca, &ours.pem).unwrap();
    let good = ours.issue(ClientAuth, 2020..2090).unwrap();
    let bad = [
        ("of another authority", others.issue(ClientAuth, 2020..2090).unwrap(), "not accepted"),
        ("expired", ours.issue(ClientAuth, 2020..2021).unwrap(), "not valid at this time"),
        ("not valid yet", ours.issue(ClientAuth, 2089..2090).unwrap(), "not valid at this time"),
        ("for servers", ours.issue(ServerAuth, 2020..2090).unwrap(), "not accepted"),
    ];
    for (mode, without) in [("required", false), ("optional", true)] {
        let settings = [
            ("DROVER_GATEWAY__TLS__CLIENT_CA", ca.to_str().unwrap()),
            ("DROVER_GATEWAY__TLS__CLIENT_AUTH", mode),
        ];
        let server = Standalone::start_with(&settings).await.unwrap();
        let [upgraded, posted] = answers(&server, Some(&good)).await;
        assert_eq!((upgraded.status, posted.status), (101, 200), "{mode}");
        let [upgraded, posted] = answers(&server, None).await;
        let want = if without { (101, 200) } else { (401, 401) };
        assert_eq!((upgraded.status, posted.status), want, "none, {mode}");
        for (name, client, word) in &bad {
            for response in answers(&server, Some(client)).await {
                assert_eq!(response.status, 401, "{name}, {mode}");
                assert!(response.header("www-authenticate").is_some(), "{name}: {response:?}");
                let why = String::from_utf8(response.body.to_vec()).unwrap();
                assert!(why.contains(word), "{name}: {why}");
            }
        }
        assert!(server.metric("gateway_refused_total").await.unwrap() >= 8);
    }
}
