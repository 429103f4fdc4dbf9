use super::*;

fn flush(revision: u64) -> ToGateway {
    ToGateway::Flush(vec![claim(revision)])
}

#[test]
fn an_idle_socket_is_flushed_at_once_and_holds_its_input() {
    let mut socket = attached();
    assert_eq!(socket.on_frame(NODE, flush(1)), [Effect::Flushed(claim(1))]);
    let held = socket.on_message(received(1, b"m2"), Some(route(NODE, 1)));
    assert_eq!(held, [], "input is held, whoever the store still names");
    let effects = socket.on_route(shard(), route(OTHER, 2));
    let given = [(OTHER, 1, "m1".into(), true), (OTHER, 2, "m2".into(), false)];
    assert_eq!(messages_in(&effects), given);
}

#[test]
fn flushed_follows_the_last_write_of_the_shard() {
    let mut socket = attached();
    socket.on_message(received(2, b"n1"), Some(route(NODE, 1)));
    socket.on_frame(NODE, send(1, 1));
    socket.on_frame(NODE, send_to(2, 1, 1, 1));
    assert_eq!(socket.on_frame(NODE, flush(1)), []);
    assert_eq!(write(&mut socket), [Effect::ToNode(NODE, written(1, 1))]);
    let effects = write(&mut socket);
    assert_eq!(effects.last(), Some(&Effect::Flushed(claim(1))));
    assert_eq!(effects.len(), 2);
}

#[test]
fn a_session_that_waits_to_attach_is_flushed_too() {
    let mut socket = attached();
    socket.on_frame(NODE, send(1, 1));
    socket.on_link_lost(NODE);
    assert_eq!(socket.on_route(shard(), route(NODE, 1)), []);
    assert_eq!(socket.on_frame(NODE, flush(1)), []);
    assert!(write(&mut socket).contains(&Effect::Flushed(claim(1))));
}

#[test]
fn resume_attaches_held_sessions_again() {
    let mut socket = attached();
    socket.on_frame(NODE, flush(1));
    socket.on_message(received(1, b"m2"), Some(route(NODE, 1)));
    let effects = socket.on_frame(NODE, ToGateway::Resume(vec![claim(1)]));
    let (to, attach) = attach_in(&effects);
    assert_eq!((to, attach.claim, attach.since), (NODE, claim(1), Some(since(1))));
    let given = [(NODE, 1, "m1".into(), true), (NODE, 2, "m2".into(), false)];
    assert_eq!(messages_in(&effects), given);
    assert_eq!(effects.last(), Some(&Effect::Attached(claim(1))));
}

#[test]
fn a_flush_under_another_claim_holds_nothing() {
    let mut socket = attached();
    assert_eq!(socket.on_frame(OTHER, flush(2)), [Effect::Flushed(claim(2))]);
    assert_eq!(messages_in(&socket.on_message(received(1, b"m2"), None)).len(), 1);
}
