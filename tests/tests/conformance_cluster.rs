//! PROTOCOL.md, rows U6, Q5, E2, K4, S4 as far as they need more than one process: a cluster on a real etcd.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::cell::Cell;
use std::time::Duration;

use fleet::{AgentId, Role};
use proto::opamp::v1::server_error_response::Details;
use proto::opamp::v1::{
    AgentToServer, AgentToServerFlags, ComponentHealth, ServerErrorResponse,
    ServerErrorResponseType, ServerToAgent, ServerToAgentFlags,
};
use tests::api::Api;
use tests::csr::{asks, csr, new_key, why};
use tests::wire::{first, fresh_uid, heartbeat, http};
use tests::{Cluster, SOON, Wire, until};
use tokio::time::{Instant, sleep, timeout};

const FULL_STATE: u64 = ServerToAgentFlags::ReportFullState as u64;
const ONE_OF_EACH: [(&str, &[Role]); 3] =
    [("g1", &[Role::Gateway]), ("n1", &[Role::Node]), ("c1", &[Role::ControlApi])];

async fn connect(cluster: &mut Cluster, gateway: &str) -> Wire {
    let port = cluster.member(gateway).unwrap().gateway_port();
    Wire::dial(port, &cluster.ca_pem, &[]).await.unwrap()
}

async fn websocket(cluster: &mut Cluster, gateway: &str) -> Wire {
    let mut wire = connect(cluster, gateway).await;
    wire.upgrade().await.unwrap();
    wire
}

/// Waits for an answer for as long as a takeover may last.
async fn answer(wire: &mut Wire) -> ServerToAgent {
    let deadline = Instant::now() + SOON;
    loop {
        match wire.recv().await {
            Ok(reply) => return reply,
            Err(why) => assert!(Instant::now() < deadline, "{why:#}"),
        }
    }
}

/// Reads the answer and then goes on living until the other one has had its answer, too.
async fn beside(wire: &mut Wire, unanswered: &Cell<u8>) -> ServerToAgent {
    let reply = answer(wire).await;
    unanswered.set(unanswered.get() - 1);
    while unanswered.get() > 0 {
        let heard = timeout(Duration::from_millis(20), wire.data()).await;
        assert!(heard.is_err(), "{heard:?}");
    }
    reply
}

/// What is stored need not be asked for by the next owner.
async fn stored(api: &Api, uid: AgentId) {
    let stored = async || api.full(uid).await.is_ok_and(|agent| agent.revision > 0);
    until("its report is stored", SOON, stored).await.unwrap();
}

