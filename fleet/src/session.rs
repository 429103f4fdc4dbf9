//! The server's half of the OpAMP conversation with one agent.
//!
//! No clock, no socket, no store: inputs come in with the time, [`Effect`]s go out. A message family has a file:
//! [`status`] (sequence numbers, what was reported, full state), [`offer`] and [`slot`] (remote configuration,
//! packages, connection settings), [`instruct`] (commands and other one-shots), [`custom`] (custom messages);
//! [`compose`] puts messages together from what they want to say, [`delivery`] hears what became of them.
//!
//! Rules that hold here and nowhere else: every message is answered; a command or an error goes alone; an offer is
//! never repeated while outstanding, never for a hash that FAILED, never without the capability bit.

use std::collections::VecDeque;
use std::time::Duration;

use bytes::Bytes;
use proto::opamp::v1::{AgentToServer, CustomMessage, ServerToAgentFlags};
use proto::record::v1::{self as record, PartKind};

use crate::capability::Capabilities;
use crate::custom::Served;
use crate::link::{Checkpoint, Transport};
use crate::observed::Observed;
use crate::pacer::Pacer;
use crate::{AgentId, Digest, Moment, Prefix};

mod components;
pub(crate) mod compose;
mod custom;
mod delivery;
mod instruct;
mod offer;
mod slot;
mod status;

pub use instruct::{Instruction, InstructionId, Outcome, Refusal};

pub use slot::{Offer, Slot};
pub use status::Warning;

/// What surrounds a call: the time, whether this node may speak (fencing F1), the fleet-wide pace of full reports.
#[derive(Debug)]
pub struct Context<'a> {
    /// Now.
    pub now: Moment,
    /// Whether the node's lease lets it send offers, commands and requests. Bare answers are always allowed.
    pub voice: bool,
    /// How often any agent of this node may be asked for its full state.
    pub full_states: &'a mut Pacer,
    /// How long an agent may apply something before it is asked what became of it.
    pub patience: Duration,
    /// The custom capabilities this server lists.
    pub custom: &'a Served,
}

/// How a message came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Via {
    /// Its number on the link; the reply names it.
    pub number: u64,
    /// Whether the gateway had sent it before.
    pub replayed: bool,
    /// How the agent talks.
    pub transport: Transport,
}

/// A ServerToAgent to send, and the checkpoint that holds once it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Rises per agent.
    pub number: u64,
    /// The message this answers; 0 for a push.
    pub answers: u64,
    /// The encoded message, or its first part.
    pub head: Bytes,
    /// The shared rest.
    pub body: Option<(Digest, Bytes)>,
    /// What a new owner must know once this is written.
    pub checkpoint: Checkpoint,
}

/// What the shell must do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Send this to the agent.
    Send(Box<Outgoing>),
    /// These parts changed: store the record, publish the presence.
    Changed(Vec<PartKind>),
    /// The agent said it will disconnect.
    Leaving,
    /// The agent asks for an id: answer this message number with a new one.
    WantsUid(u64),
    /// The agent sent this custom message: whoever subscribed gets it, at most once.
    Custom(Box<CustomMessage>),
    /// The agent sent a custom message that goes nowhere.
    CustomDropped,
    /// An instruction came to its end.
    Answer(InstructionId, Outcome),
    /// Close the agent's socket with this code and reason.
    Close(u16, String),
    /// The agent does what the specification forbids, and is served all the same: tell an operator.
    Warn(Warning),
}

/// The digest of a state with a hole in it: equal to no other, so that the next owner asks as this one would.
const INCOMPLETE: [u8; 16] = [0xff; 16];

/// Instructions on their way to one agent's socket at a time: more would wait at the gateway, which closes a socket
/// that is behind.
const UNWRITTEN_LEN_MAX: usize = 16;

/// The conversation with one agent.
#[derive(Debug)]
pub struct Session {
    agent: AgentId,
    sequence_num: Option<u64>,
    capabilities: Capabilities,
    observed: Observed,
    full_state: status::FullState,
    offers: offer::Offers,
    instructions: instruct::Queue,
    custom: custom::Custom,
    components: components::Components,
    /// Bounded by the offers and `UNWRITTEN_LEN_MAX` instructions.
    unwritten: VecDeque<delivery::Sent>,
    sends: u64,
    capabilities_sent: bool,
    /// Whether `sequence_num` was counted on the agent's present socket.
    counts_socket: bool,
    /// It counts on under a new uid: its first number follows whatever it said under the old one.
    adopted: bool,
    /// One warning is enough: an agent must not fill a log.
    warned: bool,
}

