//! One worker: it feeds `fleet::shards` and performs what that decides.
//!
//! It waits for nothing but its inputs: reads and writes of the store are futures it polls beside them, links never
//! wait, and answers go to one-shot channels.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use fleet::components::Learned;
use fleet::link::{Claim, ToGateway, ToNode};
use fleet::moment::Clock;
use fleet::session::{InstructionId, Outcome};
use fleet::shards::{Effect, Report, Shards};
use fleet::{AgentId, Digest, Epoch, MemberId, Moment, Shard};
use futures::StreamExt;
use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;
use proto::route::v1 as route;
use proto::route::v1::presence_update::Update;
use store::{Records, Store, StoreError};
use tokio::sync::{broadcast, mpsc, oneshot};
use tracing::{Span, warn};

mod io;
mod requests;

use requests::Requests;

use super::{Answer, Input, Question, Setting, pb_epoch};
use crate::custom;
use crate::links::Link;
use crate::metrics::Metrics;
use crate::moves::Leaving;
use crate::presence::Hub;
use crate::storage::Loaded;
use crate::trace;

/// Inputs taken in between two steps of re-resolving.
const INPUTS_PER_STEP: u32 = 16;

type Written = Vec<(Claim, Report, Result<Vec<Digest>, StoreError>)>;

pub(super) struct Task<S> {
    shards: Shards,
    records: Arc<Records<S>>,
    clock: Clock,
    voice: Arc<AtomicU64>,
    presence: Hub,
    custom: custom::Hub,
    learned: (broadcast::Sender<Learned>, broadcast::Receiver<Learned>),
    metrics: Metrics,
    me: Option<MemberId>,
    links: BTreeMap<MemberId, Link>,
    /// Orders on their way; bounded by the sessions' queues.
    orders: BTreeMap<InstructionId, (Claim, AgentId, oneshot::Sender<Answer>)>,
    /// Agents whose record is due; bounded by agents.
    due: BTreeSet<(Claim, AgentId)>,
    /// Shards whose watches have reached their claim: only these may be loaded.
    caught: BTreeMap<Shard, Epoch>,
    to_load: Vec<Claim>,
    loads: FuturesUnordered<BoxFuture<'static, (Claim, Result<Loaded, StoreError>)>>,
    /// Shards that could not be loaded and wait a moment; bounded by the shards held.
    resting: FuturesUnordered<BoxFuture<'static, Claim>>,
    writes: FuturesUnordered<BoxFuture<'static, Written>>,
    /// Records on their way in `writes`, counted by claim.
    writing: BTreeMap<Claim, usize>,
    leaving: Vec<Leaving>,
    requests: Requests,
}

impl<S: Store> Task<S> {
    /// A worker without shards.
    pub(super) fn new(setting: &Setting<S>) -> Self {
        Self {
            shards: with_csr_check(Shards::new(setting.config, setting.seed)),
            records: Arc::clone(&setting.records),
            clock: Arc::clone(&setting.clock),
            voice: Arc::clone(&setting.voice),
            presence: setting.presence.clone(),
            custom: setting.custom.clone(),
            learned: (setting.learned.clone(), setting.learned.subscribe()),
            metrics: setting.metrics.clone(),
            me: None,
            links: BTreeMap::new(),
            orders: BTreeMap::new(),
            due: BTreeSet::new(),
            caught: BTreeMap::new(),
            to_load: Vec::new(),
            loads: FuturesUnordered::new(),
            resting: FuturesUnordered::new(),
            writes: FuturesUnordered::new(),
            writing: BTreeMap::new(),
            leaving: Vec::new(),
            requests: Requests::default(),
        }
    }

    /// Runs until the inputs end.
    pub(super) async fn run(mut self, mut inputs: mpsc::Receiver<Input>) {
        let mut turn: u32 = 0;
        loop {
            let now = (self.clock)();
            turn = turn.wrapping_add(1);
            self.keep_pace(now, turn);
            // After the timers: a record that just came due has nothing else to wake this task for.
            self.start_io();
            let due = self.shards.deadline().since(now);
            let effects = tokio::select! { biased;
                Some((claim, loaded)) = self.loads.next() => self.on_loaded(claim, loaded),
                Some(claim) = self.resting.next() => {
                    if self.shards.epoch(claim.shard) == Some(claim.epoch) {
                        self.to_load.push(claim);
                    }
                    continue;
                }
                Some(written) = self.writes.next() => self.on_stored(written),
                Some(written) = self.requests.next() => {
                    self.on_requested(written);
                    continue;
                }
                Ok(learned) = self.learned.1.recv() => {
                    self.shards.learn(&learned);
                    continue;
                }
                input = inputs.recv() => match input {
                    Some(input) => {
                        let span = traced(&input);
                        let traceparent = trace::of(&span);
                        span.in_scope(|| {
                            let effects = self.on_input(input);
                            self.perform(effects, &traceparent);
                        });
                        continue;
                    }
                    None => return,
                },
                () = tokio::task::yield_now(), if self.shards.has_steps() => {
                    self.shards.set_voice(self.voice());
                    let effects = self.shards.step(now);
                    self.metrics.offers_too_large.inc_by(self.shards.take_too_large());
                    effects
                }
                () = tokio::time::sleep(due) => continue,
            };
            self.perform(effects, "");
        }
    }

