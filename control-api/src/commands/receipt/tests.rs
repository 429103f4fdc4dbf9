use super::*;

fn check(state: CommandState, now_ms: i64, started: u64, expected: CommandState) {
    let mut command =
        Command { expires_unix_ms: 1_000, start_time_unix_nano: 50, ..Command::default() };
    command.set_state(state);
    assert_eq!(state_now(&command, now_ms, started), expected, "{state:?} at {now_ms}");
}

#[test]
fn a_command_sent_without_an_outcome_is_unknown_once_it_expired() {
    check(CommandState::Dispatched, 1_000, 0, CommandState::Dispatched);
    check(CommandState::Dispatched, 1_001, 0, CommandState::Unknown);
    check(CommandState::Dispatched, 1_001, 60, CommandState::Unknown);
}

#[test]
fn a_command_never_sent_expires() {
    check(CommandState::Accepted, 1_000, 0, CommandState::Accepted);
    check(CommandState::Accepted, 1_001, 0, CommandState::Expired);
}

#[test]
fn a_written_restart_is_observed_when_the_agent_reports_a_later_start() {
    check(CommandState::Written, 5_000, 0, CommandState::Written);
    check(CommandState::Written, 5_000, 50, CommandState::Written);
    check(CommandState::Written, 5_000, 51, CommandState::Observed);
    check(CommandState::NotDelivered, 5_000, 51, CommandState::NotDelivered);
}

#[test]
fn without_an_earlier_start_time_nothing_can_be_observed() {
    let mut command = Command { expires_unix_ms: 1_000, ..Command::default() };
    command.set_state(CommandState::Written);
    assert_eq!(state_now(&command, 0, 51), CommandState::Written);
}
