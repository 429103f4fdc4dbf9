//! What the agent does with what the server says.

use std::sync::Arc;

use bytes::Bytes;
use fleet::{AgentId, Moment};
use proto::opamp::v1::{
    AgentCapabilities as Bit, AgentRemoteConfig, RemoteConfigStatus, RemoteConfigStatuses,
    ServerErrorResponse, ServerToAgent, ServerToAgentFlags as Flag,
};

use super::report::Parts;
use super::work::Work;
use super::{Applying, Session};
use crate::behaviour::Reaction;

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
        if let Some(offer) = message.packages_available.filter(|_| self.can(Bit::AcceptsPackages)) {
            self.on_packages(offer, now);
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
            Reaction::Slow(lasts) => self.restarts = Some(now + lasts),
            Reaction::Fail(text) => self.set_health(false, "restart failed", &text, now),
            Reaction::Ignore => {}
        }
    }

    /// The process starts again: the numbers start again, and a full report comes first. The config
    /// stays applied.
    pub(super) fn restart(&mut self, now: Moment) {
        self.restarts = None;
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
        let Some(mut work) = Work::of(&self.profile.behaviour.config) else { return };
        let config = self.profile.share(&hash, offer.config.unwrap_or_default());
        if !self.can(Bit::ReportsRemoteConfig) {
            work.begin(now);
        }
        self.applying = Some(Applying { config, work });
        self.set_remote(hash, RemoteConfigStatuses::Applying, String::new());
    }

    /// Ends the application of a config whose time has come.
    pub(super) fn settle_config(&mut self, now: Moment) {
        let over = |applying: &mut Applying| applying.work.is_over(now);
        let Some(applying) = self.applying.take_if(over) else { return };
        let hash = self.remote.last_remote_config_hash.clone();
        match applying.work.failure {
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
}
