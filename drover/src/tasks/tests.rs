use std::time::Duration;

use anyhow::{Result, anyhow};
use futures::{StreamExt as _, stream};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::Tasks;

const DEADLINE: Duration = Duration::from_secs(30);

/// No signal ever.
fn none() -> impl futures::Stream<Item = ()> + Unpin {
    stream::pending()
}

/// Signals at these seconds.
fn at(seconds: &'static [u64]) -> impl futures::Stream<Item = ()> + Unpin {
    let waits = stream::iter(seconds).scan(0, |before, at| {
        let wait = at - *before;
        *before = *at;
        std::future::ready(Some(wait))
    });
    let signals = waits.then(|wait| sleep(Duration::from_secs(wait)));
    Box::pin(signals.chain(stream::pending()))
}

async fn until(token: CancellationToken) -> Result<()> {
    token.cancelled().await;
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn the_first_failure_stops_the_rest_and_is_named() {
    let mut tasks = Tasks::default();
    let drain = tasks.drain.clone();
    tasks.add("gateway", until(drain));
    tasks.add("node", async { Err(anyhow!("the disk is full")) });
    let error = tasks.until_stopped(none(), DEADLINE).await.unwrap_err();
    assert_eq!(format!("{error:#}"), "node failed: the disk is full");
}

#[tokio::test(start_paused = true)]
async fn a_part_that_ends_or_panics_unasked_is_a_failure() {
    let mut tasks = Tasks::default();
    tasks.add("lease", async { Ok(()) });
    let error = tasks.until_stopped(none(), DEADLINE).await.unwrap_err();
    assert!(format!("{error:#}").starts_with("lease ended"), "{error:#}");

    let mut tasks = Tasks::default();
    tasks.add("lease", async { panic!("planned by this test") });
    let error = tasks.until_stopped(none(), DEADLINE).await.unwrap_err();
    assert_eq!(format!("{error:#}"), "lease failed: it panicked");
}

#[tokio::test(start_paused = true)]
async fn a_signal_drains_and_success_is_clean() {
    let mut tasks = Tasks::default();
    tasks.add("node", until(tasks.drain.clone()));
    tasks.add_until_halt("admin", until(tasks.halt.clone()));
    let started = Instant::now();
    let (drain, halt) = (tasks.drain.clone(), tasks.halt.clone());
    tasks.until_stopped(at(&[1]), DEADLINE).await.unwrap();
    assert!(drain.is_cancelled() && halt.is_cancelled());
    assert_eq!(started.elapsed().as_secs(), 1, "nothing waits for the deadline");
}

#[tokio::test(start_paused = true)]
async fn a_second_signal_halts_before_the_deadline_and_the_deadline_halts_without_one() {
    for (signals, after) in [(&[1, 3][..], 3), (&[1][..], 31)] {
        let mut tasks = Tasks::default();
        tasks.add("gateway", until(tasks.halt.clone()));
        let started = Instant::now();
        tasks.until_stopped(at(signals), DEADLINE).await.unwrap();
        assert_eq!(started.elapsed().as_secs(), after);
    }
}

#[tokio::test(start_paused = true)]
async fn a_part_that_ignores_every_request_is_dropped() {
    let mut tasks = Tasks::default();
    tasks.add("stuck", std::future::pending());
    let started = Instant::now();
    tasks.until_stopped(at(&[1, 2]), DEADLINE).await.unwrap();
    assert_eq!(started.elapsed().as_secs(), 5);
}
