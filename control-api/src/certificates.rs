//! `CertificateService`: answers to agents' certificate signing requests, by an operator or by themselves.
//!
//! A request waits in the store until one replica answers it, in one transaction: whichever is first, there is one
//! certificate.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use fleet::{AgentId, Digest, Revision, Shard};
use futures::StreamExt;
use proto::control::v1::certificate_service_server::CertificateService;
use proto::control::v1::{
    AgentCertificate, ApproveCertificateRequestRequest, ApproveCertificateRequestResponse,
    CertificateRequest, DenyCertificateRequestRequest, DenyCertificateRequestResponse,
    ListAgentCertificatesRequest, ListAgentCertificatesResponse, ListCertificateRequestsRequest,
    ListCertificateRequestsResponse,
};
use proto::record::v1 as record;
use proto::record::v1::{Certificate, DeniedRequest, Desired, IssuedCertificate};
use proto::route::v1::Transport;
use store::records::{Change, CsrAnswer};
use store::{Store, StoreError};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};

use crate::api::{Api, agent_id, timestamp};
use crate::operators::{Actor, actor};
use crate::refusal::Refusal;

const APPROVE: &str = "/drover.control.v1.CertificateService/ApproveCertificateRequest";
const DENY: &str = "/drover.control.v1.CertificateService/DenyCertificateRequest";
/// The longest reason, in bytes.
const REASON_LEN_MAX: usize = 256;
/// How often a row that somebody else keeps changing is read again.
const CHANGE_TRIES: u32 = 16;
/// Pause before a request that could not be answered is tried again.
const RETRY: Duration = Duration::from_secs(1);

/// The service.
pub(crate) struct Certificates<S>(pub(crate) Arc<Api<S>>);

#[tonic::async_trait]
impl<S: Store> CertificateService for Certificates<S> {
    async fn list_certificate_requests(
        &self,
        _: Request<ListCertificateRequestsRequest>,
    ) -> Result<Response<ListCertificateRequestsResponse>, Status> {
        let found = self.0.records.list_csrs().await.map_err(Refusal::from)?;
        let requests = found.into_iter().map(|(_, row, _)| shown(row)).collect();
        Ok(Response::new(ListCertificateRequestsResponse { requests }))
    }

    async fn approve_certificate_request(
        &self,
        request: Request<ApproveCertificateRequestRequest>,
    ) -> Result<Response<ApproveCertificateRequestResponse>, Status> {
        let (actor, api) = (actor(&request)?, Arc::clone(&self.0));
        let agent = agent_id(&request.into_inner().instance_uid)?;
        let work = async move { api.issue(&actor, agent).await };
        let (row, revision) = self.0.finish(work).await?;
        let certificate = Some(issued(row));
        let revision = revision.0;
        Ok(Response::new(ApproveCertificateRequestResponse { certificate, revision }))
    }

    async fn deny_certificate_request(
        &self,
        request: Request<DenyCertificateRequestRequest>,
    ) -> Result<Response<DenyCertificateRequestResponse>, Status> {
        let (actor, api) = (actor(&request)?, Arc::clone(&self.0));
        let DenyCertificateRequestRequest { instance_uid, reason } = request.into_inner();
        let agent = agent_id(&instance_uid)?;
        if reason.len() > REASON_LEN_MAX {
            let why = format!("at most {REASON_LEN_MAX} bytes");
            return Err(Refusal::invalid("reason", why).into());
        }
        let work = async move { api.deny(&actor, agent, &reason).await };
        let revision = self.0.finish(work).await?.0;
        Ok(Response::new(DenyCertificateRequestResponse { revision }))
    }

    async fn list_agent_certificates(
        &self,
        request: Request<ListAgentCertificatesRequest>,
    ) -> Result<Response<ListAgentCertificatesResponse>, Status> {
        let agent = agent_id(&request.into_inner().instance_uid)?;
        let found = self.0.records.list_certificates(agent).await.map_err(Refusal::from)?;
        let certificates = found.into_iter().map(|(_, row, _)| issued(row)).collect();
        Ok(Response::new(ListAgentCertificatesResponse { certificates }))
    }
}

