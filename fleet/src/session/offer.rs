//! Offers: remote config, packages and connection settings, each in its [`Slot`] (OpAMP specification,
//! "Configuration", "Packages", "Connection Settings Management").

use std::time::Duration;

use proto::opamp::v1::{
    AgentCapabilities as Bit, AgentToServer, ConnectionSettingsStatuses, PackageStatusEnum,
    PackageStatuses, RemoteConfigStatuses,
};
use proto::record::v1 as record;

use super::Session;
use super::delivery::Unwritten;
use super::slot::{Offer, Situation, Slot, Track, Verdict};
use crate::link::OfferState;
use crate::observed::Observed;
use crate::{Moment, Prefix};

/// Offers up to this many bytes go into a message beside a larger one.
const SMALL_BYTES_MAX: usize = 4 << 10;

/// A track per slot. Most agents use few of them, and there are many agents: what nothing is known of has none.
#[derive(Debug, Default)]
pub(super) struct Offers {
    tracks: [Option<Box<Track>>; 3],
}

impl Offers {
    pub(super) fn of(&self, slot: Slot) -> Option<&Track> {
        self.tracks[slot as usize].as_deref()
    }

    pub(super) fn of_mut(&mut self, slot: Slot) -> &mut Track {
        let fresh = || {
            Box::new(match slot {
                Slot::RemoteConfig | Slot::Packages => Track::default(),
                Slot::Settings => Track::remembering(),
            })
        };
        self.tracks[slot as usize].get_or_insert_with(fresh)
    }

    /// The tracks there are.
    fn known(&mut self) -> impl Iterator<Item = &mut Track> {
        self.tracks.iter_mut().flatten().map(|track| &mut **track)
    }

    pub(super) fn desire(&mut self, slot: Slot, desired: Option<Offer>) {
        if desired.is_some() || self.of(slot).is_some() {
            self.of_mut(slot).desire(desired);
        }
    }

    pub(super) fn restore(&mut self, record: &record::Agent, observed: &Observed) {
        let held = [
            (Slot::RemoteConfig, &record.failed_config_hash),
            (Slot::Packages, &record.failed_packages_hash),
            (Slot::Settings, &record.failed_settings_hash),
        ];
        for (slot, failed) in held {
            let seen = match slot {
                Slot::RemoteConfig | Slot::Packages => None,
                Slot::Settings => Prefix::read(&record.offered_settings_hash),
            };
            let failed = Prefix::read(failed);
            if failed.is_some() || seen.is_some() {
                self.of_mut(slot).restore(failed, seen);
            }
        }
        self.on_message(&AgentToServer {
            remote_config_status: observed.remote_config_status(),
            package_statuses: observed.package_statuses(),
            connection_settings_status: observed.connection_settings_status(),
            ..Default::default()
        });
    }

    pub(super) fn resume(&mut self, states: &[OfferState; 3], fresh: bool) {
        for (slot, state) in Slot::ALL.into_iter().zip(states) {
            if *state != OfferState::default() || self.of(slot).is_some() {
                self.of_mut(slot).resume(state, fresh);
            }
        }
    }

    pub(super) fn states(&self) -> [OfferState; 3] {
        Slot::ALL.map(|slot| self.of(slot).map(Track::state).unwrap_or_default())
    }

    pub(super) fn on_new_socket(&mut self) {
        self.known().for_each(Track::on_new_socket);
    }

    pub(super) fn deadline(&self) -> Moment {
        let tracks = self.tracks.iter().flatten();
        tracks.map(|track| track.deadline()).min().unwrap_or(Moment::NEVER)
    }

    /// Whether anything has been applied for longer than that without an end; each is named once.
    pub(super) fn overdue(&mut self, now: Moment, patience: Duration) -> bool {
        let overdue = |count, track: &mut Track| count + u32::from(track.overdue(now, patience));
        self.known().fold(0, overdue) > 0
    }

