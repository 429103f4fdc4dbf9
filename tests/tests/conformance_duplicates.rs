//! PROTOCOL.md, rows U6 and U7: two connections with one uid.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::time::Duration;

use fleet::AgentId;
use proto::opamp::v1::{AgentDisconnect, AgentToServer, ServerToAgent};
use tests::wire::{Frame, first, fresh_uid, heartbeat, opcode};
use tests::{Standalone, Wire, until};
use tokio::time::{Instant, sleep};

/// Until a socket that does not answer a ping counts as dead.
const DEAD_AFTER: Duration = Duration::from_secs(2);

async fn server(pong_deadline: Duration) -> Standalone {
    let seconds = pong_deadline.as_secs().to_string();
    let settings = [("DROVER_GATEWAY__LIMITS__PONG_DEADLINE_S", seconds.as_str())];
    Standalone::start_with(&settings).await.unwrap()
}

/// Asks on one connection while the agent on another one lives: it answers pings, and hears nothing else.
async fn beside(living: &mut Wire, asked: impl Future<Output = ServerToAgent>) -> ServerToAgent {
    tokio::select! {
        reply = asked => reply,
        frame = living.data() => panic!("the incumbent was told {frame:?}"),
    }
}

/// What a duplicate is told: nothing but to take another uid.
fn rekeyed(reply: &ServerToAgent, old: AgentId) -> AgentId {
    assert_eq!(reply.instance_uid, old.to_bytes(), "{reply:?}");
    assert_eq!((reply.flags, &reply.error_response, &reply.remote_config), (0, &None, &None));
    let identification = reply.agent_identification.as_ref().unwrap();
    let new = AgentId::try_from(&identification.new_instance_uid[..]).unwrap();
    assert_ne!(new, old);
    assert_eq!(new.as_bytes()[6] >> 4, 7, "a UUID of version 7");
    new
}

#[tokio::test]
async fn u6_of_two_living_agents_with_one_uid_the_newcomer_takes_another() {
    let server = server(Duration::from_secs(10)).await;
    let api = server.control().unwrap();
    let uid = fresh_uid().unwrap();
    let mut incumbent = Wire::websocket(&server).await.unwrap();
    incumbent.ask(&first(uid)).await.unwrap();

    // A clone that says it is on another host.
    let mut newcomer = Wire::websocket(&server).await.unwrap();
    let mut clone = first(uid);
    let description = clone.agent_description.as_mut().unwrap();
    description.non_identifying_attributes.reverse();
    let reply = beside(&mut incumbent, async { newcomer.ask(&clone).await.unwrap() }).await;
    let new = rekeyed(&reply, uid);
    // Said under the old uid before it took the new one: the same answer, and nobody's state.
    let again = beside(&mut incumbent, async { newcomer.ask(&heartbeat(uid, 2)).await.unwrap() });
    assert_eq!(rekeyed(&again.await, uid), new);
    let reply = newcomer.ask(&AgentToServer { sequence_num: 3, ..first(new) }).await.unwrap();
    assert_eq!((reply.agent_identification, reply.flags), (None, 0));

    let reply = incumbent.ask(&heartbeat(uid, 2)).await.unwrap();
    assert_eq!(
        (reply.agent_identification, reply.flags),
        (None, 0),
        "the incumbent is undisturbed"
    );
    let (old, new) = (api.full(uid).await.unwrap(), api.full(new).await.unwrap());
    assert!(old.connected && new.connected);
    assert_eq!(old.agent_description, first(uid).agent_description, "the clone changed nothing");
    assert_eq!((old.sequence_num, new.sequence_num), (2, 3));
    newcomer.send(&Frame::close(1000, "")).await.unwrap();
    newcomer.closed().await.unwrap();
    let reply = incumbent.ask(&heartbeat(uid, 3)).await.unwrap();
    assert_eq!((reply.agent_identification, reply.flags), (None, 0));
    assert!(api.full(uid).await.unwrap().connected, "the clone's end is not the agent's");
}

