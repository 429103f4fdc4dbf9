//! Assignments on the command line, whatever they are of: packages and connection settings are given alike, and every
//! kind is listed alike.

use clap::Args;
use proto::control::v1::{Assignment, ListAssignmentsRequest, OfferKind};

use super::failure::Failure;
use super::output::{Form, Out, ago, or_dash, table};
use super::target::{Api, Target, soon};
use crate::clock::unix_now;

/// What, and for whom.
#[derive(Debug, Clone, Args)]
pub struct Given {
    /// Name of what is assigned.
    pub name: String,
    /// Selector over claims and labels, like claim.service.name=otelcol.
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    pub selector: Option<String>,
    /// Every agent.
    #[arg(long)]
    pub all: bool,
    /// Which of two assignments of one kind that match one agent wins: the higher.
    #[arg(long, default_value_t = 0, allow_negative_numbers = true)]
    pub priority: i32,
    /// Name of the assignment; by default that of what is assigned. Names of all kinds differ.
    #[arg(long = "as", value_name = "ASSIGNMENT", default_value = "")]
    pub assignment: String,
    /// Its revision; the newest by default.
    #[arg(long, default_value_t = 0)]
    pub revision: u64,
    /// Where the control API is.
    #[command(flatten)]
    pub target: Target,
    /// Form of the output.
    #[command(flatten)]
    pub form: Form,
}

/// What an assignment means now.
pub fn sentence(assignment: Option<&Assignment>, matched: u64, incapable: u64) -> String {
    let assignment = assignment.cloned().unwrap_or_default();
    let Assignment { config_name, config_revision, selector, .. } = assignment;
    let whom = if selector.is_empty() { "every agent" } else { &selector };
    let agents = if matched == 1 { "agent" } else { "agents" };
    let incapable = match incapable {
        0 => String::new(),
        some => format!(", {some} of them cannot take it"),
    };
    format!("assigned {config_name}@{config_revision} to {whom}: {matched} {agents} now{incapable}")
}

/// Every assignment of these kinds, by name.
///
/// # Errors
/// [`Failure`].
pub async fn all(api: &Api, kinds: &[OfferKind]) -> Result<Vec<Assignment>, Failure> {
    let (mut all, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = ListAssignmentsRequest { page_token, ..ListAssignmentsRequest::default() };
        let page = api.configs().list_assignments(soon(request)).await?.into_inner();
        all.extend(page.assignments.into_iter().filter(|row| kinds.contains(&row.kind())));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return Ok(all);
        }
    }
}

/// Writes assignments as a table; `of` heads the column of what is assigned.
///
/// # Errors
/// The output is closed.
pub fn show(out: Out<'_>, all: &[Assignment], of: &str, empty: &str) -> Result<(), Failure> {
    let heads = ["ASSIGNMENT", "SELECTOR", "PRIORITY", of, "AGE", "BY"];
    let rows = all.iter().map(|assignment| {
        let every = assignment.selector.is_empty();
        [
            assignment.name.clone(),
            if every { "(every agent)".to_owned() } else { assignment.selector.clone() },
            assignment.priority.to_string(),
            format!("{}@{}", assignment.config_name, assignment.config_revision),
            ago(assignment.updated.as_ref(), unix_now()),
            or_dash(&assignment.actor),
        ]
    });
    table(out, heads, rows, empty)
}
