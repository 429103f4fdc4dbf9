use proto::opamp::v1::{AgentDisconnect, AgentToServerFlags};

use super::*;

#[test]
fn the_first_reply_on_a_socket_carries_the_capabilities() {
    let mut talk = Talk::new(Transport::WebSocket);
    let first = ServerToAgent { capabilities: capability::SERVER, ..ack() };
    assert_eq!(talk.hear(full(1)), std::slice::from_ref(&first));
    assert_eq!(talk.hear(bare(2)), [ack()]);
    talk.session.on_new_socket();
    assert_eq!(talk.hear(bare(3)), std::slice::from_ref(&first));
    assert_eq!(talk.hear(bare(4)), [ack()]);

    let checkpoint = talk.session.checkpoint();
    talk.session.on_attach(Some(&checkpoint), false, true);
    assert_eq!(talk.hear(bare(5)), [ack()], "the socket has heard them from the old owner");
    talk.session.on_unheard();
    assert_eq!(talk.hear(bare(6)), [first], "the reply with them was lost");
}

#[test]
fn every_reply_to_a_poll_carries_the_capabilities() {
    let mut talk = Talk::new(Transport::Http);
    for n in 1..4 {
        assert_eq!(talk.hear(full(n))[0].capabilities, capability::SERVER);
    }
}

#[test]
fn each_copy_of_a_message_is_answered() {
    let mut talk = Talk::known();
    for _ in 0..3 {
        assert_eq!(talk.hear(bare(2)), [ack()]);
    }
    let effects = talk.say(bare(3));
    let sent = sends(&effects)[0];
    assert_eq!((sent.number, sent.answers), (5, 5));
    assert_eq!(sent.checkpoint, talk.session.checkpoint());
}

#[test]
fn without_voice_there_are_only_bare_acks_and_the_rest_follows() {
    let mut talk = Talk::known();
    talk.voice = false;
    talk.desire("a", 0);
    talk.order(1, Instruction::Restart).unwrap();
    assert_eq!(talk.hear(bare(9)), [ack()], "a gap, an offer and a command are due");
    let uid = AgentToServerFlags::RequestInstanceUid as u64;
    assert_eq!(talk.say(AgentToServer { flags: uid, ..bare(10) }).len(), 1);

    talk.voice = true;
    let told = talk.pushed();
    assert_eq!((told.len(), asks(&told), offers(&told).len()), (2, 1, 0));
    assert!(told[0].command.is_some());
    assert_eq!(offers(&talk.hear(full(11))), [hash("a")]);
}

#[test]
fn without_voice_a_poll_gets_no_command() {
    let mut talk = Talk::known_by(Transport::Http);
    talk.voice = false;
    talk.order(1, Instruction::Restart).unwrap();
    let bare_poll = ServerToAgent { capabilities: capability::SERVER, ..ack() };
    assert_eq!(talk.hear(bare(2)), [bare_poll]);
    talk.voice = true;
    assert!(talk.hear(bare(3))[0].command.is_some());
}

#[test]
fn a_request_for_a_uid_is_merged_and_left_to_the_owner_of_uids() {
    let mut talk = Talk::new(Transport::WebSocket);
    let flags = AgentToServerFlags::RequestInstanceUid as u64;
    let effects = talk.say(AgentToServer { flags, ..full(1) });
    assert!(effects.contains(&Effect::WantsUid(1)) && sends(&effects).is_empty());
    assert!(talk.session.observed().description().is_some());
}

#[test]
fn a_farewell_is_merged_and_answered_like_any_message() {
    let mut talk = Talk::known();
    let unwell = Some(ComponentHealth::default());
    let agent_disconnect = Some(AgentDisconnect::default());
    let effects = talk.say(AgentToServer { health: unwell, agent_disconnect, ..bare(2) });
    assert_eq!(messages(&effects), [ack()]);
    assert_eq!(effects.last(), Some(&Effect::Leaving));
    assert!(effects.contains(&Effect::Changed(vec![PartKind::Health])));
}