impl Session {
    /// The first word of an agent nobody knows.
    pub fn new(agent: AgentId) -> Self {
        Self {
            agent,
            sequence_num: None,
            capabilities: Capabilities::default(),
            observed: Observed::default(),
            full_state: status::FullState::default(),
            offers: offer::Offers::default(),
            instructions: instruct::Queue::default(),
            custom: custom::Custom::default(),
            components: components::Components::default(),
            unwritten: VecDeque::new(),
            sends: 0,
            capabilities_sent: false,
            counts_socket: false,
            adopted: false,
            warned: false,
        }
    }

    /// An agent as the store knows it.
    pub fn from_record(agent: AgentId, record: &record::Agent, observed: Observed) -> Self {
        let mut session = Self::new(agent);
        session.sequence_num = Some(record.sequence_num);
        session.capabilities = Capabilities(record.capabilities);
        session.offers.restore(record, &observed);
        session.components.restore(&record.components_hash);
        let described = observed.part(PartKind::Description).is_some();
        let undescribed = described && observed.description().is_none();
        // Stored with a hole, or not readable to the end: the agent has to say it again.
        if record.digest[..] != observed.digest() || undescribed {
            session.full_state.want();
        }
        session.observed = observed;
        session
    }

    /// The agent goes on under this uid where it was under another one.
    pub(crate) fn adopt(&mut self) {
        self.adopted = true;
    }

    /// Stands for everything reported, see [`Observed::digest`]; equal to no other while something is known to be
    /// missing.
    pub fn digest(&self) -> [u8; 16] {
        if self.full_state.wanted() { INCOMPLETE } else { self.observed.digest() }
    }

    /// Who.
    pub fn agent(&self) -> AgentId {
        self.agent
    }

    /// What it reported.
    pub fn observed(&self) -> &Observed {
        &self.observed
    }

    /// For dropping stored bytes.
    pub fn observed_mut(&mut self) -> &mut Observed {
        &mut self.observed
    }

    /// The agent's hash of the available components that are held in full; empty without.
    pub fn components_held(&self) -> &Bytes {
        self.components.held()
    }

    /// Its capability bits.
    pub fn capabilities(&self) -> Capabilities {
        self.capabilities
    }

    /// The last merged sequence number.
    pub fn sequence_num(&self) -> Option<u64> {
        self.sequence_num
    }

    /// What it last reported FAILED.
    pub fn failed(&self, slot: Slot) -> Option<Prefix> {
        self.offers.of(slot)?.failed()
    }

    /// What was last offered, and how many offers were written.
    pub fn offered(&self, slot: Slot) -> (Option<Digest>, u64) {
        self.offers.of(slot).map(slot::Track::offered).unwrap_or_default()
    }

    /// The connection settings last written to it, on whichever socket.
    pub fn settings_seen(&self) -> Option<Prefix> {
        self.offers.of(Slot::Settings)?.seen()
    }

    /// What this agent should have.
    pub fn desired(&self, slot: Slot) -> Option<&Offer> {
        self.offers.of(slot)?.desired()
    }

