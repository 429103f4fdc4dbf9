use super::*;

fn refused(id: u64, why: Refusal) -> Vec<(u64, Outcome)> {
    vec![(id, Outcome::Refused(why))]
}

#[test]
fn an_instruction_goes_out_at_once_and_names_the_gateway_that_wrote_it() {
    let mut node = Node::connected();
    let effects = node.order(1, Instruction::Restart);
    assert!(told(&effects)[0].3.command.is_some());
    let effects = node.frame(GATE, ToNode::Written(key(1), claim(1), 2));
    assert_eq!(effects, [Effect::Answer(InstructionId(1), Some(GATE), Outcome::Written)]);
}

#[test]
fn before_ready_instructions_wait() {
    let mut node = Node::attaching();
    node.attach(GATE, attach(1));
    node.say(GATE, 1, 1, full(1));
    assert_eq!(node.order(1, Instruction::Restart), []);
    node.frame(GATE, ToNode::Attached(claim(1)));
    let effects = node.frame(OTHER, ToNode::Attached(claim(1)));
    assert_eq!(effects[0], Effect::Ready(claim(1)));
    assert!(told(&effects)[0].3.command.is_some());
}

#[test]
fn an_instruction_that_waits_too_long_for_ready_expires() {
    let mut node = Node::new();
    node.shards.own(claim(1));
    assert_eq!(node.order(1, Instruction::Restart), []);
    assert_eq!(node.shards.deadline(), START + ms(5_000));
    assert_eq!(outcomes(&node.tick(4_999)), []);
    assert_eq!(outcomes(&node.tick(5_000)), refused(1, Refusal::Expired));
    assert_eq!(node.shards.deadline(), Moment::NEVER);
}

#[test]
fn instructions_end_with_the_ownership() {
    let mut node = Node::connected();
    node.order(1, Instruction::Restart);
    node.shards.begin_move(&[claim(1)], START);
    assert_eq!(node.order(2, Instruction::Restart), []);
    let effects = node.shards.release(claim(1).shard);
    let not_owner = Outcome::Refused(Refusal::NotOwner);
    assert_eq!(outcomes(&effects), [(2, not_owner), (1, Outcome::Unknown)]);
    assert_eq!(outcomes(&node.order(3, Instruction::Restart)), refused(3, Refusal::NotOwner));
}

#[test]
fn a_thousand_wait_for_one_shard_and_no_more() {
    let mut node = Node::attaching();
    for id in 0..1_024 {
        assert_eq!(node.order(id, Instruction::Restart), []);
    }
    assert_eq!(outcomes(&node.order(1_024, Instruction::Restart)), refused(1_024, Refusal::Busy));
}

#[test]
fn what_cannot_be_done_is_refused_with_the_reason() {
    let mut node = Node::ready();
    let effects = node.order(1, Instruction::Restart);
    assert_eq!(outcomes(&effects), refused(1, Refusal::NotConnected), "an agent nobody knows");

    let mut node = Node::connected();
    node.say(GATE, 1, 2, AgentToServer { capabilities: 1, ..bare(2) });
    let lacking = Refusal::Incapable("AcceptsRestartCommand");
    assert_eq!(outcomes(&node.order(2, Instruction::Restart)), refused(2, lacking));
}

#[test]
fn what_was_sent_on_a_lost_link_is_unknown() {
    let mut node = Node::connected();
    node.order(1, Instruction::Restart);
    let effects = node.shards.on_link_lost(GATE);
    assert_eq!(effects, [Effect::Answer(InstructionId(1), Some(GATE), Outcome::Unknown)]);
    assert_eq!(node.order(2, Instruction::Restart), [], "waits for the link");
    node.shards.on_link_up(GATE);
    let effects = node.attach(GATE, Attach { replays: 0, ..attach(1) });
    assert_eq!(told(&effects).len(), 1);
}

#[test]
fn a_poller_takes_its_instruction_with_its_next_poll_or_not_at_all() {
    let mut node = Node::ready();
    node.poll(1, full(1));
    assert_eq!(node.order(1, Instruction::Restart), []);
    let effects = node.at(1_000).poll(2, bare(2));
    assert!(told(&effects)[0].3.command.is_some());
    assert_eq!(node.order(2, Instruction::Restart), []);
    assert_eq!(outcomes(&node.tick(6_000)), refused(2, Refusal::Expired));
}
