use std::io::Write as _;
use std::time::{Duration, Instant};

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use fleet::link::ToNode;
use gateway::{ClientAuth, Config};
use http_body_util::Full;
use prost::Message as _;
use proto::opamp::v1::ServerErrorResponseType;

use crate::agent::{Http, UID, message, tls_config, tls_with};
use crate::world::{eventually, with_node, world};

const PROTOBUF: (&str, &str) = ("content-type", "application/x-protobuf");

type Headers<'a> = Vec<(&'a str, &'a str)>;
type Row<'a> = (&'a str, Headers<'a>, Vec<u8>, u16);

fn gzip(data: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(data).unwrap();
    packer.finish().unwrap()
}

#[tokio::test]
async fn a_poll_is_a_message_in_and_a_message_out() {
    let (world, node) = with_node(Config::default()).await;
    let mut http = Http::connect(&world).await;
    for number in 0..3 {
        let answer = http.poll(&message(UID, number)).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-type"), Some("application/x-protobuf"));
        assert_eq!(answer.header("content-encoding"), None);
        assert_eq!(answer.message().instance_uid, UID.as_slice());
    }
    node.until("three exchanges, each attached, written and detached", |seen| {
        let count = |test: fn(&ToNode) -> bool| seen.iter().filter(|frame| test(frame)).count();
        count(|frame| matches!(frame, ToNode::Attach(_))) == 3
            && count(|frame| matches!(frame, ToNode::Written(..))) == 3
            && count(|frame| matches!(frame, ToNode::Detach(..))) == 3
    })
    .await;
}

#[tokio::test]
async fn statuses() {
    let config = Config { message_bytes_max: 10_000, ..Config::default() };
    let (world, _node) = with_node(config).await;
    let good = message(UID, 1).encode_to_vec();
    let packed = gzip(&good);
    let bomb = gzip(&vec![0; 20_000]);
    let encoded = |coding| vec![PROTOBUF, ("content-encoding", coding)];
    let rows: Vec<Row<'_>> = vec![
        ("plain", vec![PROTOBUF], good.clone(), 200),
        (
            "media type with a parameter",
            vec![("content-type", "Application/X-Protobuf; a=b")],
            good.clone(),
            200,
        ),
        ("gzip", encoded("gzip"), packed.clone(), 200),
        ("GZIP", encoded("GZIP"), packed.clone(), 200),
        ("x-gzip", encoded("x-gzip"), packed.clone(), 200),
        ("identity", encoded("identity"), good.clone(), 200),
        ("brotli", encoded("br"), good.clone(), 415),
        ("no gzip in gzip", encoded("gzip"), good.clone(), 400),
        ("cut gzip", encoded("gzip"), packed[..packed.len() - 1].to_vec(), 400),
        ("bomb", encoded("gzip"), bomb, 413),
        ("too large", vec![PROTOBUF], vec![0; 10_001], 413),
        ("json", vec![("content-type", "application/json")], good.clone(), 415),
        ("nothing", vec![], good.clone(), 415),
        (
            "uid header agrees",
            vec![PROTOBUF, ("opamp-instance-uid", "6167656e-7420-6e75-6d62-6572206f6e65")],
            good,
            200,
        ),
    ];
    for (name, headers, body, status) in rows {
        let mut http = Http::connect(&world).await;
        assert_eq!(http.post(&headers, body).await.status, status, "{name}");
    }
    for (method, path, status) in [
        ("GET", "/v1/opamp", 405),
        ("PUT", "/v1/opamp", 405),
        ("POST", "/v1/opamp/", 404),
        ("POST", "/elsewhere", 404),
        ("POST", "/v1/opamp?x=1", 200),
    ] {
        let mut http = Http::connect(&world).await;
        let request = http::Request::builder().method(method).uri(path).header("host", "localhost");
        let body = Full::new(Bytes::from(message(UID, 1).encode_to_vec()));
        let request = request.header(PROTOBUF.0, PROTOBUF.1).body(body).unwrap();
        assert_eq!(http.request(request).await.status, status, "{method} {path}");
    }
}