    /// Timers and re-resolving get their turns however many inputs wait.
    fn keep_pace(&mut self, now: Moment, turn: u32) {
        if self.shards.deadline() <= now {
            self.shards.set_voice(self.voice());
            let effects = self.shards.on_tick(now);
            self.perform(effects, "");
        }
        if self.shards.has_steps() && turn.is_multiple_of(INPUTS_PER_STEP) {
            self.shards.set_voice(self.voice());
            let effects = self.shards.step(now);
            self.perform(effects, "");
        }
    }

    fn voice(&self) -> Moment {
        Moment(self.voice.load(Ordering::Acquire))
    }

    fn on_input(&mut self, input: Input) -> Vec<Effect> {
        let now = (self.clock)();
        self.shards.set_voice(self.voice());
        match input {
            Input::Frame(gateway, frame) => {
                if matches!(frame, ToNode::Message(_)) {
                    self.metrics.messages.inc();
                }
                self.shards.on_frame(gateway, frame, now)
            }
            Input::LinkUp(gateway, link) => {
                self.links.insert(gateway, link);
                self.shards.on_link_up(gateway);
                Vec::new()
            }
            Input::LinkLost(gateway, id) => self.on_link_lost(gateway, id),
            Input::Members(gateways, me) => {
                self.me = me;
                self.shards.set_gateways(gateways.iter().copied().collect(), now)
            }
            Input::Own(claims) => claims.into_iter().flat_map(|c| self.shards.own(c)).collect(),
            Input::Caught(claims) => {
                let owned = |c: &Claim| self.shards.epoch(c.shard) == Some(c.epoch);
                for claim in claims.into_iter().filter(owned) {
                    self.caught.insert(claim.shard, claim.epoch);
                    self.to_load.push(claim);
                }
                Vec::new()
            }
            Input::Lose(shards) => shards.into_iter().flat_map(|s| self.release(s)).collect(),
            Input::DropAll => {
                let all: Vec<Shard> = self.shards.claims().map(|claim| claim.shard).collect();
                all.into_iter().flat_map(|shard| self.release(shard)).collect()
            }
            Input::Catalog(catalog) => {
                self.shards.set_catalog(catalog);
                Vec::new()
            }
            Input::Rename(order) => self.shards.rename(*order, now),
            Input::RenameEnded(new) => {
                self.shards.rename_ended(new);
                Vec::new()
            }
            Input::Custom(served) => {
                self.shards.set_custom(served);
                Vec::new()
            }
            Input::Row(shard, id, change) => self.shards.set_row(shard, id, change, now),
            Input::Rows(rows, at) => self.shards.reset_rows(&rows, at, now),
            Input::Order(claim, order, _, answer) => {
                self.metrics.orders.inc();
                self.orders.insert(order.id, (claim, order.agent, answer));
                self.shards.on_instruction(claim, *order, now)
            }
            Input::BeginMove(claims, reply) => {
                // A move that was given up waits no longer.
                self.leaving.retain(|leaving| !leaving.is_of(&claims));
                self.leaving.push(Leaving::new(&claims, reply));
                self.shards.begin_move(&claims, now)
            }
            Input::AbortMove(claims) => {
                self.leaving.retain(|leaving| !leaving.is_of(&claims));
                self.shards.abort_move(&claims, now)
            }
            Input::Expect(claim, agents) => {
                self.shards.expect(claim, agents, now);
                Vec::new()
            }
            Input::Question(question) => self.on_question(question, now),
        }
    }

    fn on_question(&mut self, question: Question, now: Moment) -> Vec<Effect> {
        // A caller that went away needs no answer.
        match question {
            Question::Forget(claim, id, reply) => {
                let known = self.shards.presence(claim, id).is_some();
                let effects = self.shards.forget(claim, id, now);
                if known {
                    self.take_back(claim, id);
                }
                let _gone = reply.send(known);
                return effects;
            }
            Question::Inspect(claim, id, reply) => {
                let _gone = reply.send(self.shards.inspect(claim, id));
            }
            Question::Snapshots(reply) => {
                let ready: Vec<Claim> =
                    self.shards.claims().filter(|claim| self.shards.is_ready(*claim)).collect();
                let snapshots = ready.into_iter().map(|claim| self.snapshot(claim)).collect();
                let _gone = reply.send(snapshots);
            }
        }
        Vec::new()
    }

