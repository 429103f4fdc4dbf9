//! `make test`: runs every test, ring by ring, and says how many ran in each.
//!
//! Ring 0: unit and property tests. Ring 1: the paper cluster. Ring 2: the roles on a simulated network. Ring 3: real
//! sockets, real processes, a real etcd, real agents. Arguments go to the test binaries. What ring 1 says about seeds,
//! steps and invariants is repeated at the end.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, ExitCode, Stdio};

/// How a test begins a line that the end repeats.
const MARK: &str = "paper: ";

/// What runs together: a name, and what to tell `cargo test`. What follows two dashes is for the test binaries.
const RINGS: [(&str, &[&[&str]]); 4] = [
    (
        "ring 0, unit and property",
        &[
            &["--workspace", "--exclude", "tests", "--exclude", "sim", "--lib", "--bins"],
            &["--workspace", "--doc"],
        ],
    ),
    // Without the flag, what tests say is shown only of those that fail.
    ("ring 1, paper cluster", &[&["-p", "fleet", "--test", "*", "--", "--show-output"]]),
    ("ring 2, simulated network", &[&["-p", "sim", "--lib"]]),
    (
        "ring 3, real processes",
        &[
            &["--workspace", "--exclude", "fleet", "--exclude", "tests", "--test", "*"],
            &["-p", "tests"],
        ],
    ),
];

#[derive(Default)]
struct Count {
    passed: u64,
    failed: u64,
    /// Ignored or filtered out: a suite that skips is not green.
    skipped: u64,
    broken: bool,
    /// Lines with the mark, in the order they came.
    said: Vec<String>,
}

impl Count {
    fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.broken |= other.broken;
        self.said.extend(other.said);
    }
}

fn main() -> ExitCode {
    let extra: Vec<String> = std::env::args().skip(1).collect();
    let mut total = Count::default();
    let mut lines = Vec::new();
    for (ring, commands) in RINGS {
        let mut count = Count::default();
        for arguments in commands {
            count.add(run(arguments, &extra));
        }
        lines.push(format!(
            "{ring}: {} tests ran, {} failed",
            count.passed + count.failed,
            count.failed
        ));
        lines.extend(count.said.drain(..).map(|line| format!("  {line}")));
        total.add(count);
    }
    let mut out = std::io::stdout().lock();
    let tail = lines.join("\n");
    let counts = format!("{} passed, {} failed", total.passed, total.failed);
    // A closed output cannot be told anything.
    let _closed = writeln!(out, "\n{tail}\n{counts}");
    let green = total.failed == 0 && total.skipped == 0 && !total.broken && total.passed > 0;
    if green { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// One `cargo test`, its output passed on.
fn run(arguments: &[&str], extra: &[String]) -> Count {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.arg("test").arg("--no-fail-fast").args(arguments);
    if !arguments.contains(&"--") {
        command.arg("--");
    }
    command.args(extra);
    let mut child = match command.stdout(Stdio::piped()).spawn() {
        Ok(child) => child,
        Err(error) => {
            let _closed = writeln!(std::io::stderr(), "cannot start cargo: {error}");
            return Count { broken: true, ..Count::default() };
        }
    };
    let mut count = Count::default();
    let mut out = std::io::stdout().lock();
    for line in child.stdout.take().into_iter().flat_map(|s| BufReader::new(s).lines()) {
        let Ok(line) = line else { break };
        let _closed = writeln!(out, "{line}");
        count.add(counted(&line));
        count.said.extend(line.strip_prefix(MARK).map(str::to_owned));
    }
    count.broken = !child.wait().is_ok_and(|status| status.success());
    count
}

/// Reads libtest's closing line: `test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; …`.
fn counted(line: &str) -> Count {
    let Some(result) = line.strip_prefix("test result: ") else { return Count::default() };
    let number = |word: &str| {
        let before = result.split(word).next().filter(|_| result.contains(word));
        let digits = before.and_then(|text| text.trim().rsplit([' ', ';']).next());
        digits.and_then(|digits| digits.parse().ok()).unwrap_or(0)
    };
    Count {
        passed: number(" passed"),
        failed: number(" failed"),
        skipped: number(" ignored"),
        ..Count::default()
    }
}
