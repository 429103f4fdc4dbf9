use super::*;

/// The agent is on socket 1 of GATE; socket 2 of OTHER claims it too and has said something.
fn contested() -> Node {
    let mut node = Node::connected();
    let effects = node.attach(OTHER, attach(2));
    assert_eq!(probes(&effects), [(GATE, 1)]);
    assert_eq!(node.say(OTHER, 2, 1, full(5)), []);
    node
}

fn result(node: &mut Node, alive: bool) -> Vec<Effect> {
    node.frame(GATE, ToNode::ProbeResult(key(1), claim(1), alive))
}

/// The one new uid among effects, and the number of the message it answers.
fn identified(effects: &[Effect]) -> (u64, Bytes) {
    let mut told = told(effects);
    assert_eq!(told.len(), 1);
    let (_, _, answers, message) = told.remove(0);
    assert_eq!(message.instance_uid, AGENT.to_bytes());
    (answers, message.agent_identification.unwrap().new_instance_uid)
}

#[test]
fn beside_a_live_socket_the_newcomer_gets_another_uid_and_the_same_when_asked_again() {
    let mut node = contested();
    let effects = result(&mut node, true);
    let (answers, uid) = identified(&effects);
    assert_eq!(answers, 1);
    assert_eq!((uid[6] >> 4, uid[8] >> 6), (7, 2), "a UUIDv7");
    assert_eq!(identified(&node.at(9_000).say(OTHER, 2, 2, bare(6))), (2, uid.clone()));
    assert_eq!(closes(&effects), []);

    node.attach(OTHER, attach(3));
    node.say(OTHER, 3, 1, full(1));
    let (_, third) = identified(&result(&mut node, true));
    assert_ne!(third, uid, "another socket, another uid");
    let effects = node.say(GATE, 1, 2, bare(2));
    assert_eq!((answered(&effects), asks(&effects)), (vec![(GATE, 1, 2)], 0), "undisturbed");
}

#[test]
fn a_dead_socket_is_taken_over_with_what_the_newcomer_said() {
    for silent in [false, true] {
        let mut node = contested();
        assert_eq!(node.say(OTHER, 2, 2, bare(6)), []);
        let effects = if silent {
            assert_eq!(closes(&node.tick(11_999)), []);
            node.tick(12_000)
        } else {
            result(&mut node, false)
        };
        assert_eq!(closes(&effects), [(GATE, 1, 1008)], "silent: {silent}");
        assert_eq!(answered(&effects), [(OTHER, 2, 1), (OTHER, 2, 2)]);
        assert_eq!(since_in(&effects).map(|since| since.count), Some(2));

        node.frame(GATE, ToNode::Detach(key(1), claim(1)));
        assert!(node.online(), "the old socket's end is not the agent's");
        assert_eq!(node.say(GATE, 1, 2, bare(2)), [reattach(GATE, 1)], "it has no voice");
        assert_eq!(answered(&node.say(OTHER, 2, 3, bare(7))), [(OTHER, 2, 3)]);
    }
}

#[test]
fn when_the_first_socket_closes_the_newcomer_takes_over_at_once() {
    let mut node = contested();
    let effects = node.frame(GATE, ToNode::Detach(key(1), claim(1)));
    assert_eq!((closes(&effects), answered(&effects)), (vec![], vec![(OTHER, 2, 1)]));
    assert_eq!(result(&mut node, true), [], "about a socket that speaks for nobody");
    assert!(node.online());
}

#[test]
fn a_newcomer_that_goes_away_leaves_the_first_alone() {
    let mut node = contested();
    assert_eq!(node.frame(OTHER, ToNode::Detach(key(2), claim(1))), []);
    assert_eq!(result(&mut node, false).len(), 2, "closed, and offline");
    assert!(!node.online());
}

