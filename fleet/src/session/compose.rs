//! Putting messages together: what a reply or a push carries, and what its checkpoint says.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use proto::opamp::v1::{ServerToAgent, ServerToAgentFlags};

use super::delivery::Unwritten;
use super::{Context, Effect, Offer, Outgoing, Session, Slot};
use crate::desired::Payload;
use crate::link::Transport;
use crate::wire::ErrorKind;
use crate::{AgentId, Digest, Moment, capability, wire};

/// When a node without a lease may have one again, or somebody else its shards.
const RETRY_AFTER: Duration = Duration::from_secs(5);

impl Session {
    pub(super) fn bare(&self) -> ServerToAgent {
        ServerToAgent { instance_uid: self.agent.to_bytes(), ..Default::default() }
    }

    /// The answer to one message: a waiting command alone for an agent that polls, otherwise whatever is due.
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
        if self.components_due(context) {
            message.flags |= ServerToAgentFlags::ReportAvailableComponents as u64;
        }
        let offers = if context.voice { self.offers_due(context.now) } else { Vec::new() };
        if self.custom_due(transport, context.custom) {
            self.tell_custom(&mut message, context.custom);
        }
        let polls = transport == Transport::Http && context.voice;
        let custom = if polls { self.instructions.next_custom() } else { None };
        let (waiting, said) = custom.unzip();
        message.custom_message = said;
        let outgoing = self.send(answers, &message, &offers, context.now);
        if let Some(id) = waiting {
            self.note_sent(outgoing.number, Unwritten::Instruction(id));
        }
        outgoing
    }

    /// The answer to a message that asks for something only voice can give: an ack would be a lie (PROTOCOL.md E2).
    pub(super) fn not_now(&mut self, answers: u64) -> Box<Outgoing> {
        self.sends += 1;
        let (head, checkpoint) = (not_now(self.agent), self.checkpoint());
        Box::new(Outgoing { number: self.sends, answers, head, body: None, checkpoint })
    }

    pub(super) fn send(
        &mut self,
        answers: u64,
        message: &ServerToAgent,
        offers: &[(Slot, Offer)],
        now: Moment,
    ) -> Box<Outgoing> {
        self.sends += 1;
        let number = self.sends;
        let mut sent = Vec::with_capacity(offers.len());
        for (slot, offer) in offers {
            let hash = offer.payload.hash;
            self.offers.of_mut(*slot).on_sent(hash, now);
            sent.push((*slot, hash.prefix()));
        }
        if !sent.is_empty() {
            self.note_sent(number, Unwritten::Offers(now, sent));
        }
        let checkpoint = self.checkpoint();
        let (head, body) = parts(wire::encode(message), offers);
        Box::new(Outgoing { number, answers, head, body, checkpoint })
    }
}

/// The message in two: the largest offer that many agents share is sent once per link, the rest is this agent's.
fn parts(head: Bytes, offers: &[(Slot, Offer)]) -> (Bytes, Option<(Digest, Bytes)>) {
    let payloads = || offers.iter().map(|(_, offer)| &*offer.payload);
    let shared = payloads().filter(|payload| payload.fragment_hash.is_some());
    let body = shared.max_by_key(|payload| payload.fragment.len());
    let mut whole = BytesMut::from(head);
    for payload in payloads().filter(|payload| Some(*payload) != body) {
        whole.extend_from_slice(&payload.fragment);
    }
    let by_hash = |payload: &Payload| Some((payload.fragment_hash?, payload.fragment.clone()));
    (whole.freeze(), body.and_then(by_hash))
}

/// UNAVAILABLE, because only voice can give what is asked for.
pub(crate) fn not_now(agent: AgentId) -> Bytes {
    let kind = ErrorKind::Unavailable { retry_after: RETRY_AFTER };
    let why = "this node may not decide anything now: send the message again later";
    wire::error_reply(Some(agent), kind, why)
}
