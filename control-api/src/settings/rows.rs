//! Writing and reading settings, and whom they are for.

use fleet::settings as content;
use prost::Message;
use proto::control::v1::{
    AssignConnectionSettingsRequest, AssignConnectionSettingsResponse, ConnectionSettings,
    CreateConnectionSettingsRequest, CreateConnectionSettingsResponse,
    OfferConnectionSettingsRequest, OfferConnectionSettingsResponse, OfferKind as PublicKind,
};
use proto::record::v1::{self as record, OfferKind, Settings};
use store::{Store, StoreError};

use super::{certificates, hidden, lint};
use crate::api::{Api, agent_id, timestamp};
use crate::offering::{Assigning, Offering, check_comment, name, public, selector};
use crate::operators::Actor;
use crate::refusal::Refusal;

const CREATE: &str = "/drover.control.v1.ConnectionSettingsService/CreateConnectionSettings";
const ASSIGN: &str = "/drover.control.v1.ConnectionSettingsService/AssignConnectionSettings";
const OFFER: &str = "/drover.control.v1.ConnectionSettingsService/OfferConnectionSettings";

impl<S: Store> Api<S> {
    pub(super) async fn create_settings(
        &self,
        actor: &Actor,
        request: CreateConnectionSettingsRequest,
    ) -> Result<CreateConnectionSettingsResponse, Refusal> {
        let name = name("name", &request.name)?;
        check_comment(&request.comment)?;
        let mut content = request.settings.unwrap_or_default();
        content.hash.clear();
        let lint::Lint { errors, warnings } =
            self.lint(&content, lint::Incomplete::of(request.allow_incomplete));
        if !errors.is_empty() {
            return Err(Refusal::invalid("settings", errors.join("; ")));
        }
        self.check_size("settings", content.encoded_len())?;
        let kind = lint::kind(&content);
        let newest = self.records.get_revision::<Settings>(name.as_str(), None).await?;
        let newest = newest.map(|(row, _)| row);
        if let Some(other) = newest.as_ref().filter(|row| row.kind() != kind) {
            let is = public(other.kind()).as_str_name();
            let why = format!("{name} names settings of {is}, and a name never changes its kind");
            return Err(Refusal::invalid("name", why));
        }
        let newest = newest.map_or(0, |row| row.revision);
        let aborted = || Refusal::Aborted(format!("the newest revision of {name} has changed"));
        if request.expected_revision != 0 && request.expected_revision != newest {
            return Err(aborted());
        }
        let row = Settings {
            schema: 1,
            name: name.to_string(),
            // The next one: a revision of another kind made meanwhile is a conflict.
            revision: newest.saturating_add(1),
            kind: kind.into(),
            hash: content::hash(&content).to_bytes(),
            settings: Some(content),
            created_unix_ms: self.now_ms(),
            actor: actor.0.to_string(),
            comment: request.comment,
        };
        let action = async {
            let before = self.records.revision().await?;
            match self.records.create_revision(row).await {
                Ok((row, revision)) => Ok(((row, revision > before), revision)),
                Err(StoreError::Conflict(_)) => Err(aborted()),
                Err(error) => Err(error.into()),
            }
        };
        let target = format!("settings/{name}");
        let ((row, created), revision) = self.audited(actor, CREATE, target, action).await?;
        let connection_settings = Some(settings(row));
        let revision = revision.0;
        Ok(CreateConnectionSettingsResponse { connection_settings, created, warnings, revision })
    }

    /// A revision of settings; 0 means the newest.
    pub(super) async fn settings_row(
        &self,
        text: &str,
        revision: u64,
    ) -> Result<Settings, Refusal> {
        let name = name("name", text)?;
        let asked = (revision != 0).then_some(revision);
        let found = self.records.get_revision::<Settings>(name.as_str(), asked).await?;
        found.map(|(row, _)| row).ok_or_else(|| {
            Refusal::SettingsNotFound(match asked {
                None => format!("no connection settings are named {name}"),
                Some(revision) => format!("connection settings {name} have no revision {revision}"),
            })
        })
    }

    pub(super) async fn assign_settings(
        &self,
        actor: &Actor,
        request: AssignConnectionSettingsRequest,
    ) -> Result<AssignConnectionSettingsResponse, Refusal> {
        let text = if request.name.is_empty() { &request.settings_name } else { &request.name };
        let name = name("name", text)?;
        let selector = selector(&request.selector)?;
        let row = self.settings_row(&request.settings_name, request.settings_revision).await?;
        let assigning = Assigning {
            kind: row.kind(),
            name,
            selector,
            priority: request.priority,
            of: record::ConfigRef { name: row.name, revision: row.revision },
        };
        let assigned = self.assign(actor, ASSIGN, assigning).await?;
        Ok(AssignConnectionSettingsResponse {
            assignment: Some(assigned.assignment),
            matched_agents: assigned.matched,
            incapable_agents: assigned.incapable,
            revision: assigned.revision.0,
        })
    }

    pub(super) async fn offer_settings(
        &self,
        actor: &Actor,
        request: OfferConnectionSettingsRequest,
    ) -> Result<OfferConnectionSettingsResponse, Refusal> {
        let agent = agent_id(&request.instance_uid)?;
        let (kind, of) = if request.settings_name.is_empty() {
            (cleared(request.clear())?, None)
        } else {
            let asked = (&request.settings_name, request.settings_revision);
            let row = self.settings_row(asked.0, asked.1).await?;
            let kind = row.kind();
            (kind, Some(record::ConfigRef { name: row.name, revision: row.revision }))
        };
        let offered = self.offer(actor, OFFER, Offering { agent, kind, of }).await?;
        let missing_capabilities = offered.missing.into_iter().map(str::to_owned).collect();
        let revision = offered.revision.0;
        Ok(OfferConnectionSettingsResponse { revision, missing_capabilities })
    }
}

/// Which offer to take back.
fn cleared(kind: PublicKind) -> Result<OfferKind, Refusal> {
    match kind {
        PublicKind::OpampSettings => Ok(OfferKind::OpampSettings),
        PublicKind::OwnTelemetry => Ok(OfferKind::OwnTelemetry),
        PublicKind::OtherConnections => Ok(OfferKind::OtherConnections),
        PublicKind::Unspecified | PublicKind::RemoteConfig | PublicKind::Packages => {
            let why = "name settings to offer, or the kind of settings to take back in `clear`";
            Err(Refusal::invalid("settings_name", why))
        }
    }
}

/// A row as the API shows it, without secrets.
pub(super) fn settings(row: Settings) -> ConnectionSettings {
    let kind = public(row.kind());
    let mut content = row.settings.unwrap_or_default();
    let certificates = certificates::all(&content).into_iter();
    let certificates = certificates.map(|(name, pair)| certificates::summary(name, pair)).collect();
    hidden::hide(&mut content);
    ConnectionSettings {
        name: row.name,
        revision: row.revision,
        kind: kind.into(),
        settings: Some(content),
        hash: row.hash,
        certificates,
        created: timestamp(row.created_unix_ms),
        actor: row.actor,
        comment: row.comment,
    }
}