fn uid(bytes: &[u8]) -> String {
    AgentId::try_from(bytes).map(|id| id.to_string()).unwrap_or_default()
}

fn hex(bytes: &[u8]) -> String {
    Digest::try_from(bytes).map(|digest| digest.to_string()).unwrap_or_default()
}

fn shown(row: record::CertificateRequest) -> CertificateRequest {
    CertificateRequest {
        instance_uid: uid(&row.instance_uid),
        subject_uid: uid(&row.subject),
        csr: String::from_utf8_lossy(&row.csr).into_owned(),
        csr_hash: hex(&row.hash),
        requested: timestamp(row.requested_unix_ms),
        peer_address: row.peer_address,
    }
}

fn issued(row: Certificate) -> AgentCertificate {
    AgentCertificate {
        instance_uid: uid(&row.instance_uid),
        serial: row.serial,
        fingerprint: hex(&row.fingerprint),
        csr_hash: hex(&row.csr),
        not_before: timestamp(row.not_before_unix_ms),
        not_after: timestamp(row.not_after_unix_ms),
        actor: row.actor,
    }
}

/// A request that waits, and the row its answer goes into.
struct Waiting {
    placed: (Shard, AgentId),
    request: (record::CertificateRequest, Revision),
    subject: (Shard, AgentId),
    desired: Desired,
    seen: Option<Revision>,
}

impl<S: Store> Api<S> {
    async fn waiting(&self, agent: AgentId) -> Result<Waiting, Refusal> {
        let placed = (self.shard(agent), agent);
        let request = self.records.get_csr(placed).await?;
        let request = request.ok_or(Refusal::RequestNotFound(agent))?;
        let subject = AgentId::from_wire(&request.0.subject).map_err(|_| Refusal::Internal)?;
        let subject = (self.shard(subject), subject);
        let (desired, seen) = match self.records.get_desired(subject.0, subject.1).await? {
            Some((row, seen)) => (row, Some(seen)),
            None => (Desired { schema: 1, ..Desired::default() }, None),
        };
        Ok(Waiting { placed, request, subject, desired, seen })
    }

    /// Answers with a certificate.
    async fn issue(
        &self,
        actor: &Actor,
        agent: AgentId,
    ) -> Result<(Certificate, Revision), Refusal> {
        let issuer = self.issuer.as_ref().ok_or(Refusal::NoIssuer)?;
        for _ in 0..CHANGE_TRIES {
            let Waiting { placed, request: (request, at), subject, mut desired, seen } =
                self.waiting(agent).await?;
            let answered = desired.certificate.as_ref().map(|issued| &issued.csr);
            if answered == Some(&request.hash)
                && let Some(row) = self.issued_for(subject.1, &request.hash).await?
            {
                return Ok((row, self.records.delete_csr(placed, at).await?));
            }
            let made = issuer.issue(&request.csr, subject.1, (self.clock)());
            let made = made.map_err(|why| Refusal::invalid("csr", why.to_string()))?;
            let unix = |moment: fleet::Moment| i64::try_from(moment.0).unwrap_or(i64::MAX);
            let row = Certificate {
                schema: 1,
                instance_uid: subject.1.to_bytes(),
                serial: made.serial,
                fingerprint: made.fingerprint.to_bytes(),
                csr: request.hash.clone(),
                not_before_unix_ms: unix(made.valid.0),
                not_after_unix_ms: unix(made.valid.1),
                actor: actor.0.to_string(),
            };
            desired.denied = None;
            desired.certificate = Some(IssuedCertificate {
                certificate: made.pem,
                ca_certificate: issuer.bundle(),
                csr: request.hash,
                issued_unix_ms: self.now_ms(),
                destination_endpoint: self.endpoint_of(agent),
            });
            let answer = CsrAnswer {
                request: (placed, at),
                desired: (subject, &desired, seen),
                issued: Some(&row),
            };
            let action = async { Ok(((), self.records.answer_csr(&answer).await?)) };
            let target = format!("agents/{}/certificates/{}", subject.1, row.serial);
            match self.audited(actor, APPROVE, target, action).await {
                Ok(((), revision)) => return Ok((row, revision)),
                Err(Refusal::Store(StoreError::Conflict(_))) => {}
                Err(refusal) => return Err(refusal),
            }
        }
        Err(Refusal::Aborted(format!("what agent {agent} should have keeps changing")))
    }