    /// What a new owner must know now.
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint {
            sequence_num: self.sequence_num.unwrap_or_default(),
            capabilities: self.capabilities.0,
            digest: self.digest(),
            offers: self.offers.states(),
            full_state_asked: self.full_state.asked(),
            custom: self.custom.told(),
        }
    }

    /// The agent is on a new socket: what was said on the old one may not have arrived.
    pub fn on_new_socket(&mut self) {
        self.counts_socket = false;
        self.on_unheard();
    }

    /// Nothing has been written to the agent's socket yet, whatever was sent.
    pub fn on_unheard(&mut self) {
        self.capabilities_sent = false;
        self.custom.on_unheard();
        self.offers.on_new_socket();
    }

    /// A gateway presents the session again. `fresh`: this owner did not hold it before, so the checkpoint is news.
    pub fn on_attach(&mut self, checkpoint: Option<&Checkpoint>, gap: bool, fresh: bool) {
        // Written with an error before the first report: nothing is known, and an error carries no capabilities.
        let empty = Checkpoint::default();
        if let Some(checkpoint) = checkpoint.filter(|checkpoint| **checkpoint != empty) {
            self.offers.resume(&checkpoint.offers, fresh);
            self.custom.resume(checkpoint);
            self.capabilities_sent = true;
            self.counts_socket = true;
            if fresh {
                self.sequence_num = Some(checkpoint.sequence_num);
                self.capabilities = Capabilities(checkpoint.capabilities);
                self.full_state.resume(checkpoint.full_state_asked);
                if self.observed.digest() != checkpoint.digest {
                    self.full_state.want();
                }
            }
        }
        self.custom.inherit(fresh);
        if gap {
            self.full_state.want();
        }
    }

    /// What it was taken to have said was partly another agent's.
    pub(crate) fn on_mixed(&mut self) {
        self.full_state.want();
    }

    /// A decoded message: takes over what it says. [`Session::answer`] follows, with what is desired now.
    pub fn on_message(&mut self, message: &AgentToServer, via: Via) -> Vec<Effect> {
        let before = self.capabilities;
        self.weigh_custom(message, via);
        let changed = self.merge(message, via);
        let mut effects = Vec::new();
        if !changed.is_empty() {
            effects.push(Effect::Changed(changed));
        }
        if before.0 != 0 && self.capabilities.0 == 0 && !std::mem::replace(&mut self.warned, true) {
            effects.push(Effect::Warn(Warning::NoCapabilities));
        }
        effects
    }

    /// The reply to a message that [`Session::on_message`] was given.
    pub fn answer(
        &mut self,
        message: &AgentToServer,
        via: Via,
        context: &mut Context<'_>,
    ) -> Vec<Effect> {
        let Via { number: answers, transport, .. } = via;
        let mut effects = self.instructions.expire(context.now);
        self.probe(context);
        effects.extend(self.refuse_unable(context));
        effects.extend(self.hear_custom(message, context));
        if !status::wants_uid(message) {
            effects.push(Effect::Send(self.reply(answers, transport, context)));
        } else if context.voice {
            effects.push(Effect::WantsUid(answers));
        } else {
            effects.push(Effect::Send(self.not_now(answers)));
        }
        if message.agent_disconnect.is_some() {
            effects.push(Effect::Leaving);
        }
        effects
    }

    /// The desired state as resolved now.
    pub fn on_desired(&mut self, slot: Slot, desired: Option<Offer>) {
        self.offers.desire(slot, desired);
    }

    /// Messages that are due without the agent having said anything. Call it after every input of a session whose
    /// agent is on a WebSocket.
    pub fn push(&mut self, context: &mut Context<'_>) -> Vec<Effect> {
        let mut effects = self.instructions.expire(context.now);
        if !context.voice {
            return effects;
        }
        self.probe(context);
        effects.extend(self.refuse_unable(context));
        let mut message = self.bare();
        if self.custom.changed(context.custom) {
            self.tell_custom(&mut message, context.custom);
            effects.push(Effect::Send(self.send(0, &message, &[], context.now)));
            message = self.bare();
        }
        while self.unwritten.len() < UNWRITTEN_LEN_MAX
            && let Some(instruction) = self.instructions.next()
        {
            effects.extend(self.instruct(instruction, 0));
        }
        if self.full_state_due(context) {
            message.flags |= ServerToAgentFlags::ReportFullState as u64;
        }
        // What does not fit into one message goes with the next: what is sent is not due again.
        loop {
            let offers = self.offers_due(context.now);
            if message.flags == 0 && offers.is_empty() {
                return effects;
            }
            effects.push(Effect::Send(self.send(0, &message, &offers, context.now)));
            message = self.bare();
        }
    }

    /// Instructions whose time is up, for an agent that cannot be pushed to.
    pub fn expire(&mut self, now: Moment) -> Vec<Effect> {
        self.instructions.expire(now)
    }

    /// When [`Session::expire`] has something to do next.
    pub fn expires(&self) -> Moment {
        self.instructions.deadline()
    }

    /// When [`Session::push`] has something to do next.
    pub fn deadline(&self) -> Moment {
        let state = self.full_state.deadline();
        state.min(self.instructions.deadline()).min(self.offers.deadline())
    }

    /// The agent is not connected any more: what waits for it is refused. What is in an HTTP exchange may still be
    /// written: that exchange's end will tell.
    pub fn on_disconnected(&mut self) -> Vec<Effect> {
        let mut effects = self.lose(|sent| sent.exchange.is_none());
        effects.extend(self.instructions.refuse_all(Refusal::NotConnected));
        effects
    }

    /// Asks for the full state if something has been applied for too long.
    fn probe(&mut self, context: &Context<'_>) {
        if self.offers.overdue(context.now, context.patience) {
            self.full_state.want();
        }
    }
}

#[cfg(test)]
mod tests;