    fn on_link_lost(&mut self, gateway: MemberId, id: u64) -> Vec<Effect> {
        if self.links.get(&gateway).is_none_or(|link| link.id() != id) {
            // A newer link replaced it already.
            return Vec::new();
        }
        self.links.remove(&gateway);
        self.shards.on_link_lost(gateway)
    }

    fn release(&mut self, shard: Shard) -> Vec<Effect> {
        if let Some(epoch) = self.shards.epoch(shard) {
            let end = route::PresenceEnd {
                shard: shard.number().into(),
                epoch: Some(pb_epoch(Claim { shard, epoch })),
            };
            self.presence.publish(Update::End(end));
        }
        self.leaving.retain(|leaving| !leaving.has(shard));
        self.due.retain(|(claim, _)| claim.shard != shard);
        self.requests.release(shard);
        self.to_load.retain(|claim| claim.shard != shard);
        self.caught.remove(&shard);
        self.shards.release(shard)
    }

    /// `traceparent`: the trace of the input that caused them; what is sent because of it belongs to it.
    fn perform(&mut self, effects: Vec<Effect>, traceparent: &str) {
        for effect in effects {
            match effect {
                Effect::ToGateway(gateway, mut frame) => {
                    if let ToGateway::Send(send) = &mut frame {
                        self.metrics.sends.inc();
                        traceparent.clone_into(&mut send.traceparent);
                    }
                    if let Some(link) = self.links.get(&gateway) {
                        link.send(frame);
                    }
                }
                // The first time `Input::Caught` follows when it can be loaded.
                Effect::Load(claim) => {
                    if self.caught.get(&claim.shard) == Some(&claim.epoch) {
                        self.to_load.push(claim);
                    }
                }
                Effect::Ready(claim) => {
                    let snapshot = self.snapshot(claim);
                    self.presence.publish(Update::Snapshot(snapshot));
                }
                Effect::Presence(claim, id) => {
                    if self.presence.has_listeners()
                        && let Some(presence) = self.shards.presence(claim, id)
                    {
                        self.presence.publish(Update::Changed(presence));
                    }
                }
                Effect::Store(claim, id) => {
                    self.due.insert((claim, id));
                }
                Effect::Custom(id, Some(message)) => {
                    self.metrics.custom_messages.inc();
                    self.custom.publish(id, *message, (self.clock)());
                }
                Effect::Csr(claim, id, request) => self.requests.add(claim, id, request),
                Effect::Gone(claim, id) => self.take_back(claim, id),
                // Without other workers nobody listens.
                Effect::Learned(learned) => _ = self.learned.0.send(learned),
                Effect::Custom(_, None) => _ = self.metrics.custom_dropped.inc(),
                Effect::Answer(id, gateway, outcome) => self.answer(id, gateway, outcome),
                Effect::Flushed(claim) => self.on_flushed(claim),
                Effect::CutLink(gateway) => {
                    if let Some(link) = self.links.get(&gateway) {
                        link.cut();
                    }
                }
                Effect::Warn(agent, warning) => warn!(%agent, "{warning}"),
            }
        }
    }

    /// The uid stands for nobody any more.
    fn take_back(&self, claim: Claim, id: AgentId) {
        self.presence.publish(Update::Changed(route::Presence {
            instance_uid: id.to_bytes(),
            shard: claim.shard.number().into(),
            epoch: Some(pb_epoch(claim)),
            removed: true,
            ..Default::default()
        }));
    }

    fn answer(&mut self, id: InstructionId, gateway: Option<MemberId>, outcome: Outcome) {
        let Some((claim, agent, reply)) = self.orders.remove(&id) else { return };
        self.metrics.orders.dec();
        let presence = self.shards.presence(claim, agent);
        let started = presence.map_or(0, |presence| presence.start_time_unix_nano);
        // A caller that went away needs no answer.
        let _gone = reply.send((outcome, gateway, started));
    }

    fn snapshot(&self, claim: Claim) -> route::PresenceSnapshot {
        route::PresenceSnapshot {
            shard: claim.shard.number().into(),
            epoch: Some(pb_epoch(claim)),
            agents: self.shards.presences(claim),
        }
    }

    /// A shard of a move has no output left: when all have, their records are written.
    fn on_flushed(&mut self, claim: Claim) {
        let Some(leaving) = self.leaving.iter_mut().find(|l| l.has(claim.shard)) else { return };
        if leaving.on_flushed(claim) {
            for claim in leaving.claims() {
                self.due.extend(self.shards.unstored(claim).into_iter().map(|id| (claim, id)));
            }
        }
    }
}

fn with_csr_check(mut shards: Shards) -> Shards {
    shards.set_csr_check(crate::csr::check);
    shards
}

/// The span an input continues.
fn traced(input: &Input) -> Span {
    if let Input::Frame(_, ToNode::Message(message)) = input {
        return trace::go_on("message", &message.traceparent);
    }
    if let Input::Order(_, _, traceparent, _) = input {
        return trace::go_on("order", traceparent);
    }
    Span::none()
}
