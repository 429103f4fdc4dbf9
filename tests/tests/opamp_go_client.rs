//! opamp-go's own client (tests/interop) and everything of the protocol it can be made to do.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use tests::Standalone;

#[tokio::test]
async fn what_an_agent_reports_is_seen_although_it_says_nothing_more() {
    let server = Standalone::start().await.unwrap();
    let (_agent, uid) = server.agent("wss", &["--heartbeat=0s"]).await.unwrap();
    let shown = |agent: &serde_json::Value| !agent["agentDescription"].is_null();
    server.shows(&uid, "its description is shown", shown).await.unwrap();
}
