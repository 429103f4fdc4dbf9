//! The table of `docs/CONFORMANCE.md`, read: which requirements there are, which hold, which test proves each.

use std::fmt;

/// How many rows each group of requirements has.
const GROUPS: [(char, usize); 18] = [
    ('T', 17),
    ('H', 14),
    ('U', 8),
    ('Q', 8),
    ('C', 5),
    ('B', 5),
    ('D', 3),
    ('E', 6),
    ('O', 6),
    ('R', 9),
    ('P', 8),
    ('X', 14),
    ('K', 11),
    ('M', 2),
    ('G', 3),
    ('A', 2),
    ('S', 5),
    ('I', 1),
];

/// Rows that come with per-agent credentials.
const WITH_ROTATION: [&str; 5] = ["K9", "S1", "S3", "X6", "X9"];

/// Whether a requirement holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holds {
    /// Yes, and these tests prove it.
    Proven(Vec<String>),
    /// It comes with per-agent credentials.
    Later,
    /// No, for this reason.
    NotYet(String),
}

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// A letter and a number.
    pub id: String,
    /// M, S, Y, i, D or a mixture.
    pub level: String,
    /// What is required.
    pub requirement: String,
    /// Whether it is so here.
    pub holds: Holds,
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let short: String = self.requirement.chars().take(60).collect();
        write!(f, "{:4} {:8} {short:60}", self.id, self.level)
    }
}

/// The ids there must be, in the order of the table.
pub fn ids() -> Vec<String> {
    let mut ids = Vec::new();
    for (group, rows) in GROUPS {
        ids.extend((1..=rows).map(|number| format!("{group}{number}")));
    }
    ids
}

/// Reads the table.
///
/// # Errors
/// What is wrong with it, one sentence per finding: a row that is missing, doubled or in another place, a row without
/// six cells, a word in "holds" that means nothing, a row that holds and names no test of its own.
pub fn read(text: &str) -> Result<Vec<Row>, Vec<String>> {
    let mut rows = Vec::new();
    let mut findings = Vec::new();
    let ids = ids();
    for line in text.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let first = cells.first().copied().unwrap_or_default();
        if first == "row" {
            continue;
        }
        match row(&cells) {
            Ok(row) => rows.push(row),
            Err(why) => findings.push(format!("{first}: {why}")),
        }
    }
    let found: Vec<&String> = rows.iter().map(|row| &row.id).collect();
    if findings.is_empty() && found != ids.iter().collect::<Vec<_>>() {
        let missing: Vec<_> = ids.iter().filter(|id| !found.contains(id)).collect();
        findings.push(format!("rows are missing, doubled or out of order; missing: {missing:?}"));
    }
    if findings.is_empty() { Ok(rows) } else { Err(findings) }
}

fn row(cells: &[&str]) -> Result<Row, String> {
    let [id, level, requirement, holds, tests, reference] = cells else {
        return Err(format!("{} cells instead of six", cells.len()));
    };
    if reference.is_empty() || requirement.is_empty() {
        return Err("an empty cell".to_owned());
    }
    let tests: Vec<String> = tests
        .split([',', ' '])
        .map(|t| t.trim_matches('`'))
        .filter(|t| !t.is_empty() && *t != "–")
        .map(str::to_owned)
        .collect();
    let holds = match *holds {
        "holds" => Holds::Proven(tests),
        "later: rotation" if WITH_ROTATION.contains(id) => Holds::Later,
        other => match other.strip_prefix("not yet") {
            Some(why) => Holds::NotYet(why.trim_start_matches(':').trim().to_owned()),
            None => {
                return Err(format!(
                    "'{other}' is not 'holds', 'not yet: why' or 'later: rotation'"
                ));
            }
        },
    };
    if let Holds::Proven(tests) = &holds {
        let prefix = format!("{}_", id.to_lowercase());
        if tests.is_empty() || tests.iter().any(|test| !test.starts_with(&prefix)) {
            return Err(format!("holds, so it names tests that begin with {prefix}"));
        }
    }
    Ok(Row {
        id: (*id).to_owned(),
        level: (*level).to_owned(),
        requirement: (*requirement).to_owned(),
        holds,
    })
}
