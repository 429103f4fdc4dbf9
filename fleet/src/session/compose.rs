//! Putting messages together: what a reply or a push carries, and what its checkpoint says.

use proto::opamp::v1::{ServerToAgent, ServerToAgentFlags};

use super::{Context, Effect, Offer, Outgoing, Session, Unwritten};
use crate::link::Transport;
use crate::{Moment, capability, wire};

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
