//! What agents say, what they are told, and what became of it.

use std::hash::Hasher;
use std::time::Duration;

use bytes::Bytes;
use proto::record::v1::PartKind;
use siphasher::sip128::{Hasher128, SipHasher13};

use super::agent::{Agent, Connection};
use super::{Effect, Order, Phase, Seat, Shards};
use crate::link::{self, Checkpoint, Claim, Message, Principal, SessionKey, ToGateway, Transport};
use crate::session::compose::not_now;
use crate::session::{self, Context, Outcome, Outgoing, Refusal, Session, Slot, Via};
use crate::wire::{self, ErrorKind};
use crate::{AgentId, Digest, MemberId, Moment, Shard, SocketId};

/// Messages of a challenger that wait for the ruling; its gateway's window is smaller.
const WAITING_LEN_MAX: usize = 64;

impl Shards {
    pub(super) fn on_message(
        &mut self,
        gateway: MemberId,
        message: Message,
        now: Moment,
    ) -> Vec<Effect> {
        let (claim, key) = (message.claim, message.key);
        let Some(state) = self.shards.get_mut(&claim.shard) else { return Vec::new() };
        if matches!(state.phase, Phase::Moving { .. }) {
            // The gateway keeps it and gives it to the successor.
            return Vec::new();
        }
        let seat = Seat { gateway, key, claim, attach: message.attach };
        let Some(agent) = state.agents.get_mut(&key.agent) else {
            if self.renames.of(key.agent).is_none() {
                return unattached(seat);
            }
            if now >= self.voice_until {
                return self.reply(seat, not_now(key.agent), message.number);
            }
            return self.tell_renamed(seat, message.number, false);
        };
        let rival = |c: &super::agent::Challenger| c.gateway == gateway && c.attach.key == key;
        if let Some(challenger) = agent.challengers.iter_mut().find(|c| rival(c)) {
            match challenger.rekeyed {
                Some(_) => {
                    challenger.messages.push_back(message);
                    return self.tell_challengers(claim, key.agent, now);
                }
                None if challenger.messages.len() < WAITING_LEN_MAX => {
                    challenger.messages.push_back(message);
                    return Vec::new();
                }
                None => return Vec::new(),
            }
        }
        let transport = match agent.connection {
            Connection::Socket { .. } if agent.is_socket(gateway, key) => Transport::WebSocket,
            Connection::Polling { .. } => Transport::Http,
            Connection::Socket { .. } | Connection::Offline => return unattached(seat),
        };
        self.converse(seat, message, transport, now)
    }

