//! PROTOCOL.md, rows D1 to D3: AgentDisconnect, and connections that end.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::time::Duration;

use proto::opamp::v1::{AgentDisconnect, AgentToServer, ComponentHealth};
use tests::wire::{first, fresh_uid, heartbeat};
use tests::{Standalone, Wire, until};
use tokio::time::{Instant, sleep};

fn farewell(message: AgentToServer) -> AgentToServer {
    AgentToServer { agent_disconnect: Some(AgentDisconnect {}), ..message }
}

fn unwell(message: AgentToServer) -> AgentToServer {
    let health = ComponentHealth { last_error: "stopping".to_owned(), ..Default::default() };
    AgentToServer { health: Some(health), ..message }
}

#[tokio::test]
async fn d1_a_farewell_ends_one_agent_and_the_end_of_the_socket_all_of_them() {
    let server = Standalone::start().await.unwrap();
    let api = server.control().unwrap();
    let agents = [(); 3].map(|()| fresh_uid().unwrap());
    let mut socket = Wire::websocket(&server).await.unwrap();
    for uid in agents {
        socket.ask(&first(uid)).await.unwrap();
    }
    let [one, two, three] = agents;
    let online = async || {
        let mut online = Vec::new();
        for uid in agents {
            online.push(api.full(uid).await.unwrap().connected);
        }
        online
    };
    assert_eq!(
        socket.ask(&farewell(heartbeat(one, 2))).await.unwrap().instance_uid,
        one.to_bytes()
    );
    assert_eq!(online().await, [false, true, true], "at once, and nobody else");

    api.push("base", "one: 1\n").await.unwrap();
    let mut pushed = [socket.recv().await.unwrap(), socket.recv().await.unwrap()];
    pushed.sort_by(|a, b| a.instance_uid.cmp(&b.instance_uid));
    let mut wanted = [two.to_bytes(), three.to_bytes()];
    wanted.sort();
    assert_eq!(pushed.each_ref().map(|p| p.instance_uid.clone()), wanted);
    let reply = socket.ask(&heartbeat(two, 2)).await.unwrap();
    assert_eq!(reply.instance_uid, two.to_bytes(), "nothing was pushed to who has left");

    socket.shutdown().await.unwrap();
    socket.ended().await.unwrap();
    let all_gone = async || online().await == [false, false, false];
    until("all of the socket are gone", Duration::from_secs(10), all_gone).await.unwrap();
}

#[tokio::test]
async fn d2_a_poller_that_says_farewell_is_gone_at_once_and_others_in_time() {
    // Three of its polls are soon missed.
    let settings = [("DROVER_NODE__POLL_INTERVAL_S", "1")];
    let server = Standalone::start_with(&settings).await.unwrap();
    let api = server.control().unwrap();
    let (polite, rude) = (fresh_uid().unwrap(), fresh_uid().unwrap());
    let mut poller = Wire::connect(&server).await.unwrap();
    poller.post(&first(polite)).await.unwrap();
    poller.post(&first(rude)).await.unwrap();
    let (response, reply) = poller.post(&farewell(heartbeat(polite, 2))).await.unwrap();
    assert_eq!((response.status, reply.instance_uid), (200, polite.to_bytes()));
    assert!(!api.full(polite).await.unwrap().connected, "at once");
    let gone = async || !api.full(rude).await.unwrap().connected;
    until("the silent one is gone", Duration::from_secs(15), gone).await.unwrap();
    for uid in [polite, rude] {
        poller.post(&heartbeat(uid, 3)).await.unwrap();
        assert!(api.full(uid).await.unwrap().connected, "back with its next poll");
    }
}

#[tokio::test]
async fn d3_a_farewell_is_a_message_like_any_other() {
    let server = Standalone::start().await.unwrap();
    let api = server.control().unwrap();
    // What is pushed to this one is known to the node.
    let mut witness = Wire::websocket(&server).await.unwrap();
    witness.send_message(&first(fresh_uid().unwrap())).await.unwrap();
    for transport in ["WebSocket", "HTTP"] {
        let mut wire = Wire::connect(&server).await.unwrap();
        if transport == "WebSocket" {
            wire.upgrade().await.unwrap();
        }
        let mut ask = async |message: &AgentToServer| match transport {
            "HTTP" => wire.post(message).await.unwrap().1,
            _ => wire.ask(message).await.unwrap(),
        };
        // The very first message of an agent nobody knows.
        let uid = fresh_uid().unwrap();
        let reply = ask(&farewell(first(uid))).await;
        assert_eq!(
            (reply.instance_uid, reply.error_response),
            (uid.to_bytes(), None),
            "{transport}"
        );
        let shown = api.full(uid).await.unwrap();
        assert!(!shown.connected, "{transport}");
        assert_eq!(shown.agent_description, first(uid).agent_description, "{transport}");
        // It changed its mind; what it says counts, and its number was counted.
        let reply = ask(&heartbeat(uid, 2)).await;
        assert_eq!(reply.flags, 0, "{transport}");
        assert!(api.full(uid).await.unwrap().connected, "{transport}: attached again");
        // Last words.
        let last = farewell(unwell(heartbeat(uid, 3)));
        assert_eq!(ask(&last).await.flags, 0, "{transport}");
        let shown = api.full(uid).await.unwrap();
        assert_eq!((shown.connected, shown.health), (false, last.health), "{transport}");
        let hash = api.push("base", &format!("for: {transport}\n")).await.unwrap();
        while witness.recv().await.unwrap().remote_config.is_none_or(|c| c.config_hash != hash) {}
        let mut offered = None;
        let deadline = Instant::now() + Duration::from_secs(20);
        while offered.is_none() && Instant::now() < deadline {
            // The agents of a node are in two hands, and one may hear of a config a moment before the other.
            offered = ask(&heartbeat(uid, 4)).await.remote_config;
            sleep(Duration::from_millis(20)).await;
        }
        let offered = offered.map(|config| config.config_hash);
        assert_eq!(offered, Some(hash), "{transport}: what it missed comes with an answer");
    }
    // Gone before the answer can be written: what it said counts, and nobody calls that an incident.
    let uid = fresh_uid().unwrap();
    let mut socket = Wire::websocket(&server).await.unwrap();
    socket.ask(&first(uid)).await.unwrap();
    let last = farewell(unwell(heartbeat(uid, 2)));
    socket.send_message(&last).await.unwrap();
    drop(socket);
    let heard = async || api.full(uid).await.unwrap().health == last.health;
    until("the last words are heard", Duration::from_secs(10), heard).await.unwrap();
    assert!(!api.full(uid).await.unwrap().connected);
    let log = server.log();
    assert!(!log.contains(" WARN ") && !log.contains(" ERROR "), "{log}");
}
