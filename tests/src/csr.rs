//! Certificates that agents ask for: requests as agents make them, and what an operator does with them.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::time::Duration;

use bytes::Bytes;
use fleet::AgentId;
use proto::control::v1::{
    AgentCertificate, ApproveCertificateRequestRequest, ListAgentCertificatesRequest,
    ListCertificateRequestsRequest,
};
use proto::opamp::v1::{
    AgentCapabilities, AgentToServer, CertificateRequest, ConnectionSettingsRequest,
    OpAmpConnectionSettings, OpAmpConnectionSettingsRequest, ServerErrorResponseType,
    ServerToAgent, TlsCertificate,
};
use rcgen::{CertificateParams, KeyPair, PKCS_ECDSA_P256_SHA256};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

use crate::Wire;
use crate::api::Api;
use crate::process::until;
use crate::wire::heartbeat;

const SOON: Duration = Duration::from_secs(20);
/// The bit without which no certificate can be offered.
pub const ACCEPTS: u64 = AgentCapabilities::AcceptsOpAmpConnectionSettings as u64;
/// Requests wait for an operator.
pub const MANUAL: (&str, &str) = ("DROVER_CONTROL_API__CERTIFICATE_APPROVAL", "manual");

/// A P-256 key.
pub fn new_key() -> KeyPair {
    KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap()
}

/// A request, PEM, signed by this key.
pub fn csr(key: &KeyPair, change: impl Fn(&mut CertificateParams)) -> String {
    let mut params = CertificateParams::default();
    change(&mut params);
    params.serialize_request(key).unwrap().pem().unwrap()
}

/// A request for connection settings: with `opamp` or not, with a request for a certificate or not.
pub fn request(opamp: Option<Option<&str>>) -> Option<ConnectionSettingsRequest> {
    let opamp = opamp.map(|csr| OpAmpConnectionSettingsRequest {
        certificate_request: csr
            .map(|csr| CertificateRequest { csr: Bytes::copy_from_slice(csr.as_bytes()) }),
    });
    Some(ConnectionSettingsRequest { opamp })
}

/// The message, asking for a certificate.
pub fn asks(message: AgentToServer, csr: &str) -> AgentToServer {
    let capabilities = message.capabilities | ACCEPTS;
    let connection_settings_request = request(Some(Some(csr)));
    AgentToServer { capabilities, connection_settings_request, ..message }
}

/// A heartbeat of an agent that accepts OpAMP settings.
pub fn beats(uid: AgentId, number: u64) -> AgentToServer {
    let message = heartbeat(uid, number);
    AgentToServer { capabilities: message.capabilities | ACCEPTS, ..message }
}

/// The OpAMP settings a message offers.
pub fn opamp(message: &ServerToAgent) -> Option<OpAmpConnectionSettings> {
    message.connection_settings.as_ref().and_then(|offer| offer.opamp.clone())
}

/// The next certificate a socket is offered; `told` is a message that came already.
///
/// # Panics
/// When something else comes.
pub async fn offered(socket: &mut Wire, mut told: ServerToAgent) -> TlsCertificate {
    loop {
        assert_eq!(told.error_response, None);
        if let Some(certificate) = opamp(&told).and_then(|opamp| opamp.certificate) {
            return certificate;
        }
        told = socket.recv().await.unwrap();
    }
}

/// The text of BAD_REQUEST, which is alone in its message.
///
/// # Panics
/// When it is another error, or not alone.
pub fn why(reply: &ServerToAgent) -> Option<String> {
    let error = reply.error_response.as_ref()?;
    assert_eq!(error.r#type, i32::from(ServerErrorResponseType::BadRequest));
    assert_eq!((reply.capabilities, reply.flags, reply.connection_settings.clone()), (0, 0, None));
    Some(error.error_message.clone())
}

/// The certificate in a PEM.
pub fn der(pem: &[u8]) -> CertificateDer<'static> {
    CertificateDer::from_pem_slice(pem).unwrap()
}

/// What was issued to an agent.
///
/// # Panics
/// When the API refuses.
pub async fn certificates(api: &Api, uid: AgentId) -> Vec<AgentCertificate> {
    let request = ListAgentCertificatesRequest { instance_uid: uid.to_string() };
    api.certificates().list_agent_certificates(request).await.unwrap().into_inner().certificates
}

/// Whose requests wait.
///
/// # Panics
/// When the API refuses.
pub async fn waiting(api: &Api) -> Vec<String> {
    let mut client = api.certificates();
    let found = client.list_certificate_requests(ListCertificateRequestsRequest {}).await;
    let found = found.unwrap().into_inner().requests;
    found.into_iter().map(|request| request.instance_uid).collect()
}

/// Waits until an agent's request waits.
///
/// # Panics
/// When the API refuses.
pub async fn until_waiting(api: &Api, uid: AgentId) {
    let there = async || waiting(api).await.contains(&uid.to_string());
    until("the request waits", SOON, there).await.unwrap();
}

/// Grants an agent's request.
///
/// # Panics
/// When the API refuses.
pub async fn approve(api: &Api, uid: AgentId) -> AgentCertificate {
    let request = ApproveCertificateRequestRequest { instance_uid: uid.to_string() };
    let approved = api.certificates().approve_certificate_request(request).await.unwrap();
    approved.into_inner().certificate.unwrap()
}
