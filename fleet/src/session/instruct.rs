//! One-shot instructions: at most once, each with an outcome.

use std::collections::VecDeque;
use std::time::Duration;

use proto::opamp::v1::{
    AgentCapabilities as Bit, CustomMessage, ServerToAgentCommand, ServerToAgentFlags,
};

use super::delivery::Unwritten;
use super::{Context, Effect, Session};
use crate::Moment;
use crate::capability;

/// Commands that wait for one agent.
const WAITING_LEN_MAX: usize = 8;
/// Custom messages that wait for one agent, and the bytes of their data.
const CUSTOM_LEN_MAX: usize = 64;
const CUSTOM_BYTES_MAX: usize = 256 << 10;

/// Names an instruction within its node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct InstructionId(pub u64);

/// What to do, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instruction {
    /// `ServerToAgentCommand{Restart}`.
    Restart,
    /// Ask for the full state now.
    ReportFullState,
    /// Close the agent's socket, with this reason.
    Disconnect(String),
    /// A custom message; several go in the order they came.
    Custom(Box<CustomMessage>),
}

/// Why nothing was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The agent is not connected.
    NotConnected,
    /// The agent lacks this capability.
    Incapable(&'static str),
    /// The agent does not list the custom capability.
    AgentUnlisted,
    /// This server does not list the custom capability, or has not heard yet that it does.
    ServerUnlisted,
    /// Too many instructions wait already.
    Busy,
    /// It did not happen within its time.
    Expired,
    /// The shard moves to another node.
    NotOwner,
}

/// How an instruction ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// On the agent's socket.
    Written,
    /// Nothing happened.
    Refused(Refusal),
    /// Handed to a gateway that did not say what became of it.
    Unknown,
}

#[derive(Debug)]
struct Waiting {
    id: InstructionId,
    instruction: Instruction,
    expires: Moment,
}

impl Waiting {
    fn custom(&self) -> Option<&CustomMessage> {
        let Instruction::Custom(message) = &self.instruction else { return None };
        Some(message)
    }
}

/// Instructions not sent yet, oldest first. Full: the next one is refused as busy.
#[derive(Debug, Default)]
pub(super) struct Queue {
    waiting: VecDeque<Waiting>,
}

pub(super) type Next = (InstructionId, Instruction);

impl Queue {
    pub(super) fn next(&mut self) -> Option<Next> {
        self.waiting.pop_front().map(|w| (w.id, w.instruction))
    }

    /// The next instruction that can be the answer to a poll.
    pub(super) fn next_for_poll(&mut self) -> Option<Next> {
        let sendable = |w: &Waiting| {
            matches!(w.instruction, Instruction::Restart | Instruction::ReportFullState)
        };
        let at = self.waiting.iter().position(sendable)?;
        self.waiting.remove(at).map(|w| (w.id, w.instruction))
    }

    /// The oldest custom message.
    pub(super) fn next_custom(&mut self) -> Option<(InstructionId, CustomMessage)> {
        let at = self.waiting.iter().position(|w| w.custom().is_some())?;
        let Waiting { id, instruction, .. } = self.waiting.remove(at)?;
        let Instruction::Custom(message) = instruction else { return None };
        Some((id, *message))
    }

    /// Whether one more like this may wait.
    fn has_room(&self, instruction: &Instruction) -> bool {
        let customs = || self.waiting.iter().filter_map(Waiting::custom);
        let Instruction::Custom(message) = instruction else {
            return self.waiting.len() - customs().count() < WAITING_LEN_MAX;
        };
        let bytes: usize = customs().map(|waiting| waiting.data.len()).sum();
        customs().count() < CUSTOM_LEN_MAX && bytes + message.data.len() <= CUSTOM_BYTES_MAX
    }

    pub(super) fn deadline(&self) -> Moment {
        self.waiting.iter().map(|w| w.expires).min().unwrap_or(Moment::NEVER)
    }

