use proto::control::v1::{CommandReceipt, CommandState};

use super::outcome;

#[test]
fn what_was_not_sent_is_a_failure_that_says_how_to_repeat_it() {
    let said = |state: CommandState, named| {
        let receipt = CommandReceipt { state: state.into(), ..CommandReceipt::default() };
        outcome(&receipt, named).map_err(|failure| failure.to_string())
    };
    assert!(said(CommandState::Accepted, true).unwrap_err().contains("the same --request-id"));
    for state in [CommandState::NotDelivered, CommandState::Expired] {
        assert!(said(state, true).unwrap_err().contains("another --request-id"));
        assert!(said(state, false).unwrap_err().contains("safe to repeat"));
    }
    assert_eq!(said(CommandState::Written, true), Ok(()));
}
