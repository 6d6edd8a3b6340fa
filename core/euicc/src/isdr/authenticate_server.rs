//! AuthenticateServer (SGP.22 §5.7.13): the server proves itself, and the eUICC answers in kind.

use super::{answer, info, session::Authenticated};
use crate::{Euicc, act::Act};
use rsp::{
    cert::{
        Certificate, Role,
        chain::{Crls, Roots, verify_dp},
    },
    es10::{
        AuthenticateErrorCode as Code, AuthenticateResponseError, AuthenticateResponseOk, AuthenticateServerRequest,
        AuthenticateServerResponse, EuiccSigned1,
    },
    message::Raw,
};

pub(super) fn authenticate_server(euicc: &mut Euicc, request: AuthenticateServerRequest) -> Act {
    // A challenge serves once, whatever comes of it.
    let challenge = euicc.session.challenge.take();
    euicc.session.server = None;
    match check(euicc, &request, challenge) {
        Ok(certificate) => prove(euicc, request, certificate),
        Err(code) => answer(&refuse(&request, code)),
    }
}

fn refuse(request: &AuthenticateServerRequest, code: Code) -> AuthenticateServerResponse {
    AuthenticateServerResponse::Error(AuthenticateResponseError {
        transaction_id: request.server_signed1.transaction_id.clone(),
        authenticate_error_code: code,
    })
}

fn check(euicc: &Euicc, request: &AuthenticateServerRequest, challenge: Option<[u8; 16]>) -> Result<Certificate, Code> {
    let challenge = challenge.ok_or(Code::NoSessionContext)?;
    euicc.state.identity.chain(&request.euicc_ci_pk_id_to_be_used).ok_or(Code::CiPkUnknown)?;
    let certificate = Certificate::parse(&request.server_certificate).map_err(|_| Code::InvalidCertificate)?;
    let key = *certificate.public_key().ok_or(Code::UnsupportedCurve)?;
    // The eUICC has no clock: it checks no dates.
    verify_dp(&certificate, Role::DpAuth, &roots(euicc), &Crls::default(), None)
        .map_err(|_| Code::InvalidCertificate)?;
    request.verify(&key).map_err(|_| Code::InvalidSignature)?;
    if request.server_signed1.euicc_challenge != challenge {
        return Err(Code::EuiccChallengeMismatch);
    }
    if request.ctx_params1.common().is_none() {
        return Err(Code::UndefinedError);
    }
    Ok(certificate)
}

fn prove(euicc: &Euicc, request: AuthenticateServerRequest, certificate: Certificate) -> Act {
    let ci_key_id = request.euicc_ci_pk_id_to_be_used.clone();
    let refused = refuse(&request, Code::UndefinedError);
    let Some(chain) = euicc.state.identity.chain(&ci_key_id) else { return answer(&refused) };
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
    Act::sign(unsigned.message.clone(), move |euicc, signature, _| match signature {
        Some(euicc_signature1) => {
            euicc.session.server =
                Some(Authenticated { transaction_id, address, ci_key_id, certificate, euicc_signature1 });
            answer(&unsigned.signed(euicc_signature1))
        }
        None => answer(&refused),
    })
}

/// The CI certificates that the eUICC trusts.
pub(super) fn roots(euicc: &Euicc) -> Roots {
    let mut roots = Roots::new();
    for root in euicc.state.identity.roots.iter().filter_map(|der| Certificate::parse(der).ok()) {
        // A root that is none (an expired scheme, say) is as good as absent.
        let _ = roots.add(root);
    }
    roots
}
