//! Certificate signing requests of agents (OpAMP specification, "Agent-initiated CSR Flow").
//!
//! A request is judged in the answer to the message that brings it: whatever is wrong with it is `BAD_REQUEST`. A good
//! one is observed state, written down for whoever approves; the certificate comes back as desired state.

use std::collections::VecDeque;
use std::time::Duration;

use proto::opamp::v1::{AgentCapabilities as Bit, AgentToServer};
use proto::record::v1 as record;

use super::{Effect, Seat, Shards};
use crate::session::Slot;
use crate::{AgentId, Digest, Moment};

/// The largest request, in bytes.
pub const CSR_BYTES_MAX: usize = 16 << 10;
/// How many different requests of one agent are looked at in this time.
const REQUESTS_MAX: usize = 3;
const REQUESTS_TIME: Duration = Duration::from_secs(10 * 60);

/// Judges a request, PEM, of an agent that may only name these uids in it. Says which one it names, or what is wrong.
pub type CheckCsr = fn(&[u8], &[AgentId]) -> Result<Option<AgentId>, String>;

/// What one agent has asked for.
#[derive(Debug, Default)]
pub(super) struct Requests {
    /// Written down already.
    pending: Option<Digest>,
    /// When requests were looked at; bounded by `REQUESTS_MAX`.
    looked: VecDeque<Moment>,
}

/// What an answer must say of a request.
pub(super) type Weighed = Result<Option<Effect>, String>;

impl Shards {
    /// How requests are judged. Without it every one is refused.
    pub fn set_csr_check(&mut self, check: CheckCsr) {
        self.check_csr = check;
    }

    /// Looks at the request a message brings, if it brings one.
    pub(super) fn weigh_csr(&mut self, to: Seat, message: &AgentToServer, now: Moment) -> Weighed {
        let request = message.connection_settings_request.as_ref();
        let Some(request) = request.and_then(|request| request.opamp.as_ref()) else {
            return Ok(None);
        };
        let Some(request) = &request.certificate_request else {
            return Err("connection_settings_request.opamp has no certificate_request".to_owned());
        };
        if now >= self.voice_until {
            return Err("this node may not decide anything now: ask again later".to_owned());
        }
        let (csr, id, check) = (&request.csr, to.key.agent, self.check_csr);
        let allowed: Vec<AgentId> = [Some(id), self.renames.of(id)].into_iter().flatten().collect();
        let Some(agent) = self.agent_mut(to.claim.shard, id) else { return Ok(None) };
        if !agent.session.capabilities().has(Bit::AcceptsOpAmpConnectionSettings) {
            return Err("without AcceptsOpAMPConnectionSettings no answer can be given".to_owned());
        }
        if csr.len() > CSR_BYTES_MAX {
            return Err(format!("the request has more than {CSR_BYTES_MAX} bytes"));
        }
        let hash = Digest::of(csr);
        let row = agent.row.as_deref();
        let issued = row.and_then(|row| row.certificate.as_ref());
        if issued.is_some_and(|issued| issued.csr == hash.to_bytes()) {
            agent.session.offer_again(Slot::Settings);
            return Ok(None);
        }
        let denied = row.and_then(|row| row.denied.as_ref());
        if let Some(denied) = denied.filter(|denied| denied.csr == hash.to_bytes()) {
            return Err(format!("the request was denied: {}", denied.reason));
        }
        if agent.requests.pending == Some(hash) {
            return Ok(None);
        }
        agent.requests.look(now)?;
        let subject = check(csr, &allowed)?.unwrap_or(id);
        agent.requests.pending = Some(hash);
        Ok(Some(Effect::Csr(
            to.claim,
            id,
            Box::new(record::CertificateRequest {
                schema: 1,
                instance_uid: id.to_bytes(),
                subject: subject.to_bytes(),
                csr: csr.clone(),
                hash: hash.to_bytes(),
                requested_unix_ms: i64::try_from(now.0).unwrap_or(i64::MAX),
                peer_address: agent.peer_address.clone(),
            }),
        )))
    }
}

impl Requests {
    /// Counts one more look, or says that there were too many.
    fn look(&mut self, now: Moment) -> Result<(), String> {
        while self.looked.front().is_some_and(|first| *first + REQUESTS_TIME <= now) {
            self.looked.pop_front();
        }
        if self.looked.len() >= REQUESTS_MAX {
            let minutes = REQUESTS_TIME.as_secs() / 60;
            return Err(format!(
                "more than {REQUESTS_MAX} requests in {minutes} minutes: ask again later"
            ));
        }
        self.looked.push_back(now);
        Ok(())
    }
}

/// Where nobody judges requests.
pub(super) fn refuse(_: &[u8], _: &[AgentId]) -> Result<Option<AgentId>, String> {
    Err("this server takes no certificate signing requests".to_owned())
}
