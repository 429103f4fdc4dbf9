use http::HeaderValue;

use super::*;

fn offers(values: &[&'static str]) -> bool {
    let mut headers = HeaderMap::new();
    for value in values {
        headers.append(SEC_WEBSOCKET_EXTENSIONS, HeaderValue::from_static(value));
    }
    wanted(&headers)
}

#[test]
fn an_offer_that_can_be_kept_is_taken() {
    assert!(offers(&["permessage-deflate"]));
    assert!(offers(&["permessage-deflate; client_max_window_bits"]));
    assert!(offers(&["permessage-deflate;client_max_window_bits=\"10\""]));
    assert!(offers(&[
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
    ]));
    assert!(offers(&["x-other, permessage-deflate"]));
    assert!(offers(&[
        "x-other",
        "permessage-deflate; server_max_window_bits=9, permessage-deflate"
    ]));
}

#[test]
fn one_that_cannot_be_kept_is_passed_over() {
    assert!(!offers(&[]));
    assert!(!offers(&["x-webkit-deflate-frame"]));
    assert!(!offers(&["permessage-deflate; server_max_window_bits=10"]));
    assert!(!offers(&["permessage-deflate; client_max_window_bits=7"]));
    assert!(!offers(&["permessage-deflate; unheard_of"]));
    assert!(!offers(&["permessage-deflate; client_max_window_bits; client_max_window_bits"]));
    assert!(!offers(&["permessage-deflate; server_no_context_takeover=1"]));
}
