//! PROTOCOL.md, rows K1 to K7: what certificate signing requests may say, against the real binary.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::time::Duration;

use proto::control::v1::{
    AssignInstanceUidRequest, DenyCertificateRequestRequest, GetAgentRequest,
};
use proto::opamp::v1::{AgentToServer, ServerCapabilities, ServerToAgent};
use rcgen::string::Ia5String;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    PKCS_ED25519, PublicKeyData as _, SanType,
};
use tests::api::Api;
use tests::csr::{
    ACCEPTS, MANUAL, asks, beats, csr, der, new_key, offered, opamp, request, until_waiting,
    waiting, why,
};
use tests::wire::{first, fresh_uid, heartbeat};
use tests::{Standalone, Wire, until};
use x509_parser::prelude::{FromDer as _, X509Certificate};

const SOON: Duration = Duration::from_secs(20);
const RSA_1024: &str = include_str!("../../node/src/csr/tests/rsa-1024.csr.pem");

/// What a fresh agent that polls is told about a request.
async fn refused(server: &Standalone, csr: &str) -> Option<String> {
    let mut poll = Wire::connect(server).await.unwrap();
    let (response, reply) = poll.post(&asks(first(fresh_uid().unwrap()), csr)).await.unwrap();
    assert_eq!(response.status, 200);
    why(&reply)
}

#[tokio::test]
async fn k1_requests_are_advertised_and_taken_in_the_very_first_message() {
    let server = Standalone::start().await.unwrap();
    let uid = fresh_uid().unwrap();
    let mut socket = Wire::websocket(&server).await.unwrap();
    let reply = socket.ask(&asks(first(uid), &csr(&new_key(), |_| ()))).await.unwrap();
    let bit = ServerCapabilities::AcceptsConnectionSettingsRequest as u64;
    assert_eq!(reply.capabilities & bit, bit);
    offered(&mut socket, reply).await;
}

#[tokio::test]
async fn k2_a_request_without_opamp_is_acknowledged_and_one_without_a_csr_is_refused() {
    let server = Standalone::start().await.unwrap();
    let uid = fresh_uid().unwrap();
    let mut socket = Wire::websocket(&server).await.unwrap();
    socket.ask(&AgentToServer { capabilities: ACCEPTS | 1, ..first(uid) }).await.unwrap();
    let nothing = AgentToServer { connection_settings_request: request(None), ..beats(uid, 2) };
    let reply = socket.ask(&nothing).await.unwrap();
    let bare = ServerToAgent { instance_uid: uid.to_bytes(), ..ServerToAgent::default() };
    assert_eq!(reply, bare);
    let half = AgentToServer { connection_settings_request: request(Some(None)), ..beats(uid, 3) };
    assert!(why(&socket.ask(&half).await.unwrap()).unwrap().contains("certificate_request"));
    assert_eq!(
        socket.ask(&beats(uid, 4)).await.unwrap(),
        bare,
        "the socket goes on, without a gap"
    );
}

