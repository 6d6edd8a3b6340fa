//! AuthenticateServer (SGP.22 §5.7.13): the server proves itself, and the eUICC answers in kind.

use super::{answer, info, read_certificate, server_certificate, session::Authenticated};
use crate::{Euicc, act::Act, checks};
use rsp::{
    cert::{Certificate, Role},
    es10::{
        AuthenticateErrorCode as Code, AuthenticateResponseError, AuthenticateResponseOk, AuthenticateServerRequest,
        AuthenticateServerResponse, EuiccSigned1,
    },
    message::Raw,
};

/// A server whose certificate and signature hold.
struct Server {
    certificate: Certificate,
    root_key_id: Vec<u8>,
}

pub(super) fn authenticate_server(euicc: &mut Euicc, request: AuthenticateServerRequest) -> Act {
    // A challenge serves once, whatever comes of it.
    let challenge = euicc.session.challenge.take();
    euicc.session.server = None;
    match check(euicc, &request, challenge) {
        Ok(server) => prove(euicc, request, server),
        Err(code) => answer(&refuse(&request, code)),
    }
}

fn refuse(request: &AuthenticateServerRequest, code: Code) -> AuthenticateServerResponse {
    AuthenticateServerResponse::Error(AuthenticateResponseError {
        transaction_id: request.server_signed1.transaction_id.clone(),
        authenticate_error_code: code,
    })
}

fn check(euicc: &Euicc, request: &AuthenticateServerRequest, challenge: Option<[u8; 16]>) -> Result<Server, Code> {
    let challenge = challenge.ok_or(Code::NoSessionContext)?;
    euicc.state.identity.chain_for(&request.euicc_ci_pk_id_to_be_used).ok_or(Code::CiPkUnknown)?;
    let (certificate, key) =
        read_certificate(&request.server_certificate, Code::InvalidCertificate, Code::UnsupportedCurve)?;
    // CERT.XXauth: an SM-DP+'s, or an SM-DS's (ES11).
    let role = if certificate.role() == Some(Role::DsAuth) { Role::DsAuth } else { Role::DpAuth };
    let root_key_id = server_certificate(euicc, &certificate, role).ok_or(Code::InvalidCertificate)?;
    if request.verify(&key).is_err() && checks::SIGNATURE.on() {
        return Err(Code::InvalidSignature);
    }
    if request.server_signed1.euicc_challenge != challenge && checks::CHALLENGE.on() {
        return Err(Code::EuiccChallengeMismatch);
    }
    if request.ctx_params1.common().is_none() {
        return Err(Code::UndefinedError);
    }
    Ok(Server { certificate, root_key_id })
}

fn prove(euicc: &Euicc, request: AuthenticateServerRequest, server: Server) -> Act {
    let refused = refuse(&request, Code::UndefinedError);
    let Some(chain) = euicc.state.identity.chain_for(&request.euicc_ci_pk_id_to_be_used) else {
        return answer(&refused);
    };
    let ci_key_id = chain.ci_key_id.clone();
    let transaction_id = request.server_signed1.transaction_id.clone();
    let address = request.server_signed1.server_address.clone();
    let signed = EuiccSigned1 {
        transaction_id: transaction_id.clone(),
        server_address: address.clone(),
        server_challenge: request.server_signed1.server_challenge,
        euicc_info2: Raw::new(info::info2(euicc)),
        ctx_params1: request.ctx_params1,
    };
    let unsigned =
        AuthenticateResponseOk::unsigned(signed, chain.euicc_certificate.clone(), chain.eum_certificate.clone());
    Act::sign(unsigned.message.clone(), move |euicc, signature, _| {
        let Some(euicc_signature1) = signature else { return answer(&refused) };
        let Server { certificate, root_key_id } = server;
        euicc.session.server =
            Some(Authenticated { transaction_id, address, ci_key_id, root_key_id, certificate, euicc_signature1 });
        answer(&unsigned.signed(euicc_signature1))
    })
}
