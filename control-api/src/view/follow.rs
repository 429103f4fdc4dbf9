//! From the store's changes into the [`View`]. One task per kind of record; each ends with the
//! role.

use std::sync::Arc;
use std::time::Duration;

use fleet::config::Name;
use fleet::desired::{ConfigRef, Folder, InvalidRow, Row};
use fleet::index::{ConfigStatus, Observed};
use fleet::selector::Claims;
use fleet::{AgentId, Epoch, MemberId, Revision, Shard};
use futures::{Stream, StreamExt};
use prost::Message;
use proto::opamp::v1::{AgentDescription, ComponentHealth, RemoteConfigStatus};
use proto::record::v1::{self as record, PartKind};
use store::records::{Change, Follow};
use store::{Records, Store};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::{Kind, Owner, State, View};
use crate::bodies::Bodies;

/// Agents whose bodies are fetched ahead of the one that is applied.
const AGENTS_AHEAD: usize = 32;
/// Wait before a body is read again after the store did not answer.
const READ_AGAIN: Duration = Duration::from_millis(500);

/// The parts of a record that the index looks into.
const INDEXED: [PartKind; 3] =
    [PartKind::Description, PartKind::Health, PartKind::RemoteConfigStatus];

/// The open streams of every kind.
pub(crate) struct Follows {
    members: Follow<MemberId, record::Member>,
    shards: Follow<Shard, record::ShardOwner>,
    agents: Follow<(Shard, AgentId), record::Agent>,
    desired: Follow<(Shard, AgentId), record::Desired>,
    configs: Follow<(String, u64), record::Config>,
    packages: Follow<(String, u64), record::PackageSet>,
    settings: Follow<(String, u64), record::Settings>,
    assignments: Follow<String, record::Assignment>,
    aliases: Follow<(Shard, AgentId), record::Alias>,
}

impl Follows {
    pub(crate) fn open<S: Store>(records: &Records<S>) -> Self {
        Self {
            members: records.follow_members(),
            shards: records.follow_shards(),
            agents: records.follow_agents(),
            desired: records.follow_desired(),
            configs: records.follow_revisions(),
            packages: records.follow_revisions(),
            settings: records.follow_revisions(),
            assignments: records.follow_assignments(),
            aliases: records.follow_aliases(),
        }
    }

    /// How to ask each stream for progress.
    pub(crate) fn asks(&self) -> [(Kind, Arc<Notify>); 9] {
        [
            (Kind::Members, self.members.asker()),
            (Kind::Shards, self.shards.asker()),
            (Kind::Agents, self.agents.asker()),
            (Kind::Desired, self.desired.asker()),
            (Kind::Configs, self.configs.asker()),
            (Kind::Packages, self.packages.asker()),
            (Kind::Settings, self.settings.asker()),
            (Kind::Assignments, self.assignments.asker()),
            (Kind::Aliases, self.aliases.asker()),
        ]
    }

    /// Starts a task per stream.
    pub(crate) fn start<S: Store>(
        self,
        view: &Arc<View>,
        bodies: &Arc<Bodies<S>>,
        generation: u64,
        (tasks, stop): (&TaskTracker, &CancellationToken),
    ) {
        let run = |kind, changes| {
            tasks.spawn(take_in(Arc::clone(view), kind, changes, stop.clone()));
        };
        run(Kind::Members, self.members.map(|c| apply(c, members)).boxed());
        let epoch = move |revision| Epoch { generation, revision };
        run(
            Kind::Shards,
            self.shards.map(move |c| apply(c, move |s, c| shards(s, c, epoch))).boxed(),
        );
        run(Kind::Desired, self.desired.map(|c| apply(c, desired)).boxed());
        run(Kind::Configs, self.configs.map(|c| apply(c, revised(Folder::Configs))).boxed());
        run(Kind::Packages, self.packages.map(|c| apply(c, revised(Folder::Packages))).boxed());
        run(Kind::Settings, self.settings.map(|c| apply(c, revised(Folder::Settings))).boxed());
        run(Kind::Assignments, self.assignments.map(|c| apply(c, assignments)).boxed());
        run(Kind::Aliases, self.aliases.map(|c| apply(c, aliases)).boxed());
        let bodies = Arc::clone(bodies);
        let prepared = self.agents.map(move |change| prepare(Arc::clone(&bodies), change));
        // In order, whichever body comes first.
        run(Kind::Agents, prepared.buffered(AGENTS_AHEAD).map(|c| apply(c, agents)).boxed());
    }
}

