use super::*;

#[test]
fn the_first_message_attaches_its_session_and_follows_unmarked() {
    let mut socket = socket();
    let effects = socket.on_message(received(1, b"m1"), Some(route(NODE, 1)));
    assert_eq!(effects[0], Effect::Opened(shard()));
    let (to, attach) = attach_in(&effects);
    assert_eq!(to, NODE);
    assert_eq!((attach.key, attach.claim), (key(1), claim(1)));
    assert_eq!((attach.since, attach.checkpoint, attach.gap), (None, None, false));
    assert_eq!(attach.replays, 1);
    assert_eq!(messages_in(&effects), [(NODE, 1, "m1".into(), false)]);

    let effects = socket.on_message(received(1, b"m2"), Some(route(NODE, 1)));
    assert_eq!(messages_in(&effects), [(NODE, 2, "m2".into(), false)]);
    assert_eq!(effects.len(), 1);
}

#[test]
fn a_message_without_an_owner_waits_for_one() {
    let mut socket = socket();
    assert_eq!(socket.on_message(received(1, b"m1"), None), [Effect::Opened(shard())]);
    assert!(socket.stranded());
    let effects = socket.on_route(shard(), route(NODE, 1));
    assert_eq!(messages_in(&effects), [(NODE, 1, "m1".into(), false)]);
    assert_eq!(effects.last(), Some(&Effect::Attached(claim(1))));
    assert!(!socket.stranded());
}

#[test]
fn a_message_takes_its_trace_along_however_it_gets_to_an_owner() {
    let traced = |data, traceparent: &str| Received {
        traceparent: traceparent.to_owned(),
        ..received(1, data)
    };
    let traces = |effects: &[Effect]| -> Vec<String> {
        let trace = |(_, frame)| {
            if let ToNode::Message(m) = frame { Some(m.traceparent) } else { None }
        };
        frames(effects).into_iter().filter_map(trace).collect()
    };
    let mut socket = socket();
    let attaching = socket.on_message(traced(b"m1", "t1"), Some(route(NODE, 1)));
    assert_eq!(traces(&attaching), ["t1"]);
    let attached = socket.on_message(traced(b"m2", "t2"), Some(route(NODE, 1)));
    assert_eq!(traces(&attached), ["t2"]);
    let replayed = socket.on_route(shard(), route(OTHER, 2));
    assert_eq!(traces(&replayed), ["t1", "t2"]);
}

#[test]
fn a_new_owner_gets_the_unanswered_messages_again_in_order() {
    let mut socket = attached();
    socket.on_message(received(1, b"m2"), None);
    socket.on_message(received(1, b"m3"), None);
    socket.on_frame(NODE, send(1, 1));
    write(&mut socket);

    let effects = socket.on_route(shard(), route(OTHER, 2));
    let (to, attach) = attach_in(&effects);
    assert_eq!((to, attach.claim, attach.replays), (OTHER, claim(2), 2));
    assert_eq!(attach.since, Some(since(1)));
    assert_eq!(attach.checkpoint, Some(checkpoint(1)));
    let replayed = [(OTHER, 2, "m2".into(), true), (OTHER, 3, "m3".into(), true)];
    assert_eq!(messages_in(&effects), replayed);
    assert_eq!(effects.last(), Some(&Effect::Attached(claim(2))));
}

#[test]
fn an_older_epoch_has_no_voice_and_no_session() {
    let mut socket = attached();
    socket.on_route(shard(), route(OTHER, 2));
    assert_eq!(socket.on_frame(NODE, send(1, 1)), [Effect::ToNode(NODE, dropped(1, 1))]);
    assert_eq!(socket.on_route(shard(), route(NODE, 1)), []);
    socket.on_link_lost(OTHER);
    assert_eq!(frames(&socket.on_route(shard(), route(NODE, 1))), []);
    let late = socket.on_message(received(1, b"m2"), Some(route(NODE, 1)));
    assert_eq!(frames(&late), [], "a message attached under an older epoch");
    assert!(socket.stranded());
    let (_, attach) = attach_in(&socket.on_route(shard(), route(OTHER, 2)));
    assert_eq!(attach.replays, 2);
}

#[test]
fn a_waiting_message_of_an_older_epoch_is_dropped_when_the_new_owner_is_known() {
    let mut socket = attached();
    socket.on_frame(NODE, send(1, 0));
    let effects = socket.on_route(shard(), route(OTHER, 2));
    assert_eq!(effects[0], Effect::ToNode(NODE, dropped(1, 1)));
    assert_eq!(attach_in(&effects).1.checkpoint, None);
    assert_eq!(socket.next_write(), None);
}

