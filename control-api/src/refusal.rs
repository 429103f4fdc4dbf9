//! Why a call was refused, and the one place where that becomes a gRPC status.
//!
//! Messages say what the caller can do next. They never carry a secret or a body.

use std::collections::HashMap;
use std::time::Duration;

use fleet::index::TooManyGroups;
use fleet::{AgentId, Digest, Revision, selector};
use store::StoreError;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt as _};

/// The domain of every `ErrorInfo`.
const DOMAIN: &str = "drover.dev";

/// A call that was not done. The variants say what the caller can do.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("no agent {0} is known: check the id with ListAgents")]
    AgentNotFound(AgentId),
    #[error("agent {0} is not connected: try again when it is, see GetAgent")]
    AgentNotConnected(AgentId),
    #[error("agent {0} is connected: set `disconnect`, or stop the agent first")]
    AgentConnected(AgentId),
    #[error(
        "agent {agent} does not have the capability {capability}: \
         enable it in the agent's configuration"
    )]
    MissingCapability { agent: AgentId, capability: String },
    #[error(
        "agent {agent} does not list the custom capability {capability}: \
         see what it lists with ListAgentCustomCapabilities"
    )]
    NotListedByAgent { agent: AgentId, capability: String },
    #[error(
        "this server does not list the custom capability {0:?}: \
         add it with RegisterCustomCapability"
    )]
    NotListedHere(String),
    #[error("no custom capability is named {0}: look with ListCustomCapabilities")]
    CapabilityNotFound(String),
    #[error("agent {0} has too many instructions waiting already: try again in a moment")]
    AgentBusy(AgentId),
    #[error("agent {0} has no certificate request waiting: look with ListCertificateRequests")]
    RequestNotFound(AgentId),
    #[error(
        "this control API has no CA for agents: set control_api.agents_ca_cert and agents_ca_key"
    )]
    NoIssuer,
    #[error("agent {0} cannot take the uid {1}: an agent has it, or another order stands")]
    UidTaken(AgentId, AgentId),
    #[error("agent {0} has not reported an effective config: see its capabilities with GetAgent")]
    NotReported(AgentId),
    #[error("{0}: create it with CreateRemoteConfig, or look with ListRemoteConfigs")]
    ConfigNotFound(String),
    #[error("{0}: create it with CreatePackageSet, or look with ListPackageSets")]
    PackageSetNotFound(String),
    #[error("{0}: create them with CreateConnectionSettings, or look with ListConnectionSettings")]
    SettingsNotFound(String),
    #[error("there is no content {0}: store it with UploadPackageContent, or give a download_url")]
    ContentNotFound(Digest),
    #[error(
        "assignment {name} is of {kind}, and an assignment never changes its kind: \
         give this one another name"
    )]
    OtherKind { name: String, kind: &'static str },
    #[error("{field}: {bytes} bytes are more than the {bytes_max} that are allowed")]
    TooLarge { field: &'static str, bytes: usize, bytes_max: usize },
    #[error(
        "this server stores no package content: set control_api.packages_dir, \
         or create sets with a download_url"
    )]
    NoPackagesDir,
    #[error("as many uploads as this replica takes at once are in progress: try again later")]
    TooManyUploads,
    #[error("the content cannot be stored ({0}): look at the disk below control_api.packages_dir")]
    Disk(String),
    #[error("no assignment is named {0}: look with ListAssignments")]
    AssignmentNotFound(String),
    #[error("agent {0} has no such command: look with ListCommands")]
    CommandNotFound(AgentId),
    #[error("{field}: {why}")]
    Invalid { field: &'static str, why: String },
    #[error("{field}: {why}")]
    InvalidSelector { field: &'static str, why: selector::Invalid },
    #[error("group_by: {0}")]
    TooManyGroups(#[from] TooManyGroups),
    #[error("{0}: read it again and retry")]
    Aborted(String),
    #[error("this replica has not seen revision {0} yet: try again, or ask another one")]
    Behind(Revision),
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("no node owns the agent right now: try again in a few seconds")]
    NoOwner,
    #[error("the agent's owner cannot be reached ({0}): try again in a few seconds")]
    OwnerUnreachable(String),
    #[error("it is not known whether the instruction reached the agent ({0}): check the agent")]
    OutcomeUnknown(String),
    #[error("the instruction did not reach the agent in time: try again")]
    Expired,
    #[error(
        "this replica has as many calls as it takes: try again in a moment, or ask another one"
    )]
    TooManyCalls,
    #[error("the call was not answered in time: look at what became of it before repeating it")]
    TimedOut,
    #[error("too many open watches: close some, or ask another replica")]
    TooManyWatches,
    #[error("this replica is stopping: ask another one")]
    Draining,
    #[error("the watch fell behind: start it again")]
    WatchLagged,
    #[error("write `authorization: Bearer TOKEN` into the call's metadata")]
    NoToken,
    #[error("this token is not an operator's: use the admin token")]
    WrongToken,
    #[error("nobody may call {0}: it has no row in the access table")]
    NotInTable(String),
    #[error("the call failed inside the server: its logs say why")]
    Internal,
}