/// A change to the view, and the revision up to which it completes its kind.
type Step = (Option<Box<dyn FnOnce(&mut State) + Send>>, Revision);

async fn take_in(
    view: Arc<View>,
    kind: Kind,
    mut steps: impl Stream<Item = Step> + Unpin,
    stop: CancellationToken,
) {
    loop {
        let step = tokio::select! {
            biased;
            () = stop.cancelled() => return,
            step = steps.next() => step,
        };
        let Some((change, upto)) = step else { return };
        if let Some(change) = change {
            view.write(change);
        }
        view.saw(kind, upto);
    }
}

fn apply<K: Send + 'static, V: Send + 'static>(
    change: Change<K, V>,
    apply: impl FnOnce(&mut State, Change<K, V>) + Send + 'static,
) -> Step {
    let upto = match &change {
        Change::Progress(revision) => return (None, *revision),
        Change::Reset(_, revision) => *revision,
        // A transaction's other writes may still come, so this revision itself is not complete.
        Change::Put(_, _, revision) | Change::Delete(_, revision) => {
            Revision(revision.0.saturating_sub(1))
        }
    };
    (Some(Box::new(move |state: &mut State| apply(state, change))), upto)
}

fn members(state: &mut State, change: Change<MemberId, record::Member>) {
    match change {
        Change::Reset(all, _) => {
            let before = std::mem::take(&mut state.members);
            state.members = all.into_iter().map(|(id, member, _)| (id, member)).collect();
            for id in before.into_keys().filter(|id| !state.members.contains_key(id)) {
                state.index.member_gone(id);
            }
        }
        Change::Put(id, member, _) => {
            state.members.insert(id, member);
        }
        Change::Delete(id, _) => {
            state.members.remove(&id);
            state.index.member_gone(id);
        }
        Change::Progress(_) => {}
    }
}

fn shards(
    state: &mut State,
    change: Change<Shard, record::ShardOwner>,
    epoch: impl Fn(Revision) -> Epoch,
) {
    let own = |state: &mut State, shard, row: &record::ShardOwner, revision| {
        let Ok(node) = MemberId::try_from(&row.owner[..]) else { return };
        let epoch = epoch(revision);
        state.owners.insert(shard, Owner { node, epoch });
        state.index.claimed(shard, epoch);
    };
    match change {
        Change::Reset(all, _) => {
            state.owners.clear();
            all.iter().for_each(|(shard, row, revision)| own(state, *shard, row, *revision));
        }
        Change::Put(shard, row, revision) => own(state, shard, &row, revision),
        Change::Delete(shard, _) => {
            state.owners.remove(&shard);
        }
        Change::Progress(_) => {}
    }
}

fn desired(state: &mut State, change: Change<(Shard, AgentId), record::Desired>) {
    match change {
        Change::Reset(all, _) => {
            let all = all.into_iter().map(|((_, agent), row, _)| (agent, Arc::new(row)));
            state.index.reset_rows(all);
        }
        Change::Put((_, agent), row, _) => state.index.apply_row(agent, Arc::new(row)),
        Change::Delete((_, agent), _) => state.index.delete_row(agent),
        Change::Progress(_) => {}
    }
}

fn revised<R>(folder: Folder) -> impl Fn(&mut State, Change<(String, u64), R>) + Copy
where
    for<'a> Row<'a>: From<&'a R>,
{
    move |state, change| match change {
        Change::Reset(all, _) => {
            let rows = all.iter().map(|(_, row, _)| Row::from(row));
            state.catalog.reset(folder, rows).iter().for_each(warn);
        }
        Change::Put(_, row, _) => {
            if let Err(invalid) = state.catalog.apply(Row::from(&row)) {
                warn(&invalid);
            }
        }
        Change::Delete((name, revision), _) => {
            if let Ok(name) = name.parse::<Name>() {
                state.catalog.delete(folder, ConfigRef { name, revision });
            }
        }
        Change::Progress(_) => {}
    }
}

fn aliases(state: &mut State, change: Change<(Shard, AgentId), record::Alias>) {
    match change {
        Change::Reset(all, _) => {
            state.aliases = all.into_iter().map(|((_, new), row, _)| (new, row)).collect();
        }
        Change::Put((_, new), row, _) => _ = state.aliases.insert(new, row),
        Change::Delete((_, new), _) => _ = state.aliases.remove(&new),
        Change::Progress(_) => {}
    }
}

