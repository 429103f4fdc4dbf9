//! How a command fails: what is said, and the exit code scripts see.

use std::io;

use tonic::{Code, Status};
use tonic_types::StatusExt;

/// Why a command did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The server, or the machine, refused; exit code 1.
    #[error("{0}")]
    Refused(String),
    /// What was asked makes no sense as written; exit code 2.
    #[error("{0}")]
    Usage(String),
    /// No control API answered; exit code 3.
    #[error("{0}")]
    Unreachable(String),
    /// Whoever read our output is gone; nothing to say, exit code 0.
    #[error("output closed")]
    OutputClosed,
}

impl Failure {
    /// The exit code of the process.
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::OutputClosed => 0,
            Self::Refused(_) => 1,
            Self::Usage(_) => 2,
            Self::Unreachable(_) => 3,
        }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        match error.downcast::<Self>() {
            Ok(failure) => failure,
            Err(error) => Self::Refused(format!("{error:#}")),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::OutputClosed;
        }
        Self::Refused(format!("cannot write the output: {error}"))
    }
}

impl From<Status> for Failure {
    fn from(status: Status) -> Self {
        // Only the transport leaves a source; an UNAVAILABLE that a server sent has none.
        let transport = std::error::Error::source(&status).is_some();
        let mut text = status.message().to_owned();
        let reason = status.get_details_error_info().map(|info| info.reason);
        if let Some(reason) = &reason {
            text = format!("{text} ({reason})");
        } else if !transport {
            text = format!("{text} ({:?})", status.code());
        }
        let hint = reason.as_deref().and_then(command).or_else(|| hint(status.code()));
        if let Some(hint) = hint {
            text = format!("{text}\n{hint}");
        }
        if transport && matches!(status.code(), Code::Unavailable | Code::Unknown) {
            Self::Unreachable(text)
        } else if status.code() == Code::InvalidArgument {
            Self::Usage(text)
        } else {
            Self::Refused(text)
        }
    }
}

/// The command that helps, where the reason says it: the server's own words name calls of the API.
fn command(reason: &str) -> Option<&'static str> {
    match reason {
        "AGENT_NOT_FOUND" => Some("`drover agents list` shows the agents there are"),
        "CONFIG_NOT_FOUND" => {
            Some("`drover config list` shows the configs there are; `drover config push` saves one")
        }
        "PACKAGE_SET_NOT_FOUND" => Some(
            "`drover packages list` shows the sets there are; `drover packages create` saves one",
        ),
        "CONTENT_NOT_FOUND" => Some("`drover packages upload FILE` stores content"),
        "SETTINGS_NOT_FOUND" => {
            Some("`drover settings list` shows what there is; `drover settings create` saves some")
        }
        "ASSIGNMENT_OF_OTHER_KIND" => Some("name this assignment with --as"),
        _ => None,
    }
}

/// What to do next, where the code alone says it.
const HINTS: [(Code, &str); 6] = [
    (
        Code::Unauthenticated,
        "give the admin token: --token-file FILE, DROVER_TOKEN_FILE or DROVER_TOKEN",
    ),
    (Code::PermissionDenied, "this token may not do that; use one that may"),
    (Code::Unavailable, "try again in a few seconds; `drover members` shows who is there"),
    (Code::Aborted, "somebody else changed it meanwhile: look again, then repeat"),
    (Code::ResourceExhausted, "wait, then repeat"),
    (Code::Unimplemented, "the server is of another version than this program"),
];

fn hint(code: Code) -> Option<&'static str> {
    HINTS.into_iter().find_map(|(of, hint)| (of == code).then_some(hint))
}
