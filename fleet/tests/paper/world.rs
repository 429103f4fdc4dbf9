//! A cluster on paper: places, links between them, virtual time, and chance from one seed.
//!
//! One event happens at a time; after each the invariants are checked. To add a kind of place: a
//! variant of [`Place`], its messages, and a line in [`World::deliver`] and [`World::wake`].

use std::collections::BTreeMap;
use std::time::Duration;

use fleet::Moment;
use fleet::ownership::Config;

use crate::checks::Checks;
use crate::edge::{Edge, Event};
use crate::keeper::Keeper;
use crate::message::{Message, Out, Place, Timer};
use crate::node::Node;
use crate::rng::Rng;
use crate::serving::Serving;
use crate::traffic::Planted;

/// What may go wrong on every link, in a thousand messages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Faults {
    pub(crate) drop: u64,
    pub(crate) duplicate: u64,
    /// Messages that take up to 4 s instead of up to 30 ms.
    pub(crate) slow: u64,
}

impl Faults {
    pub(crate) const NONE: Self = Self { drop: 0, duplicate: 0, slow: 0 };
}

/// Far more than any run takes.
const STEPS_MAX: u64 = 300_000;

#[derive(Debug)]
enum Happening {
    Deliver { from: Place, to: Place, message: Message },
    Wake(Place, Timer),
    Edge(Event),
}

#[derive(Debug)]
pub(crate) struct World {
    pub(crate) now: Moment,
    pub(crate) rng: Rng,
    pub(crate) faults: Faults,
    pub(crate) keeper: Keeper,
    /// By index; `None` while it is down.
    pub(crate) nodes: Vec<Option<Node>>,
    pub(crate) steps: u64,
    config: Config,
    queue: BTreeMap<(Moment, u64), Happening>,
    happenings: u64,
    runs: Vec<u8>,
    /// Cut off from everyone until then.
    partitioned: BTreeMap<u8, Moment>,
    /// Not running until then; what comes in waits.
    stopped: BTreeMap<u8, Moment>,
    pub(crate) checks: Checks,
    pub(crate) edge: Edge,
}

impl World {
    pub(crate) fn new(seed: u64, nodes: u8, shards: u16) -> Self {
        Self {
            now: Moment(1_000_000),
            rng: Rng::new(seed),
            faults: Faults::NONE,
            keeper: Keeper::default(),
            nodes: (0..nodes).map(|_| None).collect(),
            steps: 0,
            config: Config { generation: 1, shards },
            queue: BTreeMap::new(),
            happenings: 0,
            runs: vec![0; usize::from(nodes)],
            partitioned: BTreeMap::new(),
            stopped: BTreeMap::new(),
            checks: Checks::new(shards),
            edge: Edge::new(0, 0, shards, Planted::Nothing),
        }
    }

    /// Starts a process if it is down.
    pub(crate) fn start(&mut self, index: u8) {
        let slot = usize::from(index);
        if self.nodes[slot].is_some() {
            return;
        }
        self.runs[slot] += 1;
        let place = Place::Node { index, run: self.runs[slot] };
        let rng = Rng::new(self.rng.next());
        let mut out = Out::default();
        let mut node = Node::start(place, self.config, rng, self.now, &mut out);
        if !self.edge.agents.is_empty() {
            node.careless = self.edge.planted == Planted::ReleaseWithoutEpoch;
            node.serving = Some(Box::new(Serving::new(self.rng.next())));
            self.later(self.now + Duration::from_millis(1), Event::NodePoll(place));
        }
        self.nodes[slot] = Some(node);
        self.perform(place, out);
    }

    /// kill -9: it is gone, its lease is not.
    pub(crate) fn crash(&mut self, index: u8) {
        if let Some(node) = self.nodes[usize::from(index)].take() {
            self.keeper.forget(node.place);
            let gateways: Vec<_> = self.edge.gateways.keys().copied().collect();
            for gateway in gateways {
                self.cut(gateway, node.place);
            }
        }
        self.stopped.remove(&index);
    }

