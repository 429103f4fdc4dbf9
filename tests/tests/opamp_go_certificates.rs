//! opamp-go's own client asks for a certificate: the key stays with it, and the certificate opens its next connection.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::time::Duration;

use serde_json::{Value, json};
use tests::csr::certificates;
use tests::{Standalone, until};

/// For everything a person waits for.
const SOON: Duration = Duration::from_secs(30);

async fn is_issued_what_it_asks_for(scheme: &str) {
    let server = Standalone::start().await.unwrap();
    let claims = ["--accept-connection-settings"];
    let (mut agent, uid) = server.agent(scheme, &claims).await.unwrap();
    let bare = |a: &Value| a["certificateFingerprint"].as_str().is_none_or(str::is_empty);
    server.shows(&uid, "it has no certificate", bare).await.unwrap();
    agent.command(&json!({"cmd": "request_certificate", "common_name": uid})).await.unwrap();
    let offered = agent.event("connection_settings", SOON).await.unwrap();
    assert_eq!((&offered["common_name"], &offered["own_key"]), (&json!(uid), &json!(true)));
    assert_eq!((&offered["ca"], &offered["heartbeat_seconds"]), (&json!(true), &json!(30)));
    assert_eq!(offered["endpoint"], server.endpoint(scheme));
    agent.event("connected", SOON).await.unwrap();

    let api = server.control().unwrap();
    let issued = certificates(&api, uid.parse().unwrap()).await;
    assert_eq!(issued.len(), 1, "{issued:?}");
    let uses = |a: &Value| a["certificateFingerprint"] == issued[0].fingerprint;
    server.shows(&uid, "it is on a connection made with its certificate", uses).await.unwrap();

    server.push("probe", "probe: true\n").await.unwrap();
    agent.event("remote_config", SOON).await.unwrap();
    assert_eq!(agent.count("connection_settings"), 1, "it was offered its certificate once");
    assert_eq!((agent.count("error"), agent.count("reverted")), (0, 0));
}

#[tokio::test]
async fn a_real_agent_on_a_websocket_is_issued_a_certificate_and_uses_it() {
    is_issued_what_it_asks_for("wss").await;
}

#[tokio::test]
async fn a_real_agent_that_polls_is_issued_a_certificate_and_uses_it() {
    is_issued_what_it_asks_for("https").await;
}

#[tokio::test]
async fn a_real_agent_that_asks_for_the_certificate_of_another_is_told_why_not() {
    let server = Standalone::start().await.unwrap();
    let (mut agent, uid) = server.agent("wss", &["--accept-connection-settings"]).await.unwrap();
    let other = "0192f000-0000-7000-8000-000000000001";
    agent.command(&json!({"cmd": "request_certificate", "common_name": other})).await.unwrap();
    let error = agent.event("error", SOON).await.unwrap();
    assert!(error["text"].as_str().unwrap().contains(other), "{error}");
    let api = server.control().unwrap();
    let none = async || certificates(&api, uid.parse().unwrap()).await.is_empty();
    until("nothing is issued", SOON, none).await.unwrap();
    assert_eq!(agent.count("connection_settings"), 0);
}
