//! Remote configuration offers: level-triggered by hash (OpAMP specification, "Configuration").

use std::sync::Arc;
use std::time::Duration;

use proto::opamp::v1::{AgentCapabilities as Bit, RemoteConfigStatus, RemoteConfigStatuses};

use super::{Session, Unwritten};
use crate::desired::ConfigRevision;
use crate::link::Checkpoint;
use crate::observed::Observed;
use crate::{Digest, Moment};

/// How long an offer stays outstanding for an agent that reports config status but did not.
const OUTSTANDING: Duration = Duration::from_secs(60);

/// The config one agent should have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Its content, ready to be appended to a ServerToAgent.
    pub config: Arc<ConfigRevision>,
    /// Raised by an operator to lift the hold on a FAILED config.
    pub retry: u64,
}

/// What is desired, offered and reported.
#[derive(Debug, Default)]
pub(super) struct Offers {
    desired: Option<Offer>,
    reported: Option<Digest>,
    /// Offered and not answered yet.
    outstanding: Option<(Digest, Moment)>,
    last: Option<Digest>,
    failed: Option<Digest>,
    written: u64,
    /// When something may be offered that may not be now.
    look_at: Option<Moment>,
}

impl Offers {
    pub(super) fn restore(&mut self, observed: &Observed, failed: Option<Digest>) {
        self.failed = failed;
        if let Some(status) = observed.remote_config_status() {
            self.on_status(&status);
        }
    }

    /// Whoever kept the session knows better than its checkpoint what FAILED: only a `fresh` owner takes it over.
    pub(super) fn resume(&mut self, checkpoint: &Checkpoint, fresh: bool) {
        self.outstanding = checkpoint.offered;
        if fresh {
            self.failed = checkpoint.failed;
        }
    }

    pub(super) fn desired(&self) -> Option<&Offer> {
        self.desired.as_ref()
    }

    pub(super) fn failed(&self) -> Option<Digest> {
        self.failed
    }

    pub(super) fn offered(&self) -> (Option<Digest>, u64) {
        (self.last, self.written)
    }

    pub(super) fn outstanding(&self) -> Option<(Digest, Moment)> {
        self.outstanding
    }

    pub(super) fn desire(&mut self, desired: Option<Offer>) {
        let retried = match (&self.desired, &desired) {
            (Some(old), Some(new)) => new.retry > old.retry,
            (None, _) | (_, None) => false,
        };
        if retried {
            self.failed = None;
            self.reported = None;
            self.outstanding = None;
        }
        self.desired = desired;
    }

    /// The agent reported its remote config status.
    pub(super) fn on_status(&mut self, status: &RemoteConfigStatus) {
        let hash = Digest::try_from(&status.last_remote_config_hash[..]).ok();
        self.reported = hash;
        if status.status == i32::from(RemoteConfigStatuses::Failed) && hash.is_some() {
            self.failed = hash;
        } else if status.status == i32::from(RemoteConfigStatuses::Applied) && self.failed == hash {
            self.failed = None;
        }
        if self.outstanding.is_some_and(|(offered, _)| Some(offered) == hash) {
            self.outstanding = None;
        }
    }

    pub(super) fn on_new_socket(&mut self) {
        self.outstanding = None;
    }

    pub(super) fn on_sent(&mut self, hash: Digest, now: Moment) {
        self.outstanding = Some((hash, now));
        self.last = Some(hash);
    }

    pub(super) fn on_written(&mut self, _: Digest) {
        self.written += 1;
    }

    pub(super) fn on_dropped(&mut self, hash: Digest) {
        if self.outstanding.is_some_and(|(offered, _)| offered == hash) {
            self.outstanding = None;
        }
    }

    pub(super) fn deadline(&self) -> Moment {
        self.look_at.unwrap_or(Moment::NEVER)
    }
}

impl Session {
    /// The config to offer now, if any.
    pub(super) fn offer_due(&mut self, now: Moment) -> Option<Offer> {
        self.offer.look_at = None;
        let desired = self.offer.desired.as_ref()?;
        let hash = Some(desired.config.hash);
        let wanted = self.capabilities.has(Bit::AcceptsRemoteConfig)
            && self.offer.reported != hash
            && self.offer.failed != hash;
        if !wanted {
            return None;
        }
        if let Some(until) = self.full_state.pending(now) {
            self.offer.look_at = Some(until);
            return None;
        }
        if self.unwritten.iter().any(|(_, sent)| matches!(sent, Unwritten::Offer(_))) {
            return None;
        }
        if let Some((offered, at)) = self.offer.outstanding
            && Some(offered) == hash
        {
            let repeat_at = at + OUTSTANDING;
            if !self.capabilities.has(Bit::ReportsRemoteConfig) {
                return None;
            }
            if now < repeat_at {
                self.offer.look_at = Some(repeat_at);
                return None;
            }
        }
        Some(desired.clone())
    }
}
