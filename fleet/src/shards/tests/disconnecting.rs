use proto::opamp::v1::AgentDisconnect;

use super::*;

fn farewell(sequence_num: u64) -> AgentToServer {
    AgentToServer { agent_disconnect: Some(AgentDisconnect::default()), ..bare(sequence_num) }
}

#[test]
fn a_farewell_is_the_end_until_the_agent_speaks_again() {
    let mut node = Node::connected();
    let effects = node.say(GATE, 1, 2, farewell(2));
    assert_eq!(answered(&effects), [(GATE, 1, 2)]);
    assert!(effects.contains(&Effect::Presence(claim(1), AGENT)) && !node.online());
    assert_eq!(told(&node.desire("a")), [], "nothing is pushed to it");
    let refused = Outcome::Refused(Refusal::NotConnected);
    assert_eq!(outcomes(&node.order(1, Instruction::Restart)), [(1, refused)]);

    let effects = node.say(GATE, 1, 3, bare(3));
    assert!(effects.contains(&Effect::Presence(claim(1), AGENT)) && node.online());
    assert!(told(&effects)[0].3.remote_config.is_some());
}

#[test]
fn a_farewell_outlives_a_broken_link() {
    let mut node = Node::connected();
    node.say(GATE, 1, 2, farewell(2));
    node.shards.on_link_lost(GATE);
    node.shards.on_link_up(GATE);
    node.attach(GATE, Attach { replays: 0, ..attach(1) });
    assert!(!node.online());
    node.say(GATE, 1, 3, bare(3));
    assert!(node.online());
}

#[test]
fn after_a_farewell_another_socket_is_no_duplicate() {
    let mut node = Node::connected();
    node.say(GATE, 1, 2, farewell(2));
    let effects = node.attach(OTHER, attach(1));
    assert!(probes(&effects).is_empty() && since_in(&effects).is_some() && node.online());
}

#[test]
fn a_poll_may_be_a_farewell() {
    let mut node = Node::ready();
    node.poll(1, full(1));
    assert!(node.online());
    node.poll(2, farewell(2));
    assert!(!node.online());
    node.poll(3, bare(3));
    assert!(node.online());
}

#[test]
fn a_closed_socket_ends_its_session() {
    let mut node = Node::connected();
    let effects = node.frame(GATE, ToNode::Detach(key(1), claim(1)));
    assert_eq!(effects, [Effect::Presence(claim(1), AGENT)]);
    assert!(!node.online());
    assert_eq!(node.say(GATE, 1, 2, bare(2)), [], "a message from before");
}
