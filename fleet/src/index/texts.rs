//! One copy of each text: a fleet has few different attribute names and values.

use std::collections::BTreeSet;
use std::sync::Arc;

/// Below this many texts nothing is swept.
const SWEEP_MIN: usize = 1_024;

#[derive(Debug, Default)]
pub(super) struct Texts {
    known: BTreeSet<Arc<str>>,
    /// Sweep when there are more than this.
    sweep_at: usize,
}

impl Texts {
    pub(super) fn intern(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.known.get(text) {
            return Arc::clone(known);
        }
        // Doubling keeps the cost per text constant and the unused ones below half.
        if self.known.len() >= self.sweep_at.max(SWEEP_MIN) {
            self.known.retain(|text| Arc::strong_count(text) > 1);
            self.sweep_at = self.known.len() * 2;
        }
        let text: Arc<str> = text.into();
        self.known.insert(Arc::clone(&text));
        text
    }
}