#[tokio::test]
async fn u6_a_reconnect_beside_its_own_dead_socket_takes_over() {
    let server = server(DEAD_AFTER).await;
    let api = server.control().unwrap();
    let uid = fresh_uid().unwrap();
    let mut dead = Wire::websocket(&server).await.unwrap();
    dead.ask(&first(uid)).await.unwrap();
    // Nobody reads the old socket any more; no FIN, no RST, no pong.
    let mut back = Wire::websocket(&server).await.unwrap();
    let begun = Instant::now();
    let reply = back.ask(&heartbeat(uid, 2)).await.unwrap();
    assert!(begun.elapsed() + Duration::from_millis(100) > DEAD_AFTER, "it was given its time");
    assert_eq!((reply.agent_identification, reply.flags), (None, 0), "the same agent goes on");
    assert_ne!(reply.capabilities, 0, "its first reply on this connection");
    let (code, reason) = dead.closed().await.unwrap();
    assert_eq!(code, 1008, "{reason}");
    let shown = api.full(uid).await.unwrap();
    assert!(shown.connected && shown.sequence_num == 2, "{shown:?}");
    let hash = api.push("base", "one: 1\n").await.unwrap();
    assert_eq!(back.recv().await.unwrap().remote_config.unwrap().config_hash, hash);
}

#[tokio::test]
async fn u6_polling_beside_a_living_websocket_is_a_duplicate_too() {
    let server = server(Duration::from_secs(10)).await;
    let api = server.control().unwrap();
    let uid = fresh_uid().unwrap();
    let mut incumbent = Wire::websocket(&server).await.unwrap();
    incumbent.ask(&first(uid)).await.unwrap();
    let mut poller = Wire::connect(&server).await.unwrap();
    let polled = beside(&mut incumbent, async { poller.post(&first(uid)).await.unwrap().1 }).await;
    let new = rekeyed(&polled, uid);
    let (_, reply) = poller.post(&AgentToServer { sequence_num: 2, ..first(new) }).await.unwrap();
    assert_eq!((reply.agent_identification, reply.flags), (None, 0));
    let reply = incumbent.ask(&heartbeat(uid, 2)).await.unwrap();
    assert_eq!((reply.agent_identification, reply.flags), (None, 0));
    assert!(api.full(uid).await.unwrap().connected && api.full(new).await.unwrap().connected);

    // An agent that polls may become one on a WebSocket: no connection of it is left that could be asked.
    let uid = fresh_uid().unwrap();
    poller.post(&first(uid)).await.unwrap();
    let mut socket = Wire::websocket(&server).await.unwrap();
    let reply = socket.ask(&heartbeat(uid, 2)).await.unwrap();
    assert_eq!((reply.agent_identification, reply.flags), (None, 0));
    let polled = beside(&mut socket, async { poller.post(&heartbeat(uid, 3)).await.unwrap().1 });
    rekeyed(&polled.await, uid);
}

#[tokio::test]
async fn u6_of_two_that_poll_with_one_uid_the_newcomer_takes_another() {
    let server = server(Duration::from_secs(10)).await;
    let api = server.control().unwrap();
    // The clone counts from elsewhere, just behind, or alike.
    for ahead in [100, 1, 0] {
        let uid = fresh_uid().unwrap();
        let mut incumbent = Wire::connect(&server).await.unwrap();
        let mut newcomer = Wire::connect(&server).await.unwrap();
        let said = async |poller: &mut Wire, number: u64| {
            let message = AgentToServer { sequence_num: number, ..first(uid) };
            poller.post(&message).await.unwrap().1
        };
        let mut new = None;
        for number in 1..=4 {
            let reply = said(&mut incumbent, number + ahead).await;
            assert_eq!(reply.agent_identification, None, "{ahead} ahead: {number} of the first");
            let reply = said(&mut newcomer, number).await;
            new = reply.agent_identification.is_some().then(|| rekeyed(&reply, uid));
        }
        let new = new.unwrap();
        let (_, reply) =
            newcomer.post(&AgentToServer { sequence_num: 5, ..first(new) }).await.unwrap();
        assert_eq!(reply.agent_identification, None);
        let reply = said(&mut incumbent, 5 + ahead).await;
        assert_eq!((reply.agent_identification, reply.error_response), (None, None));
        assert_eq!(api.full(uid).await.unwrap().sequence_num, 5 + ahead);
        assert_eq!(api.full(new).await.unwrap().sequence_num, 5);
    }

    // Nobody is taken for two: each message is said twice, on a connection of its own, as after a lost answer.
    let uid = fresh_uid().unwrap();
    for number in 1..=6 {
        for _ in 0..2 {
            let mut poller = Wire::connect(&server).await.unwrap();
            let message = AgentToServer { sequence_num: number, ..first(uid) };
            let reply = poller.post(&message).await.unwrap().1;
            assert_eq!((reply.agent_identification, reply.flags), (None, 0), "{number}");
        }
    }
}

