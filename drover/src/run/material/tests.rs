use std::fs;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::{follow, read};
use crate::clock::unix_now;
use crate::config::{ClientAuth, GatewayTls};
use crate::pki::development;

#[tokio::test]
async fn changed_files_are_read_again_and_unusable_ones_are_not_taken() {
    let folder = tempfile::tempdir().unwrap();
    let issue =
        |name: &str| development::server(folder.path(), vec![name.to_owned()], unix_now()).unwrap();
    let at = issue("localhost");
    let tls = GatewayTls {
        cert: at.cert.clone(),
        key: at.key.clone(),
        client_ca: None,
        client_auth: ClientAuth::Off,
    };
    let first = Arc::new(read(&tls).unwrap());
    let (to, mut seen) = watch::channel(Arc::clone(&first));
    let halt = CancellationToken::new();
    let following = follow(tls.clone(), to, halt.clone());

    let check = async {
        let key = fs::read(&at.key).unwrap();
        fs::write(&at.key, "not a key").unwrap();
        // Long enough for the watcher to look at it; nothing may come of it.
        assert!(timeout(Duration::from_secs(1), seen.changed()).await.is_err());
        fs::write(&at.key, key).unwrap();
        issue("example.test");
        timeout(Duration::from_secs(10), seen.changed()).await.unwrap().unwrap();
        assert_ne!(seen.borrow().cert_chain_pem, first.cert_chain_pem);
        halt.cancel();
    };
    let (followed, ()) = tokio::join!(following, check);
    followed.unwrap();
}