    /// Decodes a message of the agent's own socket, gives it to the session, sends what comes of it.
    fn converse(
        &mut self,
        to: Seat,
        message: Message,
        transport: Transport,
        now: Moment,
    ) -> Vec<Effect> {
        let (shard, id) = (to.claim.shard, to.key.agent);
        let (number, replayed) = (message.number, message.replayed);
        if let Some(agent) = self.agent_mut(shard, id) {
            agent.replays = agent.replays.saturating_sub(1);
        }
        let mut decoded = match wire::decode(&message.data) {
            Ok(decoded) if wire::uid(&decoded.instance_uid) == Ok(id) => decoded,
            Ok(_) => return self.refuse(to, number, "instance_uid is not this session's"),
            Err(error) => return self.refuse(to, number, &error.to_string()),
        };
        if transport == Transport::Http
            && let Some(told) = self.weigh_count(to, &message, decoded.sequence_num, now)
        {
            return told;
        }
        let gone = self.weigh_uid(to, (&message.data, &decoded), transport);
        let learned = self.complete_components(shard, id, &mut decoded);
        let (voice, every) = (now < self.voice_until, self.config.presence_every);
        let Some(state) = self.shards.get_mut(&shard) else { return Vec::new() };
        let Some(agent) = state.agents.get_mut(&id) else { return Vec::new() };
        agent.last_seen = now;
        let outdated = now.since(agent.shown_at) >= every;
        if outdated {
            agent.shown_at = now;
        }
        let returned = match &mut agent.connection {
            Connection::Socket { left, .. } => std::mem::take(left),
            Connection::Polling { .. } | Connection::Offline => false,
        };
        let via = Via { number, replayed, transport };
        let merged = agent.session.on_message(&decoded, via);
        let reported = merged.iter().any(|e| matches!(e, session::Effect::Changed(_)));
        let mut effects: Vec<Effect> = learned.into_iter().chain(gone).collect();
        if returned || outdated {
            effects.extend(self.presence_changed(to.claim, id));
        }
        // Resolves, so that the reply to a first report carries its config: a poll gets no other.
        effects.extend(self.perform(to, merged, now));
        self.resolve_changed(shard, id);
        match self.weigh_csr(to, &decoded, now) {
            Ok(request) => effects.extend(request),
            Err(why) => {
                effects.extend(self.refuse(to, number, &why));
                self.schedule_store(shard, id, now);
                self.reschedule(shard, id, now);
                return effects;
            }
        }
        if voice && self.renames.of(id).is_some() {
            effects.extend(self.tell_renamed(to, number, reported));
            return effects;
        }
        let Some(state) = self.shards.get_mut(&shard) else { return effects };
        let Some(agent) = state.agents.get_mut(&id) else { return effects };
        let patience = self.config.patience;
        let (full_states, custom) = (&mut self.full_states, &self.custom);
        let mut context = Context { now, voice, full_states, patience, custom };
        let said = agent.session.answer(&decoded, via, &mut context);
        if transport == Transport::Http {
            agent.session.sent_by(to.key.socket);
        }
        effects.extend(self.perform(to, said, now));
        self.schedule_store(shard, id, now);
        effects.extend(self.push(shard, id, now));
        effects
    }

    /// Turns what a session wants into what the shell does.
    fn perform(&mut self, to: Seat, said: Vec<session::Effect>, now: Moment) -> Vec<Effect> {
        let (shard, id) = (to.claim.shard, to.key.agent);
        let mut effects = Vec::new();
        for effect in said {
            match effect {
                session::Effect::Send(outgoing) => effects.push(sent(to, *outgoing)),
                session::Effect::Changed(parts) => {
                    if parts.contains(&PartKind::Description) {
                        self.resolve(shard, id);
                    }
                    effects.extend(self.presence_changed(to.claim, id));
                }
                session::Effect::Leaving => effects.extend(self.leave(to, now)),
                session::Effect::WantsUid(number) => {
                    let given = self.agent_mut(shard, id).and_then(|agent| agent.temporary);
                    let told = given.map(|uid| self.identify(to, uid, number, 0));
                    effects.extend(told.into_iter().flatten());
                }
                session::Effect::Custom(message) => {
                    effects.push(Effect::Custom(id, Some(message)));
                }
                session::Effect::CustomDropped => effects.push(Effect::Custom(id, None)),
                session::Effect::Answer(instruction, outcome) => {
                    effects.push(Effect::Answer(instruction, Some(to.gateway), outcome));
                }
                session::Effect::Close(code, reason) => {
                    let close = ToGateway::Close(to.key, to.claim, code, reason);
                    effects.push(Effect::ToGateway(to.gateway, close));
                }
                session::Effect::Warn(warning) => effects.push(Effect::Warn(id, warning)),
            }
        }
        effects
    }

    /// AgentDisconnect: the agent is gone although its socket may serve others, or itself again.
    fn leave(&mut self, to: Seat, now: Moment) -> Vec<Effect> {
        let (claim, id) = (to.claim, to.key.agent);
        let Some(agent) = self.agent_mut(claim.shard, id) else { return Vec::new() };
        match &mut agent.connection {
            Connection::Socket { left, .. } => *left = true,
            Connection::Polling { .. } | Connection::Offline => {
                return self.disconnected(claim, id, now);
            }
        }
        let ended = agent.session.on_disconnected();
        let mut effects = self.presence_changed(claim, id);
        effects.extend(Self::answers(Some(to.gateway), ended));
        effects
    }

