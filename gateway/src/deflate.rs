//! permessage-deflate (RFC 7692): which offers are taken, and at what price.
//!
//! Without context takeover in either direction a socket holds no deflate state between messages: what a message needs
//! is borrowed from a pool, so compression costs an idle socket nothing.

use http::HeaderMap;
use http::header::SEC_WEBSOCKET_EXTENSIONS;
use yawc::{CompressionLevel, DeflatePool, Options};

use crate::config::Config;

/// What is answered to an offer that is taken. A server may ask for `client_no_context_takeover` even if the client did
/// not offer it (RFC 7692, section 7.1.1.2).
pub(crate) const AGREED: &str =
    "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

/// Messages below this go as they are: packing an acknowledgement makes it longer.
const PACKED_BYTES_MIN: usize = 256;
/// What an idle socket's buffers hold.
const BUFFER_BYTES: usize = 1024;
/// Deflate states kept for the next message; more are made when more messages are packed at once.
pub(crate) const STATES_KEPT: usize = 16;

/// Whether one of the client's offers can be kept.
pub(crate) fn wanted(headers: &HeaderMap) -> bool {
    let values = headers.get_all(SEC_WEBSOCKET_EXTENSIONS).iter();
    let offers = values.filter_map(|value| value.to_str().ok()).flat_map(|text| text.split(','));
    offers.into_iter().any(acceptable)
}

/// A smaller window for what the server packs cannot be promised; a hint about the client's own is no burden.
fn acceptable(offer: &str) -> bool {
    let mut fields = offer.split(';').map(str::trim);
    let is_deflate = fields.next().is_some_and(|name| name == "permessage-deflate");
    let mut seen = Vec::new();
    is_deflate
        && fields.all(|field| {
            let (name, value) = field.split_once('=').map_or((field, None), |(name, value)| {
                (name.trim(), Some(value.trim().trim_matches('"')))
            });
            let twice = seen.contains(&name);
            seen.push(name);
            let known = match (name, value) {
                ("server_no_context_takeover" | "client_no_context_takeover", None)
                | ("client_max_window_bits", None) => true,
                ("client_max_window_bits", Some(bits)) => {
                    bits.parse().is_ok_and(|bits: u8| (8..=15).contains(&bits))
                }
                _ => false,
            };
            known && !twice
        })
}

/// What both sides of the upgrade use; with a pool messages are packed. The library's limits are exclusive.
pub(crate) fn options(config: &Config, pool: Option<&DeflatePool>) -> Options {
    let bytes_max = config.message_bytes_max.saturating_add(1);
    let options = Options::default()
        .with_limits(bytes_max, bytes_max)
        .with_read_buffer_capacity(BUFFER_BYTES)
        .with_write_buffer_capacity(BUFFER_BYTES);
    match pool {
        None => options.without_compression(),
        Some(pool) => options
            .with_compression_level(CompressionLevel::fast())
            .server_no_context_takeover()
            .client_no_context_takeover()
            .with_deflate_pool(pool.clone())
            .with_compression_threshold(PACKED_BYTES_MIN),
    }
}

#[cfg(test)]
mod tests;
