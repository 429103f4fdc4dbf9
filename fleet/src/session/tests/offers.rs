use super::*;

#[test]
fn what_the_agent_reports_decides_whether_it_is_offered() {
    let rows = [
        ("nothing", None, true),
        ("another config applied", Some(("old", Status::Applied)), true),
        ("another config failed", Some(("old", Status::Failed)), true),
        ("applied", Some(("new", Status::Applied)), false),
        ("applying", Some(("new", Status::Applying)), false),
        ("seen", Some(("new", Status::Unset)), false),
        ("failed", Some(("new", Status::Failed)), false),
    ];
    for (name, reported, offered) in rows {
        for transport in [Transport::WebSocket, Transport::Http] {
            let mut talk = Talk::known_by(transport);
            let status = |(config, status)| reports(2, config, status);
            talk.hear(reported.map_or(bare(2), status));
            talk.desire("new", 0);
            let told = talk.hear(bare(3));
            let expected = if offered { vec![hash("new")] } else { vec![] };
            assert_eq!(offers(&told), expected, "{name}, {transport:?}");
        }
    }
}

#[test]
fn an_offer_is_pushed_without_a_word_of_the_agent() {
    let mut talk = Talk::known();
    assert_eq!(offers(&talk.desire("a", 0).pushed()), [hash("a")]);
    assert_eq!(talk.session.offered(Slot::RemoteConfig), (Some(hash("a")), 1));
}

#[test]
fn a_rollback_gets_one_offer_in_all() {
    let mut talk = Talk::known();
    talk.hear(reports(2, "a", Status::Applied));
    let mut told = talk.desire("b", 0).pushed();
    for (n, message) in [
        reports(3, "b", Status::Applying),
        reports(4, "b", Status::Failed),
        reports(5, "a", Status::Applied),
        bare(6),
        bare(7),
    ]
    .into_iter()
    .enumerate()
    {
        told.extend(talk.at(61_000 * (n as u64 + 1)).hear(message));
    }
    assert_eq!(offers(&told), [hash("b")]);
    assert_eq!(talk.session.failed(Slot::RemoteConfig), Some(hash("b").prefix()));
    assert_eq!(talk.session.deadline(), Moment::NEVER);

    assert_eq!(offers(&talk.desire("c", 0).pushed()), [hash("c")], "another hash is not held");
    talk.hear(reports(8, "c", Status::Applied));
    assert_eq!(offers(&talk.desire("b", 0).pushed()), [], "the held one still is");
    assert_eq!(offers(&talk.desire("b", 1).pushed()), [hash("b")], "until an operator retries");
}

#[test]
fn a_hold_survives_the_owner() {
    let mut talk = Talk::known();
    talk.desire("b", 0).hear(reports(2, "b", Status::Failed));
    talk.hear(reports(3, "a", Status::Applied));
    let checkpoint = talk.session.checkpoint();
    let observed = talk.session.observed().clone();
    let record = stored(3, &observed, talk.session.failed(Slot::RemoteConfig));
    talk.session = Session::from_record(AGENT, &record, observed);
    talk.session.on_attach(Some(&checkpoint), false, true);
    assert_eq!(offers(&talk.desire("b", 0).pushed()), []);
}

#[test]
fn an_agent_that_goes_through_its_states_again_and_again_is_not_offered_again() {
    let mut talk = Talk::known();
    let mut told = talk.desire("a", 0).pushed();
    for n in 2..200 {
        let status = if n % 2 == 0 { Status::Applying } else { Status::Applied };
        told.extend(talk.at(n * 1_000).hear(reports(n, "a", status)));
    }
    assert_eq!(offers(&told), [hash("a")]);
}

#[test]
fn an_unanswered_offer_is_repeated_after_a_minute_and_not_before() {
    let mut talk = Talk::known();
    assert_eq!(talk.desire("a", 0).pushed().len(), 1);
    for (sequence_num, after_ms) in [(2, 1), (3, 30_000), (4, 59_999)] {
        // A status that names another config is no answer.
        let told = talk.at(after_ms).hear(reports(sequence_num, "old", Status::Applied));
        assert_eq!(offers(&told), [], "after {after_ms}");
    }
    assert_eq!(talk.session.deadline(), START + ms(60_000));
    assert_eq!(offers(&talk.at(60_000).pushed()), [hash("a")]);
    assert_eq!(offers(&talk.at(119_999).hear(bare(5))), []);
    assert_eq!(offers(&talk.at(120_000).hear(bare(6))), [hash("a")]);
}

