//! Ring 1: the pure code of a whole cluster on paper, under seeded faults, checked after every
//! step.
//!
//! A failure names its seed; `SEEDS` set to that one alone repeats it.

#![allow(
    clippy::wildcard_enum_match_arm,
    clippy::wrong_self_convention,
    reason = "the shell hands each event to the file that knows it"
)]
#![allow(clippy::unwrap_used, reason = "a test stops where it is wrong")]

mod agent;
mod checks;
mod deliver;
mod edge;
mod gateway;
mod keeper;
mod message;
mod node;
mod records;
mod rng;
mod serve;
mod serving;
mod speak;
mod store;
mod traffic;
mod world;

use std::ops::Range;
use std::time::{Duration, Instant};

use crate::world::{Faults, World};

const NODES: u8 = 4;
const SHARDS: u16 = 24;
/// A run of a minute and its settling take about 5,000 steps.
const SEEDS: Range<u64> = 0..200;
/// Runs with a single crash need fewer.
const CRASHES: Range<u64> = 0..60;

/// How much was run and checked, and how fast. The suite repeats what is said here: it knows it by
/// its first word.
struct Pace {
    name: &'static str,
    start: Instant,
    seeds: u64,
    steps: u64,
    invariants: u64,
}

impl Pace {
    #[allow(clippy::disallowed_methods, reason = "how fast the checker runs, not what it checks")]
    fn new(name: &'static str) -> Self {
        Self { name, start: Instant::now(), seeds: 0, steps: 0, invariants: 0 }
    }

    fn add(&mut self, steps: u64, invariants: u64) {
        self.seeds += 1;
        self.steps += steps;
        self.invariants += invariants;
    }

    fn say(&self) {
        let Self { name, start, seeds, steps, invariants } = self;
        let minutes = start.elapsed().as_secs_f64() / 60.0;
        let pace = |count: u64| count as f64 / minutes;
        eprintln!(
            "paper: {name}: {seeds} seeds ({:.0} per minute), {steps} steps ({:.0} per minute), \
             {invariants} invariants ({:.0} per minute)",
            pace(*seeds),
            pace(*steps),
            pace(*invariants),
        );
    }
}

/// Runs one seed after the other; a panic inside is reported with its seed.
fn every_seed(name: &'static str, seeds: Range<u64>, run: impl Fn(u64) -> World) {
    let mut pace = Pace::new(name);
    for seed in seeds {
        let attempt = std::panic::AssertUnwindSafe(|| run(seed));
        match std::panic::catch_unwind(attempt) {
            Ok(world) => pace.add(world.steps, world.checks.made),
            Err(why) => {
                eprintln!("seed {seed} failed");
                std::panic::resume_unwind(why);
            }
        }
    }
    pace.say();
}

fn settle(world: &mut World) {
    world.heal();
    for index in 0..NODES {
        // A process that was told to leave ends here, like one that a supervisor restarts.
        if world.nodes[usize::from(index)].as_ref().is_some_and(|node| node.draining) {
            world.crash(index);
        }
        world.start(index);
    }
    world.run_until(world.now + Duration::from_secs(45));
    checks::settled(&world.nodes, &world.keeper.store, SHARDS, world.now);
}

/// Something happens to somebody.
fn disturb(world: &mut World) {
    let index = world.rng.below(u64::from(NODES)) as u8;
    let lasting = world.rng.between(Duration::from_millis(500), Duration::from_secs(15));
    match world.rng.below(8) {
        0 | 1 => world.crash(index),
        2 => world.partition(index, lasting),
        3 => world.pause(index, lasting),
        4 => world.with(index, |node, now, out| node.drain(now, out)),
        5 => {
            world.with(index, |node, now, out| node.stop(now, out));
            world.crash(index);
        }
        6 => world.with(index, |node, now, out| node.resync(now, out)),
        _ => world.start(index),
    }
}

#[test]
fn whatever_happens_no_two_nodes_speak_for_a_shard_and_in_the_end_each_has_one() {
    every_seed("ownership", SEEDS, |seed| {
        let mut world = World::new(seed, NODES, SHARDS);
        world.faults = Faults { drop: 40, duplicate: 30, slow: 60 };
        for index in 0..NODES {
            world.start(index);
        }
        let end = world.now + Duration::from_secs(60);
        while world.now < end {
            let pause = world.rng.between(Duration::from_millis(100), Duration::from_secs(4));
            world.run_until(world.now + pause);
            disturb(&mut world);
        }
        settle(&mut world);
        world
    });
}

#[test]
fn a_killed_nodes_shards_are_spoken_for_again_within_its_lease_and_two_seconds() {
    every_seed("crashes", CRASHES, |seed| {
        let mut world = World::new(seed, NODES, SHARDS);
        for index in 0..NODES {
            world.start(index);
        }
        let pause = world.rng.between(Duration::from_secs(20), Duration::from_secs(25));
        world.run_until(world.now + pause);
        checks::settled(&world.nodes, &world.keeper.store, SHARDS, world.now);
        world.crash(seed as u8 % NODES);
        world.run_until(world.now + node::TTL + Duration::from_secs(2));
        checks::settled(&world.nodes, &world.keeper.store, SHARDS, world.now);
        world
    });
}

#[test]
fn the_same_seed_gives_the_same_run() {
    let run = |seed| {
        let mut world = World::new(seed, NODES, SHARDS);
        world.faults = Faults { drop: 100, duplicate: 100, slow: 100 };
        (0..NODES).for_each(|index| world.start(index));
        world.run_until(world.now + Duration::from_secs(30));
        (world.steps, world.keeper.store.revision(), world.rng.next())
    };
    assert_eq!(run(7), run(7));
    assert_ne!(run(7), run(8));
}

#[test]
fn at_full_size_every_change_of_nodes_costs_tens_of_transactions() {
    let shards = fleet::id::SHARDS;
    let mut world = World::new(1, 3, shards);
    // Revisions are transactions: what happened since, and whether all is well again.
    let costs = |world: &mut World, seconds: u64| {
        let before = world.keeper.store.revision().0;
        world.run_until(world.now + Duration::from_secs(seconds));
        checks::settled(&world.nodes, &world.keeper.store, shards, world.now);
        world.keeper.store.revision().0 - before
    };
    (0..3).for_each(|index| world.start(index));
    let started = costs(&mut world, 3);
    world.crash(0);
    let crashed = costs(&mut world, node::TTL.as_secs() + 2);
    world.start(0);
    let joined = costs(&mut world, 16);
    // Members and leases included: 42 claims, 15 claims, 23 moves.
    assert_eq!((started, crashed, joined), (45, 16, 24));
}
