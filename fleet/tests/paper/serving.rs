//! What a node does for agents: the shell around its shards.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use fleet::config;
use fleet::desired::{Catalog, Kind};
use fleet::link::Claim;
use fleet::ownership::{Action, MoveId};
use fleet::shards::{Config, Effect, Shards};
use fleet::{MemberId, Moment, Shard};
use proto::opamp::v1::{AgentConfigFile, AgentConfigMap};
use proto::record::v1 as record;

#[derive(Debug)]
pub(crate) struct Moving {
    pub(crate) claims: Vec<Claim>,
    pub(crate) successor: MemberId,
    pub(crate) waiting: BTreeSet<Claim>,
}

#[derive(Debug)]
pub(crate) struct Serving {
    pub(crate) shards: Shards,
    pub(crate) catalog: u64,
    pub(crate) moves: BTreeMap<MoveId, Moving>,
    pub(crate) tick_at: Moment,
    /// What ownership decided since the last step.
    pub(crate) decided: Vec<Action>,
}

impl Serving {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            shards: Shards::new(Config::default(), seed),
            catalog: 0,
            moves: BTreeMap::new(),
            tick_at: Moment::NEVER,
            decided: Vec::new(),
        }
    }

    /// Carries out what ownership decided. `moves`: the ones still under way.
    pub(crate) fn follow(&mut self, moves: &BTreeSet<MoveId>, now: Moment) -> Vec<Effect> {
        let mut effects = Vec::new();
        for action in std::mem::take(&mut self.decided) {
            match action {
                Action::Own(owned) => {
                    for (shard, epoch) in owned {
                        effects.extend(self.shards.own(Claim { shard, epoch }));
                    }
                }
                Action::Lose(lost) => {
                    for shard in lost {
                        effects.extend(self.shards.release(shard));
                    }
                }
                Action::DropAll => {
                    let all: Vec<Shard> = self.shards.claims().map(|claim| claim.shard).collect();
                    effects.extend(all.into_iter().flat_map(|shard| self.shards.release(shard)));
                    self.moves.clear();
                }
                Action::BeginMove { id, successor, shards } => {
                    let claims: Vec<Claim> =
                        shards.into_iter().map(|(shard, epoch)| Claim { shard, epoch }).collect();
                    let waiting = claims.iter().copied().collect();
                    self.moves.insert(id, Moving { claims: claims.clone(), successor, waiting });
                    effects.extend(self.shards.begin_move(&claims, now));
                }
                Action::Register
                | Action::Claim { .. }
                | Action::RetryMove(_)
                | Action::AbortMove(_) => {}
            }
        }
        let over: Vec<MoveId> =
            self.moves.keys().copied().filter(|id| !moves.contains(id)).collect();
        for id in over {
            if let Some(moving) = self.moves.remove(&id) {
                effects.extend(self.shards.abort_move(&moving.claims, now));
            }
        }
        effects
    }

    /// A shard has been flushed. The move that is now ready for the hand-off, if any.
    pub(crate) fn flushed(&mut self, claim: Claim) -> Option<MoveId> {
        let (id, moving) = self.moves.iter_mut().find(|(_, m)| m.waiting.contains(&claim))?;
        moving.waiting.remove(&claim);
        moving.waiting.is_empty().then_some(*id)
    }
}

/// One config in as many revisions as were assigned to every agent.
pub(crate) fn catalog(revision: u64) -> Arc<Catalog> {
    let mut catalog = Catalog::default();
    if revision == 0 {
        return Arc::new(catalog);
    }
    let body = format!("revision {revision}").into();
    let file = AgentConfigFile { body, ..Default::default() };
    let map = AgentConfigMap { config_map: [("config".to_owned(), file)].into() };
    let config = record::Config {
        schema: 1,
        name: "everywhere".into(),
        revision,
        hash: config::hash(&map).to_bytes(),
        config_map: Some(map),
        ..Default::default()
    };
    let current = record::ConfigRef { name: "everywhere".into(), revision };
    let assignment = record::Assignment {
        schema: 1,
        name: "all".into(),
        current: Some(current),
        ..Default::default()
    };
    catalog.apply(&config).unwrap();
    catalog.apply_assignment(&assignment).unwrap();
    Arc::new(catalog)
}

/// The hash of a revision, as agents report it.
pub(crate) fn hash(revision: u64) -> Option<bytes::Bytes> {
    let name = fleet::desired::ConfigRef { name: "everywhere".parse().ok()?, revision };
    catalog(revision).item(Kind::RemoteConfig, &name).map(|config| config.hash.to_bytes())
}
