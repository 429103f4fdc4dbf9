//! Available components: which ones are held in full, and whether to ask for those of which only the hash is known.

use std::time::Duration;

use bytes::Bytes;
use proto::opamp::v1::{AgentCapabilities as Bit, AgentToServer};

use super::{Context, Session};
use crate::Moment;
use crate::components::is_bare;

/// The shortest time between two questions for the components of one hash, and how many there are.
const ASK_AGAIN: Duration = Duration::from_secs(60);
const ASKS_MAX: u8 = 3;
/// The longest hash that is remembered, in bytes.
const HASH_LEN_MAX: usize = 256;

/// What is known of the agent's components besides what it reported last.
#[derive(Debug, Default)]
pub(super) struct Components {
    /// The hash of what is held in full; empty without.
    held: Bytes,
    /// The hash whose components are not known; empty without.
    wanted: Bytes,
    asks: u8,
    asked: Option<Moment>,
}

impl Components {
    pub(super) fn restore(&mut self, held: &Bytes) {
        self.held = held.clone();
    }

    pub(super) fn held(&self) -> &Bytes {
        &self.held
    }
}

impl Session {
    /// Looks at what the message says of components. Returns whether it is the hash of what is held: then there is
    /// nothing to take over.
    pub(super) fn weigh_components(&mut self, message: &AgentToServer) -> bool {
        let Some(reported) = &message.available_components else { return false };
        let known = &mut self.components;
        let hash = &reported.hash;
        if !is_bare(reported) {
            let kept = hash.len() <= HASH_LEN_MAX && !reported.components.is_empty();
            known.held = if kept { hash.clone() } else { Bytes::new() };
            known.wanted = Bytes::new();
            return false;
        }
        if *hash == known.held {
            known.wanted = Bytes::new();
            return true;
        }
        known.held = Bytes::new();
        if *hash != known.wanted {
            (known.wanted, known.asks, known.asked) = (hash.clone(), 0, None);
        }
        false
    }

    /// Whether to ask with this reply; if so it counts as asked.
    pub(super) fn components_due(&mut self, context: &Context<'_>) -> bool {
        let Components { wanted, asks, asked, .. } = &mut self.components;
        let again = asked.is_none_or(|asked| context.now >= asked + ASK_AGAIN);
        let due = context.voice
            && !wanted.is_empty()
            && *asks < ASKS_MAX
            && again
            && self.capabilities.has(Bit::ReportsAvailableComponents);
        if due {
            (*asks, *asked) = (*asks + 1, Some(context.now));
        }
        due
    }
}
