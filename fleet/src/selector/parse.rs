//! Text to [`Selector`]: one pass, bounded input, every error with its position.

use std::collections::BTreeSet;

use super::{Field, Key, REQUIREMENTS_MAX, Requirement, Selector, TEXT_LEN_MAX, Test};
use crate::AgentId;

pub(super) const CLAIM: &str = "claim.";
pub(super) const LABEL: &str = "label.";

/// Why a text is no selector.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("at byte {at}: {reason}")]
pub struct Invalid {
    /// Where, in bytes from the start.
    pub at: usize,
    /// What is wrong.
    pub reason: Reason,
}

/// What is wrong with a selector's text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Longer than [`TEXT_LEN_MAX`].
    #[error("the selector is longer than {TEXT_LEN_MAX} bytes")]
    TooLong,
    /// More than [`REQUIREMENTS_MAX`].
    #[error("the selector has more than {REQUIREMENTS_MAX} requirements")]
    TooMany,
    /// Something else should stand here.
    #[error("expected {0}")]
    Expected(&'static str),
    /// A quote that nothing closes.
    #[error("this quote is never closed")]
    OpenQuote,
    /// A key that says neither `claim.` nor `label.`.
    #[error(
        "unknown key '{0}': write claim.{0} for what agents report or label.{0} for trusted labels"
    )]
    UnknownKey(String),
    /// A built-in field where only claims and labels may stand.
    #[error(
        "'{0}' filters lists only: an assignment selects by claim.… and label.…, which do not flap"
    )]
    FieldNotAllowed(&'static str),
    /// A built-in field always exists.
    #[error("'{0}' always exists: compare it with a value")]
    FieldExists(&'static str),
    /// A value that the field never has.
    #[error("'{value}' is no value of {field}: use {allowed}")]
    FieldValue {
        /// The field.
        field: &'static str,
        /// What was written.
        value: String,
        /// What may be written.
        allowed: &'static str,
    },
}

/// Which keys are allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Agents,
    Filter,
}

/// A character that needs no quotes in a name or value.
pub(super) fn is_plain(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !matches!(c, ',' | '(' | ')' | '=' | '!' | '"' | '\\')
}

pub(super) fn selector(text: &str, scope: Scope) -> Result<Selector, Invalid> {
    if text.len() > TEXT_LEN_MAX {
        return Err(Invalid { at: TEXT_LEN_MAX, reason: Reason::TooLong });
    }
    let mut input = Input { text, at: 0, scope };
    let mut requirements = Vec::new();
    input.skip_space();
    while !input.rest().is_empty() {
        if requirements.len() == REQUIREMENTS_MAX {
            return Err(input.error(Reason::TooMany));
        }
        requirements.push(input.requirement()?);
        input.skip_space();
        if input.rest().is_empty() {
            break;
        }
        if !input.take(",") {
            return Err(input.error(Reason::Expected("',' or the end")));
        }
        input.skip_space();
        if input.rest().is_empty() {
            return Err(input.error(Reason::Expected("a requirement after ','")));
        }
    }
    Ok(Selector { requirements })
}

pub(super) fn key(text: &str) -> Result<Key, Invalid> {
    if text.len() > TEXT_LEN_MAX {
        return Err(Invalid { at: TEXT_LEN_MAX, reason: Reason::TooLong });
    }
    let mut input = Input { text, at: 0, scope: Scope::Filter };
    input.skip_space();
    let key = input.key()?;
    input.skip_space();
    if input.rest().is_empty() {
        Ok(key)
    } else {
        Err(input.error(Reason::Expected("a single key")))
    }
}

struct Input<'a> {
    text: &'a str,
    at: usize,
    scope: Scope,
}

