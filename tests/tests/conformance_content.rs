//! PROTOCOL.md, rows P6 and P7: what agents download, and the signatures that come with it.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::time::Duration;

use fleet::AgentId;
use proto::opamp::v1::{AgentCapabilities, AgentToServer, DownloadableFile};
use sha2::{Digest as _, Sha256};
use tests::wire::first::CAPABILITIES;
use tests::wire::{Response, first, fresh_uid, heartbeat};
use tests::{Shared, Standalone, Wire};
use tokio::time::{Instant, sleep};

static SERVER: Shared = Shared::new(&[]);

const PACKAGES: u64 = CAPABILITIES | AgentCapabilities::AcceptsPackages as u64;

fn able(message: AgentToServer) -> AgentToServer {
    AgentToServer { capabilities: PACKAGES, ..message }
}

/// Writes a file beside the server.
fn write(server: &Standalone, name: &str, content: impl AsRef<[u8]>) {
    std::fs::write(server.directory.path().join(name), content).unwrap();
}

async fn get(server: &Standalone, path: &str, headers: &str) -> Response {
    let mut wire = Wire::connect(server).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");
    wire.request(request.as_bytes()).await.unwrap()
}

/// Offers a set to a new agent on this transport and gives the file of its package `a`.
async fn offered(server: &Standalone, transport: &str, set: &str) -> DownloadableFile {
    let uid = fresh_uid().unwrap();
    let mut wire = Wire::connect(server).await.unwrap();
    if transport == "WebSocket" {
        wire.upgrade().await.unwrap();
        wire.ask(&able(first(uid))).await.unwrap();
    } else {
        wire.post(&able(first(uid))).await.unwrap();
    }
    server.shows(&uid.to_string(), "the agent", |agent| agent.is_object()).await.unwrap();
    server.ok(&["packages", "offer", &uid.to_string(), set]).await.unwrap();
    let packages = match transport {
        "WebSocket" => wire.recv().await.unwrap().packages_available,
        _ => polled(&mut wire, uid).await,
    };
    packages.unwrap().packages.remove("a").unwrap().file.unwrap()
}

async fn polled(wire: &mut Wire, uid: AgentId) -> Option<proto::opamp::v1::PackagesAvailable> {
    let deadline = Instant::now() + Duration::from_secs(20);
    for sequence_num in 2.. {
        let reply = wire.post(&able(heartbeat(uid, sequence_num))).await.unwrap().1;
        if reply.packages_available.is_some() || Instant::now() > deadline {
            return reply.packages_available;
        }
        sleep(Duration::from_millis(20)).await;
    }
    None
}

#[tokio::test]
async fn p6_content_is_downloaded_whole_or_in_ranges_where_the_offer_says() {
    let server = SERVER.get().await.unwrap();
    let content: Vec<u8> = (0..300_000_u32).map(|at| (at % 251) as u8).collect();
    let hash = hex::encode(Sha256::digest(&content));
    write(&server, "p6.bin", &content);
    let set = "[packages.a]\ntype = \"addon\"\nversion = \"1\"\nupload = \"p6.bin\"\n\
               headers = { Authorization = \"Bearer p6\" }\n";
    write(&server, "p6.toml", set);
    server.ok(&["packages", "create", "p6", "p6.toml"]).await.unwrap();
    let elsewhere = "https://files.example.com/p6?redirected=1";
    let set = format!(
        "[packages.a]\ntype = \"addon\"\nversion = \"1\"\nurl = \"{elsewhere}\"\n\
         content_hash = \"{hash}\"\n"
    );
    write(&server, "elsewhere.toml", set);
    server.ok(&["packages", "create", "elsewhere", "elsewhere.toml"]).await.unwrap();

    for transport in ["WebSocket", "HTTP"] {
        // A file of somebody else is where its URL says, redirects and all.
        let file = offered(&server, transport, "elsewhere").await;
        assert_eq!(file.download_url, elsewhere, "{transport}");
        // A file of ours is here.
        let file = offered(&server, transport, "p6").await;
        assert_eq!(file.content_hash[..], Sha256::digest(&content)[..], "{transport}");
        let header = &file.headers.unwrap().headers[0];
        assert_eq!((header.key.as_str(), header.value.as_str()), ("Authorization", "Bearer p6"));
        let gateway = format!("https://localhost:{}", server.agents_port());
        let path = file.download_url.strip_prefix(&gateway).unwrap();

        let whole = get(&server, path, "Authorization: Bearer p6\r\n").await;
        assert_eq!((whole.status, whole.body.len()), (200, 300_000), "{transport}");
        assert_eq!(hex::encode(Sha256::digest(&whole.body)), hash);
        assert_eq!(whole.header("accept-ranges"), Some("bytes"));
        let tag = whole.header("etag").unwrap();
        assert_eq!(tag, format!("\"{hash}\""));
        let begin = get(&server, path, "Range: bytes=0-99999\r\n").await;
        assert_eq!(
            (begin.status, begin.header("content-range")),
            (206, Some("bytes 0-99999/300000"))
        );
        let rest =
            get(&server, path, &format!("Range: bytes=100000-\r\nIf-Range: {tag}\r\n")).await;
        assert_eq!(rest.status, 206);
        assert!([begin.body, rest.body].concat() == content, "the parts are not the whole");
        let other = get(&server, path, "Range: bytes=5-\r\nIf-Range: \"other\"\r\n").await;
        assert_eq!((other.status, other.body.len()), (200, 300_000));
        let beyond = get(&server, path, "Range: bytes=300000-\r\n").await;
        assert_eq!(beyond.status, 416);
        assert_eq!(beyond.header("content-range"), Some("bytes */300000"));
        // It has no body, so its length is not said.
        let mut wire = Wire::connect(&server).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: a\r\nIf-None-Match: {tag}\r\n\r\n");
        wire.write(request.as_bytes()).await.unwrap();
        assert_eq!(wire.head().await.unwrap().status, 304);
        let unknown = get(&server, &path.replace(&hash[..8], "00000000"), "").await;
        assert_eq!(unknown.status, 404);
    }
}

#[tokio::test]
async fn p7_a_signature_reaches_agents_byte_for_byte() {
    let server = SERVER.get().await.unwrap();
    let signature: Vec<u8> = (0..=255).chain([0, 0]).collect();
    write(&server, "p7.bin", "content");
    write(&server, "p7.sig", &signature);
    let set = "[packages.a]\ntype = \"top-level\"\nversion = \"1\"\nupload = \"p7.bin\"\n\
               signature_file = \"p7.sig\"\n";
    write(&server, "p7.toml", set);
    server.ok(&["packages", "create", "p7", "p7.toml"]).await.unwrap();
    write(&server, "bare.toml", set.replace("signature_file = \"p7.sig\"\n", ""));
    server.ok(&["packages", "create", "bare", "bare.toml"]).await.unwrap();
    for transport in ["WebSocket", "HTTP"] {
        let file = offered(&server, transport, "p7").await;
        assert_eq!(file.signature[..], signature, "{transport}");
        // None is made up either.
        assert_eq!(offered(&server, transport, "bare").await.signature.len(), 0, "{transport}");
    }
}
