//! What became of messages: written to the socket, dropped, or nobody knows.

use std::collections::VecDeque;

use super::{Effect, InstructionId, Outcome, Refusal, Session, Slot};
use crate::{Moment, Prefix, SocketId};

/// Something sent whose fate matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sent {
    /// The number of the message it went with.
    pub(super) number: u64,
    /// The HTTP exchange it answers; `None` on a WebSocket.
    pub(super) exchange: Option<SocketId>,
    pub(super) what: Unwritten,
}

/// What was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unwritten {
    /// When, and what.
    Offers(Moment, Vec<(Slot, Prefix)>),
    Instruction(InstructionId),
}

impl Session {
    pub(super) fn note_sent(&mut self, number: u64, what: Unwritten) {
        self.unwritten.push_back(Sent { number, exchange: None, what });
    }

    /// The message with this number is on the socket.
    pub fn on_written(&mut self, number: u64) -> Vec<Effect> {
        let mut effects = Vec::new();
        for sent in self.take_unwritten(|sent| sent.number == number) {
            match sent.what {
                Unwritten::Offers(at, offers) => {
                    for (slot, hash) in offers {
                        self.offers.of_mut(slot).on_written(hash, at);
                    }
                }
                Unwritten::Instruction(id) => effects.push(Effect::Answer(id, Outcome::Written)),
            }
        }
        effects
    }

    /// The message with this number was not written and will not be.
    pub fn on_dropped(&mut self, number: u64) -> Vec<Effect> {
        let mut effects = Vec::new();
        for sent in self.take_unwritten(|sent| sent.number == number) {
            match sent.what {
                Unwritten::Offers(_, offers) => self.offer_again_later(offers),
                Unwritten::Instruction(id) => {
                    effects.push(Effect::Answer(id, Outcome::Refused(Refusal::NotConnected)));
                }
            }
        }
        effects
    }

    /// What was sent last answers this HTTP exchange: it is lost when the exchange ends before it is written.
    pub(crate) fn sent_by(&mut self, exchange: SocketId) {
        for sent in self.unwritten.iter_mut().rev().take_while(|sent| sent.exchange.is_none()) {
            sent.exchange = Some(exchange);
        }
    }

    /// An HTTP exchange is over: whatever was not written into it by now may have reached the agent or not.
    pub(crate) fn on_exchange_ended(&mut self, exchange: SocketId) -> Vec<Effect> {
        self.lose(|sent| sent.exchange == Some(exchange))
    }

    /// The path to the socket is gone: what was not reported written may or may not have been.
    pub fn on_path_lost(&mut self) -> Vec<Effect> {
        self.lose(|_| true)
    }

    pub(super) fn lose(&mut self, lost: impl FnMut(&Sent) -> bool) -> Vec<Effect> {
        let mut effects = Vec::new();
        for sent in self.take_unwritten(lost) {
            match (sent.what, sent.exchange) {
                (Unwritten::Instruction(id), _) => {
                    effects.push(Effect::Answer(id, Outcome::Unknown));
                }
                // No checkpoint will say what came through: the agent is offered it again, and knows it by its hash.
                (Unwritten::Offers(_, offers), Some(_)) => self.offer_again_later(offers),
                (Unwritten::Offers(..), None) => {}
            }
        }
        effects
    }

    fn offer_again_later(&mut self, offers: Vec<(Slot, Prefix)>) {
        for (slot, hash) in offers {
            self.offers.of_mut(slot).on_dropped(hash);
        }
    }

    /// What went with a message: offers and a custom message may share one.
    fn take_unwritten(&mut self, wanted: impl FnMut(&Sent) -> bool) -> VecDeque<Sent> {
        let (ended, left) = self.unwritten.drain(..).partition(wanted);
        self.unwritten = left;
        ended
    }
}
