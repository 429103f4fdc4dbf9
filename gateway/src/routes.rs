//! Who owns which shard, and which sockets care.
//!
//! One mutex around plain tables: a route change and the registration of a socket can never miss each other. It is
//! held for look-ups and list copies only; nobody waits for anything inside.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use fleet::id::SHARDS;
use fleet::link::Claim;
use fleet::topology::Route;
use fleet::{MemberId, Moment, Shard, SocketId};
use tokio::sync::Notify;

use crate::handle::{Doom, Handle, Mail, code};

/// Shards, their routes and the sockets with sessions in them.
pub(crate) struct Routes {
    tables: Mutex<Tables>,
    changed: Notify,
    next_socket: AtomicU64,
    ping_seconds: usize,
}

/// How much of the cluster can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Nothing, for too long.
    None,
    /// Something, or it was until a moment ago.
    Some,
}

/// Whether a socket is pinged and timed by [`Routes::tick`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Visits {
    /// A WebSocket.
    EveryPing,
    /// An HTTP exchange, which has its own short deadline.
    Never,
}

struct Tables {
    shards: Vec<Entry>,
    sockets: HashMap<SocketId, Arc<Handle>>,
    /// Sockets by the second of the ping period in which they came.
    seconds: Vec<Vec<Weak<Handle>>>,
    second: usize,
}

#[derive(Clone, Default)]
struct Entry {
    route: Option<Route>,
    /// When it was first seen without a path to an owner; `None` while there is one.
    lost: Option<Moment>,
    sockets: Vec<SocketId>,
}

impl fmt::Debug for Routes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Routes")
    }
}

impl Routes {
    /// No routes, no sockets. Sockets are visited once per `ping_every`.
    pub(crate) fn new(ping_every: Duration) -> Self {
        let ping_seconds = usize::try_from(ping_every.as_secs()).unwrap_or(30).max(1);
        let tables = Tables {
            shards: vec![Entry::default(); SHARDS.into()],
            sockets: HashMap::new(),
            seconds: vec![Vec::new(); ping_seconds],
            second: 0,
        };
        Self {
            tables: Mutex::new(tables),
            changed: Notify::new(),
            next_socket: AtomicU64::new(1),
            ping_seconds,
        }
    }

    /// A new socket.
    pub(crate) fn add(&self, mailbox_max: usize, visits: Visits, now: Moment) -> Arc<Handle> {
        let id = SocketId(self.next_socket.fetch_add(1, Ordering::Relaxed));
        let handle = Handle::new(id, now, mailbox_max);
        let mut tables = self.lock();
        tables.sockets.insert(id, Arc::clone(&handle));
        let second = tables.second;
        match visits {
            Visits::EveryPing => {
                let seats = tables.seconds.get_mut(second);
                seats.into_iter().for_each(|seats| seats.push(Arc::downgrade(&handle)));
            }
            Visits::Never => {}
        }
        handle
    }

    /// A socket is gone; `shards` are those it had opened.
    pub(crate) fn remove(&self, id: SocketId, shards: impl Iterator<Item = Shard>) {
        let mut tables = self.lock();
        let handle = tables.sockets.remove(&id);
        for shard in shards {
            if let Some(entry) = tables.shards.get_mut(usize::from(shard.number())) {
                entry.sockets.retain(|socket| *socket != id);
            }
        }
        drop(tables);
        if let Some(handle) = handle {
            handle.retire();
        }
    }

    /// From now on this socket hears of changes of this shard.
    pub(crate) fn open(&self, shard: Shard, id: SocketId) {
        let mut tables = self.lock();
        let entry = tables.shards.get_mut(usize::from(shard.number()));
        if let Some(entry) = entry.filter(|entry| !entry.sockets.contains(&id)) {
            entry.sockets.push(id);
        }
    }

    /// The owner of a shard now.
    pub(crate) fn route(&self, shard: Shard) -> Option<Route> {
        self.lock().shards.get(usize::from(shard.number())).and_then(|entry| entry.route)
    }

    /// One socket.
    pub(crate) fn socket(&self, id: SocketId) -> Option<Arc<Handle>> {
        self.lock().sockets.get(&id).cloned()
    }

    /// How many sockets there are.
    pub(crate) fn len(&self) -> usize {
        self.lock().sockets.len()
    }

    /// Sets a shard's route and returns the sockets that have to hear of it, or `None` if it is no news: epochs never
    /// go back.
    pub(crate) fn set(&self, shard: Shard, route: Route) -> Option<Vec<Arc<Handle>>> {
        let mut tables = self.lock();
        let entry = tables.shards.get_mut(usize::from(shard.number()))?;
        if entry.route.is_some_and(|old| old.epoch >= route.epoch) {
            return None;
        }
        entry.route = Some(route);
        let sockets = entry.sockets.clone();
        let handles = sockets.iter().filter_map(|id| tables.sockets.get(id).cloned()).collect();
        drop(tables);
        self.changed.notify_waiters();
        Some(handles)
    }

