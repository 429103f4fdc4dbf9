//! New uids for agents: those an operator orders, and those agents ask for.
//!
//! An ordered uid is level-triggered: while the order stands, whatever the agent says under its old uid is answered
//! with the new one, and under the new one it goes on where it was. Clients switch late and go on counting, so messages
//! of both uids may be on their way.

use std::collections::BTreeMap;

use proto::opamp::v1::{
    AgentIdentification, AgentToServer, AgentToServerFlags, ServerToAgent, ServerToAgentFlags,
};

use super::agent::Agent;
use super::lifecycle::{StoredAgent, restore};
use super::message::{Asked, new_uid};
use super::{Effect, Seat, Shards};
use crate::link::{Attach, Claim, Since, ToGateway, Transport};
use crate::session::Session;
use crate::{AgentId, MemberId, Moment, Shard, wire};

/// An order that an agent takes another uid.
#[derive(Debug, Clone)]
pub struct Rename {
    /// The uid it has.
    pub old: (Shard, AgentId),
    /// The uid it is to have.
    pub new: (Shard, AgentId),
    /// What it had reported when the order was given.
    pub stored: StoredAgent,
}

/// The orders that stand.
#[derive(Debug, Default)]
pub(super) struct Renames {
    by_old: BTreeMap<AgentId, AgentId>,
    by_new: BTreeMap<AgentId, (AgentId, StoredAgent)>,
}

impl Renames {
    /// The uid this agent is to take.
    pub(super) fn of(&self, old: AgentId) -> Option<AgentId> {
        self.by_old.get(&old).copied()
    }

    /// An agent that has not been heard here: with what it reported under another uid, if it was ordered to change.
    pub(super) fn newcomer(&self, id: AgentId, now: Moment) -> Box<Agent> {
        let adopted = self.by_new.get(&id).and_then(|(_, stored)| {
            let mut agent = restore(stored, now)?;
            agent.stored = None;
            agent.session.adopt();
            Some(agent)
        });
        Box::new(adopted.unwrap_or_else(|| Agent::new(Session::new(id), now)))
    }
}

/// Whether the agent asks the server for an instance uid.
fn wants_uid(message: &AgentToServer) -> bool {
    message.flags & AgentToServerFlags::RequestInstanceUid as u64 != 0
}

impl Shards {
    /// An order was given, or this node hears of it. The agent is told at once if it can be pushed to.
    pub fn rename(&mut self, order: Rename, now: Moment) -> Vec<Effect> {
        let Rename { old: (shard, old), new: (new_shard, new), stored } = order;
        self.renames.by_old.insert(old, new);
        self.renames.by_new.insert(new, (old, stored));
        let newcomer = self.renames.newcomer(new, now);
        // Its desired row may have come first.
        if let Some(agent) = self.agent_mut(new_shard, new).filter(|agent| agent.is_unheard()) {
            let row = agent.row.take();
            *agent = Agent { row, ..*newcomer };
            self.resolve(new_shard, new);
        }
        match self.pushes_to(shard, old) {
            Some(seat) if now < self.voice_until => self.identify(seat, new, 0, 0),
            Some(_) | None => Vec::new(),
        }
    }

    /// The order for this new uid stands no longer.
    pub fn rename_ended(&mut self, new: AgentId) {
        if let Some((old, _)) = self.renames.by_new.remove(&new) {
            self.renames.by_old.remove(&old);
        }
    }

    /// A socket of an agent that is nothing but an old uid any more: it may speak, and is told so each time.
    pub(super) fn attach_renamed(&mut self, gateway: MemberId, attach: &Attach) -> Vec<Effect> {
        let claim = attach.claim;
        let Some(state) = self.shards.get_mut(&claim.shard) else { return Vec::new() };
        if attach.transport == Transport::Http {
            return Vec::new();
        }
        state.attaches += 1;
        let given = Since { epoch: claim.epoch, count: state.attaches };
        let since = attach.since.unwrap_or(given);
        vec![Effect::ToGateway(gateway, ToGateway::AttachAck(attach.key, claim, since))]
    }

    /// The answer to a message under a uid that is to be given up. What it reported is lost to the new one, so it is
    /// asked for everything once more then.
    pub(super) fn tell_renamed(&mut self, to: Seat, number: u64, reported: bool) -> Vec<Effect> {
        let Some(new) = self.renames.of(to.key.agent) else { return Vec::new() };
        let flags = if reported { ServerToAgentFlags::ReportFullState as u64 } else { 0 };
        self.identify(to, new, number, flags)
    }

    /// Tells an agent to use another uid from now on.
    pub(super) fn identify(
        &mut self,
        to: Seat,
        uid: AgentId,
        answers: u64,
        flags: u64,
    ) -> Vec<Effect> {
        let identification = AgentIdentification { new_instance_uid: uid.to_bytes() };
        let message = ServerToAgent {
            instance_uid: to.key.agent.to_bytes(),
            capabilities: crate::capability::SERVER,
            agent_identification: Some(identification),
            flags,
            ..Default::default()
        };
        self.reply(to, wire::encode(&message), answers)
    }

    /// Looks whether the agent asks for a uid. One nobody knew before is not kept under the uid it gives up.
    pub(super) fn weigh_uid(
        &mut self,
        to: Seat,
        (data, message): (&[u8], &AgentToServer),
        transport: Transport,
    ) -> Vec<Effect> {
        let seed = self.uid_seed;
        let Some(agent) = self.agent_mut(to.claim.shard, to.key.agent) else { return Vec::new() };
        let before = agent.temporary.is_some();
        agent.temporary = wants_uid(message).then(|| {
            let principal = agent.principal();
            let asked = match transport {
                Transport::WebSocket => Asked::On(to.gateway, to.key.socket),
                Transport::Http => Asked::by_poll(&principal, data),
            };
            new_uid(seed, to.key.agent, &asked, Moment(0))
        });
        let ends = !before && agent.is_temporary();
        if ends { vec![Effect::Gone(to.claim, to.key.agent)] } else { Vec::new() }
    }

    /// Drops an agent that left and asked for another uid, or never said anything: whoever sends rubbish under one uid
    /// after the other must not fill the memory.
    pub(super) fn end_passing(&mut self, claim: Claim, id: AgentId) -> Option<Effect> {
        let agents = &mut self.shards.get_mut(&claim.shard)?.agents;
        let passing = |agent: &Agent| agent.is_temporary() || agent.is_nobody();
        if !agents.get(&id).is_some_and(|agent| passing(agent) && agent.challengers.is_empty()) {
            return None;
        }
        if let Some(at) = agents.remove(&id)?.timer {
            self.timers.remove(&(at, claim.shard, id));
        }
        Some(Effect::Gone(claim, id))
    }
}
