use std::sync::Arc;
use std::time::Duration;

use gateway::{ClientAuth, Config, TlsMaterial};
use rustls::ClientConfig;

use crate::agent::{
    Http, UID, connect, hear, hear_close, message, say, tls_config, tls_with, upgrade,
};
use crate::pki::Ca;
use crate::world::{World, eventually, material, with_node, world};

/// The status of a poll over a connection made with this configuration; no node is there, so 503 means admitted.
async fn status(world: &World, config: Arc<ClientConfig>) -> u16 {
    let stream = tls_with(world, config).await.unwrap();
    Http::new(world, stream).await.poll(&message(UID, 1)).await.status
}

fn impatient() -> Config {
    Config { owner_wait: Duration::from_millis(10), ..Config::default() }
}

#[tokio::test]
async fn who_is_admitted() {
    for (rule, without, with_bad) in [
        (ClientAuth::Required, 401, 401),
        (ClientAuth::Optional, 503, 401),
        (ClientAuth::Off, 503, 503),
    ] {
        let world = world(impatient(), rule).await;
        let stranger = Ca::new("stranger").agent();
        let expired = world.client_ca.expired_agent();
        // A server's certificate of the right authority is not an agent's.
        let wrong_use = world.client_ca.server();
        let config = |cert| tls_config(&world.ca, cert, &[]);
        assert_eq!(status(&world, config(Some(&world.agent))).await, 503, "{rule:?} good");
        assert_eq!(status(&world, config(None)).await, without, "{rule:?} none");
        for (name, cert) in [("stranger", &stranger), ("expired", &expired), ("use", &wrong_use)] {
            assert_eq!(status(&world, config(Some(cert))).await, with_bad, "{rule:?} {name}");
        }
    }
}

#[tokio::test]
async fn an_upgrade_without_a_certificate_is_401() {
    let world = world(impatient(), ClientAuth::Required).await;
    let stream = tls_with(&world, tls_config(&world.ca, None, &[])).await.unwrap();
    let Err(tokio_tungstenite::tungstenite::Error::Http(response)) = upgrade(stream).await else {
        panic!("upgraded");
    };
    assert_eq!(response.status(), 401);
    assert!(response.headers().contains_key("www-authenticate"));
}

#[tokio::test]
async fn resumed_sessions_are_admitted_again() {
    let world = world(impatient(), ClientAuth::Required).await;
    let config = tls_config(&world.ca, Some(&world.agent), &[]);
    let mut kinds = Vec::new();
    for _ in 0..2 {
        let stream = tls_with(&world, Arc::clone(&config)).await.unwrap();
        kinds.push(stream.get_ref().1.handshake_kind().unwrap());
        let answer = Http::new(&world, stream).await.poll(&message(UID, 1)).await;
        assert_eq!(answer.status, 503);
    }
    assert_eq!(kinds, [rustls::HandshakeKind::Full, rustls::HandshakeKind::Resumed]);
}

#[tokio::test]
async fn a_new_server_certificate_is_used_and_a_bad_one_is_not() {
    let (world, _node) = with_node(Config::default()).await;
    let mut old = connect(&world).await;
    say(&mut old, &message(UID, 1)).await;
    hear(&mut old).await;
    let other = Ca::new("another server CA");
    let fresh = tls_config(&other, Some(&world.agent), &[]);
    assert!(tls_with(&world, Arc::clone(&fresh)).await.is_err());
    let new = material(&other, &world.client_ca, ClientAuth::Required);
    world.tls.send(Arc::new(new.clone())).unwrap();
    eventually("reloaded", || world.metrics.reloads.get() == 1).await;
    assert!(tls_with(&world, Arc::clone(&fresh)).await.is_ok());
    // A socket from before goes on: its agent is still admitted.
    say(&mut old, &message(UID, 2)).await;
    hear(&mut old).await;
    let bad = TlsMaterial { key_pem: b"no key".to_vec(), ..new };
    world.tls.send(Arc::new(bad)).unwrap();
    eventually("refused", || world.metrics.reloads_failed.get() == 1).await;
    assert!(tls_with(&world, fresh).await.is_ok());
}

#[tokio::test]
async fn losing_trust_closes_live_sockets_and_refuses_kept_connections() {
    let (world, _node) = with_node(Config::default()).await;
    let mut ws = connect(&world).await;
    say(&mut ws, &message(UID, 1)).await;
    hear(&mut ws).await;
    let mut http = Http::connect(&world).await;
    assert_eq!(http.poll(&message([2; 16], 1)).await.status, 200);
    let other = Ca::new("another agent CA");
    world.tls.send(Arc::new(material(&world.ca, &other, ClientAuth::Required))).unwrap();
    assert_eq!(hear_close(&mut ws).await, (1008, "no longer admitted".to_owned()));
    assert_eq!(http.poll(&message([2; 16], 2)).await.status, 401);
}
