//! What a node does for agents: the shell around its shards.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bytes::Bytes;
use fleet::capability::Capabilities;
use fleet::config;
use fleet::desired::{Catalog, Subject, Target, resolve};
use fleet::link::Claim;
use fleet::ownership::{Action, MoveId};
use fleet::packages::seal;
use fleet::selector::Claims;
use fleet::settings;
use fleet::shards::{Config, Effect, Shards};
use fleet::{AgentId, MemberId, Moment, Shard};
use proto::opamp::v1::{
    AgentConfigFile, AgentConfigMap, ConnectionSettingsOffers, OpAmpConnectionSettings,
    PackageAvailable, PackagesAvailable,
};
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

/// A config, packages and settings in as many revisions as were assigned to every agent.
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
    let package = PackageAvailable { version: revision.to_string(), ..Default::default() };
    let packages = [("package".to_owned(), package)].into();
    let packages = record::PackageSet {
        name: "everywhere".into(),
        revision,
        packages: Some(seal(PackagesAvailable { packages, ..Default::default() })),
        ..Default::default()
    };
    let opamp = OpAmpConnectionSettings {
        destination_endpoint: format!("wss://gateway-{revision}"),
        ..Default::default()
    };
    let settings = ConnectionSettingsOffers { opamp: Some(opamp), ..Default::default() };
    let settings = record::Settings {
        name: "everywhere".into(),
        revision,
        kind: record::OfferKind::OpampSettings.into(),
        hash: settings::hash(&settings).to_bytes(),
        settings: Some(settings),
        ..Default::default()
    };
    catalog.apply(&config).unwrap();
    catalog.apply(&packages).unwrap();
    catalog.apply(&settings).unwrap();
    let kinds = [
        record::OfferKind::RemoteConfig,
        record::OfferKind::Packages,
        record::OfferKind::OpampSettings,
    ];
    for (kind, name) in kinds.into_iter().zip(["a", "b", "c"]) {
        let current = record::ConfigRef { name: "everywhere".into(), revision };
        let assignment = record::Assignment {
            schema: 1,
            name: name.into(),
            current: Some(current),
            kind: kind.into(),
            ..Default::default()
        };
        catalog.apply_assignment(&assignment).unwrap();
    }
    Arc::new(catalog)
}

/// The hashes of a revision, as agents report them: config, packages, settings.
pub(crate) fn hashes(revision: u64) -> [Option<Bytes>; 3] {
    let catalog = catalog(revision);
    let claims = Claims::default();
    let subject = Subject { agent: AgentId::new([1; 16]), claims: &claims, row: None };
    let desired = resolve(&subject, &catalog);
    let whole = |target: &Target| target.item().map(|item| item.hash.to_bytes());
    let settings = desired.settings(Capabilities(u64::MAX)).map(|offer| offer.hash);
    [whole(&desired.remote_config), whole(&desired.packages), settings]
}
