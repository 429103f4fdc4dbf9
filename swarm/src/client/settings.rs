//! What the agent does with connection settings. It sends no telemetry and opens no other connections: settings for
//! those are only taken, or refused.

use std::time::Duration;

use bytes::Bytes;
use fleet::Moment;
use proto::opamp::v1::{
    AgentCapabilities as Bit, ConnectionSettingsOffers, ConnectionSettingsStatus,
    ConnectionSettingsStatuses, OpAmpConnectionSettings,
};

use super::report::Parts;
use super::work::Work;
use super::{Effect, Link, Session};
use crate::profile::Transport;

/// Connection settings that are being adopted.
#[derive(Debug)]
pub(super) struct Adopting {
    /// Those for this server, if they were offered and are accepted.
    opamp: Option<Box<OpAmpConnectionSettings>>,
    pub(super) work: Work,
}

impl Session {
    pub(super) fn on_settings(&mut self, offer: ConnectionSettingsOffers, now: Moment) {
        let hash = Bytes::copy_from_slice(&offer.hash);
        *self.seen.settings_offers.entry(hash.clone()).or_default() += 1;
        if !hash.is_empty() && self.settings_hash() == Some(&hash) {
            self.seen.repeated_offers += 1;
            return;
        }
        self.adopting = None;
        self.set_settings(hash.clone(), ConnectionSettingsStatuses::Unset, String::new());
        if let Some(opamp) = &offer.opamp
            && self.can(Bit::ReportsHeartbeat)
        {
            self.set_heartbeat(Duration::from_secs(opamp.heartbeat_interval_seconds));
        }
        if let Some(mut adopting) = self.accepted(offer) {
            adopting.work.begin(now);
            self.adopting = Some(Box::new(adopting));
            self.set_settings(hash, ConnectionSettingsStatuses::Applying, String::new());
        }
    }

    /// Each part of an offer has its own reaction. They share a hash and so one status, which is known when the slowest
    /// is done and is FAILED if any fails. `None` when nothing in it is for this agent, or all of it is ignored.
    fn accepted(&self, offer: ConnectionSettingsOffers) -> Option<Adopting> {
        let behaviour = &self.profile.behaviour;
        let own = [
            (Bit::ReportsOwnMetrics, offer.own_metrics.is_some()),
            (Bit::ReportsOwnTraces, offer.own_traces.is_some()),
            (Bit::ReportsOwnLogs, offer.own_logs.is_some()),
        ];
        let telemetry = own.into_iter().any(|(bit, offered)| offered && self.can(bit));
        let connections =
            !offer.other_connections.is_empty() && self.can(Bit::AcceptsOtherConnectionSettings);
        let opamp = offer.opamp.filter(|_| self.can(Bit::AcceptsOpAmpConnectionSettings));
        let to_opamp = opamp.as_ref().and_then(|_| Work::of(&behaviour.settings));
        let adopted = to_opamp.as_ref().is_some_and(|work| work.failure.is_none());
        let to_telemetry = telemetry.then(|| Work::of(&behaviour.telemetry)).flatten();
        let to_connections = connections.then(|| Work::of(&behaviour.connections)).flatten();
        let works = [to_opamp, to_telemetry, to_connections];
        let work = works.into_iter().flatten().reduce(Work::and)?;
        Some(Adopting { opamp: opamp.filter(|_| adopted).map(Box::new), work })
    }

    /// Ends an offer without settings for this server, once its time has come.
    pub(super) fn settle_settings(&mut self, now: Moment) {
        let over =
            |adopting: &mut Box<Adopting>| adopting.opamp.is_none() && adopting.work.is_over(now);
        let Some(adopting) = self.adopting.take_if(over) else { return };
        self.seen.applied += u64::from(adopting.work.failure.is_none());
        let hash = self.settings_hash().cloned().unwrap_or_default();
        let (status, text) = self.end(adopting.work);
        self.set_settings(hash, status, text);
    }

    /// Becomes a new client with the offered settings, once their moment has come and nothing is
    /// left to say.
    pub(super) fn adopt(&mut self, now: Moment) -> Vec<Effect> {
        let ready =
            |adopting: &mut Box<Adopting>| adopting.opamp.is_some() && adopting.work.is_over(now);
        if self.unanswered.is_some() {
            return Vec::new();
        }
        let Some(adopting) = self.adopting.take_if(ready) else { return Vec::new() };
        let Some(settings) = adopting.opamp else { return Vec::new() };
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
        let (status, error_message) = self.end(adopting.work);
        let before =
            self.settings.take().filter(|_| self.can(Bit::ReportsConnectionSettingsStatus));
        // Only a client that reports the status keeps it; the Supervisor's new client remembers no
        // offer.
        self.settings = before.map(|before| ConnectionSettingsStatus {
            status: status.into(),
            error_message,
            ..before
        });
        effects
    }

    fn end(&mut self, work: Work) -> (ConnectionSettingsStatuses, String) {
        match work.failure {
            Some(text) => {
                self.seen.failed += 1;
                (ConnectionSettingsStatuses::Failed, text)
            }
            None => (ConnectionSettingsStatuses::Applied, String::new()),
        }
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