#[tokio::test]
async fn k3_a_request_is_validated_and_nothing_of_it_is_copied_but_its_key() {
    let server = Standalone::start().await.unwrap();
    let good = csr(&new_key(), |_| ());
    let block = x509_parser::pem::parse_x509_pem(good.as_bytes()).unwrap().1.contents;
    let signed_by_another = {
        let mut lines: Vec<&str> = good.lines().collect();
        let at = lines.len() - 2;
        let last = lines[at].replace(['A', 'B', 'C', 'D', 'E', 'F', 'a', 'b', 'c', 'd'], "x");
        lines[at] = &last;
        lines.join("\n")
    };
    let label = good.replace("CERTIFICATE REQUEST", "CERTIFICATE");
    let bad = [
        String::from_utf8_lossy(&block).into_owned(),
        format!("{good}{good}"),
        label,
        signed_by_another,
        RSA_1024.to_owned(),
        "x".repeat(1 << 20),
    ];
    for bad in bad {
        let text: String = bad.chars().take(40).collect();
        assert!(refused(&server, &bad).await.is_some(), "{text:?}");
    }
    let ed25519 = KeyPair::generate_for(&PKCS_ED25519).unwrap();
    assert_eq!(refused(&server, &csr(&ed25519, |_| ())).await, None);

    let key = new_key();
    let greedy = csr(&key, |params| {
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let wildcard = Ia5String::try_from("*.example.com").unwrap();
        params.subject_alt_names = vec![SanType::DnsName(wildcard)];
    });
    let uid = fresh_uid().unwrap();
    let mut socket = Wire::websocket(&server).await.unwrap();
    let told = socket.ask(&asks(first(uid), &greedy)).await.unwrap();
    let cert = der(&offered(&mut socket, told).await.cert);
    let (_, cert) = X509Certificate::from_der(&cert).unwrap();
    assert_eq!(cert.public_key().raw, key.subject_public_key_info());
    assert_eq!(cert.subject().to_string(), format!("CN={uid}"));
    let uses = cert.extended_key_usage().unwrap().unwrap().value;
    assert!(!cert.is_ca() && uses.client_auth && !uses.server_auth);
    let names = format!("{:?}", cert.subject_alternative_name().unwrap());
    assert!(names.contains(&uid.to_string()) && !names.contains("example"), "{names}");
}

#[tokio::test]
async fn k4_a_denied_request_is_bad_request_and_says_why() {
    let server = Standalone::start_with(&[MANUAL]).await.unwrap();
    let api = Api::of(&server).unwrap();
    let uid = fresh_uid().unwrap();
    let asked = csr(&new_key(), |_| ());
    let mut socket = Wire::websocket(&server).await.unwrap();
    let reply = socket.ask(&asks(first(uid), &asked)).await.unwrap();
    assert_eq!((reply.error_response, reply.connection_settings), (None, None), "it waits");
    until_waiting(&api, uid).await;
    let reason = "not one of ours".to_owned();
    let deny = DenyCertificateRequestRequest { instance_uid: uid.to_string(), reason };
    api.certificates().deny_certificate_request(deny).await.unwrap();
    assert_eq!(waiting(&api).await, Vec::<String>::new());
    let mut number = 1;
    let told = async || {
        number += 1;
        let reply = socket.ask(&asks(heartbeat(uid, number), &asked)).await.unwrap();
        why(&reply).is_some_and(|text| text.contains("not one of ours"))
    };
    until("the agent hears of it", SOON, told).await.unwrap();
    let other = asks(heartbeat(uid, number + 1), &csr(&new_key(), |_| ()));
    assert_eq!(socket.ask(&other).await.unwrap().error_response, None, "it may ask anew");
}

#[tokio::test]
async fn k5_the_answer_is_a_whole_offer_with_certificate_and_ca_and_without_a_key() {
    let server = Standalone::start().await.unwrap();
    let ca = der(&std::fs::read(server.agents_ca()).unwrap());
    for scheme in ["wss", "https"] {
        let uid = fresh_uid().unwrap();
        let first = asks(first(uid), &csr(&new_key(), |_| ()));
        let mut wire = Wire::connect(&server).await.unwrap();
        let settings = if scheme == "wss" {
            wire.upgrade().await.unwrap();
            let mut told = wire.ask(&first).await.unwrap();
            while opamp(&told).is_none() {
                told = wire.recv().await.unwrap();
            }
            opamp(&told)
        } else {
            let mut told = opamp(&wire.post(&first).await.unwrap().1);
            let mut number = 1;
            let polled = async || {
                number += 1;
                told = told.take().or(opamp(&wire.post(&beats(uid, number)).await.unwrap().1));
                told.is_some()
            };
            until("a poll brings the certificate", SOON, polled).await.unwrap();
            told
        };
        let settings = settings.unwrap();
        let wanted = server.endpoint(scheme);
        assert_eq!(settings.destination_endpoint, wanted);
        assert!(settings.headers.is_some() && settings.heartbeat_interval_seconds > 0);
        let certificate = settings.certificate.unwrap();
        assert!(certificate.private_key.is_empty());
        assert_eq!(der(&certificate.ca_cert), ca);
        let cert = der(&certificate.cert);
        let (_, leaf) = X509Certificate::from_der(&cert).unwrap();
        let (_, ca) = X509Certificate::from_der(&ca).unwrap();
        leaf.verify_signature(Some(ca.public_key())).unwrap();
    }
}

