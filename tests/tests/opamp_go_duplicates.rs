//! opamp-go's client as a cloned machine: two of it that begin with one uid.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::time::Duration;

use serde_json::Value;
use tests::Standalone;

const UID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

fn is_named(name: &str) -> impl Fn(&Value) -> bool {
    move |agent| {
        let attributes = agent["agentDescription"]["identifyingAttributes"].as_array();
        attributes.into_iter().flatten().any(|attribute| {
            attribute["key"] == "service.name" && attribute["value"]["stringValue"] == name
        })
    }
}

#[tokio::test]
async fn of_two_clones_that_poll_the_second_takes_another_uid_and_both_are_what_they_are() {
    let server = Standalone::start().await.unwrap();
    let uid = format!("--uid={UID}");
    let (_first, _) = server.agent("https", &[&uid, "--service-name=first"]).await.unwrap();
    let clone = server.agent("https", &[&uid, "--service-name=clone"]).await;
    let mut clone = clone.unwrap().0;
    let told = clone.event("agent_identification", Duration::from_secs(30)).await.unwrap();
    let new = told["uid"].as_str().unwrap();
    server.shows(new, "the clone is an agent of its own", is_named("clone")).await.unwrap();
    // What was mixed is asked for again, a minute after it was last asked for at the latest.
    let within = Duration::from_secs(90);
    server.shows_within(UID, "the first is itself", within, is_named("first")).await.unwrap();
    let listed = server.json(&["agents", "list"]).await.unwrap();
    assert_eq!(listed["agents"].as_array().unwrap().len(), 2, "{listed}");
}
