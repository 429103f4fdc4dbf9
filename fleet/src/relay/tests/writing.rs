use super::*;

#[test]
fn a_checkpoint_holds_once_its_message_is_written_and_not_before() {
    let mut socket = attached();
    socket.on_frame(NODE, send(1, 1));
    socket.on_link_lost(NODE);
    assert_eq!(frames(&socket.on_route(shard(), route(NODE, 1))), [], "the write comes first");

    let mut socket = attached();
    socket.on_frame(NODE, send(1, 1));
    let lost = socket.on_route(shard(), route(OTHER, 2));
    let (_, attach) = attach_in(&lost);
    assert_eq!((attach.checkpoint, attach.replays), (None, 1), "dropped, not installed");

    let mut socket = attached();
    socket.on_frame(NODE, send(1, 1));
    assert_eq!(write(&mut socket), [Effect::ToNode(NODE, written(1, 1))]);
    let (_, attach) = attach_in(&socket.on_route(shard(), route(OTHER, 2)));
    assert_eq!((attach.checkpoint, attach.replays), (Some(checkpoint(1)), 0));
}

#[test]
fn messages_are_written_one_at_a_time_in_order() {
    let mut socket = attached();
    socket.on_frame(NODE, send(1, 1));
    socket.on_frame(NODE, send(2, 0));
    assert_eq!(socket.next_write().unwrap().head, "s1");
    assert_eq!(socket.next_write(), None, "the first is not written yet");
    assert_eq!(socket.on_written(), [Effect::ToNode(NODE, written(1, 1))]);
    assert_eq!(socket.next_write().unwrap().head, "s2");
    assert_eq!(socket.on_written(), [Effect::ToNode(NODE, written(1, 2))]);
    assert_eq!(socket.on_written(), [], "nothing was being written");
}

#[test]
fn a_push_answers_nothing() {
    let mut socket = attached();
    socket.on_frame(NODE, send(1, 0));
    write(&mut socket);
    let (_, attach) = attach_in(&socket.on_route(shard(), route(OTHER, 2)));
    assert_eq!((attach.checkpoint, attach.replays), (Some(checkpoint(1)), 1));
}

#[test]
fn a_full_window_stops_reading_until_a_reply_is_written() {
    let mut socket = attached();
    let window = Limits::default().unanswered_len_max;
    for _ in 1..window {
        assert!(socket.reading());
        socket.on_message(received(1, b"m"), None);
    }
    assert!(!socket.reading());
    socket.on_frame(NODE, send(1, 1));
    assert!(!socket.reading());
    write(&mut socket);
    assert!(socket.reading());
}

#[test]
fn a_message_too_large_to_keep_is_forwarded_and_its_loss_shows_as_a_gap() {
    static LARGE: [u8; 65 << 10] = [0; 65 << 10];
    let mut socket = attached();
    let effects = socket.on_message(received(1, &LARGE), None);
    assert_eq!(messages_in(&effects).len(), 1);
    let effects = socket.on_route(shard(), route(OTHER, 2));
    let (_, attach) = attach_in(&effects);
    assert!(attach.gap);
    assert_eq!(messages_in(&effects), [(OTHER, 1, "m1".into(), true)]);

    socket.on_frame(OTHER, ToGateway::AttachAck(key(1), claim(2), since(1)));
    let (_, attach) = attach_in(&socket.on_route(shard(), route(NODE, 3)));
    assert!(!attach.gap, "an owner that acknowledged the attach knows of the gap");
}

#[test]
fn a_large_message_that_went_nowhere_is_kept_whole() {
    static LARGE: [u8; 65 << 10] = [0; 65 << 10];
    let mut socket = socket();
    socket.on_message(received(1, &LARGE), None);
    let effects = socket.on_route(shard(), route(NODE, 1));
    assert!(!attach_in(&effects).1.gap);
    assert_eq!(messages_in(&effects)[0].2.len(), LARGE.len());
}

#[test]
fn a_shared_body_follows_its_head() {
    let mut socket = attached();
    let ToGateway::Send(mut message) = send(1, 1) else { unreachable!() };
    let body = Bytes::from_static(b"body");
    message.body = Some((crate::Digest::of(&body), body.clone()));
    socket.on_frame(NODE, ToGateway::Send(message));
    let outgoing = socket.next_write().unwrap();
    assert_eq!((outgoing.head, outgoing.body), ("s1".into(), Some(body)));
}

#[test]
fn an_agent_that_does_not_read_is_closed() {
    let mut socket = attached();
    let room = Limits::default().outbox_len_max as u64;
    for number in 1..=room {
        assert_eq!(socket.on_frame(NODE, send(number, 0)), []);
    }
    let effects = socket.on_frame(NODE, send(room + 1, 0));
    assert!(matches!(effects[..], [Effect::Close(1008, _)]), "{effects:?}");
}

#[test]
fn an_http_exchange_attaches_is_answered_and_ends() {
    let mut socket = socket_of(Transport::Http);
    let effects = socket.on_message(received(1, b"m1"), Some(route(NODE, 1)));
    assert_eq!(attach_in(&effects).1.transport, Transport::Http);
    socket.on_frame(NODE, send(1, 1));
    assert_eq!(write(&mut socket), [Effect::ToNode(NODE, written(1, 1))]);
    let (effects, shards) = socket.on_closed();
    assert_eq!(effects, [Effect::ToNode(NODE, ToNode::Detach(key(1), claim(1)))]);
    assert_eq!(shards, [shard()]);
}
