//! Secrets inside what operators store: headers and private keys. What is shown has a mask instead,
//! and a mask that comes back is refused before it is stored over the secret.

use proto::opamp::v1::Headers;

/// Stands where a secret was.
pub(crate) const MASK: &str = "***";

/// Takes the values out.
pub(crate) fn hide_headers(headers: &mut Headers) {
    for header in &mut headers.headers {
        MASK.clone_into(&mut header.value);
    }
}

/// Whether headers can be sent, and are not what [`hide_headers`] left.
pub(crate) fn check_headers(headers: &Headers) -> Result<(), &'static str> {
    for header in &headers.headers {
        if http::HeaderName::from_bytes(header.key.as_bytes()).is_err() {
            return Err("a header needs a name of letters, digits and -_");
        }
        if http::HeaderValue::from_bytes(header.value.as_bytes()).is_err() {
            return Err("the value of a header has no line breaks or other control characters");
        }
    }
    check_masks(headers)
}

/// Refuses values that were read from this API.
pub(crate) fn check_masks(headers: &Headers) -> Result<(), &'static str> {
    if headers.headers.iter().any(|header| header.value == MASK) {
        return Err("*** stands for a value that is not shown: write the value itself");
    }
    Ok(())
}