#[tokio::test]
async fn what_cannot_be_routed_is_answered_with_an_opamp_error() {
    let (world, _node) = with_node(Config::default()).await;
    let good = message(UID, 1).encode_to_vec();
    let header_of_another = ("opamp-instance-uid", "00000000-0000-0000-0000-000000000001");
    let gzip = ("content-encoding", "gzip");
    let rows: [Row<'_>; 5] = [
        ("empty", vec![PROTOBUF], vec![], 200),
        ("with a WebSocket header", vec![PROTOBUF], [vec![0], good.clone()].concat(), 400),
        ("short uid", vec![PROTOBUF], b"\x0a\x01\x61".to_vec(), 200),
        ("no gzip in gzip", vec![PROTOBUF, gzip], good.clone(), 400),
        ("uid of another", vec![PROTOBUF, header_of_another], good, 200),
    ];
    for (name, headers, body, status) in rows {
        let mut http = Http::connect(&world).await;
        let answer = http.post(&headers, body).await;
        assert_eq!(answer.status, status, "{name}");
        let error = answer.message().error_response.expect(name);
        assert_eq!(error.r#type(), ServerErrorResponseType::BadRequest, "{name}");
    }
}

#[tokio::test]
async fn answers_are_packed_when_asked() {
    let (world, _node) = with_node(Config::default()).await;
    let mut http = Http::connect(&world).await;
    let headers = [PROTOBUF, ("accept-encoding", "deflate, gzip;q=0.5")];
    let answer = http.post(&headers, message(UID, 1).encode_to_vec()).await;
    assert_eq!(answer.header("content-encoding"), Some("gzip"));
    assert_eq!(answer.header("content-type"), Some("application/x-protobuf"));
    let mut plain = flate2::write::GzDecoder::new(Vec::new());
    plain.write_all(&answer.body).unwrap();
    let plain = plain.finish().unwrap();
    let message = proto::opamp::v1::ServerToAgent::decode(&plain[..]).unwrap();
    assert_eq!(message.instance_uid, UID.as_slice());
}

#[tokio::test]
async fn a_poll_without_an_owner_waits_and_is_told_when_to_come_back() {
    let config = Config { owner_wait: Duration::from_millis(300), ..Config::default() };
    let world = world(config, ClientAuth::Required).await;
    let mut http = Http::connect(&world).await;
    let asked = Instant::now();
    let answer = http.poll(&message(UID, 1)).await;
    assert_eq!(answer.status, 503);
    assert!(asked.elapsed() >= Duration::from_millis(300));
    let seconds: u64 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((5..=8).contains(&seconds), "{seconds}");
}

#[tokio::test]
async fn a_poll_waits_for_the_owner_that_comes() {
    let world = world(Config::default(), ClientAuth::Required).await;
    let mut http = Http::connect(&world).await;
    let (message, later) = (message(UID, 1), async {
        let node = world.node(1).await;
        world.own(&node).await;
    });
    let (answer, ()) = tokio::join!(http.poll(&message), later);
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn a_poll_survives_the_death_of_its_owner() {
    let (world, first) = with_node(Config::default()).await;
    first.state.silent.store(true, std::sync::atomic::Ordering::Relaxed);
    let mut http = Http::connect(&world).await;
    let message = message(UID, 1);
    let takeover = async {
        first
            .until("the poll", |seen| seen.iter().any(|frame| matches!(frame, ToNode::Message(_))))
            .await;
        first.kill();
        let second = world.node(2).await;
        world.own(&second).await;
        second
    };
    let (answer, second) = tokio::join!(http.poll(&message), takeover);
    assert_eq!(answer.status, 200);
    let replayed = |frame: &ToNode| matches!(frame, ToNode::Message(m) if m.replayed);
    assert!(second.seen().iter().any(replayed), "not marked as replayed");
}

#[tokio::test]
async fn slow_heads_are_cut() {
    let config = Config { header_deadline: Duration::from_millis(300), ..Config::default() };
    let world = world(config, ClientAuth::Required).await;
    let mut stream = crate::agent::tls(&world).await;
    tokio::io::AsyncWriteExt::write_all(&mut stream, b"POST /v1").await.unwrap();
    let mut scrap = [0; 64];
    let read = tokio::io::AsyncReadExt::read(&mut stream, &mut scrap);
    let read = tokio::time::timeout(crate::world::PATIENCE, read).await.expect("still open");
    assert!(matches!(read, Ok(0) | Err(_)), "{read:?}");
    eventually("the connection is gone", || world.metrics.connections.get() == 0).await;
}

#[tokio::test]
async fn a_poller_that_does_not_read_its_answer_is_cut() {
    let config = Config {
        write_deadline: Duration::from_millis(300),
        close_deadline: Duration::from_millis(200),
        ..Config::default()
    };
    let (world, node) = with_node(config).await;
    node.state.silent.store(true, std::sync::atomic::Ordering::Relaxed);
    let mut stream = crate::agent::tls(&world).await;
    let body = message(UID, 1).encode_to_vec();
    let head = format!(
        "POST /v1/opamp HTTP/1.1\r\nhost: a\r\ncontent-type: {}\r\ncontent-length: {}\r\n\r\n",
        PROTOBUF.1,
        body.len()
    );
    let request = [head.as_bytes(), &body].concat();
    tokio::io::AsyncWriteExt::write_all(&mut stream, &request).await.unwrap();
    let (key, claim) = node.session().await;
    // More than the kernel's buffers take.
    let instance_uid = Bytes::from(vec![9; 16 << 20]);
    let large = proto::opamp::v1::ServerToAgent { instance_uid, ..Default::default() };
    let mut send = node.state.send(key, claim, &large);
    send.answers = 1;
    node.state.say_in_pieces(fleet::link::ToGateway::Send(Box::new(send)), 60_000).await;
    node.until("the exchange is over", |seen| {
        seen.iter().any(|frame| matches!(frame, ToNode::Detach(..)))
    })
    .await;
    eventually("the connection is gone", || world.metrics.connections.get() == 0).await;
    let written = node.seen().iter().any(|frame| matches!(frame, ToNode::Written(..)));
    assert!(!written, "an answer that nobody read counts as written");
}

#[tokio::test]
async fn http2_is_for_polls() {
    let (world, _node) = with_node(Config::default()).await;
    let config = tls_config(&world.ca, Some(&world.agent), &[b"h2"]);
    let stream = tls_with(&world, config).await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(b"h2".as_slice()));
    let io = hyper_util::rt::TokioIo::new(stream);
    let executor = hyper_util::rt::TokioExecutor::new();
    let (mut sender, connection) =
        hyper::client::conn::http2::handshake(executor, io).await.unwrap();
    world.tracker.spawn(async move {
        let _ = connection.await;
    });
    let request =
        |method: &str| http::Request::builder().method(method).uri("https://localhost/v1/opamp");
    let body = Full::new(Bytes::from(message(UID, 1).encode_to_vec()));
    let poll = request("POST").header(PROTOBUF.0, PROTOBUF.1).body(body).unwrap();
    assert_eq!(sender.send_request(poll).await.unwrap().status(), 200);
    let upgrade = request("GET").body(Full::default()).unwrap();
    assert_eq!(sender.send_request(upgrade).await.unwrap().status(), 400);
}

#[tokio::test]
async fn clients_that_offer_both_stay_on_http_1() {
    let world = world(Config::default(), ClientAuth::Required).await;
    let config = tls_config(&world.ca, Some(&world.agent), &[b"h2", b"http/1.1"]);
    let stream = tls_with(&world, config).await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(b"http/1.1".as_slice()));
}

#[tokio::test]
async fn who_is_not_served_does_not_keep_its_connection() {
    let world = world(Config::default(), ClientAuth::Required).await;
    let stranger = tls_with(&world, tls_config(&world.ca, None, &[])).await.unwrap();
    let mut stranger = Http::new(&world, stranger).await;
    let answer = stranger.poll(&message(UID, 1)).await;
    assert_eq!((answer.status, answer.header("connection")), (401, Some("close")));
    let mut lost = Http::connect(&world).await;
    let elsewhere = http::Request::get("/elsewhere").header("host", "localhost");
    let answer = lost.request(elsewhere.body(Full::default()).unwrap()).await;
    assert_eq!((answer.status, answer.header("connection")), (404, Some("close")));
    eventually("both connections are gone", || world.metrics.connections.get() == 0).await;
}