    /// Takes over what the message says about offers.
    pub(super) fn on_message(&mut self, message: &AgentToServer) {
        if let Some(status) = &message.remote_config_status {
            let verdict = match status.status() {
                RemoteConfigStatuses::Unset => Verdict::Seen,
                RemoteConfigStatuses::Applied => Verdict::Applied,
                RemoteConfigStatuses::Applying => Verdict::Applying,
                RemoteConfigStatuses::Failed => Verdict::Failed,
            };
            self.of_mut(Slot::RemoteConfig).on_status(&status.last_remote_config_hash, verdict);
        }
        if let Some(status) = &message.package_statuses {
            let hash = &status.server_provided_all_packages_hash;
            self.of_mut(Slot::Packages).on_status(hash, installed(status));
        }
        if let Some(status) = &message.connection_settings_status {
            let verdict = match status.status() {
                ConnectionSettingsStatuses::Unset => Verdict::Seen,
                ConnectionSettingsStatuses::Applied => Verdict::Applied,
                ConnectionSettingsStatuses::Applying => Verdict::Applying,
                ConnectionSettingsStatuses::Failed => Verdict::Failed,
            };
            self.of_mut(Slot::Settings).on_status(&status.last_connection_settings_hash, verdict);
        }
    }
}

/// What a report says of the set it names. Packages download and install at their own pace, so there is no time by
/// which they owe the end.
fn installed(status: &PackageStatuses) -> Verdict {
    let is = |wanted: PackageStatusEnum| {
        status.packages.values().filter(move |package| package.status == i32::from(wanted))
    };
    if !status.error_message.is_empty() || is(PackageStatusEnum::InstallFailed).next().is_some() {
        Verdict::Failed
    } else if is(PackageStatusEnum::Installed).count() == status.packages.len() {
        Verdict::Applied
    } else {
        Verdict::Seen
    }
}

/// The bit with which the agent reports what became of offers in this slot.
fn reports(slot: Slot) -> Bit {
    match slot {
        Slot::RemoteConfig => Bit::ReportsRemoteConfig,
        Slot::Packages => Bit::ReportsPackageStatuses,
        Slot::Settings => Bit::ReportsConnectionSettingsStatus,
    }
}

/// Whether an offer can share a message with those chosen for it: connection settings that name this server go alone,
/// and a link sends one large body per message.
fn joins(chosen: &[(Slot, Offer)], next: &Offer) -> bool {
    let all = || chosen.iter().map(|(_, offer)| offer).chain([next]);
    let large = all().filter(|offer| offer.payload.fragment.len() > SMALL_BYTES_MAX).count();
    chosen.is_empty() || (large <= 1 && !all().any(|offer| offer.payload.alone))
}

impl Session {
    /// The agent asks for what it may have been offered already.
    pub(crate) fn offer_again(&mut self, slot: Slot) {
        self.offers.of_mut(slot).repeat();
    }

    /// What to offer in one message now. What is due and not among it is due again when this is sent.
    pub(super) fn offers_due(&mut self, now: Moment) -> Vec<(Slot, Offer)> {
        let wait = self.full_state.pending(now);
        let mut chosen = Vec::new();
        for slot in Slot::ALL {
            if self.offers.of(slot).is_none() {
                continue;
            }
            let capabilities = self.capabilities;
            let situation = Situation { now, reports: capabilities.has(reports(slot)), wait };
            let due = self.offers.of_mut(slot).due(situation);
            let Some(offer) = due else { continue };
            let accepted = capabilities.0 & offer.payload.needs == offer.payload.needs;
            if accepted && !self.writing(slot) && joins(&chosen, &offer) {
                chosen.push((slot, offer));
            }
        }
        chosen
    }

    /// Whether an offer of this slot is on its way to the socket.
    fn writing(&self, slot: Slot) -> bool {
        let holds = |unwritten: &Unwritten| match unwritten {
            Unwritten::Offers(_, offers) => offers.iter().any(|(of, _)| *of == slot),
            Unwritten::Instruction(_) => false,
        };
        self.unwritten.iter().any(|sent| holds(&sent.what))
    }
}
