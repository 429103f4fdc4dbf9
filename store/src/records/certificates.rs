//! `csrs/{shard}/{uid}`: certificate signing requests that wait for an answer. `certs/{uid}/{serial}`: what was issued.

use bytes::Bytes;
use fleet::{AgentId, MemberId, Revision, Shard};
use prost::Message;
use proto::record::v1::{Certificate, CertificateRequest, Desired};

use super::aliases::Placed;
use super::follow::{Follow, follow};
use super::{Records, Row, key};
use crate::contract::{Guard, Key, Store, StoreError, Txn, Write};

/// How a request is answered: with the agent's desired row, and the revision of the one it replaces.
#[derive(Debug)]
pub struct CsrAnswer<'a> {
    /// The request, as it was at a revision.
    pub request: (Placed, Revision),
    /// The desired row of the agent that gets the certificate.
    pub desired: (Placed, &'a Desired, Option<Revision>),
    /// What was issued; `None` for a denial.
    pub issued: Option<&'a Certificate>,
}

impl<S: Store> Records<S> {
    /// Writes down a request as the owner of the agent's shard, fenced like its record.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when I am not, [`StoreError::TooLarge`], [`StoreError::Unavailable`].
    pub async fn put_csr(
        &self,
        me: MemberId,
        (shard, agent): Placed,
        epoch: Revision,
        request: &CertificateRequest,
    ) -> Result<Revision, StoreError> {
        let guards = vec![(key::member(me), Guard::Present), (key::shard(shard), Guard::At(epoch))];
        let writes = vec![Write::Put(key::csr(shard, agent), encode(request), None)];
        self.store.commit(Txn { guards, writes }).await
    }

    /// Answers a request, in one transaction: it waits no longer, the desired row says the answer, and what was issued
    /// is bound to its agent.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else was first, [`StoreError::Unavailable`].
    pub async fn answer_csr(&self, answer: &CsrAnswer<'_>) -> Result<Revision, StoreError> {
        let ((shard, agent), seen) = answer.request;
        let ((desired_shard, subject), row, at) = answer.desired;
        let (request, desired) = (key::csr(shard, agent), key::desired(desired_shard, subject));
        let mut txn = Txn::one(Guard::At(seen), Write::Delete(request));
        txn.guards.push((desired.clone(), at.map_or(Guard::Absent, Guard::At)));
        txn.writes.push(Write::Put(desired, encode(row), None));
        if let Some(issued) = answer.issued {
            let at = key::certificate(subject, &issued.serial);
            txn.guards.push((at.clone(), Guard::Absent));
            txn.writes.push(Write::Put(at, encode(issued), None));
        }
        self.store.commit(txn).await
    }

    /// Drops a request that needs no answer any more.
    ///
    /// # Errors
    /// [`StoreError::Conflict`], [`StoreError::Unavailable`].
    pub async fn delete_csr(
        &self,
        (shard, agent): Placed,
        seen: Revision,
    ) -> Result<Revision, StoreError> {
        self.remove(key::csr(shard, agent), Guard::At(seen)).await
    }

    /// One agent's request.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], [`StoreError::Unavailable`].
    pub async fn get_csr(
        &self,
        (shard, agent): Placed,
    ) -> Result<Option<(CertificateRequest, Revision)>, StoreError> {
        self.read(&key::csr(shard, agent)).await
    }

    /// Every request that waits.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn list_csrs(&self) -> Result<Vec<Row<Placed, CertificateRequest>>, StoreError> {
        Ok(self.all(&Key::from(key::CSRS), key::parse_csr).await?.items)
    }

    /// Follows every request.
    pub fn follow_csrs(&self) -> Follow<(Shard, AgentId), CertificateRequest> {
        follow(self.store.clone(), Key::from(key::CSRS), key::parse_csr)
    }

    /// What was issued to one agent, by serial.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn list_certificates(
        &self,
        agent: AgentId,
    ) -> Result<Vec<Row<String, Certificate>>, StoreError> {
        Ok(self.all(&key::certificates_of(agent), key::parse_certificate).await?.items)
    }
}

fn encode(message: &impl Message) -> Bytes {
    message.encode_to_vec().into()
}
