//! Putting messages together: what a reply or a push carries, and what its checkpoint says.

use std::time::Duration;

use proto::opamp::v1::{ServerToAgent, ServerToAgentFlags};

use super::{Context, Effect, Offer, Outgoing, Session, Unwritten};
use crate::link::Transport;
use crate::wire::ErrorKind;
use crate::{Moment, capability, wire};

/// When a node without a lease may have one again, or somebody else its shards.
const RETRY_AFTER: Duration = Duration::from_secs(5);

impl Session {
    pub(super) fn bare(&self) -> ServerToAgent {
        ServerToAgent { instance_uid: self.agent.to_bytes(), ..Default::default() }
    }

    /// The answer to one message: a waiting instruction alone for an agent that polls, otherwise whatever is due.
    pub(super) fn reply(
        &mut self,
        answers: u64,
        transport: Transport,
        context: &mut Context<'_>,
    ) -> Box<Outgoing> {
        if transport == Transport::Http
            && context.voice
            && let Some(instruction) = self.instructions.next_for_poll()
            && let Some(Effect::Send(alone)) = self.instruct(instruction, answers).pop()
        {
            return alone;
        }
        let mut message = self.bare();
        // Each HTTP exchange counts as the first: the node that answers the next one may be another.
        if transport == Transport::Http || !self.capabilities_sent {
            message.capabilities = capability::SERVER;
            self.capabilities_sent = true;
        }
        if self.full_state_due(context) {
            message.flags |= ServerToAgentFlags::ReportFullState as u64;
        }
        let offer = if context.voice { self.offer_due(context.now) } else { None };
        self.send(answers, &message, offer, context.now)
    }

    /// The answer to a message that asks for something only voice can give: an ack would be a lie (PROTOCOL.md E2).
    pub(super) fn not_now(&mut self, answers: u64) -> Box<Outgoing> {
        let kind = ErrorKind::Unavailable { retry_after: RETRY_AFTER };
        let why = "this node may not decide anything now: send the message again later";
        let head = wire::error_reply(Some(self.agent), kind, why);
        self.sends += 1;
        let checkpoint = self.checkpoint();
        Box::new(Outgoing { number: self.sends, answers, head, body: None, checkpoint })
    }

    pub(super) fn send(
        &mut self,
        answers: u64,
        message: &ServerToAgent,
        offer: Option<Offer>,
        now: Moment,
    ) -> Box<Outgoing> {
        self.sends += 1;
        let number = self.sends;
        if let Some(offer) = &offer {
            let hash = offer.config.hash;
            self.offer.on_sent(hash, now);
            self.unwritten.push_back((number, Unwritten::Offer(hash)));
        }
        let checkpoint = self.checkpoint();
        let body = offer.map(|offer| (offer.config.fragment_hash, offer.config.fragment.clone()));
        Box::new(Outgoing { number, answers, head: wire::encode(message), body, checkpoint })
    }
}
