//! Writing and reading configs, and whom they are for.

use fleet::{Revision, config};
use proto::control::v1::{
    AssignRemoteConfigRequest, AssignRemoteConfigResponse, CreateRemoteConfigRequest,
    CreateRemoteConfigResponse, OfferRemoteConfigRequest, OfferRemoteConfigResponse, RemoteConfig,
};
use proto::opamp::v1::AgentConfigMap;
use proto::record::v1::{self as record, OfferKind};
use store::{Guard, Store, StoreError};

use crate::api::{Api, agent_id, timestamp};
use crate::offering::{Assigning, Offering, check_comment, name, selector};
use crate::operators::Actor;
use crate::refusal::Refusal;

const CREATE: &str = "/drover.control.v1.RemoteConfigService/CreateRemoteConfig";
const ASSIGN: &str = "/drover.control.v1.RemoteConfigService/AssignRemoteConfig";
const UNASSIGN: &str = "/drover.control.v1.RemoteConfigService/DeleteAssignment";
const OFFER: &str = "/drover.control.v1.RemoteConfigService/OfferRemoteConfig";
/// The longest name of a file, in bytes.
const FILE_NAME_LEN_MAX: usize = 255;

impl<S: Store> Api<S> {
    pub(super) async fn create_config(
        &self,
        actor: &Actor,
        request: CreateRemoteConfigRequest,
    ) -> Result<CreateRemoteConfigResponse, Refusal> {
        let name = name("name", &request.name)?;
        let files = request.config_map.unwrap_or_default();
        self.check_files(&files)?;
        check_comment(&request.comment)?;
        let hash = config::hash(&files);
        let expected = request.expected_revision;
        let row = record::Config {
            schema: 1,
            name: name.to_string(),
            revision: if expected == 0 { 0 } else { expected.saturating_add(1) },
            config_map: Some(files),
            hash: hash.to_bytes(),
            created_unix_ms: self.now_ms(),
            actor: actor.0.to_string(),
            comment: request.comment,
        };
        let action = async {
            let before = self.records.revision().await?;
            match self.records.create_revision(row).await {
                Ok((row, revision)) => Ok(((row, revision > before), revision)),
                Err(StoreError::Conflict(_)) => Err(Refusal::Aborted(format!(
                    "the newest revision of {name} is not {expected}"
                ))),
                Err(error) => Err(error.into()),
            }
        };
        let target = format!("configs/{name}");
        let ((row, created), revision) = self.audited(actor, CREATE, target, action).await?;
        let config = Some(config(row, Bodies::LeftOut));
        Ok(CreateRemoteConfigResponse { config, created, revision: revision.0 })
    }

    fn check_files(&self, files: &AgentConfigMap) -> Result<(), Refusal> {
        let files = &files.config_map;
        let refuse = |why: String| Err(Refusal::invalid("config_map", why));
        if files.is_empty() {
            // Agents read an empty map as "run nothing".
            return refuse("needs at least one file".to_owned());
        }
        if files.len() > self.config.config_files_max {
            return refuse(format!("at most {} files", self.config.config_files_max));
        }
        if files.len() > 1 && files.contains_key("") {
            return refuse("only a single file may have the empty name".to_owned());
        }
        if files.keys().any(|name| name.len() > FILE_NAME_LEN_MAX) {
            return refuse(format!("names of files have at most {FILE_NAME_LEN_MAX} bytes"));
        }
        let bytes: usize = files.iter().map(|(name, file)| name.len() + file.body.len()).sum();
        let bytes_max = self.config.config_bytes_max;
        if bytes > bytes_max {
            return Err(Refusal::TooLarge { field: "config_map", bytes, bytes_max });
        }
        Ok(())
    }

    /// A config revision; 0 means the newest.
    pub(super) async fn config_row(
        &self,
        name_text: &str,
        revision: u64,
    ) -> Result<record::Config, Refusal> {
        let name = name("name", name_text)?;
        let asked = (revision != 0).then_some(revision);
        let found = self.records.get_revision::<record::Config>(name.as_str(), asked).await?;
        found.map(|(row, _)| row).ok_or_else(|| {
            Refusal::ConfigNotFound(match asked {
                None => format!("no config is named {name}"),
                Some(revision) => format!("config {name} has no revision {revision}"),
            })
        })
    }

    pub(super) async fn assign_config(
        &self,
        actor: &Actor,
        request: AssignRemoteConfigRequest,
    ) -> Result<AssignRemoteConfigResponse, Refusal> {
        let text = if request.name.is_empty() { &request.config_name } else { &request.name };
        let name = name("name", text)?;
        let selector = selector(&request.selector)?;
        let config = self.config_row(&request.config_name, request.config_revision).await?;
        let assigning = Assigning {
            kind: OfferKind::RemoteConfig,
            name,
            selector,
            priority: request.priority,
            of: record::ConfigRef { name: config.name, revision: config.revision },
        };
        let assigned = self.assign(actor, ASSIGN, assigning).await?;
        Ok(AssignRemoteConfigResponse {
            assignment: Some(assigned.assignment),
            matched_agents: assigned.matched,
            incapable_agents: assigned.incapable,
            revision: assigned.revision.0,
        })
    }

    pub(super) async fn delete_assignment(
        &self,
        actor: &Actor,
        text: &str,
    ) -> Result<Revision, Refusal> {
        let name = name("name", text)?;
        let missing = || Refusal::AssignmentNotFound(name.to_string());
        self.records.get_assignment(name.as_str()).await?.ok_or_else(missing)?;
        let action = async {
            match self.records.delete_assignment(name.as_str(), Guard::Present).await {
                Ok(revision) => Ok(((), revision)),
                Err(StoreError::Conflict(_)) => Err(missing()),
                Err(error) => Err(error.into()),
            }
        };
        let target = format!("assignments/{name}");
        Ok(self.audited(actor, UNASSIGN, target, action).await?.1)
    }

    pub(super) async fn offer_config(
        &self,
        actor: &Actor,
        request: OfferRemoteConfigRequest,
    ) -> Result<OfferRemoteConfigResponse, Refusal> {
        let agent = agent_id(&request.instance_uid)?;
        let config = if request.config_name.is_empty() {
            None
        } else {
            Some(self.config_row(&request.config_name, request.config_revision).await?)
        };
        let config_hash = config.as_ref().map(|config| config.hash.clone()).unwrap_or_default();
        let of = config.map(|row| record::ConfigRef { name: row.name, revision: row.revision });
        let offering = Offering { agent, kind: OfferKind::RemoteConfig, of };
        let revision = self.offer(actor, OFFER, offering).await?.revision;
        Ok(OfferRemoteConfigResponse { revision: revision.0, config_hash })
    }
}

/// Whether a config is shown with the bytes of its files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bodies {
    Whole,
    LeftOut,
}

/// A config row as the API shows it.
pub(super) fn config(row: record::Config, bodies: Bodies) -> RemoteConfig {
    let config_map = match bodies {
        Bodies::Whole => row.config_map,
        Bodies::LeftOut => None,
    };
    RemoteConfig {
        name: row.name,
        revision: row.revision,
        config_map,
        config_hash: row.hash,
        created: timestamp(row.created_unix_ms),
        actor: row.actor,
        comment: row.comment,
    }
}
