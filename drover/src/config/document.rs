//! A file's text and the environment as one document, in which every value still knows where it came from.
//!
//! Values of variables get positions past the end of the text, one each; the position in an error then names the
//! variable, or the line.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer, Error};

use super::ConfigError;
use super::env::{Env, Override, overrides};

pub(super) fn read<T: DeserializeOwned>(
    path: &Path,
    text: &str,
    env: &impl Env,
) -> Result<T, ConfigError> {
    let variables = overrides(env);
    let explain = |error: Error| place(path, text, &variables, error);
    // A password of digits looks like a number until its key refuses one: then it is text as it stands. Every round
    // adds a variable, so there are no more rounds than variables.
    let mut as_text = BTreeSet::new();
    loop {
        let mut root = DeTable::parse(text).map_err(explain)?;
        for (index, variable) in variables.iter().enumerate() {
            let at = text.len() + 1 + index;
            let value = match as_text.contains(&index) {
                true => DeValue::String(Cow::Borrowed(variable.value.as_str())),
                false => value(&variable.value, at..at),
            };
            set(root.get_mut(), variable, value, at..at)?;
        }
        match T::deserialize(Deserializer::from(root)) {
            Ok(read) => return Ok(read),
            Err(error) => match origin(text, &error).filter(|index| *index < variables.len()) {
                Some(index) if as_text.insert(index) => {}
                Some(_) | None => return Err(explain(error)),
            },
        }
    }
}

fn set<'a>(
    root: &mut DeTable<'a>,
    variable: &'a Override,
    value: DeValue<'a>,
    at: Range<usize>,
) -> Result<(), ConfigError> {
    let refuse = |why: String| ConfigError::Variable { name: variable.name.clone(), why };
    let Some((last, parents)) = variable.path.split_last() else { return Ok(()) };
    let mut table = root;
    for part in parents {
        let key = Spanned::new(at.clone(), Cow::Borrowed(part.as_str()));
        let child = table
            .entry(key)
            .or_insert_with(|| Spanned::new(at.clone(), DeValue::Table(DeTable::new())));
        let DeValue::Table(child) = child.get_mut() else {
            return Err(refuse(format!("`{part}` is a value in the file, not a section")));
        };
        table = child;
    }
    let key = Spanned::new(at.clone(), Cow::Borrowed(last.as_str()));
    table.remove(&key);
    table.insert(key, Spanned::new(at, value));
    Ok(())
}

/// Numbers, booleans and arrays as TOML writes them; anything else is text as it stands.
fn value(text: &str, at: Range<usize>) -> DeValue<'_> {
    let verbatim = || DeValue::String(Cow::Borrowed(text));
    let Ok(parsed) = DeValue::parse(text) else { return verbatim() };
    match parsed.into_inner() {
        DeValue::Array(items) => DeValue::Array(
            items.into_iter().map(|item| Spanned::new(at.clone(), item.into_inner())).collect(),
        ),
        plain @ (DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::String(_)) => plain,
        DeValue::Datetime(_) | DeValue::Table(_) => verbatim(),
    }
}

/// The index of the variable an error is about; `None` for the file.
fn origin(text: &str, error: &Error) -> Option<usize> {
    error.span()?.start.checked_sub(text.len() + 1)
}

/// The error with its place, and without the text around it: that could be a secret.
fn place(path: &Path, text: &str, variables: &[Override], mut error: Error) -> ConfigError {
    error.set_input(None);
    let why = error.to_string().trim().replace('\n', " ");
    let start = error.span().map_or(0, |span| span.start);
    match origin(text, &error).and_then(|index| variables.get(index)) {
        Some(variable) => ConfigError::Variable { name: variable.name.clone(), why },
        None => {
            let before = text.as_bytes().get(..start.min(text.len())).unwrap_or_default();
            let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            ConfigError::File { path: path.to_owned(), line, why }
        }
    }
}
