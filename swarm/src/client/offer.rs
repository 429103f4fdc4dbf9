//! What the agent does with what the server says.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use fleet::{AgentId, Moment};
use proto::opamp::v1::{
    AgentCapabilities as Bit, AgentRemoteConfig, ConnectionSettingsOffers,
    ConnectionSettingsStatus, ConnectionSettingsStatuses, RemoteConfigStatus, RemoteConfigStatuses,
    ServerErrorResponse, ServerToAgent, ServerToAgentFlags as Flag,
};

use super::report::Parts;
use super::{Applying, Effect, Link, Session};
use crate::behaviour::Reaction;
use crate::profile::Transport;

impl Session {
    pub(super) fn handle(&mut self, message: ServerToAgent, now: Moment) {
        if message.command.is_some() && self.can(Bit::AcceptsRestartCommand) {
            // Whatever else the message holds is lost, as it is to real clients.
            return self.on_command(now);
        }
        if message.flags & (Flag::ReportFullState as u64) != 0 {
            self.seen.full_state_requests += 1;
            self.owe(self.everything());
        }
        if let Some(offer) = message.remote_config.filter(|_| self.can(Bit::AcceptsRemoteConfig)) {
            self.on_config(offer, now);
        }
        if let Some(identification) = message.agent_identification
            && let Ok(uid) = AgentId::from_wire(&identification.new_instance_uid)
        {
            // No message is owed for it: the new uid is used when there is something to say.
            self.seen.uid_changes += u64::from(uid != self.uid);
            self.uid = uid;
        }
        if message.custom_message.is_some() {
            self.seen.custom_messages += 1;
        }
        if let Some(offer) = message.connection_settings {
            self.on_settings(offer, now);
        }
        if let Some(error) = message.error_response {
            self.on_error(error);
        }
    }

    /// UNAVAILABLE with a retry time does not slow real clients down either (PROTOCOL.md O1).
    fn on_error(&mut self, error: ServerErrorResponse) {
        self.seen.errors += 1;
        self.seen.last_error = error.error_message;
    }

    fn on_command(&mut self, now: Moment) {
        self.seen.commands += 1;
        match self.profile.behaviour.restart.clone() {
            Reaction::Accept => self.restart(now),
            Reaction::Slow(lasts) => self.slow.restart = Some(now + lasts),
            Reaction::Fail(text) => self.set_health(false, "restart failed", &text, now),
            Reaction::Ignore => {}
        }
    }

    /// The process starts again: the numbers start again, and a full report comes first. The config
    /// stays applied.
    pub(super) fn restart(&mut self, now: Moment) {
        self.slow.restart = None;
        self.sequence_num = 0;
        self.health.started = now;
        self.health.changed = now;
        self.owe(self.everything());
    }

    fn on_config(&mut self, offer: AgentRemoteConfig, now: Moment) {
        // Copied, because a slice would keep the whole message in memory.
        let hash = Bytes::copy_from_slice(&offer.config_hash);
        *self.seen.config_offers.entry(hash.clone()).or_default() += 1;
        if !hash.is_empty() && hash == self.remote.last_remote_config_hash {
            self.seen.repeated_offers += 1;
            return;
        }
        let (lasts, failure) = match self.profile.behaviour.config.clone() {
            Reaction::Ignore => return,
            Reaction::Accept => (Duration::ZERO, None),
            Reaction::Slow(lasts) => (lasts, None),
            Reaction::Fail(text) => (Duration::ZERO, Some(text)),
        };
        let config = self.profile.share(&hash, offer.config.unwrap_or_default());
        // Without ReportsRemoteConfig nobody is told APPLYING, so the time runs from here.
        let reported = self.can(Bit::ReportsRemoteConfig);
        let done = (!reported).then(|| now + lasts);
        self.applying = Some(Applying { config, done, lasts, failure });
        self.set_remote(hash, RemoteConfigStatuses::Applying, String::new());
    }

