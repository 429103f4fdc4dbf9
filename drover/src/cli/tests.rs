use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use clap::{CommandFactory, Parser};
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt};

use super::failure::Failure;
use super::output::{ago, printable, table};
use super::target::Target;
use super::{Cli, Command};
use crate::layout::Layout;

const UID: &str = "01926f3e-8c5a-7cc0-b2f1-0a1b2c3d4e5f";

fn parse(line: &str) -> Result<Cli, clap::Error> {
    Cli::try_parse_from(line.split_whitespace())
}

#[test]
fn the_commands_are_well_formed() {
    Cli::command().debug_assert();
}

#[test]
fn every_line_of_the_manual_parses() {
    for line in [
        "drover",
        "drover --data-dir d --listen 127.0.0.1:0 --api-listen 127.0.0.1:0",
        "drover run --config f",
        "drover gateway --config f",
        "drover node --config f",
        "drover control-api --config f",
        "drover certs internal --role control-api --out d --ca-dir c",
        "drover certs dev --out d --san a --san b",
        "drover agents list --filter label.env=prod -o json",
        &format!("drover agents get {UID} --api h:1 --ca f --token-file t"),
        &format!("drover agents get {UID} --full"),
        "drover agents watch",
        &format!("drover agents disconnect {UID} --reason moving"),
        &format!("drover agents delete {UID} --disconnect"),
        "drover packages upload f",
        "drover packages create n f --comment c",
        "drover packages list",
        "drover packages get n --revision 2 -o json",
        "drover packages assign n claim.service.name=otelcol --priority 3 --as other",
        &format!("drover packages offer {UID} n"),
        &format!("drover packages offer {UID} --clear"),
        &format!("drover packages status {UID}"),
        &format!("drover packages retry {UID}"),
        "drover settings create n f",
        "drover settings lint f -o json",
        "drover settings list",
        "drover settings get n",
        "drover settings assign n --all",
        &format!("drover settings offer {UID} n"),
        &format!("drover settings offer {UID} --clear own-telemetry"),
        &format!("drover settings status {UID}"),
        &format!("drover settings retry {UID}"),
        "drover config push n f --all --content-type text/yaml",
        "drover config push n f --assign claim.service.name=otelcol --priority -3",
        "drover config assign n label.env=prod --revision 3",
        "drover config assign n --all",
        "drover config list -o json",
        &format!("drover config effective {UID} --file x"),
        &format!("drover config offer {UID} n --revision 2"),
        &format!("drover config offer {UID} --clear"),
        &format!("drover config retry {UID}"),
        "drover config unassign n -o json",
        "drover config drift",
        "drover config check --config f",
        "drover config dump --config f",
        &format!("drover command restart {UID} --wait 30"),
        "drover members",
        "drover shards",
        "drover swarm --agents 10 --endpoint wss://localhost:4320/v1/opamp --ca f",
    ] {
        if let Err(error) = parse(line) {
            panic!("{line}: {error}");
        }
    }
}

#[test]
fn lines_that_cannot_be_meant_are_usage_errors() {
    for line in [
        "drover config assign n",
        "drover config push n f --all --assign x",
        "drover agents get not-a-uid",
        "drover certs internal --role boss --out d",
        "drover --data-dir d agents list",
        "drover command restart",
        "drover packages assign n",
        &format!("drover packages offer {UID}"),
        &format!("drover config offer {UID}"),
        &format!("drover config offer {UID} n --clear"),
        &format!("drover settings offer {UID} n --clear opamp"),
    ] {
        assert_eq!(parse(line).unwrap_err().exit_code(), 2, "{line}");
    }
}

