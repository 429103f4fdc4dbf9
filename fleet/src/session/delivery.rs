//! What became of messages: written to the socket, dropped, or nobody knows.

use std::collections::VecDeque;

use super::{Effect, InstructionId, Outcome, Refusal, Session, Slot};
use crate::{Moment, Prefix};

/// Something sent whose fate matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unwritten {
    /// When, and what.
    Offers(Moment, Vec<(Slot, Prefix)>),
    Instruction(InstructionId),
}

impl Session {
    /// The message with this number is on the socket.
    pub fn on_written(&mut self, number: u64) -> Vec<Effect> {
        let mut effects = Vec::new();
        for unwritten in self.take_unwritten(number) {
            match unwritten {
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
        for unwritten in self.take_unwritten(number) {
            match unwritten {
                Unwritten::Offers(_, offers) => {
                    for (slot, hash) in offers {
                        self.offers.of_mut(slot).on_dropped(hash);
                    }
                }
                Unwritten::Instruction(id) => {
                    effects.push(Effect::Answer(id, Outcome::Refused(Refusal::NotConnected)));
                }
            }
        }
        effects
    }

    /// The path to the socket is gone: what was not reported written may or may not have been.
    pub fn on_path_lost(&mut self) -> Vec<Effect> {
        let lost = std::mem::take(&mut self.unwritten);
        let answer = |(_, unwritten)| match unwritten {
            Unwritten::Instruction(id) => Some(Effect::Answer(id, Outcome::Unknown)),
            Unwritten::Offers(..) => None,
        };
        lost.into_iter().filter_map(answer).collect()
    }

    /// What went with the message of this number: offers and a custom message may share one.
    fn take_unwritten(&mut self, number: u64) -> impl Iterator<Item = Unwritten> + use<> {
        let (ended, left) = self.unwritten.drain(..).partition(|(sent, _)| *sent == number);
        self.unwritten = left;
        let ended: VecDeque<(u64, Unwritten)> = ended;
        ended.into_iter().map(|(_, unwritten)| unwritten)
    }
}
