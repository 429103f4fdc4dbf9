//! What people and scripts see: aligned tables, or proto3 JSON with `-o json`.

use std::io::Write;
use std::time::Duration;

use clap::{Args, ValueEnum};
use comfy_table::{Table, presets};
use pbjson_types::Timestamp;
use serde::Serialize;

use super::failure::Failure;

/// Form of the output.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Table,
    /// For programs.
    Json,
}

/// The flag every listing has.
#[derive(Debug, Clone, Copy, Default, Args)]
pub struct Form {
    /// Form of the output.
    #[arg(short = 'o', long = "output", value_enum, default_value_t)]
    pub output: Format,
}

impl Form {
    /// Writes an answer for programs, or what it means for people.
    ///
    /// # Errors
    /// The output is closed.
    pub fn say(self, out: Out<'_>, answer: &impl Serialize, text: &str) -> Result<(), Failure> {
        match self.output {
            Format::Json => json(out, answer),
            Format::Table => Ok(writeln!(out, "{text}")?),
        }
    }
}

/// Where output goes.
pub type Out<'a> = &'a mut (dyn Write + Send);

/// Writes a message as JSON, indented, with a line end.
///
/// # Errors
/// The output is closed.
pub fn json(out: Out<'_>, message: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(message)
        .map_err(|error| Failure::Refused(format!("cannot show this as JSON: {error}")))?;
    Ok(writeln!(out, "{text}")?)
}

/// Writes a message as one line of JSON.
///
/// # Errors
/// The output is closed.
pub fn json_line(out: Out<'_>, message: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string(message)
        .map_err(|error| Failure::Refused(format!("cannot show this as JSON: {error}")))?;
    writeln!(out, "{text}")?;
    Ok(out.flush()?)
}

/// Writes a table; an empty one says so instead.
///
/// # Errors
/// The output is closed.
pub fn table<const N: usize>(
    out: Out<'_>,
    heads: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
    empty: &str,
) -> Result<(), Failure> {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(heads);
    table.add_rows(rows.into_iter().map(|row| row.map(printable)));
    if table.row_count() == 0 {
        return Ok(writeln!(out, "{empty}")?);
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 3));
    }
    Ok(writeln!(out, "{}", table.trim_fmt())?)
}

/// Writes names and values, one pair per line.
///
/// # Errors
/// The output is closed.
pub fn pairs(out: Out<'_>, rows: Vec<[String; 2]>) -> Result<(), Failure> {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.add_rows(rows.into_iter().map(|row| row.map(printable)));
    for column in table.column_iter_mut() {
        column.set_padding((0, 3));
    }
    Ok(writeln!(out, "{}", table.trim_fmt())?)
}

/// Text from agents, without the control characters that would move a terminal's cursor.
pub fn printable(text: String) -> String {
    if text.chars().any(char::is_control) {
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
    } else {
        text
    }
}

/// How long ago, in one unit: `42s`, `7m`, `3h`, `2d`.
pub fn ago(at: Option<&Timestamp>, now: Duration) -> String {
    let Some(at) = at else { return "-".to_owned() };
    let s = now.as_secs().saturating_sub(u64::try_from(at.seconds).unwrap_or(0));
    match s {
        0..120 => format!("{s}s"),
        120..7_200 => format!("{}m", s / 60),
        7_200..172_800 => format!("{}h", s / 3_600),
        _ => format!("{}d", s / 86_400),
    }
}

/// The first 12 digits of a hash.
pub fn short_hash(hash: &[u8]) -> String {
    if hash.is_empty() { "-".to_owned() } else { hex::encode(hash).chars().take(12).collect() }
}

/// The text, or a dash.
pub fn or_dash(text: &str) -> String {
    if text.is_empty() { "-".to_owned() } else { text.to_owned() }
}
