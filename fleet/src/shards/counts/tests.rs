use super::*;

fn caller(address: &str) -> Caller {
    Caller::of(&Principal { certificate: None, peer_address: address.to_owned() }, 42)
}

/// What is made of polls, each a sequence number and where it came from: `.` is the agent's, `D` a duplicate's.
fn speakers(polls: &[(u64, &str)]) -> String {
    let mut counts = Counts::default();
    let speaker = |(number, from): &(u64, &str)| match counts.heard(*number, caller(from)) {
        Speaker::Agent => '.',
        Speaker::NewDuplicate => 'N',
        Speaker::Duplicate => 'D',
    };
    polls.iter().map(speaker).collect()
}

const A: &str = "10.0.0.1:1111";
const B: &str = "10.0.0.2:2222";
/// Another connection of A's host, or of another host behind the same address.
const A2: &str = "10.0.0.1:3333";

/// Whoever is polled in turn, each with its own count.
fn in_turn(turns: u64, polls: &[(u64, &'static str)]) -> Vec<(u64, &'static str)> {
    let turn = |n| polls.iter().map(move |(begin, from)| (begin + n, *from));
    (0..turns).flat_map(turn).collect()
}

#[test]
fn who_counts_beside_the_agent_is_a_duplicate() {
    for (name, polls, expected) in [
        ("from two hosts", in_turn(5, &[(10, A), (3, B)]), ".....N.D.D"),
        ("from two connections", in_turn(5, &[(10, A), (3, A2)]), ".....N.D.D"),
        ("from where nothing tells them apart", in_turn(5, &[(10, A), (3, A)]), ".....N.D.D"),
        ("with the same numbers, from two hosts", in_turn(5, &[(1, A), (1, B)]), ".....N.D.D"),
        ("with the same numbers, on two connections", in_turn(5, &[(1, A), (1, A2)]), ".....N.D.D"),
        ("one just ahead", in_turn(5, &[(2, A), (1, B)]), ".....N.D.D"),
        ("one takes the other's next number", in_turn(5, &[(1, A), (2, B)]), "......N.D."),
        ("three", in_turn(4, &[(10, A), (30, B), (50, A2)]), ".......NN.DD"),
    ] {
        assert_eq!(speakers(&polls), expected, "{name}");
    }
}

#[test]
fn the_slower_of_two_is_found_too() {
    let mut polls = Vec::new();
    for n in 0..4 {
        polls.extend((0..9).map(|m| (n * 9 + m, A)));
        polls.push((100 + n, B));
    }
    let speakers = speakers(&polls);
    assert_eq!(speakers.chars().filter(|c| *c != '.').count(), 2, "{speakers}");
    assert!(speakers.ends_with('D'));
}

#[test]
fn one_agent_is_one_whatever_happens_to_its_messages() {
    let straight: Vec<_> = (0..9).map(|n| (n, A)).collect();
    let restarts: Vec<_> = (0..4).flat_map(|_| (0..6).map(|n| (n, A))).collect();
    let moves: Vec<_> = (0..12).map(|n| (n, [A, B, A2][n as usize % 3])).collect();
    let repeats: Vec<_> = (0..12).map(|n| (n / 2, A)).collect();
    let ports: Vec<String> = (0..12).map(|n| format!("10.0.0.1:{n}")).collect();
    let elsewhere: Vec<_> = (0..).zip(&ports).map(|(n, from)| (n / 2, from.as_str())).collect();
    let late =
        vec![(1, A), (3, A2), (2, A), (4, A2), (6, A), (5, A2), (7, A), (9, A2), (8, A), (10, A)];
    let lost: Vec<_> = (0..12).map(|n| (n * 2, A)).collect();
    let restarts_elsewhere: Vec<_> =
        (0..24).map(|n| (n % 6, [A, A2, B][(n / 6) as usize % 3])).collect();
    for (name, polls) in [
        ("in order", straight),
        ("restarts and counts as far as before", restarts),
        ("comes from everywhere", moves),
        ("repeats each message", repeats),
        ("repeats each message on a new connection", elsewhere),
        ("sends some late", late),
        ("loses every other message", lost),
        ("restarts on another connection", restarts_elsewhere),
    ] {
        assert!(speakers(&polls).chars().all(|c| c == '.'), "{name}: {}", speakers(&polls));
    }
}
