//! `make conformance`: runs the tests of docs/CONFORMANCE.md and says for every row whether it holds.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use anyhow::Context;
use tests::conformance::{self, Holds};

fn main() -> anyhow::Result<ExitCode> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let table = std::fs::read_to_string(root.join("docs/CONFORMANCE.md"))
        .context("docs/CONFORMANCE.md cannot be read")?;
    let rows = conformance::read(&table).map_err(|why| anyhow::anyhow!(why.join("\n")))?;
    let mut results = run()?;
    let mut out = std::io::stdout().lock();
    let (mut proven, mut later, mut broken) = (0, 0, 0);
    for row in &rows {
        let verdict = match &row.holds {
            Holds::Later => {
                later += 1;
                "later: rotation".to_owned()
            }
            Holds::NotYet(why) => {
                broken += 1;
                format!("NOT YET {why}")
            }
            Holds::Proven(tests) => {
                let failed: Vec<_> =
                    tests.iter().filter(|test| results.remove(*test) != Some(true)).collect();
                if failed.is_empty() {
                    proven += 1;
                    format!("ok {}", tests.join(" "))
                } else {
                    broken += 1;
                    format!("FAILED OR MISSING {failed:?}")
                }
            }
        };
        writeln!(out, "{row} {verdict}")?;
    }
    for test in results.keys() {
        broken += 1;
        writeln!(out, "no row of docs/CONFORMANCE.md names the test {test}")?;
    }
    let all = rows.len();
    writeln!(out, "{all} rows: {proven} proven, {later} later, {broken} not proven")?;
    Ok(if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs the tests of every row; which passed.
fn run() -> anyhow::Result<BTreeMap<String, bool>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["test", "-p", "tests", "--no-fail-fast", "--test", "conformance_*"]);
    let mut child = command.stdout(Stdio::piped()).spawn().context("cargo does not start")?;
    let mut results = BTreeMap::new();
    for line in child.stdout.take().into_iter().flat_map(|out| BufReader::new(out).lines()) {
        let line = line?;
        let result = line.strip_prefix("test ").and_then(|rest| rest.split_once(" ... "));
        match result {
            Some((test, verdict)) if !test.contains(' ') => {
                let name = test.rsplit("::").next().unwrap_or(test);
                results.insert(name.to_owned(), verdict == "ok");
            }
            // What a failed test printed.
            Some(_) | None => writeln!(std::io::stderr(), "{line}")?,
        }
    }
    child.wait()?;
    Ok(results)
}
