use fleet::{Epoch, Revision};

use super::*;
use crate::handle::Next;

fn route(owner: u8, revision: u64) -> Route {
    let epoch = Epoch { generation: 1, revision: Revision(revision) };
    Route { owner: MemberId::new([owner; 16]), epoch }
}

fn shard(number: u32) -> Shard {
    Shard::new(number).unwrap()
}

fn routes() -> Routes {
    Routes::new(Duration::from_secs(30))
}

#[test]
fn epochs_never_go_back() {
    let routes = routes();
    assert!(routes.set(shard(7), route(1, 10)).is_some());
    assert!(routes.set(shard(7), route(2, 9)).is_none());
    assert!(routes.set(shard(7), route(2, 10)).is_none());
    assert_eq!(routes.route(shard(7)), Some(route(1, 10)));
    assert!(routes.set(shard(7), route(2, 11)).is_some());
    assert_eq!(routes.route(shard(7)), Some(route(2, 11)));
}

#[test]
fn a_change_is_for_the_sockets_of_that_shard() {
    let routes = routes();
    let (one, two) =
        (routes.add(4, Visits::EveryPing, Moment(0)), routes.add(4, Visits::EveryPing, Moment(0)));
    routes.open(shard(1), one.id);
    routes.open(shard(2), one.id);
    routes.open(shard(2), two.id);
    let ids = |handles: Vec<Arc<Handle>>| handles.iter().map(|h| h.id).collect::<Vec<_>>();
    assert_eq!(ids(routes.set(shard(1), route(1, 1)).unwrap()), [one.id]);
    assert_eq!(ids(routes.set(shard(2), route(1, 2)).unwrap()), [one.id, two.id]);
    assert_eq!(ids(routes.set(shard(3), route(1, 3)).unwrap()), []);
    assert_eq!(ids(routes.owned(route(1, 0).owner).1), [one.id, two.id]);
    routes.remove(one.id, [shard(1), shard(2)].into_iter());
    assert_eq!(ids(routes.set(shard(2), route(2, 4)).unwrap()), [two.id]);
    assert_eq!(routes.len(), 1);
}

#[tokio::test]
async fn a_full_mailbox_closes_its_socket_only() {
    let routes = routes();
    let (slow, other) =
        (routes.add(2, Visits::EveryPing, Moment(0)), routes.add(2, Visits::EveryPing, Moment(0)));
    for _ in 0..3 {
        slow.push(Mail::Ping);
    }
    other.push(Mail::Ping);
    assert!(matches!(slow.next().await, Next::Doom(Doom { code: code::AGAIN, .. })));
    assert!(matches!(other.next().await, Next::Mail(Mail::Ping)));
}

#[tokio::test]
async fn each_socket_is_pinged_once_per_period_and_closed_without_an_answer() {
    let routes = routes();
    let handle = routes.add(4, Visits::EveryPing, Moment(0));
    handle.silent.store(false, Ordering::Relaxed);
    let (pong, first) = (Duration::from_secs(10), Duration::from_secs(15));
    for _ in 0..30 {
        routes.tick(pong, first);
    }
    assert!(matches!(handle.next().await, Next::Mail(Mail::Ping)));
    handle.unanswered.store(true, Ordering::Relaxed);
    for _ in 0..9 {
        routes.tick(pong, first);
    }
    let early = tokio::time::timeout(Duration::ZERO, handle.next()).await;
    assert!(early.is_err(), "closed before its deadline: {early:?}");
    routes.tick(pong, first);
    assert!(matches!(handle.next().await, Next::Doom(Doom { code: code::POLICY, .. })));
}

#[tokio::test]
async fn a_socket_that_never_speaks_is_closed() {
    let routes = routes();
    let handle = routes.add(4, Visits::EveryPing, Moment(0));
    for _ in 0..15 {
        routes.tick(Duration::from_secs(10), Duration::from_secs(15));
    }
    assert!(matches!(handle.next().await, Next::Doom(Doom { code: code::POLICY, .. })));
}

#[test]
fn sockets_without_a_path_are_closed_at_a_pace() {
    let routes = routes();
    for number in 0..10 {
        let handle = routes.add(4, Visits::EveryPing, Moment(0));
        routes.open(shard(number), handle.id);
    }
    routes.set(shard(0), route(1, 1)).unwrap();
    let usable = |route: Route| route.owner == MemberId::new([1; 16]);
    let limit = Duration::from_secs(30);
    let lost = |at: u64| {
        let (handles, reach) = routes.lost(Moment(at), limit, 4, usable);
        assert_eq!(reach, Reach::Some, "shard 0 has an owner");
        handles.len()
    };
    assert_eq!(lost(1_000), 0);
    assert_eq!(lost(30_999), 0);
    assert_eq!(lost(31_000), 4);
}

#[test]
fn a_socket_that_came_during_the_outage_has_its_own_time() {
    let routes = routes();
    let limit = Duration::from_secs(30);
    let lost = |at: u64| {
        let (handles, reach) = routes.lost(Moment(at), limit, 4, |_| false);
        (handles.len(), reach)
    };
    assert_eq!(lost(0), (0, Reach::Some));
    assert_eq!(lost(30_000), (0, Reach::None));
    let handle = routes.add(4, Visits::EveryPing, Moment(30_000));
    routes.open(shard(1), handle.id);
    assert_eq!(lost(59_999), (0, Reach::None));
    assert_eq!(lost(60_000), (1, Reach::None));
}

#[tokio::test]
async fn a_socket_that_waits_for_room_is_not_closed_for_its_silence() {
    let routes = routes();
    let handle = routes.add(4, Visits::EveryPing, Moment(0));
    handle.unanswered.store(true, Ordering::Relaxed);
    handle.waits.store(true, Ordering::Relaxed);
    for _ in 0..29 {
        routes.tick(Duration::from_secs(10), Duration::from_secs(15));
    }
    let closed = tokio::time::timeout(Duration::ZERO, handle.next()).await;
    assert!(closed.is_err(), "{closed:?}");
}
