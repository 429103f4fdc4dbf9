//! What an agent reported, part by part: hashes always, bytes while the owner needs them.
//!
//! OpAMP's status compression (specification, "Agent Status Compression"): an absent part is unchanged, a present one
//! replaces the whole part, and present-but-empty is not absent.

use bytes::Bytes;
use proto::opamp::v1::{
    AgentDescription, AgentToServer, ComponentHealth, ConnectionSettingsStatus, CustomCapabilities,
    PackageStatuses, RemoteConfigStatus,
};
use proto::record::v1 as record;
use record::PartKind;

use crate::Digest;

/// The parts of AgentToServer that are status, in the order of the digest.
pub const KINDS: [PartKind; 8] = [
    PartKind::Description,
    PartKind::Health,
    PartKind::EffectiveConfig,
    PartKind::RemoteConfigStatus,
    PartKind::PackageStatuses,
    PartKind::CustomCapabilities,
    PartKind::AvailableComponents,
    PartKind::ConnectionSettingsStatus,
];

/// Parts up to this many bytes are stored in the agent's record; larger ones as blobs.
pub const INLINE_BYTES_MAX: usize = 96;

/// Parts whose bytes the owner keeps, because it decides on them or shows them in lists. They can be missing after a
/// restore, when the store did not have them; the next report of the part fills them in, equal or not.
pub const DECIDED_ON: [PartKind; 3] =
    [PartKind::Description, PartKind::Health, PartKind::CustomCapabilities];

/// One reported part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// SHA-256 of the canonical encoding.
    pub hash: Digest,
    /// Bytes of the canonical encoding.
    pub size: u32,
    /// The canonical encoding; `None` once it is in the store and no longer needed here.
    pub bytes: Option<Bytes>,
    /// Too large for the store: only this owner has it.
    pub not_kept: bool,
}

impl Part {
    fn new(bytes: Bytes) -> Self {
        let size = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        Self { hash: Digest::of(&bytes), size, bytes: Some(bytes), not_kept: false }
    }
}

/// Everything one agent reported.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Observed {
    parts: [Option<Part>; KINDS.len()],
    digest: [u8; 16],
}

impl Observed {
    /// SHA-256 over all part hashes, cut to 16 bytes. Equal digests mean equal reports.
    pub fn digest(&self) -> [u8; 16] {
        self.digest
    }

    /// One part, if the agent ever reported it.
    pub fn part(&self, kind: PartKind) -> Option<&Part> {
        let at = KINDS.iter().position(|k| *k == kind)?;
        self.parts[at].as_ref()
    }

    /// Every reported part.
    pub fn parts(&self) -> impl Iterator<Item = (PartKind, &Part)> {
        KINDS.into_iter().zip(&self.parts).filter_map(|(kind, part)| Some((kind, part.as_ref()?)))
    }

    /// Takes over what the message reports. Returns the kinds that changed.
    pub fn merge(&mut self, message: &AgentToServer) -> Vec<PartKind> {
        let mut changed = Vec::new();
        for (at, kind) in KINDS.into_iter().enumerate() {
            let Some(bytes) = encode(message, kind) else { continue };
            let part = Part::new(bytes);
            let missing = |old: &Part| old.bytes.is_none() && DECIDED_ON.contains(&kind);
            if self.parts[at].as_ref().is_none_or(|old| old.hash != part.hash || missing(old)) {
                self.parts[at] = Some(part);
                changed.push(kind);
            }
        }
        if !changed.is_empty() {
            self.digest = self.compute_digest();
        }
        changed
    }

    /// Drops the bytes of a stored part.
    pub fn release(&mut self, kind: PartKind, hash: Digest) {
        if let Some(part) = self.part_mut(kind, hash) {
            part.bytes = None;
        }
    }

    /// Marks a part as too large for the store.
    pub fn keep_here(&mut self, kind: PartKind, hash: Digest) {
        if let Some(part) = self.part_mut(kind, hash) {
            part.not_kept = true;
        }
    }

    fn part_mut(&mut self, kind: PartKind, hash: Digest) -> Option<&mut Part> {
        let at = KINDS.iter().position(|k| *k == kind)?;
        self.parts[at].as_mut().filter(|part| part.hash == hash)
    }

