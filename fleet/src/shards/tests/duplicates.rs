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
