//! PROTOCOL.md, rows H1 to H3 and H6 to H11, H14: OpAMP over plain HTTP, request by request.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use fleet::AgentId;
use prost::Message as _;
use proto::opamp::v1::{AgentToServer, ServerErrorResponseType, ServerToAgent};
use tests::wire::{Response, first, fresh_uid, heartbeat, http};
use tests::{Shared, Standalone, Wire};

static SERVER: Shared = Shared::new(&[]);

const PROTOBUF: &str = "application/x-protobuf";

fn gzip(data: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(data).unwrap();
    packer.finish().unwrap()
}

fn is_bad_request(reply: &ServerToAgent) -> bool {
    let error = reply.error_response.as_ref();
    error.is_some_and(|error| error.r#type() == ServerErrorResponseType::BadRequest)
}

/// A full first report of somebody new, encoded.
fn report() -> Vec<u8> {
    first(fresh_uid().unwrap()).encode_to_vec()
}

/// A POST of this body on a connection of its own.
async fn post(server: &Standalone, headers: &str, body: &[u8]) -> Response {
    let mut wire = Wire::connect(server).await.unwrap();
    wire.request(&http::post(headers, body)).await.unwrap()
}

/// A known agent that polls.
async fn poller(server: &Standalone) -> (Wire, AgentId) {
    let uid = fresh_uid().unwrap();
    let mut wire = Wire::connect(server).await.unwrap();
    let (response, reply) = wire.post(&first(uid)).await.unwrap();
    assert_eq!((response.status, reply.error_response), (200, None));
    (wire, uid)
}

#[tokio::test]
async fn h1_only_post_carries_messages() {
    let server = SERVER.get().await.unwrap();
    let body = report();
    for method in ["GET", "PUT", "DELETE", "OPTIONS", "PATCH", "HEAD"] {
        let mut wire = Wire::connect(&server).await.unwrap();
        let request = http::post("", &body);
        wire.write(&[method.as_bytes(), &request[4..]].concat()).await.unwrap();
        let response = match method {
            "HEAD" => wire.head().await.unwrap(),
            _ => wire.response().await.unwrap(),
        };
        assert_eq!((response.status, response.header("allow")), (405, Some("POST")), "{method}");
    }
    let response = post(&server, "", &body).await;
    assert_eq!(response.status, 200);
    assert_eq!(response.message().unwrap().error_response, None);
}

#[tokio::test]
async fn h2_the_media_type_chooses_whatever_its_case_and_parameters() {
    let server = SERVER.get().await.unwrap();
    for (kind, status) in [
        ("Content-Type: application/x-protobuf", 200),
        ("Content-Type: Application/X-Protobuf", 200),
        ("content-type: application/x-protobuf; charset=utf-8", 200),
        ("Content-Type: application/x-protobuf ;proto=opamp", 200),
        ("Content-Type: application/json", 415),
        ("Content-Type: multipart/form-data; boundary=x", 415),
        ("Content-Type: application/x-protobuf2", 415),
        ("X-None: x", 415),
    ] {
        let request = String::from_utf8(http::post("", b"")).unwrap();
        let body = report();
        let request = request
            .replace("Content-Type: application/x-protobuf", kind)
            .replace("Content-Length: 0", &format!("Content-Length: {}", body.len()));
        let mut wire = Wire::connect(&server).await.unwrap();
        let response = wire.request(&[request.as_bytes(), &body].concat()).await.unwrap();
        assert_eq!(response.status, status, "{kind}");
    }
}

#[tokio::test]
async fn h3_gzip_and_identity_are_understood_and_nothing_else() {
    let server = SERVER.get().await.unwrap();
    let good = report();
    let packed = gzip(&good);
    for (coding, body, status) in [
        ("gzip", &packed, 200),
        ("GZIP", &packed, 200),
        ("x-gzip", &packed, 200),
        ("identity", &good, 200),
        ("gzip, gzip", &packed, 415),
        ("deflate", &packed, 415),
        ("br", &packed, 415),
    ] {
        let response = post(&server, &format!("Content-Encoding: {coding}\r\n"), body).await;
        assert_eq!(response.status, status, "{coding}");
        let accepts = response.header("accept-encoding");
        assert_eq!(accepts, (status == 415).then_some("gzip, identity"), "{coding}");
    }
    let mut wrong_sum = packed.clone();
    let at = wrong_sum.len() - 6;
    wrong_sum[at] ^= 1;
    for (name, body) in [
        ("no magic", good.clone()),
        ("cut", packed[..packed.len() - 1].to_vec()),
        ("junk behind", [&packed[..], b"junk"].concat()),
        ("a second member", packed.repeat(2)),
        ("wrong sum", wrong_sum),
        ("nothing", vec![]),
    ] {
        let response = post(&server, "Content-Encoding: gzip\r\n", &body).await;
        assert_eq!(response.status, 400, "{name}");
        assert_eq!(response.header("content-type"), Some(PROTOBUF), "{name}");
        assert!(is_bad_request(&response.message().unwrap()), "{name}");
    }
}

#[tokio::test]
async fn h6_replies_are_packed_for_who_accepts_it() {
    let server = SERVER.get().await.unwrap();
    for (accepted, packed) in [
        ("gzip", true),
        ("GZIP", true),
        ("deflate, gzip;q=0.5", true),
        ("*", true),
        ("identity;q=0.5, *;q=0.1", true),
        ("gzip;q=0", false),
        ("gzip;q=0, *", false),
        ("gzip;q=high", false),
        ("deflate, br", false),
        ("", false),
    ] {
        let headers = format!("Accept-Encoding: {accepted}\r\n");
        let headers = if accepted.is_empty() { "" } else { &headers };
        let mut response = post(&server, headers, &report()).await;
        let coding = response.header("content-encoding");
        assert_eq!(coding, packed.then_some("gzip"), "{accepted}");
        assert_eq!(response.header("content-type"), Some(PROTOBUF), "{accepted}");
        if packed {
            let mut plain = Vec::new();
            GzDecoder::new(&response.body[..]).read_to_end(&mut plain).unwrap();
            response.body = plain.into();
        }
        assert_eq!(response.message().unwrap().error_response, None, "{accepted}");
    }
}

#[tokio::test]
async fn h7_success_is_200_with_exactly_the_media_type() {
    let server = SERVER.get().await.unwrap();
    let (mut wire, uid) = poller(&server).await;
    let api = server.control().unwrap();
    api.save("h7", "anything").await.unwrap();
    api.offer(uid, "h7").await.unwrap();
    for number in 2..5 {
        let (response, _) = wire.post(&heartbeat(uid, number)).await.unwrap();
        assert_eq!((response.status, response.header("content-type")), (200, Some(PROTOBUF)));
    }
}

#[tokio::test]
async fn h8_an_empty_body_lacks_a_uid_and_a_websocket_header_is_malformed() {
    let server = SERVER.get().await.unwrap();
    let with_header = [&[0], &report()[..]].concat();
    for (body, status) in [(vec![], 200), (with_header, 400)] {
        let response = post(&server, "", &body).await;
        assert_eq!(response.status, status);
        assert!(is_bad_request(&response.message().unwrap()));
    }
}

#[tokio::test]
async fn h9_the_newest_of_each_kind_waits_for_the_next_poll() {
    let server = SERVER.get().await.unwrap();
    let (mut wire, uid) = poller(&server).await;
    let api = server.control().unwrap();
    for text in ["older", "newer"] {
        api.save("h9", text).await.unwrap();
        api.offer(uid, "h9").await.unwrap();
    }
    let poll = |number| AgentToServer {
        instance_uid: uid.to_bytes(),
        sequence_num: number,
        capabilities: heartbeat(uid, number).capabilities,
        ..AgentToServer::default()
    };
    let (_, reply) = wire.post(&poll(2)).await.unwrap();
    let offered = reply.remote_config.unwrap();
    assert_eq!(offered.config.unwrap().config_map[""].body, "newer");
    for number in 3..6 {
        let (_, reply) = wire.post(&poll(number)).await.unwrap();
        assert_eq!(reply.remote_config, None, "it is delivered once");
    }
}

#[tokio::test]
async fn h10_the_uid_header_may_not_contradict_the_message() {
    let server = SERVER.get().await.unwrap();
    let (mut wire, uid) = poller(&server).await;
    let (other, text) = (fresh_uid().unwrap(), uid.to_string());
    let named = |value: &str| format!("OpAMP-Instance-UID: {value}\r\n");
    let mut number = 1;
    for (headers, good) in [
        (String::new(), true),
        (named(&text), true),
        (named(&text.to_uppercase()), true),
        (named(&text.replace('-', "")), true),
        (named("not a uid"), true),
        (named(&text).repeat(2), true),
        (named(&other.to_string()), false),
        (named(&text) + &named(&other.to_string()), false),
    ] {
        number += u64::from(good);
        let body = heartbeat(uid, number).encode_to_vec();
        let response = wire.request(&http::post(&headers, &body)).await.unwrap();
        let reply = response.message().unwrap();
        assert_eq!((response.status, &reply.instance_uid), (200, &uid.to_bytes()), "{headers}");
        assert_eq!(is_bad_request(&reply), !good, "{headers}");
        assert_eq!(reply.flags, 0, "what is refused counts for nothing: {headers}");
    }
}

#[tokio::test]
async fn h11_concurrent_posts_are_both_answered_and_lose_nothing() {
    let server = SERVER.get().await.unwrap();
    let (mut one, uid) = poller(&server).await;
    let mut two = Wire::connect(&server).await.unwrap();
    for round in 0..5 {
        let mut health = heartbeat(uid, 2 + 2 * round);
        let mut full = first(uid);
        health.health = full.health.take();
        health.health.as_mut().unwrap().status = format!("round {round}");
        let mut description = heartbeat(uid, 3 + 2 * round);
        description.agent_description = full.agent_description.take();
        let attributes =
            &mut description.agent_description.as_mut().unwrap().identifying_attributes;
        attributes[0].key = format!("round.{round}");
        let (a, b) = tokio::join!(one.post(&health), two.post(&description));
        for (response, reply) in [a.unwrap(), b.unwrap()] {
            assert_eq!((response.status, reply.error_response), (200, None));
            assert_eq!(reply.instance_uid, uid.to_bytes());
        }
        let uid = uid.to_string();
        let both = |agent: &serde_json::Value| {
            let text = agent.to_string();
            text.contains(&format!("round {round}")) && text.contains(&format!("round.{round}"))
        };
        server.shows(&uid, "both updates", both).await.unwrap();
    }
}

#[tokio::test]
async fn h14_every_reply_carries_the_capabilities() {
    let server = SERVER.get().await.unwrap();
    let (mut wire, uid) = poller(&server).await;
    let (_, reply) = wire.post(&heartbeat(uid, 2)).await.unwrap();
    let capabilities = reply.capabilities;
    assert_eq!(capabilities & 1, 1);
    let api = server.control().unwrap();
    api.save("h14", "anything").await.unwrap();
    api.offer(uid, "h14").await.unwrap();
    for number in [3, 4, 9] {
        // With an offer, with nothing, with a request for the full state; on a new connection each.
        let mut wire = Wire::connect(&server).await.unwrap();
        let (_, reply) = wire.post(&heartbeat(uid, number)).await.unwrap();
        assert_eq!(reply.remote_config.is_some(), number == 3);
        assert_eq!(reply.flags, u64::from(number == 9));
        assert_eq!(reply.capabilities, capabilities, "{number}");
    }
}
