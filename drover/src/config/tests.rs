use std::collections::BTreeMap;
use std::path::Path;

use fleet::Role;

use super::{ClientAuth, Config, ConfigError, InternalTls, LogFormat, Store};

const CLUSTER: &str = r#"
[store.etcd]
endpoints = ["https://etcd:2379"]
user = "drover"
password = "correct horse"

[internal_tls]
dir = "/etc/drover/internal"

[gateway]
listen = "127.0.0.1:4320"
[gateway.tls]
cert = "/tls/server.pem"
key = "/tls/server.key"
client_ca = "/tls/agents.pem"
[gateway.limits]
connections_max = 7
ping_every_s = 11

[node]
listen = "127.0.0.1:4330"

[control_api]
tls_cert = "/api/server.pem"
tls_key = "/api/server.key"
admin_token_file = "/api/token"
"#;

fn env(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn parse(text: &str, pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
    Config::parse(Path::new("drover.toml"), text, &env(pairs))
}

fn refused(text: &str, pairs: &[(&str, &str)]) -> String {
    parse(text, pairs).unwrap_err().to_string()
}

#[test]
fn a_cluster_file_is_read_whole() {
    let config = parse(CLUSTER, &[]).unwrap();
    assert_eq!(config.roles().into_iter().collect::<Vec<_>>(), Role::ALL);
    let gateway = config.gateway.unwrap();
    assert_eq!(gateway.tls.client_auth, ClientAuth::Required);
    let role = gateway.role_config();
    assert_eq!((role.connections_max, role.ping_every.as_secs()), (7, 11));
    assert_eq!(role.path, "/v1/opamp");
    assert_eq!(config.internal_tls, Some(InternalTls::Folder("/etc/drover/internal".into())));
    assert_eq!(config.node.unwrap().lease_ttl_s, 10);
}

#[test]
fn an_unknown_key_is_refused_with_its_name_and_line() {
    let text = CLUSTER.replace("connections_max", "conections_max");
    let message = refused(&text, &[]);
    assert!(message.starts_with("drover.toml:17: "), "{message}");
    assert!(message.contains("conections_max") && message.contains("connections_max"), "{message}");

    let message = refused("\n\n[gatway]\n", &[]);
    assert!(message.starts_with("drover.toml:3: ") && message.contains("gatway"), "{message}");
}

#[test]
fn a_wrong_value_and_broken_toml_name_their_line() {
    let text = CLUSTER.replace("\"127.0.0.1:4330\"", "\"nowhere\"");
    assert!(refused(&text, &[]).starts_with("drover.toml:21: "), "{}", refused(&text, &[]));
    assert!(refused("a = \n", &[]).starts_with("drover.toml:1: "));
}

#[test]
fn the_environment_wins_over_the_file_and_can_add_what_it_lacks() {
    let config = parse(
        CLUSTER,
        &[
            ("DROVER_GATEWAY__LISTEN", "0.0.0.0:14320"),
            ("DROVER_GATEWAY__LIMITS__CONNECTIONS_MAX", "8"),
            ("DROVER_NODE__ADVERTISE", "10.0.0.7:4330"),
            ("DROVER_STORE__ETCD__ENDPOINTS", r#"["http://a:2379", "http://b:2379"]"#),
            ("DROVER_TELEMETRY__LOG_FORMAT", "text"),
            ("DROVER_DATA_DIR", "/data"),
            ("DROVER_TOKEN", "not a key"),
            ("DROVER_GATEWAY_PORT", "tcp://10.0.0.1:4320"),
        ],
    )
    .unwrap();
    let gateway = config.gateway.unwrap();
    assert_eq!((gateway.listen.port(), gateway.limits.connections_max), (14320, Some(8)));
    assert_eq!(config.node.unwrap().advertise.as_deref(), Some("10.0.0.7:4330"));
    assert_eq!(config.telemetry.log_format, LogFormat::Text);
    assert_eq!(config.data_dir, Path::new("/data"));
    let Store::Etcd(etcd) = config.store else { panic!("etcd was configured") };
    assert_eq!(etcd.endpoints, ["http://a:2379", "http://b:2379"]);
}

#[test]
fn a_variable_for_a_text_is_that_text_whatever_it_looks_like() {
    for password in ["31337", "true", "0x1F", "1.50", "inf", "[1]"] {
        let env = [("DROVER_STORE__ETCD__PASSWORD", password), ("DROVER_DATA_DIR", "7")];
        let config = parse(CLUSTER, &env).unwrap();
        let Store::Etcd(etcd) = config.store else { panic!("etcd was configured") };
        assert_eq!(etcd.password.unwrap().reveal(), password);
        assert_eq!(config.data_dir, Path::new("7"));
    }
}

#[test]
fn a_variable_that_is_wrong_is_named() {
    let message = refused(CLUSTER, &[("DROVER_NODE__WAIT", "1")]);
    assert!(message.starts_with("environment variable DROVER_NODE__WAIT: "), "{message}");
    let message = refused(CLUSTER, &[("DROVER_NODE__A", "1"), ("DROVER_NODE__WEIGHT", "heavy")]);
    assert!(message.contains("DROVER_NODE__A") || message.contains("WEIGHT"), "{message}");
    let message = refused(CLUSTER, &[("DROVER_NODE__WEIGHT", "heavy")]);
    assert!(message.starts_with("environment variable DROVER_NODE__WEIGHT: "), "{message}");
}

#[test]
fn a_control_api_without_operators_listens_on_loopback_only() {
    let text = CLUSTER.replace("admin_token_file = \"/api/token\"", "");
    assert!(parse(&text, &[]).is_ok());
    let message = refused(&text, &[("DROVER_CONTROL_API__LISTEN", "0.0.0.0:4321")]);
    assert!(message.contains("admin_token_file") && message.contains("loopback"), "{message}");
    assert!(parse(CLUSTER, &[("DROVER_CONTROL_API__LISTEN", "0.0.0.0:4321")]).is_ok());
}

#[test]
fn package_content_that_agents_could_not_find_is_refused() {
    let stored = [("DROVER_CONTROL_API__PACKAGES_DIR", "/packages")];
    let with_gateway = parse(CLUSTER, &stored).unwrap().control_api.unwrap();
    let role = with_gateway.role_config(Some(([127, 0, 0, 1], 4320).into())).packages.unwrap();
    assert_eq!(role.url, "https://localhost:4320/v1/packages");
    let message = refused(CLUSTER, &[stored[0], ("DROVER_GATEWAY__LISTEN", "0.0.0.0:4320")]);
    assert!(message.starts_with("control_api.packages_url: "), "{message}");
    let alone = CLUSTER.split("[gateway]").next().unwrap().to_owned()
        + &CLUSTER[CLUSTER.find("[control_api]").unwrap()..];
    let message = refused(&alone, &stored);
    assert!(message.starts_with("control_api.packages_url: "), "{message}");
    let named = [stored[0], ("DROVER_CONTROL_API__PACKAGES_URL", "https://h/v1/packages/")];
    let role = parse(&alone, &named).unwrap().control_api.unwrap().role_config(None);
    assert_eq!(role.packages.unwrap().url, "https://h/v1/packages");
    let message = refused(CLUSTER, &[stored[0], ("DROVER_CONTROL_API__PACKAGES_URL", "h:1")]);
    assert!(message.contains("https://"), "{message}");
}

#[test]
fn certificates_that_would_send_agents_to_localhost_are_refused() {
    let ca = [
        ("DROVER_CONTROL_API__AGENTS_CA_CERT", "/ca.pem"),
        ("DROVER_CONTROL_API__AGENTS_CA_KEY", "/ca.key"),
    ];
    let local = parse(CLUSTER, &ca).unwrap();
    let role = local.control_api.clone().unwrap().role_config(Some(([127, 0, 0, 1], 9).into()));
    assert_eq!(role.agents_endpoint.as_deref(), Some("localhost:9/v1/opamp"));
    let message = local.only(Role::ControlApi).unwrap_err().to_string();
    assert!(message.starts_with("control_api.agents_endpoint: "), "{message}");
    let wide = [ca[0], ca[1], ("DROVER_GATEWAY__LISTEN", "0.0.0.0:4320")];
    let message = refused(CLUSTER, &wide);
    assert!(message.starts_with("control_api.agents_endpoint: "), "{message}");
    let named = ("DROVER_CONTROL_API__AGENTS_ENDPOINT", "opamp.example:4320/v1/opamp");
    let named = parse(CLUSTER, &[wide[0], wide[1], wide[2], named]).unwrap();
    let role = named.control_api.unwrap().role_config(Some(([0, 0, 0, 0], 4320).into()));
    assert_eq!(role.agents_endpoint.as_deref(), Some("opamp.example:4320/v1/opamp"));
}

#[test]
fn traces_that_would_never_arrive_are_refused() {
    let endpoint = |url| ("DROVER_TELEMETRY__OTLP_ENDPOINT", url);
    let ca = ("DROVER_TELEMETRY__OTLP_CA", "/tls/collector.pem");
    let fine = [&[][..], &[endpoint("http://c:4317")], &[endpoint("https://c:4317"), ca]];
    for fine in fine {
        assert!(parse(CLUSTER, fine).is_ok(), "{fine:?}");
    }
    for url in ["collector:4317", "ftp://c:4317", "http://", "c"] {
        let message = refused(CLUSTER, &[endpoint(url)]);
        assert!(message.starts_with("telemetry.otlp_endpoint: "), "{message}");
    }
    for wrong in [&[ca][..], &[endpoint("http://c:4317"), ca], &[endpoint("https://c:4317")]] {
        let message = refused(CLUSTER, wrong);
        assert!(message.starts_with("telemetry.otlp_ca: "), "{message}");
    }
    for (text, share) in [("0", 0.0), ("0.25", 0.25), ("1", 1.0)] {
        let config = parse(CLUSTER, &[("DROVER_TELEMETRY__TRACE_RATIO", text)]).unwrap();
        assert_eq!(config.telemetry.trace_ratio, share);
    }
    for wrong in ["-0.1", "1.5", "nan"] {
        let message = refused(CLUSTER, &[("DROVER_TELEMETRY__TRACE_RATIO", wrong)]);
        assert!(message.starts_with("telemetry.trace_ratio: "), "{message}");
    }
}

#[test]
fn a_node_that_nobody_could_reach_is_refused() {
    let message = refused(CLUSTER, &[("DROVER_NODE__LISTEN", "0.0.0.0:4330")]);
    assert!(message.starts_with("node.advertise: "), "{message}");
}

#[test]
fn a_cluster_needs_internal_certificates_and_they_are_given_one_way() {
    let without = CLUSTER.replace("[internal_tls]\ndir = \"/etc/drover/internal\"", "");
    assert!(refused(&without, &[]).contains("drover certs internal"));
    let both = CLUSTER.replace("[internal_tls]", "[internal_tls]\nca = \"x\"");
    assert!(refused(&both, &[]).contains("either `dir`"), "{}", refused(&both, &[]));
}

#[test]
fn one_role_of_a_shared_file_can_run_alone_but_not_on_the_embedded_store() {
    let node = parse(CLUSTER, &[]).unwrap().only(Role::Node).unwrap();
    assert_eq!(node.roles().into_iter().collect::<Vec<_>>(), [Role::Node]);
    assert!(node.only(Role::Gateway).unwrap_err().to_string().contains("gateway"));

    let embedded = CLUSTER.split_once("[internal_tls]").unwrap().1;
    let embedded = parse(&format!("[internal_tls]{embedded}"), &[]).unwrap();
    assert!(embedded.only(Role::Node).unwrap_err().to_string().contains("[store.etcd]"));
    let alone = "[node]\nlisten = \"127.0.0.1:0\"\n";
    assert!(refused(alone, &[]).contains("[store.etcd]"));
    assert!(refused("", &[]).contains("no role"));
}

#[test]
fn a_file_that_could_not_start_is_refused_before_it_is_started() {
    for (without, key) in [
        ("password = \"correct horse\"\n", "store.etcd.user"),
        ("user = \"drover\"\n", "store.etcd.user"),
        ("client_ca = \"/tls/agents.pem\"\n", "gateway.tls.client_ca"),
    ] {
        let message = refused(&CLUSTER.replace(without, ""), &[]);
        assert!(message.starts_with(&format!("{key}: ")), "{without}: {message}");
    }
    for (variable, value, key) in [
        ("DROVER_STORE__ETCD__PASSWORD_FILE", "/p", "store.etcd.password"),
        ("DROVER_STORE__ETCD__CERT", "/c", "store.etcd.cert"),
        ("DROVER_STORE__ETCD__KEY", "/k", "store.etcd.cert"),
        ("DROVER_CONTROL_API__AGENTS_CA_CERT", "/c", "control_api.agents_ca_cert"),
        ("DROVER_CONTROL_API__AGENTS_CA_KEY", "/k", "control_api.agents_ca_cert"),
        ("DROVER_TELEMETRY__LOG_FILTER", "gateway=loud", "telemetry.log_filter"),
    ] {
        let message = refused(CLUSTER, &[(variable, value)]);
        assert!(message.starts_with(&format!("{key}: ")), "{variable}: {message}");
    }
    let pair = [("DROVER_STORE__ETCD__CERT", "/c"), ("DROVER_STORE__ETCD__KEY", "/k")];
    assert!(refused(CLUSTER, &pair).starts_with("store.etcd.ca: "));
    let off = CLUSTER.replace("client_ca = \"/tls/agents.pem\"", "client_auth = \"off\"");
    assert!(parse(&off, &[]).is_ok());
}

#[test]
fn secrets_appear_neither_in_a_dump_nor_in_an_error() {
    let config = parse(CLUSTER, &[]).unwrap();
    let dump = config.dump().unwrap();
    assert!(dump.contains("password = \"***\"") && dump.contains("user = \"drover\""), "{dump}");
    assert!(!dump.contains("correct horse") && !format!("{config:?}").contains("correct horse"));

    let number = CLUSTER.replace("\"correct horse\"", "31337");
    assert!(!refused(&number, &[]).contains("31337"), "{}", refused(&number, &[]));
    let broken = CLUSTER.replace("\"correct horse\"", "\"correct horse");
    assert!(!refused(&broken, &[]).contains("horse"), "{}", refused(&broken, &[]));
}

#[test]
fn a_dump_is_itself_a_configuration() {
    let dump = parse(CLUSTER, &[]).unwrap().dump().unwrap();
    assert_eq!(parse(&dump, &[]).unwrap().dump().unwrap(), dump);
}