#[test]
fn nobody_is_ruled_a_duplicate_before_ready() {
    let mut node = Node::attaching();
    node.attach(GATE, attach(1));
    node.say(GATE, 1, 1, full(1));
    let effects = node.attach(OTHER, attach(2));
    assert_eq!(frames(&effects), []);
    assert_eq!(result(&mut node, false), [], "a result from before a move that failed");
    node.frame(OTHER, ToNode::Attached(claim(1)));
    let effects = node.frame(GATE, ToNode::Attached(claim(1)));
    assert_eq!(effects[0], Effect::Ready(claim(1)));
    assert_eq!(probes(&effects), [(GATE, 1)]);
}

#[test]
fn before_ready_the_socket_that_an_earlier_owner_attached_is_the_incumbent() {
    let mut node = Node::attaching();
    node.attach(OTHER, attach(2));
    node.say(OTHER, 2, 1, full(1));
    let earlier = Since { epoch: Epoch { generation: 1, revision: Revision(0) }, count: 1 };
    let effects = node.attach(GATE, Attach { since: Some(earlier), ..attach(1) });
    assert_eq!(since_in(&effects), Some(earlier));
    assert_eq!(answered(&node.say(GATE, 1, 1, full(2))), [(GATE, 1, 1)]);
    assert_eq!(node.say(OTHER, 2, 2, bare(3)), [], "it waits for the ruling");
    node.frame(OTHER, ToNode::Attached(claim(1)));
    assert_eq!(probes(&node.frame(GATE, ToNode::Attached(claim(1)))), [(GATE, 1)]);
}

#[test]
fn a_move_ends_every_ruling_and_a_failed_one_begins_it_again() {
    let mut node = contested();
    node.shards.begin_move(&[claim(1)], START);
    assert_eq!(result(&mut node, false), []);
    assert_eq!(closes(&node.tick(13_000)), []);
    assert!(node.shards.deadline() > node.now);
    node.shards.abort_move(&[claim(1)], node.now);
    node.attach(GATE, attach(1));
    node.attach(OTHER, attach(2));
    node.frame(GATE, ToNode::Attached(claim(1)));
    assert_eq!(probes(&node.frame(OTHER, ToNode::Attached(claim(1)))), [(GATE, 1)]);
}

#[test]
fn without_voice_the_newcomer_is_told_later() {
    let mut node = contested();
    node.shards.set_voice(START);
    assert_eq!(told(&result(&mut node, true)), []);
    node.shards.set_voice(Moment::NEVER);
    let effects = node.say(OTHER, 2, 2, bare(6));
    assert_eq!(answered(&effects), [(OTHER, 2, 1), (OTHER, 2, 2)]);
}

#[test]
fn the_fifth_newcomer_is_closed() {
    let mut node = Node::connected();
    for socket in 2..6 {
        assert_eq!(closes(&node.attach(OTHER, attach(socket))), []);
    }
    assert_eq!(closes(&node.attach(OTHER, attach(6))), [(OTHER, 6, 1008)]);
}

#[test]
fn an_agent_that_asks_for_a_uid_gets_the_same_one_on_its_socket() {
    let flags = proto::opamp::v1::AgentToServerFlags::RequestInstanceUid as u64;
    let asks = |socket, times: u64| {
        let mut node = Node::ready();
        node.attach(GATE, attach(socket));
        let mut uids = Vec::new();
        for n in 1..=times {
            let message = AgentToServer { flags, ..full(n) };
            uids.push(identified(&node.at(n * 1_000).say(GATE, socket, n, message)).1);
        }
        uids
    };
    let uids = asks(1, 2);
    assert_eq!(uids[0], uids[1]);
    assert_ne!(asks(2, 1)[0], uids[0]);
}

/// One exchange from this address.
fn poll_from(node: &mut Node, address: &str, socket: u64, message: AgentToServer) -> Vec<Effect> {
    let principal = Principal { certificate: None, peer_address: address.to_owned() };
    let transport = Transport::Http;
    let mut effects = node.attach(GATE, Attach { transport, principal, ..attach(socket) });
    effects.extend(node.say(GATE, socket, 1, message));
    node.write(&effects);
    node.frame(GATE, ToNode::Detach(key(socket), claim(1)));
    effects
}

