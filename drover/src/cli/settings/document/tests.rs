use super::{HELP, parse};

/// The examples of the manual, by the line above each.
fn example(title: &str) -> String {
    let lines = HELP.lines().skip_while(|line| !line.starts_with(title)).skip(1);
    lines
        .take_while(|line| line.starts_with("  "))
        .fold(String::new(), |all, line| all + line + "\n")
}

#[test]
fn the_manual_shows_files_that_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["agent.pem", "agent.key", "ca.pem", "roots.pem"] {
        std::fs::write(folder.path().join(name), name).unwrap();
    }
    let opamp = parse(&example("How"), folder.path()).unwrap().opamp.unwrap();
    let certificate = opamp.certificate.unwrap();
    assert_eq!(
        (certificate.cert, certificate.private_key),
        ("agent.pem".into(), "agent.key".into())
    );
    assert_eq!(opamp.tls.unwrap().ca_pem_contents, "roots.pem");
    assert_eq!(opamp.headers.unwrap().headers[0].key, "Authorization");
    assert_eq!(opamp.heartbeat_interval_seconds, 30);
    let own = parse(&example("Or where"), folder.path()).unwrap();
    assert!(own.own_metrics.is_some() && own.own_traces.is_some() && own.own_logs.is_some());
    let other = parse(&example("Or other"), folder.path()).unwrap().other_connections;
    assert_eq!(other["lake"].other_settings["bucket"], "fleet");
}

#[test]
fn what_is_wrong_is_named_by_its_line_and_shows_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let text = "[opamp]\ndestination_endpoint = \"wss://h\"\nhaeders = { A = \"hunter2\" }\n";
    let why = parse(text, folder.path()).unwrap_err();
    assert!(why.starts_with("line 3") && why.contains("haeders"), "{why}");
    assert!(!why.contains("hunter2"), "{why}");
    let text =
        "[opamp]\ndestination_endpoint = \"wss://h\"\ncertificate = { cert = \"none.pem\" }\n";
    assert!(parse(text, folder.path()).unwrap_err().contains("none.pem"));
}
