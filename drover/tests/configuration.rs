//! docs/CONFIGURATION.md names every key that this binary takes.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first surprise")]

use std::path::Path;
use std::process::Command;

const SECTIONS: [&str; 9] = [
    "telemetry",
    "store.embedded",
    "store.etcd",
    "internal_tls",
    "gateway",
    "gateway.tls",
    "gateway.limits",
    "node",
    "control_api",
];

/// What may stand in this section: the error about a key that may not lists the others.
fn taken(section: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("drover.toml");
    let header = if section.is_empty() { String::new() } else { format!("[{section}]\n") };
    std::fs::write(&file, format!("{header}nonsense = 1\n")).unwrap();
    let checked = Command::new(env!("CARGO_BIN_EXE_drover"))
        .args(["config", "check", "--config"])
        .arg(&file)
        .env_clear()
        .output()
        .unwrap();
    let error = String::from_utf8(checked.stderr).unwrap();
    let listed = error.split_once("unknown field `nonsense`, expected").expect(&error).1;
    // What follows the list is the section's name.
    let listed = listed.split(" in `").next().unwrap();
    listed.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_page_names_every_key_in_its_section() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let page = std::fs::read_to_string(page.join("docs/CONFIGURATION.md")).unwrap();
    let mut missing = Vec::new();
    for section in SECTIONS.into_iter().chain([""]) {
        let title = if section.is_empty() {
            "## Top of the file\n".to_owned()
        } else {
            format!("## `[{section}]`\n")
        };
        let text = page.split_once(&title).expect(&title).1;
        let text = text.split("\n## ").next().unwrap();
        for key in taken(section) {
            // A key that is a section has a title of its own.
            let below = if section.is_empty() { key.clone() } else { format!("{section}.{key}") };
            let is_section = SECTIONS.iter().any(|known| known.starts_with(&below));
            if !is_section && !text.contains(&format!("\n| `{key}` |")) {
                missing.push(format!("[{section}] {key}"));
            }
        }
    }
    assert!(missing.is_empty(), "docs/CONFIGURATION.md lacks {missing:?}");
}