const FIRST: &str = "10.0.0.1:1111";
const SECOND: &str = "10.0.0.2:2222";

/// Two agents poll under one uid, every 30 s and 10 s apart: the second one's third answer tells it.
fn polled_by_two() -> (Node, u64, Bytes) {
    let mut node = Node::ready();
    let mut last = Vec::new();
    for n in 0..3 {
        node.at(n * 30_000);
        let first = poll_from(&mut node, FIRST, 2 * n + 1, unwell(10 + n, "the first"));
        assert_eq!(answered(&first), [(GATE, 2 * n + 1, 1)]);
        assert_eq!(told(&first)[0].3.agent_identification, None);
        node.at(n * 30_000 + 10_000);
        last = poll_from(&mut node, SECOND, 2 * n + 2, unwell(3 + n, "the second"));
        assert_eq!(answered(&last), [(GATE, 2 * n + 2, 1)]);
        assert_eq!(told(&last)[0].3.agent_identification.is_some(), n == 2, "poll {n}");
    }
    let (_, uid) = identified(&last);
    (node, 70_000, uid)
}

fn presence(node: &Node) -> proto::route::v1::Presence {
    node.shards.presence(claim(1), AGENT).unwrap()
}

#[test]
fn of_two_agents_that_poll_under_one_uid_the_newcomer_gets_another_one() {
    let (mut node, now, uid) = polled_by_two();
    let seen = presence(&node);
    assert_eq!((&*seen.peer_address, seen.connected), (FIRST, true));
    assert_eq!(seen.last_seen_unix_ms, (START + ms(60_000)).0 as i64);
    assert_eq!(seen.connected_since_unix_ms, START.0 as i64, "it has polled since then");

    node.at(now + 1_000);
    let again = poll_from(&mut node, SECOND, 90, unwell(5, "the second"));
    assert_eq!(identified(&again), (1, uid), "the same again, as its answer was lost");
    node.at(now + 20_000);
    let effects = poll_from(&mut node, FIRST, 91, bare(13));
    let (.., answer) = &told(&effects)[0];
    assert_eq!(answer.agent_identification, None, "undisturbed");
    node.at(now + 51_000);
    let effects = poll_from(&mut node, FIRST, 92, unwell(14, "the first"));
    assert_eq!(asks(&effects), 1, "what it had said was mixed with the other's words");
    node.at(now + 53_000);
    identified(&poll_from(&mut node, SECOND, 93, unwell(6, "the second")));
    let health = node.shards.inspect(claim(1), AGENT).unwrap();
    let said = health.parts.iter().any(|part| part.data.windows(10).any(|w| w == b"the second"));
    assert!(!said, "it is not the agent's");
}

#[test]
fn a_polling_duplicate_takes_over_when_the_first_is_gone() {
    let (mut node, now, _) = polled_by_two();
    for n in 0..4 {
        node.tick(now + n * 30_000);
        let effects = poll_from(&mut node, SECOND, 90 + n, unwell(6 + n, "the second"));
        // Together they came every 15 s or so: three of those after the first was last heard.
        assert_eq!(told(&effects)[0].3.agent_identification.is_none(), n >= 2, "poll {n}");
        assert!(node.online(), "the first until it is gone, then the second");
    }
    assert_eq!(presence(&node).peer_address, SECOND);
}

#[test]
fn without_voice_a_polling_duplicate_is_told_to_come_again_later() {
    let (mut node, now, _) = polled_by_two();
    node.shards.set_voice(START);
    node.at(now + 20_000);
    let effects = poll_from(&mut node, SECOND, 90, bare(6));
    assert_eq!(told(&effects)[0].3.agent_identification, None);
    assert!(told(&effects)[0].3.error_response.is_some());
    node.shards.set_voice(Moment::NEVER);
    identified(&poll_from(&mut node, SECOND, 91, bare(7)));
}
