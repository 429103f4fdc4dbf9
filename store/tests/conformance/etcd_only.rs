//! What only etcd does: it restarts, compacts, and asks who we are.

use std::time::Duration;

use etcd_client::{Client, Permission, PermissionType};
use futures::StreamExt;
use store::{ConnectError, Etcd, EtcdConfig, EtcdTls, Event, Guard, Page, Store, StoreError};

use super::server::{Server, host, shared};
use super::{SOON, delete, key, next, now, put, put_leased, versioned};

async fn raw(server: &Server) -> Client {
    Client::connect([server.url()], None).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_watch_survives_a_restart_of_the_server() {
    let mut server = Server::start("http", Vec::new());
    let store = server.connect("/a/").await;
    let first = put(&store, "k", "1", Guard::Any).await.unwrap();
    let mut watch = store.watch(&key(""), fleet::Revision(first.0 - 1));
    assert_eq!(next(&mut watch).await, Event::Put(versioned("k", "1", first)));
    let lease = store.grant(Duration::from_secs(60)).await.unwrap();
    put_leased(&store, "leased", lease).await.unwrap();
    assert!(matches!(next(&mut watch).await, Event::Put(_)));
    store.renew(lease).await.unwrap();

    server.kill();
    let down = put(&store, "k", "lost", Guard::Any).await.unwrap_err();
    assert!(matches!(down, StoreError::Unavailable(_)), "{down:?}");
    let down = store.renew(lease).await.unwrap_err();
    assert!(matches!(down, StoreError::Unavailable(_)), "{down:?}");
    assert!(down.retryable());
    server.run();

    let again = tokio::time::timeout(SOON, async {
        loop {
            match put(&store, "k", "2", Guard::Any).await {
                Ok(revision) => return revision,
                Err(error) => assert!(error.retryable(), "{error:?}"),
            }
        }
    });
    let second = again.await.unwrap();
    assert_eq!(next(&mut watch).await, Event::Put(versioned("k", "2", second)));
    watch.ask_progress();
    assert!(matches!(next(&mut watch).await, Event::Progress(at) if at >= second));
    assert!(store.renew(lease).await.unwrap() > Duration::ZERO, "leases survive too");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn compaction_ends_a_watch_that_needs_what_is_gone() {
    let server = Server::start("http", Vec::new());
    let store = server.connect("/a/").await;
    let first = put(&store, "k", "1", Guard::Any).await.unwrap();
    for n in 0..10 {
        put(&store, "k", &n.to_string(), Guard::Any).await.unwrap();
    }
    let last = delete(&store, "k").await;
    let live = store.watch(&key(""), last);
    raw(&server).await.compact(i64::try_from(last.0).unwrap(), None).await.unwrap();

    let mut watch = store.watch(&key(""), first);
    assert_eq!(next(&mut watch).await, Event::Resync);
    assert!(watch.next().await.is_none());
    let old = store.list(&key(""), Page { at: Some(first), ..Page::default() }).await;
    assert!(matches!(old, Err(StoreError::Unavailable(_))), "{old:?}");
    let mut live = live;
    let next_revision = put(&store, "k", "new", Guard::Any).await.unwrap();
    assert_eq!(next(&mut live).await, Event::Put(versioned("k", "new", next_revision)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_are_of_one_revision() {
    let store = shared().connect("/pages/").await;
    for n in 0..10 {
        put(&store, &format!("k/{n}"), "old", Guard::Any).await.unwrap();
    }
    let mut page = Page { limit: 4, ..Page::default() };
    let first = store.list(&key("k/"), page.clone()).await.unwrap();
    page.at = Some(first.revision);
    for n in 0..10 {
        put(&store, &format!("k/{n}"), "new", Guard::Any).await.unwrap();
    }
    page.after = Some(key("k/3"));
    page.limit = 100;
    let rest = store.list(&key("k/"), page).await.unwrap();
    assert_eq!((rest.items.len(), rest.revision), (6, first.revision));
    assert!(rest.items.iter().all(|item| item.value == "old"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_over_the_answer_limit_is_asked_for_in_parts() {
    let store = shared().connect("/large/").await;
    let body = bytes::Bytes::from(vec![7; 1_400_000]);
    // 84 MB below one prefix, over the 64 MiB that one answer may have.
    for n in 0..60 {
        let write = store::Write::Put(key(&format!("b/{n:03}")), body.clone(), None);
        store.commit(store::Txn::one(Guard::Any, write)).await.unwrap();
    }
    let mut found = 0;
    let mut page = Page::default();
    loop {
        let listing = store.list(&key("b/"), page.clone()).await.unwrap();
        found += listing.items.len();
        if !listing.more {
            break;
        }
        page.after = listing.items.last().map(|item| item.key.clone());
    }
    assert_eq!(found, 60);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_user_reads_and_writes_below_its_prefix_only() {
    let mut server = Server::start("http", Vec::new());
    let mut admin = raw(&server).await;
    admin.user_add("root", "root-secret", None).await.unwrap();
    admin.user_grant_role("root", "root").await.unwrap();
    admin.role_add("drover").await.unwrap();
    let below = Permission::new(PermissionType::Readwrite, "/drover/1/").with_prefix();
    admin.role_grant_permission("drover", below).await.unwrap();
    admin.user_add("drover", "its-secret", None).await.unwrap();
    admin.user_grant_role("drover", "drover").await.unwrap();
    admin.auth_enable().await.unwrap();

    let with = |password: &str, prefix: &str| {
        let user = Some(("drover".to_owned(), password.to_owned()));
        EtcdConfig { user, ..server.config(prefix) }
    };
    let config = with("its-secret", "/drover/1/");
    assert!(!format!("{config:?}").contains("secret"));
    let store = Etcd::connect(config).await.unwrap();
    let start = now(&store).await;
    let mut watch = store.watch(&key("k"), start);
    let revision = put(&store, "k", "1", Guard::Absent).await.unwrap();
    assert_eq!(next(&mut watch).await, Event::Put(versioned("k", "1", revision)));
    let lease = store.grant(Duration::from_secs(60)).await.unwrap();
    put_leased(&store, "leased", lease).await.unwrap();
    store.renew(lease).await.unwrap();

    let elsewhere = Etcd::connect(with("its-secret", "/other/")).await.unwrap();
    let denied = put(&elsewhere, "k", "1", Guard::Absent).await;
    assert!(matches!(denied, Err(StoreError::Unavailable(_))), "{denied:?}");
    let wrong = Etcd::connect(with("wrong-secret", "/drover/1/")).await.unwrap_err();
    assert!(matches!(wrong, ConnectError::Unreachable(_)), "{wrong:?}");
    assert!(!wrong.to_string().contains("wrong-secret"));

    // A restarted etcd has forgotten every token.
    server.kill();
    server.run();
    let again = tokio::time::timeout(SOON, async {
        loop {
            match put(&store, "k", "2", Guard::Any).await {
                Ok(revision) => return revision,
                Err(error) => assert!(error.retryable(), "{error:?}"),
            }
        }
    });
    let second = again.await.unwrap();
    assert_eq!(next(&mut watch).await, Event::Put(versioned("k", "2", second)));
    assert!(store.renew(lease).await.unwrap() > Duration::ZERO);
    store.revoke(lease).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn etcd_and_its_client_prove_themselves_by_certificates() {
    let dir = tempfile::tempdir().unwrap();
    let ca_key = rcgen::KeyPair::generate().unwrap();
    let mut ca = rcgen::CertificateParams::new(Vec::new()).unwrap();
    ca.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let ca_pem = ca.self_signed(&ca_key).unwrap().pem();
    let issuer = rcgen::Issuer::new(ca, ca_key);
    let issue = || {
        let key = rcgen::KeyPair::generate().unwrap();
        let params = rcgen::CertificateParams::new(vec![host().to_string()]).unwrap();
        (params.signed_by(&key, &issuer).unwrap().pem(), key.serialize_pem())
    };
    let (cert, key_pem) = issue();
    let mut flags = vec!["--client-cert-auth".to_owned()];
    for (flag, text) in [("trusted-ca", &ca_pem), ("cert", &cert), ("key", &key_pem)] {
        let path = dir.path().join(flag);
        std::fs::write(&path, text).unwrap();
        flags.extend([format!("--{flag}-file"), path.display().to_string()]);
    }
    let server = Server::start("https", flags);
    let (cert, key_pem) = issue();
    let tls = |identity_pem| EtcdTls {
        ca_pem: ca_pem.clone().into_bytes(),
        identity_pem,
        server_name: None,
    };
    let identity = Some((cert.into_bytes(), key_pem.into_bytes()));
    let with = |tls| EtcdConfig { tls: Some(tls), ..server.config("/tls/") };
    let store = Etcd::connect(with(tls(identity.clone()))).await.unwrap();
    put(&store, "k", "1", Guard::Absent).await.unwrap();

    let stranger = EtcdTls { ca_pem: cert_of_nobody(), ..tls(identity) };
    for tls in [tls(None), stranger] {
        let error = Etcd::connect(with(tls)).await.unwrap_err();
        assert!(matches!(error, ConnectError::Unreachable(_)), "{error:?}");
    }
}

fn cert_of_nobody() -> Vec<u8> {
    let names = vec!["nobody".to_owned()];
    rcgen::generate_simple_self_signed(names).unwrap().cert.pem().into_bytes()
}

#[tokio::test]
async fn what_cannot_work_is_said_at_once() {
    let invalid = [
        EtcdConfig { prefix: "/x".to_owned(), ..shared().config("/") },
        EtcdConfig { endpoints: Vec::new(), ..shared().config("/") },
        EtcdConfig { endpoints: vec!["not a url".to_owned()], ..shared().config("/") },
    ];
    for config in invalid {
        let error = Etcd::connect(config).await.unwrap_err();
        assert!(matches!(error, ConnectError::Invalid(_)), "{error:?}");
    }
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = format!("http://{}", nobody.local_addr().unwrap());
    let timeout = Duration::from_millis(300);
    let config = EtcdConfig { endpoints: vec![silent.clone()], timeout, ..shared().config("/") };
    let error = Etcd::connect(config).await.unwrap_err();
    assert!(matches!(&error, ConnectError::Unreachable(why) if why.contains(&silent)), "{error}");
    // One of two is enough.
    let endpoints = vec![silent, shared().url()];
    let config = EtcdConfig { endpoints, timeout, ..shared().config("/two/") };
    Etcd::connect(config).await.unwrap();
}
