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
    assert_eq!(node.say(GATE, 1, 2, bare(2)), [reattach(GATE, 1)], "a message from before");
}

/// Otherwise nobody would answer it, and its gateway would stop reading.
#[test]
fn a_forgotten_agents_sockets_are_closed_and_what_it_says_all_the_same_is_not_left_unanswered() {
    let mut node = Node::connected();
    node.attach(OTHER, attach(2));
    let effects = node.shards.forget(claim(1), AGENT, START);
    assert_eq!(closes(&effects), [(GATE, 1, 1000), (OTHER, 2, 1000)]);
    assert_eq!(node.say(GATE, 1, 2, bare(2)), [reattach(GATE, 1)]);
    node.attach(GATE, attach(1));
    assert_eq!(answered(&node.say(GATE, 1, 2, bare(2))), [(GATE, 1, 2)], "as somebody new");
}

#[test]
fn who_never_said_anything_that_makes_sense_is_forgotten_when_it_leaves() {
    let mut node = Node::ready();
    node.attach(GATE, attach(1));
    let mut rubbish = says(1, 1, &bare(1));
    rubbish.data = Bytes::from_static(&[0xff; 9]);
    assert_eq!(answered(&node.frame(GATE, ToNode::Message(rubbish))), [(GATE, 1, 1)]);
    let effects = node.frame(GATE, ToNode::Detach(key(1), claim(1)));
    assert!(effects.contains(&Effect::Gone(claim(1), AGENT)), "{effects:?}");
    assert!(node.shards.presence(claim(1), AGENT).is_none());
    assert_eq!(node.shards.deadline(), Moment::NEVER, "no timer is left");
}

#[test]
fn a_forgotten_agent_that_is_to_take_another_uid_goes_on_being_told_so() {
    let mut node = Node::connected();
    let new = AgentId::new([21; 16]);
    let (old, new) = ((claim(1).shard, AGENT), (claim(1).shard, new));
    node.shards.rename(Rename { old, new, stored: StoredAgent::default() }, START);
    assert_eq!(closes(&node.shards.forget(claim(1), AGENT, START)), []);
    let effects = node.say(GATE, 1, 2, bare(2));
    assert_eq!(answered(&effects), [(GATE, 1, 2)]);
    let renamed = |effects: &[Effect]| told(effects)[0].3.agent_identification.is_some();
    assert!(renamed(&effects));
    node.shards.set_voice(START);
    let effects = node.say(GATE, 1, 3, bare(3));
    assert_eq!((answered(&effects), renamed(&effects)), (vec![(GATE, 1, 3)], false), "no voice");
}

#[test]
fn what_is_in_the_answer_to_a_pollers_farewell_counts_as_what_it_had() {
    let mut node = Node::ready();
    node.poll(1, full(1));
    node.desire("a");
    assert!(told(&node.poll(2, farewell(2)))[0].3.remote_config.is_some());
    assert!(told(&node.poll(3, bare(3)))[0].3.remote_config.is_none(), "outstanding");
}
