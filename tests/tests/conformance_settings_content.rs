//! PROTOCOL.md, rows X10 to X14: certificates, TLS and proxies in connection settings, and agents that refuse them.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use bytes::Bytes;
use proto::opamp::v1::{
    AgentToServer, ConnectionSettingsOffers, ConnectionSettingsStatus,
    ConnectionSettingsStatuses as Status, Header, Headers, OpAmpConnectionSettings,
    ProxyConnectionSettings, ServerToAgent, TlsCertificate, TlsConnectionSettings,
};
use rcgen::{BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair};
use tests::api::Api;
use tests::wire::first::CAPABILITIES;
use tests::{By, Hand, Shared};
use tonic::Code;

static SERVER: Shared = Shared::new(&[]);

const OPAMP: u64 = 0x100;
/// Reports what became of settings.
const REPORTS: u64 = 0x8000;

/// A leaf for clients with its key, and the CA that signed it.
fn pair() -> TlsCertificate {
    let ca_key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let ca = params.self_signed(&ca_key).unwrap();
    let issuer = Issuer::new(params, &ca_key);
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec!["agent".to_owned()]).unwrap();
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    let leaf = params.signed_by(&key, &issuer).unwrap();
    TlsCertificate {
        cert: leaf.pem().into(),
        private_key: key.serialize_pem().into(),
        ca_cert: ca.pem().into(),
    }
}

fn with(change: impl Fn(&mut OpAmpConnectionSettings)) -> ConnectionSettingsOffers {
    let header = Header { key: "Authorization".to_owned(), value: "Bearer t".to_owned() };
    let mut opamp = OpAmpConnectionSettings {
        destination_endpoint: "wss://settings.example/v1/opamp".to_owned(),
        headers: Some(Headers { headers: vec![header] }),
        heartbeat_interval_seconds: 20,
        ..OpAmpConnectionSettings::default()
    };
    change(&mut opamp);
    ConnectionSettingsOffers { opamp: Some(opamp), ..ConnectionSettingsOffers::default() }
}

fn offered(message: &ServerToAgent) -> Option<ConnectionSettingsOffers> {
    message.connection_settings.clone()
}

fn says(hash: &Bytes, status: Status) -> AgentToServer {
    AgentToServer {
        connection_settings_status: Some(ConnectionSettingsStatus {
            last_connection_settings_hash: hash.clone(),
            status: status.into(),
            error_message: String::new(),
        }),
        ..AgentToServer::default()
    }
}

async fn give(
    api: &Api,
    hand: &mut Hand,
    name: &str,
    settings: ConnectionSettingsOffers,
) -> ConnectionSettingsOffers {
    api.save_settings(name, settings).await.unwrap();
    api.offer_settings(hand.uid, name).await.unwrap();
    hand.hears("the settings", offered).await.unwrap()
}

/// None of these can be saved.
async fn refused(api: &Api, bad: impl IntoIterator<Item = ConnectionSettingsOffers>) {
    for (number, settings) in bad.into_iter().enumerate() {
        let refused = api.save_settings("refused", settings).await.unwrap_err();
        assert_eq!(refused.code(), Code::InvalidArgument, "{number}: {refused}");
    }
}

#[tokio::test]
async fn x10_a_certificate_is_offered_whole_and_only_if_it_is_one() {
    let server = SERVER.get().await.unwrap();
    let api = server.control().unwrap();
    let (good, other) = (pair(), pair());
    let certificate = |pair: TlsCertificate| with(|opamp| opamp.certificate = Some(pair.clone()));
    let text = Bytes::from_static(b"not PEM");
    let bad = [
        TlsCertificate { private_key: Bytes::new(), ..good.clone() },
        TlsCertificate { cert: Bytes::new(), ..good.clone() },
        TlsCertificate { cert: text.clone(), ..good.clone() },
        TlsCertificate { private_key: text.clone(), ..good.clone() },
        TlsCertificate { ca_cert: text, ..good.clone() },
        // Of another pair.
        TlsCertificate { private_key: other.private_key, ..good.clone() },
    ];
    Box::pin(refused(&api, bad.map(certificate))).await;
    for by in By::BOTH {
        let mut hand = Hand::known(&server, by, CAPABILITIES | OPAMP).await.unwrap();
        let told = give(&api, &mut hand, "x10", certificate(good.clone())).await;
        assert_eq!(told.opamp.unwrap().certificate.as_ref(), Some(&good), "{by:?}");
    }
    // What is shown of it is not the key.
    let shown = format!("{:?}", api.settings_named("x10").await.unwrap());
    let key = String::from_utf8(good.private_key.to_vec()).unwrap();
    assert!(!shown.contains(key.lines().nth(1).unwrap()), "{shown}");
    assert!(!server.log().contains(key.lines().nth(1).unwrap()));
}

