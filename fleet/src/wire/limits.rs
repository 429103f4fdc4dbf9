//! What a message may cost, decided by walking it before anything is allocated.
//!
//! A record of two bytes can become a map entry of two hundred: the size limit alone does not bound
//! memory.

use super::WireError;
use super::reader::{Malformed, Reader, Wire};

/// Most length-delimited records in one message, at every depth together.
pub const RECORDS_MAX: usize = 65_536;

/// Most attribute values, component healths and component details inside one another.
pub const NESTING_MAX: usize = 32;

/// The messages of AgentToServer that hold lists, maps or themselves. In all others a repeated
/// field replaces the former.
#[derive(Clone, Copy)]
enum Kind {
    AgentToServer,
    Description,
    KeyValue,
    AnyValue,
    Array,
    KeyValueList,
    Health,
    HealthEntry,
    EffectiveConfig,
    ConfigMap,
    PackageStatuses,
    AvailableComponents,
    DetailsEntry,
    Details,
    CustomCapabilities,
    /// An entry of a map whose values hold no more lists.
    Entry,
}

impl Kind {
    /// What a length-delimited field of this message holds, if that can hold more.
    const fn child(self, field: u32) -> Option<Self> {
        match (self, field) {
            (Self::AgentToServer, 3) => Some(Self::Description),
            (Self::AgentToServer, 5) | (Self::HealthEntry, 2) => Some(Self::Health),
            (Self::AgentToServer, 6) => Some(Self::EffectiveConfig),
            (Self::AgentToServer, 8) => Some(Self::PackageStatuses),
            (Self::AgentToServer, 12) => Some(Self::CustomCapabilities),
            (Self::AgentToServer, 14) => Some(Self::AvailableComponents),
            (Self::Description, 1 | 2)
            | (Self::KeyValueList, 1)
            | (Self::Health, 7)
            | (Self::Details, 1) => Some(Self::KeyValue),
            (Self::KeyValue, 2) | (Self::Array, 1) => Some(Self::AnyValue),
            (Self::AnyValue, 5) => Some(Self::Array),
            (Self::AnyValue, 6) => Some(Self::KeyValueList),
            (Self::Health, 6) => Some(Self::HealthEntry),
            (Self::EffectiveConfig, 1) => Some(Self::ConfigMap),
            (Self::AvailableComponents, 1) | (Self::Details, 2) => Some(Self::DetailsEntry),
            (Self::DetailsEntry, 2) => Some(Self::Details),
            (Self::ConfigMap | Self::PackageStatuses, 1) => Some(Self::Entry),
            _ => None,
        }
    }

    /// Whether it can be inside itself.
    const fn nests(self) -> bool {
        matches!(self, Self::AnyValue | Self::Health | Self::Details)
    }
}

/// Checks an encoded AgentToServer against [`RECORDS_MAX`] and [`NESTING_MAX`]. Allocates nothing.
pub(super) fn check(message: &[u8]) -> Result<(), WireError> {
    Scan { records_left: RECORDS_MAX }.walk(message, Kind::AgentToServer, 0)
}

struct Scan {
    records_left: usize,
}

impl Scan {
    /// A field that holds more must be length-delimited: the decoder reads a map entry as such
    /// whatever its key says. Calls itself at most three times per nesting level, so its stack is
    /// bounded by [`NESTING_MAX`].
    fn walk(&mut self, message: &[u8], kind: Kind, nesting: usize) -> Result<(), WireError> {
        let nesting = nesting + usize::from(kind.nests());
        if nesting > NESTING_MAX {
            return Err(WireError::TooDeep);
        }
        let mut reader = Reader::new(message);
        while !reader.at_end() {
            let (field, wire) = reader.key()?;
            let child = kind.child(field);
            if wire != Wire::Length {
                if child.is_some() {
                    return Err(Malformed::WireType(field).into());
                }
                reader.skip(field, wire)?;
                continue;
            }
            self.records_left = self.records_left.checked_sub(1).ok_or(WireError::TooMany)?;
            let bytes = reader.bytes()?;
            if let Some(child) = child {
                self.walk(bytes, child, nesting)?;
            }
        }
        Ok(())
    }
}
