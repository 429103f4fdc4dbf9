//! Custom messages: the server's list of capabilities for the agent, and what the agent sends.
//!
//! What an agent sends reaches subscribers at most once: a message that may have been passed on before is not passed on
//! again.

use prost::Message as _;
use proto::opamp::v1::{AgentToServer, ServerToAgent};

use super::{Context, Effect, Session, Via};
use crate::Digest;
use crate::custom::Served;
use crate::link::{Checkpoint, Transport};

/// What of custom messages is known of one agent besides what it reported.
#[derive(Debug, Default)]
pub(super) struct Custom {
    /// Stands for the server's list as the agent was last told it.
    told: u64,
    /// It has not been told on its present socket.
    anew: bool,
    /// The last custom message of the agent.
    heard: Option<Digest>,
    /// Whether the one in the message at hand may have been passed on before.
    weighed: Weighed,
    /// The agent's session was another owner's before.
    inherited: bool,
}

/// How often a custom message has been passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Weighed {
    #[default]
    New,
    Repeated,
    /// An owner that is gone had it too, and nobody knows what became of it there.
    Uncertain,
}

impl Custom {
    pub(super) fn told(&self) -> u64 {
        self.told
    }

    pub(super) fn on_unheard(&mut self) {
        self.anew = true;
    }

    pub(super) fn resume(&mut self, checkpoint: &Checkpoint) {
        self.told = checkpoint.custom;
        self.anew = false;
    }

    pub(super) fn inherit(&mut self, fresh: bool) {
        self.inherited = fresh;
    }

    /// Whether an agent that can be pushed to has an old list.
    pub(super) fn changed(&self, served: &Served) -> bool {
        !self.anew && self.told != served.mark()
    }
}

impl Session {
    /// Whether the agent lists this custom capability.
    pub(super) fn lists_custom(&self, name: &str) -> bool {
        let listed = self.observed.custom_capabilities();
        listed.is_some_and(|listed| listed.capabilities.iter().any(|known| known == name))
    }

    /// Whether a reply carries the server's list. Each HTTP exchange counts as the first.
    pub(super) fn custom_due(&self, transport: Transport, served: &Served) -> bool {
        let Custom { told, anew, .. } = self.custom;
        let first = anew || transport == Transport::Http;
        told != served.mark() || (first && served.mark() != 0)
    }

    pub(super) fn tell_custom(&mut self, message: &mut ServerToAgent, served: &Served) {
        message.custom_capabilities = Some(served.to_message());
        self.custom.told = served.mark();
        self.custom.anew = false;
    }

    /// Looks at the custom message of a message that has not been merged yet.
    pub(super) fn weigh_custom(&mut self, message: &AgentToServer, via: Via) {
        let Some(said) = &message.custom_message else { return };
        let heard = Some(Digest::of(&said.encode_to_vec()));
        // Some agents never count, so an equal number alone is no repetition.
        let again = self.sequence_num == Some(message.sequence_num) && self.custom.heard == heard;
        let replayed = via.replayed && via.transport == Transport::WebSocket;
        self.custom.weighed = if again || (replayed && self.covers(message.sequence_num)) {
            Weighed::Repeated
        } else if via.replayed && self.custom.inherited {
            Weighed::Uncertain
        } else {
            Weighed::New
        };
        self.custom.heard = heard;
    }

    /// What becomes of the custom message of a message that was weighed.
    pub(super) fn hear_custom(
        &mut self,
        message: &AgentToServer,
        context: &Context<'_>,
    ) -> Option<Effect> {
        let said = message.custom_message.as_ref()?;
        match self.custom.weighed {
            Weighed::Repeated => None,
            Weighed::New if context.voice && context.custom.has(&said.capability) => {
                Some(Effect::Custom(Box::new(said.clone())))
            }
            Weighed::New | Weighed::Uncertain => Some(Effect::CustomDropped),
        }
    }
}
