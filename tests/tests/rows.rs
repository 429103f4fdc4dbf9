//! `docs/CONFORMANCE.md` and the tests it names stay in step.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeSet;
use std::path::Path;

use tests::conformance::{self, Holds, Row};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn table() -> Vec<Row> {
    let text = std::fs::read_to_string(root().join("docs/CONFORMANCE.md")).unwrap();
    conformance::read(&text).unwrap_or_else(|findings| panic!("\n{}", findings.join("\n")))
}

/// The names of all tests in `tests/tests/conformance_*.rs`.
fn written() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for file in std::fs::read_dir(root().join("tests/tests")).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if !name.starts_with("conformance_") || !name.ends_with(".rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let mut test = false;
        for line in text.lines().map(str::trim) {
            test |= line.starts_with("#[test]") || line.starts_with("#[tokio::test");
            let function = line.strip_prefix("async ").unwrap_or(line).strip_prefix("fn ");
            if let Some(rest) = function.filter(|_| test) {
                names.insert(rest.split('(').next().unwrap().to_owned());
                test = false;
            }
        }
    }
    names
}

#[test]
fn every_row_that_holds_names_tests_that_exist() {
    let written = written();
    let mut findings = Vec::new();
    for row in table() {
        let Holds::Proven(tests) = &row.holds else { continue };
        let missing = tests.iter().filter(|test| !written.contains(*test));
        findings.extend(missing.map(|test| format!("{}: there is no test {test}", row.id)));
    }
    assert!(findings.is_empty(), "\n{}", findings.join("\n"));
}

#[test]
fn every_conformance_test_belongs_to_one_row() {
    let named: Vec<String> = table()
        .into_iter()
        .flat_map(|row| match row.holds {
            Holds::Proven(tests) => tests,
            Holds::Later | Holds::NotYet(_) => Vec::new(),
        })
        .collect();
    let once: BTreeSet<&String> = named.iter().collect();
    assert_eq!(once.len(), named.len(), "a test is named by two rows");
    let orphans: Vec<_> = written().into_iter().filter(|test| !once.contains(test)).collect();
    assert!(orphans.is_empty(), "docs/CONFORMANCE.md names no row for {orphans:?}");
}

#[test]
fn a_table_that_lacks_a_row_or_a_test_is_refused() {
    let text = std::fs::read_to_string(root().join("docs/CONFORMANCE.md")).unwrap();
    let without: String =
        text.lines().filter(|l| !l.starts_with("| Q1 ")).collect::<Vec<_>>().join("\n");
    assert!(conformance::read(&without).unwrap_err()[0].contains("Q1"));
    let row = "| Q1 | M | text | holds | – | text |";
    let unproven: String = text
        .lines()
        .map(|line| if line.starts_with("| Q1 ") { row } else { line })
        .collect::<Vec<_>>()
        .join("\n");
    assert!(conformance::read(&unproven).unwrap_err()[0].contains("q1_"));
}
