use super::*;

/// The agent as its record has it after [`Node::connected`], and the checkpoint its gateway has.
fn stored() -> (StoredAgent, crate::link::Checkpoint) {
    let mut node = Node::ready();
    node.attach(GATE, attach(1));
    let effects = node.say(GATE, 1, 1, full(1));
    let (_, ToGateway::Send(send)) = frames(&effects).remove(0) else { panic!("{effects:?}") };
    let record = node.shards.report(claim(1), AGENT, START).unwrap().record;
    (StoredAgent { record, bodies: Vec::new() }, send.checkpoint)
}

#[test]
fn a_shard_is_ready_when_every_gateway_has_attached() {
    let mut node = Node::attaching();
    assert_eq!(node.frame(GATE, ToNode::Attached(claim(1))), []);
    assert_eq!(node.frame(GATE, ToNode::Attached(claim(1))), [], "the same one again");
    assert!(!node.shards.is_ready(claim(1)));
    assert_eq!(node.frame(OTHER, ToNode::Attached(claim(1))), [Effect::Ready(claim(1))]);
    assert!(node.shards.is_ready(claim(1)));
}

#[test]
fn a_shard_is_ready_without_the_last_gateway_after_two_seconds() {
    let mut node = Node::attaching();
    node.frame(GATE, ToNode::Attached(claim(1)));
    assert_eq!(node.shards.deadline(), START + ms(2_000));
    assert_eq!(node.tick(1_999), []);
    assert_eq!(node.tick(2_000), [Effect::Ready(claim(1))]);
    assert_eq!(node.shards.deadline(), Moment::NEVER);
}

#[test]
fn a_gateway_that_is_gone_is_not_waited_for() {
    let mut node = Node::attaching();
    node.frame(GATE, ToNode::Attached(claim(1)));
    let effects = node.shards.set_gateways([GATE].into(), START);
    assert_eq!(effects, [Effect::Ready(claim(1)), Effect::CutLink(OTHER)]);
}

#[test]
fn frames_that_come_while_loading_are_handled_afterwards_in_order() {
    let mut node = Node::new();
    node.shards.own(claim(1));
    assert_eq!(node.attach(GATE, attach(1)), []);
    assert_eq!(node.say(GATE, 1, 1, full(1)), []);
    assert_eq!(node.say(GATE, 1, 2, bare(2)), []);
    assert_eq!(node.frame(GATE, ToNode::Attached(claim(1))), []);
    let effects = node.shards.loaded(claim(1), Vec::new(), Rows::default(), START);
    assert!(since_in(&effects).is_some());
    assert_eq!(answered(&effects), [(GATE, 1, 1), (GATE, 1, 2)]);
    assert_eq!(asks(&effects), 0);
    assert_eq!(node.frame(OTHER, ToNode::Attached(claim(1))), [Effect::Ready(claim(1))]);
}

#[test]
fn early_frames_of_a_lost_link_come_again_and_are_not_handled_twice() {
    let mut node = Node::new();
    node.shards.own(claim(1));
    node.attach(GATE, attach(1));
    node.say(GATE, 1, 1, full(1));
    node.shards.on_link_lost(GATE);
    assert_eq!(node.shards.loaded(claim(1), Vec::new(), Rows::default(), START), []);
}

#[test]
fn an_answer_to_an_older_load_is_ignored() {
    let mut node = Node::new();
    node.shards.own(claim(1));
    assert_eq!(node.shards.own(claim(2)), [Effect::Load(claim(2))]);
    assert_eq!(node.shards.own(claim(1)), [], "an older claim");
    assert_eq!(node.shards.loaded(claim(1), Vec::new(), Rows::default(), START), []);
    let cut = [GATE, OTHER].map(Effect::CutLink);
    assert_eq!(node.shards.set_gateways([].into(), START), cut, "still loading");
}

#[test]
fn frames_of_other_claims_are_answered_not_owner() {
    for other in [claim(1), claim(3), claim_of(8, 2)] {
        let mut node = Node::new();
        node.shards.own(claim(2));
        let not_owner = [Effect::ToGateway(GATE, ToGateway::NotOwner(other))];
        let attach = ToNode::Attach(Box::new(Attach { claim: other, ..attach(1) }));
        for frame in [
            attach,
            ToNode::Detach(key(1), other),
            ToNode::Written(key(1), other, 1),
            ToNode::Dropped(key(1), other, 1),
            ToNode::Attached(other),
            ToNode::ProbeResult(key(1), other, true),
        ] {
            assert_eq!(node.frame(GATE, frame.clone()), not_owner, "{frame:?}");
        }
        assert_eq!(node.frame(GATE, ToNode::Flushed(vec![other])), []);
    }
}

#[test]
fn the_same_socket_on_a_new_link_is_a_resumption() {
    let mut node = Node::ready();
    let since = since_in(&node.attach(GATE, attach(1)));
    assert_eq!(since, Some(Since { epoch: claim(1).epoch, count: 1 }));
    node.say(GATE, 1, 1, full(1));
    for known in [since, None] {
        node.shards.on_link_lost(GATE);
        node.shards.on_link_up(GATE);
        let effects = node.attach(GATE, Attach { since: known, ..attach(1) });
        assert_eq!((probes(&effects), closes(&effects)), (vec![], vec![]));
        assert!(since_in(&effects) >= since);
        assert_eq!(node.frame(GATE, ToNode::Attached(claim(1))), []);
        assert!(node.online());
    }
}

