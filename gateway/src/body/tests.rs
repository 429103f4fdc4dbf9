use std::convert::Infallible;

use futures::stream;
use http_body_util::{Full, StreamBody};
use hyper::body::Frame;

use super::*;

fn gzip(data: &[u8]) -> Vec<u8> {
    super::gzip(data).to_vec()
}

async fn unpack(wire: Vec<u8>, bytes_max: usize) -> Result<Vec<u8>, BodyError> {
    let body = Full::new(Bytes::from(wire));
    read(body, Coding::Gzip, bytes_max).await.map(|data| data.to_vec())
}

#[tokio::test]
async fn the_limit_is_exact() {
    for (len, want) in [(99, true), (100, true), (101, false)] {
        let data = vec![7; len];
        let plain = read(Full::new(Bytes::from(data.clone())), Coding::Identity, 100).await;
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
    ] {
        assert_eq!(unpack(wire, 100).await, Err(BodyError::BadGzip), "{name}");
    }
    assert_eq!(unpack(good, 100).await.unwrap(), b"hello");
}

#[tokio::test]
async fn members_follow_one_another() {
    let wire = [gzip(b"one"), gzip(b"two")].concat();
    assert_eq!(unpack(wire, 100).await.unwrap(), b"onetwo");
}

#[tokio::test]
async fn a_bomb_stops_at_the_limit() {
    // 512 MiB of zeros in pieces; reading has to end long before the last.
    let piece = Bytes::from(gzip(&vec![0; 1 << 20]));
    let mut pieces = 0;
    let body = StreamBody::new(stream::iter(std::iter::from_fn(|| {
        pieces += 1;
        (pieces <= 512).then(|| Ok::<_, Infallible>(Frame::data(piece.clone())))
    })));
    assert_eq!(read(body, Coding::Gzip, 1 << 22).await, Err(BodyError::TooLarge));
    assert!(pieces <= 6, "read {pieces} pieces");
}

#[tokio::test]
async fn empty_members_without_end_are_cut() {
    let piece = Bytes::from(gzip(b"").repeat(64));
    let body = StreamBody::new(stream::iter(std::iter::repeat_with(|| {
        Ok::<_, Infallible>(Frame::data(piece.clone()))
    })));
    assert_eq!(read(body, Coding::Gzip, 1 << 16).await, Err(BodyError::TooLarge));
}