fn new_uid(reply: &ServerToAgent) -> Option<AgentId> {
    let identification = reply.agent_identification.as_ref()?;
    Some(AgentId::try_from(&identification.new_instance_uid[..]).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn u6_one_uid_at_two_gateways_is_settled_by_the_owner_of_its_shard() {
    let mut cluster = Cluster::start(&[
        ("g1", &[Role::Gateway]),
        ("g2", &[Role::Gateway]),
        ("n1", &[Role::Node]),
        ("n2", &[Role::Node]),
        ("c1", &[Role::ControlApi]),
    ])
    .await
    .unwrap();
    let api = cluster.api("c1").unwrap();
    // At the same time, at two gateways: one of them keeps the uid.
    for _ in 0..4 {
        let uid = fresh_uid().unwrap();
        let mut sockets =
            [websocket(&mut cluster, "g1").await, websocket(&mut cluster, "g2").await];
        let [one, two] = &mut sockets;
        let (a, b) = (first(uid), first(uid));
        let (a, b) = tokio::join!(one.send_message(&a), two.send_message(&b));
        a.and(b).unwrap();
        let unanswered = Cell::new(2);
        let (a, b) = tokio::join!(beside(one, &unanswered), beside(two, &unanswered));
        let told = [new_uid(&a), new_uid(&b)];
        assert_eq!(told.iter().flatten().count(), 1, "one of the two is rekeyed: {a:?} {b:?}");
        assert!(!told.contains(&Some(uid)));
    }

    // The owner dies, and a second one with the uid comes before there is another owner.
    let uid = fresh_uid().unwrap();
    let mut incumbent = websocket(&mut cluster, "g1").await;
    incumbent.ask(&first(uid)).await.unwrap();
    stored(&api, uid).await;
    let address = api.owner(uid).await.unwrap().address;
    let owner = cluster.node_at(&address).unwrap();
    let mut newcomer = websocket(&mut cluster, "g2").await;
    cluster.member(&owner).unwrap().kill().await.unwrap();
    // Nothing is ruled before every gateway has shown its sockets to the new owner: until then it may be answered.
    let rekeyed = async {
        let mut number = 0;
        loop {
            number += 1;
            newcomer
                .send_message(&AgentToServer { sequence_num: number, ..first(uid) })
                .await
                .unwrap();
            if let Some(new) = new_uid(&answer(&mut newcomer).await) {
                return new;
            }
            assert!(number < 50, "two living agents with one uid are both served");
            sleep(Duration::from_millis(200)).await;
        }
    };
    let new = tokio::select! {
        new = rekeyed => new,
        frame = incumbent.data() => panic!("the incumbent was told {frame:?}"),
    };
    assert_ne!(new, uid);
    assert_ne!(api.owner(uid).await.unwrap().address, address, "another owner ruled");
    let reply = incumbent.ask(&heartbeat(uid, 2)).await.unwrap();
    assert_eq!(new_uid(&reply), None, "the incumbent goes on");
    assert!(api.full(uid).await.unwrap().connected);
}

#[tokio::test(flavor = "multi_thread")]
async fn q5_without_a_node_http_says_503_and_the_retry_is_no_gap() {
    let mut cluster = Cluster::start(&ONE_OF_EACH).await.unwrap();
    let (here, there) = (fresh_uid().unwrap(), fresh_uid().unwrap());
    let mut socket = websocket(&mut cluster, "g1").await;
    socket.ask(&first(here)).await.unwrap();
    let mut poller = connect(&mut cluster, "g1").await;
    poller.post(&first(there)).await.unwrap();
    let api = cluster.api("c1").unwrap();
    stored(&api, here).await;
    stored(&api, there).await;

    cluster.member("n1").unwrap().kill().await.unwrap();
    socket.send_message(&heartbeat(here, 2)).await.unwrap();
    let request = http::post("", &prost::Message::encode_to_vec(&heartbeat(there, 2)));
    let response = poller.request(&request).await.unwrap();
    assert_eq!(response.status, 503, "never 502 or 504: a client would drop its message");
    let seconds: u64 = response.header("retry-after").unwrap().parse().unwrap();
    assert!((5..60).contains(&seconds), "{seconds}");

    cluster.restart("n1").await.unwrap();
    let mut last = None;
    let served = async || {
        // A gateway that ends the connection with its 503 is asked on another one.
        let Ok(answer) = poller.request(&request).await else {
            poller = connect(&mut cluster, "g1").await;
            return false;
        };
        last = (answer.status == 200).then(|| answer.message().unwrap());
        last.is_some()
    };
    until("polls are answered again", SOON, served).await.unwrap();
    let retried = last.unwrap();
    assert_eq!((retried.flags, retried.error_response), (0, None), "same bytes, no gap");
    let held = answer(&mut socket).await;
    assert_eq!((held.flags, held.error_response), (0, None), "held by the gateway, not refused");
    // A client that dropped its message instead goes on with the number after it.
    let (_, reply) = poller.post(&heartbeat(there, 4)).await.unwrap();
    assert_eq!(reply.flags, FULL_STATE, "what was lost is asked for");
}

/// Asks for a uid until that cannot be given.
async fn voiceless(wire: &mut Wire, uid: AgentId) -> ServerToAgent {
    let flags = AgentToServerFlags::RequestInstanceUid as u64;
    let deadline = Instant::now() + SOON;
    for sequence_num in 2.. {
        let reply = wire.ask(&AgentToServer { flags, sequence_num, ..first(uid) }).await.unwrap();
        if reply.error_response.is_some() {
            return reply;
        }
        assert!(new_uid(&reply).is_some(), "neither done nor refused: {reply:?}");
        assert!(Instant::now() < deadline, "it goes on deciding without a lease");
        sleep(Duration::from_millis(200)).await;
    }
    unreachable!("there is always a next number")
}

#[tokio::test(flavor = "multi_thread")]
async fn e2_what_cannot_be_done_is_unavailable_and_what_is_acked_is_not_lost() {
    let mut cluster = Cluster::start(&ONE_OF_EACH).await.unwrap();
    let api = cluster.api("c1").unwrap();
    let (uid, asker) = (fresh_uid().unwrap(), fresh_uid().unwrap());
    let mut socket = websocket(&mut cluster, "g1").await;
    let reply = socket.ask(&first(uid)).await.unwrap();
    assert_eq!(reply.error_response, None, "what is done is not an error");
    // Its shard is loaded when this is answered; one that is not waits for the store.
    let mut asking = websocket(&mut cluster, "g1").await;
    asking.ask(&first(asker)).await.unwrap();
    api.full(uid).await.unwrap();

    cluster.etcd.process.kill().await.unwrap();
    let refused = voiceless(&mut asking, asker).await;
    let error = refused.error_response.clone().unwrap();
    assert_eq!(error.r#type(), ServerErrorResponseType::Unavailable);
    let ServerErrorResponse { details: Some(Details::RetryInfo(retry)), .. } = error else {
        panic!("no retry_info: {refused:?}")
    };
    assert!(retry.retry_after_nanoseconds >= 1_000_000_000, "{retry:?}");
    let error_response = refused.error_response.clone();
    let alone =
        ServerToAgent { instance_uid: asker.to_bytes(), error_response, ..Default::default() };
    assert_eq!(refused, alone);

    // A report needs no store: it is acked, and must be there when the store is back.
    let health = ComponentHealth { status: "while it was down".to_owned(), ..Default::default() };
    let report = AgentToServer { health: Some(health.clone()), ..heartbeat(uid, 2) };
    let reply = socket.ask(&report).await.unwrap();
    assert_eq!((reply.error_response, reply.flags), (None, 0));
    cluster.etcd.restart().await.unwrap();
    let mut number = 2;
    let deadline = Instant::now() + SOON;
    while api.full(uid).await.ok().and_then(|agent| agent.health) != Some(health.clone()) {
        assert!(Instant::now() < deadline, "an acked report is gone");
        // The next owner has no record of it, and asks: that is the other way not to lose it.
        if let Ok(heard) = timeout(Duration::from_millis(200), socket.recv()).await {
            assert_eq!(heard.unwrap().flags, FULL_STATE);
            number += 1;
            let full = AgentToServer { health: Some(health.clone()), ..first(uid) };
            socket.ask(&AgentToServer { sequence_num: number, ..full }).await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn s4_a_node_works_without_any_authoritys_key() {
    let mut cluster = Cluster::start(&ONE_OF_EACH).await.unwrap();
    let folder = cluster.folder().unwrap();
    // What signs certificates leaves the machine.
    let internal = std::fs::read_dir(folder.join("internal")).unwrap();
    let names: Vec<_> = internal.map(|file| file.unwrap().file_name()).collect();
    assert!(!names.iter().any(|name| name == "ca.key"), "processes were given {names:?}");
    std::fs::remove_dir_all(folder.join("internal-ca")).unwrap();
    for served in ["agents", "api"] {
        std::fs::remove_file(folder.join(served).join("ca.key")).unwrap();
    }
    for name in ["n1", "g1"] {
        cluster.member(name).unwrap().terminate().await.unwrap();
        cluster.restart(name).await.unwrap();
    }
    let uid = fresh_uid().unwrap();
    let mut socket = websocket(&mut cluster, "g1").await;
    socket.send_message(&first(uid)).await.unwrap();
    assert_eq!(answer(&mut socket).await.instance_uid, uid.to_bytes());
    let made = std::fs::read_dir(folder.join("n1")).into_iter().flatten().flatten();
    let keys: Vec<_> = made.map(|file| file.path()).filter(|p| p.ends_with("ca.key")).collect();
    assert!(keys.is_empty(), "the node made {keys:?}");
}

#[tokio::test]
async fn k4_a_request_that_nobody_can_grant_is_bad_request() {
    // No control API of this cluster has a CA for agents.
    let mut cluster = Cluster::start(&ONE_OF_EACH).await.unwrap();
    let uid = fresh_uid().unwrap();
    let asked = csr(&new_key(), |_| ());
    let mut socket = websocket(&mut cluster, "g1").await;
    socket.send_message(&asks(first(uid), &asked)).await.unwrap();
    answer(&mut socket).await;
    let mut number = 1;
    let told = async || {
        number += 1;
        let reply = socket.ask(&asks(heartbeat(uid, number), &asked)).await.unwrap();
        why(&reply).is_some_and(|text| text.contains("issues no certificates"))
    };
    until("the agent hears of it", SOON, told).await.unwrap();
}
