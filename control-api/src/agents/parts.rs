//! The reported parts of an agent: which of them an answer has, where their bodies are, and what is said when one is
//! nowhere.

use std::collections::BTreeMap;

use bytes::Bytes;
use fleet::{AgentId, Digest};
use proto::control::v1::left_out_part::Reason;
use proto::control::v1::{AgentView, LeftOutPart};
use proto::record::v1::{self as record, PartKind};
use store::{Store, StoreError};
use tokio::time::Instant;

use crate::api::Api;
use crate::refusal::Refusal;

/// The largest effective config that is put into an agent, in bytes of its encoding: an answer stays far below what
/// gRPC clients take unless they are told otherwise (4 MiB).
const EFFECTIVE_BYTES_MAX: u32 = 1 << 20;
/// The call that has an effective config of any size.
const EFFECTIVE_CALL: &str = "GetEffectiveConfig";
/// Every part, in the order of what needs it: the basic view, the full one, the full one of a single agent.
const KINDS: [PartKind; 8] = [
    PartKind::Description,
    PartKind::Health,
    PartKind::RemoteConfigStatus,
    PartKind::PackageStatuses,
    PartKind::CustomCapabilities,
    PartKind::AvailableComponents,
    PartKind::ConnectionSettingsStatus,
    PartKind::EffectiveConfig,
];
const BASIC: usize = 3;
const FULL: usize = 7;

/// Which parts an answer has, and how hard they are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Few, as far as the store has them.
    Basic,
    /// All that may be in a list. Owners are asked for what the store does not keep until this moment.
    Full(Instant),
    /// Also the effective config, which may hold secrets.
    Whole(Instant),
}

impl Scope {
    /// What a view of several agents has.
    pub(super) fn of_many(view: AgentView, until: Instant) -> Self {
        match view {
            AgentView::Unspecified | AgentView::Basic => Self::Basic,
            AgentView::Full => Self::Full(until),
        }
    }

    /// What a view of one agent has.
    pub(super) fn of_one(view: AgentView, until: Instant) -> Self {
        match view {
            AgentView::Unspecified | AgentView::Basic => Self::Basic,
            AgentView::Full => Self::Whole(until),
        }
    }

    fn kinds(self) -> &'static [PartKind] {
        match self {
            Self::Basic => &KINDS[..BASIC],
            Self::Full(_) => &KINDS[..FULL],
            Self::Whole(_) => &KINDS,
        }
    }
}

/// Bodies by the kind of their part.
pub(crate) type Bodies = BTreeMap<i32, Bytes>;

impl<S: Store> Api<S> {
    /// The parts of an agent as far as they are held, and what is said of the others: one body that is lost takes
    /// nothing else from whoever asks.
    pub(super) async fn parts_in(
        &self,
        scope: Scope,
        agent: AgentId,
        record: &record::Agent,
    ) -> Result<(Bodies, Vec<LeftOutPart>), Refusal> {
        let kinds = scope.kinds();
        let is_small =
            |kind: &PartKind| !record.parts.iter().any(|part| part.kind() == *kind && large(part));
        let wanted: Vec<_> = kinds.iter().copied().filter(is_small).collect();
        let bodies = match scope {
            Scope::Basic => self.bodies.parts(record, &wanted).await?,
            Scope::Full(until) | Scope::Whole(until) => {
                let (bodies, refused) = self.bodies_of(agent, record, &wanted, until).await?;
                if let Some(why) = refused {
                    tracing::debug!(%agent, %why, "an answer goes without some of its parts");
                }
                bodies
            }
        };
        let missing = record
            .parts
            .iter()
            .filter(|part| kinds.contains(&part.kind()) && !bodies.contains_key(&part.kind));
        let left_out = missing.map(left_out).collect();
        Ok((bodies, left_out))
    }

    /// One part of a record, from wherever it is; `None` when nobody has it.
    pub(crate) async fn body_of(
        &self,
        agent: AgentId,
        record: &record::Agent,
        kind: PartKind,
    ) -> Result<Option<Bytes>, Refusal> {
        let until = Instant::now() + self.config.owner_wait;
        let (mut bodies, refused) = self.bodies_of(agent, record, &[kind], until).await?;
        match (bodies.remove(&kind.into()), refused) {
            (None, Some(refused)) => Err(refused),
            (body, _) => Ok(body),
        }
    }

    /// Parts of a record from the store, and those it does not have from the owner; also why the owner gave none.
    async fn bodies_of(
        &self,
        agent: AgentId,
        record: &record::Agent,
        kinds: &[PartKind],
        until: Instant,
    ) -> Result<(Bodies, Option<Refusal>), StoreError> {
        let mut bodies = self.bodies.parts(record, kinds).await?;
        let wanted = |kind: i32| kinds.iter().any(|wanted| i32::from(*wanted) == kind);
        let missing = |part: &record::Part| wanted(part.kind) && !bodies.contains_key(&part.kind);
        if !record.parts.iter().any(missing) {
            return Ok((bodies, None));
        }
        let reply = match self.inspect_until(agent, until).await {
            Ok(reply) => reply,
            Err(refused) => return Ok((bodies, Some(refused))),
        };
        for part in reply.parts {
            let kind = i32::try_from(part.kind).unwrap_or_default();
            let is_whole = Digest::of(&part.data).0 == part.hash[..];
            if wanted(kind) && is_whole {
                bodies.entry(kind).or_insert(part.data);
            }
        }
        Ok((bodies, None))
    }
}

/// Whether a part is too large to be put into an agent.
fn large(part: &record::Part) -> bool {
    part.kind() == PartKind::EffectiveConfig && part.size > EFFECTIVE_BYTES_MAX
}

fn left_out(part: &record::Part) -> LeftOutPart {
    let (field, call) = match part.kind() {
        PartKind::Unspecified => ("", ""),
        PartKind::Description => ("agent_description", ""),
        PartKind::Health => ("health", ""),
        PartKind::EffectiveConfig => ("effective_config", EFFECTIVE_CALL),
        PartKind::RemoteConfigStatus => ("remote_config_status", ""),
        PartKind::PackageStatuses => ("package_statuses", ""),
        PartKind::CustomCapabilities => ("custom_capabilities", ""),
        PartKind::AvailableComponents => ("available_components", ""),
        PartKind::ConnectionSettingsStatus => ("connection_settings_status", ""),
    };
    let reason = if large(part) { Reason::TooLarge } else { Reason::NotHeld };
    LeftOutPart { field: field.to_owned(), reason: reason.into(), call: call.to_owned() }
}