#[test]
fn a_first_reply_that_was_lost_with_its_link_is_given_again_in_full() {
    let mut node = Node::ready();
    node.desire("a");
    let since = since_in(&node.attach(GATE, attach(1)));
    let first = node.say(GATE, 1, 1, full(1));
    assert!(told(&first)[0].3.remote_config.is_some());
    node.shards.on_link_lost(GATE);
    node.shards.on_link_up(GATE);
    node.attach(GATE, Attach { since, ..attach(1) });
    let again = node.say(GATE, 1, 1, full(1));
    assert_eq!(told(&again), told(&first));
}

#[test]
fn what_is_not_attached_on_the_new_link_is_gone() {
    let mut node = Node::connected();
    node.shards.on_link_lost(GATE);
    assert!(node.online(), "its socket may be alive");
    node.shards.on_link_up(GATE);
    let effects = node.frame(GATE, ToNode::Attached(claim(1)));
    assert_eq!(effects, [Effect::Presence(claim(1), AGENT)]);
    assert!(!node.online());
}

/// The gateway's lease ended and its link did not.
#[test]
fn what_a_session_nobody_knows_says_is_answered_after_it_is_attached_again() {
    let mut node = Node::connected();
    node.shards.set_gateways([OTHER].into(), START);
    assert_eq!(node.say(GATE, 1, 2, bare(2)), [reattach(GATE, 1)]);
    node.attach(GATE, attach(1));
    assert_eq!(answered(&node.say(GATE, 1, 2, bare(2))), [(GATE, 1, 2)]);
    assert!(node.online());
}

#[test]
fn the_sessions_of_a_gateway_that_is_gone_are_over() {
    let mut node = Node::connected();
    let effects = node.shards.set_gateways([OTHER].into(), START);
    let cut = Effect::CutLink(GATE);
    assert_eq!(effects, [Effect::Presence(claim(1), AGENT), cut], "it may live without a lease");
    assert!(!node.online());
    node.shards.on_link_lost(GATE);
    assert_eq!(node.shards.set_gateways([GATE, OTHER].into(), START), []);
    assert_eq!(node.shards.set_gateways([OTHER].into(), START), [], "it has no link");
}

#[test]
fn a_new_owner_asks_for_the_full_state_once_if_the_store_is_behind() {
    let (stored, checkpoint) = stored();
    let behind = crate::link::Checkpoint { digest: [9; 16], ..checkpoint };
    for (checkpoint, asked) in [(checkpoint, 0), (behind, 1)] {
        let mut node = Node::attaching_with(vec![stored.clone()]);
        let epoch = Epoch { generation: 1, revision: Revision(0) };
        let since = Some(Since { epoch, count: 3 });
        let checkpoint = Some(checkpoint);
        let mut effects = node.attach(GATE, Attach { since, checkpoint, replays: 0, ..attach(1) });
        assert_eq!(since_in(&effects), since, "it keeps its place");
        effects.extend(node.say(GATE, 1, 2, bare(2)));
        effects.extend(node.say(GATE, 1, 3, bare(3)));
        effects.extend(node.tick(10_000));
        assert_eq!(asks(&effects), asked);
        assert!(told(&effects).iter().all(|(.., m)| m.capabilities == 0), "it has heard them");
    }
}

#[test]
fn nothing_is_pushed_before_the_replayed_messages_are_in() {
    let mut node = Node::connected();
    node.shards.on_link_lost(GATE);
    node.shards.on_link_up(GATE);
    node.attach(GATE, Attach { replays: 2, ..attach(1) });
    assert_eq!(told(&node.desire("a")), []);
    let order = node.order(1, Instruction::Restart);
    assert_eq!((order, answered(&node.say(GATE, 1, 2, bare(2)))), (vec![], vec![(GATE, 1, 2)]));
    assert_eq!(answered(&node.say(GATE, 1, 3, bare(3))), [(GATE, 1, 3), (GATE, 1, 0)]);
}

#[test]
fn a_message_that_is_not_the_sessions_is_refused_alone() {
    let foreign = AgentToServer { instance_uid: vec![9; 16].into(), ..bare(2) };
    let short = AgentToServer { instance_uid: vec![20; 5].into(), ..bare(2) };
    for message in [foreign, short] {
        let mut node = Node::connected();
        let effects = node.say(GATE, 1, 2, message);
        let (to, socket, answers, told) = told(&effects).remove(0);
        assert_eq!((to, socket, answers, effects.len()), (GATE, 1, 2, 1));
        let error = told.error_response.clone();
        assert_eq!(error.as_ref().map(|e| e.r#type), Some(1), "BAD_REQUEST");
        let instance_uid = AGENT.to_bytes();
        let alone = ServerToAgent { instance_uid, error_response: error, ..Default::default() };
        assert_eq!(told, alone);
        assert_eq!(asks(&node.say(GATE, 1, 3, bare(2))), 0, "the session goes on");
    }
}

/// How many of a thousand agents nobody knows are asked for their full state at once by an owner of so many shards.
fn asked_at_once(owned: u32) -> usize {
    let mut node = Node::ready();
    for shard in (0..owned).filter(|shard| *shard != 7) {
        node.shards.own(claim_of(shard, 1));
    }
    let agents = (0..1_000_u64).map(|n| AgentId::new((u128::from(n) + 1).to_be_bytes()));
    let asked = agents.map(|agent| {
        let key = SessionKey { socket: SocketId(1), agent };
        node.attach(GATE, Attach { key, ..attach(1) });
        let said = AgentToServer { instance_uid: agent.to_bytes(), ..bare(7) };
        asks(&node.frame(GATE, ToNode::Message(Message { key, ..says(1, 1, &said) })))
    });
    asked.sum()
}

#[test]
fn the_pace_of_the_cluster_is_shared_by_the_shards_owned() {
    let rows = [(4096, 500), (2048, 250), (41, 5), (8, 1)];
    assert_eq!(rows.map(|(owned, _)| (owned, asked_at_once(owned))), rows);
}
