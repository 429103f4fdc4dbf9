use super::*;

fn handed() -> (Talk, u64) {
    let mut talk = Talk::known();
    talk.order(1, Instruction::Restart).unwrap();
    let effects = talk.push();
    let number = sends(&effects)[0].number;
    (talk, number)
}

#[test]
fn what_becomes_of_the_path_decides_the_outcome() {
    const GONE: Outcome = Outcome::Refused(Refusal::NotConnected);
    type End = fn(&mut Session, u64) -> Vec<Effect>;
    let rows: [(&str, End, Option<Outcome>); 6] = [
        ("written", |s, n| s.on_written(n), Some(Outcome::Written)),
        ("dropped", |s, n| s.on_dropped(n), Some(GONE)),
        ("path lost", |s, _| s.on_path_lost(), Some(Outcome::Unknown)),
        ("disconnected", |s, _| s.on_disconnected(), Some(Outcome::Unknown)),
        ("another message written", |s, n| s.on_written(n + 1), None),
        ("time passes", |s, _| s.expire(START + ms(60_000)), None),
    ];
    for (name, end, outcome) in rows {
        let (mut talk, number) = handed();
        let ended = outcomes(&end(&mut talk.session, number));
        assert_eq!(ended, Vec::from_iter(outcome.map(|o| (1, o))), "{name}");
        let again = outcomes(&talk.session.on_disconnected());
        assert_eq!(again.len(), usize::from(outcome.is_none()), "{name}: one outcome");
    }
}

#[test]
fn what_was_never_handed_over_is_refused() {
    let mut talk = Talk::known_by(Transport::Http);
    talk.order(1, Instruction::Restart).unwrap();
    assert_eq!(talk.session.on_path_lost(), [], "it has not been on that path");
    let ended = outcomes(&talk.session.on_disconnected());
    assert_eq!(ended, [(1, Outcome::Refused(Refusal::NotConnected))]);

    talk.order(2, Instruction::Restart).unwrap();
    let ended = outcomes(&talk.session.refuse_waiting(Refusal::NotOwner));
    assert_eq!(ended, [(2, Outcome::Refused(Refusal::NotOwner))]);
}

#[test]
fn an_instruction_expires_where_it_waits() {
    let mut talk = Talk::known_by(Transport::Http);
    talk.order(1, Instruction::Restart).unwrap();
    assert_eq!(talk.at(1_000).order(2, Instruction::Restart), Ok(()));
    assert_eq!(talk.session.expires(), START + ms(5_000));
    assert_eq!(outcomes(&talk.at(4_999).push()), []);
    let expired = Outcome::Refused(Refusal::Expired);
    assert_eq!(outcomes(&talk.at(5_000).push()), [(1, expired)]);
    let late = talk.at(6_000).say(bare(2));
    assert_eq!(outcomes(&late), [(2, expired)], "a poll that comes too late");
    assert_eq!(messages(&late)[0].command, None);
}

#[test]
fn eight_wait_and_the_ninth_is_told_so() {
    let mut talk = Talk::known_by(Transport::Http);
    for id in 1..=8 {
        assert_eq!(talk.order(id, Instruction::ReportFullState), Ok(()), "{id}");
    }
    assert_eq!(talk.order(9, Instruction::ReportFullState), Err(Refusal::Busy));
    talk.hear(bare(2));
    assert_eq!(talk.order(10, Instruction::ReportFullState), Ok(()));
}

#[test]
fn restart_needs_its_capability_and_says_which() {
    let mut talk = Talk::known();
    talk.hear(AgentToServer { capabilities: BITS & !RESTARTS, ..bare(2) });
    let refused = Err(Refusal::Incapable("AcceptsRestartCommand"));
    assert_eq!(talk.order(1, Instruction::Restart), refused);
    assert_eq!(talk.order(2, Instruction::ReportFullState), Ok(()));
    assert_eq!(talk.order(3, Instruction::Disconnect("bye".into())), Ok(()));
}

#[test]
fn a_restart_is_alone_in_its_message() {
    let mut talk = Talk::known();
    talk.order(1, Instruction::Restart).unwrap();
    let told = talk.desire("a", 0).pushed();
    assert_eq!(told.len(), 2);
    assert_eq!(told[0], ServerToAgent { command: Some(Default::default()), ..ack() });
    assert_eq!((told[1].command, offers(&told)), (None, vec![hash("a")]));
}

#[test]
fn a_poll_is_answered_with_a_command_alone_and_the_next_with_the_config() {
    let mut talk = Talk::known_by(Transport::Http);
    talk.order(1, Instruction::Restart).unwrap();
    let told = talk.desire("a", 0).hear(bare(2));
    let alone = ServerToAgent {
        capabilities: capability::SERVER,
        command: Some(Default::default()),
        ..ack()
    };
    assert_eq!(told, [alone]);
    assert_eq!(offers(&talk.hear(bare(3))), [hash("a")]);
}

#[test]
fn disconnect_closes_the_socket() {
    let mut talk = Talk::known();
    talk.order(1, Instruction::Disconnect("bye".into())).unwrap();
    let done = Effect::Answer(InstructionId(1), Outcome::Written);
    assert_eq!(talk.push(), [Effect::Close(1000, "bye".into()), done]);
}
