//! What `drover` says about an agent that polls: it hears of nothing before its next poll.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use proto::opamp::v1::{AgentCapabilities, AgentToServer};
use tests::wire::{first, fresh_uid};
use tests::{SOON, Standalone, Wire, until};

#[tokio::test]
async fn a_restart_that_waited_less_than_a_poll_says_what_to_wait_for() {
    let server = Standalone::start().await.unwrap();
    let api = server.control().unwrap();
    let (nobody, poller) = (fresh_uid().unwrap(), fresh_uid().unwrap());
    let hello = first(poller);
    let capabilities = hello.capabilities | AgentCapabilities::AcceptsRestartCommand as u64;
    let mut poll = Wire::connect(&server).await.unwrap();
    poll.post(&AgentToServer { capabilities, ..hello }).await.unwrap();
    let known = async || api.agent(poller).await.is_ok_and(|agent| agent.revision > 0);
    until("the agent is stored", SOON, known).await.unwrap();
    let said = server.run(&["command", "restart", &poller.to_string(), "--wait=1"]).await.unwrap();
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.text().contains("expired") && said.errors.contains("safe to repeat"), "{said:?}");
    assert!(said.errors.contains("polls over HTTP") && said.errors.contains("--wait"), "{said:?}");
    // Who is not there at all is not told to wait longer.
    let said = server.run(&["command", "restart", &nobody.to_string(), "--wait=1"]).await.unwrap();
    assert!(said.code == 1 && !said.errors.contains("--wait"), "{said:?}");
}
