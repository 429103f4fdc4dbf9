//! Building what the agent says.

use fleet::Moment;
use proto::opamp::v1::{
    AgentCapabilities as Bit, AgentDisconnect, AgentToServer, ComponentHealth, EffectiveConfig,
    PackageStatuses, RemoteConfigStatuses,
};

use super::{Effect, Session};
use crate::profile::Transport;

/// A set of parts of AgentToServer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parts(u8);

impl Parts {
    pub(super) const NONE: Self = Self(0);
    pub(super) const DESCRIPTION: Self = Self(1);
    pub(super) const HEALTH: Self = Self(2);
    pub(super) const EFFECTIVE_CONFIG: Self = Self(4);
    pub(super) const REMOTE_CONFIG: Self = Self(8);
    pub(super) const SETTINGS: Self = Self(16);
    pub(super) const DISCONNECT: Self = Self(32);
    pub(super) const PACKAGES: Self = Self(64);

    pub(super) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl Session {
    /// Every part that its capabilities promise.
    pub(super) fn everything(&self) -> Parts {
        let reported = [
            (Bit::ReportsStatus, Parts::DESCRIPTION),
            (Bit::ReportsHealth, Parts::HEALTH),
            (Bit::ReportsEffectiveConfig, Parts::EFFECTIVE_CONFIG),
            (Bit::ReportsRemoteConfig, Parts::REMOTE_CONFIG),
            (Bit::ReportsPackageStatuses, Parts::PACKAGES),
            (Bit::ReportsConnectionSettingsStatus, Parts::SETTINGS),
        ];
        let reported = reported.into_iter().filter(|(bit, _)| self.can(*bit));
        reported.fold(Parts::NONE, |all, (_, part)| all.with(part))
    }

    pub(super) fn can(&self, bit: Bit) -> bool {
        self.profile.capabilities.has(bit)
    }

    /// Sends what is owed. Several changes between two sends make one message; over HTTP nothing is
    /// sent while an answer is outstanding.
    pub(super) fn flush(&mut self, now: Moment) -> Vec<Effect> {
        let mut effects = Vec::new();
        loop {
            self.settle_config(now);
            self.settle_packages(now);
            self.settle_settings(now);
            if !self.due || self.unanswered.is_some() {
                return effects;
            }
            let message = Box::new(self.message(self.owed, now));
            if self.profile.transport == Transport::Polling {
                self.unanswered = Some(message.clone());
            }
            effects.push(Effect::Send(message));
        }
    }

    /// The next message, with these parts. It clears what was owed.
    pub(super) fn message(&mut self, parts: Parts, now: Moment) -> AgentToServer {
        let sequence_num = self.sequence_num;
        self.sequence_num = self.sequence_num.wrapping_add(1);
        self.sent_at = now;
        self.seen.sent += 1;
        (self.owed, self.due) = (Parts::NONE, false);
        let told = parts.has(Parts::REMOTE_CONFIG)
            && self.remote.status == i32::from(RemoteConfigStatuses::Applying);
        if let Some(applying) = self.applying.as_mut().filter(|_| told) {
            applying.work.begin(now);
        }
        if let Some(packages) = self.packages.as_mut().filter(|_| parts.has(Parts::PACKAGES))
            && let Some(work) = &mut packages.installing
        {
            work.begin(now);
        }
        AgentToServer {
            instance_uid: self.uid.to_bytes(),
            sequence_num,
            capabilities: self.profile.capabilities.0,
            agent_description: parts
                .has(Parts::DESCRIPTION)
                .then(|| self.identity.description(&self.profile.service)),
            health: parts.has(Parts::HEALTH).then(|| self.health_report()),
            effective_config: parts
                .has(Parts::EFFECTIVE_CONFIG)
                .then(|| self.effective_config_report()),
            remote_config_status: parts.has(Parts::REMOTE_CONFIG).then(|| self.remote.clone()),
            package_statuses: parts.has(Parts::PACKAGES).then(|| self.package_report()),
            connection_settings_status: parts
                .has(Parts::SETTINGS)
                .then(|| self.settings.clone())
                .flatten(),
            agent_disconnect: parts.has(Parts::DISCONNECT).then_some(AgentDisconnect {}),
            ..AgentToServer::default()
        }
    }

    fn health_report(&self) -> ComponentHealth {
        let health = &self.health;
        ComponentHealth {
            healthy: health.healthy,
            start_time_unix_nano: nanoseconds(health.started),
            last_error: health.last_error.clone(),
            status: health.status.clone(),
            status_time_unix_nano: nanoseconds(health.changed),
            ..ComponentHealth::default()
        }
    }

    /// Empty before the first offer, as opamp-go has it.
    fn package_report(&self) -> PackageStatuses {
        self.packages.as_ref().map(|packages| packages.statuses.clone()).unwrap_or_default()
    }

    fn effective_config_report(&self) -> EffectiveConfig {
        let config = self.applied.as_ref().unwrap_or(&self.profile.effective_config);
        EffectiveConfig { config_map: Some(config.as_ref().clone()) }
    }
}

fn nanoseconds(moment: Moment) -> u64 {
    moment.0.saturating_mul(1_000_000)
}
