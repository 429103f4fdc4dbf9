//! The attributes an agent reports about itself, as text.

use std::sync::Arc;

use proto::opamp::v1::{AgentDescription, AnyValue, any_value::Value};

/// The most attributes of one agent that can be selected on; the rest is kept and shown, not
/// selected.
pub const CLAIMS_MAX: usize = 128;
/// The longest value that can be selected on, in bytes.
pub const VALUE_LEN_MAX: usize = 1024;
/// How deep nested values are written out; below it stands `…`.
const DEPTH_MAX: u32 = 8;

/// The selectable attributes of one agent, sorted by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Claims(Vec<(Arc<str>, Arc<str>)>);

impl Claims {
    /// The claims in a description. An attribute given twice counts once: identifying before
    /// non-identifying, the earlier before the later.
    pub fn of(description: &AgentDescription) -> Self {
        Self::interned(description, &mut |text| text.into())
    }

    /// The same, with each name and value made by `intern`, so that equal texts can share memory.
    pub fn interned(
        description: &AgentDescription,
        intern: &mut impl FnMut(&str) -> Arc<str>,
    ) -> Self {
        let attributes = description
            .identifying_attributes
            .iter()
            .chain(&description.non_identifying_attributes);
        let mut claims: Vec<(Arc<str>, Arc<str>)> = Vec::new();
        for attribute in attributes.take(CLAIMS_MAX) {
            let text = attribute.value.as_ref().map(text_of).unwrap_or_default();
            if text.len() > VALUE_LEN_MAX || attribute.key.len() > VALUE_LEN_MAX {
                continue;
            }
            if let Err(at) = claims.binary_search_by(|(name, _)| (**name).cmp(&attribute.key)) {
                claims.insert(at, (intern(&attribute.key), intern(&text)));
            }
        }
        claims.shrink_to_fit();
        Self(claims)
    }

    /// The value of one attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        let at = self.0.binary_search_by(|(known, _)| (**known).cmp(name)).ok()?;
        self.0.get(at).map(|(_, value)| &**value)
    }

    /// Every attribute, in order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, &**value))
    }
}

/// An attribute's value as text: strings as they are, numbers in decimal, bytes in hex, lists as
/// `[a,b]`, maps as `{k:v}`.
pub fn text_of(value: &AnyValue) -> String {
    let mut text = String::new();
    write(value, &mut text, DEPTH_MAX);
    text
}

fn write(value: &AnyValue, out: &mut String, depth: u32) {
    // A value that is too long is dropped by the caller; writing more of it would only cost.
    if depth == 0 || out.len() > VALUE_LEN_MAX {
        out.push('…');
        return;
    }
    match &value.value {
        None => {}
        Some(Value::StringValue(text)) => out.push_str(text),
        Some(Value::BoolValue(value)) => out.push_str(if *value { "true" } else { "false" }),
        Some(Value::IntValue(value)) => out.push_str(&value.to_string()),
        Some(Value::DoubleValue(value)) => out.push_str(&value.to_string()),
        Some(Value::BytesValue(bytes)) if bytes.len() > VALUE_LEN_MAX => {
            out.extend(std::iter::repeat_n('…', VALUE_LEN_MAX));
        }
        Some(Value::BytesValue(bytes)) => out.push_str(&hex::encode(bytes)),
        Some(Value::ArrayValue(array)) => {
            out.push('[');
            for (index, value) in array.values.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(value, out, depth - 1);
            }
            out.push(']');
        }
        Some(Value::KvlistValue(list)) => {
            out.push('{');
            for (index, pair) in list.values.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                out.push_str(&pair.key);
                out.push(':');
                if let Some(value) = &pair.value {
                    write(value, out, depth - 1);
                }
            }
            out.push('}');
        }
    }
}
