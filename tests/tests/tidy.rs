//! Style that a machine can check (CONTRIBUTING.md): sizes, names, arrows between crates, written queue policies,
//! generated code in step with its sources.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

const FILE_LINES_MAX: usize = 400;
const FUNCTION_LINES_MAX: usize = 70;
const CODE_COLUMNS_MAX: usize = 100;
const COMMENT_COLUMNS_MAX: usize = 120;
/// Who may depend on whom, besides `proto` and oneself.
const ARROWS: [(&str, &[&str]); 13] = [
    ("proto", &[]),
    ("codegen", &[]),
    ("fleet", &[]),
    ("properties", &["fleet"]),
    ("store", &["fleet"]),
    ("swarm", &["fleet"]),
    ("gateway", &["fleet", "store"]),
    ("node", &["fleet", "store"]),
    ("control-api", &["fleet", "store"]),
    ("drover", &["fleet", "store", "swarm", "gateway", "node", "control-api"]),
    ("tests", &["fleet", "store", "swarm"]),
    ("sim", &["fleet", "store", "gateway", "node", "control-api"]),
    ("fuzz", &["fleet", "gateway"]),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn run(program: &str, args: &[&str]) -> String {
    let output = Command::new(program).args(args).current_dir(root()).output();
    let output = output.unwrap_or_else(|error| panic!("cannot run {program}: {error}"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {args:?} failed: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// Rust sources that people write.
fn sources() -> Vec<PathBuf> {
    let listed = run("git", &["ls-files", "--cached", "--others", "--exclude-standard", "*.rs"]);
    let written = listed.lines().filter(|path| !path.contains("/generated/"));
    let files: Vec<PathBuf> =
        written.map(PathBuf::from).filter(|p| root().join(p).exists()).collect();
    assert!(files.len() > 50, "the list of sources looks wrong");
    files
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

fn complain(findings: &[String]) {
    assert!(findings.is_empty(), "\n{}", findings.join("\n"));
}

#[test]
fn files_are_one_idea_of_at_most_400_lines() {
    let mut findings = Vec::new();
    for path in sources() {
        let text = read(&path);
        let lines = text.lines().count();
        if lines > FILE_LINES_MAX {
            findings.push(format!("{}: {lines} lines", path.display()));
        }
    }
    complain(&findings);
}

#[test]
fn code_has_at_most_100_columns_and_comments_120() {
    let mut findings = Vec::new();
    for path in sources() {
        for (number, line) in read(&path).lines().enumerate() {
            let prose = line.trim_start().starts_with("//");
            let most = if prose { COMMENT_COLUMNS_MAX } else { CODE_COLUMNS_MAX };
            let columns = line.chars().count();
            if columns > most {
                findings.push(format!("{}:{}: {columns} columns", path.display(), number + 1));
            }
        }
    }
    complain(&findings);
}

/// Whether a function begins on this line of formatted source.
fn begins_function(line: &str) -> bool {
    let mut words = line.split_whitespace().peekable();
    while let Some(word) = words.next() {
        match word {
            "fn" => return words.peek().is_some(),
            // `pub(in some::path)` is two words.
            "const" | "async" | "unsafe" | "extern" | "\"C\"" | "in" => {}
            word if word.starts_with("pub") => {}
            _ => return false,
        }
    }
    false
}

/// How many lines are between a function's braces, which rustfmt indents like its first line. `lines` begin with that.
fn body(lines: &[&str]) -> usize {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let outer = indent(lines[0]);
    let level = |line: &&str| !line.is_empty() && indent(line) == outer;
    let Some(open) = lines.iter().position(|line| level(line) && line.ends_with(['{', ';', '}']))
    else {
        return 0;
    };
    if !lines[open].ends_with('{') {
        return 0;
    }
    let close = lines[open..].iter().position(|line| level(line) && line.trim_start() == "}");
    close.map_or(0, |length| length - 1)
}

#[test]
fn functions_have_at_most_70_lines() {
    let mut findings = Vec::new();
    let mut seen = 0;
    for path in sources() {
        let text = read(&path);
        let lines: Vec<&str> = text.lines().collect();
        for at in (0..lines.len()).filter(|at| begins_function(lines[*at])) {
            seen += 1;
            let length = body(&lines[at..]);
            if length > FUNCTION_LINES_MAX {
                findings.push(format!("{}:{}: {length} lines", path.display(), at + 1));
            }
        }
    }
    assert!(seen > 2_000, "the scanner saw {seen} functions only");
    complain(&findings);
}

#[test]
fn the_scanner_of_functions_sees_their_bodies() {
    let lines = [
        "    pub(crate) async fn one<T>(",
        "        &self,",
        "    ) -> T",
        "    where",
        "        T: Copy,",
        "    {",
        "        match x {",
        "        }",
        "",
        "    }",
        "    fn two() {}",
    ];
    assert_eq!(body(&lines), 3);
    assert!(begins_function(lines[0]) && begins_function(lines[10]));
    assert_eq!(body(&lines[10..]), 0);
    assert!(!begins_function("    let f: fn() = x;"));
}

#[test]
fn files_are_named_after_their_subject() {
    let banned =
        ["mod.rs", "util.rs", "utils.rs", "common.rs", "helpers.rs", "misc.rs", "manager.rs"];
    let named = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        banned.contains(&name).then(|| path.display().to_string())
    };
    complain(&sources().iter().filter_map(named).collect::<Vec<_>>());
}

#[test]
fn every_queue_says_what_happens_when_it_is_full() {
    let mut findings = Vec::new();
    for path in sources() {
        if path.components().any(|part| part.as_os_str() == "tests") || path.ends_with("tests.rs") {
            continue;
        }
        let text = read(&path);
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let bounded =
                ["mpsc::channel(", "broadcast::channel("].iter().any(|c| line.contains(c));
            let before = lines[at.saturating_sub(4)..at].join("\n").to_lowercase();
            if bounded && !before.contains("full") {
                findings.push(format!("{}:{}: what when full?", path.display(), at + 1));
            }
        }
    }
    complain(&findings);
}

#[test]
fn dependencies_point_one_way() {
    let arrows: BTreeMap<&str, &[&str]> = ARROWS.into_iter().collect();
    let manifest: toml::Table = read(Path::new("Cargo.toml")).parse().unwrap();
    let members = manifest["workspace"]["members"].as_array().unwrap();
    let mut findings = Vec::new();
    for member in members.iter().map(|m| m.as_str().unwrap()) {
        let manifest: toml::Table = read(&Path::new(member).join("Cargo.toml")).parse().unwrap();
        let name = manifest["package"]["name"].as_str().unwrap().to_owned();
        let Some(allowed) = arrows.get(name.as_str()) else {
            findings.push(format!("{name}: no row in ARROWS"));
            continue;
        };
        for section in ["dependencies", "build-dependencies"] {
            let Some(dependencies) = manifest.get(section).and_then(|d| d.as_table()) else {
                continue;
            };
            for dependency in dependencies.keys().filter(|d| arrows.contains_key(d.as_str())) {
                if dependency != "proto" && !allowed.contains(&dependency.as_str()) {
                    findings.push(format!("{name} must not depend on {dependency}"));
                }
            }
        }
    }
    complain(&findings);
}

#[test]
fn fleet_is_pure() {
    let tree = run(
        "cargo",
        &["tree", "-p", "fleet", "-e", "normal,build,dev", "--prefix", "none", "--offline"],
    );
    let used: BTreeSet<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    let banned = |name: &&&str| {
        ["tokio", "tonic", "rand", "tracing", "log", "hyper"].iter().any(|b| name.starts_with(b))
    };
    assert_eq!(used.iter().filter(banned).collect::<Vec<_>>(), Vec::<&&str>::new());
}

#[test]
fn only_one_file_names_etcd() {
    let allowed = |path: &Path| {
        let backend = path.starts_with("store/src/etcd") || path == Path::new("store/src/etcd.rs");
        backend || path.starts_with("store/tests")
    };
    let mut findings = Vec::new();
    for path in sources().into_iter().filter(|path| !allowed(path)) {
        if read(&path).contains("etcd_client") && !path.starts_with("tests/tests/tidy.rs") {
            findings.push(path.display().to_string());
        }
    }
    complain(&findings);
}

#[test]
fn generated_code_is_what_the_proto_files_say() {
    let fresh = tempfile::tempdir().unwrap();
    let out = fresh.path().to_str().unwrap();
    run("cargo", &["run", "--quiet", "--offline", "-p", "codegen", "--", out]);
    let committed = root().join("proto/src/generated");
    let mut findings = Vec::new();
    for entry in std::fs::read_dir(&committed).unwrap() {
        let name = entry.unwrap().file_name();
        let old = std::fs::read(committed.join(&name)).unwrap();
        let new = std::fs::read(fresh.path().join(&name)).unwrap_or_default();
        if old != new {
            findings.push(format!("{}: run `make proto`", name.display()));
        }
    }
    complain(&findings);
}

#[test]
fn the_tree_names_no_machine() {
    let listed = run("git", &["ls-files", "--cached", "--others", "--exclude-standard"]);
    let mut findings = Vec::new();
    for path in listed.lines().filter(|p| !p.contains("/generated/") && !p.ends_with("tidy.rs")) {
        let Ok(text) = std::fs::read_to_string(root().join(path)) else { continue };
        for (number, line) in text.lines().enumerate() {
            if ["/home/", "/root/"].iter().any(|place| line.contains(place)) {
                findings.push(format!("{path}:{}: a path of somebody's machine", number + 1));
            }
        }
    }
    complain(&findings);
}
