use super::*;

#[test]
fn a_poller_is_gone_after_three_missed_polls_and_comes_back() {
    let mut node = Node::ready();
    for (n, at) in (1..).zip([0, 30_000, 60_000]) {
        node.at(at).poll(n, full(n));
    }
    let offline = Effect::Presence(claim(1), AGENT);
    assert!(!node.tick(149_999).contains(&offline));
    assert!(node.online());
    assert_eq!(node.tick(150_000), std::slice::from_ref(&offline));
    assert!(!node.online());
    let effects = node.at(160_000).poll(9, bare(4));
    assert!(effects.contains(&offline) && node.online());
    assert_eq!(asks(&effects), 0, "nothing was lost");
}

#[test]
fn reports_between_two_polls_do_not_make_the_agent_look_gone() {
    let mut node = Node::ready();
    for (n, at) in (1..).zip([0, 30_000, 30_100, 30_200, 30_300, 30_400]) {
        node.at(at).poll(n, full(n));
    }
    node.tick(60_400);
    assert!(node.online(), "its next poll is due only now");
}

#[test]
fn a_burst_of_reports_does_not_make_the_agent_look_gone_either() {
    let mut node = Node::ready();
    for (n, at) in (1..).zip((0..3).map(|n| n * 30_000).chain((0..40).map(|n| 60_100 + n * 50))) {
        node.at(at).poll(n, full(n));
    }
    node.tick(90_000);
    assert!(node.online(), "its next poll is due only now");
}

#[test]
fn polls_like_the_one_before_are_told_of_once_in_a_while() {
    let mut node = Node::ready();
    let told = Effect::Presence(claim(1), AGENT);
    let mut polls = |at| node.at(at).poll(at, bare(at / 1_000)).contains(&told);
    polls(1_000);
    let times = (2..=31).filter(|n| polls(n * 1_000)).collect::<Vec<_>>();
    assert_eq!(times, [16, 31]);
}

#[test]
fn the_interval_of_a_fast_poller_is_learned() {
    let mut node = Node::ready();
    for n in 0..40 {
        node.at(n * 2_000).poll(n + 1, full(n + 1));
    }
    node.tick(78_000 + 9_000);
    assert!(!node.online(), "the interval is 2 s");
}

#[test]
fn a_poller_is_offered_in_its_next_answer_and_not_before() {
    let mut node = Node::ready();
    node.poll(1, full(1));
    assert_eq!(told(&node.desire("a")), []);
    let effects = node.poll(2, bare(2));
    assert!(told(&effects)[0].3.remote_config.is_some());
    assert!(told(&node.poll(3, bare(3)))[0].3.remote_config.is_none(), "outstanding");
}

#[test]
fn the_answer_to_a_first_poll_carries_the_config() {
    let mut node = Node::ready();
    node.desire("a");
    let effects = node.poll(1, full(1));
    assert!(told(&effects)[0].3.remote_config.is_some());
}

#[test]
fn the_end_of_an_exchange_is_not_the_end_of_the_agent() {
    let mut node = Node::ready();
    let effects = node.poll(1, full(1));
    assert_eq!(answered(&effects), [(GATE, 1, 1)]);
    assert_eq!(frames(&effects).len(), 1, "an exchange needs no AttachAck");
    assert!(node.online());
}

/// One exchange whose answer the agent never gets: its connection ends first.
fn lost_poll(node: &mut Node, socket: u64, message: AgentToServer) -> Vec<Effect> {
    let transport = Transport::Http;
    let mut effects = node.attach(GATE, Attach { transport, ..attach(socket) });
    effects.extend(node.say(GATE, socket, 1, message));
    effects.extend(node.frame(GATE, ToNode::Detach(key(socket), claim(1))));
    effects
}

#[test]
fn what_an_exchange_lost_is_offered_in_the_next_one() {
    let mut node = Node::ready();
    node.poll(1, full(1));
    node.desire("a");
    for socket in 2..4 {
        let effects = lost_poll(&mut node, socket, bare(socket));
        assert!(told(&effects)[0].3.remote_config.is_some(), "{socket}");
    }
    assert!(told(&node.poll(4, bare(4)))[0].3.remote_config.is_some());
    assert!(told(&node.poll(5, bare(5)))[0].3.remote_config.is_none(), "outstanding");
}

#[test]
fn a_command_whose_exchange_ends_unwritten_is_unknown_and_not_sent_again() {
    let mut node = Node::ready();
    node.poll(1, full(1));
    node.order(7, Instruction::Restart);
    let effects = lost_poll(&mut node, 2, bare(2));
    let unknown = Effect::Answer(InstructionId(7), Some(GATE), Outcome::Unknown);
    assert!(effects.contains(&unknown), "{effects:?}");
    assert!(told(&node.poll(3, bare(3)))[0].3.command.is_none());
}

#[test]
fn the_end_of_one_exchange_says_nothing_about_another() {
    let mut node = Node::ready();
    node.poll(1, full(1));
    node.order(7, Instruction::Restart);
    let attached = Attach { transport: Transport::Http, ..attach(2) };
    node.attach(GATE, attached);
    let effects = node.say(GATE, 2, 1, bare(2));
    node.poll(3, bare(3));
    let answers: Vec<Effect> = frames(&effects)
        .into_iter()
        .filter_map(|(to, frame)| {
            let ToGateway::Send(send) = frame else { return None };
            Some((to, ToNode::Written(send.key, send.claim, send.number)))
        })
        .flat_map(|(to, written)| node.frame(to, written))
        .collect();
    assert_eq!(answers, [Effect::Answer(InstructionId(7), Some(GATE), Outcome::Written)]);
}