#[test]
fn an_agent_that_does_not_report_status_is_offered_once_per_socket() {
    let capabilities = BITS & !REPORTS_CONFIG;
    let mut talk = Talk::new(Transport::WebSocket);
    talk.hear(AgentToServer { capabilities, ..full(1) });
    assert_eq!(offers(&talk.desire("a", 0).pushed()), [hash("a")]);
    let told = talk.at(600_000).hear(AgentToServer { capabilities, ..bare(2) });
    assert_eq!(offers(&told), []);
    talk.session.on_new_socket();
    assert_eq!(offers(&talk.pushed()), [hash("a")]);
}

#[test]
fn without_the_capability_bit_there_is_no_offer() {
    let mut talk = Talk::known();
    let without = |n| AgentToServer { capabilities: BITS & !ACCEPTS_CONFIG, ..bare(n) };
    assert_eq!(offers(&talk.hear(without(2))), []);
    assert_eq!(offers(&talk.desire("a", 0).pushed()), []);
    assert_eq!(offers(&talk.hear(bare(3))), [hash("a")]);
    assert_eq!(offers(&talk.desire("b", 0).hear(without(4))), [], "dropped with an offer due");
    assert_eq!(offers(&talk.hear(AgentToServer { capabilities: 0, ..bare(5) })), []);
}

#[test]
fn the_newest_desired_config_wins() {
    let mut talk = Talk::known();
    let first = talk.desire("a", 0).push();
    assert_eq!(offers(&messages(&first)), [hash("a")]);
    talk.desire("b", 0);
    assert_eq!(offers(&messages(&talk.push())), [], "one offer at a time is being written");
    talk.desire("c", 0);
    talk.write(&first);
    assert_eq!(offers(&talk.pushed()), [hash("c")]);
    assert_eq!(offers(&talk.hear(reports(2, "a", Status::Applied))), [], "an old answer");
    talk.session.on_desired(Slot::RemoteConfig, None);
    assert_eq!(offers(&talk.at(90_000).hear(bare(3))), [], "nothing is desired any more");
}

#[test]
fn offers_wait_for_the_full_state_for_ten_seconds() {
    let mut talk = Talk::known();
    talk.desire("a", 0);
    let told = talk.hear(bare(5));
    assert_eq!((asks(&told), offers(&told)), (1, vec![]));
    assert_eq!(offers(&talk.at(9_999).hear(bare(6))), []);
    assert_eq!(talk.session.deadline(), START + ms(10_000));
    assert_eq!(offers(&talk.at(10_000).pushed()), [hash("a")]);

    let mut talk = Talk::known();
    talk.desire("a", 0).hear(bare(5));
    assert_eq!(offers(&talk.at(100).hear(full(6))), [hash("a")], "as soon as it is there");
}

/// A second owner dies within the minute in which an agent is asked for its full state once.
#[test]
fn offers_do_not_wait_for_a_full_state_that_may_not_be_asked_for() {
    let mut talk = Talk::known();
    talk.desire("a", 0).hear(reports(2, "a", Status::Applied));
    let checkpoint = talk.session.checkpoint();
    let behind = stored(1, &Observed::default(), None);
    for (name, asked_ms, in_ms) in [
        ("asked so lately that the answer may come", Some(9_000), Some(1_000)),
        ("asked long enough ago to be given up", Some(10_000), None),
        ("not to be asked yet", Some(59_999), None),
    ] {
        let asked = asked_ms.map(|ago| talk.now - ms(ago));
        let checkpoint = Checkpoint { full_state_asked: asked, ..checkpoint };
        let mut next = Talk::new(Transport::WebSocket);
        next.session = Session::from_record(AGENT, &behind, Observed::default());
        next.session.on_attach(Some(&checkpoint), false, true);
        next.desire("a", 0);
        assert_eq!(offers(&next.pushed()), [], "{name}: it has what it has, says the checkpoint");
        next.desire("b", 0);
        let at_once = offers(&next.pushed());
        match in_ms {
            Some(wait) => {
                assert_eq!(at_once, [], "{name}");
                assert_eq!(offers(&next.at(wait).pushed()), [hash("b")], "{name}");
            }
            None => assert_eq!(at_once, [hash("b")], "{name}"),
        }
    }
}

#[test]
fn an_offer_that_was_not_written_is_made_again() {
    let mut talk = Talk::known();
    let effects = talk.desire("a", 0).push();
    talk.session.on_dropped(sends(&effects)[0].number);
    assert_eq!(offers(&messages(&talk.push())), [hash("a")]);

    let seen = Checkpoint { offers: Default::default(), ..talk.session.checkpoint() };
    assert_eq!(talk.session.on_path_lost(), []);
    talk.session.on_attach(Some(&seen), false, false);
    assert_eq!(offers(&talk.pushed()), [hash("a")], "the checkpoint says that it was not seen");

    let seen = talk.session.checkpoint();
    talk.session.on_attach(Some(&seen), false, false);
    assert_eq!(offers(&talk.pushed()), [], "the checkpoint says that it was seen");
}
