//! What outsiders meet: no token, a wrong token, a wrong CA, a folder that is taken, a file with a mistake.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and prints what it proved"
)]

use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use tests::Standalone;
use tests::agent::{RealAgent, build};
use tests::standalone::Said;

const SOON: Duration = Duration::from_secs(20);

fn refused(said: &Said, code: i32, words: &[&str]) {
    assert_eq!(said.code, code, "{said:?}");
    assert!(said.bytes.is_empty(), "answers go to standard output, complaints do not: {said:?}");
    for word in words {
        assert!(said.errors.contains(word), "no {word:?} in: {}", said.errors);
    }
}

#[tokio::test]
async fn the_control_api_is_closed_without_the_admin_token() {
    let server = Standalone::start().await.unwrap();
    let token = server.data("admin.token");
    let mode = token.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600, "admin.token");
    for key in ["tls/agents/ca.key", "tls/api/ca.key", "tls/agents/server.key"] {
        let mode = server.data(key).metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{key}");
    }
    let secret = std::fs::read_to_string(&token).unwrap().trim().to_owned();
    let (api, ca) = (server.api(), server.data("tls/api/ca.pem"));
    let ca = ca.to_str().unwrap();
    let from_outside = ["--api", &api, "--ca", ca, "--data-dir", "nowhere"];
    let commands: [&[&str]; 4] = [
        &["agents", "list"],
        &["members"],
        &["config", "list"],
        &["command", "restart", "019aa390-0000-7000-8000-000000000000"],
    ];
    for command in commands {
        let command = [command, &from_outside].concat();
        let said = server.run(&command).await.unwrap();
        refused(&said, 1, &["token", "--token-file"]);
        let said = server.run_with(&command, &[("DROVER_TOKEN", "wrong")]).await.unwrap();
        refused(&said, 1, &["token", "--token-file"]);
    }
    let listing = [&["agents", "list"][..], &from_outside].concat();
    let said = server.run_with(&listing, &[("DROVER_TOKEN", &secret)]).await.unwrap();
    assert_eq!((said.code, said.text().as_str()), (0, "no agents\n"), "{said:?}");
    assert!(!server.greeting.contains(&secret) && !server.log().contains(&secret));
    assert_eq!(server.log(), "", "a refused operator is no error of the server");
    println!("proved: no token and a wrong token are refused 4 of 4 times; keys are 0600");
}

#[tokio::test]
async fn a_client_that_trusts_another_ca_does_not_connect() {
    let server = Standalone::start().await.unwrap();
    let (endpoint, other) = (server.endpoint("wss"), server.data("tls/api/ca.pem"));
    let other = other.to_str().unwrap();
    let binary = build().await.unwrap();
    let mut agent = RealAgent::start(&binary, &["--endpoint", &endpoint, "--ca", other]).unwrap();
    let event = agent.event("connect_failed", SOON).await.unwrap();
    assert!(event["text"].as_str().unwrap().contains("x509"), "{event}");
    assert_eq!(agent.count("connected"), 0);
    let wrong = server.agents_ca();
    let said = server.run(&["agents", "list", "--ca", wrong.to_str().unwrap()]).await.unwrap();
    refused(&said, 3, &["is not trusted", "certificate", "--ca FILE"]);
    let said = server.run(&["agents", "list", "--api", "127.0.0.1:1"]).await.unwrap();
    refused(&said, 3, &["no control API at 127.0.0.1:1"]);
    println!("proved: the agent says {}; the command line says why and ends with 3", event["text"]);
}

#[tokio::test]
async fn two_processes_do_not_share_a_folder_or_a_port() {
    let server = Standalone::start().await.unwrap();
    let free = ["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"];
    let second = [&free[..], &["--api-listen", "127.0.0.1:0"]].concat();
    let said = server.run(&second).await.unwrap();
    refused(&said, 1, &["drover-data/store", "another process"]);
    let api = server.api();
    let second = [&free[..], &["--api-listen", &api, "--data-dir", "other"]].concat();
    let said = server.run(&second).await.unwrap();
    refused(&said, 1, &["cannot listen on", &api]);
    // The first one did not notice.
    assert_eq!(server.ok(&["agents", "list"]).await.unwrap().text(), "no agents\n");
    println!("proved: a taken folder and a taken port are named, with exit code 1");
}

#[tokio::test]
async fn a_configuration_with_a_mistake_is_refused_with_key_and_line() {
    let server = Standalone::start().await.unwrap();
    let check = async |text: &str| {
        std::fs::write(server.directory.path().join("drover.toml"), text).unwrap();
        server.run(&["config", "check", "--config", "drover.toml"]).await.unwrap()
    };
    let said = check("[node]\nlisten = \"127.0.0.1:4330\"\nwieght = 3\n").await;
    refused(&said, 1, &["drover.toml:3:", "wieght"]);
    let said = check("[node]\nweight = 3\nlisten = \"here\"\n").await;
    refused(&said, 1, &["drover.toml:3:", "listen"]);
    let said = check("[node]\nlisten = \"0.0.0.0:4330\"\n").await;
    refused(&said, 1, &["node.advertise"]);
    let alone = "[node]\nlisten = \"127.0.0.1:4330\"\n";
    refused(&check(alone).await, 1, &["the embedded store serves one process"]);
    let cluster = "[store.etcd]\nendpoints = ['http://127.0.0.1:2379']\n\
                   [internal_tls]\ndir = 'internal'\n";
    let said = check(&format!("{alone}{cluster}")).await;
    assert_eq!((said.code, said.text().as_str()), (0, "drover.toml: fine; roles: node\n"));
    println!("proved: config check names file, key and line");
}
