use super::*;

fn close(n: u8) -> ToGateway {
    ToGateway::Close(key(n), claim(1), 1000, "bye".into())
}

#[test]
fn a_close_waits_for_what_was_to_be_written() {
    let mut socket = attached();
    socket.on_frame(NODE, send(1, 1));
    assert_eq!(socket.on_frame(NODE, close(1)), []);
    assert!(!socket.reading());
    assert_eq!(socket.on_frame(NODE, send(2, 0)), [Effect::ToNode(NODE, dropped(1, 2))]);
    let effects = write(&mut socket);
    assert_eq!(effects.last(), Some(&Effect::Close(1000, "bye".into())));
}

#[test]
fn a_close_of_an_idle_socket_is_done_at_once() {
    let mut socket = attached();
    assert_eq!(socket.on_frame(NODE, close(1)), [Effect::Close(1000, "bye".into())]);
}

#[test]
fn a_close_under_an_older_epoch_is_ignored() {
    let mut socket = attached();
    socket.on_route(shard(), route(OTHER, 2));
    assert_eq!(socket.on_frame(NODE, close(1)), []);
}

#[test]
fn a_close_of_one_of_many_agents_ends_only_its_session() {
    let mut socket = attached();
    socket.on_message(received(2, b"n1"), Some(route(NODE, 1)));
    socket.on_frame(NODE, send(1, 1));
    let effects = frames(&socket.on_frame(NODE, close(1)));
    let detach = ToNode::Detach(key(1), claim(1));
    assert_eq!(effects, [(NODE, dropped(1, 1)), (NODE, detach)]);
    assert_eq!(socket.agents().collect::<Vec<_>>(), [(agent(2), shard())]);
}

#[test]
fn what_was_being_written_answers_nothing_of_the_next_session() {
    let mut socket = attached();
    socket.on_message(received(2, b"n1"), Some(route(NODE, 1)));
    socket.on_frame(NODE, send(1, 1));
    assert!(socket.next_write().is_some());
    socket.on_frame(NODE, close(1));
    socket.on_message(received(1, b"again"), Some(route(NODE, 1)));
    let effects = socket.on_written();
    assert_eq!(messages_in(&effects), [(NODE, 1, "again".into(), false)]);
}

#[test]
fn a_closed_socket_tells_every_owner_and_names_each_shard_once() {
    let mut socket = attached();
    let far = Shard::new(9).unwrap();
    let other = Received { shard: far, ..received(2, b"n1") };
    socket.on_message(other, Some(route(OTHER, 3)));
    socket.on_message(received(3, b"o1"), Some(route(NODE, 1)));
    let (effects, shards) = socket.on_closed();
    let elsewhere = Claim { shard: far, epoch: epoch(3) };
    let told = [
        (NODE, ToNode::Detach(key(1), claim(1))),
        (OTHER, ToNode::Detach(key(2), elsewhere)),
        (NODE, ToNode::Detach(key(3), claim(1))),
    ];
    assert_eq!(frames(&effects), told);
    assert_eq!(shards, [shard(), far]);
}

#[test]
fn a_probe_of_a_session_that_is_not_here_fails_at_once() {
    let mut socket = attached();
    let probe = |n| ToGateway::Probe(key(n), claim(1));
    assert_eq!(socket.on_frame(NODE, probe(1)), [Effect::Probe(key(1), claim(1))]);
    let answer = |n, alive| Effect::ToNode(NODE, ToNode::ProbeResult(key(n), claim(1), alive));
    assert_eq!(socket.on_probed(key(1), claim(1), true), [answer(1, true)]);
    assert_eq!(socket.on_frame(NODE, probe(2)), [answer(2, false)]);
}