    /// Sends what is due to an agent that can be pushed to, and looks when something is due next.
    pub(super) fn push(&mut self, shard: Shard, id: AgentId, now: Moment) -> Vec<Effect> {
        let voice = now < self.voice_until;
        let seat = self.pushes_to(shard, id);
        let Some(agent) = self.shards.get_mut(&shard).and_then(|s| s.agents.get_mut(&id)) else {
            return Vec::new();
        };
        let mut effects = Vec::new();
        if let Some(to) = seat {
            self.silenced |= !voice;
            let patience = self.config.patience;
            let (full_states, custom) = (&mut self.full_states, &self.custom);
            let mut context = Context { now, voice, full_states, patience, custom };
            let said = agent.session.push(&mut context);
            effects = self.perform(to, said, now);
        } else {
            let gateway = agent.gateway();
            effects.extend(Self::answers(gateway, agent.session.expire(now)));
        }
        self.reschedule(shard, id, now);
        effects
    }

    /// Where pushes to an agent go: its socket, attached on a link that is up, with no replay still to come. Otherwise
    /// something will happen first that pushes again: an attach, a replayed message, a poll.
    pub(super) fn pushes_to(&self, shard: Shard, id: AgentId) -> Option<Seat> {
        let state = self.shards.get(&shard)?;
        let agent = state.agents.get(&id)?;
        let seat = self.incumbent(shard, id)?;
        let moving = matches!(state.phase, Phase::Moving { .. });
        (agent.replays == 0 && !moving).then_some(seat)
    }

    /// The socket that speaks for an agent, if the link it was attached on is up.
    pub(super) fn incumbent(&self, shard: Shard, id: AgentId) -> Option<Seat> {
        let state = self.shards.get(&shard)?;
        let Connection::Socket { gateway, socket, link, attach, left: false, .. } =
            state.agents.get(&id)?.connection
        else {
            return None;
        };
        let claim = Claim { shard, epoch: state.epoch };
        let key = SessionKey { socket, agent: id };
        (self.links.get(&gateway) == Some(&link)).then_some(Seat { gateway, key, claim, attach })
    }

    /// The outcomes among a session's effects.
    pub(super) fn answers(gateway: Option<MemberId>, ended: Vec<session::Effect>) -> Vec<Effect> {
        let answer = |effect| match effect {
            session::Effect::Answer(id, outcome) => Some(Effect::Answer(id, gateway, outcome)),
            session::Effect::Send(_)
            | session::Effect::Changed(_)
            | session::Effect::Leaving
            | session::Effect::WantsUid(_)
            | session::Effect::Custom(_)
            | session::Effect::CustomDropped
            | session::Effect::Close(..)
            | session::Effect::Warn(_) => None,
        };
        ended.into_iter().filter_map(answer).collect()
    }

    /// A Send has ended: `end` tells the session that it is on the socket, or that it never will be.
    pub(super) fn on_sent(
        &mut self,
        claim: Claim,
        id: AgentId,
        end: impl FnOnce(&mut Session) -> Vec<session::Effect>,
        now: Moment,
    ) -> Vec<Effect> {
        let Some(agent) = self.agent_mut(claim.shard, id) else { return Vec::new() };
        let gateway = agent.gateway();
        let offered = |agent: &Agent| Slot::ALL.map(|slot| agent.session.offered(slot));
        let before = offered(agent);
        let mut effects = Self::answers(gateway, end(&mut agent.session));
        if offered(agent) != before {
            effects.extend(self.presence_changed(claim, id));
        }
        effects.extend(self.push(claim.shard, id, now));
        effects
    }

    /// BAD_REQUEST, alone. The session goes on.
    fn refuse(&mut self, to: Seat, number: u64, why: &str) -> Vec<Effect> {
        let head = wire::error_reply(Some(to.key.agent), ErrorKind::BadRequest, why);
        self.reply(to, head, number)
    }

    /// A message that is not the session's own, also to an agent that has none.
    pub(super) fn reply(&mut self, to: Seat, head: Bytes, answers: u64) -> Vec<Effect> {
        let known = self.agent_mut(to.claim.shard, to.key.agent);
        let checkpoint = known.map_or(Checkpoint::default(), |agent| agent.session.checkpoint());
        // Number 0 is nobody's: its Written means nothing to the session.
        vec![sent(to, Outgoing { number: 0, answers, head, body: None, checkpoint })]
    }

