use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use clap::Parser;
use futures::{StreamExt, stream};
use tokio::time::{sleep, timeout};

use super::{Bound, standalone, start};
use crate::cli::{Cli, Everything};
use crate::config::Config;
use crate::layout::Layout;
use crate::run::Addresses;

const SOON: Duration = Duration::from_secs(30);

fn everything(data_dir: &Path) -> Everything {
    let ports = ["--listen", "--api-listen", "--admin-listen"];
    let mut line = vec!["drover", "--data-dir", data_dir.to_str().unwrap()];
    for port in ports {
        line.extend([port, "127.0.0.1:0"]);
    }
    Cli::try_parse_from(line).unwrap().everything
}

fn config(data_dir: &Path) -> Config {
    standalone::config(&everything(data_dir), &BTreeMap::new()).unwrap()
}

/// Where agents on this line's gateway connect and download, when it took port 7.
fn places(flags: &[&str], env: &[(&str, &str)]) -> (String, String) {
    let data = tempfile::tempdir().unwrap();
    let line = ["drover", "--data-dir", data.path().to_str().unwrap()];
    let line = Cli::try_parse_from(line.iter().chain(flags)).unwrap().everything;
    let env = env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let config = standalone::config(&line, &env.collect::<BTreeMap<_, _>>()).unwrap();
    let mut listen = config.gateway.unwrap().listen;
    listen.set_port(7);
    let role = config.control_api.unwrap().role_config(Some(listen));
    (role.agents_endpoint.unwrap(), role.packages.unwrap().url)
}

#[test]
fn agents_on_other_machines_are_sent_to_this_one_by_name_and_never_to_localhost() {
    let pair = |host: &str| (format!("{host}/v1/opamp"), format!("https://{host}/v1/packages"));
    let own = crate::pki::development::hostname().unwrap();
    assert_eq!(places(&[], &[]), pair(&format!("{own}:4320")));
    assert_eq!(places(&["--listen", "0.0.0.0:0"], &[]), pair(&format!("{own}:7")));
    let elsewhere = [("DROVER_GATEWAY__LISTEN", "0.0.0.0:14320")];
    assert_eq!(places(&[], &elsewhere), pair(&format!("{own}:14320")));
    assert_eq!(places(&["--san", "fd00::1"], &[]), pair("[fd00::1]:4320"));
    assert_eq!(places(&["--listen", "127.0.0.1:0"], &[]), pair("localhost:7"));
}

#[test]
fn the_data_folder_of_the_variable_has_the_certificates_and_the_token_unless_a_flag_names_another()
{
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let variable = ("DROVER_DATA_DIR".to_owned(), one.path().to_str().unwrap().to_owned());
    let env = BTreeMap::from([variable]);
    let line = |flags: &[&str]| {
        let line = Cli::try_parse_from(["drover"].iter().chain(flags)).unwrap().everything;
        standalone::config(&line, &env).unwrap()
    };
    let made = |folder: &Path| {
        crate::token::path(folder).exists() && Layout::new(folder).agents_tls().exists()
    };
    let config = line(&[]);
    assert_eq!(config.data_dir, one.path());
    assert!(made(one.path()) && config.gateway.unwrap().tls.cert.starts_with(one.path()));
    let config = line(&["--data-dir", two.path().to_str().unwrap()]);
    assert_eq!(config.data_dir, two.path());
    assert!(made(two.path()) && config.gateway.unwrap().tls.cert.starts_with(two.path()));
}

async fn ready(bound: &Bound) {
    let waiting = async {
        while !bound.ready.pending().is_empty() {
            sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(SOON, waiting).await.unwrap_or_else(|_| panic!("pending: {:?}", bound.ready.pending()));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_process_becomes_ready_and_drains_before_its_deadline_twice_on_the_same_data() {
    let data = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        let bound = Box::pin(start(config(data.path()))).await.unwrap();
        ready(&bound).await;
        assert!(bound.addresses.gateway.is_some() && bound.addresses.admin.is_some());
        let signal = Box::pin(stream::iter([()]).chain(stream::pending()));
        timeout(SOON, bound.until_stopped(signal)).await.expect("it halts after 30 s").unwrap();
    }
}

#[tokio::test]
async fn a_taken_port_ends_the_start_and_names_the_key() {
    let data = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut config = config(data.path());
    config.telemetry.admin_listen = taken.local_addr().unwrap();
    let error = Box::pin(start(config)).await.unwrap_err();
    assert!(format!("{error:#}").contains("telemetry.admin_listen"), "{error:#}");
}

#[test]
fn the_greeting_says_where_agents_and_operators_connect_and_what_to_try() {
    let addresses = Addresses {
        gateway: Some("0.0.0.0:4320".parse().unwrap()),
        control_api: Some("127.0.0.1:4321".parse().unwrap()),
        ..Addresses::default()
    };
    let mut out = Vec::new();
    standalone::greet(Path::new("drover-data"), &addresses, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    for part in [
        "wss://localhost:4320/v1/opamp",
        "drover-data/tls/agents/ca.pem",
        "127.0.0.1:4321",
        "drover agents list\n",
        "drover config push NAME FILE --all\n",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(text.lines().count() <= 6, "{text}");
}
