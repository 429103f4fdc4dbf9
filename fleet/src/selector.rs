//! Selectors: which agents something is meant for, in the label-selector grammar of Kubernetes.
//!
//! ```text
//! claim.service.name=otelcol, label.env in (prod, staging), !claim.k8s.pod.name,
//! label.site!="Berlin, 2nd floor"
//! ```
//! A comma means AND and an empty text selects every agent. Every key says where its value comes
//! from: `claim.…` is what the agent reports about itself, `label.…` is trusted. Filters of the API
//! may also use the fields of [`Field`]. `!=` and `notin` also hold for agents without the key, as
//! in Kubernetes.

mod claims;
mod parse;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

pub use claims::{CLAIMS_MAX, Claims, VALUE_LEN_MAX, text_of};
pub use parse::{Invalid, Reason};

/// The longest text that is parsed, in bytes.
pub const TEXT_LEN_MAX: usize = 4 * 1024;
/// The most requirements of one selector.
pub const REQUIREMENTS_MAX: usize = 64;

/// A parsed selector. Its `Display` form parses back to an equal selector.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selector {
    requirements: Vec<Requirement>,
}

/// One condition on one key.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Requirement {
    key: Key,
    test: Test,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Test {
    Equals(String),
    Differs(String),
    In(BTreeSet<String>),
    NotIn(BTreeSet<String>),
    Exists,
    Absent,
}

/// What a requirement looks at. The origin is part of the key, so that a claim can never pass for a
/// label.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// An attribute that the agent reports about itself.
    Claim(String),
    /// A label given by enrollment, certificate or an operator.
    Label(String),
    /// A built-in field, in API filters only.
    Field(Field),
}

/// What filters of the API may also look at. Never part of an assignment, because these change all
/// the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The agent's id, as UUID text.
    InstanceUid,
    /// `true` or `false`.
    Connected,
    /// `true`, `false` or `unknown`.
    Healthy,
    /// `UNSET`, `APPLIED`, `APPLYING` or `FAILED`.
    ConfigStatus,
}

impl Field {
    const ALL: [Self; 4] = [Self::InstanceUid, Self::Connected, Self::Healthy, Self::ConfigStatus];

    const fn name(self) -> &'static str {
        match self {
            Self::InstanceUid => "instance_uid",
            Self::Connected => "connected",
            Self::Healthy => "healthy",
            Self::ConfigStatus => "config_status",
        }
    }
}

/// What is known of one agent.
pub trait Facts {
    /// The value of a key; `None` when the agent has no such key.
    fn value(&self, key: &Key) -> Option<Cow<'_, str>>;
}

impl Selector {
    /// Parses a selector over claims and labels.
    ///
    /// # Errors
    /// [`Invalid`] says what is wrong and where.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        parse::selector(text, parse::Scope::Agents)
    }

    /// Parses a filter: a selector that may also use the built-in fields.
    ///
    /// # Errors
    /// [`Invalid`] says what is wrong and where.
    pub fn parse_filter(text: &str) -> Result<Self, Invalid> {
        parse::selector(text, parse::Scope::Filter)
    }

    /// Whether every requirement holds.
    pub fn matches(&self, facts: &impl Facts) -> bool {
        self.requirements.iter().all(|requirement| {
            let value = facts.value(&requirement.key);
            let value = value.as_deref();
            match &requirement.test {
                Test::Equals(wanted) => value == Some(wanted),
                Test::Differs(unwanted) => value != Some(unwanted),
                Test::In(wanted) => value.is_some_and(|value| wanted.contains(value)),
                Test::NotIn(unwanted) => !value.is_some_and(|value| unwanted.contains(value)),
                Test::Exists => value.is_some(),
                Test::Absent => value.is_none(),
            }
        })
    }

    /// Whether it selects every agent because it requires nothing.
    pub fn is_empty(&self) -> bool {
        self.requirements.is_empty()
    }
}

impl Key {
    /// Parses a single key, as in `group_by`.
    ///
    /// # Errors
    /// [`Invalid`] says what is wrong and where.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        parse::key(text)
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, requirement) in self.requirements.iter().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            requirement.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = &self.key;
        match &self.test {
            Test::Equals(value) => write!(f, "{key}={}", Quoted(value)),
            Test::Differs(value) => write!(f, "{key}!={}", Quoted(value)),
            Test::In(values) => write!(f, "{key} in ({})", List(values)),
            Test::NotIn(values) => write!(f, "{key} notin ({})", List(values)),
            Test::Exists => write!(f, "{key}"),
            Test::Absent => write!(f, "!{key}"),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Claim(name) => write!(f, "{}{}", parse::CLAIM, Quoted(name)),
            Self::Label(name) => write!(f, "{}{}", parse::LABEL, Quoted(name)),
            Self::Field(field) => f.write_str(field.name()),
        }
    }
}

/// A key name or a value, in quotes when it could be read as anything else.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.is_empty() && self.0.chars().all(parse::is_plain) {
            return f.write_str(self.0);
        }
        f.write_str("\"")?;
        for c in self.0.chars() {
            if matches!(c, '"' | '\\') {
                f.write_str("\\")?;
            }
            write!(f, "{c}")?;
        }
        f.write_str("\"")
    }
}

struct List<'a>(&'a BTreeSet<String>);

impl fmt::Display for List<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, value) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            Quoted(value).fmt(f)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
