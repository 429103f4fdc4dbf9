//! Where a connection goes, as far as it can be told from the text.

use super::check::Invalid;

/// Looks at a URL: `scheme://host[:port][/path][?query]` with one of these schemes. Returns the path, empty without
/// one. Credentials do not belong into a URL: it is shown where headers are not.
pub(super) fn parse<'a>(url: &'a str, schemes: &'static str) -> Result<&'a str, Invalid> {
    let bad = |why| Invalid::Endpoint { schemes, why };
    if url.is_empty() {
        return Err(bad("it is empty"));
    }
    if url.bytes().any(|byte| byte <= b' ' || byte == 0x7f) {
        return Err(bad("it has a space or control character"));
    }
    let (scheme, rest) = url.split_once("://").ok_or(bad("it has no scheme"))?;
    if !schemes.split(", ").any(|allowed| scheme.eq_ignore_ascii_case(allowed)) {
        return Err(bad("its scheme is another"));
    }
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    if authority.contains('@') {
        return Err(bad("it holds credentials, which belong into headers"));
    }
    if path.contains('#') {
        return Err(bad("it has a fragment"));
    }
    // The colons of an address in brackets are not the port's.
    let brackets = authority.rfind(']').map_or(0, |at| at + 1);
    let (host, port) = match authority[brackets..].find(':') {
        Some(at) => (&authority[..brackets + at], Some(&authority[brackets + at + 1..])),
        None => (authority, None),
    };
    if host.is_empty() || host == "[]" || host.starts_with('[') != (brackets == host.len()) {
        return Err(bad("it has no host"));
    }
    let numbered = |port: &str| {
        port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|p| p > 0)
    };
    if port.is_some_and(|port| !numbered(port)) {
        return Err(bad("its port is no number of 1 to 65535"));
    }
    Ok(path.split('?').next().unwrap_or_default())
}
