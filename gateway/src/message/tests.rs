use super::*;

fn bytes(text: &'static str) -> Bytes {
    Bytes::from_static(text.as_bytes())
}

#[test]
fn fragments_become_one_message_within_the_limit() {
    let mut assembly = Assembly::new(6);
    assert_eq!(assembly.take(OpCode::Binary, false, bytes("ab"), true), Ok(None));
    assert_eq!(assembly.take(OpCode::Continuation, false, bytes(""), true), Ok(None));
    assert!(!assembly.is_idle());
    let whole = assembly.take(OpCode::Continuation, true, bytes("cdef"), true).unwrap().unwrap();
    assert_eq!(whole, Whole { kind: Kind::Binary, data: Some(bytes("abcdef")) });
    assert!(assembly.is_idle() && assembly.len() == 0);
    assert_eq!(assembly.take(OpCode::Text, false, bytes("abc"), true), Ok(None));
    assert_eq!(
        assembly.take(OpCode::Continuation, true, bytes("defg"), true),
        Err(Broken::TooLarge)
    );
}

#[test]
fn frames_out_of_order_are_refused() {
    let mut assembly = Assembly::new(6);
    assert_eq!(assembly.take(OpCode::Continuation, true, bytes("a"), true), Err(Broken::Order));
    assert_eq!(assembly.take(OpCode::Binary, false, bytes("a"), true), Ok(None));
    assert_eq!(assembly.take(OpCode::Binary, true, bytes("a"), true), Err(Broken::Order));
}

#[test]
fn a_dropped_message_holds_nothing_and_the_next_is_whole() {
    let mut assembly = Assembly::new(6);
    assert_eq!(assembly.take(OpCode::Binary, false, bytes("abc"), true), Ok(None));
    assert_eq!(assembly.take(OpCode::Continuation, false, bytes("def"), false), Ok(None));
    assert_eq!(assembly.len(), 0);
    let whole = assembly.take(OpCode::Continuation, true, bytes("ghi"), true).unwrap().unwrap();
    assert_eq!(whole, Whole { kind: Kind::Binary, data: None });
    let whole = assembly.take(OpCode::Binary, true, bytes("abc"), true).unwrap().unwrap();
    assert_eq!(whole.data, Some(bytes("abc")));
}
