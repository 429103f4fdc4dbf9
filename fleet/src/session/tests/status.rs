use super::*;

#[test]
fn a_gap_is_asked_about_once_a_minute() {
    let mut talk = Talk::known();
    assert_eq!(asks(&talk.hear(bare(3))), 1);
    let rows = [(1, 0), (30_000, 0), (59_999, 0), (60_000, 1), (60_001, 0), (119_999, 0)];
    for (sequence_num, (after_ms, asked)) in (4..).zip(rows) {
        assert_eq!(asks(&talk.at(after_ms).hear(bare(sequence_num))), asked, "after {after_ms}");
    }
    assert_eq!(talk.session.deadline(), START + ms(120_000));
    assert_eq!(asks(&talk.at(120_000).pushed()), 1, "a silent agent is asked too");
    assert_eq!(asks(&talk.pushed()), 0);
}

#[test]
fn a_second_gap_within_the_minute_waits() {
    let mut talk = Talk::known();
    assert_eq!(asks(&talk.hear(bare(3))), 1);
    assert_eq!(asks(&talk.at(1_000).hear(full(4))), 0);
    assert_eq!(asks(&talk.at(2_000).hear(bare(9))), 0);
    assert_eq!(asks(&talk.at(60_000).hear(bare(10))), 1);
}

#[test]
fn only_the_next_number_and_the_same_number_are_in_order() {
    const LAST: u64 = u64::MAX;
    let rows = [
        (1, 2, 0),
        (1, 1, 0),
        (1, 3, 1),
        (5, 4, 1),
        (7, 0, 1),
        (0, 0, 0),
        (LAST, 0, 0),
        (LAST, LAST, 0),
        (LAST, 1, 1),
        (0, LAST, 1),
    ];
    for (last, next, asked) in rows {
        let mut talk = Talk::new(Transport::WebSocket);
        talk.hear(full(last));
        let told = talk.hear(bare(next));
        assert_eq!((told.len(), asks(&told)), (1, asked), "{last}, then {next}");
        assert_eq!(talk.session.sequence_num(), Some(next));
    }
}

#[test]
fn a_full_report_is_never_answered_with_the_request_for_one() {
    let described = |n| AgentToServer { health: None, ..full(n) };
    let unpromising = |n| AgentToServer { capabilities: 1, ..described(n) };
    let rows = [
        ("unknown, complete", None, full(7), 0),
        ("unknown, bare", None, bare(1), 1),
        ("unknown, bare, counting from 0", None, bare(0), 1),
        ("unknown, without the health it promises", None, described(1), 1),
        ("unknown, without the health it does not promise", None, unpromising(1), 0),
        ("known, complete after a gap", Some(full(1)), full(5), 0),
        ("known, incomplete after a gap", Some(full(1)), described(5), 1),
        ("asked, complete", Some(bare(1)), full(2), 0),
        ("asked, all it has", Some(bare(1)), described(2), 0),
        ("asked, all it has after a gap", Some(bare(1)), described(9), 0),
    ];
    for (name, before, report, asked) in rows {
        let mut talk = Talk::new(Transport::WebSocket);
        if let Some(before) = before {
            talk.hear(before);
            talk.at(60_000);
        }
        assert_eq!(asks(&talk.hear(report)), asked, "{name}");
    }
}

#[test]
fn the_pace_of_the_cluster_delays_the_request() {
    let mut talk = Talk::known();
    talk.pacer = Pacer::new(1, 1);
    assert!(talk.pacer.take(talk.now));
    assert_eq!(asks(&talk.hear(bare(3))), 0);
    assert_eq!(talk.session.deadline(), START + ms(200));
    assert_eq!(asks(&talk.at(200).pushed()), 0);
    assert_eq!(asks(&talk.at(1_000).pushed()), 1);
}

#[test]
fn a_checkpoint_decides_whether_a_new_owner_asks() {
    let old = Talk::known();
    let checkpoint = old.session.checkpoint();
    let restored = |observed: &Observed| {
        let mut talk = Talk::new(Transport::WebSocket);
        talk.session = Session::from_record(AGENT, &stored(1, observed, None), observed.clone());
        talk
    };
    let behind = Checkpoint { digest: [9; 16], ..checkpoint };
    for (name, checkpoint, gap, asked) in [
        ("as stored", checkpoint, false, 0),
        ("reported more than stored", behind, false, 1),
        ("lost a message", checkpoint, true, 1),
    ] {
        let mut talk = restored(old.session.observed());
        talk.session.on_attach(Some(&checkpoint), gap, true);
        assert_eq!(asks(&talk.pushed()), asked, "{name}");
        assert_eq!(asks(&talk.hear(bare(2))), 0, "{name}, again");
    }
    let mut talk = restored(old.session.observed());
    let asked_lately = Checkpoint { full_state_asked: Some(START - ms(10_000)), ..behind };
    talk.session.on_attach(Some(&asked_lately), false, true);
    assert_eq!(asks(&talk.pushed()), 0, "the old owner asked");
    assert_eq!(asks(&talk.at(50_000).pushed()), 1);
}

#[test]
fn a_replayed_message_that_was_merged_is_answered_and_not_applied() {
    let mut talk = Talk::known();
    talk.hear(AgentToServer { health: None, ..bare(2) });
    let unwell = AgentToServer { health: Some(ComponentHealth::default()), ..bare(2) };
    let via = Via { number: 2, replayed: true, transport: Transport::WebSocket };
    let effects = talk.receive(&unwell, via);
    assert_eq!(messages(&effects), [ack()]);
    assert!(talk.session.observed().health().unwrap().healthy);
}

#[test]
fn a_checkpoint_from_before_the_first_report_is_no_report() {
    let nothing = Session::new(AGENT).checkpoint();
    let mut talk = Talk::new(Transport::WebSocket);
    talk.session.on_attach(Some(&nothing), false, true);
    let told = talk.hear(bare(1));
    assert_eq!(asks(&told), 1);
    assert_eq!(told[0].capabilities, capability::SERVER, "an error does not carry them");
}
