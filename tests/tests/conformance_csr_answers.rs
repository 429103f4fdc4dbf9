//! PROTOCOL.md, rows K8, K10 and K11: answers that come later, renewal, and floods, against the real binary.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::time::Duration;

use proto::control::v1::{AgentCertificate, GetAgentRequest};
use proto::opamp::v1::AgentToServer;
use rcgen::KeyPair;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tests::api::Api;
use tests::csr::{
    MANUAL, approve, asks, beats, certificates, csr, der, new_key, offered, opamp, until_waiting,
    why,
};
use tests::wire::{first, fresh_uid, heartbeat};
use tests::{Standalone, Wire, until};

const SOON: Duration = Duration::from_secs(20);

#[tokio::test]
async fn k8_a_request_survives_its_node_and_its_answer_comes_when_it_is_approved() {
    let mut server = Standalone::start_with(&[MANUAL]).await.unwrap();
    let api = Api::of(&server).unwrap();
    let (uid, poller) = (fresh_uid().unwrap(), fresh_uid().unwrap());
    let asked = csr(&new_key(), |_| ());
    let mut socket = Wire::websocket(&server).await.unwrap();
    socket.ask(&asks(first(uid), &asked)).await.unwrap();
    let mut poll = Wire::connect(&server).await.unwrap();
    poll.post(&asks(first(poller), &csr(&new_key(), |_| ()))).await.unwrap();
    until_waiting(&api, uid).await;
    until_waiting(&api, poller).await;
    server.process.kill().await.unwrap();
    server.again().await.unwrap();
    let api = Api::of(&server).unwrap();
    until_waiting(&api, uid).await;
    until_waiting(&api, poller).await;

    let mut socket = Wire::websocket(&server).await.unwrap();
    // What it said last may not have been stored.
    let again = |uid| {
        let AgentToServer { capabilities, sequence_num, .. } = beats(uid, 2);
        AgentToServer { capabilities, sequence_num, ..first(uid) }
    };
    let reply = socket.ask(&again(uid)).await.unwrap();
    assert_eq!(opamp(&reply), None);
    let issued = approve(&api, uid).await;
    let told = socket.recv().await.unwrap();
    let certificate = offered(&mut socket, told).await;
    // The same request again brings the same certificate, and no second one.
    let told = socket.ask(&asks(heartbeat(uid, 3), &asked)).await.unwrap();
    assert_eq!(offered(&mut socket, told).await, certificate);
    assert_eq!(certificates(&api, uid).await, [issued]);

    let mut poll = Wire::connect(&server).await.unwrap();
    let (_, reply) = poll.post(&again(poller)).await.unwrap();
    assert_eq!(opamp(&reply), None);
    approve(&api, poller).await;
    let mut number = 2;
    let polled = async || {
        number += 1;
        let (_, reply) = poll.post(&beats(poller, number)).await.unwrap();
        opamp(&reply).is_some_and(|opamp| opamp.certificate.is_some())
    };
    until("a poll brings the certificate", SOON, polled).await.unwrap();
}

/// A TLS configuration that shows this certificate.
fn shows(server: &Standalone, cert: &[u8], key: &KeyPair) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add(der(&std::fs::read(server.agents_ca()).unwrap())).unwrap();
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider);
    let config =
        config.with_safe_default_protocol_versions().unwrap().with_root_certificates(roots);
    let key = PrivateKeyDer::from_pem_slice(key.serialize_pem().as_bytes()).unwrap();
    config.with_client_auth_cert(vec![der(cert)], key).unwrap()
}

#[tokio::test]
async fn k10_a_certificate_is_renewed_the_same_way_over_the_connection_it_made() {
    let server = Standalone::start().await.unwrap();
    let api = Api::of(&server).unwrap();
    let uid = fresh_uid().unwrap();
    let key = new_key();
    let mut socket = Wire::websocket(&server).await.unwrap();
    let told = socket.ask(&asks(first(uid), &csr(&key, |_| ()))).await.unwrap();
    let old = offered(&mut socket, told).await;
    drop(socket);

    let config = shows(&server, &old.cert, &key);
    let mut socket = Wire::dial_with(server.agents_port(), config).await.unwrap();
    socket.upgrade().await.unwrap();
    let told = socket.ask(&asks(heartbeat(uid, 2), &csr(&new_key(), |_| ()))).await.unwrap();
    let issued = certificates(&api, uid).await;
    let get = GetAgentRequest { instance_uid: uid.to_string(), ..GetAgentRequest::default() };
    let shown = async || {
        let agent = api.agents().get_agent(get.clone()).await.unwrap().into_inner();
        issued.iter().any(|cert| cert.fingerprint == agent.certificate_fingerprint)
    };
    until("the certificate in use is the one that was issued", SOON, shown).await.unwrap();
    let mut renewed = offered(&mut socket, told).await;
    while renewed == old {
        let told = socket.recv().await.unwrap();
        renewed = offered(&mut socket, told).await;
    }
    let serials = |issued: &[AgentCertificate]| -> Vec<String> {
        issued.iter().map(|cert| cert.serial.clone()).collect()
    };
    let both = serials(&certificates(&api, uid).await);
    assert!(both.len() == 2 && both[0] != both[1], "{both:?}");
}

#[tokio::test]
async fn k11_requests_are_rationed_and_what_is_issued_is_bound_to_its_agent() {
    let server = Standalone::start().await.unwrap();
    let api = Api::of(&server).unwrap();
    let uid = fresh_uid().unwrap();
    let mut poll = Wire::connect(&server).await.unwrap();
    let mut taken = 0;
    for number in 0..100 {
        let asked = csr(&new_key(), |_| ());
        let message = if number == 0 { first(uid) } else { heartbeat(uid, number + 1) };
        let (_, reply) = poll.post(&asks(message, &asked)).await.unwrap();
        match why(&reply) {
            None => taken += 1,
            Some(text) => assert!(text.contains("later"), "{text}"),
        }
    }
    assert_eq!(taken, 3);
    let other = fresh_uid().unwrap();
    let (_, reply) = poll.post(&asks(first(other), &csr(&new_key(), |_| ()))).await.unwrap();
    assert_eq!(reply.error_response, None, "another agent is not the flood");
    let bound = async || !certificates(&api, other).await.is_empty();
    until("its certificate is bound to it", SOON, bound).await.unwrap();
    for agent in [uid, other] {
        let issued = certificates(&api, agent).await;
        assert!((1..=3).contains(&issued.len()));
        for cert in issued {
            assert_eq!(
                (cert.instance_uid, cert.actor),
                (agent.to_string(), "automatic".to_owned())
            );
            assert!(!cert.serial.is_empty() && !cert.fingerprint.is_empty());
        }
    }
}
