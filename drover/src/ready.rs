//! Readiness: the process is ready when nothing is pending any more.
//!
//! Whoever starts a thing registers it and hands the guard on; dropping the guard is the signal. A part that fails to
//! start keeps the process unready, by name.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The names still pending. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Ready {
    // Held for a map operation, never across an await.
    pending: Arc<Mutex<BTreeMap<u64, String>>>,
}

/// Keeps the process unready until it is dropped.
#[derive(Debug)]
pub struct Guard {
    ready: Ready,
    id: u64,
}

impl Ready {
    /// Makes the process unready until the guard is dropped.
    pub fn register(&self, name: &str) -> Guard {
        let mut pending = self.lock();
        let id = pending.last_key_value().map_or(0, |(last, _)| last + 1);
        pending.insert(id, name.to_owned());
        Guard { ready: self.clone(), id }
    }

    /// What is not ready, in order of registration; empty when everything is.
    pub fn pending(&self) -> Vec<String> {
        self.lock().values().cloned().collect()
    }

    // A panic while it is held cannot leave the map half changed.
    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, String>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.ready.lock().remove(&self.id);
    }
}

#[cfg(test)]
mod tests;