    /// Ends an application whose time has come.
    pub(super) fn settle(&mut self, now: Moment) {
        let over = |applying: &Applying| applying.done.is_some_and(|done| done <= now);
        if !self.applying.as_ref().is_some_and(over) {
            return;
        }
        let Some(applying) = self.applying.take() else { return };
        let hash = self.remote.last_remote_config_hash.clone();
        match applying.failure {
            Some(text) => {
                self.seen.failed += 1;
                self.set_remote(hash, RemoteConfigStatuses::Failed, text);
            }
            None => {
                self.seen.applied += 1;
                self.applied = Some(Arc::clone(&applying.config));
                if self.can(Bit::ReportsEffectiveConfig) {
                    self.owe(Parts::EFFECTIVE_CONFIG);
                }
                self.set_remote(hash, RemoteConfigStatuses::Applied, String::new());
            }
        }
    }

    fn set_remote(&mut self, hash: Bytes, status: RemoteConfigStatuses, error_message: String) {
        self.remote = RemoteConfigStatus {
            last_remote_config_hash: hash,
            status: status.into(),
            error_message,
        };
        if self.can(Bit::ReportsRemoteConfig) {
            self.owe(Parts::REMOTE_CONFIG);
        }
    }

    fn on_settings(&mut self, offer: ConnectionSettingsOffers, now: Moment) {
        let hash = Bytes::copy_from_slice(&offer.hash);
        *self.seen.settings_offers.entry(hash.clone()).or_default() += 1;
        if !hash.is_empty() && self.settings_hash() == Some(&hash) {
            self.seen.repeated_offers += 1;
            return;
        }
        self.set_settings(hash.clone(), ConnectionSettingsStatuses::Unset, String::new());
        let Some(opamp) = offer.opamp else { return };
        if self.can(Bit::ReportsHeartbeat) {
            self.set_heartbeat(Duration::from_secs(opamp.heartbeat_interval_seconds));
        }
        if !self.can(Bit::AcceptsOpAmpConnectionSettings) {
            return;
        }
        let lasts = match self.profile.behaviour.settings.clone() {
            Reaction::Ignore => return,
            Reaction::Fail(text) => {
                self.seen.failed += 1;
                return self.set_settings(hash, ConnectionSettingsStatuses::Failed, text);
            }
            Reaction::Accept => Duration::ZERO,
            Reaction::Slow(lasts) => lasts,
        };
        self.set_settings(hash, ConnectionSettingsStatuses::Applying, String::new());
        self.slow.settings = Some((now + lasts, Box::new(opamp)));
    }

    /// Becomes a new client with the offered settings, once their moment has come and nothing is
    /// left to say.
    pub(super) fn adopt(&mut self, now: Moment) -> Vec<Effect> {
        let ready = self.unanswered.is_none()
            && self.slow.settings.as_ref().is_some_and(|(at, _)| *at <= now);
        let Some((_, settings)) = self.slow.settings.take_if(|_| ready) else {
            return Vec::new();
        };
        let mut effects = Vec::new();
        if self.profile.transport == Transport::WebSocket {
            let farewell = self.message(Parts::DISCONNECT, now);
            effects.push(Effect::Send(Box::new(farewell)));
        }
        effects.push(Effect::Adopt(settings));
        effects.push(Effect::Close);
        self.seen.adopted += 1;
        self.introduced = false;
        self.sequence_num = 0;
        self.attempts = 0;
        self.link = Link::Down { again: now };
        let status =
            self.settings.take().filter(|_| self.can(Bit::ReportsConnectionSettingsStatus));
        // Only a client that reports the status keeps it; the Supervisor's new client remembers no
        // offer.
        self.settings = status.map(|status| ConnectionSettingsStatus {
            status: ConnectionSettingsStatuses::Applied.into(),
            ..status
        });
        effects
    }

    fn set_heartbeat(&mut self, interval: Duration) {
        // A polling client refuses 0, because it would never hear of the server again.
        if self.profile.transport == Transport::WebSocket || !interval.is_zero() {
            self.heartbeat = interval;
        }
    }

    fn settings_hash(&self) -> Option<&Bytes> {
        self.settings.as_ref().map(|status| &status.last_connection_settings_hash)
    }

    fn set_settings(&mut self, hash: Bytes, status: ConnectionSettingsStatuses, text: String) {
        self.settings = Some(ConnectionSettingsStatus {
            last_connection_settings_hash: hash,
            status: status.into(),
            error_message: text,
        });
        if self.can(Bit::ReportsConnectionSettingsStatus)
            && status != ConnectionSettingsStatuses::Unset
        {
            self.owe(Parts::SETTINGS);
        }
    }
}
