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
    node.shards.loaded(claim(2), Vec::new(), Rows::default(), START);
    node.attach(GATE, Attach { claim: claim(2), ..attach(1) });
    node.frame(GATE, ToNode::Message(Message { claim: claim(2), ..says(1, 1, &full(1)) }));
    node.shards.stored(claim(1), &report, Ok(&[]), START);
    assert_eq!(node.shards.unstored(claim(2)), [AGENT]);
}

fn row(name: &str) -> record::Desired {
    let reference = record::ConfigRef { name: name.to_owned(), revision: 1 };
    record::Desired { remote_config: Some(reference), ..Default::default() }
}

fn change(name: &str, at: u64) -> RowChange {
    RowChange { row: Some(Box::new(row(name))), at: Revision(at) }
}

/// What an agent should have, as the rows of its shard say.
fn wanted(node: &Node) -> Option<String> {
    let agent = node.shards.shards.get(&claim(1).shard)?.agents.get(&AGENT)?;
    Some(agent.row.as_ref()?.remote_config.as_ref()?.name.clone())
}

#[test]
fn a_row_that_is_older_than_what_was_read_changes_nothing() {
    let mut node = Node::new();
    node.shards.own(claim(1));
    node.shards.set_row(claim(1).shard, AGENT, change("early", 4), START);
    let read = Rows { rows: vec![(AGENT, row("read"))], at: Revision(5) };
    node.shards.loaded(claim(1), Vec::new(), read, START);
    assert_eq!(wanted(&node).as_deref(), Some("read"), "the change is in what was read");
    node.shards.set_row(claim(1).shard, AGENT, change("late", 5), START);
    assert_eq!(wanted(&node).as_deref(), Some("read"), "so is this one");
    node.shards.set_row(claim(1).shard, AGENT, change("newer", 6), START);
    assert_eq!(wanted(&node).as_deref(), Some("newer"));
}

#[test]
fn a_list_of_all_rows_reaches_agents_nobody_has_heard_of() {
    let mut node = Node::ready();
    let key = (claim(1).shard, AGENT);
    node.shards.reset_rows(&[(key, row("listed"))].into(), Revision(7), START);
    assert_eq!(wanted(&node).as_deref(), Some("listed"));
    node.shards.reset_rows(&BTreeMap::new(), Revision(8), START);
    assert_eq!(wanted(&node), None, "what is not listed is gone");
}

#[test]
fn a_shard_whose_rows_were_read_before_changes_were_lost_is_read_again() {
    let mut node = Node::new();
    node.shards.own(claim(1));
    node.shards.reset_rows(&BTreeMap::new(), Revision(20), START);
    let stale = Rows { rows: vec![(AGENT, row("deleted"))], at: Revision(6) };
    let effects = node.shards.loaded(claim(1), Vec::new(), stale, START);
    assert_eq!(effects, [Effect::Load(claim(1))]);
    let read = Rows { rows: Vec::new(), at: Revision(21) };
    node.shards.loaded(claim(1), Vec::new(), read, START);
    assert_eq!(wanted(&node), None);
}
