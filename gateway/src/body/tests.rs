use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures::stream;
use http_body_util::{Full, StreamBody};
use hyper::body::{Frame, SizeHint};

use super::*;

fn room(bytes: usize) -> Room {
    let rooms = Arc::new(Rooms::new(bytes));
    Room::new(rooms, Duration::from_millis(20), Duration::from_secs(5))
}

fn gzip(data: &[u8]) -> Vec<u8> {
    super::gzip(data).to_vec()
}

async fn unpack(wire: Vec<u8>, bytes_max: usize) -> Result<Vec<u8>, BodyError> {
    let body = Full::new(Bytes::from(wire));
    read(body, Coding::Gzip, bytes_max, &mut room(1 << 23)).await.map(|data| data.to_vec())
}

#[tokio::test]
async fn the_limit_is_exact() {
    for (len, want) in [(99, true), (100, true), (101, false)] {
        let data = vec![7; len];
        let plain =
            read(Full::new(Bytes::from(data.clone())), Coding::Identity, 100, &mut room(0)).await;
        assert_eq!(plain.is_ok(), want, "{len}");
        assert_eq!(unpack(gzip(&data), 100).await.is_ok(), want, "{len} packed");
    }
    assert_eq!(unpack(gzip(&[7; 101]), 100).await, Err(BodyError::TooLarge));
}

#[tokio::test]
async fn what_is_not_gzip_is_refused() {
    let good = gzip(b"hello");
    let mut bad_sum = good.clone();
    let at = bad_sum.len() - 6;
    bad_sum[at] ^= 1;
    let trailing = [good.clone(), b"junk".to_vec()].concat();
    let cut = good[..good.len() - 3].to_vec();
    for (name, wire) in [
        ("empty", vec![]),
        ("no magic", b"hello".to_vec()),
        ("cut", cut),
        ("wrong sum", bad_sum),
        ("junk behind", trailing),
        ("a second member", [gzip(b"one"), gzip(b"two")].concat()),
    ] {
        assert_eq!(unpack(wire, 100).await, Err(BodyError::BadGzip), "{name}");
    }
    assert_eq!(unpack(good, 100).await.unwrap(), b"hello");
}

#[tokio::test]
async fn a_bomb_stops_at_the_limit_packed_and_unpacked() {
    // 64 MiB of zeros are 64 KiB packed: within the limit as they come, far beyond it as they are.
    let bomb = Full::new(Bytes::from(gzip(&vec![0; 64 << 20])));
    let bomb = read(bomb, Coding::Gzip, 1 << 20, &mut room(1 << 23)).await;
    assert_eq!(bomb, Err(BodyError::TooLarge));
    let piece = Bytes::from(gzip(&vec![0; 1 << 20]));
    let mut wire_bytes = 0;
    let body = StreamBody::new(stream::iter(std::iter::from_fn(|| {
        wire_bytes += piece.len();
        Some(Ok::<_, Infallible>(Frame::data(piece.clone())))
    })));
    let endless = read(body, Coding::Gzip, 1 << 20, &mut room(1 << 23)).await;
    assert_eq!(endless, Err(BodyError::TooLarge));
    assert!(wire_bytes < 1_100_000, "{wire_bytes}");
}

#[tokio::test]
async fn empty_members_without_end_are_cut() {
    let piece = Bytes::from(gzip(b"").repeat(64));
    let body = StreamBody::new(stream::iter(std::iter::repeat_with(|| {
        Ok::<_, Infallible>(Frame::data(piece.clone()))
    })));
    assert_eq!(
        read(body, Coding::Gzip, 1 << 16, &mut room(1 << 23)).await,
        Err(BodyError::TooLarge)
    );
}

#[tokio::test]
async fn a_large_body_needs_room_packed_or_not() {
    let data = vec![7; SMALL_BYTES + 1];
    for (coding, wire) in [(Coding::Identity, data.clone()), (Coding::Gzip, gzip(&data))] {
        // Of those without, one at a time may go on.
        let mut first = room(0);
        let body = || Full::new(Bytes::from(wire.clone()));
        assert!(read(body(), coding, 1 << 20, &mut first).await.is_ok(), "{coding:?}");
        let mut second = Room::new(Arc::clone(&first.rooms), first.wait, Duration::MAX);
        let refused = read(body(), coding, 1 << 20, &mut second).await;
        assert_eq!(refused, Err(BodyError::Busy), "{coding:?}");
        let small = Full::new(Bytes::from(vec![7; SMALL_BYTES]));
        assert!(read(small, Coding::Identity, 1 << 20, &mut second).await.is_ok());
        drop(first);
        assert!(read(body(), coding, 1 << 20, &mut second).await.is_ok(), "{coding:?}");
    }
}

/// Announces this many bytes, and sends none.
struct Announced(u64);

impl Body for Announced {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Pending
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0)
    }
}

#[tokio::test]
async fn what_is_only_announced_takes_no_room() {
    let large = 1 << 20;
    let rooms = Arc::new(Rooms::new(large));
    let time = Duration::from_millis(20);
    let mut all = [(); 3].map(|()| Room::new(Arc::clone(&rooms), time, time));
    let [first, second, third] = &mut all;
    for room in [first, second] {
        let announced = read(Announced(1 << 20), Coding::Identity, large, room).await;
        assert_eq!(announced, Err(BodyError::Slow));
    }
    let body = Full::new(Bytes::from(vec![7; large]));
    assert!(read(body, Coding::Identity, large, third).await.is_ok());
}

#[tokio::test]
async fn what_is_unpacked_keeps_room_for_what_it_is_and_not_for_what_it_might_have_been() {
    let large = 1 << 20;
    let rooms = Arc::new(Rooms::new(large));
    let time = Duration::from_millis(20);
    let wire = Bytes::from(gzip(&vec![7; 2 * SMALL_BYTES]));
    let mut all = [(); 8].map(|()| Room::new(Arc::clone(&rooms), time, time));
    for room in &mut all {
        let body = Full::new(wire.clone());
        assert!(read(body, Coding::Gzip, large, room).await.is_ok(), "{rooms:?}");
    }
}

#[tokio::test]
async fn a_body_waits_for_room_as_long_as_it_may_in_all_and_not_at_every_step() {
    let rooms = Arc::new(Rooms::new(0));
    let time = Duration::from_millis(50);
    let mut taken = Room::new(Arc::clone(&rooms), time, time);
    assert_eq!(taken.hold(1 << 20).await, Ok(()), "one goes on without room");
    let mut room = Room::new(rooms, time, time);
    assert_eq!(room.hold(1 << 20).await, Err(BodyError::Busy));
    assert_eq!(room.wait, Duration::ZERO);
}