#[tokio::test]
async fn u7_the_late_end_of_an_old_connection_does_not_end_the_new_one() {
    let server = server(DEAD_AFTER).await;
    let api = server.control().unwrap();
    let uid = fresh_uid().unwrap();
    let mut old = Wire::websocket(&server).await.unwrap();
    old.ask(&first(uid)).await.unwrap();
    let mut new = Wire::websocket(&server).await.unwrap();
    new.ask(&heartbeat(uid, 2)).await.unwrap();
    // Only now the old one is told to close, and closes.
    old.closed().await.unwrap();
    let reply = new.ask(&heartbeat(uid, 3)).await.unwrap();
    assert_eq!((reply.agent_identification, reply.flags), (None, 0));
    let hash = api.push("base", "one: 1\n").await.unwrap();
    assert_eq!(new.recv().await.unwrap().remote_config.unwrap().config_hash, hash);
    assert!(api.full(uid).await.unwrap().connected);

    new.send(&Frame::close(1000, "")).await.unwrap();
    new.closed().await.unwrap();
    let gone = async || !api.full(uid).await.unwrap().connected;
    until("its own end is its end", Duration::from_secs(10), gone).await.unwrap();

    // It says farewell, is back on another connection, and only then closes the first.
    let uid = fresh_uid().unwrap();
    let mut old = Wire::websocket(&server).await.unwrap();
    old.ask(&first(uid)).await.unwrap();
    let agent_disconnect = Some(AgentDisconnect {});
    old.ask(&AgentToServer { agent_disconnect, ..heartbeat(uid, 2) }).await.unwrap();
    let mut new = Wire::websocket(&server).await.unwrap();
    let reply = new.ask(&heartbeat(uid, 3)).await.unwrap();
    assert_eq!((reply.agent_identification, reply.flags), (None, 0), "nobody is asked to leave");
    old.send(&Frame::close(1000, "")).await.unwrap();
    old.closed().await.unwrap();
    for number in 4..14 {
        assert_eq!(new.ask(&heartbeat(uid, number)).await.unwrap().flags, 0);
        assert!(api.full(uid).await.unwrap().connected, "after {number}");
        sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn u7_a_newcomer_takes_over_as_soon_as_the_old_connection_ends() {
    let server = server(Duration::from_secs(15)).await;
    let uid = fresh_uid().unwrap();
    let mut old = Wire::websocket(&server).await.unwrap();
    old.ask(&first(uid)).await.unwrap();
    let mut new = Wire::websocket(&server).await.unwrap();
    new.send_message(&heartbeat(uid, 2)).await.unwrap();
    // The ping: the newcomer has been heard, and nothing is ruled yet.
    assert_eq!(old.frame().await.unwrap().opcode, opcode::PING);
    let begun = Instant::now();
    drop(old);
    let reply = new.recv().await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(8), "it waited {:?}", begun.elapsed());
    assert_eq!((reply.agent_identification, reply.flags), (None, 0));
    assert_ne!(reply.capabilities, 0);
}
