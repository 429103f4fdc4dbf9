//! Drift: agents whose reported config is not the one they should have.

use fleet::AgentId;
use fleet::desired::Target;
use fleet::index::Entry;
use fleet::selector::Selector;
use proto::control::v1::config_drift::Reason;
use proto::control::v1::{ConfigDrift, GetConfigDriftRequest, GetConfigDriftResponse};
use proto::opamp::v1::{AgentCapabilities, RemoteConfigStatus, RemoteConfigStatuses};
use proto::record::v1::PartKind;
use store::Store;

use crate::agents::{decode, filter, summary};
use crate::api::Api;
use crate::page;
use crate::refusal::Refusal;
use crate::view::State;

/// Agents compared before the view is let go, so that writers get their turn.
const COMPARED_AT_ONCE: usize = 1_000;

/// An agent that drifts.
struct Drifting {
    entry: Entry,
    reason: Reason,
    summary: Option<proto::control::v1::ConfigSummary>,
}

impl<S: Store> Api<S> {
    pub(super) async fn drift(
        &self,
        request: &GetConfigDriftRequest,
    ) -> Result<GetConfigDriftResponse, Refusal> {
        let filter = filter(&request.filter)?;
        let size = page::size(request.page_size, &self.config)?;
        let mut after: Option<AgentId> = page::after(&request.page_token)?;
        self.view.wait_for(request.min_revision, self.config.min_revision_wait).await?;
        let mut found = Vec::new();
        loop {
            let (drifting, last) = self.view.read(|state| compare(state, &filter, after));
            found.extend(drifting);
            if found.len() > size || last.is_none() {
                break;
            }
            after = last;
        }
        let more = found.len() > size;
        found.truncate(size);
        let last = found.last().filter(|_| more).map(|drifting| drifting.entry.agent);
        let mut agents = Vec::new();
        for drifting in found {
            agents.push(self.describe(drifting).await?);
        }
        let next_page_token = last.map(|agent| agent.to_string()).unwrap_or_default();
        Ok(GetConfigDriftResponse { agents, next_page_token })
    }

    async fn describe(&self, drifting: Drifting) -> Result<ConfigDrift, Refusal> {
        let Drifting { entry, reason, summary } = drifting;
        let kind = PartKind::RemoteConfigStatus;
        let status: Option<RemoteConfigStatus> = match &entry.observed {
            Some(observed) => {
                let mut parts = self.bodies.parts(&observed.record, &[kind]).await?;
                decode(parts.remove(&kind.into()))
            }
            None => None,
        };
        Ok(ConfigDrift {
            instance_uid: entry.agent.to_string(),
            reason: reason.into(),
            desired: summary,
            status,
            connected: entry.connected(),
        })
    }
}

/// Compares the next agents; also says where to go on, unless these were the last.
fn compare(
    state: &State,
    filter: &Selector,
    after: Option<AgentId>,
) -> (Vec<Drifting>, Option<AgentId>) {
    let entries: Vec<_> = state.index.list(filter, after, COMPARED_AT_ONCE).collect();
    let last = entries.last().filter(|_| entries.len() == COMPARED_AT_ONCE);
    let drifting = entries.iter().filter_map(|entry| {
        let desired = state.desired(entry);
        let reason = reason(entry, &desired.remote_config)?;
        Some(Drifting { entry: (*entry).clone(), reason, summary: summary(&desired) })
    });
    (drifting.collect(), last.map(|entry| entry.agent))
}

/// Why an agent does not run what it should; `None` if it does, or nothing is meant for it.
fn reason(entry: &Entry, desired: &Target) -> Option<Reason> {
    let hash = match desired {
        Target::Nothing => return None,
        Target::Unknown(..) => None,
        Target::Wanted(config, _) => Some(config.hash),
    };
    let known = entry.observed.is_some();
    if known && !entry.capabilities().has(AgentCapabilities::AcceptsRemoteConfig) {
        return Some(Reason::Incapable);
    }
    let reported = entry.observed.as_ref().and_then(|observed| observed.config.as_ref());
    let Some(reported) = reported else { return Some(Reason::NotReported) };
    if hash.is_none_or(|hash| hash.0 != reported.hash[..]) {
        let nothing = reported.hash.is_empty();
        return Some(if nothing { Reason::NotReported } else { Reason::OtherConfig });
    }
    match reported.status {
        RemoteConfigStatuses::Applied => None,
        RemoteConfigStatuses::Applying => Some(Reason::Applying),
        RemoteConfigStatuses::Failed => Some(Reason::Failed),
        RemoteConfigStatuses::Unset => Some(Reason::NotReported),
    }
}