#[test]
fn an_attach_waits_for_the_write_in_progress() {
    let mut socket = attached();
    socket.on_frame(NODE, send(1, 1));
    assert!(socket.next_write().is_some());
    assert_eq!(frames(&socket.on_route(shard(), route(OTHER, 2))), []);
    let later = socket.on_message(received(1, b"m2"), Some(route(OTHER, 2)));
    assert_eq!(frames(&later), []);

    let effects = socket.on_written();
    assert_eq!(effects[0], Effect::ToNode(NODE, written(1, 1)));
    let (to, attach) = attach_in(&effects);
    assert_eq!((to, attach.checkpoint), (OTHER, Some(checkpoint(1))));
    assert_eq!(messages_in(&effects), [(OTHER, 2, "m2".into(), false)]);
    assert_eq!(effects.last(), Some(&Effect::Attached(claim(2))));
}

#[test]
fn a_link_lost_and_back_is_the_same_socket_with_the_same_since() {
    let mut socket = attached();
    socket.on_link_lost(NODE);
    assert!(socket.stranded());
    let (to, attach) = attach_in(&socket.on_route(shard(), route(NODE, 1)));
    assert_eq!((to, attach.key, attach.since), (NODE, key(1), Some(since(1))));
    socket.on_link_lost(OTHER);
    assert!(!socket.stranded(), "another node's link is none of its business");
}

#[test]
fn not_owner_asks_for_the_route_again() {
    let mut socket = attached();
    let retry = [Effect::Retry(shard())];
    assert_eq!(socket.on_frame(NODE, ToGateway::NotOwner(claim(1))), retry);
    assert_eq!(socket.on_frame(NODE, ToGateway::NotOwner(claim(1))), []);
    let (_, attach) = attach_in(&socket.on_route(shard(), route(NODE, 1)));
    assert_eq!(attach.replays, 1);
}

/// The owner has lost the session, not the shard.
#[test]
fn a_session_its_owner_knows_nothing_of_is_attached_again_with_what_is_unanswered() {
    let mut socket = attached();
    let again = |attach| ToGateway::Reattach(key(1), claim(1), attach);
    let effects = socket.on_frame(NODE, again(1));
    let (to, attach) = attach_in(&effects);
    assert_eq!((to, attach.replays), (NODE, 1));
    assert_eq!(messages_in(&effects), [(NODE, 1, "m1".into(), true)]);
    assert_eq!(socket.on_frame(NODE, again(1)), [], "it has been attached again since");
    let elsewhere = ToGateway::Reattach(key(1), claim(2), 2);
    assert_eq!(socket.on_frame(NODE, elsewhere), [], "it is not attached under that claim");
    socket.on_frame(NODE, ToGateway::Send(Box::new(Send { attach: 2, ..unboxed(send(1, 1)) })));
    socket.on_frame(NODE, ToGateway::Close(key(1), claim(1), 1008, String::new()));
    assert_eq!(socket.on_frame(NODE, again(2)), [], "it is about to be closed");
}

fn unboxed(frame: ToGateway) -> Send {
    let ToGateway::Send(send) = frame else { panic!("{frame:?}") };
    *send
}

#[test]
fn a_route_that_is_known_only_says_attached_again() {
    let mut socket = attached();
    assert_eq!(socket.on_route(shard(), route(NODE, 1)), [Effect::Attached(claim(1))]);
}

#[test]
fn agents_share_a_socket_without_sharing_anything_else() {
    let mut socket = attached();
    let effects = socket.on_message(received(2, b"n1"), Some(route(NODE, 1)));
    assert_eq!(attach_in(&effects).1.key, key(2));
    assert_eq!(messages_in(&effects), [(NODE, 1, "n1".into(), false)]);
    assert!(!effects.contains(&Effect::Opened(shard())), "its shard is open already");

    socket.on_frame(NODE, send_to(2, 1, 1, 1));
    write(&mut socket);
    let effects = socket.on_route(shard(), route(OTHER, 2));
    assert_eq!(messages_in(&effects), [(OTHER, 1, "m1".into(), true)]);
    let agents: Vec<_> = socket.agents().map(|(agent, _)| agent).collect();
    assert_eq!(agents, [agent(1), agent(2)]);
}

#[test]
fn one_agent_too_many_closes_the_socket() {
    let limits = Limits { sessions_len_max: 1, ..Limits::default() };
    let mut socket = Socket::new(SocketId(1), Transport::WebSocket, Principal::default(), limits);
    socket.on_message(received(1, b"m1"), None);
    let effects = socket.on_message(received(2, b"n1"), None);
    assert!(matches!(effects[..], [Effect::Close(1008, _)]), "{effects:?}");
}
