//! WebSocket messages in, replies out.

use bytes::Bytes;
use fleet::link::Transport;
use fleet::wire::{self, ErrorKind, peek_uid, strip_header};

use crate::reply;
use crate::server::Server;

/// The input is messages of one WebSocket, each behind two bytes that say its length. Every message is answered, by
/// the gateway if it cannot be routed, and whatever is answered is a proper ServerToAgent for the agent that spoke.
pub fn websocket(input: &[u8]) {
    let mut server = Server::new(Transport::WebSocket);
    let mut rest = input;
    while let Some((length, after)) = rest.split_at_checked(2) {
        let length = usize::from(u16::from_be_bytes([length[0], length[1]])).min(after.len());
        let (message, after) = after.split_at(length);
        rest = after;
        let message = Bytes::copy_from_slice(message);
        let read = strip_header(message).map_err(|error| error.to_string());
        let read = read.and_then(|data| {
            let agent = peek_uid(&data).map_err(|error| error.to_string())?;
            Ok((agent, data))
        });
        let (agent, data) = match read {
            Ok(read) => read,
            Err(why) => {
                reply::check(None, &wire::error_reply(None, ErrorKind::BadRequest, &why));
                continue;
            }
        };
        if let Ok(decoded) = wire::decode(&data) {
            assert_eq!(wire::uid(&decoded.instance_uid), Ok(agent), "both readers see one uid");
        }
        let seen = server.hear(agent, data);
        assert!(seen.closed.is_some() || !seen.messages.is_empty(), "every message is answered");
        for told in &seen.messages {
            reply::check(Some(agent), told);
        }
    }
}
