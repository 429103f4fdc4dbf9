use bytes::Bytes;
use gateway::{ClientAuth, Config};
use http::Request;
use http_body_util::{BodyExt, Full};
use hyper_util::rt::TokioIo;

use crate::agent::{Answer, Http, tls, tls_config, tls_with};
use crate::world::{World, world};

const NAME: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const TAG: &str = "\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"";

/// A gateway that serves a folder with one file of `len` bytes.
async fn serving(len: usize, config: Config) -> (World, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("packages")).unwrap();
    std::fs::write(dir.path().join("packages").join(NAME), content(len)).unwrap();
    std::fs::write(dir.path().join("secret"), "secret").unwrap();
    std::fs::write(dir.path().join("packages/.upload"), "unfinished").unwrap();
    let config = Config { packages_dir: Some(dir.path().join("packages")), ..config };
    (world(config, ClientAuth::Required).await, dir)
}

fn content(len: usize) -> Bytes {
    (0..len).map(|at| (at % 251) as u8).collect()
}

async fn ask(http: &mut Http, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header("host", "localhost");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    http.request(request.body(Full::default()).unwrap()).await
}

#[tokio::test]
async fn a_file_is_served_whole_under_the_hash_of_its_content() {
    let (world, _dir) = serving(200_000, Config::default()).await;
    let mut http = Http::connect(&world).await;
    let path = format!("/v1/packages/{NAME}");
    for (method, body) in [("GET", content(200_000)), ("HEAD", Bytes::new())] {
        // A header that an offer told the agent to send does no harm.
        let answer = ask(&mut http, method, &path, &[("authorization", "Bearer x")]).await;
        assert_eq!((answer.status, &answer.body), (200, &body), "{method}");
        assert_eq!(answer.header("content-length"), Some("200000"));
        assert_eq!(answer.header("etag"), Some(TAG));
        assert_eq!(answer.header("accept-ranges"), Some("bytes"));
        assert_eq!(answer.header("content-type"), Some("application/octet-stream"));
        assert!(answer.header("cache-control").unwrap().contains("immutable"));
        assert_eq!(answer.header("last-modified"), None);
    }
}

#[tokio::test]
async fn ranges_and_conditions_go_by_the_hash() {
    let (world, _dir) = serving(1_000, Config::default()).await;
    let mut http = Http::connect(&world).await;
    let weak = format!("W/{TAG}, \"other\"");
    type Row<'a> = (&'a [(&'a str, &'a str)], u16, usize, Option<&'a str>);
    let rows: [Row<'_>; 13] = [
        (&[("range", "bytes=10-19")], 206, 10, Some("bytes 10-19/1000")),
        (&[("range", "bytes=990-")], 206, 10, Some("bytes 990-999/1000")),
        (&[("range", "bytes=-1")], 206, 1, Some("bytes 999-999/1000")),
        (&[("range", "bytes=0-99999")], 206, 1_000, Some("bytes 0-999/1000")),
        (&[("range", "bytes=1000-")], 416, 0, Some("bytes */1000")),
        (&[("range", "bytes=0-1,5-6")], 200, 1_000, None),
        (&[("range", "lines=0-1")], 200, 1_000, None),
        (&[("range", "bytes=0-1"), ("if-range", TAG)], 206, 2, Some("bytes 0-1/1000")),
        (&[("range", "bytes=0-1"), ("if-range", "\"other\"")], 200, 1_000, None),
        (&[("if-none-match", TAG)], 304, 0, None),
        (&[("if-none-match", &weak), ("range", "bytes=0-1")], 304, 0, None),
        (&[("if-none-match", "\"other\"")], 200, 1_000, None),
        (&[("if-modified-since", "Sat, 21 Nov 2126 00:00:00 GMT")], 200, 1_000, None),
    ];
    for (headers, status, len, range) in rows {
        let answer = ask(&mut http, "GET", &format!("/v1/packages/{NAME}"), headers).await;
        assert_eq!((answer.status, answer.body.len()), (status, len), "{headers:?}");
        assert_eq!(answer.header("content-range"), range, "{headers:?}");
        assert_eq!(answer.header("etag"), Some(TAG), "{headers:?}");
    }
}

#[tokio::test]
async fn nothing_but_hashes_is_served() {
    let (world, _dir) = serving(10, Config::default()).await;
    let mut http = Http::connect(&world).await;
    let other = NAME.replace('0', "1");
    let upper = NAME.to_uppercase();
    for name in ["", ".upload", "../secret", "%2e%2e%2fsecret", "..%2fsecret", &other, &upper] {
        let answer = ask(&mut http, "GET", &format!("/v1/packages/{name}"), &[]).await;
        assert_eq!(answer.status, 404, "{name}");
    }
    let answer = ask(&mut http, "GET", &format!("/v1/packages/{NAME}/"), &[]).await;
    assert_eq!(answer.status, 404);
    let answer = ask(&mut http, "POST", &format!("/v1/packages/{NAME}"), &[]).await;
    assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, HEAD")));
    let answer = ask(&mut http, "GET", &format!("/v1/packages/{NAME}?x=1"), &[]).await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn without_a_folder_there_is_nothing_and_without_a_certificate_no_answer() {
    let without = world(Config::default(), ClientAuth::Required).await;
    let path = format!("/v1/packages/{NAME}");
    let mut http = Http::connect(&without).await;
    assert_eq!(ask(&mut http, "GET", &path, &[]).await.status, 404);
    let (world, _dir) = serving(10, Config::default()).await;
    let stream = tls_with(&world, tls_config(&world.ca, None, &[])).await.unwrap();
    let mut stranger = Http::new(&world, stream).await;
    assert_eq!(ask(&mut stranger, "GET", &path, &[]).await.status, 401);
}

#[tokio::test]
async fn downloads_are_limited_in_number_and_a_place_is_free_again_afterwards() {
    let large = 32 << 20;
    let (world, _dir) = serving(large, Config { downloads_max: 1, ..Config::default() }).await;
    let path = format!("/v1/packages/{NAME}");
    let stream = TokioIo::new(tls(&world).await);
    let (mut sender, connection) = hyper::client::conn::http1::handshake(stream).await.unwrap();
    world.tracker.spawn(async move {
        let _ = connection.await;
    });
    let request = Request::get(&path).header("host", "localhost");
    let first = sender.send_request(request.body(Full::<Bytes>::default()).unwrap()).await.unwrap();
    let mut second = Http::connect(&world).await;
    let answer = ask(&mut second, "GET", &path, &[]).await;
    assert_eq!(answer.status, 503);
    assert!(answer.header("retry-after").is_some());
    let body = first.into_body().collect().await.unwrap().to_bytes();
    assert_eq!(body, content(large));
    // The client may see the end before the server lets go.
    let until = std::time::Instant::now() + crate::world::PATIENCE;
    while ask(&mut second, "HEAD", &path, &[]).await.status != 200 {
        assert!(std::time::Instant::now() < until, "the place is still taken");
    }
}
