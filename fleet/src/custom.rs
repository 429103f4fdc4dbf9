//! Custom capabilities: what agents and this server can talk about besides OpAMP itself (specification, "Custom
//! Messages"). A custom message makes sense only for a capability that both sides list.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use proto::opamp::v1::CustomCapabilities;

use crate::Digest;

/// The longest name of a custom capability, in bytes.
pub const NAME_LEN_MAX: usize = 253;
/// Custom capabilities this server lists at most; more are left out, in the order of their names.
pub const LISTED_LEN_MAX: usize = 64;

/// A name such as `com.example.inventory/v2`: a reverse domain name, then perhaps a version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name(String);

impl Name {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that names no custom capability.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "use a reverse domain name, at least two parts of letters, digits and -, \
     then perhaps a version: com.example.inventory/v2"
)]
pub struct InvalidName;

impl FromStr for Name {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let (domain, version) = match text.split_once('/') {
            Some((domain, version)) => (domain, Some(version)),
            None => (text, None),
        };
        let part = |part: &str| {
            let inner = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
            !part.is_empty() && part.chars().all(inner) && !part.starts_with('-')
        };
        let numbered = |version: &str| {
            let number = version.strip_prefix('v').unwrap_or_default();
            let inner = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
            number.starts_with(|c: char| c.is_ascii_digit()) && number.chars().all(inner)
        };
        let parts = domain.split('.').collect::<Vec<_>>();
        let valid = text.len() <= NAME_LEN_MAX
            && parts.len() >= 2
            && parts.into_iter().all(part)
            && version.is_none_or(numbered);
        if valid { Ok(Self(text.to_owned())) } else { Err(InvalidName) }
    }
}

/// The custom capabilities this server lists. Clones share them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Served {
    names: Arc<BTreeSet<String>>,
    mark: u64,
}

impl Served {
    /// Lists these.
    pub fn new(names: impl IntoIterator<Item = String>) -> Self {
        let names: BTreeSet<String> = names.into_iter().collect();
        let names: BTreeSet<String> = names.into_iter().take(LISTED_LEN_MAX).collect();
        let text = names.iter().map(|name| format!("{name}\n")).collect::<String>();
        let mut first = [0; 8];
        first.copy_from_slice(&Digest::of(text.as_bytes()).0[..8]);
        let mark = if names.is_empty() { 0 } else { u64::from_be_bytes(first).max(1) };
        Self { names: Arc::new(names), mark }
    }

    /// Whether this capability is listed.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Stands for the list: equal marks, equal lists. 0 for an empty one.
    pub fn mark(&self) -> u64 {
        self.mark
    }

    /// The list as agents are told it.
    pub fn to_message(&self) -> CustomCapabilities {
        CustomCapabilities { capabilities: self.names.iter().cloned().collect() }
    }
}

#[cfg(test)]
mod tests;