    /// The parts as the record stores them.
    pub fn to_record(&self) -> Vec<record::Part> {
        let stored = |(kind, part): (PartKind, &Part)| record::Part {
            kind: kind.into(),
            hash: part.hash.to_bytes(),
            inline: part.bytes.clone().filter(|b| b.len() <= INLINE_BYTES_MAX).unwrap_or_default(),
            size: part.size,
            not_kept: part.not_kept,
        };
        self.parts().map(stored).collect()
    }

    /// Reads [`Observed::to_record`]; parts that make no sense are left out, so that the digest differs and the agent
    /// is asked again. `body` supplies bytes the record does not hold.
    pub fn from_record(parts: &[record::Part], body: impl Fn(Digest) -> Option<Bytes>) -> Self {
        let mut observed = Self::default();
        for part in parts {
            let at = KINDS.iter().position(|kind| i32::from(*kind) == part.kind);
            let (Some(at), Ok(hash)) = (at, Digest::try_from(&part.hash[..])) else { continue };
            let inline = part.size as usize == part.inline.len();
            let bytes = if inline { Some(part.inline.clone()) } else { body(hash) };
            let size = part.size;
            observed.parts[at] = Some(Part { hash, size, bytes, not_kept: part.not_kept });
        }
        observed.digest = observed.compute_digest();
        observed
    }

    /// The reported description, when its bytes are here.
    pub fn description(&self) -> Option<AgentDescription> {
        self.decode(PartKind::Description)
    }

    /// The reported health, when its bytes are here.
    pub fn health(&self) -> Option<ComponentHealth> {
        self.decode(PartKind::Health)
    }

    /// The reported remote config status, when its bytes are here.
    pub fn remote_config_status(&self) -> Option<RemoteConfigStatus> {
        self.decode(PartKind::RemoteConfigStatus)
    }

    /// The reported custom capabilities, when their bytes are here.
    pub fn custom_capabilities(&self) -> Option<CustomCapabilities> {
        self.decode(PartKind::CustomCapabilities)
    }

    /// The reported package statuses, when their bytes are here.
    pub fn package_statuses(&self) -> Option<PackageStatuses> {
        self.decode(PartKind::PackageStatuses)
    }

    /// The reported connection settings status, when its bytes are here.
    pub fn connection_settings_status(&self) -> Option<ConnectionSettingsStatus> {
        self.decode(PartKind::ConnectionSettingsStatus)
    }

    fn decode<M: prost::Message + Default>(&self, kind: PartKind) -> Option<M> {
        let bytes = self.part(kind)?.bytes.clone()?;
        M::decode(bytes).ok()
    }

    fn compute_digest(&self) -> [u8; 16] {
        let mut text = Vec::with_capacity(KINDS.len() * 33);
        for (at, part) in self.parts.iter().enumerate() {
            if let Some(part) = part {
                text.push(at as u8);
                text.extend_from_slice(&part.hash.0);
            }
        }
        let mut digest = [0; 16];
        digest.copy_from_slice(&Digest::of(&text).0[..16]);
        digest
    }
}

/// The canonical encoding of one part of a message: maps are sorted, so equal parts have equal bytes.
fn encode(message: &AgentToServer, kind: PartKind) -> Option<Bytes> {
    fn bytes(part: Option<&impl prost::Message>) -> Option<Bytes> {
        part.map(|part| part.encode_to_vec().into())
    }
    match kind {
        PartKind::Description => bytes(message.agent_description.as_ref()),
        PartKind::Health => bytes(message.health.as_ref()),
        PartKind::EffectiveConfig => bytes(message.effective_config.as_ref()),
        PartKind::RemoteConfigStatus => bytes(message.remote_config_status.as_ref()),
        PartKind::PackageStatuses => bytes(message.package_statuses.as_ref()),
        PartKind::CustomCapabilities => bytes(message.custom_capabilities.as_ref()),
        PartKind::AvailableComponents => bytes(message.available_components.as_ref()),
        PartKind::ConnectionSettingsStatus => bytes(message.connection_settings_status.as_ref()),
        PartKind::Unspecified => None,
    }
}

#[cfg(test)]
mod tests;