    /// Gives an instruction to the agent's session, or says why not.
    pub(super) fn instruct(&mut self, claim: Claim, order: Order, now: Moment) -> Vec<Effect> {
        let Order { id, agent, instruction, expires } = order;
        let refused = |why| vec![Effect::Answer(id, None, Outcome::Refused(why))];
        if expires <= now {
            return refused(Refusal::Expired);
        }
        let voice = now < self.voice_until;
        let entry = self.shards.get_mut(&claim.shard).and_then(|s| s.agents.get_mut(&agent));
        let Some(entry) = entry.filter(|a| reachable(a)) else {
            return refused(Refusal::NotConnected);
        };
        let (full_states, custom) = (&mut self.full_states, &self.custom);
        let patience = self.config.patience;
        let context = Context { now, voice, full_states, patience, custom };
        match entry.session.on_instruction(id, instruction, expires.since(now), &context) {
            Ok(()) => self.push(claim.shard, agent, now),
            Err(why) => refused(why),
        }
    }
}

/// The gateway believes that this socket speaks for the agent, and it does not: should it still be open, it has to be
/// attached again, or nobody would answer it.
fn unattached(from: Seat) -> Vec<Effect> {
    vec![Effect::ToGateway(from.gateway, ToGateway::Reattach(from.key, from.claim, from.attach))]
}

/// Whether an instruction can reach the agent: it is connected, or it polls and may poll again.
fn reachable(agent: &Agent) -> bool {
    agent.connected() || (agent.transport == Some(Transport::Http) && !agent.live)
}

pub(super) fn sent(to: Seat, outgoing: Outgoing) -> Effect {
    let Outgoing { number, answers, head, body, checkpoint } = outgoing;
    let send = link::Send {
        key: to.key,
        claim: to.claim,
        number,
        attach: to.attach,
        head,
        body,
        checkpoint,
        answers,
        traceparent: String::new(),
    };
    Effect::ToGateway(to.gateway, ToGateway::Send(Box::new(send)))
}

/// Who asks for a uid.
#[derive(Debug)]
pub(super) enum Asked<'a> {
    /// Whoever is on this socket.
    On(MemberId, SocketId),
    /// Whoever has this certificate or address and says exactly this.
    With(Option<Digest>, &'a str, Digest),
}

impl<'a> Asked<'a> {
    /// An agent that polls: when it tries again it comes on another connection, with the same bytes.
    pub(super) fn by_poll(principal: &'a Principal, data: &[u8]) -> Self {
        Self::With(principal.certificate, principal.host(), Digest::of(data))
    }
}

/// A UUIDv7-shaped uid that follows from who asks: asking again gives the same answer, somebody else another one.
pub(super) fn new_uid(seed: u64, agent: AgentId, asked: &Asked<'_>, now: Moment) -> AgentId {
    let mut hasher = SipHasher13::new_with_keys(seed, 0x6472_6f76_6572);
    match asked {
        Asked::On(gateway, socket) => {
            hasher.write(gateway.as_bytes());
            hasher.write_u64(socket.0);
        }
        Asked::With(certificate, host, said) => {
            hasher.write(&certificate.unwrap_or(Digest([0; 32])).0);
            hasher.write(&said.0);
            hasher.write(host.as_bytes());
        }
    }
    hasher.write(agent.as_bytes());
    let hash = hasher.finish128();
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&hash.h1.to_be_bytes());
    bytes[8..].copy_from_slice(&hash.h2.to_be_bytes());
    if now > Moment(0) {
        bytes[..6].copy_from_slice(&now.0.to_be_bytes()[2..]);
    }
    bytes[6] = bytes[6] & 0x0f | 0x70;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    AgentId::new(bytes)
}

/// A fifth more or less, by agent: changes that came together are not stored together.
pub(super) fn jittered(delay: Duration, agent: AgentId) -> Duration {
    let spread = u32::from(agent.as_bytes()[15]) % 41;
    delay * (80 + spread) / 100
}