    /// The shards a node owns, and the sockets with sessions in them, each once.
    pub(crate) fn owned(&self, owner: MemberId) -> (Vec<Claim>, Vec<Arc<Handle>>) {
        let tables = self.lock();
        let mut claims = Vec::new();
        let mut ids = Vec::new();
        for (shard, entry) in Shard::all().zip(&tables.shards) {
            if let Some(route) = entry.route.filter(|route| route.owner == owner) {
                claims.push(Claim { shard, epoch: route.epoch });
                ids.extend_from_slice(&entry.sockets);
            }
        }
        ids.sort_unstable();
        ids.dedup();
        let handles = ids.iter().filter_map(|id| tables.sockets.get(id).cloned()).collect();
        (claims, handles)
    }

    /// The sockets with sessions in these shards, each once.
    pub(crate) fn sockets_of(&self, shards: impl Iterator<Item = Shard>) -> Vec<Arc<Handle>> {
        let tables = self.lock();
        let entries = shards.filter_map(|shard| tables.shards.get(usize::from(shard.number())));
        let mut ids: Vec<_> = entries.flat_map(|entry| entry.sockets.iter().copied()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.iter().filter_map(|id| tables.sockets.get(id).cloned()).collect()
    }

    /// Waits until a shard has an owner whose link is up, as `usable` says. Cancel-safe.
    pub(crate) async fn wait(&self, shard: Shard, usable: impl Fn(Route) -> bool) -> Route {
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            if let Some(route) = self.route(shard).filter(|route| usable(*route)) {
                return route;
            }
            changed.await;
        }
    }

    /// A link came up or went down.
    pub(crate) fn links_changed(&self) {
        self.changed.notify_waiters();
    }

    /// Every socket.
    pub(crate) fn all(&self) -> Vec<Arc<Handle>> {
        self.lock().sockets.values().cloned().collect()
    }

    /// Every WebSocket.
    pub(crate) fn websockets(&self) -> Vec<Arc<Handle>> {
        self.lock().seconds.iter().flatten().filter_map(Weak::upgrade).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Tables> {
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Deadlines of silent sockets, in whole seconds: one visit of a few lists per second serves every socket.
impl Routes {
    /// A second has passed: pings those whose turn it is, closes those that did not answer their last ping within
    /// `pong` or sent nothing within `first` of arriving, unless it is this gateway that does not read them.
    pub(crate) fn tick(&self, pong: Duration, first: Duration) {
        let (due, asked, fresh) = {
            let mut tables = self.lock();
            tables.second = (tables.second + 1) % self.ping_seconds;
            let now = tables.second;
            let asked = self.seats(&mut tables, now, pong);
            let fresh = self.seats(&mut tables, now, first);
            (self.seats(&mut tables, now, Duration::ZERO), asked, fresh)
        };
        let overdue = |handle: &&Arc<Handle>, flag: &AtomicBool| {
            flag.load(Ordering::Relaxed) && !handle.waits.load(Ordering::Relaxed)
        };
        for handle in asked.iter().filter(|handle| overdue(handle, &handle.unanswered)) {
            handle.doom(Doom { code: code::POLICY, reason: "no answer to a ping" });
        }
        for handle in fresh.iter().filter(|handle| overdue(handle, &handle.silent)) {
            handle.doom(Doom { code: code::POLICY, reason: "no message came" });
        }
        for handle in due {
            handle.push(Mail::Ping);
        }
    }

    /// The sockets whose turn was `ago` before second `now`.
    fn seats(&self, tables: &mut Tables, now: usize, ago: Duration) -> Vec<Arc<Handle>> {
        let ago = usize::try_from(ago.as_secs()).unwrap_or(0) % self.ping_seconds;
        let at = (now + self.ping_seconds - ago) % self.ping_seconds;
        let Some(seats) = tables.seconds.get_mut(at) else { return Vec::new() };
        seats.retain(|seat| seat.strong_count() > 0);
        seats.iter().filter_map(Weak::upgrade).collect()
    }

    /// Notes which shards have no path to an owner. Returns up to `pace` sockets that had none for `limit`, and
    /// whether no shard at all had one.
    pub(crate) fn lost(
        &self,
        now: Moment,
        limit: Duration,
        pace: usize,
        usable: impl Fn(Route) -> bool,
    ) -> (Vec<Arc<Handle>>, Reach) {
        let mut tables = self.lock();
        let (mut ids, mut reach) = (Vec::new(), Reach::None);
        for entry in &mut tables.shards {
            if entry.route.is_some_and(&usable) {
                entry.lost = None;
            } else if now.since(*entry.lost.get_or_insert(now)) >= limit {
                ids.extend_from_slice(&entry.sockets);
                continue;
            }
            reach = Reach::Some;
        }
        let handles = ids.iter().filter_map(|id| tables.sockets.get(id));
        // A socket that came during the outage has its own time: closing it at once would only make it come again.
        let old = handles.filter(|handle| now.since(handle.born) >= limit);
        (old.take(pace).cloned().collect(), reach)
    }
}

#[cfg(test)]
mod tests;
