use super::*;

fn flushed(node: &mut Node, from: MemberId) -> Vec<Effect> {
    node.frame(from, ToNode::Flushed(vec![claim(1)]))
}

#[test]
fn a_move_flushes_hands_over_and_releases() {
    let mut node = Node::connected();
    node.order(1, Instruction::Restart);
    let flush = |to| Effect::ToGateway(to, ToGateway::Flush(vec![claim(1)]));
    assert_eq!(node.shards.begin_move(&[claim(1)], START), [flush(GATE), flush(OTHER)]);
    assert_eq!(node.shards.begin_move(&[claim(1)], START), [], "it is on its way");
    assert_eq!(node.say(GATE, 1, 2, bare(2)), [], "the gateway keeps it for the successor");
    assert_eq!(node.attach(OTHER, attach(9)), []);
    assert_eq!(told(&node.desire("a")), [], "output has stopped");

    let effects = node.frame(GATE, ToNode::Written(key(1), claim(1), 2));
    assert_eq!(outcomes(&effects), [(1, Outcome::Written)], "what was on its way arrived");
    assert_eq!(flushed(&mut node, GATE), []);
    assert_eq!(flushed(&mut node, GATE), []);
    assert_eq!(flushed(&mut node, OTHER), [Effect::Flushed(claim(1))]);
    assert_eq!(flushed(&mut node, OTHER), []);

    assert_eq!(node.shards.unstored(claim(1)), [AGENT]);
    assert_eq!(node.shards.handoff(claim(1), START), [], "sockets bring their checkpoints");
    assert_eq!(node.shards.release(claim(1).shard), []);
    let not_owner = Effect::ToGateway(GATE, ToGateway::NotOwner(claim(1)));
    assert_eq!(node.say(GATE, 1, 3, bare(3)), [not_owner]);
    assert_eq!(node.shards.deadline(), Moment::NEVER, "no timer is left");
}

#[test]
fn the_successor_knows_what_polling_agents_were_told() {
    let mut old = Node::ready();
    old.poll(1, full(1));
    let effects = old.at(20_000).poll(2, bare(2));
    assert_eq!(asks(&effects), 0);
    let record = old.shards.report(claim(1), AGENT, old.now).unwrap().record;
    old.shards.begin_move(&[claim(1)], old.now);
    let handoff = old.shards.handoff(claim(1), START + ms(21_000));
    assert_eq!((handoff.len(), handoff[0].silent), (1, ms(1_000)));

    let mut new = Node::new();
    let record = record::Agent { sequence_num: 0, ..record };
    new.shards.expect(claim(0), handoff, START);
    new.shards.own(claim(1));
    new.shards.loaded(
        claim(1),
        vec![StoredAgent { record, bodies: Vec::new() }],
        Rows::default(),
        START,
    );
    assert!(new.online(), "it polled a second ago");
    assert_eq!(asks(&new.poll(3, bare(3))), 0);
}

#[test]
fn what_was_handed_over_long_before_the_claim_is_of_another_move() {
    let mut old = Node::ready();
    old.poll(1, full(1));
    let record = old.shards.report(claim(1), AGENT, old.now).unwrap().record;
    old.shards.begin_move(&[claim(1)], old.now);
    let handoff = old.shards.handoff(claim(1), START);
    let mut new = Node::new();
    new.shards.expect(claim(0), handoff, START);
    new.shards.own(claim(1));
    let later = START + ms(60_000);
    new.shards.loaded(
        claim(1),
        vec![StoredAgent { record, bodies: Vec::new() }],
        Rows::default(),
        later,
    );
    assert!(!new.online());
}

#[test]
fn a_move_that_fails_lets_gateways_attach_again() {
    let mut node = Node::connected();
    node.shards.begin_move(&[claim(1)], START);
    flushed(&mut node, GATE);
    let resume = |to| Effect::ToGateway(to, ToGateway::Resume(vec![claim(1)]));
    let effects = node.shards.abort_move(&[claim(1)], START);
    assert_eq!(effects, [resume(GATE), resume(OTHER)]);
    assert_eq!(node.shards.abort_move(&[claim(1)], START), [], "no move is on its way");

    let since = Some(Since { epoch: claim(1).epoch, count: 1 });
    assert_eq!(probes(&node.attach(GATE, Attach { since, ..attach(1) })), []);
    assert_eq!(answered(&node.say(GATE, 1, 2, bare(2))), [(GATE, 1, 2)]);
    node.frame(OTHER, ToNode::Attached(claim(1)));
    assert_eq!(node.frame(GATE, ToNode::Attached(claim(1)))[0], Effect::Ready(claim(1)));
}

#[test]
fn a_move_that_fails_before_the_agents_were_read_reads_them() {
    let mut node = Node::new();
    node.shards.own(claim(1));
    node.attach(GATE, attach(1));
    node.shards.begin_move(&[claim(1)], START);
    assert_eq!(node.shards.loaded(claim(1), Vec::new(), Rows::default(), START), []);
    let effects = node.shards.abort_move(&[claim(1)], START);
    assert_eq!(effects[0], Effect::Load(claim(1)));
    assert_eq!(node.attach(GATE, attach(1)), [], "it waits for the agents");
    let effects = node.shards.loaded(claim(1), Vec::new(), Rows::default(), START);
    assert!(since_in(&effects).is_some());
}

#[test]
fn a_gateway_that_does_not_flush_is_cut() {
    let mut node = Node::connected();
    node.shards.begin_move(&[claim(1)], START);
    flushed(&mut node, GATE);
    assert_eq!(node.shards.deadline(), START + ms(500), "a record is due");
    assert_eq!(node.tick(500), [Effect::Store(claim(1), AGENT)]);
    assert_eq!(node.shards.deadline(), START + ms(2_000));
    assert_eq!(node.tick(2_000), [Effect::CutLink(OTHER)]);
    assert_eq!(node.shards.on_link_lost(OTHER), [Effect::Flushed(claim(1))]);
}

#[test]
fn a_move_without_gateways_is_flushed_at_once() {
    let mut node = Node::ready();
    node.shards.on_link_lost(GATE);
    node.shards.on_link_lost(OTHER);
    let effects = node.shards.begin_move(&[claim(1), claim(2), claim_of(8, 1)], START);
    assert_eq!(effects, [Effect::Flushed(claim(1))], "only what is owned");
}
