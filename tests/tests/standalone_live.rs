//! What an agent said last is what `drover agents get` shows, asked once right after the server answered it.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use fleet::AgentId;
use proto::opamp::v1::{AgentToServer, RemoteConfigStatus, RemoteConfigStatuses, ServerToAgent};
use tests::wire::{first, fresh_uid, heartbeat};
use tests::{Standalone, Wire};

/// The hash of the config that comes next.
async fn offered(wire: &mut Wire) -> bytes::Bytes {
    loop {
        let message: ServerToAgent = wire.recv().await.unwrap();
        if let Some(offer) = message.remote_config {
            return offer.config_hash;
        }
    }
}

fn reports(
    (uid, number): (AgentId, u64),
    hash: bytes::Bytes,
    status: RemoteConfigStatuses,
    text: &str,
) -> AgentToServer {
    let remote_config_status = Some(RemoteConfigStatus {
        last_remote_config_hash: hash,
        status: status.into(),
        error_message: text.to_owned(),
    });
    AgentToServer { remote_config_status, ..heartbeat(uid, number) }
}

#[tokio::test]
async fn a_config_that_is_refused_right_after_one_that_was_accepted_is_seen_as_failed_at_once() {
    let server = Standalone::start().await.unwrap();
    let uid = fresh_uid().unwrap();
    let text = uid.to_string();
    let get = ["agents", "get", &text];
    let mut wire = Wire::websocket(&server).await.unwrap();
    wire.ask(&first(uid)).await.unwrap();

    server.push("base", "good: true\n").await.unwrap();
    let hash = offered(&mut wire).await;
    wire.ask(&reports((uid, 2), hash, RemoteConfigStatuses::Applied, "")).await.unwrap();
    let agent = server.json(&get).await.unwrap();
    assert_eq!(agent["remoteConfigStatus"]["status"], "RemoteConfigStatuses_APPLIED", "{agent:#}");

    server.push("base", "good: false\n").await.unwrap();
    let hash = offered(&mut wire).await;
    let refusal = reports((uid, 3), hash, RemoteConfigStatuses::Failed, "not good");
    wire.ask(&refusal).await.unwrap();
    let agent = server.json(&get).await.unwrap();
    assert_eq!(agent["remoteConfigStatus"]["status"], "RemoteConfigStatuses_FAILED", "{agent:#}");
    assert_eq!(agent["remoteConfigStatus"]["errorMessage"], "not good");
    assert_eq!(agent["presenceStale"], serde_json::Value::Null, "the owner itself says so");
    assert_eq!(server.log(), "");
}
