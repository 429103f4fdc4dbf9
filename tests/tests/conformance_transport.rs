//! PROTOCOL.md, rows T: what OpAMP over WebSocket must do, byte by byte, against the real binary.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use tests::wire::{first, fresh_uid, heartbeat};
use tests::{Standalone, Wire};

#[tokio::test]
async fn t1_websocket_and_plain_http_share_one_url() {
    let server = Standalone::start().await.unwrap();
    let uid = fresh_uid().unwrap();
    let mut socket = Wire::websocket(&server).await.unwrap();
    let reply = socket.ask(&first(uid)).await.unwrap();
    assert_eq!(reply.instance_uid, uid.to_bytes());
    assert_eq!(reply.error_response, None);
    let reply = socket.ask(&heartbeat(uid, 2)).await.unwrap();
    assert_eq!((reply.instance_uid, reply.flags), (uid.to_bytes(), 0));
    let other = fresh_uid().unwrap();
    let mut poller = Wire::connect(&server).await.unwrap();
    let (response, reply) = poller.post(&first(other)).await.unwrap();
    assert_eq!((response.status, reply.instance_uid), (200, other.to_bytes()));
}