    /// What was issued to an agent for this request.
    async fn issued_for(&self, agent: AgentId, csr: &[u8]) -> Result<Option<Certificate>, Refusal> {
        let found = self.records.list_certificates(agent).await?;
        Ok(found.into_iter().map(|(_, row, _)| row).find(|row| row.csr == csr))
    }

    async fn deny(&self, actor: &Actor, agent: AgentId, reason: &str) -> Result<Revision, Refusal> {
        for _ in 0..CHANGE_TRIES {
            let Waiting { placed, request: (request, at), subject, mut desired, seen } =
                self.waiting(agent).await?;
            desired.denied = Some(DeniedRequest { csr: request.hash, reason: reason.to_owned() });
            let answer = CsrAnswer {
                request: (placed, at),
                desired: (subject, &desired, seen),
                issued: None,
            };
            let action = async { Ok(((), self.records.answer_csr(&answer).await?)) };
            match self.audited(actor, DENY, format!("agents/{agent}"), action).await {
                Ok(((), revision)) => return Ok(revision),
                Err(Refusal::Store(StoreError::Conflict(_))) => {}
                Err(refusal) => return Err(refusal),
            }
        }
        Err(Refusal::Aborted(format!("what agent {agent} should have keeps changing")))
    }

    /// Where a certificate is good for, by the transport the agent uses; empty when this is not configured.
    fn endpoint_of(&self, agent: AgentId) -> String {
        let Some(place) = &self.config.agents_endpoint else { return String::new() };
        let polls = self.view.read(|state| {
            let presence = state.index.get(agent).and_then(|entry| entry.presence.as_ref());
            presence.is_some_and(|presence| presence.transport == Transport::Http)
        });
        let scheme = if polls { "https" } else { "wss" };
        format!("{scheme}://{place}")
    }

    /// Answers every request that needs no operator. Ends with the role.
    pub(crate) async fn answer_all(self: Arc<Self>, stop: CancellationToken) {
        let mut changes = self.records.follow_csrs();
        let mut waiting: BTreeMap<AgentId, Revision> = BTreeMap::new();
        loop {
            let pause = if waiting.is_empty() { Duration::MAX } else { RETRY };
            let change = tokio::select! {
                biased;
                () = stop.cancelled() => return,
                change = changes.next() => match change {
                    Some(change) => Some(change),
                    None => return,
                },
                () = tokio::time::sleep(pause) => None,
            };
            match change {
                Some(Change::Reset(rows, _)) => {
                    waiting = rows.into_iter().map(|((_, id), _, at)| (id, at)).collect();
                }
                Some(Change::Put((_, id), _, at)) => _ = waiting.insert(id, at),
                Some(Change::Delete((_, id), _)) => _ = waiting.remove(&id),
                Some(Change::Progress(_)) => continue,
                None => {}
            }
            for agent in waiting.keys().copied().collect::<Vec<_>>() {
                match self.answer(agent).await {
                    // Another replica was first, or it was denied.
                    Ok(()) | Err(Refusal::RequestNotFound(_)) => _ = waiting.remove(&agent),
                    Err(why) => tracing::warn!(%agent, %why, "a request waits for its answer"),
                }
            }
        }
    }

    /// A certificate, or why there is none: what cannot be granted is denied, so that the agent hears of it
    /// (PROTOCOL.md K4 and ruling 9). What may be granted later waits.
    async fn answer(&self, agent: AgentId) -> Result<(), Refusal> {
        let actor = Actor("automatic".into());
        let why = match self.issue(&actor, agent).await {
            Ok(_) => return Ok(()),
            Err(Refusal::NoIssuer) => "this server issues no certificates".to_owned(),
            Err(why @ Refusal::Invalid { .. }) => why.to_string(),
            Err(other) => return Err(other),
        };
        self.deny(&actor, agent, &why).await.map(|_| ())
    }
}