impl Refusal {
    /// A field the caller filled in wrongly.
    pub(crate) fn invalid(field: &'static str, why: impl Into<String>) -> Self {
        Self::Invalid { field, why: why.into() }
    }

    pub(crate) const fn code(&self) -> Code {
        self.code_and_reason().0
    }

    /// The reason of the `ErrorInfo`.
    pub(crate) const fn reason(&self) -> &'static str {
        self.code_and_reason().1
    }

    const fn code_and_reason(&self) -> (Code, &'static str) {
        match self {
            Self::AgentNotFound(_) => (Code::NotFound, "AGENT_NOT_FOUND"),
            Self::AgentNotConnected(_) => (Code::FailedPrecondition, "AGENT_NOT_CONNECTED"),
            Self::AgentConnected(_) => (Code::FailedPrecondition, "AGENT_CONNECTED"),
            Self::MissingCapability { .. } => (Code::FailedPrecondition, "MISSING_CAPABILITY"),
            Self::NotListedByAgent { .. } | Self::NotListedHere(_) => {
                (Code::FailedPrecondition, "CAPABILITY_NOT_LISTED")
            }
            Self::CapabilityNotFound(_) => (Code::NotFound, "CUSTOM_CAPABILITY_NOT_FOUND"),
            Self::AgentBusy(_) => (Code::ResourceExhausted, "AGENT_BUSY"),
            Self::RequestNotFound(_) => (Code::NotFound, "CERTIFICATE_REQUEST_NOT_FOUND"),
            Self::NoIssuer => (Code::FailedPrecondition, "NO_ISSUER"),
            Self::UidTaken(..) => (Code::AlreadyExists, "UID_TAKEN"),
            Self::NotReported(_) => (Code::NotFound, "EFFECTIVE_CONFIG_NOT_REPORTED"),
            Self::ConfigNotFound(_) => (Code::NotFound, "CONFIG_NOT_FOUND"),
            Self::PackageSetNotFound(_) => (Code::NotFound, "PACKAGE_SET_NOT_FOUND"),
            Self::SettingsNotFound(_) => (Code::NotFound, "SETTINGS_NOT_FOUND"),
            Self::ContentNotFound(_) => (Code::FailedPrecondition, "CONTENT_NOT_FOUND"),
            Self::OtherKind { .. } => (Code::FailedPrecondition, "ASSIGNMENT_OF_OTHER_KIND"),
            Self::TooLarge { .. } => (Code::InvalidArgument, "TOO_LARGE"),
            Self::NoPackagesDir => (Code::FailedPrecondition, "NO_PACKAGES_DIR"),
            Self::TooManyUploads => (Code::ResourceExhausted, "TOO_MANY_UPLOADS"),
            Self::Disk(_) => (Code::Internal, "DISK"),
            Self::AssignmentNotFound(_) => (Code::NotFound, "ASSIGNMENT_NOT_FOUND"),
            Self::CommandNotFound(_) => (Code::NotFound, "COMMAND_NOT_FOUND"),
            Self::Invalid { .. } => (Code::InvalidArgument, "INVALID_ARGUMENT"),
            Self::InvalidSelector { .. } => (Code::InvalidArgument, "INVALID_SELECTOR"),
            Self::TooManyGroups(_) => (Code::InvalidArgument, "TOO_MANY_GROUPS"),
            Self::Aborted(_) => (Code::Aborted, "ABORTED"),
            Self::Behind(_) => (Code::Unavailable, "REPLICA_BEHIND"),
            Self::Store(error) => store(error),
            Self::NoOwner => (Code::Unavailable, "NO_OWNER"),
            Self::OwnerUnreachable(_) => (Code::Unavailable, "OWNER_UNREACHABLE"),
            Self::OutcomeUnknown(_) => (Code::Unknown, "OUTCOME_UNKNOWN"),
            Self::Expired => (Code::DeadlineExceeded, "EXPIRED"),
            Self::TooManyCalls => (Code::ResourceExhausted, "TOO_MANY_CALLS"),
            Self::TimedOut => (Code::DeadlineExceeded, "CALL_TIMED_OUT"),
            Self::TooManyWatches => (Code::ResourceExhausted, "TOO_MANY_WATCHES"),
            Self::Draining => (Code::Unavailable, "DRAINING"),
            Self::WatchLagged => (Code::Aborted, "WATCH_LAGGED"),
            Self::NoToken => (Code::Unauthenticated, "NO_TOKEN"),
            Self::WrongToken => (Code::Unauthenticated, "WRONG_TOKEN"),
            Self::NotInTable(_) => (Code::PermissionDenied, "NO_ACCESS_ROW"),
            Self::Internal => (Code::Internal, "INTERNAL"),
        }
    }

    /// What the reason is about, for tools.
    fn metadata(&self) -> HashMap<String, String> {
        let pair = |key: &str, value: String| HashMap::from([(key.to_owned(), value)]);
        match self {
            Self::AgentNotFound(agent)
            | Self::AgentNotConnected(agent)
            | Self::AgentConnected(agent)
            | Self::AgentBusy(agent)
            | Self::RequestNotFound(agent)
            | Self::UidTaken(agent, _)
            | Self::NotReported(agent)
            | Self::CommandNotFound(agent) => pair("instance_uid", agent.to_string()),
            Self::NotListedHere(capability) => pair("capability", capability.clone()),
            Self::MissingCapability { agent, capability }
            | Self::NotListedByAgent { agent, capability } => HashMap::from([
                ("instance_uid".to_owned(), agent.to_string()),
                ("capability".to_owned(), capability.clone()),
            ]),
            Self::Invalid { field, .. } => pair("field", (*field).to_owned()),
            Self::InvalidSelector { field, why } => HashMap::from([
                ("field".to_owned(), (*field).to_owned()),
                ("at".to_owned(), why.at.to_string()),
            ]),
            Self::ContentNotFound(digest) => pair("content_hash", digest.to_string()),
            Self::OtherKind { name, kind } => HashMap::from([
                ("assignment".to_owned(), name.clone()),
                ("kind".to_owned(), (*kind).to_owned()),
            ]),
            Self::TooLarge { field, bytes, bytes_max } => HashMap::from([
                ("field".to_owned(), (*field).to_owned()),
                ("bytes".to_owned(), bytes.to_string()),
                ("bytes_max".to_owned(), bytes_max.to_string()),
            ]),
            Self::Behind(revision) => pair("revision", revision.to_string()),
            Self::ConfigNotFound(_)
            | Self::PackageSetNotFound(_)
            | Self::SettingsNotFound(_)
            | Self::NoPackagesDir
            | Self::TooManyUploads
            | Self::Disk(_)
            | Self::CapabilityNotFound(_)
            | Self::NoIssuer
            | Self::AssignmentNotFound(_)
            | Self::TooManyGroups(_)
            | Self::Aborted(_)
            | Self::Store(_)
            | Self::NoOwner
            | Self::OwnerUnreachable(_)
            | Self::OutcomeUnknown(_)
            | Self::Expired
            | Self::TooManyCalls
            | Self::TimedOut
            | Self::TooManyWatches
            | Self::Draining
            | Self::WatchLagged
            | Self::NoToken
            | Self::WrongToken
            | Self::NotInTable(_)
            | Self::Internal => HashMap::new(),
        }
    }
}

