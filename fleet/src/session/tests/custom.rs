use proto::opamp::v1::{CustomCapabilities, CustomMessage};

use super::*;

const TEA: &str = "com.example.tea/v1";
const COFFEE: &str = "com.example.coffee";

fn list(names: &[&str]) -> CustomCapabilities {
    CustomCapabilities { capabilities: names.iter().map(|name| (*name).to_owned()).collect() }
}

fn served(names: &[&str]) -> Served {
    Served::new(list(names).capabilities)
}

fn custom(capability: &str, data: &str) -> CustomMessage {
    let data = Bytes::copy_from_slice(data.as_bytes());
    CustomMessage { capability: capability.to_owned(), r#type: "brew".to_owned(), data }
}

fn order(capability: &str, data: &str) -> Instruction {
    Instruction::Custom(Box::new(custom(capability, data)))
}

/// An agent that lists tea, and a server that lists tea and coffee.
fn known(transport: Transport) -> Talk {
    let mut talk = Talk::new(transport);
    talk.served = served(&[TEA, COFFEE]);
    talk.hear(AgentToServer { custom_capabilities: Some(list(&[TEA])), ..full(1) });
    talk
}

fn said(effects: &[Effect]) -> Vec<CustomMessage> {
    let said = |effect: &Effect| {
        if let Effect::Custom(message) = effect { Some((**message).clone()) } else { None }
    };
    effects.iter().filter_map(said).collect()
}

fn dropped(effects: &[Effect]) -> usize {
    effects.iter().filter(|effect| **effect == Effect::CustomDropped).count()
}

fn says(sequence_num: u64, capability: &str, data: &str) -> AgentToServer {
    AgentToServer { custom_message: Some(custom(capability, data)), ..bare(sequence_num) }
}

#[test]
fn the_servers_list_is_told_with_the_first_reply_and_when_it_changes() {
    let mut talk = Talk::new(Transport::WebSocket);
    talk.served = served(&[TEA]);
    let told = talk.hear(full(1));
    assert_eq!(told[0].custom_capabilities, Some(list(&[TEA])));
    assert_eq!(talk.hear(bare(2)), [ack()], "it is told once");
    talk.served = served(&[TEA, COFFEE]);
    let told = talk.pushed();
    assert_eq!(told, [ServerToAgent { custom_capabilities: Some(list(&[COFFEE, TEA])), ..ack() }]);
    talk.served = served(&[]);
    assert_eq!(talk.pushed()[0].custom_capabilities, Some(list(&[])), "an empty list is news too");
    assert_eq!(talk.pushed(), []);
    talk.session.on_new_socket();
    talk.served = served(&[TEA]);
    assert_eq!(talk.pushed(), [], "capabilities come first");
    assert_eq!(talk.hear(bare(3))[0].custom_capabilities, Some(list(&[TEA])));
}

#[test]
fn every_poll_is_told_the_list() {
    let mut talk = known(Transport::Http);
    for number in 2..4 {
        let told = talk.hear(bare(number));
        assert_eq!(told[0].custom_capabilities, Some(list(&[COFFEE, TEA])), "{number}");
    }
    assert_eq!(Talk::known_by(Transport::Http).hear(bare(2))[0].custom_capabilities, None);
}

#[test]
fn a_new_owner_does_not_tell_the_list_again() {
    let mut old = known(Transport::WebSocket);
    let mut new = known(Transport::WebSocket);
    new.session = Session::new(AGENT);
    new.session.on_attach(Some(&old.session.checkpoint()), false, true);
    assert_eq!(new.hear(bare(2))[0].custom_capabilities, None);
    old.served = served(&[]);
    old.pushed();
    new.session.on_attach(Some(&old.session.checkpoint()), false, false);
    assert_eq!(new.pushed()[0].custom_capabilities, Some(list(&[COFFEE, TEA])));
}

#[test]
fn a_custom_message_needs_a_capability_that_both_sides_list() {
    let mut talk = known(Transport::WebSocket);
    assert_eq!(talk.order(1, order(COFFEE, "")), Err(Refusal::AgentUnlisted));
    talk.hear(AgentToServer { custom_capabilities: Some(list(&[TEA, "com.x"])), ..bare(2) });
    assert_eq!(talk.order(2, order("com.x", "")), Err(Refusal::ServerUnlisted));
    assert_eq!(talk.order(3, order(TEA, "")), Ok(()));
    // The agent's new list replaces the old one, and it may be empty.
    let effects = talk.say(AgentToServer { custom_capabilities: Some(list(&[])), ..bare(3) });
    assert_eq!(outcomes(&effects), [(3, Outcome::Refused(Refusal::AgentUnlisted))]);
    assert_eq!(talk.order(4, order(TEA, "")), Err(Refusal::AgentUnlisted));
}

#[test]
fn custom_messages_go_alone_in_order_and_sixteen_at_a_time() {
    let mut talk = known(Transport::WebSocket);
    for n in 1..=20 {
        talk.order(n, order(TEA, &n.to_string())).unwrap();
    }
    let effects = talk.push();
    let numbers: Vec<u64> = sends(&effects).iter().map(|sent| sent.number).collect();
    let told = messages(&effects);
    let wanted =
        |n: u64| ServerToAgent { custom_message: Some(custom(TEA, &n.to_string())), ..ack() };
    assert_eq!(told, (1..=16).map(wanted).collect::<Vec<_>>());
    let written = numbers.iter().flat_map(|n| talk.session.on_written(*n)).collect::<Vec<_>>();
    assert_eq!(outcomes(&written).len(), 16);
    assert_eq!(messages(&talk.push()), (17..=20).map(wanted).collect::<Vec<_>>());
    let lost = outcomes(&talk.session.on_path_lost());
    assert_eq!(lost, (17..=20).map(|n| (n, Outcome::Unknown)).collect::<Vec<_>>());
}

#[test]
fn an_agent_that_polls_gets_one_per_reply_beside_what_else_is_due() {
    let mut talk = known(Transport::Http);
    for n in 1..=3 {
        talk.order(n, order(TEA, &n.to_string())).unwrap();
    }
    talk.order(4, Instruction::Restart).unwrap();
    let restart = talk.desire("a", 0).hear(bare(2));
    assert_eq!((restart[0].command.is_some(), restart[0].custom_message.clone()), (true, None));
    for n in 1..=3 {
        let effects = talk.say(bare(2 + n));
        let told = messages(&effects);
        assert_eq!(told[0].custom_message, Some(custom(TEA, &n.to_string())));
        assert_eq!(offers(&told).len(), usize::from(n == 1));
        let written = talk.session.on_written(sends(&effects)[0].number);
        assert_eq!(outcomes(&written), [(n, Outcome::Written)]);
    }
    assert_eq!(talk.hear(bare(6))[0].custom_message, None);
}

#[test]
fn too_many_or_too_large_custom_messages_are_refused() {
    let mut talk = known(Transport::Http);
    for n in 1..=64 {
        assert_eq!(talk.order(n, order(TEA, "")), Ok(()), "{n}");
    }
    assert_eq!(talk.order(65, order(TEA, "")), Err(Refusal::Busy));
    assert_eq!(talk.order(66, Instruction::Restart), Ok(()), "commands have room of their own");

    let mut talk = known(Transport::Http);
    let half = "x".repeat(128 << 10);
    talk.order(1, order(TEA, &half)).unwrap();
    talk.order(2, order(TEA, &half)).unwrap();
    assert_eq!(talk.order(3, order(TEA, "x")), Err(Refusal::Busy));
}

#[test]
fn what_the_agent_says_is_passed_on_once_if_the_server_lists_it() {
    let mut talk = known(Transport::WebSocket);
    let effects = talk.say(says(2, COFFEE, "black"));
    assert_eq!((said(&effects), messages(&effects)), (vec![custom(COFFEE, "black")], vec![ack()]));
    let effects = talk.say(says(2, COFFEE, "black"));
    assert_eq!((said(&effects), dropped(&effects)), (vec![], 0), "a repetition");
    assert_eq!(said(&talk.say(says(2, COFFEE, "white"))).len(), 1, "an agent that never counts");
    let effects = talk.say(says(3, "com.x", ""));
    assert_eq!((said(&effects), dropped(&effects), messages(&effects)), (vec![], 1, vec![ack()]));
}

#[test]
fn what_an_owner_that_is_gone_may_have_passed_on_is_dropped() {
    let mut talk = known(Transport::WebSocket);
    let checkpoint = talk.session.checkpoint();
    let replay = |talk: &mut Talk, message: &AgentToServer| {
        let via = Via { number: 9, replayed: true, transport: Transport::WebSocket };
        talk.receive(message, via)
    };
    // A link was lost: this owner knows that it has not heard it.
    talk.session.on_attach(Some(&checkpoint), false, false);
    assert_eq!(said(&replay(&mut talk, &says(2, TEA, "a"))).len(), 1);
    assert_eq!(said(&replay(&mut talk, &says(2, TEA, "a"))).len(), 0);

    let mut talk = known(Transport::WebSocket);
    talk.session.on_attach(Some(&checkpoint), false, true);
    let effects = replay(&mut talk, &says(2, TEA, "a"));
    assert_eq!((said(&effects), dropped(&effects)), (vec![], 1));
    assert_eq!(said(&talk.say(says(3, TEA, "b"))).len(), 1);
}
