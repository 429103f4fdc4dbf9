//! Capability bits: what an agent does and accepts (OpAMP specification, AgentCapabilities and ServerCapabilities).

use proto::opamp::v1::{AgentCapabilities as Bit, ServerCapabilities as ServerBit};

/// What this server does: the bits of `ServerToAgent.capabilities`.
pub const SERVER: u64 = ServerBit::AcceptsStatus as u64
    | ServerBit::OffersRemoteConfig as u64
    | ServerBit::AcceptsEffectiveConfig as u64
    | ServerBit::OffersPackages as u64
    | ServerBit::AcceptsPackagesStatus as u64
    | ServerBit::OffersConnectionSettings as u64
    | ServerBit::AcceptsConnectionSettingsRequest as u64;

/// The bits of `AgentToServer.capabilities` as last reported. Unknown bits are kept and never used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Capabilities(pub u64);

/// Every defined bit with its name in the specification, in order.
pub const NAMES: [(Bit, &str); 16] = [
    (Bit::ReportsStatus, "ReportsStatus"),
    (Bit::AcceptsRemoteConfig, "AcceptsRemoteConfig"),
    (Bit::ReportsEffectiveConfig, "ReportsEffectiveConfig"),
    (Bit::AcceptsPackages, "AcceptsPackages"),
    (Bit::ReportsPackageStatuses, "ReportsPackageStatuses"),
    (Bit::ReportsOwnTraces, "ReportsOwnTraces"),
    (Bit::ReportsOwnMetrics, "ReportsOwnMetrics"),
    (Bit::ReportsOwnLogs, "ReportsOwnLogs"),
    (Bit::AcceptsOpAmpConnectionSettings, "AcceptsOpAMPConnectionSettings"),
    (Bit::AcceptsOtherConnectionSettings, "AcceptsOtherConnectionSettings"),
    (Bit::AcceptsRestartCommand, "AcceptsRestartCommand"),
    (Bit::ReportsHealth, "ReportsHealth"),
    (Bit::ReportsRemoteConfig, "ReportsRemoteConfig"),
    (Bit::ReportsHeartbeat, "ReportsHeartbeat"),
    (Bit::ReportsAvailableComponents, "ReportsAvailableComponents"),
    (Bit::ReportsConnectionSettingsStatus, "ReportsConnectionSettingsStatus"),
];

impl Capabilities {
    /// Whether the agent set this bit.
    pub fn has(self, bit: Bit) -> bool {
        self.0 & (bit as u64) != 0
    }

    /// The names of the defined bits that are set.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        NAMES.into_iter().filter(move |(bit, _)| self.has(*bit)).map(|(_, name)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_bits_are_kept_and_unnamed() {
        let capabilities = Capabilities(1 << 40 | 0x402);
        let names: Vec<_> = capabilities.names().collect();
        assert_eq!(names, ["AcceptsRemoteConfig", "AcceptsRestartCommand"]);
        assert_eq!(capabilities.0, 1 << 40 | 0x402);
    }
}