const fn store(error: &StoreError) -> (Code, &'static str) {
    match error {
        StoreError::Conflict(_) => (Code::Aborted, "ABORTED"),
        StoreError::Unavailable(_) | StoreError::LeaseEnded => {
            (Code::Unavailable, "STORE_UNAVAILABLE")
        }
        StoreError::TooLarge(_) => (Code::InvalidArgument, "TOO_LARGE"),
        StoreError::Corrupt { .. } => (Code::DataLoss, "STORE_CORRUPT"),
    }
}

/// The status a caller gets: code, message and `google.rpc.ErrorInfo`, with a retry hint where
/// retrying helps.
pub(crate) fn to_status(refusal: &Refusal) -> Status {
    let (code, reason) = refusal.code_and_reason();
    let mut details = ErrorDetails::with_error_info(reason, DOMAIN, refusal.metadata());
    if matches!(code, Code::Unavailable | Code::ResourceExhausted) {
        details.set_retry_info(Some(Duration::from_secs(1)));
    }
    if let Refusal::Invalid { field, .. } | Refusal::InvalidSelector { field, .. } = refusal {
        details.add_bad_request_violation(*field, refusal.to_string());
    }
    Status::with_error_details(code, refusal.to_string(), details)
}

impl From<Refusal> for Status {
    fn from(refusal: Refusal) -> Self {
        to_status(&refusal)
    }
}

#[cfg(test)]
mod tests;
