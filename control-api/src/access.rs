//! Who may call what: one row per RPC. A method without a row is refused, and a test walks the
//! descriptor set.

/// What a caller has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Permission {
    /// Anybody who can connect: it says nothing about the fleet.
    Open,
    /// The holder of the admin token.
    Admin,
}

/// Whether a method changes anything. Those that do append audit records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    Read,
    Change,
}

/// How long a method may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pace {
    /// Seconds.
    Prompt,
    /// As long as its caller said it would wait for an agent.
    Patient,
}

/// One RPC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Row {
    /// `/package.Service/Method`.
    pub(crate) method: &'static str,
    pub(crate) permission: Permission,
    pub(crate) effect: Effect,
    pub(crate) pace: Pace,
}

const fn row(method: &'static str, permission: Permission, effect: Effect) -> Row {
    Row { method, permission, effect, pace: Pace::Prompt }
}

impl Row {
    const fn patient(self) -> Self {
        Self { pace: Pace::Patient, ..self }
    }
}

/// What metrics call every method without a row: callers must not be able to make new names.
pub(crate) const UNKNOWN: &str = "unknown";

use Effect::{Change, Read};
use Permission::{Admin, Open};

/// The access table.
#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    row("/drover.control.v1.AgentService/GetAgent", Admin, Read),
    row("/drover.control.v1.AgentService/ListAgents", Admin, Read),
    row("/drover.control.v1.AgentService/CountAgents", Admin, Read),
    row("/drover.control.v1.AgentService/WatchAgents", Admin, Read),
    row("/drover.control.v1.AgentService/RequestFullState", Admin, Change),
    row("/drover.control.v1.AgentService/DisconnectAgent", Admin, Change),
    row("/drover.control.v1.AgentService/DeleteAgent", Admin, Change),
    row("/drover.control.v1.AgentService/AssignInstanceUid", Admin, Change),
    row("/drover.control.v1.RemoteConfigService/CreateRemoteConfig", Admin, Change),
    row("/drover.control.v1.RemoteConfigService/GetRemoteConfig", Admin, Read),
    row("/drover.control.v1.RemoteConfigService/ListRemoteConfigs", Admin, Read),
    row("/drover.control.v1.RemoteConfigService/AssignRemoteConfig", Admin, Change),
    row("/drover.control.v1.RemoteConfigService/ListAssignments", Admin, Read),
    row("/drover.control.v1.RemoteConfigService/DeleteAssignment", Admin, Change),
    row("/drover.control.v1.RemoteConfigService/OfferRemoteConfig", Admin, Change),
    row("/drover.control.v1.RemoteConfigService/GetEffectiveConfig", Admin, Read),
    row("/drover.control.v1.RemoteConfigService/GetConfigDrift", Admin, Read),
    row("/drover.control.v1.RemoteConfigService/RetryRemoteConfig", Admin, Change),
    row("/drover.control.v1.CommandService/Restart", Admin, Change).patient(),
    row("/drover.control.v1.CommandService/GetCommand", Admin, Read),
    row("/drover.control.v1.CommandService/ListCommands", Admin, Read),
    row("/drover.control.v1.PackageService/CreatePackageSet", Admin, Change),
    row("/drover.control.v1.PackageService/UploadPackageContent", Admin, Change),
    row("/drover.control.v1.PackageService/GetPackageSet", Admin, Read),
    row("/drover.control.v1.PackageService/ListPackageSets", Admin, Read),
    row("/drover.control.v1.PackageService/AssignPackages", Admin, Change),
    row("/drover.control.v1.PackageService/OfferPackages", Admin, Change),
    row("/drover.control.v1.PackageService/GetPackageStatuses", Admin, Read),
    row("/drover.control.v1.PackageService/RetryPackages", Admin, Change),
    row("/drover.control.v1.ConnectionSettingsService/CreateConnectionSettings", Admin, Change),
    row("/drover.control.v1.ConnectionSettingsService/LintConnectionSettings", Admin, Read),
    row("/drover.control.v1.ConnectionSettingsService/GetConnectionSettings", Admin, Read),
    row("/drover.control.v1.ConnectionSettingsService/ListConnectionSettings", Admin, Read),
    row("/drover.control.v1.ConnectionSettingsService/AssignConnectionSettings", Admin, Change),
    row("/drover.control.v1.ConnectionSettingsService/OfferConnectionSettings", Admin, Change),
    row("/drover.control.v1.ConnectionSettingsService/GetConnectionSettingsStatus", Admin, Read),
    row("/drover.control.v1.ConnectionSettingsService/RetryConnectionSettings", Admin, Change),
    row("/drover.control.v1.CertificateService/ListCertificateRequests", Admin, Read),
    row("/drover.control.v1.CertificateService/ApproveCertificateRequest", Admin, Change),
    row("/drover.control.v1.CertificateService/DenyCertificateRequest", Admin, Change),
    row("/drover.control.v1.CertificateService/ListAgentCertificates", Admin, Read),
    row("/drover.control.v1.CustomMessageService/RegisterCustomCapability", Admin, Change),
    row("/drover.control.v1.CustomMessageService/ListCustomCapabilities", Admin, Read),
    row("/drover.control.v1.CustomMessageService/DeleteCustomCapability", Admin, Change),
    row("/drover.control.v1.CustomMessageService/ListAgentCustomCapabilities", Admin, Read),
    row("/drover.control.v1.CustomMessageService/SendCustomMessage", Admin, Change).patient(),
    row("/drover.control.v1.CustomMessageService/SubscribeCustomMessages", Admin, Read),
    row("/drover.control.v1.ClusterService/ListMembers", Admin, Read),
    row("/drover.control.v1.ClusterService/ListShards", Admin, Read),
    row("/drover.control.v1.ClusterService/GetAgentOwner", Admin, Read),
    row("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", Admin, Read),
    row("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", Admin, Read),
    row("/grpc.health.v1.Health/Check", Open, Read),
    row("/grpc.health.v1.Health/Watch", Open, Read),
];

/// The row of a method.
pub(crate) fn find(method: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.method == method)
}

#[cfg(test)]
mod tests;