    /// Lets a running node do something, then performs and checks it.
    pub(crate) fn with(&mut self, index: u8, act: impl FnOnce(&mut Node, Moment, &mut Out)) {
        let Some(node) = &mut self.nodes[usize::from(index)] else { return };
        let mut out = Out::default();
        act(node, self.now, &mut out);
        let place = node.place;
        self.perform(place, out);
        self.serve(place, |_, _| Vec::new());
        self.checks.after_step(&self.nodes, index, &self.keeper.store, self.now);
    }

    pub(crate) fn partition(&mut self, index: u8, lasting: Duration) {
        self.partitioned.insert(index, self.now + lasting);
    }

    /// SIGSTOP, then SIGCONT.
    pub(crate) fn pause(&mut self, index: u8, lasting: Duration) {
        self.stopped.insert(index, self.now + lasting);
    }

    pub(crate) fn heal(&mut self) {
        self.faults = Faults::NONE;
        self.partitioned.clear();
        self.stopped.clear();
    }

    /// Runs until that moment.
    pub(crate) fn run_until(&mut self, end: Moment) {
        while let Some(next) = self.queue.first_entry()
            && next.key().0 <= end
        {
            let ((at, _), happening) = next.remove_entry();
            self.now = at;
            self.steps += 1;
            assert!(self.steps < STEPS_MAX, "it never comes to rest: {happening:?}");
            self.happen(happening);
        }
        self.now = end;
    }

    fn happen(&mut self, happening: Happening) {
        let place = match &happening {
            Happening::Deliver { to, .. } => Some(*to),
            Happening::Wake(place, _) => Some(*place),
            Happening::Edge(event) => event.node(),
        };
        if let Some(Place::Node { index, .. }) = place
            && let Some(until) = self.stopped.get(&index)
            && *until > self.now
        {
            return self.enqueue(*until, happening);
        }
        match happening {
            Happening::Deliver { from, to, message } => self.deliver(from, to, message),
            Happening::Wake(place, timer) => self.wake(place, timer),
            Happening::Edge(event) => self.on_edge(event),
        }
    }

    fn deliver(&mut self, from: Place, to: Place, message: Message) {
        match to {
            Place::Store => {
                let mut out = Out::default();
                self.keeper.on_message(from, message, self.now, &mut out);
                self.perform(to, out);
            }
            Place::Node { index, .. } if self.lives(to) => {
                self.with(index, |node, now, out| node.on_message(message, now, out));
            }
            Place::Node { .. } => {}
        }
    }

    fn wake(&mut self, place: Place, timer: Timer) {
        match place {
            Place::Store => {
                let mut out = Out::default();
                self.keeper.on_expire(self.now, &mut out);
                self.perform(place, out);
            }
            Place::Node { index, .. } if self.lives(place) => {
                self.with(index, |node, now, out| node.on_timer(timer, now, out));
            }
            Place::Node { .. } => {}
        }
    }

    /// Whether that very process still runs.
    fn lives(&self, place: Place) -> bool {
        self.nodes.iter().flatten().any(|node| node.place == place)
    }

    fn perform(&mut self, from: Place, out: Out) {
        for (at, timer) in out.timers {
            self.enqueue(at, Happening::Wake(from, timer));
        }
        for (to, message) in out.sends {
            if self.is_cut(from) || self.is_cut(to) || self.rng.per_mille(self.faults.drop) {
                continue;
            }
            let copies = 1 + u64::from(self.rng.per_mille(self.faults.duplicate));
            for _ in 0..copies {
                let worst = if self.rng.per_mille(self.faults.slow) { 4_000 } else { 30 };
                let takes = Duration::from_millis(1 + self.rng.below(worst));
                let message = message.clone();
                self.enqueue(self.now + takes, Happening::Deliver { from, to, message });
            }
        }
    }

    pub(crate) fn is_cut(&self, place: Place) -> bool {
        let Place::Node { index, .. } = place else { return false };
        self.partitioned.get(&index).is_some_and(|until| *until > self.now)
    }

    pub(crate) fn later(&mut self, at: Moment, event: Event) {
        self.enqueue(at, Happening::Edge(event));
    }

    fn enqueue(&mut self, at: Moment, happening: Happening) {
        self.happenings += 1;
        self.queue.insert((at, self.happenings), happening);
    }
}