impl<'a> Input<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn error(&self, reason: Reason) -> Invalid {
        Invalid { at: self.at, reason }
    }

    fn skip_space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn take(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn requirement(&mut self) -> Result<Requirement, Invalid> {
        let start = self.at;
        if self.take("!") {
            self.skip_space();
            let key = self.key()?;
            return finish(start, key, Test::Absent);
        }
        let key = self.key()?;
        self.skip_space();
        let test = if self.take("!=") {
            Test::Differs(self.single()?)
        } else if self.take("==") || self.take("=") {
            Test::Equals(self.single()?)
        } else if self.rest().is_empty() || self.rest().starts_with(',') {
            Test::Exists
        } else if self.word("notin") {
            Test::NotIn(self.list()?)
        } else if self.word("in") {
            Test::In(self.list()?)
        } else {
            return Err(self.error(Reason::Expected("'=', '!=', 'in (…)', 'notin (…)' or ','")));
        };
        finish(start, key, test)
    }

    fn key(&mut self) -> Result<Key, Invalid> {
        let start = self.at;
        if self.take(CLAIM) {
            return Ok(Key::Claim(self.name()?));
        }
        if self.take(LABEL) {
            return Ok(Key::Label(self.name()?));
        }
        let word = self.plain();
        if word.is_empty() {
            return Err(Invalid { at: start, reason: Reason::Expected("a key") });
        }
        let Some(field) = Field::ALL.into_iter().find(|field| field.name() == word) else {
            return Err(Invalid { at: start, reason: Reason::UnknownKey(word.to_owned()) });
        };
        match self.scope {
            Scope::Filter => Ok(Key::Field(field)),
            Scope::Agents => {
                Err(Invalid { at: start, reason: Reason::FieldNotAllowed(field.name()) })
            }
        }
    }

    fn name(&mut self) -> Result<String, Invalid> {
        let start = self.at;
        let name = self.text_or_quoted()?;
        if name.is_empty() {
            return Err(Invalid { at: start, reason: Reason::Expected("a name after the '.'") });
        }
        Ok(name)
    }

    /// A keyword that nothing plain follows.
    fn word(&mut self, word: &str) -> bool {
        let follows = self.rest().strip_prefix(word);
        let found = follows.is_some_and(|rest| !rest.starts_with(is_plain));
        if found {
            self.at += word.len();
        }
        found
    }

    /// The value after `=`; nothing before the next comma means the empty value, as in Kubernetes.
    fn single(&mut self) -> Result<String, Invalid> {
        self.skip_space();
        self.text_or_quoted()
    }

    fn list(&mut self) -> Result<BTreeSet<String>, Invalid> {
        self.skip_space();
        if !self.take("(") {
            return Err(self.error(Reason::Expected("'('")));
        }
        let mut values = BTreeSet::new();
        loop {
            self.skip_space();
            let start = self.at;
            let value = self.text_or_quoted()?;
            if self.at == start {
                return Err(self.error(Reason::Expected("a value (\"\" for the empty one)")));
            }
            values.insert(value);
            self.skip_space();
            if self.take(")") {
                return Ok(values);
            }
            if !self.take(",") {
                return Err(self.error(Reason::Expected("',' or ')'")));
            }
        }
    }

    fn text_or_quoted(&mut self) -> Result<String, Invalid> {
        if self.rest().starts_with('"') { self.quoted() } else { Ok(self.plain().to_owned()) }
    }

    fn plain(&mut self) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c| !is_plain(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    fn quoted(&mut self) -> Result<String, Invalid> {
        let start = self.at;
        let mut value = String::new();
        let mut chars = self.rest().char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    self.at = start + at + 1;
                    return Ok(value);
                }
                '\\' => match chars.next() {
                    Some((_, escaped @ ('"' | '\\'))) => value.push(escaped),
                    _ => {
                        self.at = start + at;
                        return Err(self.error(Reason::Expected("'\"' or '\\' after '\\'")));
                    }
                },
                other => value.push(other),
            }
        }
        Err(Invalid { at: start, reason: Reason::OpenQuote })
    }
}

/// Checks what is said about built-in fields, and writes their values in the one form that facts
/// use.
fn finish(at: usize, key: Key, test: Test) -> Result<Requirement, Invalid> {
    let Key::Field(field) = key else { return Ok(Requirement { key, test }) };
    let canonical = |value: &String| {
        canonical(field, value).map_err(|allowed| Invalid {
            at,
            reason: Reason::FieldValue { field: field.name(), value: value.clone(), allowed },
        })
    };
    let test = match test {
        Test::Equals(value) => Test::Equals(canonical(&value)?),
        Test::Differs(value) => Test::Differs(canonical(&value)?),
        Test::In(values) => Test::In(values.iter().map(canonical).collect::<Result<_, _>>()?),
        Test::NotIn(values) => Test::NotIn(values.iter().map(canonical).collect::<Result<_, _>>()?),
        Test::Exists | Test::Absent => {
            return Err(Invalid { at, reason: Reason::FieldExists(field.name()) });
        }
    };
    Ok(Requirement { key, test })
}

fn canonical(field: Field, value: &str) -> Result<String, &'static str> {
    let one_of = |allowed: &[&str], hint| {
        let found = allowed.iter().find(|allowed| allowed.eq_ignore_ascii_case(value));
        found.map(|found| (*found).to_owned()).ok_or(hint)
    };
    match field {
        Field::InstanceUid => {
            value.parse::<AgentId>().map(|id| id.to_string()).map_err(|_| "a UUID")
        }
        Field::Connected => one_of(&["true", "false"], "true or false"),
        Field::Healthy => one_of(&["true", "false", "unknown"], "true, false or unknown"),
        Field::ConfigStatus => one_of(
            &["UNSET", "APPLIED", "APPLYING", "FAILED"],
            "UNSET, APPLIED, APPLYING or FAILED",
        ),
    }
}
