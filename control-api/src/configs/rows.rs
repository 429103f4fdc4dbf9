//! Writing and reading configs, assignments and desired rows.

use fleet::config::{self, Name};
use fleet::selector::Selector;
use fleet::{AgentId, Revision};
use proto::control::v1::{
    self as control, AssignRemoteConfigRequest, AssignRemoteConfigResponse,
    CreateRemoteConfigRequest, CreateRemoteConfigResponse, OfferRemoteConfigRequest,
    OfferRemoteConfigResponse, RemoteConfig,
};
use proto::opamp::v1::{AgentCapabilities, AgentConfigMap};
use proto::record::v1 as record;
use store::{Guard, Store, StoreError};

use crate::api::{Api, agent_id, timestamp};
use crate::operators::Actor;
use crate::refusal::Refusal;

const CREATE: &str = "/drover.control.v1.RemoteConfigService/CreateRemoteConfig";
const ASSIGN: &str = "/drover.control.v1.RemoteConfigService/AssignRemoteConfig";
const UNASSIGN: &str = "/drover.control.v1.RemoteConfigService/DeleteAssignment";
const OFFER: &str = "/drover.control.v1.RemoteConfigService/OfferRemoteConfig";
const RETRY: &str = "/drover.control.v1.RemoteConfigService/RetryRemoteConfig";
/// The longest comment and the longest name of a file, in bytes.
const COMMENT_LEN_MAX: usize = 1_024;
const FILE_NAME_LEN_MAX: usize = 255;
/// How often a row that somebody else keeps changing is read again.
const CHANGE_TRIES: u32 = 16;

impl<S: Store> Api<S> {
    pub(super) async fn create_config(
        &self,
        actor: &Actor,
        request: CreateRemoteConfigRequest,
    ) -> Result<CreateRemoteConfigResponse, Refusal> {
        let name = name("name", &request.name)?;
        let files = request.config_map.unwrap_or_default();
        self.check_files(&files)?;
        if request.comment.len() > COMMENT_LEN_MAX {
            return Err(Refusal::invalid("comment", format!("at most {COMMENT_LEN_MAX} bytes")));
        }
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
        if bytes > self.config.config_bytes_max {
            return refuse(format!("at most {} bytes in all", self.config.config_bytes_max));
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
        let selector = Selector::parse(&request.selector)
            .map_err(|why| Refusal::InvalidSelector { field: "selector", why })?;
        let config = self.config_row(&request.config_name, request.config_revision).await?;
        let row = record::Assignment {
            schema: 1,
            name: name.to_string(),
            selector: selector.to_string(),
            priority: request.priority,
            current: Some(record::ConfigRef { name: config.name, revision: config.revision }),
            updated_unix_ms: self.now_ms(),
            actor: actor.0.to_string(),
            ..record::Assignment::default()
        };
        let target = format!("assignments/{name}");
        let (row, revision) = self.audited(actor, ASSIGN, target, self.put_assignment(row)).await?;
        let (matched, incapable) = self.view.read(|state| {
            let needed = AgentCapabilities::AcceptsRemoteConfig;
            state.index.matching(&selector, None).fold((0, 0), |(matched, incapable), entry| {
                (matched + 1, incapable + u64::from(!entry.capabilities().has(needed)))
            })
        });
        Ok(AssignRemoteConfigResponse {
            assignment: Some(assignment(row)),
            matched_agents: matched,
            incapable_agents: incapable,
            revision: revision.0,
        })
    }

    async fn put_assignment(
        &self,
        mut row: record::Assignment,
    ) -> Result<(record::Assignment, Revision), Refusal> {
        for _ in 0..CHANGE_TRIES {
            let known = self.records.get_assignment(&row.name).await?;
            let (created, guard) = match &known {
                Some((known, revision)) => (known.created_unix_ms, Guard::At(*revision)),
                None => (row.updated_unix_ms, Guard::Absent),
            };
            row.created_unix_ms = created;
            match self.records.put_assignment(&row, guard).await {
                Ok(revision) => return Ok((row, revision)),
                Err(StoreError::Conflict(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Refusal::Aborted(format!("assignment {} keeps changing", row.name)))
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
        self.check_offerable(agent, config.is_some()).await?;
        let config_hash = config.as_ref().map(|config| config.hash.clone()).unwrap_or_default();
        let offer = config.map(|row| record::ConfigRef { name: row.name, revision: row.revision });
        let action = self.change_desired(agent, move |row| row.remote_config.clone_from(&offer));
        let target = format!("agents/{agent}");
        let ((), revision) = self.audited(actor, OFFER, target, action).await?;
        Ok(OfferRemoteConfigResponse { revision: revision.0, config_hash })
    }

    /// Refuses unknown agents, and offers to agents that do not take any.
    async fn check_offerable(&self, agent: AgentId, offering: bool) -> Result<(), Refusal> {
        self.check_known(agent).await?;
        let capabilities = self.view.read(|state| {
            let entry = state.index.get(agent).filter(|entry| entry.observed.is_some());
            entry.map(fleet::index::Entry::capabilities)
        });
        let needed = AgentCapabilities::AcceptsRemoteConfig;
        if offering && capabilities.is_some_and(|capabilities| !capabilities.has(needed)) {
            let capability = "AcceptsRemoteConfig".to_owned();
            return Err(Refusal::MissingCapability { agent, capability });
        }
        Ok(())
    }

    pub(super) async fn retry_config(
        &self,
        actor: &Actor,
        agent: AgentId,
    ) -> Result<Revision, Refusal> {
        self.check_known(agent).await?;
        let action = self.change_desired(agent, |row| row.retry = row.retry.saturating_add(1));
        Ok(self.audited(actor, RETRY, format!("agents/{agent}"), action).await?.1)
    }

    /// Changes an agent's desired row, whoever else changes it at the same time.
    async fn change_desired(
        &self,
        agent: AgentId,
        change: impl Fn(&mut record::Desired) + Send,
    ) -> Result<((), Revision), Refusal> {
        let shard = self.shard(agent);
        for _ in 0..CHANGE_TRIES {
            let (mut row, guard) = match self.records.get_desired(shard, agent).await? {
                Some((row, revision)) => (row, Guard::At(revision)),
                None => (record::Desired { schema: 1, ..Default::default() }, Guard::Absent),
            };
            change(&mut row);
            match self.records.put_desired(shard, agent, &row, guard).await {
                Ok(revision) => return Ok(((), revision)),
                Err(StoreError::Conflict(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Refusal::Aborted(format!("what agent {agent} should have keeps changing")))
    }
}

fn name(field: &'static str, text: &str) -> Result<Name, Refusal> {
    text.parse().map_err(|error: config::InvalidName| Refusal::invalid(field, error.to_string()))
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

/// An assignment row as the API shows it.
pub(super) fn assignment(row: record::Assignment) -> control::Assignment {
    let current = row.current.unwrap_or_default();
    control::Assignment {
        name: row.name,
        selector: row.selector,
        priority: row.priority,
        config_name: current.name,
        config_revision: current.revision,
        updated: timestamp(row.updated_unix_ms),
        actor: row.actor,
    }
}
