//! What an HTTP request asks for, from its head alone: a WebSocket, one exchange, or a refusal.
//!
//! Decides nothing about load or identity, and reads no body.

use http::header::{
    ACCEPT_ENCODING, ALLOW, CONNECTION, CONTENT_ENCODING, CONTENT_TYPE, HeaderName, HeaderValue,
    SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use http::request::Parts;
use http::{HeaderMap, Method, StatusCode, Version};

/// The content type of OpAMP over plain HTTP; sent exactly so (PROTOCOL.md H7).
pub(crate) const PROTOBUF: &str = "application/x-protobuf";

/// How the body of a request is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// As it is.
    Identity,
    /// RFC 1952, one member.
    Gzip,
}

/// What the agent wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ask {
    /// A WebSocket.
    Upgrade,
    /// One message in, one message out.
    Exchange {
        /// How the request's body is packed.
        request: Coding,
        /// How the response's body should be packed.
        response: Coding,
    },
}

/// A request that is answered with a status and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused {
    /// The status.
    pub status: StatusCode,
    /// What to do about it, for whoever reads the agent's log.
    pub why: &'static str,
    /// A header that explains it.
    pub header: Option<(HeaderName, HeaderValue)>,
}

impl Refused {
    const fn new(status: StatusCode, why: &'static str) -> Self {
        Self { status, why, header: None }
    }

    fn with(mut self, name: HeaderName, value: &'static str) -> Self {
        self.header = Some((name, HeaderValue::from_static(value)));
        self
    }
}

/// Reads a request's head (PROTOCOL.md T1, T2, H1–H3).
///
/// # Errors
/// [`Refused`] with the status the agent gets.
pub(crate) fn read(request: &Parts, path: &str) -> Result<Ask, Refused> {
    if request.uri.path() != path {
        return Err(Refused::new(StatusCode::NOT_FOUND, "there is nothing at this path"));
    }
    let headers = &request.headers;
    if media_type(headers).is_some_and(|kind| kind.eq_ignore_ascii_case(PROTOBUF)) {
        if request.method != Method::POST {
            let refused = Refused::new(StatusCode::METHOD_NOT_ALLOWED, "OpAMP over HTTP is POST");
            return Err(refused.with(ALLOW, "POST"));
        }
        let request = coding(headers)?;
        return Ok(Ask::Exchange { request, response: accepted(headers) });
    }
    upgrade(request).map(|()| Ask::Upgrade)
}

fn upgrade(request: &Parts) -> Result<(), Refused> {
    let headers = &request.headers;
    if !headers.contains_key(UPGRADE) {
        return Err(match request.method {
            Method::POST => Refused::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "OpAMP over HTTP needs Content-Type: application/x-protobuf",
            ),
            Method::GET if headers.contains_key(CONTENT_TYPE) => Refused::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "OpAMP over HTTP needs POST with Content-Type: application/x-protobuf",
            ),
            Method::GET => Refused::new(
                StatusCode::BAD_REQUEST,
                "open a WebSocket here, or POST with Content-Type: application/x-protobuf",
            ),
            _ => not_allowed(),
        });
    }
    if request.method != Method::GET {
        return Err(not_allowed());
    }
    if request.version != Version::HTTP_11 {
        return Err(Refused::new(StatusCode::BAD_REQUEST, "a WebSocket needs HTTP/1.1"));
    }
    if !lists(headers, &UPGRADE, "websocket") || !lists(headers, &CONNECTION, "upgrade") {
        return Err(Refused::new(StatusCode::BAD_REQUEST, "the upgrade headers are incomplete"));
    }
    match headers.get(SEC_WEBSOCKET_VERSION).map(HeaderValue::as_bytes) {
        Some(b"13") => {}
        None => {
            return Err(Refused::new(StatusCode::BAD_REQUEST, "Sec-WebSocket-Version is missing"));
        }
        Some(_) => {
            let refused = Refused::new(StatusCode::UPGRADE_REQUIRED, "WebSocket version 13 only");
            return Err(refused.with(SEC_WEBSOCKET_VERSION, "13"));
        }
    }
    // 16 bytes in base64 are 22 digits and two signs of padding (RFC 6455, section 4.1).
    let key = headers.get(SEC_WEBSOCKET_KEY).map(HeaderValue::as_bytes).unwrap_or_default();
    if key.len() != 24 || !key.ends_with(b"==") {
        return Err(Refused::new(StatusCode::BAD_REQUEST, "Sec-WebSocket-Key is not a key"));
    }
    Ok(())
}

fn not_allowed() -> Refused {
    let refused = Refused::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "OpAMP is a WebSocket (GET) or POST with Content-Type: application/x-protobuf",
    );
    refused.with(ALLOW, "GET, POST")
}

/// The media type without its parameters.
fn media_type(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    Some(value.split(';').next().unwrap_or(value).trim())
}

/// Whether a comma-separated header holds this token, in any case.
fn lists(headers: &HeaderMap, name: &HeaderName, token: &str) -> bool {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|part| part.trim().eq_ignore_ascii_case(token))
}

fn coding(headers: &HeaderMap) -> Result<Coding, Refused> {
    let mut values = headers.get_all(CONTENT_ENCODING).iter();
    let (value, more) = (values.next(), values.next());
    let Some(value) = value else { return Ok(Coding::Identity) };
    let name = value.to_str().unwrap_or_default().trim();
    match name {
        _ if more.is_some() => Err(unsupported()),
        _ if name.eq_ignore_ascii_case("identity") => Ok(Coding::Identity),
        _ if name.eq_ignore_ascii_case("gzip") || name.eq_ignore_ascii_case("x-gzip") => {
            Ok(Coding::Gzip)
        }
        _ => Err(unsupported()),
    }
}

fn unsupported() -> Refused {
    let refused =
        Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Content-Encoding: gzip or identity only");
    refused.with(ACCEPT_ENCODING, "gzip, identity")
}

/// Gzip when `Accept-Encoding` gives it a quality above 0 (RFC 9110, section 12.5.3).
fn accepted(headers: &HeaderMap) -> Coding {
    let (mut named, mut any) = (None, None);
    let values = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    for part in values.flat_map(|value| value.split(',')) {
        let mut fields = part.split(';').map(str::trim);
        let name = fields.next().unwrap_or_default();
        let quality = fields.find_map(|field| {
            let (key, value) = field.split_once('=')?;
            key.trim().eq_ignore_ascii_case("q").then(|| quality(value.trim()))
        });
        let wanted = quality.unwrap_or(true);
        if name.eq_ignore_ascii_case("gzip") || name.eq_ignore_ascii_case("x-gzip") {
            named = Some(wanted);
        } else if name == "*" {
            any = Some(wanted);
        }
    }
    if named.or(any).unwrap_or(false) { Coding::Gzip } else { Coding::Identity }
}

/// Whether a quality is above 0; what is no quality counts as 0.
fn quality(text: &str) -> bool {
    text.parse::<f32>().is_ok_and(|q| q > 0.0 && q <= 1.0)
}

#[cfg(test)]
mod tests;