fn target(line: &str) -> Target {
    match parse(line).unwrap().command {
        Some(Command::Members(members)) => members.target,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_target_is_found_in_the_data_folder_and_overridden_by_variables_and_flags() {
    let data = tempfile::tempdir().unwrap();
    let layout = Layout::new(data.path());
    fs::write(layout.api_address(), "127.0.0.1:9\n").unwrap();
    fs::write(crate::token::path(data.path()), "from-folder\n").unwrap();
    let other = data.path().join("other.token");
    fs::write(&other, "from-file").unwrap();
    let dir = data.path().to_str().unwrap().to_owned();

    let mut env = BTreeMap::from([("DROVER_DATA_DIR".to_owned(), dir)]);
    let found = target("drover members").resolve(&env).unwrap();
    assert_eq!(found.address, "127.0.0.1:9");
    assert_eq!(found.ca, layout.api_tls().join("ca.pem"));
    assert_eq!(found.token.unwrap().reveal(), "from-folder");

    env.insert("DROVER_TOKEN_FILE".to_owned(), other.to_str().unwrap().to_owned());
    assert_eq!(
        target("drover members").resolve(&env).unwrap().token.unwrap().reveal(),
        "from-file"
    );
    env.insert("DROVER_TOKEN".to_owned(), "from-variable".to_owned());
    env.insert("DROVER_API".to_owned(), "api.example:1".to_owned());
    let found = target("drover members").resolve(&env).unwrap();
    assert_eq!(found.address, "api.example:1");
    assert_eq!(found.token.unwrap().reveal(), "from-variable");

    let line = format!("drover members --api flag:2 --token-file {}", other.display());
    let found = target(&line).resolve(&env).unwrap();
    assert_eq!((found.address.as_str(), found.token.unwrap().reveal()), ("flag:2", "from-file"));
}

#[test]
fn a_failure_says_the_reason_and_what_to_do_next() {
    let details = ErrorDetails::with_error_info(
        "AGENT_NOT_FOUND",
        "drover",
        BTreeMap::<String, String>::new().into_iter().collect::<std::collections::HashMap<_, _>>(),
    );
    let status = Status::with_error_details(Code::NotFound, "no such agent", details);
    let failure = Failure::from(status);
    let said = "no such agent (AGENT_NOT_FOUND)\n`drover agents list` shows the agents there are";
    assert_eq!(failure.to_string(), said);
    assert_eq!(failure.exit_code(), 1);

    let failure = Failure::from(Status::unauthenticated("no token"));
    assert!(failure.to_string().contains("DROVER_TOKEN"), "{failure}");
    assert_eq!(Failure::from(Status::invalid_argument("bad selector")).exit_code(), 2);
    assert_eq!(Failure::from(Status::unavailable("shedding")).exit_code(), 1);
    let closed = std::io::Error::from(std::io::ErrorKind::BrokenPipe);
    assert_eq!(Failure::from(closed).exit_code(), 0);
}

#[tokio::test]
async fn nothing_listening_is_exit_code_3() {
    let data = tempfile::tempdir().unwrap();
    crate::pki::development::server(
        data.path(),
        vec!["localhost".into()],
        crate::clock::unix_now(),
    )
    .unwrap();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let ca = data.path().join("ca.pem");
    let line = format!("drover members --api {free} --ca {}", ca.display());
    let failure = target(&line).connect(&BTreeMap::new()).await.unwrap_err();
    assert_eq!(failure.exit_code(), 3, "{failure}");
}

#[test]
fn a_table_is_aligned_and_cannot_move_the_cursor() {
    let mut out = Vec::new();
    let rows = [["a\x1b[2Jb".to_owned(), "x".to_owned()], ["c".to_owned(), "long".to_owned()]];
    table(&mut out, ["ONE", "TWO"], rows, "none").unwrap();
    let text = String::from_utf8(out).unwrap();
    let columns: Vec<_> = text.lines().filter_map(|l| l.find(['T', 'x', 'l'])).collect();
    assert!(!text.contains('\x1b') && columns.windows(2).all(|w| w[0] == w[1]), "{text}");

    let mut out = Vec::new();
    table::<1>(&mut out, ["ONE"], [], "none").unwrap();
    assert_eq!(out, b"none\n");
    assert_eq!(printable("tab\there".to_owned()), "tab here");
}

#[test]
fn an_age_is_shown_in_one_unit() {
    let at = pbjson_types::Timestamp { seconds: 1_000, nanos: 0 };
    for (now, shown) in [(1_030, "30s"), (1_300, "5m"), (12_000, "3h"), (900_000, "10d")] {
        assert_eq!(ago(Some(&at), Duration::from_secs(now)), shown);
    }
    assert_eq!(ago(None, Duration::ZERO), "-");
}