#[tokio::test]
async fn x11_tls_settings_keep_verifying_and_name_versions_there_are() {
    let server = SERVER.get().await.unwrap();
    let api = server.control().unwrap();
    let tls = |min: &str, max: &str, skip: bool| {
        let tls = TlsConnectionSettings {
            ca_pem_contents: String::from_utf8(pair().ca_cert.to_vec()).unwrap(),
            insecure_skip_verify: skip,
            min_version: min.to_owned(),
            max_version: max.to_owned(),
            cipher_suites: vec!["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256".to_owned()],
            ..TlsConnectionSettings::default()
        };
        with(|opamp| opamp.tls = Some(tls.clone()))
    };
    Box::pin(refused(&api, [tls("", "", true), tls("1.1", "", false), tls("1.3", "1.2", false)]))
        .await;
    for by in By::BOTH {
        let mut hand = Hand::known(&server, by, CAPABILITIES | OPAMP).await.unwrap();
        for (min, max) in [("1.2", "1.3"), ("TLSv1.2", "TLSv1.3"), ("", "")] {
            let settings = tls(min, max, false);
            let told = give(&api, &mut hand, "x11", settings.clone()).await;
            assert_eq!(told.opamp.unwrap().tls, settings.opamp.unwrap().tls, "{by:?}");
        }
    }
}

#[tokio::test]
async fn x12_a_proxy_has_a_url() {
    let server = SERVER.get().await.unwrap();
    let api = server.control().unwrap();
    let proxy = |url: &str| {
        let connect_headers = Some(Headers {
            headers: vec![Header { key: "X-Proxy".to_owned(), value: "v".to_owned() }],
        });
        let proxy = ProxyConnectionSettings { url: url.to_owned(), connect_headers };
        with(|opamp| opamp.proxy = Some(proxy.clone()))
    };
    Box::pin(refused(&api, ["", "proxy:3128", "ftp://proxy:3128", "http://"].map(proxy))).await;
    for by in By::BOTH {
        let mut hand = Hand::known(&server, by, CAPABILITIES | OPAMP).await.unwrap();
        let settings = proxy("http://proxy.example:3128");
        let told = give(&api, &mut hand, "x12", settings.clone()).await;
        assert_eq!(told.opamp.unwrap().proxy, settings.opamp.unwrap().proxy, "{by:?}");
    }
}

#[tokio::test]
async fn x13_an_agent_that_rejects_settings_is_served_as_before() {
    let server = SERVER.get().await.unwrap();
    let api = server.control().unwrap();
    for by in By::BOTH {
        let bits = CAPABILITIES | OPAMP | REPORTS;
        let mut hand = Hand::known(&server, by, bits).await.unwrap();
        let settings = |heartbeat: u64| {
            let certificate = pair();
            with(|opamp| {
                opamp.certificate = Some(certificate.clone());
                opamp.heartbeat_interval_seconds = heartbeat;
            })
        };
        let told = give(&api, &mut hand, "x13", settings(20)).await;
        let reply = hand.ask(says(&told.hash, Status::Failed)).await.unwrap();
        assert_eq!((reply.error_response, reply.connection_settings), (None, None), "{by:?}");
        // It is still connected, gets configs, and the next settings.
        assert!(api.agent(hand.uid).await.unwrap().connected, "{by:?}");
        api.save("x13", "a: 1").await.unwrap();
        api.offer(hand.uid, "x13").await.unwrap();
        hand.hears("a config", |m| m.remote_config.clone()).await.unwrap();
        let next = give(&api, &mut hand, "x13", settings(30)).await;
        assert_ne!(next.hash, told.hash, "{by:?}");
    }
}

#[tokio::test]
async fn x14_a_polling_agent_is_offered_settings_once_over_all_its_connections() {
    let server = SERVER.get().await.unwrap();
    let api = server.control().unwrap();
    for bits in [OPAMP, OPAMP | REPORTS] {
        let mut hand = Hand::known(&server, By::Polling, CAPABILITIES | bits).await.unwrap();
        let told = give(&api, &mut hand, "x14", with(|_| {})).await;
        // Every poll on a connection of its own: that an agent connects again says nothing.
        for number in 0..10 {
            hand.reconnect(&server).await.unwrap();
            let reports = bits & REPORTS != 0 && number == 5;
            let poll = says(&told.hash, Status::Applied);
            hand.say(if reports { poll } else { AgentToServer::default() }).await.unwrap();
        }
        assert_eq!(hand.count(|m| m.connection_settings.is_some()), 1, "{bits:#x}");
        let status = api.settings_status(hand.uid).await.unwrap();
        assert_eq!(status.desired_hash, told.hash, "{bits:#x}");
    }
}