    pub(super) fn expire(&mut self, now: Moment) -> Vec<Effect> {
        if self.deadline() > now {
            return Vec::new();
        }
        let (expired, waiting) =
            std::mem::take(&mut self.waiting).into_iter().partition(|w| w.expires <= now);
        self.waiting = waiting;
        answers(expired, Refusal::Expired)
    }

    pub(super) fn refuse_all(&mut self, why: Refusal) -> Vec<Effect> {
        answers(std::mem::take(&mut self.waiting), why)
    }
}

fn answers(ended: VecDeque<Waiting>, why: Refusal) -> Vec<Effect> {
    ended.into_iter().map(|w| Effect::Answer(w.id, Outcome::Refused(why))).collect()
}

impl Session {
    /// Accepts an instruction that may wait until `wait` from now; it is sent by [`Session::push`] or the next poll.
    ///
    /// # Errors
    /// What the agent or this server is not able to, or [`Refusal::Busy`]; nothing happened.
    pub fn on_instruction(
        &mut self,
        id: InstructionId,
        instruction: Instruction,
        wait: Duration,
        context: &Context<'_>,
    ) -> Result<(), Refusal> {
        self.check_able(&instruction, context)?;
        if !self.instructions.has_room(&instruction) {
            return Err(Refusal::Busy);
        }
        let expires = context.now + wait;
        self.instructions.waiting.push_back(Waiting { id, instruction, expires });
        Ok(())
    }

    /// Whether both sides are able to what an instruction needs.
    fn check_able(&self, what: &Instruction, context: &Context<'_>) -> Result<(), Refusal> {
        match what {
            Instruction::Restart if !self.capabilities.has(Bit::AcceptsRestartCommand) => {
                Err(Refusal::Incapable("AcceptsRestartCommand"))
            }
            Instruction::Custom(message) if !self.lists_custom(&message.capability) => {
                Err(Refusal::AgentUnlisted)
            }
            Instruction::Custom(message) if !context.custom.has(&message.capability) => {
                Err(Refusal::ServerUnlisted)
            }
            Instruction::Restart
            | Instruction::ReportFullState
            | Instruction::Disconnect(_)
            | Instruction::Custom(_) => Ok(()),
        }
    }

    /// Refuses what waits and cannot be done any more: capabilities may change in any message.
    pub(super) fn refuse_unable(&mut self, context: &Context<'_>) -> Vec<Effect> {
        let mut effects = Vec::new();
        let waiting = std::mem::take(&mut self.instructions.waiting);
        for waiting in waiting {
            match self.check_able(&waiting.instruction, context) {
                Ok(()) => self.instructions.waiting.push_back(waiting),
                Err(why) => effects.push(Effect::Answer(waiting.id, Outcome::Refused(why))),
            }
        }
        effects
    }

    /// Gives up an instruction that was not sent yet. Returns whether it was still here.
    pub fn refuse_waiting(&mut self, why: Refusal) -> Vec<Effect> {
        self.instructions.refuse_all(why)
    }

    /// Turns an instruction into its message, which carries nothing else.
    pub(super) fn instruct(&mut self, (id, instruction): Next, answers: u64) -> Vec<Effect> {
        let mut message = self.bare();
        if answers != 0 {
            // Only a poll is answered with an instruction, and each exchange counts as the first.
            message.capabilities = capability::SERVER;
        }
        match instruction {
            Instruction::Restart => message.command = Some(ServerToAgentCommand::default()),
            Instruction::ReportFullState => {
                message.flags = ServerToAgentFlags::ReportFullState as u64;
            }
            Instruction::Custom(said) => message.custom_message = Some(*said),
            Instruction::Disconnect(reason) => {
                let done = Effect::Answer(id, Outcome::Written);
                return vec![Effect::Close(1000, reason), done];
            }
        }
        let outgoing = self.send(answers, &message, &[], Moment(0));
        self.note_sent(outgoing.number, Unwritten::Instruction(id));
        vec![Effect::Send(outgoing)]
    }
}