#[tokio::test]
async fn k6_a_request_may_name_no_uid_but_the_agents() {
    let server = Standalone::start().await.unwrap();
    let other = fresh_uid().unwrap();
    type Name = fn(&mut CertificateParams, &str);
    let places: [Name; 3] = [
        |params, uid| params.distinguished_name.push(DnType::CommonName, uid),
        |params, uid| {
            let uri = Ia5String::try_from(format!("urn:uuid:{uid}")).unwrap();
            params.subject_alt_names = vec![SanType::URI(uri)];
        },
        |params, uid| {
            let name = Ia5String::try_from(format!("{uid}.agents.example")).unwrap();
            params.subject_alt_names = vec![SanType::DnsName(name)];
        },
    ];
    for place in places {
        for text in [other.to_string(), other.to_string().replace('-', "")] {
            let foreign = csr(&new_key(), |params| place(params, &text));
            assert!(refused(&server, &foreign).await.unwrap().contains(&other.to_string()));
        }
        let uid = fresh_uid().unwrap();
        let own = csr(&new_key(), |params| place(params, &uid.to_string()));
        let mut poll = Wire::connect(&server).await.unwrap();
        let (_, reply) = poll.post(&asks(first(uid), &own)).await.unwrap();
        assert_eq!(reply.error_response, None);
    }
}

#[tokio::test]
async fn k7_a_request_may_name_the_uid_the_agent_is_ordered_to_take() {
    let server = Standalone::start().await.unwrap();
    let api = Api::of(&server).unwrap();
    let old = fresh_uid().unwrap();
    let mut socket = Wire::websocket(&server).await.unwrap();
    let capabilities = first(old).capabilities | ACCEPTS;
    socket.ask(&AgentToServer { capabilities, ..first(old) }).await.unwrap();
    let get = GetAgentRequest { instance_uid: old.to_string(), ..GetAgentRequest::default() };
    let stored = async || {
        let agent = api.agents().get_agent(get.clone()).await;
        agent.is_ok_and(|agent| agent.into_inner().revision > 0)
    };
    until("the agent is stored", SOON, stored).await.unwrap();
    let new = fresh_uid().unwrap();
    let name = |params: &mut CertificateParams| {
        params.distinguished_name.push(DnType::CommonName, new.to_string());
    };
    let early = asks(heartbeat(old, 2), &csr(&new_key(), name));
    assert!(why(&socket.ask(&early).await.unwrap()).is_some(), "nobody ordered it");
    let order = AssignInstanceUidRequest {
        instance_uid: old.to_string(),
        new_instance_uid: new.to_string(),
    };
    api.agents().assign_instance_uid(order).await.unwrap();
    assert!(socket.recv().await.unwrap().agent_identification.is_some());
    let asked = asks(heartbeat(old, 3), &csr(&new_key(), name));
    assert_eq!(socket.ask(&asked).await.unwrap().error_response, None);
    let told = socket.ask(&beats(new, 4)).await.unwrap();
    let certificate = offered(&mut socket, told).await;
    let cert = der(&certificate.cert);
    let (_, cert) = X509Certificate::from_der(&cert).unwrap();
    assert_eq!(cert.subject().to_string(), format!("CN={new}"));
}
