use super::*;

#[test]
fn records_that_fall_due_apart_are_stored_together() {
    let step = Duration::from_millis(250);
    let due = [501, 620, 749, 750].map(|at| next_multiple(Moment(at), step));
    assert_eq!(due, [Moment(750); 4]);
    assert_eq!(next_multiple(Moment(751), step), Moment(1_000));
    assert_eq!(next_multiple(Moment(7), Duration::ZERO), Moment(7), "no step, no change");
}
