use super::*;

/// Stores what is due, as a shell would. Returns how many records that were.
fn store(node: &mut Node, after_ms: u64) -> usize {
    let due = node.tick(after_ms);
    let due: Vec<_> = due.iter().filter(|e| matches!(e, Effect::Store(..))).collect();
    for _ in &due {
        let report = node.shards.report(claim(1), AGENT, node.now).unwrap();
        node.shards.stored(claim(1), &report, Ok(&[]), node.now);
    }
    due.len()
}

#[test]
fn heartbeats_are_not_stored() {
    let mut node = Node::connected();
    assert_eq!(store(&mut node, 499), 0);
    assert_eq!(store(&mut node, 500), 1);
    for n in 2..50 {
        assert_eq!(store(node.at(n * 1_000), n * 1_000), 0);
        node.say(GATE, 1, n, bare(n));
        node.say(GATE, 1, n, unwell(n, ""));
    }
    assert_eq!(node.shards.unstored(claim(1)), []);
    assert_eq!(node.shards.deadline(), Moment::NEVER);
}

#[test]
fn an_agent_that_goes_on_changing_is_stored_every_five_seconds_but_for_its_first_changes() {
    let mut node = Node::connected();
    let mut stored = Vec::new();
    for n in 0..200 {
        let at = n * 100;
        if store(&mut node, at) > 0 {
            stored.push(at);
        }
        node.say(GATE, 1, n + 2, unwell(n + 2, &n.to_string()));
    }
    assert_eq!(stored, [500, 1_000, 1_500, 2_000, 5_500, 10_500, 15_500]);
    assert_eq!(store(&mut node, 60_000), 1, "the last change is not forgotten");
    assert_eq!(store(&mut node, 90_000), 0);
}

#[test]
fn a_second_change_is_stored_as_soon_as_the_first() {
    let mut node = Node::connected();
    assert_eq!(store(&mut node, 500), 1);
    for (number, at) in [(2, 20_000), (3, 20_600)] {
        node.at(at).say(GATE, 1, number, unwell(number, &number.to_string()));
        assert_eq!(store(&mut node, at + 499), 0);
        assert_eq!(store(&mut node, at + 750), 1);
    }
}

#[test]
fn what_changes_and_changes_back_is_not_stored() {
    let mut node = Node::connected();
    store(&mut node, 500);
    node.say(GATE, 1, 2, unwell(2, "no"));
    node.say(GATE, 1, 3, unwell(3, ""));
    assert_eq!(node.shards.deadline(), Moment::NEVER);
}

#[test]
fn a_slow_store_is_not_asked_twice_and_a_failed_one_again() {
    let mut node = Node::connected();
    let due = [Effect::Store(claim(1), AGENT)];
    assert_eq!(node.tick(500), due);
    let report = node.shards.report(claim(1), AGENT, node.now).unwrap();
    for n in 2..6 {
        assert_eq!(node.tick(n * 800), [], "it is being stored");
        node.say(GATE, 1, n, bare(n));
    }
    node.shards.stored(claim(1), &report, Err(()), node.now);
    assert_eq!(node.tick(5_000), due);
}

#[test]
fn an_answer_of_the_store_to_an_older_claim_is_ignored() {
    let mut node = Node::connected();
    let report = node.shards.report(claim(1), AGENT, START).unwrap();
    node.shards.own(claim(2));
    node.shards.loaded(claim(2), Vec::new(), Vec::new(), START);
    node.attach(GATE, Attach { claim: claim(2), ..attach(1) });
    node.frame(GATE, ToNode::Message(Message { claim: claim(2), ..says(1, 1, &full(1)) }));
    node.shards.stored(claim(1), &report, Ok(&[]), START);
    assert_eq!(node.shards.unstored(claim(2)), [AGENT]);
}
