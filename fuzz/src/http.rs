//! The body of a POST in, the reply out.

use bytes::Bytes;
use fleet::link::Transport;
use fleet::wire::peek_uid;
use gateway::Coding;
use gateway::body::{self, Room};
use http_body_util::Full;
use tokio::runtime::Builder;

use crate::reply;
use crate::server::Server;

/// More than the corpus needs, little enough to find what grows.
const BYTES_MAX: usize = 64 << 10;

/// The first byte says how the rest, a body, is packed. A body never unpacks to more than the limit, and a message in
/// it gets one reply, which carries the server's capabilities or an error.
pub fn http(input: &[u8]) {
    let Some((coding, packed)) = input.split_first() else { return };
    let coding = if coding % 2 == 0 { Coding::Identity } else { Coding::Gzip };
    let whole = Full::new(Bytes::copy_from_slice(packed));
    // A large body waits for room, and only a runtime has a clock to wait by.
    let runtime = Builder::new_current_thread().enable_time().build();
    let runtime = runtime.expect("a runtime without threads and sockets needs nothing");
    let mut room = Room::default();
    let read = runtime.block_on(body::read(whole, coding, BYTES_MAX, &mut room));
    let Ok(data) = read else { return };
    assert!(data.len() <= BYTES_MAX, "the limit counts what was unpacked");
    let Ok(agent) = peek_uid(&data) else { return };
    let mut server = Server::new(Transport::Http);
    for _ in 0..2 {
        let seen = server.hear(agent, data.clone());
        assert_eq!(seen.messages.len(), 1, "one message in, one message out");
        let told = reply::check(Some(agent), &seen.messages[0]);
        let error = told.error_response.is_some();
        assert_eq!(told.capabilities == 0, error, "every exchange counts as the first");
    }
}