fn assignments(state: &mut State, change: Change<String, record::Assignment>) {
    match change {
        Change::Reset(all, _) => {
            let left_out = state.catalog.reset_assignments(all.iter().map(|(_, row, _)| row));
            left_out.iter().for_each(warn);
        }
        Change::Put(_, row, _) => {
            if let Err(invalid) = state.catalog.apply_assignment(&row) {
                warn(&invalid);
            }
        }
        Change::Delete(name, _) => {
            if let Ok(name) = name.parse::<Name>() {
                state.catalog.delete_assignment(&name);
            }
        }
        Change::Progress(_) => {}
    }
}

fn warn(invalid: &InvalidRow) {
    tracing::warn!(%invalid, "a stored row was left out");
}

/// A record with the parts that the index looks into.
pub(crate) struct Prepared {
    record: record::Agent,
    description: AgentDescription,
    config: Option<ConfigStatus>,
    health: Option<ComponentHealth>,
}

async fn prepare<S: Store>(
    bodies: Arc<Bodies<S>>,
    change: Change<(Shard, AgentId), record::Agent>,
) -> Change<(Shard, AgentId), Prepared> {
    match change {
        Change::Reset(all, at) => {
            let rows = futures::stream::iter(all).map(|(key, record, revision)| {
                let bodies = &bodies;
                async move { (key, look_into(bodies, record).await, revision) }
            });
            Change::Reset(rows.buffered(AGENTS_AHEAD).collect().await, at)
        }
        Change::Put(key, record, revision) => {
            Change::Put(key, look_into(&bodies, record).await, revision)
        }
        Change::Delete(key, revision) => Change::Delete(key, revision),
        Change::Progress(revision) => Change::Progress(revision),
    }
}

/// Reads the indexed parts, however long the store takes to answer. What it does not have is left
/// out.
pub(crate) async fn look_into<S: Store>(bodies: &Bodies<S>, record: record::Agent) -> Prepared {
    let found = loop {
        match bodies.parts(&record, &INDEXED).await {
            Ok(found) => break found,
            Err(error) if error.retryable() => tokio::time::sleep(READ_AGAIN).await,
            Err(error) => {
                tracing::error!(%error, "an agent's parts cannot be read, indexed without them");
                break Default::default();
            }
        }
    };
    let body = |kind: PartKind| found.get(&kind.into()).cloned();
    let description = body(PartKind::Description)
        .and_then(|body| AgentDescription::decode(body).ok())
        .unwrap_or_default();
    let health = body(PartKind::Health).and_then(|body| ComponentHealth::decode(body).ok());
    let status = body(PartKind::RemoteConfigStatus)
        .and_then(|body| RemoteConfigStatus::decode(body).ok())
        .map(|report| ConfigStatus {
            status: report.status(),
            hash: report.last_remote_config_hash,
        });
    Prepared { record, description, config: status, health }
}

impl Prepared {
    /// What the index keeps of it; `claims` are made from the description.
    pub(crate) fn observed(
        self,
        claims: impl FnOnce(&AgentDescription) -> Claims,
        revision: Revision,
    ) -> Observed {
        Observed {
            claims: claims(&self.description),
            record: Arc::new(self.record),
            config: self.config,
            healthy: self.health.as_ref().map(|health| health.healthy),
            start_time_unix_nano: self.health.map_or(0, |health| health.start_time_unix_nano),
            revision,
        }
    }
}

fn agents(state: &mut State, change: Change<(Shard, AgentId), Prepared>) {
    let observed = |state: &mut State, prepared: Prepared, revision| {
        prepared.observed(|description| state.index.claims(description), revision)
    };
    match change {
        Change::Reset(all, _) => {
            let all: Vec<_> = all
                .into_iter()
                .map(|((_, agent), row, at)| (agent, observed(state, row, at)))
                .collect();
            state.index.reset_agents(all);
        }
        Change::Put((_, agent), row, revision) => {
            let observed = observed(state, row, revision);
            state.index.apply_agent(agent, observed);
        }
        Change::Delete((_, agent), _) => state.index.delete_agent(agent),
        Change::Progress(_) => {}
    }
}
